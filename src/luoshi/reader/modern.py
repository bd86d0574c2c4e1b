"""Old and foreign files as today's: what comes of them can be looked into, kept and read again without LibreOffice."""

from pathlib import PurePath

from luoshi.reader.extract.apart import told_apart
from luoshi.reader.extract.formats import kind_of
from luoshi.reader.extract.writer import KINDS, to_docx

_ODT = b"application/vnd.oasis.opendocument.text"
_BEGINNING = 200  # bytes in which an OpenDocument file says what it is


def modern(data: bytes, name: str) -> tuple[bytes, str]:
    """An old or foreign document as a Word file, a page saved as one file as a web page, and what it is called then;
    every other file as it is. Raises Unreadable."""
    kind = kind_of(data, name)
    if kind == "zipped" and _ODT in data[:_BEGINNING]:
        kind = "odt"
    if kind in KINDS:
        return to_docx(data, name, kind), _renamed(name, ".docx")
    if kind == "mht":
        found = told_apart("luoshi.reader.extract.mht:page", data, name)
        return found["page"].encode(), _renamed(name, ".html")
    return data, name


def _renamed(name: str, suffix: str) -> str:
    path = PurePath(name)
    known = path.suffix.lower() in (".doc", ".wps", ".wpt", ".rtf", ".odt", ".xml", ".mht", ".mhtml")
    return str(path.with_name((path.stem if known else path.name) + suffix)) if name else name
