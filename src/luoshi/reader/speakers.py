"""Who speaks from where on: the meeting itself, a person named with the verb, or the giver of a whole speech."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from luoshi.reader.draft import Draft
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.meeting.titles import ONE_VOICE
from luoshi.reader.people import FULL_NAME, OFFICE_END, Person, people, split_title
from luoshi.reader.reading import Action, Meeting, Sentence, Speaker
from luoshi.reader.text import Span

_SPEECH = load("speech")
_OFFICES = load("offices")
_SUPERIOR: dict[str, list[str]] = _OFFICES["superior"]
_SAY = any_of(_SPEECH["say"])
_LEAD_IN = any_of(_SPEECH["lead_in"])
# What is said follows; 要求各校…, 强调了… report what was said and open nothing.
_SAYS = rf"(?:{_LEAD_IN}|，(?={_LEAD_IN})){{0,3}}(?:{_SAY})(?=[，,：:\n“]|$)"
_MEETING_SAYS = re.compile(rf"(?P<who>{any_of(_SPEECH['meetings'])})(?P<says>{_SAYS})")
_PRONOUN_SAYS = re.compile(rf"(?:{any_of(_SPEECH['pronouns'])})(?P<says>{_SAYS})")
_INSTRUCTS = rf"(?:郑重|专门|亲自|多次)?(?:{any_of(_SPEECH['instructs'])})(?=[，,：:])"
_PERSON_SAYS = re.compile(
    rf"(?:同志|书记|局长|主任|部长|[县区市省镇]长|校长)?(?:曾[^，。]{{0,4}})?(?P<says>{_SAYS}|{_INSTRUCTS})"
)
_VERB = re.compile(rf"(?:{_SAY})(?=[，,：:\n“]|$)")
_NAME_TO_END = re.compile(rf"(?<![㐀-鿿])(?P<name>{FULL_NAME})(?:{_LEAD_IN}|，(?={_LEAD_IN})){{0,3}}$")
_SUPERIOR_SAYS = re.compile(
    rf"(?P<office>{any_of(_SUPERIOR['offices'])})(?:曾[^，。“]{{0,6}})?(?P<says>(?:{_LEAD_IN}|，)?(?:{_SAY}))"
)
# 省教育厅要求：, 县委主要领导批示：
_BODY_SAYS = re.compile(
    rf"(?P<body>(?:{any_of(_OFFICES['instructing'])})(?:有关|主要|分管)?(?:{any_of(_OFFICES['instructing_persons'])})?)"
    rf"(?:在?[对就][^，。；：]{{2,24}})?{_INSTRUCTS}"
)
_ENDS = re.compile(rf"\n(?={any_of(_SPEECH['ends'])})")
_NOT_LAST = tuple(_SPEECH["not_last"])
_NOT_NAMES = tuple(load("surnames")["not_names"])

_EDUCATION = re.compile(any_of(_OFFICES["education"]))
_LEADING = re.compile(any_of([*_OFFICES["party"], *_OFFICES["government"]]))
_HIGHER = {
    "city": re.compile(r"省|自治区|国家|全国|教育部|厅"),
    "county": re.compile(r"省|自治区|市|国家|全国|教育部|厅"),
    "town": re.compile(r"省|市|县|区|国家|教育部|厅"),
    "school": re.compile(r"省|市|县|区|镇|乡|国家|教育部|厅"),
}
_NATIONAL = re.compile(any_of(chain.from_iterable(_SUPERIOR.values())))


_STOP = re.compile(r"[。！？\n]")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_OFFICE_AT = re.compile(rf"(?P<title>[^，。\n]{{0,25}}?(?:{OFFICE_END}))(?:同志)?在")  # an office without a name
# Reasons that also say how far what is said reaches.
QUOTED, OF_SPEECH = "speaker-quoted", "speaker-of-speech"
_HEAD = 300  # characters in which a speech names its giver
_LONGEST_NAME = 24  # with what may stand between it and the verb
_LONGEST_LINE = 70
_LONGEST_SENTENCE = 500


@dataclass(frozen=True, slots=True)
class _Opening:
    """A place where somebody begins to speak."""

    start: int
    end: int
    name: str | None
    title: str | None
    standing: str | None  # None where it follows from the title
    confidence: float
    reason: str


def speakers(draft: Draft) -> Draft:
    """The step: fills `speakers`, and says of each action on whose behalf it is asked for. It needs sentences (a
    sentence about the meeting ends a speech) and the meeting."""
    found = find_speakers(draft.text, draft.sentences, draft.meeting)
    of_paper = paper_standing(draft.meeting)
    if not found and of_paper is None:
        return draft.having(speakers=found)
    actions = tuple(replace(one, standing=_asked_by(one, found) or of_paper) for one in draft.actions)
    return draft.having(speakers=found, actions=actions)


def paper_standing(meeting: Meeting) -> str | None:
    """Of what a paper asks where nobody speaks in it: the standing of who issued it."""
    if meeting.organiser is None or meeting.genre not in ("plan", "summary"):
        return None
    standing = _standing(meeting.organiser, meeting.level)
    return None if standing == "meeting" else standing


def _asked_by(action: Action, found: tuple[Speaker, ...]) -> str | None:
    """The standing of the speaker whose words an action is; of two the one who began later, a quoted one first."""
    last = bisect_right(found, action.start, key=lambda speaker: speaker.covers.start)
    return next((one.standing for one in reversed(found[:last]) if action.start < one.covers.end), None)


def find_speakers(text: str, sentences: tuple[Sentence, ...], meeting: Meeting) -> tuple[Speaker, ...]:
    """Every place where somebody begins to speak, in reading order, with what he or she says from there on."""
    persons = people(text)
    openings = _distinct([*_whole(text, meeting, persons), *_openings(text, meeting, persons)])
    breaks = sorted(
        [sentence.start for sentence in sentences if sentence.kind == "meeting"]
        + [match.end() for match in _ENDS.finditer(text)]
    )
    main = [opening.start for opening in openings if opening.standing != "superior"]
    return tuple(_speaker(text, opening, main, breaks, meeting) for opening in openings)


def _speaker(text: str, opening: _Opening, main: list[int], breaks: list[int], meeting: Meeting) -> Speaker:
    authority, office = split_title(opening.title) if opening.title else (None, None)
    standing = opening.standing or _standing(opening.title, meeting.level)
    if standing == "bureau" and authority is None:
        authority = meeting.organiser  # 党组成员、副局长 of the bureau that holds the meeting
    covers = _covers(text, opening, main, breaks)
    return Speaker(
        opening.start,
        opening.end,
        opening.confidence,
        opening.reason,
        opening.name,
        office,
        authority,
        standing,
        covers,
    )


def _covers(text: str, opening: _Opening, main: list[int], breaks: list[int]) -> Span:
    """From the verb to the next speaker, to a sentence about the meeting, or (a quotation) to the stop."""
    start = opening.end
    while start < len(text) and text[start] in "，,：: 　\n":
        start += 1
    if opening.reason == QUOTED:
        end = _sentence_end(text, start)
    else:
        later = bisect_right(main, opening.start)
        end = main[later] if later < len(main) else len(text)
        cut = bisect_left(breaks, start)
        if opening.reason != OF_SPEECH and cut < len(breaks):
            end = min(end, breaks[cut])
    while end > start and text[end - 1] in "\n 　":
        end -= 1
    return Span(start, max(start, end))


def _sentence_end(text: str, start: int) -> int:
    limit = min(len(text), start + _LONGEST_SENTENCE)
    match = _STOP.search(text, start, limit)
    return match.end() if match else limit


def _openings(text: str, meeting: Meeting, persons: tuple[Person, ...]) -> Iterator[_Opening]:
    titles: dict[str | None, str | None] = {
        person.name: person.title for person in reversed(persons) if person.name and person.title
    }
    reporter = next((act.who for act in meeting.agenda if act.act == "report"), None)
    for match in _alone(_MEETING_SAYS, text):
        if "报告" in match["who"] and reporter:
            yield _Opening(*match.span(), reporter, titles.get(reporter), None, 0.85, "speaker-report")
        else:
            yield _Opening(*match.span(), None, None, "meeting", 0.95, "speaker-meeting")
    for person in persons:
        says = _PERSON_SAYS.match(text, person.end)
        if says:
            title = person.title or titles.get(person.name)
            yield _Opening(person.opens, says.end(), person.name, title, None, 0.93, "speaker-named")
    yield from _unintroduced(text, titles)
    for match in _alone(_BODY_SAYS, text):
        standing = _standing(match["body"], meeting.level)
        reason = QUOTED if standing == "superior" else "speaker-body"
        yield _Opening(*match.span(), None, match["body"], standing, 0.85, reason)
    for match in _SUPERIOR_SAYS.finditer(text):
        name = next((name for name in _SUPERIOR["names"] if text.endswith(name, 0, match.start())), None)
        start = match.start() - len(name or "")
        yield _Opening(start, match.end(), name, match["office"], "superior", 0.9, QUOTED)
    starts = [person.start for person in persons]
    for match in _alone(_PRONOUN_SAYS, text):
        index = bisect_left(starts, match.start()) - 1
        if index >= 0:
            last = persons[index]
            title = last.title or titles.get(last.name)
            yield _Opening(*match.span(), last.name, title, None, 0.8, "speaker-pronoun")


def _unintroduced(text: str, titles: dict[str | None, str | None]) -> Iterator[_Opening]:
    """Names that no office introduced, right before a verb of saying; looked for from the verb, which is rarer."""
    for verb in _VERB.finditer(text):
        first = max(0, verb.start() - _LONGEST_NAME)
        match = _NAME_TO_END.search(text[first : verb.start()])
        if match and not match["name"].startswith(_NOT_NAMES) and not match["name"].endswith(_NOT_LAST):
            start = first + match.start()
            yield _Opening(start, verb.end(), match["name"], titles.get(match["name"]), None, 0.75, "speaker-by-name")


def _alone(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches that no other word runs into; asked of the few matches, for a look back at every place is slow."""
    return (match for match in pattern.finditer(text) if not "㐀" <= text[match.start() - 1 : match.start()] <= "鿿")


def _whole(text: str, meeting: Meeting, persons: tuple[Person, ...]) -> Iterator[_Opening]:
    """A speech or government report is all its giver's, if the first lines say who that is."""
    script = meeting.genre == "script"
    if dict(meeting.reasons).get("title") not in ONE_VOICE and not script:
        return
    standing = "chair" if script else None
    lines = [match.span() for match in _LINE.finditer(text, 0, min(len(text), _HEAD))][:5]
    for start, end in lines:
        if end - start > _LONGEST_LINE or "。" in text[start:end]:
            break
        giver = next((person for person in persons if start <= person.start < end), None)
        office = _OFFICE_AT.match(text, start, end)
        if giver:
            yield _Opening(giver.opens, giver.end, giver.name, giver.title, standing, 0.8, OF_SPEECH)
            return
        if office:
            yield _Opening(*office.span("title"), None, office["title"], standing, 0.7, OF_SPEECH)
            return
    if script and lines:
        yield _Opening(*lines[0], None, None, standing, 0.7, OF_SPEECH)


def _distinct(openings: list[_Opening]) -> list[_Opening]:
    """In reading order, the surer one where two overlap."""
    kept: list[_Opening] = []
    for opening in sorted(openings, key=lambda opening: (opening.start, -opening.confidence)):
        if not kept or opening.start >= kept[-1].end:
            kept.append(opening)
        elif opening.confidence > kept[-1].confidence:
            kept[-1] = opening
    return kept


def _standing(title: str | None, level: str | None) -> str:
    """leader, bureau or superior, from the title; somebody without one speaks for the meeting.

    An office of several counts by its highest: 县委常委、教育工委书记 is a leader of the county.
    """
    if title is None:
        return "meeting"
    if _NATIONAL.search(title) or (level in _HIGHER and _HIGHER[level].match(title)):
        return "superior"
    parts = [part for part in re.split("[、，]", title) if part]
    if any(_LEADING.search(part) and not _EDUCATION.search(part) for part in parts):
        return "leader"
    return "bureau" if any(_EDUCATION.search(part) for part in parts) else "meeting"
