"""What a page says twice: its title, the first paragraph as an abstract, a whole text under itself."""

import re

from luoshi.reader.noise.page import RUNNING, SYMBOLS, Page, is_running
from luoshi.reader.noise.wraps import OPENER
from luoshi.reader.source import FURNITURE

_LONG = 40  # characters from which two equal paragraphs cannot be chance
_TITLE = 4  # characters of a title at the least
_HEAD = 40  # lines at the top among which titles are looked for
_TOP = 400  # characters at the top in which a title may run twice
_LEADS = 12  # lines at the top among which an abstract is looked for
SITE = re.compile(r" ?[_|\-—–] ?[^。，]{2,30}")
_MARKS = str.maketrans("", "", " “”‘’《》")  # what an abstract may have lost
ELLIPSIS = re.compile(r"(?:\.{2,}|…+|。{2,})?(?:\[?(?:详细|更多|全文)\]?)?$")
_BROKEN = ("..", "…", "。。", "详细", "更多", "全文", "]")
TWICE = re.compile(r"^(.{8,60}?)(?=\1)", re.MULTILINE)


def doubled_opening(chars: str) -> list[tuple[int, int, str]]:
    """A title set twice at the beginning of the text's first lines, without a break between."""
    return [(*match.span(1), FURNITURE) for match in TWICE.finditer(chars, 0, _TOP)]


def repeated_lines(page: Page) -> None:
    own = [i for i, line in enumerate(page.lines) if line and not page.kinds[i]]
    _mark_titles(page, own)
    _mark_abstract(page, own)
    _mark_copies(page, own)


def _mark_titles(page: Page, own: list[int]) -> None:
    """Of two equal titles the upper one is the page's; so is one with the site's name behind it."""
    head = []
    for index in own[:_HEAD]:
        line = page.lines[index]
        if is_running(line) and (len(line) >= RUNNING or OPENER.match(line)):
            break
        head.append(index)
    words = {index: SYMBOLS.sub("", page.lines[index]) for index in head}
    for at, upper in enumerate(head):
        if any(_is_same_title(page, words, upper, lower) for lower in head[at + 1 :]):
            page.mark(upper, FURNITURE)


def _is_same_title(page: Page, words: dict[int, str], upper: int, lower: int) -> bool:
    first, second = words[upper], words[lower]
    if len(second) < _TITLE:
        return False
    if first == second:
        return True
    whole, title = page.lines[upper], page.lines[lower]
    if whole.startswith(title) and SITE.fullmatch(whole, len(title)):
        return True
    # 某某年某某区政府工作报告 over the page's counters, 政府工作报告 under them.
    return first.endswith(second) and any(page.kinds[upper + 1 : lower])


def _mark_abstract(page: Page, own: list[int]) -> None:
    """A paragraph at the top that later ones repeat, begin with or hold is the page's abstract; it may have
    lost its marks, or break off in the middle."""
    top = own[:_LEADS]
    words = [_unbroken(page.lines[index]).translate(_MARKS) for index in top]
    for at, upper in enumerate(top):
        if len(words[at]) >= _LONG // 2 and is_running(page.lines[upper]) and words[at] in "".join(words[at + 1 :]):
            page.mark(upper, FURNITURE)


def _unbroken(line: str) -> str:
    """A line without the dots or the link at which it breaks off."""
    return ELLIPSIS.sub("", line) if line.endswith(_BROKEN) else line


def _mark_copies(page: Page, own: list[int]) -> None:
    """The second of two equal paragraphs, where the text stands on the page twice."""
    seen: set[str] = set()
    for index in own:
        line = page.lines[index]
        if page.kinds[index] or len(line) < _LONG or "。" not in line:
            continue
        if line in seen:
            page.mark(index, FURNITURE)
        seen.add(line)
