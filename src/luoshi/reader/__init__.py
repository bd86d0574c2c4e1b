"""From a report as an office has it to findings that a person can confirm; knows no web and no database."""

from pathlib import Path
from typing import BinaryIO

from luoshi.reader.denied import why
from luoshi.reader.extract import extract
from luoshi.reader.extract.txt import extract_txt
from luoshi.reader.reading import Reading
from luoshi.reader.source import Source, Unreadable

SUFFIXES = (
    ".txt",
    ".html",
    ".htm",
    ".docx",
    ".pdf",
    ".ofd",
    ".doc",
    ".wps",
    ".rtf",
    ".odt",
    ".mht",
    ".mhtml",
    ".xlsx",
    ".xls",
    ".et",
    ".ods",
    ".csv",
)


def read(source: Path | str | bytes | BinaryIO, *, name: str | None = None) -> Reading:
    """Read one report: a path, the bytes of a file, or an open binary stream (standard input).

    `name` is what the file is called in messages and results; None takes it from the path. Raises Unreadable,
    whose message says what is wrong with the file and what to do.
    """
    data, known = _bytes_of(source)
    return _finished(extract(data, known if name is None else name))


def read_text(text: str, *, name: str = "") -> Reading:
    """Read text that somebody pasted; otherwise like `read`."""
    return _finished(extract_txt(text, name))


def _bytes_of(source: Path | str | bytes | BinaryIO) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, ""
    if not isinstance(source, str | Path):
        return source.read(), ""
    path = Path(source)
    try:
        return path.read_bytes(), path.name
    except FileNotFoundError:
        raise Unreadable("missing", f"找不到文件“{path}”。请检查名字和所在的文件夹。") from None
    except IsADirectoryError:
        raise Unreadable("folder", f"“{path}”是文件夹。请指定里面的文件。") from None
    except OSError as error:
        raise Unreadable("locked", f"“{path}”打不开：{why(error)}。请检查权限，或先关闭正在用它的程序。") from error


def _finished(source: Source) -> Reading:
    from luoshi.reader import pipeline
    from luoshi.reader.refusal import refuse_unusable

    reading = pipeline.run(source, pipeline.STEPS)
    refuse_unusable(reading)
    return reading
