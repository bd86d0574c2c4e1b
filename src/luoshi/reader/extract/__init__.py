"""What kind of file it is, and its text with the place of every line."""

from luoshi.reader.decode import decode
from luoshi.reader.extract.apart import apart, refuse_shelves
from luoshi.reader.extract.formats import kind_of, refuse_remains
from luoshi.reader.extract.sniff import is_html, label_of
from luoshi.reader.extract.txt import extract_txt
from luoshi.reader.extract.writer import KINDS, to_docx
from luoshi.reader.source import Source, Unreadable, called

LARGEST = 60_000_000  # bytes: far above any report, far below what fills the memory


def extract(data: bytes, name: str) -> Source:
    """The text of a file; `name` serves only to tell apart what its bytes leave open. Raises Unreadable.

    Text is decoded here; whatever takes a parser is parsed in a child.
    """
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("empty", f"{called(name)}是空的，没有可读的文字。请看看是不是交错了文件。")
    if len(data) > LARGEST:
        raise Unreadable(
            "large", f"{called(name)}有 {len(data) / 1e6:.0f} MB，工作报告没有这么大。请只交正文，去掉图片和附件。"
        )
    kind = kind_of(data, name)
    if not kind:
        return _text(data, name)
    found = _opened(kind, data, name)
    if isinstance(found, str):
        found = _opened(found, data, name)
    assert isinstance(found, Source)
    return found


def _opened(kind: str, data: bytes, name: str) -> Source | str:
    """What an old or foreign document holds is asked of the Word file that it becomes."""
    if kind in KINDS:
        return apart("zipped", to_docx(data, name, kind), name, medium=kind)
    return apart(kind, data, name)


def _text(data: bytes, name: str) -> Source:
    try:
        decoded = decode(data, label=label_of(data))
    except Unreadable as refusal:
        refuse_remains(data, name)
        raise Unreadable(refusal.code, str(refusal).replace("这个文件", called(name), 1)) from None
    if is_html(decoded.text, name):
        found = apart("html", decoded.text.encode(), name, encoding=decoded.encoding, damaged=decoded.damaged)
        assert isinstance(found, Source)
        return found
    if name.lower().endswith(".csv"):
        found = apart("workbook", decoded.text.encode(), name, encoding=decoded.encoding, damaged=decoded.damaged)
        assert isinstance(found, Source)
        return found
    source = extract_txt(decoded.text, name, encoding=decoded.encoding, damaged=decoded.damaged)
    refuse_shelves(source)
    return source
