"""Bytes of a text file into characters, whatever a page or an old program wrote them in."""

import codecs
from dataclasses import dataclass
from typing import NoReturn

from luoshi.reader.everyday import share
from luoshi.reader.source import Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# GB18030 holds GB 2312 and GBK, cp950 is Big5 as Windows writes it.
_LABELS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "x-gbk": "gb18030",
    "big5": "cp950",
    "big5-hkscs": "big5hkscs",
}
_GUESSES = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")

_SAMPLE = 30_000  # bytes from which an encoding is judged
_LEAST = 0.7  # everyday characters that a true decoding has at the least
_TAIL = 3  # bytes that a cut UTF-8 text may end with
_BAD_SHARE = 0.01  # of the characters: undecodable ones in a UTF-8 text that was damaged


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read by, and how many characters of it could not be decoded (U+FFFD)."""

    text: str
    encoding: str
    damaged: int


def decode(data: bytes, *, label: str | None = None) -> Decoded:
    """The text of `data`: by its mark (BOM), else as UTF-8, else as the encoding that gives most everyday characters.

    `label` is what the file says of itself; it counts where its decoding is sound. Raises Unreadable for bytes
    that are no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _read(data[len(bom) :], encoding)
    utf8 = _read(data, "utf-8")
    if not utf8.damaged or (utf8.damaged == 1 and _cut_tail(data)):
        if data.count(0) > len(data) // 50:
            return _guess(data) or _refuse()
        return utf8
    declared = _declared(data, label)
    if declared and share(declared.text[:_SAMPLE]) >= _LEAST:
        return declared
    if utf8.damaged <= 1 + _BAD_SHARE * len(utf8.text) and share(utf8.text[:_SAMPLE]) >= _LEAST:
        return utf8
    return _guess(data) or _refuse()


def _declared(data: bytes, label: str | None) -> Decoded | None:
    encoding = _LABELS.get((label or "").strip().lower())
    return _read(data, encoding) if encoding else None


def _cut_tail(data: bytes) -> bool:
    """Whether the only bytes that are no UTF-8 are the beginning of a last character."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(data) - _TAIL and error.reason == "unexpected end of data"
    return False


def _read(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    had = data.decode(encoding, "ignore").count("\ufffd") if "\ufffd" in text else 0
    return Decoded(text, encoding, text.count("\ufffd") - had)


def _guess(data: bytes) -> Decoded | None:
    """The decoding with the highest share of everyday characters, if it is high enough."""
    sample = data[: _SAMPLE - _SAMPLE % 4]
    scores = []
    for rank, encoding in enumerate(_GUESSES):
        text = sample.decode(encoding, "replace")
        # Text written in two bytes a character is shorter; controls and lost characters speak against it.
        wrong = sum(char < " " and char not in "\t\n\r\f\v" for char in text) / max(1, len(text))
        scores.append((share(text) - 2 * wrong, -rank, encoding))
    score, _, encoding = max(scores)
    return _read(data, encoding) if score >= _LEAST else None


def _refuse() -> NoReturn:
    raise Unreadable(
        "binary",
        "这个文件不是文字：按 UTF-8、GB18030、Big5、UTF-16 都读不出中文。请用原来的软件打开，另存为 docx 或 txt 再交。",
    )
