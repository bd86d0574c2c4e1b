"""Sentences and their kinds: what was done, what is wrong, what is wanted, what is only said."""

import re
from bisect import bisect_right
from dataclasses import replace

from luoshi.reader import cut, lexicon
from luoshi.reader.draft import Draft
from luoshi.reader.glossary import glossary_from
from luoshi.reader.outline.shape import FUSED
from luoshi.reader.reading import Heading, Sentence
from luoshi.reader.reliability import SHORT, sure
from luoshi.reader.scripts import agenda_end
from luoshi.reader.sentences.content import content, introduction
from luoshi.reader.sentences.cues import MODAL, Outlook, Verdict, openers, says
from luoshi.reader.sentences.papers import genre_of, head_of, tail_from
from luoshi.reader.sentences.sections import KIND_OF_SECTION, sections_of, under
from luoshi.reader.sentences.speech import SAYS, SPEECH, SPEECH_INSIDE
from luoshi.reader.text import Remark


def sentences(draft: Draft) -> Draft:
    """Give every sentence one kind, reading forward: headings, speakers and cues set what to expect."""
    text = draft.text
    starts = [heading.start for heading in draft.headings]
    sections = sections_of(text, draft.headings, draft.meeting.year)
    genre = genre_of(text)
    state = Outlook(
        mode={"plan": "task", "summary": "achievement", "analysis": "framing"}.get(genre), year=draft.meeting.year
    )
    found: list[Sentence] = []
    pieces = cut.sentences(text)
    head, tail = head_of(text, pieces, starts), tail_from(text, pieces)
    agenda = agenda_end(text, pieces) if genre == "script" else 0
    glossary = glossary_from(text)
    heading_before: int | None = None
    for number, piece in enumerate(pieces):
        at = bisect_right(starts, piece.end - 1) - 1
        heading = at if at >= 0 else None
        if heading != heading_before and heading is not None:
            state = under(state, sections[heading], draft.headings[heading])
        heading_before = heading
        opens = heading is not None and draft.headings[heading].start >= piece.start
        verdict: Verdict
        if number in head or number >= tail or piece.start >= glossary:
            verdict = _outside(in_head=number in head, in_glossary=piece.start >= glossary)
        elif piece.start < agenda:
            verdict, state = ("meeting", 0.9, "agenda", None), state._replace(mode="task", speech=True)
        elif opens and heading is not None:
            verdict, state = _heading_verdict(text, piece, draft.headings[heading], sections[heading], state)
        else:
            late = piece.start > LATE * glossary
            if late and openers()["closing_patterns"].match(text[piece.start : piece.end]):
                state = state._replace(closing=True)
            verdict, state = verdict_on(text[piece.start : piece.end], state)
            verdict = _behind(found[-1], text, piece, verdict) if found and not piece.first else verdict
            if genre == "plan" and heading is None:
                verdict = _in_preamble(text, piece, verdict, titled=bool(draft.headings))
        kind, confidence, reason, mode = verdict
        if mode is not None and mode != state.mode:
            state = state._replace(mode=mode)
        if kind in ("goal", "task") and not state.asked:
            state = state._replace(asked=True)
        code = (reason, kind, "short") if piece.end - piece.start < SHORT else (reason, kind)
        found.append(Sentence(piece.start, piece.end, sure("sentences", confidence, *code), reason, kind, heading))
    if genre == "analysis":
        found = [_advised(sentence) for sentence in found]
    left = [Remark(code, 0, len(text)) for code in ("advice", "agenda") if any(one.reason == code for one in found)]
    return draft.having(
        sentences=tuple(found), meeting=replace(draft.meeting, genre=genre), remarks=(*draft.remarks, *left)
    )


def _outside(*, in_head: bool, in_glossary: bool) -> Verdict:
    """What stands in front of the report's own words or behind them."""
    if in_glossary:
        return "framing", 0.9, "glossary", None
    return "meeting", 0.9, "front-matter" if in_head else "signature", None


LATE = 0.8  # share of the text in front of any glossary after which a call to the audience opens the closing words


def _advised(sentence: Sentence) -> Sentence:
    """What an article asks for is nobody's to do."""
    asks = sentence.kind in ("task", "goal")
    return replace(sentence, kind="framing", reason="advice") if asks else sentence


def _behind(before: Sentence, text: str, piece: cut.Piece, verdict: Verdict) -> Verdict:
    """A sentence that does not open its line may go on with the one before."""
    words = text[piece.start : piece.end]
    if text[piece.start - 1] == "；":
        verdict = _joined(before, verdict, words)
    if before.kind == "goal" and _FIGURE_ONLY.match(words):
        return "goal", 0.75, "joined", None
    return verdict


def _in_preamble(text: str, piece: cut.Piece, verdict: Verdict, *, titled: bool) -> Verdict:
    """What stands above the first heading of a plan."""
    if text.startswith("为", piece.start):
        return "framing", 0.8, "preamble", None
    return ("goal", 0.75, "preamble", None) if titled and verdict[0] == "task" else verdict


def _joined(before: Sentence, verdict: Verdict, words: str) -> Verdict:
    """A part behind a semicolon goes on with what the part before it began, unless it clearly does not."""
    loose = before.kind in ("goal", "problem") and verdict[0] in ("achievement", "framing")
    loose = loose or (before.kind in ("goal", "problem") and verdict[0] == "task" and not words.startswith("要"))
    if loose or (before.kind == "meeting" and verdict[0] == "framing"):
        return before.kind, 0.75, "joined", None
    return verdict


# An expected value (城镇新增就业60万人左右): a noun and its figure, no verb that asks.
_FIGURE_ONLY = re.compile(r"[^，。；]{2,20}(?:增长|达到?|率|在|人均|增幅|涨幅|新增)[^，。；]{0,12}\d[^。]{0,24}[。；]$")


def _heading_verdict(
    text: str, piece: cut.Piece, heading: Heading, section: str | None, state: Outlook
) -> tuple[Verdict, Outlook]:
    """The kind of a sentence that is a heading, or begins with or contains one."""
    if heading.scheme == "call" and heading.start > piece.start:
        return verdict_on(text[piece.start : piece.end], state)  # who calls stands in front
    if piece.end - heading.end > 12:
        rest = text[heading.end : piece.end]
        verdict, after = verdict_on(rest, state)
        if heading.reason != FUSED and verdict[0] in ("framing", "meeting"):
            verdict = (state.mode or "task", 0.7, "heading", None)
        return verdict, after
    kind = KIND_OF_SECTION.get(section or "") or state.mode or "task"
    return (kind if kind != "meeting" else "task", 0.9, "heading", None), state


_EXHORTS = re.compile(lexicon.any_of(lexicon.load("speech")["exhorts"]))
_QUOTED = lexicon.load("offices")["superior"]
_SUPERIOR = re.compile(lexicon.any_of([*_QUOTED["names"], *_QUOTED["offices"], *_QUOTED["central"]]))


_YEAR_FIRST = re.compile(r"(20\d\d)年(?!以来|上半年|\d|第?[一二三前]季度|前[一二三]季度|是)")


def _mode_of_year(words: str, year: int | None) -> str | None:
    """What the year that a speaker begins with makes of what is said: 报告指出，2031年新建2所. `year` is the plan's."""
    said = _YEAR_FIRST.match(words)
    if said is None or year is None or says("achievement_strong", words):
        return None
    if int(said[1]) >= year:
        told = says("achievement", words) and not MODAL.search(words)
        return None if told else "task"
    return None if MODAL.search(words) else "achievement"


def verdict_on(words: str, state: Outlook) -> tuple[Verdict, Outlook]:
    """One sentence with no heading in it."""
    introduced = introduction(words)
    if introduced or "纷纷表示" in words:
        return introduced or content(words, state), state
    if not SAYS.search(words):
        return content(words, state), state
    speech = SPEECH.match(words)
    inside = SPEECH_INSIDE.search(words)
    if speech and not _SUPERIOR.search(speech["who"]):
        rest = words[speech.end() :].rstrip("\n")
        mode = _mode_of_year(rest, state.year) or ("task" if _EXHORTS.search(speech["verb"]) else state.mode or "task")
        state = state._replace(speech=True, listed=False, section=None, mode=mode)
        if len(rest) < 4:
            return ("meeting", 0.95, "speaker-line", None), state
        return content(rest, state), state
    if inside and len(words) - inside.end() > 8 and not says("speech_now", words[: inside.start()]):
        state = state._replace(speech=True, listed=False, section=None, mode="task")
        return content(words[inside.end() :], state), state
    if inside:
        return ("meeting", 0.9, "speaker-line", None), state._replace(speech=True, listed=False, mode="task")
    return content(words, state), state
