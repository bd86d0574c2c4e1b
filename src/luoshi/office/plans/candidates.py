"""What a reading proposes, as plain rows: goals, tasks with who and when, figures. Made in the sandbox; knows no Django."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from luoshi.office.plans.shorthand import MANY
from luoshi.reader.neighbours import Neighbours
from luoshi.reader.reading import Figure, Reading
from luoshi.reader.text import Span
from luoshi.reader.write.ledger import Row, goal_path, rows
from luoshi.reader.write.wording import figure_line, one_line
from luoshi.reader.write.years import plan_year

OFTEN = frozenset({"次", "场", "轮", "遍", "期"})  # a number of these says how often and not how far


def candidates(reading: Reading) -> list[dict[str, Any]]:
    """Every finding that somebody has to decide on, in reading order, a figure behind the task that it belongs to.

    `mark` is the finding's id on the reading's page; `belongs_to` the mark of a target's task.
    """
    found = sorted(_Desk(reading).findings(), key=lambda one: one[0])
    return [{**one, "order": order} for order, (_place, one) in enumerate(found, start=1)]


Placed = tuple[tuple[int, int, int], dict[str, Any]]  # place, rank and place within it, by which findings are sorted


class _Desk:
    """A reading with what its findings are looked up by."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.near = Neighbours(reading)
        self.numbers = {id(figure): number for number, figure in enumerate(reading.figures)}
        self.headings = {heading.span for heading in reading.headings}  # goals already, with what stands under them
        self.taken = set[int]()

    def findings(self) -> Iterator[Placed]:
        for row in rows(self.reading):
            yield from self._task(row)
        for number, sentence in enumerate(self.reading.sentences):
            if sentence.kind == "goal" and sentence.span not in self.headings:
                path, words = goal_path(self.reading, sentence.heading), self.reading.quote(sentence)
                made = _row(f"s{number}", "goal", sentence.span, path, words, {})
                yield (sentence.start, 0, 0), {**made, "confidence": sentence.confidence}
        for number, figure in enumerate(self.reading.figures):
            if figure.status in {"target", "achieved"} and number not in self.taken:
                yield (figure.start, 2, 0), self._figure(number, figure, self._path_at(figure.start))

    def _task(self, row: Row) -> Iterator[Placed]:
        what, index = row.finding
        mark = f"{'a' if what == 'action' else 't'}{index}"
        place = (row.span.start, 1, index)
        made = _row(mark, "task", row.span, row.goal, row.measure, self._said(row))
        yield place, {**made, "confidence": row.confidence}
        for figure, start in zip(row.targets, row.starts, strict=True):
            number = self.numbers[id(figure)]
            if number not in self.taken:
                self.taken.add(number)
                days = [due.day for due in row.dues if due.day]
                target = self._figure(number, figure, row.goal, start=start, due=max(days, default=None))
                yield place, {**target, "belongs_to": mark}

    def _said(self, row: Row) -> dict[str, Any]:
        found = {
            "topic": row.topic or "",
            "lead": row.lead,
            "proposed": row.proposed,
            "leader": row.leader,
            "person": row.person,
            "assist": row.assist,
            "dues": [{"words": one_line(due.words), "day": due.day} for due in row.dues],
            "rule": next((due.rule for due in row.dues if due.rule), ""),
            "basis": row.basis,
            "place": row.place or "",
            "standing": row.standing or "",
        }
        return {**found, **grade_of(row.measure, row.basis, found, row.targets)}

    def _path_at(self, place: int) -> tuple[str, ...]:
        sentence = self.near.sentence_at(place)
        return goal_path(self.reading, self.reading.sentences[sentence].heading) if sentence >= 0 else ()

    def _figure(
        self, number: int, figure: Figure, path: Sequence[str], *, start: Figure | None = None, due: str | None = None
    ) -> dict[str, Any]:
        sentence = self.near.sentence_at(figure.start)
        said = {
            "subject": one_line(figure.subject or ""),
            "comparator": figure.comparator,
            "value": _number(figure.value),
            "high": _number(figure.high),
            "unit": figure.unit or "",
            "change": figure.change or "",
            "year": figure.year or plan_year(self.reading, self.near, figure),
            "hardness": figure.hardness or "",
            "start": _number(start.value) if start else None,
            "due": due,
            "basis": self.reading.quote(self.reading.sentences[sentence]) if sentence >= 0 else "",
        }
        kind = "target" if figure.status == "target" else "claim"
        made = _row(f"f{number}", kind, figure.span, path, figure_line(figure, start), said)
        return {**made, "confidence": figure.confidence}


def _row(mark: str, kind: str, span: Span, path: Sequence[str], words: str, said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "mark": mark,
        "kind": kind,
        "start": span.start,
        "end": span.end,
        "headings": [one_line(heading) for heading in path],
        "words": one_line(words),
        "said": {name: one_line(value) if isinstance(value, str) else value for name, value in said.items()},
        "confidence": None,
        "belongs_to": "",
    }


def _number(value: float | int | None) -> str | None:
    """As text, so that no digit is lost on the way."""
    return None if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def grade_of(words: str, basis: str, said: Mapping[str, Any], targets: Sequence[Figure] = ()) -> dict[str, str]:
    """The grade that data/grades.yaml proposes, and why."""
    has = {
        "day": any(due["day"] for due in said["dues"]),
        "rule": bool(said["rule"]),
        "target": any(figure.unit not in OFTEN for figure in targets),
        "lead": bool(said["lead"]) and not said["lead"].startswith(MANY),
    }
    rule = next(one for one in _rules() if _fits(one, words, basis, has, said.get("standing", "")))
    return {"grade": rule["grade"], "why": rule["why"]}


def _fits(rule: Mapping[str, Any], words: str, basis: str, has: Mapping[str, bool], standing: str) -> bool:
    return (
        all(has[name] for name in rule.get("has", ()))
        and ("standing" not in rule or standing in rule["standing"])
        and ("words" not in rule or any(word in words or word in basis for word in rule["words"]))
        and ("begins" not in rule or words.startswith(tuple(rule["begins"])))
        and not any(word in words for word in rule.get("lacks", ()))
    )


@cache
def _rules() -> list[dict[str, Any]]:
    content = files("luoshi.office.plans").joinpath("data/grades.yaml").read_text("utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(content)
    return found
