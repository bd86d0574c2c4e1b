"""What the invented people did about the tasks of a plan: received, told, reported, signed, sent back, verified, each on its
day and by the verbs of every office."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from importlib.resources import files
from typing import Any

import yaml
from django.utils import timezone

from luoshi.office.desk import behalf
from luoshi.office.organisations.actor import Actor, actor_of
from luoshi.office.organisations.models import Kind, Membership, Organisation, Role
from luoshi.office.plans.assignment import acts, adjusting, parties
from luoshi.office.plans.assignment.moves import why_not
from luoshi.office.plans.assignment.said import NOTHING, Said, Shown
from luoshi.office.plans.measuring import Measured, measure
from luoshi.office.plans.models import Assignment, Plan, Responsibility, Target, Task
from luoshi.office.web.demo import clock
from luoshi.office.web.demo.county import County
from luoshi.office.web.demo.life import page

Part, State = Responsibility.Part, Assignment.State
DAY = timedelta(days=1)
RECEIVED, SIGNED, VERIFIED, DECIDED = 3 * DAY, 2 * DAY, 4 * DAY, 5 * DAY  # after issue, report, report, request
LATER = 24 * DAY  # how long after the others the late schools report
SITE = "https://yanxi.example.cn/jy/"  # where the invented proof would be looked at
SILENT = 7  # each seventh school forgets what comes back each month
Deed = Callable[[], object]


def told_of(name: str) -> Mapping[str, Any]:
    """What is told of a year."""
    told: Mapping[str, Any] = yaml.safe_load((files(__package__) / "carried.yaml").read_text("utf-8"))[name]
    return told


@dataclass
class Year:
    """A plan being carried out: what is done on which day, in the order of days, until today."""

    county: County
    plan: Plan
    deeds: list[tuple[date, int, Deed]] = field(default_factory=list)

    def on(self, day: date, deed: Deed) -> None:
        self.deeds.append((day, len(self.deeds), deed))

    def day(self, said: str) -> date:
        month, day = said.split("-")
        return date(self.plan.year, int(month), int(day))

    def run(self) -> None:
        today = timezone.localdate()
        for day, _place, deed in sorted(self.deeds, key=lambda one: one[:2]):
            if day < today:
                with clock.on(day):
                    deed()

    def rows(self, **said: Any) -> list[Assignment]:
        found = Assignment.objects.filter(task__plan=self.plan, **said)
        return list(found.select_related(*acts.BESIDE).order_by("pk"))

    def who(self, place: Organisation) -> Actor | None:
        """The first of an organisation's people; None where none of them signs in."""
        roles = parties.OWNER_ROLES[place.kind]
        for held in self.county.memberships.values():
            if held.organisation_id == place.pk and held.role in roles:
                return _actor(held)
        return None

    def act(self, one: Assignment, move: str, said: Said = NOTHING) -> None:
        """By its own people, while it is still open to them."""
        one.refresh_from_db()
        if (by := self.who(one.organisation)) and why_not(one, move, by=by) is None:
            acts.act(one, move, by=by, said=said)

    def verify(self, rows: Iterable[Assignment]) -> None:
        """By who is named; what a lead itself did by the office, and what was done for it by the lead."""
        for one in rows:
            one.refresh_from_db()
            lead = None if parties.is_lead(one) else parties.leads_of(one).first()
            by = _actor(one.verifier) if one.verifier else (lead and self.who(lead)) or self.county.first(Role.OFFICE)
            if why_not(one, "verify", by=by) is None:
                acts.act(one, "verify", by=by, said=Said("材料齐全，属实。"))

    def sign(self, one: Assignment) -> None:
        one.refresh_from_db()
        if one.state == State.REPORTED and (
            held := parties.signers(one).select_related("organisation", "person").first()
        ):
            acts.act(one, "sign", by=_actor(held))


def _actor(held: Membership) -> Actor:
    return actor_of(held, day=timezone.localdate())


def carry_out(county: County, plan: Plan, told: Mapping[str, Any]) -> Year:
    """All that is told of a plan as deeds of a year, not done yet."""
    year = Year(county, plan)
    assert plan.issued_on
    year.on(plan.issued_on + RECEIVED, partial(_receive, year))
    for one in told["tasks"]:
        for task in plan.tasks.filter(words__startswith=one["task"]).exclude(grade=Task.Grade.GUIDING)[:1]:
            for lead in year.rows(task=task, part=Part.LEAD, occurrence=""):
                _led(year, lead, one)
            if "owners" in one:
                _owned(year, year.rows(task=task, part=Part.OWNER, occurrence=""), one["owners"])
            if "letters" in one:
                day, words = one["letters"]
                letters = year.rows(task=task, part=Part.ASSIST, organisation__kind=Kind.OUTSIDE)
                year.on(year.day(day), partial(_letters, year, letters, words))
                year.on(year.day(day) + VERIFIED, partial(year.verify, letters))
    for words, measured in told.get("targets", {}).items():
        for target in plan.targets.filter(task=None, words__contains=words)[:1]:
            year.on(year.day(measured[0]), partial(_measure, year, target, measured))
    _come_back(year)
    return year


def _measure(year: Year, target: Target, measured: Sequence[Any]) -> None:
    _entered, value, unit, as_of, basis = measured
    said = Measured(Decimal(str(value)), unit, year.day(as_of), basis)
    measure(target, said, by=year.county.first(Role.OFFICE))


def _receive(year: Year) -> None:
    for one in year.rows(state=State.ISSUED, occurrence=""):
        if one.pk % 11 or one.part == Part.LEAD:
            year.act(one, "receive")


def _led(year: Year, one: Assignment, told: Mapping[str, Any]) -> None:
    """What a lead did about its own part."""
    for day, words in told.get("notes", {}).items():
        figure = told.get("figures", {}).get(day)
        said = Said(words, [_figure(figure, year.day(day), one.task)] if figure else [])
        year.on(year.day(day), partial(year.act, one, "note", said))
    if "verifier" in told:
        named = year.county.memberships[told["verifier"]]
        assert year.plan.issued_on
        year.on(year.plan.issued_on + DAY, partial(_name, year, one, named))
    if "extend" in told:
        asked, until, why = told["extend"]
        year.on(year.day(asked), partial(_ask_for_longer, year, one, year.day(until), why))
        year.on(year.day(asked) + DECIDED, partial(_grant, one))
    if "back" in told:
        day, words = told["back"]
        year.on(year.day(day), partial(_send_back, year, one, words))
    for day in filter(None, (told.get("done"), told.get("again"))):
        at = year.day(day)
        year.on(at, partial(year.act, one, "report", Said(told["words"], _proof(told, at, one.task))))
        year.on(at + SIGNED, partial(year.sign, one))
        if day == told.get("again", day):
            year.on(at + VERIFIED, partial(year.verify, [one]))
    if "end" in told:
        move, day, words = told["end"]
        year.on(year.day(day), partial(_conclude, year, one, move, words))


def _proof(told: Mapping[str, Any], day: date, task: Task) -> Sequence[Shown]:
    proof = [Shown(told["proof"], link=f"{SITE}{day:%Y%m%d}")] if "proof" in told else []
    return [*proof, _figure(told["figure"], day, task)] if "figure" in told else proof


def _figure(told: Sequence[Any], day: date, task: Task) -> Shown:
    """A figure, for the task's target where it has one in that unit."""
    value, unit = told
    number = Decimal(str(value))
    fits = (one for one in task.targets.order_by("pk") if one.in_own_unit(number, unit) is not None)
    return Shown(target=next(fits, None), value=number, unit=unit, as_of=day)


def _name(year: Year, one: Assignment, named: Membership) -> None:
    acts.name_verifier(one, named, by=year.county.first(Role.LEADER))


def _ask_for_longer(year: Year, one: Assignment, until: date, why: str) -> None:
    if by := year.who(one.organisation):
        adjusting.ask_change(one, adjusting.Asked(adjusting.Kind.EXTEND, why, until), by=by)


def _grant(one: Assignment) -> None:
    held = parties.signers(one).select_related("organisation", "person").first()
    assert held
    adjusting.grant_change(one, by=_actor(held), said=Said("同意，抓紧推进。"))


def _send_back(year: Year, one: Assignment, words: str) -> None:
    acts.act(one, "send_back", by=year.county.first(Role.OFFICE), said=Said(words))


def _conclude(year: Year, one: Assignment, move: str, words: str) -> None:
    one.refresh_from_db()
    by = year.county.first(Role.OFFICE)
    if why_not(one, move, by=by) is None:
        acts.act(one, move, by=by, said=Said(words))


def _owned(year: Year, rows: Sequence[Assignment], told: Mapping[str, Any]) -> None:
    """What schools did: most in time, the last few later, and the very last not at all."""
    day, late = year.day(told["done"]), told.get("late", 0)
    if not rows:
        return
    said = Said(told["words"], _proof(told, day, rows[0].task))
    for place, one in enumerate(rows):
        behind = place >= len(rows) - late
        if place < len(rows) - 1 or not late:
            year.on(day + LATER if behind else day - place % 9 * DAY, partial(year.act, one, "report", said))
    for at in (day + VERIFIED, day + LATER + VERIFIED):
        year.on(at, partial(year.verify, rows))


def _letters(year: Year, rows: Sequence[Assignment], words: str) -> None:
    """Outside bodies answer on paper; the office enters it for them."""
    office, today = year.county.first(Role.OFFICE), timezone.localdate()
    for one in rows:
        signed = f"{one.organisation}办公室"
        scan = (page(300, 424), f"{one.organisation}复函.png")
        begun = behalf.begin(one.organisation, signed_by=signed, signed_on=today, scan=scan, by=office)
        by = actor_of(
            office.membership, day=today, behalf=behalf.in_use(begun.pk, membership=office.membership, day=today)
        )
        acts.act(one, "report", by=by, said=Said(words, [Shown("复函", file=begun.scan)]))
        behalf.end(begun, by=office)


def _come_back(year: Year) -> None:
    """What comes back each month or term: done by most a few days before it is due."""
    for one in year.rows(due__lt=timezone.localdate()):
        if one.occurrence and one.due and (one.part == Part.LEAD or one.organisation_id % SILENT):
            day, asked = one.due - 3 * DAY, one.task.grade == Task.Grade.SUPERVISED
            said = Said(
                f"{one.occurrence}已按要求完成。", _proof({"proof": "工作记录"}, day, one.task) if asked else []
            )
            year.on(day, partial(year.act, one, "report", said))
            year.on(one.due + DAY, partial(year.verify, [one]))
