"""What a report calls itself: the name of its meeting, or the title of the paper."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.meeting.places import leading_place
from luoshi.reader.numerals import ITEM_NUMBER, ORDINALS

_PAPERS = load("papers")
_PAPER = any_of(_PAPERS["papers"])
_ABOUT = any_of(_PAPERS["about"])
_CONVENE = any_of(_PAPERS["convene"])
_OPENINGS = any_of(_PAPERS["openings"])
_SALUTATION = any_of(_PAPERS["salutations"])
_MEETING = r"(?:会议?|仪式|论坛)"

_NUMBERED = re.compile(rf"{ITEM_NUMBER}|第[{ORDINALS}]+[，、条章]")
_BRACKET = r"(?:[（(][^（()）\n]{1,30}[）)])?"
_PAPER_LINE = re.compile(rf"[^。；！？\n]{{2,80}}?(?:{_PAPER}){_BRACKET}")
_PAPER_OPENING = re.compile(  # the title of a page whose lines were run together
    rf"(?P<title>[^，。；！？：\n]{{4,60}}?(?:{_PAPER}){_BRACKET}(?:[及和与暨][^，。；！？：\n]{{2,25}}?(?:{_PAPER}))?)"
    rf"(?=(?:{_SALUTATION})|[Xx×\d]{{4}}年|各|为|根据|一、|现将|今年)"
)
_SPOKEN = re.compile(rf"在(?P<name>[^，。；\n]{{3,60}}?{_MEETING}?)上?的?(?:{_ABOUT}){_BRACKET}(?=$|\n|{_SALUTATION})")
_SCRIPT = re.compile(
    rf"(?P<name>[^，。；\n]{{2,60}}?{_MEETING})上?的?(?:主持词|主持讲?[话稿]|讲话稿?|讲话提纲){_BRACKET}(?=$|\n|{_SALUTATION})"
)
_PRINTED = re.compile(r"关于(?:印发|下发|转发|发布|公布)《(?P<title>[^》\n]{4,80})》的通知")
_GOVERNMENT = re.compile(r"[^，。；\n]{0,25}政府工作报告")
_GOVERNMENT_AT = re.compile(r"(?:[—―－–-]{1,2}|[（(])[^\n]{0,20}在(?P<where>[^\n]{4,40}?(?:会议|大会))上")
_HELD = re.compile(rf"(?:{_CONVENE})了?(?P<name>[^，。；！？\n]{{2,70}}?{_MEETING})(?=[，。；！？：（(\n]|$)")
_WAS_HELD = re.compile(
    rf"(?:^|[，。；！？：\n])(?P<name>[^，。；！？：\n]{{3,70}}?{_MEETING})"
    rf"(?:[在于][^，。；！？\n]{{1,25}}?)?(?:{_OPENINGS})*(?:{_CONVENE}|开幕)(?=[，。；！？\n]|$)"
)
_CONVENED = re.compile(any_of([*_PAPERS["convene"], "开幕"]))  # in every sentence of a meeting held
_LEARNT_AT = re.compile(rf"(?:{_CONVENE})的(?P<name>[^，。；！？\n]{{2,50}}?{_MEETING})上(?=获悉|了解到|透露)")
_OURS = re.compile(r"^(?:我[省市州县区旗镇乡校]|近日|日前|今天|今日)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HELD_BEFORE = re.compile(rf"^(?:(?!通知)[^，。\n]){{2,30}}?(?:{_CONVENE})的")  # 9月1日举行的某会
_COPIES = re.compile(r"[（(][^（()）\n]{0,8}篇[)）]$")  # a collection of samples: （精选十篇）
_BEFORE_TITLE = re.compile(
    r"^(?:附件(?:\d{1,2}(?!\d)|[一二三四五六七八九十])?[：: ]?(?=[^、，。]{8})|第[一二三四五六七八九十\d]{1,2}篇[：: ]|[^|｜，。]{1,8}[|｜](?:【[^】]{1,6}】)?)"
)
_DONE = re.compile(
    r"(?<!工)作(?:了?[^，。《]{0,12})?(?:报告|汇报)$|主持会议|宣读《"
)  # 某人作报告: what somebody did, no paper
_REGION = re.compile(r"^[（(][^（()）]{2,8}[省市区][）)]")  # a collection's note on whose paper it is
_PAPER_NUMBER = re.compile(r"[〔\[（(]20\d\d[〕\]）)]\d+号")
SPEECH, SCRIPT = "title-speech-at", "title-script-of"
GOVERNMENT, FROM_PAGE = "title-government-report", "title-from-page"
ONE_VOICE = (SPEECH, SCRIPT, GOVERNMENT, FROM_PAGE)  # of a text that one person speaks from beginning to end
_SCRAP = 10  # characters; so much may be left of a page's furniture above a title
_SAME_ENDING = 5  # characters; 开学工作会 at the end of two names makes them one meeting's
_FULLER = 40  # characters; a longer line of the page's furniture is no title


@dataclass(frozen=True, slots=True)
class Named:
    """What a report is: `kind` speech, script, government, paper, news; `at` where its name was found."""

    kind: str
    title: str | None
    at: int
    reason: str


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that a sentence says took place; `verb` is where that sentence's verb or name begins."""

    name: str
    start: int
    verb: int


def title_of(text: str, lines: list[tuple[int, int]], furniture: list[str], held: list[Held]) -> Named:
    """The name by which this report goes; the page around it helps where its own title line was cut off."""
    for start, end in _opening_lines(text, lines):
        named = _from_line(text[start:end].strip(" 　#*"), start, start - lines[0][0] <= _SCRAP)
        if named:
            return _fuller(_own_line(named, text, lines), furniture)
    if held:
        return Named("news", best_name(held), held[0].start, "title-meeting-held")
    covered = _covered_paper(text, lines)
    if covered:
        return covered
    for raw in furniture:
        named = _from_line(_without_file_ending(raw), 0, True)
        if named and len(named.title or "") <= 2 * _FULLER:
            return named
    return Named("news", None, 0, "title-none")


def _covered_paper(text: str, lines: list[tuple[int, int]]) -> Named | None:
    """The paper behind a covering letter that has no title line: a number, addressees, then 《…》已经同意."""
    if not lines or not _PAPER_NUMBER.search(text, 0, 200):
        return None
    for (start, end), (_, after) in pairwise(lines[1:40]):
        for stop in (end, after):
            line = text[start:stop].replace("\n", "").strip(" 　")
            if 8 <= len(line) <= 60 and _PAPER_LINE.fullmatch(line) and not _NUMBERED.match(line) and "，" not in line:
                return Named("paper", line, start, "title-covered-paper")
    return None


def meetings_held(text: str, lines: list[tuple[int, int]]) -> list[Held]:
    """Meetings that the first lines say were held, in reading order; quoted ones of others left out."""
    end = lines[min(len(lines), 6) - 1][1] if lines else 0
    end = min(end, 3000)
    if not _CONVENED.search(text, 0, end):
        return []
    behind = [Held(match["name"], match.start("name"), match.start()) for match in _HELD.finditer(text, 0, end)]
    behind += [Held(match["name"], match.start("name"), match.start()) for match in _LEARNT_AT.finditer(text, 0, end)]
    before = [Held(m["name"], m.start("name"), m.start("name")) for m in _WAS_HELD.finditer(text, 0, end)]
    named = [Held(name, held.start, held.verb) for held in behind + before if (name := _own_name(held.name))]
    return sorted(named, key=lambda held: held.verb)


def best_name(held: list[Held]) -> str:
    """The meeting's name in its fullest form: a headline may give the year or the place, and the lead not.

    Of two that both give the year the later one, the lead's, is the formal name.
    """
    first = held[0].name
    for other in (h.name for h in held[1:]):
        alike = other[-2:] == first[-2:] or (first[-1:] == "会" and "会" in other[-2:])
        same = other[:4] == first[:4] or other[-_SAME_ENDING:] == first[-_SAME_ENDING:]
        if alike and _YEAR.search(other) and (not _YEAR.search(first) or same):
            return other
        if first.endswith(other) and leading_place(first) == first[: -len(other)]:
            return other
    return first


def _opening_lines(text: str, lines: list[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """The lines that may be a title: the first ones, up to the text; a wrapped title also as one."""
    for index, (start, end) in enumerate(lines[:8]):
        line = text[start:end]
        if index and (_NUMBERED.match(line) or line.endswith(("。", "；", "：", "！"))):
            return
        yield start, end
        if index + 1 < len(lines) and end - start < 40 and lines[index + 1][1] - lines[index + 1][0] < 40:
            yield start, lines[index + 1][1]


def _from_line(line: str, at: int, first: bool) -> Named | None:
    line = without_copies(_without_file_ending(_REGION.sub("", _BEFORE_TITLE.sub("", line.replace("\n", "")))))
    if not line or _NUMBERED.match(line) or _DONE.search(line):
        return None
    opening = _PAPER_OPENING.match(line) if first and len(line) > 60 else None
    if opening:
        return Named("paper", opening["title"], at, "title-run-together")
    if _GOVERNMENT.fullmatch(line):
        return Named("government", line, at, GOVERNMENT)
    spoken = _SPOKEN.search(line[:120]) if first else _SPOKEN.search(line) if len(line) < 90 else None
    if spoken:
        return Named("speech", _meeting_name(spoken["name"]), at, SPEECH)
    script = _SCRIPT.match(line[:120])
    if script:
        return Named("script", _meeting_name(script["name"]), at, SCRIPT)
    if re.search(rf"(?:{_CONVENE})", line) and not re.search(r"通知$", line):
        return None
    printed = _PRINTED.search(line)
    if printed:
        return Named("paper", printed["title"], at, "title-paper-printed")
    return Named("paper", line, at, "title-paper-line") if _PAPER_LINE.fullmatch(line) else None


def _own_line(named: Named, text: str, lines: list[tuple[int, int]]) -> Named:
    """关于印发…方案的通知 goes by the title of what is printed, where that stands on a line of its own."""
    title = named.title or ""
    match = re.search(r"关于(?:印发|下发|转发|发布)(?P<inner>[^《》]{4,60}?)的通知$", title)
    if not match:
        return named
    for start, end in lines[1:30]:
        line = text[start:end].strip(" 　")
        if line.endswith(match["inner"]) and len(line) <= len(match["inner"]) + 20:
            return Named("paper", line, named.at, "title-paper-printed")
    return named


def _fuller(named: Named, furniture: list[str]) -> Named:
    """The page's heading where it says more than a bare 政府工作报告."""
    if named.kind != "government" or named.title is None:
        return named
    for raw in furniture:
        if raw.endswith(named.title) and len(named.title) < len(raw) <= _FULLER and not re.search(r"[>|：:_]", raw):
            return Named(named.kind, raw, named.at, FROM_PAGE)
    return named


def government_session(text: str) -> str | None:
    """The congress before which a government work report was given."""
    match = _GOVERNMENT_AT.search(text[:600])
    return match["where"] if match else None


def _meeting_name(name: str) -> str:
    """…某人在某会 → 某会: what stands behind the last 在, without whose it is."""
    name = _OURS.sub("", name.rsplit("在", 1)[-1])
    place = leading_place(name)
    return name[len(place) :] if place and _YEAR.match(name, len(place)) else name


def _own_name(name: str) -> str | None:
    """A meeting's name without whose it is; None if nothing is left but 会议."""
    name = _HELD_BEFORE.sub("", re.sub(rf"^(?:了|{_OPENINGS})+", "", _BEFORE_TITLE.sub("", name)))
    if re.search(r"[学传]习|精神|贯彻|《", name) and not re.search(r"学习会$", name):
        return None
    name = re.split(r"(?<=[局委府厅校])(?:在[^，]{1,20})?(?=(?:19|20)\d\d年)", name)[-1]
    name = _OURS.sub("", name)
    place = leading_place(name)
    if place and re.match(r"(?:19|20)\d\d|全[省市县区]|“|第", name[len(place) :]):
        name = name[len(place) :]
    return name if len(name) > 3 and name not in ("本次会议", "专题会议") else None


def without_copies(line: str) -> str:
    """The title of a collection without how many samples it holds; nothing is left of one strung together for searches."""
    bare = _COPIES.sub("", line)
    return "" if bare != line and re.search(r"[ 　]", bare) else bare


def _without_file_ending(raw: str) -> str:
    return re.sub(r"\.(?:docx?|pdf|txt|wps)$", "", raw.strip(" 　《》"))
