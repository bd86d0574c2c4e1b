"""What pages do to a report, done on purpose: the eight damages of education reports, each with the place in the clean
text that every character of the damaged one came from."""

import codecs
import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from opencc import OpenCC
from pypinyin import Style, pinyin

ADDED = -1

# Characters that a page template glosses at every occurrence; traditional forms, as its pages have them.
GLOSSED = frozenset(
    "實學會國進質區發經優業現統習體導黨動關點設強開創課題標長認務辦來說書親過時間為這個後對將從無當與應還種樣"
)
HEAD = (
    "首页 > 政务要闻 > 教育动态\n发布时间：{year}-03-06 09:30:12 来源：东湖教育网 浏览次数：1580\n【字体：大 中 小】\n"
)
HEAD_WITHOUT_DAY = "首页 > 政务要闻 > 教育动态\n来源：东湖教育网 浏览次数：1580\n【字体：大 中 小】\n"
TAIL = "\n编辑：王小明 编审：李大红 终审：赵四\n相关阅读\n西山县召开教育工作会议\n扫一扫在手机打开当前页\n【打印正文】"
SHARED = "东湖县教育工作总结.docx\n本文由会员分享，可在线阅读，更多相关《总结（9页珍藏版）》请在某网上搜索。\n文档编号：28374 大小：28KB\n"

_YEAR = re.compile("20\\d\\d(?=年)")
_NUMBER = re.compile("(?<![\\d.])(?!20\\d\\d年)\\d+(?:\\.\\d+)?")


class Damaged(NamedTuple):
    """A damaged text; `places[i]` is where its character i stands in the clean one, ADDED if it does not."""

    text: str
    places: list[int]


Damage = Callable[[str], Damaged]


def _of(pieces: Iterator[tuple[str, int | None]]) -> Damaged:
    """Pieces in order, each with the place of its first character, None for one that the damage adds."""
    text, places = [], list[int]()
    for piece, at in pieces:
        text.append(piece)
        places += [ADDED] * len(piece) if at is None else range(at, at + len(piece))
    return Damaged("".join(text), places)


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def converted(text: str, name: str) -> str:
    return str(_converter(name).convert(text))


@cache
def _gloss(char: str) -> str:
    return f"({pinyin(char, style=Style.TONE)[0][0]})"


def glossed(text: str) -> Damaged:
    """a: traditional characters, some of them with their reading behind them."""

    def pieces() -> Iterator[tuple[str, int | None]]:
        for at, char in enumerate(converted(text, "s2t")):
            yield char, at
            if char in GLOSSED:
                yield _gloss(char), None

    return _of(pieces())


def by_phrases(text: str) -> Damaged:
    """b: traditional characters and Taiwan's words, which may be longer or shorter than the mainland's."""
    return _aligned(text, converted(text, "s2twp"))


def joined(text: str) -> Damaged:
    """c: all paragraphs in one line; a table's rows, which are no paragraphs, stay."""

    def pieces() -> Iterator[tuple[str, int | None]]:
        before = ""
        for line in re.finditer("[^\n]+", text):
            if "\t" in before or ("\t" in line.group() and before):
                yield "\n", line.start() - 1
            yield line.group(), line.start()
            before = line.group()

    return _of(pieces())


def wrapped(text: str, width: int = 33) -> Damaged:
    """d: a line break every so many characters; a table's rows stay."""

    def pieces() -> Iterator[tuple[str, int | None]]:
        for line in re.finditer("[^\n]*\n?", text):
            content = line.group().rstrip("\n")
            for at in range(0, len(content), width if "\t" not in content else len(content)):
                if at:
                    yield "\n", None
                yield content[at : at + (width if "\t" not in content else len(content))], line.start() + at
            yield line.group()[len(content) :], line.start() + len(content)

    return _of(pieces())


def with_block_numbers(text: str, apart: int = 400) -> Damaged:
    """e: the number that a sharing site prints before each block of its pages."""

    def pieces() -> Iterator[tuple[str, int | None]]:
        for number, at in enumerate(range(0, len(text), apart), start=1):
            yield f"\n{number}、" if at else "1、", None
            yield text[at : at + apart], at

    return _of(pieces())


def byte_dropped(text: str, every: int = 20) -> Damaged:
    """f: the first byte of every so manieth full stop is lost, and the bytes behind it pair up shifted by one."""
    decoder = codecs.getincrementaldecoder("gb18030")("replace")
    stops = 0

    def pieces() -> Iterator[tuple[str, int | None]]:
        nonlocal stops
        began = 0
        for at, char in enumerate(text):
            stops += char == "。"
            lost = char == "。" and stops % every == 0
            for byte in char.encode("gbk", "ignore")[lost:]:
                began = began if decoder.getstate()[0] else at
                for shown in decoder.decode(bytes([byte])):
                    yield shown, began
        for shown in decoder.decode(b"", final=True):
            yield shown, began

    return _of(pieces())


def years_struck(text: str) -> Damaged:
    """g: 2024年 is 20XX年."""
    return _struck(text, _YEAR.sub("20XX", text))


def numbers_struck(text: str) -> Damaged:
    """g, further: each digit of a number is an x, but for a year's."""
    return _struck(text, _NUMBER.sub(lambda number: re.sub("\\d", "x", number[0]), text))


def place_struck(text: str, place: str) -> Damaged:
    """g, further: 东湖县 is XX县 wherever it stands, and 东湖 XX."""
    name = re.sub("(?:自治区|自治州|[省市县区州旗])$", "", place)
    return _struck(text, text.replace(name, "X" * len(name)) if name else text)


def enclosed(text: str) -> Damaged:
    """h: between the head and tail of a page, below a sharing site's wrapper. A page is published in its report's year."""
    year = _YEAR.search(text)
    head = HEAD.format(year=year[0]) if year else HEAD_WITHOUT_DAY
    return _of(iter([(SHARED + head, None), (text, 0), (TAIL, None)]))


DAMAGES: dict[str, Damage] = {
    "a": glossed,
    "b": by_phrases,
    "c": joined,
    "d": wrapped,
    "e": with_block_numbers,
    "f": byte_dropped,
    "g": years_struck,
    "h": enclosed,
}


def damaged(text: str, *names: str) -> Damaged:
    """Several damages, one after another."""
    so_far = Damaged(text, list(range(len(text))))
    for name in names:
        after = DAMAGES[name](so_far.text)
        so_far = Damaged(after.text, [so_far.places[at] if at != ADDED else ADDED for at in after.places])
    return so_far


def _struck(text: str, struck: str) -> Damaged:
    """Other characters, one for one."""
    return Damaged(struck, list(range(len(text))))


def _aligned(text: str, other: str) -> Damaged:
    """`other` is `text` line by line with other words in it; what differs is laid side by side."""
    places: list[int] = []
    at = 0
    for line, damaged_line in zip(text.split("\n"), other.split("\n"), strict=True):
        places += [at + place for place in _side_by_side(line, converted(damaged_line, "t2s"), len(damaged_line))]
        at += len(line)
        places.append(at)
        at += 1
    return Damaged(other, places[:-1])


def _side_by_side(line: str, simple: str, length: int) -> list[int]:
    if not line:
        return [0] * length
    places: list[int] = []
    for _, a0, a1, b0, b1 in SequenceMatcher(None, line, simple, autojunk=False).get_opcodes():
        places += [min(a0 + step, max(a0, a1 - 1), len(line) - 1) for step in range(b1 - b0)]
    return (places + [len(line) - 1] * length)[:length]
