"""The rounds of 调度 of the demo's plan at work, and the ladder after them: who was urged, what a leader decided."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils import timezone

from luoshi.office.organisations.models import Organisation, Role
from luoshi.office.plans.assignment.queries import standing
from luoshi.office.plans.chasing import acts as chasing
from luoshi.office.plans.chasing import answering, deciding, setting
from luoshi.office.plans.chasing.acts import Wish
from luoshi.office.plans.dispatch import filling, notice, resolving, rounds
from luoshi.office.plans.models import Assignment, Chaser, Dispatch, Responsibility, Standing
from luoshi.office.web.demo.carried import DAY, Year

TO_FILL, HELD = 7 * DAY, 9 * DAY  # after a round is opened
FIRST = timedelta(days=30)  # after issue no round is held yet
HALF = 2  # in the last round each second lead has answered
Step = Chaser.Step


def dispatched(year: Year, told: Mapping[str, Any]) -> None:
    """Every round that has its day: the last one is being filled in, those before it were heard by a meeting."""
    assert year.plan.issued_on
    days = [timezone.localdate() - back * DAY for back in told["rounds"]]
    days = [day for day in days if day > year.plan.issued_on + FIRST]
    for place, day in enumerate(days):
        year.on(day, partial(_open, year, day))
        year.on(day + DAY, partial(_fill, year, told, every=place == len(days) - 1))
        if place < len(days) - 1:
            year.on(day + TO_FILL + DAY, partial(_close, year))
            year.on(day + HELD, partial(_hear, year, told, place + 1))
            year.on(day + HELD + DAY, partial(_urge, year))
    if len(days) > 1:
        year.on(days[-2] + HELD + 2 * DAY, partial(_supervise, year, told["chased"]))
        year.on(days[-2] + HELD + 6 * DAY, partial(_answer, year, told["chased"]))
    year.on(year.plan.issued_on + DAY, partial(_remind_by_itself, year))


def _newest(year: Year) -> Dispatch:
    found = year.plan.dispatches.order_by("-pk").first()
    assert found
    return found


def _open(year: Year, day: date) -> None:
    kind = Dispatch.Kind.MONTHLY
    office = year.county.first(Role.OFFICE)
    rounds.open_round(year.plan, kind=kind, title=rounds.next_title(year.plan, kind), due=day + TO_FILL, by=office)


def _fill(year: Year, told: Mapping[str, Any], *, every: bool) -> None:
    """Leads that sign in say how far they are; while a round is open half of them."""
    found = _newest(year)
    leads = Organisation.objects.filter(assignments__lines__dispatch=found).distinct().order_by("pk")
    for place, lead in enumerate(leads):
        by = year.who(lead)
        if by is None or (every and place % HALF):
            continue
        lines = filling.table(found, lead)
        given = [filling.Given(filling.Mark.of(line), _said(told, line.pk, last=line.last)) for line in lines]
        filling.fill(found, lead, given, by=by)


def _said(told: Mapping[str, Any], number: int, *, last: Any) -> filling.Filled:
    if last is not None and number % 4 == 0:
        return filling.Filled(unchanged=True)
    names: Sequence[str] = ("progress", "problems", "next_steps", "to_coordinate")
    return filling.Filled(**{name: told[name][number % len(told[name])] for name in names})


def _close(year: Year) -> None:
    rounds.close(_newest(year), by=year.county.first(Role.OFFICE))


def _hear(year: Year, told: Mapping[str, Any], number: int) -> None:
    """The meeting hears the round; the circular goes out with names once the leader agreed."""
    office, leader, said = year.county.first(Role.OFFICE), year.county.first(Role.LEADER), _words(year, told, number)
    found, today = _newest(year), timezone.localdate()
    found = rounds.hold(found, meeting=said["meeting"], on=today, by=office)
    resolving.note(found, told["resolved"][number % len(told["resolved"])], by=office)
    found.refresh_from_db()
    found = notice.draft(found, to="各科室、直属单位", words=told["notice"], version=found.version, by=office)
    found = notice.approve(found, version=found.version, by=leader)
    notice.issue(found, number=said["number"], on=today, version=found.version, by=office)


def _words(year: Year, told: Mapping[str, Any], number: int) -> dict[str, str]:
    return {name: told[name].format(year=year.plan.year, number=number + 10) for name in ("meeting", "number")}


def _late(year: Year) -> list[Assignment]:
    """What leads themselves are late with."""
    rows = standing(year.plan.authority).filter(task__plan=year.plan, part=Responsibility.Part.LEAD)
    return list(rows.filter(Q(standing=Standing.LATE)).order_by("pk"))


def _remind_by_itself(year: Year) -> None:
    setting.choose(year.plan, setting.Chosen(remind_before=7), by=year.county.first(Role.OFFICE))


def _urge(year: Year) -> None:
    if rows := _late(year):
        chasing.send(rows, Wish(Step.URGE), by=year.county.first(Role.OFFICE))


def _supervise(year: Year, told: Mapping[str, Any]) -> None:
    """The office proposes one 督办 that the leader lets go out, and for the rest waits for the leader's word."""
    office, late = year.county.first(Role.OFFICE), _late(year)
    chosen = [one for one in late if one.task.words.startswith(told["supervise"])]
    for rows in (chosen, [one for one in late if one not in chosen][:1]):
        if rows:
            made = chasing.propose(rows, Wish(Step.SUPERVISE, told["demand"]), by=office)
            if rows is chosen:
                deciding.agree_to(made, by=year.county.first(Role.LEADER))


def _answer(year: Year, told: Mapping[str, Any]) -> None:
    for one in Chaser.objects.filter(plan=year.plan, state=Chaser.State.SENT, step=Step.SUPERVISE):
        if by := year.who(one.organisation):
            answering.answer(one, told["answer"], by=by)
