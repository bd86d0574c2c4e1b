"""What stands around a report and is told by where it stands: leads, legal notes, captions, channel names."""

import re
from functools import cache

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.noise.page import (
    CREDITS,
    SYMBOLS,
    TAGS,
    Page,
    is_running,
    label_words,
    mark_below,
    menu_words,
)
from luoshi.reader.numerals import ITEM_NUMBER, ORDINALS
from luoshi.reader.source import FURNITURE

_LEADS, _NOTES = 3, 12  # the report's own lines at the head and the tail that may be a page talking of itself
_PARAGRAPH = 300  # characters of such a paragraph at the most; a longer one holds the report too
_EXCERPT = 30  # characters from which a line that says again what stands above is no chance
_CHANNEL, _TITLE = 6, 8  # characters of a channel's name at the most, of a title at the least

NUMBERED = re.compile(rf"{ITEM_NUMBER}|第[{ORDINALS}]|[—―]{{2}}|附件|附[：:]")
FOOT = re.compile(r"(?:抄送|抄报|主送|主题词|分送|印发)[：: ]|.*印发。?$|.{2,16}年.{1,3}月.{1,3}日$")
CAPTION = re.compile(
    r"[▲△↑▼◆图]{0,1}(?:上|下|左|右)?图(?:为|[一二三四\d]?[：:])[^\n]{2,80}|[▲△↑][^\n]{2,60}"
    r"|（?[^\n，；。：]{2,30}(?:现场|会场|合影|剪影|掠影)(?:图|照)?[。）]?(?:[^\n。，]{1,12}摄)?"
)
NO_CAPTION = re.compile(rf"了|参观|观摩|观看|走进|来到|深入|前往|在.*现场|[：:]$|^[（(]?[{ORDINALS}]+[）)、]")
COLLECTION = re.compile(
    rf"[^。；]{{4,50}}[（(](?:[^（）()\d]{{0,6}})?[\d{ORDINALS}]{{1,3}}[篇份则][^（）()]{{0,4}}[）)]"
)
SAMPLE = re.compile(rf"[^。，；：]{{4,40}}(?:篇|范文)[{ORDINALS}\d]{{1,3}}[：:]?")
ACCOUNT = re.compile(r"([^（）()。，]{4,24})[（(]\1[^（）()]{0,8}[）)]")
SPONSOR = re.compile(r"[^。，；：]{4,60}(?:主办|承办|主管|协办)(?: .{2,30}(?:主办|承办|主管|协办))*")
POST = re.compile(r"[^\w]{0,3}[㐀-鿿A-Z]{2,8} ?[：:] ?[\d\-— 、/@\w.（）()]{5,60}")
IN_BRACKETS = re.compile(r"[【\[（][^】\]）]*[】\]）]")
BRACKETED = re.compile(r"[\[【［〔] ?([^\[\]【】［］〔〕。，]{2,8}) ?[\]】］〕]")


def told_by_words(page: Page) -> None:
    """Whole paragraphs that are the page's, before it is asked where the report begins and ends."""
    own = page.own()
    for index in own[:_LEADS]:
        line = page.lines[index]
        if len(line) <= _PARAGRAPH and _owner().search(line) and len(set(_offers().findall(line))) >= 2:
            page.mark(index, FURNITURE)
    for index in own[-_NOTES:]:
        if _is_note(page.lines[index]):
            page.mark(index, FURNITURE)
    for index in own[1:]:
        line = page.lines[index]
        if len(line) <= 90 and CAPTION.fullmatch(line) and not NO_CAPTION.search(line):
            page.mark(index, TAGS)
    _mark_collections(page, own)
    _mark_excerpts(page, own)


def frame(page: Page) -> None:
    """Lines at the head and the tail that are no running text, once it is known where the report stands."""
    first, last = page.body()
    if first >= last:
        return
    _mark_head(page, first)
    _mark_tail(page, first, last)
    mark_below(page, last)


def _is_note(line: str) -> bool:
    """A page about itself: 1、凡本网注明…版权属于…; 【文章共…字，范文请勿…】."""
    words = set(_owner().findall(line)) if len(line) <= _PARAGRAPH else set()
    if NUMBERED.match(line):
        return len(words) >= 2 and not words.isdisjoint(load("frame")["clauses"])
    if IN_BRACKETS.fullmatch(line):
        return bool(words)
    return len(words) >= 2 and not words.isdisjoint(load("frame")["self"])


def _mark_collections(page: Page, own: list[int]) -> None:
    """The name of a collection of models (某某总结（优质16篇）) and the numbers of the models in it."""
    names = [i for i in own[:_LEADS] if COLLECTION.fullmatch(page.lines[i])]
    for index in names:
        page.mark(index, FURNITURE)
    for index in own if names else ():
        if SAMPLE.fullmatch(page.lines[index]):
            page.mark(index, FURNITURE)


def _mark_excerpts(page: Page, own: list[int]) -> None:
    """A line at the end that says again, its breaks lost, what several lines above say: the page's abstract."""
    for index in own[-_NOTES:]:
        words = page.lines[index].replace(" ", "")
        if len(words) >= _EXCERPT and "。" in words:
            above = [page.lines[i].replace(" ", "") for i in own if i < index]
            # What one line above says already is a phrase that the author repeats, or a copy.
            if words in "".join(above) and not any(words in line for line in above):
                page.mark(index, FURNITURE)


def _mark_head(page: Page, first: int) -> None:
    head = [i for i in range(first) if page.lines[i] and not page.kinds[i]]
    titles = [i for i in head if _is_title(page.lines[i])]
    for index in head:
        line = page.lines[index]
        channel = BRACKETED.fullmatch(line)
        if (
            (channel and _channel().search(channel[1]))
            or ACCOUNT.fullmatch(line)
            or _is_menu(line)
            or _are_sites(line)
            or (POST.fullmatch(line) and _post().search(line))
        ) or (titles and index < titles[-1] and (SPONSOR.fullmatch(line) or _is_channel(page, index))):
            page.mark(index, FURNITURE)


def _is_title(line: str) -> bool:
    return len(line) >= _TITLE and not NUMBERED.match(line) and bool(_title().search(line)) and not is_running(line)


def _is_channel(page: Page, index: int) -> bool:
    """A short name that the path above ends with, or that is made of the words of channels."""
    line = page.lines[index]
    if len(line) > _CHANNEL * 2 or _paper().search(line) or NUMBERED.match(line) or SYMBOLS.search(line):
        return False
    if any(page.kinds[i] and ">" in page.lines[i] and page.lines[i].endswith(line) for i in range(index)):
        return True
    if any(page.kinds[i] and f"> {line} >" in page.lines[i].replace(">", " > ") for i in range(index)):
        return True
    return len(line) <= _CHANNEL and bool(_channel().search(line))


def _are_sites(line: str) -> bool:
    """Names of sites in a row: 某县教育网_某县政务网_某市红网."""
    parts = [part for part in re.split(r"[_|]", line) if part.strip()]
    return len(parts) >= 3 and sum(bool(_site().search(part)) for part in parts) >= 2


def _is_menu(line: str) -> bool:
    """加大字体 收藏 打印: words between blanks, several of them a menu's."""
    words = line.split()
    if len(words) < 3 or max(map(len, words)) > 6:
        return False
    return sum(word in menu_words() for word in words) * 2 >= len(words)


def _mark_tail(page: Page, first: int, last: int) -> None:
    heads = {SYMBOLS.sub("", line) for line in page.lines[:first] if _TITLE <= len(line) <= 60}
    above = page.lines[last - 1]
    noisy = [line for line, kind in zip(page.lines[last:], page.kinds[last:], strict=True) if kind]
    for index in range(last, len(page.lines)):
        line = page.lines[index]
        if page.kinds[index] or not line or FOOT.match(line) or NUMBERED.match(line):
            continue
        if _notice().fullmatch(line):
            for later in range(index, len(page.lines)):
                page.mark(later, TAGS)
        elif _role().fullmatch(line):
            page.mark(index, CREDITS)
        elif (
            (len(line) >= _TITLE and any(line in other for other in noisy))
            or SYMBOLS.sub("", line) in heads
            or _is_menu(line)
            or _is_page_s(line)
            or _is_cut_word(above, line)
        ):
            page.mark(index, FURNITURE)


def _is_page_s(line: str) -> bool:
    """Holds a word of pages and does not begin as a task does (推广微信家校沟通)."""
    return bool(_tail().search(line)) and not _task().match(line)


def _is_cut_word(above: str, line: str) -> bool:
    """The beginning of a word of the page (相 of 相关阅读) with which a stored copy breaks off."""
    return above.endswith(("。", "！", "？", "”")) and (len(line) == 1 or (len(line) <= 3 and line in _beginnings()))


@cache
def _beginnings() -> frozenset[str]:
    words = [*load("furniture")["after"], *label_words()]
    return frozenset(word[:length] for word in words for length in (2, 3) if length < len(word))


@cache
def _owner() -> re.Pattern[str]:
    return re.compile(any_of(load("frame")["owner"]))


@cache
def _offers() -> re.Pattern[str]:
    return re.compile(any_of(load("frame")["offers"]))


@cache
def _channel() -> re.Pattern[str]:
    return re.compile(any_of(load("frame")["channels"]))


@cache
def _post() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(load('frame')['posts'])}) ?[：:]")


@cache
def _site() -> re.Pattern[str]:
    return re.compile(any_of(load("frame")["site"]))


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(any_of(load("frame")["tail"]))


@cache
def _task() -> re.Pattern[str]:
    verbs = load("verbs")
    return re.compile(any_of(word for word in [*verbs["verbs"], *verbs["adverbs"]] if len(word) > 1))


@cache
def _notice() -> re.Pattern[str]:
    return re.compile(rf"[【\[（]?[^。；]{{0,24}}{any_of(load('frame')['notices'])}[】\]）]?[：:]?")


@cache
def _role() -> re.Pattern[str]:
    """全媒体记者：王某 赵某, 编辑丨王某, 文/王某 图/赵某."""
    one = rf"[^。，；：\d]{{0,6}}{any_of(load('frame')['roles'])} ?[：:丨|/] ?[^。，；：\d]{{2,16}}"
    return re.compile(rf"{one}(?: {one}){{0,3}}")


@cache
def _paper() -> re.Pattern[str]:
    """Words of titles, and endings of the bodies whose name may stand above one."""
    papers = load("papers")
    return re.compile(
        rf"{any_of([*papers['papers'], *papers['about'], *papers['meetings']])}|{any_of(papers['issuers'])}$"
    )


@cache
def _title() -> re.Pattern[str]:
    papers = load("papers")
    return re.compile(
        any_of([*papers["papers"], *papers["about"], *papers["meetings"], *papers["convene"], "部署", "开展"])
    )
