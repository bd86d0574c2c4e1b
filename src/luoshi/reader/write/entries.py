"""What stands on the right of the page: the findings as entries under the headings of the report, tab by tab."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple

from luoshi.reader.neighbours import Neighbours
from luoshi.reader.reading import Figure, Finding, Reading
from luoshi.reader.text import Span
from luoshi.reader.write.ledger import Row, goal_path, rows
from luoshi.reader.write.marked import text_of
from luoshi.reader.write.places import Places
from luoshi.reader.write.table import noise_words
from luoshi.reader.write.wording import (
    PLANNED,
    field_said,
    figure_line,
    figure_value,
    occasion,
    one_line,
    remark_line,
    shortened,
    topic_name,
    word,
    words,
)
from luoshi.reader.write.years import plan_year

DOUBTFUL = 0.6  # a finding with less confidence asks to be looked at first
SHOWN = 40  # characters of a finding that another one is linked with
AROUND = 14  # characters of the report shown on each side of a short finding

Chips = tuple[tuple[str, str], ...]
Goes = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # label, and what it leads to: id on the page and words


class Item(NamedTuple):
    """One entry: the finding's id on the page, its headings, its words, chips (CSS class, text), details, and
    what it is linked with."""

    id: str
    path: tuple[str, ...]
    words: str
    chips: Chips = ()
    more: Chips = ()
    doubtful: bool = False
    goes: Goes = ()


class Tab(NamedTuple):
    """A panel with its entries; `extra` is HTML in front of them; `known` counts it where its entries do not."""

    id: str
    label: str
    items: tuple[Item, ...]
    extra: str = ""
    known: int | None = None

    @property
    def size(self) -> int:
        return len(self.items) if self.known is None else self.known


def tabs(reading: Reading) -> tuple[Tab, ...]:
    desk = _Desk(reading, Places.of(reading), Neighbours(reading), _linked(reading))
    problems = tuple(desk.problems())
    return (
        Tab("tasks", "任务", tuple(desk.tasks())),
        *([Tab("problems", "问题", problems)] if problems else []),
        Tab("figures", "指标与数据", tuple(desk.figures())),
        Tab("limits", "时限与周期", tuple(desk.limits())),
        Tab("bodies", "单位", tuple(desk.bodies())),
        _meeting(reading)._replace(items=tuple(desk.people())),
    )


def _linked(reading: Reading) -> Mapping[tuple[str, str, int], list[int]]:
    """What each end of a link leads to: by the kind of link, the end and its index."""
    ends: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for link in reading.links:
        ends[link.kind, "source", link.source].append(link.target)
        ends[link.kind, "target", link.target].append(link.source)
    return ends


@dataclass(frozen=True, slots=True)
class _Desk:
    """A reading with what its entries are looked up by."""

    reading: Reading
    places: Places
    near: Neighbours
    linked: Mapping[tuple[str, str, int], list[int]]

    def tasks(self) -> Iterator[Item]:
        for row in rows(self.reading):
            what, index = row.finding
            finding = self.reading.actions[index] if what == "action" else None
            yield Item(
                id=f"{'a' if finding else 't'}{index}",
                path=row.goal,
                words=row.measure,
                chips=_task_chips(row),
                more=(("依据", row.basis), *self._details(finding or row.span)),
                doubtful=row.confidence is not None and row.confidence < DOUBTFUL,
                goes=self._goes(index) if finding else (),
            )

    def _goes(self, action: int) -> Goes:
        """The problems that an action answers."""
        answered = self.linked.get(("answers", "source", action), ())
        return (("针对问题", tuple((f"s{n}", self._short(self.reading.sentences[n])) for n in answered)),)

    def problems(self) -> Iterator[Item]:
        for number, sentence in enumerate(self.reading.sentences):
            if sentence.kind == "problem":
                tasks = self.linked.get(("answers", "target", number), ())
                said = tuple((f"a{n}", self._short(self.reading.actions[n])) for n in tasks)
                chips = (("plain", f"对应任务 {len(said)} 项" if said else "没有找到对应的任务"),)
                item = self._item(f"s{number}", sentence, self.reading.quote(sentence), chips)
                yield item._replace(more=item.more[1:], goes=(("对应任务", said),))

    def figures(self) -> Iterator[Item]:
        for number, figure in enumerate(self.reading.figures):
            chips = (
                (f"figure {figure.status}", word("statuses", figure.status)),
                ("value", figure_value(figure)),
                ("plain", self._year(figure)),
                ("plain", word("hardness", figure.hardness)),
            )
            goes = (
                ("衡量任务", self._measured(number)),
                ("由来", self._figure(figure.pair)),
                ("总数", self._figure(figure.whole)),
            )
            yield self._item(f"f{number}", figure, figure.subject or self._around(figure), chips)._replace(goes=goes)

    def _measured(self, figure: int) -> tuple[tuple[str, str], ...]:
        actions = self.linked.get(("measures", "source", figure), ())
        return tuple((f"a{n}", self._short(self.reading.actions[n])) for n in actions)

    def _short(self, finding: Finding) -> str:
        return shortened(one_line(self.reading.quote(finding)), SHOWN)

    def _year(self, figure: Figure) -> str:
        """The year that the text ties a figure to; for other targets that of the plan, and so marked."""
        if figure.year:
            return f"{figure.year}年"
        planned = plan_year(self.reading, self.near, figure)
        return f"{planned}年{PLANNED}" if planned else ""

    def _figure(self, index: int | None) -> tuple[tuple[str, str], ...]:
        """The figure that another one came from or is part of."""
        return () if index is None else ((f"f{index}", figure_line(self.reading.figures[index])),)

    def limits(self) -> Iterator[Item]:
        once = [(f"d{n}", d, ("deadline", d.due or "日期未写明")) for n, d in enumerate(self.reading.deadlines)]
        again = [(f"r{n}", r, ("recurrence", word("rhythms", r.rule))) for n, r in enumerate(self.reading.recurrences)]
        found: list[tuple[str, Finding, tuple[str, str]]] = [*once, *again]
        for name, finding, chip in sorted(found, key=lambda entry: entry[1].start):
            yield self._item(name, finding, self._around(finding), (chip,))

    def bodies(self) -> Iterator[Item]:
        for number, body in enumerate(self.reading.bodies):
            covers = self.reading.quote(body.covers)
            more = (("负责", covers),) if covers != self.reading.quote(body) else ()
            yield self._item(f"b{number}", body, body.name, ((f"body {body.role}", word("roles", body.role)),), more)

    def people(self) -> Iterator[Item]:
        for number, speaker in enumerate(self.reading.speakers):
            who = " ".join(part for part in (speaker.authority, speaker.office, speaker.name) if part)
            chips = (("plain", word("standings", speaker.standing)),)
            yield self._item(f"p{number}", speaker, who or self.reading.quote(speaker), chips)._replace(path=("讲话",))
        for number, remark in enumerate(self.reading.remarks):
            yield Item(f"m{number}", ("提醒",), remark_line(self.reading, remark))
        for number, noise in enumerate(self.reading.noise):
            chips = (("plain", word("noise", noise.kind)),)
            yield Item(f"n{number}", ("去除的内容",), one_line(noise.raw)[:120] or "（空白）", chips)

    def _item(self, name: str, finding: Finding, said: str, chips: Chips, more: Chips = ()) -> Item:
        sentence = self.near.sentence_at(finding.start)
        heading = self.reading.sentences[sentence].heading if sentence >= 0 else None
        basis = one_line(self.reading.quote(self.reading.sentences[sentence])) if sentence >= 0 else ""
        more = (("依据", basis), *more, *self._details(finding))
        return Item(name, goal_path(self.reading, heading), said, chips, more, finding.confidence < DOUBTFUL)

    def _details(self, finding: Finding | Span) -> Chips:
        original, cleaned = self.reading.original(finding), self.reading.quote(finding)
        source = self.places.source_span(Span(finding.start, finding.end))
        sure = _sure(finding) if isinstance(finding, Finding) else "照原表抄录"
        return (
            ("原样", original if original != cleaned else ""),
            ("位置", (self.places.name(source.start) if source else None) or ""),
            ("把握", sure),
        )

    def _around(self, finding: Finding) -> str:
        """A short finding with some words on each side, from its own line."""
        text = self.reading.text
        start = max(text.rfind("\n", 0, finding.start) + 1, finding.start - AROUND)
        end = text.find("\n", finding.end)
        end = min(len(text) if end < 0 else end, finding.end + AROUND)
        return f"…{text[start:end]}…"


def _task_chips(row: Row) -> Chips:
    return (
        ("topic", topic_name(row.topic)),
        ("plain", word("asked", row.standing)),
        ("body lead", row.led_by),
        ("body assist", f"配合：{row.assist}" if row.assist else ""),
        ("body", f"责任领导：{row.leader}" if row.leader else ""),
        ("body", f"责任人：{row.person}" if row.person else ""),
        *(("deadline" if due.day else "recurrence", due.said) for due in row.dues),
        *(("figure target", said) for said in row.indicators),
    )


def _meeting(reading: Reading) -> Tab:
    """The meeting's or paper's tab; it counts what is known of that, and not what was taken out."""
    facts = _facts(reading)
    taken = ("去除", "，".join(noise_words(reading.noise)))
    listed = "".join(
        f"<dt>{text_of(label)}</dt><dd>{text_of(one_line(value)) or '—'}</dd>" for label, value in (*facts, taken)
    )
    known = sum(1 for _, value in facts if value)
    return Tab("meeting", occasion(reading)["title"], (), f'<dl class="facts">{listed}</dl>\n', known)


def _facts(reading: Reading) -> Chips:
    """The fields, and the acts of the meeting."""
    meeting = reading.meeting
    given = {field.name: getattr(meeting, field.name) for field in fields(meeting)}
    acts = [
        (word("acts", act.act), " ".join(part for part in (act.office, act.who) if part) or reading.quote(act))
        for act in meeting.agenda
    ]
    return (*((label, field_said(name, given[name])) for name, label in occasion(reading).items()), *acts)


def _sure(finding: Finding) -> str:
    """How sure, and by which rule where people have a word for it."""
    why = words("reasons").get(finding.reason)
    return f"{finding.confidence:.0%}" + (f"（{why}）" if why else "")
