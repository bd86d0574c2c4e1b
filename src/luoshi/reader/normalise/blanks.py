"""Blank and invisible characters: one kind of each, and only where a person would type one."""

import re

from luoshi.reader.text import Text

_UNSEEN = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_BREAKS = "\r\v\f\x85\u2028\u2029"
_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f\ue5e5"  # U+E5E5: a GBK extension's full-width blank
ODD = re.compile(f"[{_UNSEEN}{_BREAKS}{_SPACES}\ufffd]")
INVISIBLE = re.compile(f"[{_UNSEEN}]|\r(?=\n)")
ODD_BREAK = re.compile(f"[{_BREAKS}]")
ODD_SPACE = re.compile(f"[{_SPACES}]")
LOST = re.compile("\ufffd{2,}")  # one character that could not be decoded shows as several

BLANKS = re.compile("[ \t\n\u3000][ \t\n\u3000]*")  # one first: the search skips to it
TOKEN_BEFORE = re.compile(r"[^\s，。；：！？、,;:!?（）()“”‘’《》【】\[\]]*\Z")
TOKEN_AFTER = re.compile(r"[^\s，。；：！？、,;:!?（）()“”‘’《》【】\[\]]*")
SENTENCE_MARK = re.compile("[，。；！？]")
THOUSANDS = re.compile(r"\d(?<!\d\d)\d{0,2}(?: \d{3})+(?![\d,.])")
DATE = re.compile(r"(?<=\d{3})\d[ \u3000]+年|\d[ \u3000]+月")  # 2025 年工作要点 is no item of that number
LEADING_NUMBER = re.compile(r"[\d.]+\Z")

_REACH = 40  # how far a word may reach from a blank; longer ones are running text
_HALF = 4  # characters of each half of a slogan at the least
_OPENING, _CLOSING = ("“", "‘", "《", '"'), ("”", "’", "》", '"')
_TITLE = 60  # how far a title may reach from a blank


def unify_blanks(text: Text) -> Text:
    """Take out what nobody sees; every line break is a newline, every blank a space, a tab or an
    ideographic space."""
    if not ODD.search(text.chars):
        return text
    chars = ODD_SPACE.sub(" ", ODD_BREAK.sub(_newline, text.chars))
    return text.swap(chars).replace(INVISIBLE, "", "invisible").replace(LOST, "\ufffd", "invisible")


def _newline(match: re.Match[str]) -> str:
    # \r before \n stays for INVISIBLE to drop, so that the newline keeps its own place.
    return match[0] if match[0] == "\r" and match.string[match.end() : match.end() + 1] == "\n" else "\n"


def lay_blanks_right(text: Text) -> Text:
    """No blank lines, no blanks at line ends, and inside a line only blanks that part words on purpose."""
    chars = text.chars
    thousands = {place for m in THOUSANDS.finditer(chars) for place in range(*m.span()) if chars[place] == " "}
    edits: list[tuple[int, int, str]] = []
    for match in BLANKS.finditer(chars):
        start, end = match.span()
        if start == 0 or end == len(chars):
            edits.append((start, end, ""))
        elif (newline := chars.find("\n", start, end)) >= 0:
            if newline > start:
                edits.append((start, newline, ""))
            if end > newline + 1:
                edits.append((newline + 1, end, ""))
        elif start in thousands or not _parts_words(chars, start, end):
            edits.append((start, end, ""))
        else:
            kept = "\t" if "\t" in match[0] else " "
            # Ideographic spaces part ranks (牵头单位：甲　　责任单位：乙) as their author set them.
            if match[0] != kept and match[0].strip("\u3000"):
                edits.append((start, end, kept))
    return text.edit(edits, "blank")


def _parts_words(chars: str, start: int, end: int) -> bool:
    """Whether the blank at start:end stands there on purpose."""
    if "\t" in chars[start:end]:
        return True
    left, right = chars[start - 1], chars[end]
    if left.isascii() and right.isascii():
        return True
    if left.isdigit() and _is_han(right):
        return _opens_line(chars, start) and not DATE.match(chars, start - 1)
    if not (_is_han(left) and _is_han(right)):
        return False
    return _parts_phrases(chars, start, end)


def _parts_phrases(chars: str, start: int, end: int) -> bool:
    """Between two Chinese words: kept between a quoted slogan's halves, in titles and between office and name.

    A word of one character beside it (石 珊, 通 知, 质 量) tells that it only spaces letters out.
    """
    before = TOKEN_BEFORE.search(chars, max(0, start - _REACH), start)
    after = TOKEN_AFTER.match(chars, end, end + _REACH)
    left, right = len(before[0]) if before else 0, len(after[0]) if after else 0
    if left < 2 or right < 2:
        return False
    if "\u3000" in chars[start:end]:
        return True
    if (
        left == right >= _HALF
        and chars[start - left - 1 : start - left] in _OPENING
        and chars[end + right : end + right + 1] in _CLOSING
    ):
        return True
    return _stands_in_title(chars, start, end)


def _stands_in_title(chars: str, start: int, end: int) -> bool:
    """Whether the line around start:end is short and has no mark that belongs to a sentence."""
    low, high = max(0, start - _TITLE), min(len(chars), end + _TITLE)
    line_start, line_end = chars.rfind("\n", low, start), chars.find("\n", end, high)
    if (line_start < 0 < low) or (line_end < 0 and high < len(chars)):
        return False
    return not SENTENCE_MARK.search(chars, line_start + 1, line_end if line_end >= 0 else high)


def _opens_line(chars: str, start: int) -> bool:
    """Whether only a number stands between the line's start and `start` (1 总体要求)."""
    number = LEADING_NUMBER.search(chars, max(0, start - 8), start)
    return number is not None and (number.start() == 0 or chars[number.start() - 1] == "\n")


def _is_han(char: str) -> bool:
    return "㐀" <= char <= "鿿" or char in "〇々" or char >= "\U00020000"
