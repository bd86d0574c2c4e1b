"""Why a task is there: the sentence that asks for it, where it stands in its report."""

from dataclasses import dataclass
from json import JSONDecoder

from django.urls import reverse

from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.models import DRAFTERS, Candidate, Task

LONGEST = 300  # characters of the report shown before and after the sentence


@dataclass(frozen=True)
class Source:
    """原文: a sentence with the headings over it; `before` and `after` are what stands beside it in its paragraph, for
    the bureau's own people, to whom alone the report is open."""

    report: str
    headings: tuple[str, ...]
    words: str
    before: str = ""
    after: str = ""
    address: str = ""


def sources(task: Task, *, by: Actor) -> list[Source]:
    """Of a task that was made from a report; none of one that was written by hand. One question."""
    rows = task.candidates.select_related("reading__report").defer("reading__page")
    if by.role not in DRAFTERS:
        return [_sentence(one) for one in rows.defer("reading__page", "reading__found")]
    return [_in_context(one) for one in rows]


def _sentence(one: Candidate) -> Source:
    said = one.said.get("basis") or one.words
    return Source(one.reading.report.name, tuple(one.headings), said)


def _in_context(one: Candidate) -> Source:
    text, plain = text_of(one.reading.found), _sentence(one)
    address = f"{reverse('report', args=[one.reading.report_id])}#{one.mark}"
    first, last = text.rfind("\n", 0, one.start) + 1, text.find("\n", one.end)
    paragraph = text[first : last if last >= 0 else len(text)]
    at = paragraph.find(plain.words)
    if at < 0:  # the sentence was joined or trimmed: the finding itself is there as it stands
        at, words = one.start - first, text[one.start : one.end]
    else:
        words = plain.words
    if not words:
        return Source(plain.report, plain.headings, plain.words, address=address)
    end = at + len(words)
    before, after = paragraph[max(0, at - LONGEST) : at], paragraph[end : end + LONGEST]
    before = f"……{before}" if at > LONGEST else before
    after = f"{after}……" if len(paragraph) > end + LONGEST else after
    return Source(plain.report, plain.headings, words, before.lstrip(), after.rstrip(), address)


def text_of(found: str) -> str:
    """The cleaned text of a reading, without taking apart the hundreds of findings behind it."""
    decoder = JSONDecoder()
    at = found.find('"source":')
    if at < 0:
        return ""
    _source, end = decoder.raw_decode(found, found.index("{", at))
    at = found.index('"text":', end) + len('"text":')
    text, _end = decoder.raw_decode(found, found.index('"', at))
    return str(text)
