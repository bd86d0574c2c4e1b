"""What kind of file it is, and its text with the place of every line."""

from luoshi.reader.decode import decode
from luoshi.reader.extract.formats import is_workbook, refuse_other_formats, refuse_remains
from luoshi.reader.extract.html import extract_html, is_html, label_of
from luoshi.reader.extract.txt import extract_txt
from luoshi.reader.source import Source, Unreadable, called

LARGEST = 60_000_000  # bytes: far above any report, far below what fills the memory


def extract(data: bytes, name: str) -> Source:
    """The text of a file; `name` serves only to tell apart what its bytes leave open. Raises Unreadable."""
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("empty", f"{called(name)}是空的，没有可读的文字。请看看是不是交错了文件。")
    if len(data) > LARGEST:
        raise Unreadable(
            "large", f"{called(name)}有 {len(data) / 1e6:.0f} MB，工作报告没有这么大。请只交正文，去掉图片和附件。"
        )
    refuse_other_formats(data, name)
    if is_workbook(data):
        from luoshi.reader.extract.workbook import extract_workbook

        return extract_workbook(data, name)
    if data.startswith(b"PK\x03\x04"):
        from luoshi.reader.extract.docx import extract_docx

        return extract_docx(data, name)
    try:
        decoded = decode(data, label=label_of(data))
    except Unreadable as refusal:
        refuse_remains(data, name)
        raise Unreadable(refusal.code, str(refusal).replace("这个文件", called(name), 1)) from None
    if is_html(decoded.text, name):
        return extract_html(decoded.text, name, encoding=decoded.encoding, damaged=decoded.damaged)
    if name.lower().endswith(".csv"):
        from luoshi.reader.extract.workbook import extract_csv

        return extract_csv(decoded.text, name, encoding=decoded.encoding, damaged=decoded.damaged)
    return extract_txt(decoded.text, name, encoding=decoded.encoding, damaged=decoded.damaged)
