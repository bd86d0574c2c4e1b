"""Last year's year left over: time limits, goals, headings and names that do not fit the year of the plan."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.meeting.dates import LATE, days
from luoshi.reader.proofread.counted import clause_end, clause_start
from luoshi.reader.proofread.remark import ProofRemark
from luoshi.reader.reading import Reading, Sentence
from luoshi.reader.text import Span

_WORDS = load("proofread")["years"]
_YEAR = re.compile(r"(?<![\d〔\[（(《])(?P<year>20\d\d)年(?!代|初|\d{1,2}月\d)")
_PART = r"(?:年底|底|末|[春秋]季(?:学期)?(?:开学)?|\d{1,2}月(?:份|底|\d{1,2}[日号])?|[上下]半年)"
_LIMIT = re.compile(
    rf"(?:(?P<before>20\d\d)年{_PART}?(?:之前|以前|前)|[到至在于](?P<until>20\d\d)年{_PART}?(?=[，,]|完成|实现|建成|达到|全面|基本|全部))"
)
_TASKS = re.compile(any_of(_WORDS["tasks"]))
_REVIEWS = re.compile(any_of(_WORDS["reviews"]))
_PAST = re.compile(any_of(_WORDS["past"]))
_OPENING = re.compile(rf"[在对]?(?P<year>20\d\d)年[，,]?[^，。；：\n]{{0,6}}?(?:{any_of(_WORDS['aims'])})")
_DEPLOYED = re.compile(r"(?:部署|安排|谋划|做好|抓好)(?:了|好)?(?P<year>20\d\d)年(?!以来|底前)")
_ASKED = re.compile(any_of(_WORDS["asking"]))
_DONE = re.compile(any_of(_WORDS["done"]))
_REVIEW_MEETING = re.compile(any_of(_WORDS["review_meetings"]))
_ASKING = frozenset({"task", "goal"})
_BEFORE = 10  # characters before a year in which it may be said that it is past
_LEAST = 5  # characters of a meeting's name without its year


def years(reading: Reading) -> Iterator[ProofRemark]:
    plan = reading.meeting.year
    if plan is None:
        return
    told = dict(reading.meeting.reasons).get("year") == "year-in-title"
    yield from _limits(reading, plan, sure=told)
    yield from _targets(reading, plan, sure=told)
    yield from _headings(reading, plan, sure=told)
    yield from _openings(reading, plan, sure=told)
    if told:
        yield from _held(reading, plan)
        yield from _named(reading, plan)


def _remark(code: str, place: Span, year: int, plan: int, *, sure: bool) -> ProofRemark:
    return ProofRemark(code, sure, (place,), (("year", str(year)), ("plan", str(plan))))


def _sentence(reading: Reading, at: int) -> Sentence | None:
    number = bisect_right(reading.sentences, at, key=lambda sentence: sentence.start) - 1
    return reading.sentences[number] if number >= 0 and at < reading.sentences[number].end else None


def _excused(reading: Reading, at: int) -> bool:
    start = max(clause_start(reading.text, at), at - _BEFORE)
    return bool(_PAST.search(reading.text, start, at))


def _limits(reading: Reading, plan: int, *, sure: bool) -> Iterator[ProofRemark]:
    """2022年底前完成… in a plan for 2023; the reader knows such words for no time limit, being past."""
    for sentence in reading.sentences:
        if sentence.kind not in _ASKING:
            continue
        for limit in _LIMIT.finditer(reading.text, sentence.start, sentence.end):
            clause = reading.text[clause_start(reading.text, limit.start()) : clause_end(reading.text, limit.end())]
            year = int(limit["before"] or limit["until"])
            if year < plan and not _DONE.search(clause) and not _excused(reading, limit.start()):
                yield _remark("deadline-past", Span(*limit.span()), year, plan, sure=sure)


def _targets(reading: Reading, plan: int, *, sure: bool) -> Iterator[ProofRemark]:
    """2022年，新增学位3000个 as a target of 2023."""
    limits = [Span(*limit.span()) for limit in _LIMIT.finditer(reading.text)]
    seen: set[int] = set()
    for figure in reading.figures:
        sentence = _sentence(reading, figure.start)
        if figure.status != "target" or figure.year is None or figure.year >= plan or sentence is None:
            continue
        said = [m for m in _YEAR.finditer(reading.text, sentence.start, figure.start) if int(m["year"]) == figure.year]
        if not said or said[-1].start() in seen or any(start <= said[-1].start() < end for start, end in limits):
            continue
        seen.add(said[-1].start())
        if not _excused(reading, said[-1].start()) and sentence.kind in _ASKING:
            between = reading.text[said[-1].end() : figure.start]
            if _DONE.search(between):
                continue
            place = Span(*said[-1].span())
            facts = (("year", str(figure.year)), ("plan", str(plan)), ("value", reading.quote(figure)))
            yield ProofRemark("target-past", sure and bool(_ASKED.search(between)), (place, figure.span), facts)


def _headings(reading: Reading, plan: int, *, sure: bool) -> Iterator[ProofRemark]:
    """二、2022年重点工作 in a plan for 2023; a review of the year before the last one."""
    for heading in reading.headings:
        said = _YEAR.search(reading.text, heading.start, heading.end)
        if said is None or int(said["year"]) >= plan or _excused(reading, said.start()):
            continue
        words, year = reading.quote(heading), int(said["year"])
        review = bool(_REVIEWS.search(words))
        if _TASKS.search(words) and not review:
            yield _remark("heading-past", Span(*said.span()), year, plan, sure=sure)
        elif review and year == plan - 2:
            yield _remark("heading-past", Span(*said.span()), year, plan, sure=False)


def _openings(reading: Reading, plan: int, *, sure: bool) -> Iterator[ProofRemark]:
    """2022年，全县教育工作的总体要求是…; 安排部署2022年工作."""
    for sentence in reading.sentences:
        opens = _OPENING.match(reading.text, sentence.start, sentence.end)
        if opens is not None and sentence.kind == "achievement":
            opens = None
        for said in filter(None, (opens, *_DEPLOYED.finditer(reading.text, sentence.start, sentence.end))):
            rest = reading.text[said.end() : clause_end(reading.text, said.end())]
            if int(said["year"]) < plan and not _excused(reading, said.start("year")) and not _REVIEWS.search(rest):
                place = Span(said.start("year"), said.end("year") + 1)
                yield _remark("year-left", place, int(said["year"]), plan, sure=sure)


def _held(reading: Reading, plan: int) -> Iterator[ProofRemark]:
    """The 2022 meeting held in February 2023."""
    title = reading.meeting.title or ""
    if not reading.meeting.date:
        return
    held = date.fromisoformat(reading.meeting.date)
    place = next((Span(day.start, day.end) for day in days(reading.text) if day.on(None) == held), None)
    late = held.month >= LATE and held.year == plan - 1
    after = held.year == plan + 1 and bool(_REVIEW_MEETING.search(title))
    named = reading.text.find(f"{plan}年")
    if place is None or held.year == plan or late or after or named < 0:
        return
    facts = (("year", str(held.year)), ("plan", str(plan)))
    yield ProofRemark("date-year", False, (Span(named, named + 5), place), facts)


def _named(reading: Reading, plan: int) -> Iterator[ProofRemark]:
    """The same meeting or paper under two years."""
    _, _, name = (reading.meeting.title or "").partition(f"{plan}年")
    name = name.removeprefix("度")
    first = re.search(rf"{plan}年度?{re.escape(name)}", reading.text)
    if len(name) < _LEAST or first is None:
        return
    for other in re.finditer(rf"(?P<year>20\d\d)年度?{re.escape(name)}(?!以来|上|所|确定|提出|部署)", reading.text):
        year = int(other["year"])
        if year != plan and not _excused(reading, other.start()):
            facts = (("year", str(year)), ("plan", str(plan)))
            places = (Span(first.start(), first.start() + 5), Span(other.start(), other.start() + 5))
            yield ProofRemark("title-year", abs(year - plan) == 1, places, facts)
