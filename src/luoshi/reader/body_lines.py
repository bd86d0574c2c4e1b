"""Bodies that stand in lines or sentences of their own behind a task, without a label or a bracket."""

import re
from collections.abc import Iterator

from luoshi.reader import beside
from luoshi.reader.bodies import bodies_listed, merged
from luoshi.reader.draft import Draft
from luoshi.reader.duties import column_of
from luoshi.reader.duty_lines import ROLE_OF_VERB
from luoshi.reader.lexicon import any_of
from luoshi.reader.reading import Body, Sentence
from luoshi.reader.text import Span

_CHARGED = re.compile(
    rf"由?(?P<who>[^，,；;。：:\n（()）]{{2,60}}?)(?P<verb>{any_of(ROLE_OF_VERB)})(?=[，,；;、。\s]|$)"
)
_HEAD = re.compile(r"^[^\n。，；：]{2,12}(?:单位|部门|科室|股室|处室)$", re.MULTILINE)
_ROLES = ("lead", "assist")  # of the first and second line of a row whose heads say nothing
_ROLE_OF_COLUMN = {"lead": "lead", "assist": "assist", "shared": "owner"}
_FEWEST_ROWS = 2

Run = list[Sentence]


def body_lines(draft: Draft) -> Draft:
    """The step: adds to `bodies` what stands behind tasks as the cells of a table that lost its rows, or as
    a sentence that only says whose it is (由基教股牵头，教研室配合)."""
    text = draft.text
    runs = list(_runs(draft))
    found = [body for covers, run in runs for body in _charged(text, covers, run)]
    rows = [(covers, lines) for covers, run in runs if (lines := _names(text, run))]
    roles = _roles(text) if rows else []
    if len(rows) >= _FEWEST_ROWS or roles:
        for covers, lines in rows:
            for at, line in enumerate(lines):
                role = (roles or _ROLES)[min(at, len(roles or _ROLES) - 1)]
                found += bodies_listed(text, line.span, role, covers)
    return draft.having(bodies=merged([*found, *draft.bodies])) if found else draft


def _roles(text: str) -> list[str]:
    """What the heads of a table, left on lines of their own, make of the names beneath them."""
    columns = (column_of(head[0]) for head in _HEAD.finditer(text))
    return [_ROLE_OF_COLUMN[column] for column in columns if column in _ROLE_OF_COLUMN]


def _runs(draft: Draft) -> Iterator[tuple[Span, Run]]:
    """Sentences in a row that only stand beside a task, with the stretch that they answer for."""
    text, run = draft.text, Run()
    reached = 0
    before: Sentence | None = None
    asked = {action.sentence for action in draft.actions}
    for number, sentence in enumerate(draft.sentences):
        asks = sentence.kind in ("task", "goal")
        if asks and number not in asked and beside.only_beside(text, sentence.start, sentence.end):
            run.append(sentence)
            continue
        if run:
            if before:
                yield _covers(draft, before, reached), run
            reached, run = run[-1].end, Run()
        before = sentence if asks else None
    if run and before:
        yield _covers(draft, before, reached), run


def _covers(draft: Draft, last: Sentence, reached: int) -> Span:
    """What stands between the heading or the run before and the end of the last sentence."""
    above = draft.headings[last.heading].start if last.heading is not None else 0
    start = max(reached, above)
    while start < last.end and draft.text[start] in "\n 　）)；;。":
        start += 1
    return Span(start, last.end)


def _charged(text: str, covers: Span, run: Run) -> Iterator[Body]:
    for sentence in (sentence for sentence in run if text[sentence.start] not in "（("):
        for match in _CHARGED.finditer(text, sentence.start, sentence.end):
            if beside.only_bodies(text, *match.span("who")):
                yield from bodies_listed(text, Span(*match.span("who")), str(ROLE_OF_VERB[match["verb"]]), covers)


def _names(text: str, run: Run) -> Run:
    """The lines of a run that are nothing but names."""
    return [s for s in run if _is_line(text, s) and beside.only_bodies(text, s.start, s.end)]


def _is_line(text: str, sentence: Sentence) -> bool:
    before, after = text[sentence.start - 1 : sentence.start], text[sentence.end : sentence.end + 1]
    return before == "\n" and after in ("", "\n")
