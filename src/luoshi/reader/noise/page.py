"""Which lines of a page are the page's own: menus, paths, counters, credits, related reading."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.source import FURNITURE

CREDITS, TAGS, MOJIBAKE = "credits", "tags", "mojibake"

RUNNING = 20  # characters from which a line with a mark of a sentence is running text
_SHORT = 120  # characters above which a line is never looked up as furniture
_ROW = 3  # cells that make a row of buttons
_SPAM_LINES, _SPAM_WORDS = 4, 3  # lines at either end that are looked at, different words that tell
_TAIL_SHARE = 0.35  # of the text: "related reading" with more than this behind it does not end the report

SENTENCE = re.compile("[。；，]")
SYMBOLS = re.compile(r"[^\w㐀-鿿][^\w㐀-鿿]*")  # one first: the search skips to it
STOPS = re.compile("[。！？；，、：”’）》…]+")  # alone on a line where a page wrapped: still the report's
COLON = re.compile("[：:丨]")  # behind a label
SEPARATOR = re.compile(r"[>›»＞/|│·\-—→]{1,3}")
PAGE_NUMBER = re.compile(
    r"[-—－–·~]{1,2} ?\d{1,3} ?[-—－–·~]{1,2}|第 ?\d{1,3} ?页(?:[，,/ ]*共 ?\d{1,3} ?页)?|\d{1,3} ?/ ?\d{1,3}"
)
BUTTONS = re.compile(r"[【\[]?[^。，；：]{2,6}[】\]] ?(?:[【\[][^。，；：]{2,6}[】\]] ?)*")
DOTS = re.compile(r"[.…。·]{2,}|[| ]*\|[| ]*")
POSTED = re.compile(r"[^。，；：]{1,20} ?发表于 ?(?:19|20)\d\d-.{1,20}")
PATH = re.compile(r"[^>»。，；]{2,14}(?: ?[>»] ?[^>»。，；]{0,20}){2,6}|[^>»。，；]{2,8} ?[>»] ?[^>»。，；]{2,10}")
IMAGE = re.compile(
    r"(?i:(?:[\w()（）·\-]{0,40}\.(?:jpe?g|png|gif|bmp|webp|mp4)[ ，、]?)+|图片\d{0,3}"
    r"|(?:微信图片|IMG|DSC|Still)_?[\d_]+\w{0,10})"
)
FILE = re.compile(r"(?i:[^。；，]{2,80}\.(?:docx?|pdf|wps|xlsx?|pptx?|txt|rar|zip))")
LINK = re.compile(r"[^㐀-鿿]{0,3}(?:https?://|www\.)[^\s㐀-鿿]+")
# Each of these is the page's wherever it stands; one pattern of all is asked for faster than seven.
ANYWHERE = re.compile("|".join(shape.pattern for shape in (PAGE_NUMBER, DOTS, POSTED, PATH, IMAGE, FILE, LINK)))
VALUE = re.compile(r"[\d.,:/\-—年月日时分秒次人KMBkmb字 页%+]+")
PAGE_DATE = re.compile(
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?: ?\d{1,2}:\d\d(?::\d\d)?)?[^。，；：]{0,8}"
    r"|(?:19|20)\d\d年\d{1,2}月\d{1,2}日 ?\d{1,2}[时点:：]\d\d分?"
)
SCRIPT = re.compile(r"(?:var |window\.|document\.|\$\(|[（(]?function ?[（(])[^㐀-鿿]{8,}")
ISO_DATE = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: ?\d{1,2}:\d\d(?::\d\d)?)?")
NAME = re.compile(r"[㐀-鿿]{1,4}(?:[ 、/，][㐀-鿿]{1,4}){0,4}")
SIGNED = re.compile(r"（[㐀-鿿]{2,4}(?:[ 、][㐀-鿿]{2,4}){0,3}）")
OUTLET = re.compile(
    r"[^。；，]{0,22}(?:网|报|社|局|台|端|办公室|办|委|政府|中心|科|厅|部|号|室|会|学校|小学|中学|发布|频道|在线)"
)


@dataclass
class Page:
    """The lines of a text and what each was found to be ("" is the report's own)."""

    lines: list[str]
    starts: list[int]
    kinds: list[str] = field(default_factory=list)
    fixed: list[bool] = field(default_factory=list)  # cells of a table: stay whatever they say
    cut_notice: bool = False  # the page says that it shows only a part

    @classmethod
    def of(cls, chars: str, cells: list[tuple[int, int]]) -> "Page":
        lines = chars.split("\n")
        starts, at = [], 0
        for line in lines:
            starts.append(at)
            at += len(line) + 1
        fixed = [False] * len(lines)
        for start, end in cells:
            for index in range(bisect_right(starts, start) - 1, bisect_left(starts, end)):
                fixed[index] = True
        return cls(lines, starts, [""] * len(lines), fixed)

    def spans(self) -> list[tuple[int, int, str]]:
        return [
            (start, start + len(line), kind)
            for line, start, kind in zip(self.lines, self.starts, self.kinds, strict=True)
            if kind and line
        ]

    def mark(self, index: int, kind: str) -> None:
        if not self.kinds[index] and not self.fixed[index]:
            self.kinds[index] = kind

    def own(self) -> list[int]:
        """The lines that hold something and were not found to be noise."""
        return [i for i, line in enumerate(self.lines) if line and not self.kinds[i] and not self.fixed[i]]

    def body(self) -> tuple[int, int]:
        """First and last-plus-one line of running text among those not found to be noise."""
        running = [i for i, line in enumerate(self.lines) if not self.kinds[i] and is_running(line)]
        return (running[0], running[-1] + 1) if running else (len(self.lines), len(self.lines))


def is_running(line: str) -> bool:
    return (len(line) >= RUNNING and bool(SENTENCE.search(line))) or line.endswith(("。", "；"))


def page_lines(page: Page) -> None:
    """Mark the lines that are the page's own, from the surest to those that only their place tells."""
    for index, line in enumerate(page.lines):
        if len(line) <= _SHORT:
            kind = known_line(line)
            if kind:
                page.mark(index, kind)
                page.cut_notice = page.cut_notice or bool(_cut_notice().search(line))
        elif line[0] in "vwd$（(f" and SCRIPT.fullmatch(line):
            page.mark(index, FURNITURE)
    _mark_spam(page)
    _mark_after(page)
    first, last = page.body()
    _mark_edge(page, range(first), tail=False)
    _mark_edge(page, range(last, len(page.lines)), tail=True)
    _mark_path(page, first)
    _mark_menu(page, first)
    mark_below(page, last)


def known_line(line: str) -> str:
    """The kind of a line that is noise wherever it stands, or ""."""
    if not line:
        return ""
    if ANYWHERE.fullmatch(line):
        return FURNITURE
    head = _line_heads().match(line)
    if head and any(shape.fullmatch(line) for shape in _shapes()[head[0]]):
        return FURNITURE
    if _open_words().search(line) and any(shape.fullmatch(line) for shape in _open_shapes()):
        return FURNITURE
    if SYMBOLS.sub("", line) in _inside():
        return FURNITURE
    return labelled(line)


def labelled(line: str) -> str:
    """The kind of a line made of "label：value" pairs, judged by its first label."""
    pairs = list(_label().finditer(line)) if COLON.search(line) else []
    if (
        not pairs
        or not _opens(line[: pairs[0].start()])
        or (SENTENCE.search(line.rstrip("。；")) and not _is_row(line, pairs))
    ):
        return ""
    first = pairs[0]
    label = first["label"]
    if label in _weak() and len(pairs) == 1:
        value = line[first.end() :].strip("【】[]（） ")
        return (
            FURNITURE if value and ((VALUE.fullmatch(value) and not value.isdigit()) or ISO_DATE.match(value)) else ""
        )
    return CREDITS if label in _credit_labels() else FURNITURE


def _opens(before: str) -> bool:
    """Whether what stands before the first label is nothing, a bracket, or the page's date."""
    return len(before) <= 1 or bool(ISO_DATE.fullmatch(before.rstrip(" |")) or BUTTONS.fullmatch(before))


def _is_row(line: str, pairs: list[re.Match[str]]) -> bool:
    return len(pairs) >= 2 and "。" not in line


def _mark_after(page: Page) -> None:
    """From "related reading" on, nothing is the report's, unless too much of the text stands behind it."""
    behind = sum(map(len, page.lines))
    total = max(1, behind)
    for index, line in enumerate(page.lines):
        if len(line) <= 60 and behind <= _TAIL_SHARE * total and _after().match(line):
            for later in range(index, len(page.lines)):
                page.mark(later, TAGS)
            return
        behind -= len(line)


def _mark_edge(page: Page, indexes: range, *, tail: bool) -> None:
    """At the head and the tail also words that could be a table's cells, labels without value, and values."""
    for index in indexes:
        line = page.lines[index]
        if page.kinds[index] or not line or len(line) > _SHORT:
            continue
        bare = not SYMBOLS.sub("", line) and not STOPS.fullmatch(line)
        if bare or PAGE_DATE.fullmatch(line) or _alone().fullmatch(SYMBOLS.sub(" ", line).strip()) or _is_menu(line):
            page.mark(index, FURNITURE)
        elif tail and _is_signed(line):
            page.mark(index, CREDITS)
        elif index and page.kinds[index - 1] and _fits(page.lines[index - 1], line):
            page.mark(index, page.kinds[index - 1])


def _is_menu(line: str) -> bool:
    """某某市门户网站 | 繁体版 | 移动版 | 无障碍: a row of buttons that may begin with the site's own name."""
    cells = [cell.strip() for cell in line.split("|") if cell.strip()] if "|" in line else []
    known = sum(1 for cell in cells if _alone().fullmatch(cell))
    return len(cells) >= _ROW and known >= len(cells) - 1


def _is_signed(line: str) -> bool:
    """（张某某 李某）: the writers' names alone in brackets, as newspapers end an item."""
    return bool(SIGNED.fullmatch(line)) and all(name[0] in _surnames() for name in re.findall(r"[㐀-鿿]+", line))


def is_name(word: str) -> bool:
    """Whether a word of two to four characters may be a person's name by how it begins."""
    return word[0] in _surnames() and not word.startswith(tuple(load("surnames")["not_names"]))


def _fits(label: str, value: str) -> bool:
    """Whether `value` is what the bare label on the line before asks for."""
    pairs = list(_label().finditer(label))
    if not pairs or pairs[-1].end() < len(label.rstrip(" 【】[]")):
        return False
    if pairs[-1]["label"] in _credit_labels():
        return bool(OUTLET.fullmatch(value) or NAME.fullmatch(value))
    return bool(VALUE.fullmatch(value) or ISO_DATE.match(value))


def _mark_path(page: Page, first: int) -> None:
    """当前位置： / 首页 / > / 政务信息 / > / 要闻, one piece a line."""
    for index in range(1, min(first, len(page.lines))):
        if SEPARATOR.fullmatch(page.lines[index]):
            for near in (index - 1, index, index + 1):
                if near < first and len(page.lines[near]) <= 16:
                    page.mark(near, FURNITURE)


def _mark_menu(page: Page, first: int) -> None:
    """Short lines above the page's path are its menu."""
    paths = [i for i in range(min(first, len(page.lines))) if _path().match(page.lines[i])]
    for index in range(paths[-1] if paths else 0):
        if len(page.lines[index]) <= 30:
            page.mark(index, FURNITURE)


def mark_below(page: Page, last: int) -> None:
    """Behind the report, lines between and below credits and furniture belong to them; a page's number may
    stand above a signature."""
    noisy = [i for i in range(last, len(page.lines)) if page.kinds[i] and not PAGE_NUMBER.fullmatch(page.lines[i])]
    for index in range(noisy[0] if noisy else len(page.lines), len(page.lines)):
        if not page.lines[index].startswith("附件"):
            page.mark(index, page.kinds[index - 1] if page.kinds[index - 1] == TAGS else FURNITURE)


def _mark_spam(page: Page) -> None:
    """The first and last lines of a hacked site, whose words no report uses."""
    count = len(page.lines)
    for index in {*range(min(_SPAM_LINES, count)), *range(max(0, count - _SPAM_LINES), count)}:
        if len(set(_spam().findall(page.lines[index]))) >= _SPAM_WORDS:
            page.mark(index, FURNITURE)


def _shape(template: str) -> re.Pattern[str]:
    """A line template as a pattern: {n} is a number, … anything but a full stop."""
    parts = re.split(r"(\{n\}|…)", template)
    made = {"{n}": r" ?[\d.,]+(?:\+|万)? ?", "…": r"[^\n]{0,120}"}
    return re.compile("".join(made.get(part) or re.escape(part) for part in parts), re.IGNORECASE)


@cache
def _shapes() -> dict[str, list[re.Pattern[str]]]:
    """The templates by their first words; a longer beginning also lists what a shorter one allows."""
    heads = {template: re.split(r"\{n\}|…", template)[0] for template in load("furniture")["lines"]}
    shapes = {t: _shape(t) for t in heads}
    return {head: [shapes[t] for t, h in heads.items() if head.startswith(h) and h] for head in heads.values() if head}


@cache
def _line_heads() -> re.Pattern[str]:
    return re.compile(any_of(_shapes()))


@cache
def _open_shapes() -> list[re.Pattern[str]]:
    """The templates that begin with a number or with anything."""
    return [_shape(t) for t in load("furniture")["lines"] if t.startswith(("…", "{n}"))]


@cache
def _open_words() -> re.Pattern[str]:
    """Their first words: what a line must hold to be tried."""
    open_ones = (t for t in load("furniture")["lines"] if t.startswith(("…", "{n}")))
    return re.compile(any_of(next(filter(None, re.split(r"…|\{n\}", t))) for t in open_ones))


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?<![㐀-鿿])(?P<label>{any_of(label_words())}) ?[：:丨]")


def label_words() -> list[str]:
    return [*load("furniture")["labels"], *load("credits")["labels"]]


@cache
def menu_words() -> frozenset[str]:
    return frozenset(load("furniture")["alone"])


@cache
def _credit_labels() -> frozenset[str]:
    return frozenset(load("credits")["labels"])


@cache
def _weak() -> frozenset[str]:
    return frozenset(load("furniture")["weak"])


@cache
def _inside() -> frozenset[str]:
    return frozenset(load("furniture")["inside"])


@cache
def _alone() -> re.Pattern[str]:
    words = any_of([*load("furniture")["alone"], *load("furniture")["labels"]])
    return re.compile(rf"(?:(?:{words}|\d+) ?)+")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"[^\w]{{0,2}}{any_of(load('furniture')['after'])}(?: ?[：:\]】|>»›]|$)")


@cache
def _surnames() -> frozenset[str]:
    names = load("surnames")
    return frozenset(names["single"]) | {name[0] for name in names["double"]}


@cache
def _spam() -> re.Pattern[str]:
    return re.compile(any_of(load("furniture")["spam"]))


@cache
def _path() -> re.Pattern[str]:
    return re.compile(
        r"[^\w]?(?:(?:[您你]|当前|目前|现在|所在|所处|的){0,5}位置 ?(?:[：:>›»]|是 ?[：:])|首页 ?[>›»＞/|])"
    )


@cache
def _cut_notice() -> re.Pattern[str]:
    return re.compile(
        r"还剩余? ?\d+ ?页|请先登录|请登录|登录后|仅供[^。]{0,10}会员|篇幅|全文共 ?\d+ ?字|剩余 ?\d+ ?页|内容过长"
    )
