"""From an issued task to assignments: who is meant, for each time that it comes back; and what follows when that changes.

A guiding task (原则性要求) gets none: nobody is asked for anything. A school that has come to be meant since the plan was
issued is proposed to the office first. What a closed organisation had in hand goes to its successor, or is cancelled.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.office.desk import asks
from luoshi.office.desk.models import Ask
from luoshi.office.journal import record
from luoshi.office.journal.who import PROGRAM
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Organisation
from luoshi.office.organisations.settings_table import value_of
from luoshi.office.plans.models import (
    CONCLUDED,
    UNDER_WAY,
    Adjustment,
    Assignment,
    Movement,
    Plan,
    Responsibility,
    Task,
)
from luoshi.office.plans.owners import of_json, organisations
from luoshi.office.plans.recurring import Calendar, Occurrence, calendar_of, occurrences, until

Part, State = Responsibility.Part, Assignment.State
DONE_BY = (Part.LEAD, Part.ASSIST, Part.OWNER)  # parts that organisations have
LEFT = (State.PROPOSED, *(state for state in UNDER_WAY if state != State.SIGNED))  # by a closed organisation
PIECE = ("parent", "organisation", "asked")  # of which there is one
SOURCE = "plans.assignment"  # of asks
BATCH = 500  # rows that one statement stores

Key = tuple[int, int, str, str]  # task, organisation, part, occurrence


def key_of(one: Assignment) -> Key:
    return one.task_id, one.organisation_id, str(one.part), one.occurrence


@dataclass(frozen=True)
class Book:
    """What is needed to say who is meant, looked up once for a plan and a day."""

    plan: Plan
    day: date
    calendar: Calendar
    meant: dict[str, list[Organisation]]

    def organisations_of(self, one: Responsibility) -> list[Organisation]:
        """Those that exist on the day; for a named one that is no more its successor."""
        said = json.dumps(one.owners, sort_keys=True) if one.owners else f"organisation {one.organisation_id}"
        if said not in self.meant:
            self.meant[said] = self._look_up(one)
        return self.meant[said]

    def _look_up(self, one: Responsibility) -> list[Organisation]:
        if not one.owners:
            found = still_there(one.organisation, self.day)
            return [found] if found else []
        owners = of_json(one.owners)
        bodies = {body.pk: body for body in organisations(owners, self.plan.authority, self.day)}
        closed = Organisation.objects.filter(pk__in=owners.named, closed_on__lte=self.day).select_related("successor")
        heirs = (heir for body in closed if (heir := still_there(body, self.day)) and heir.pk not in owners.excepted)
        return list({**{heir.pk: heir for heir in heirs}, **bodies}.values())

    def times(self, task: Task) -> list[Occurrence]:
        """Each time that a task is to be done, as far ahead as is given out on the day."""
        first = self.plan.issued_on or self.day
        if not task.rule:
            return [Occurrence("", first, task.due)] if task.due else [Occurrence("", first, date.max)]
        ahead = self.calendar.ahead(self.day)
        found = (until(one, task.due) for one in occurrences(task.rule, self.calendar, self.plan.year))
        return [one for one in found if one.since <= min(one.due, ahead) and one.due >= first]


def book_of(plan: Plan, day: date) -> Book:
    return Book(plan, day, calendar_of(plan.authority), {})


def still_there(one: Organisation | None, day: date) -> Organisation | None:
    """The organisation, or the last of its successors, if that is open on the day."""
    passed: set[int] = set()
    while one and not one.is_open(day) and one.pk not in passed:
        passed.add(one.pk)
        one = one.successor
    return one if one and one.is_open(day) else None


def tasks_of(plan: Plan) -> Iterable[Task]:
    """Those that anybody is asked to do."""
    live = plan.tasks.filter(cancelled_on__isnull=True).exclude(grade=Task.Grade.GUIDING)
    return live.prefetch_related("responsibilities__organisation__successor")


def is_asked(task: Task) -> bool:
    """Whether anybody is asked to do it."""
    return task.cancelled_on is None and task.grade != Task.Grade.GUIDING


def meant(task: Task, book: Book) -> dict[Key, Assignment]:
    """Every assignment that a task means on the book's day, not stored."""
    found: dict[Key, Assignment] = {}
    if not is_asked(task):
        return found
    times = book.times(task)
    for one in task.responsibilities.all():
        if one.part not in DONE_BY:
            continue
        for organisation in book.organisations_of(one):
            for time in times:
                due = None if time.due == date.max else time.due
                made = Assignment(
                    task=task, responsibility=one, organisation=organisation, part=one.part, occurrence=time.name, due=due
                )  # fmt: skip
                found.setdefault(key_of(made), made)
    return found


def is_over(one: Assignment, day: date) -> bool:
    return one.due is not None and one.due < day


def count(plan: Plan, day: date) -> int:
    """How many assignments a plan means on a day, without making them."""
    book, found = book_of(plan, day), 0
    for task in tasks_of(plan):
        rows = [one for one in task.responsibilities.all() if one.part in DONE_BY]
        bodies = {(one.part, body.pk) for one in rows for body in book.organisations_of(one)}
        found += len(bodies) * len(book.times(task))
    return found


def given(plan: Plan, tasks: Iterable[Task] | None = None, *, held: bool = False) -> dict[Key, Assignment]:
    """Those that are stored; `held` until the transaction ends, so that nobody's step in between is written over."""
    rows = Assignment.objects.of_the_plan().filter(task__plan=plan).select_related("organisation", "task")
    if held:
        rows = rows.select_for_update(of=("self",)).order_by("pk")
    if tasks is not None:
        rows = rows.filter(task__in=list(tasks))
    return {key_of(one): one for one in rows}


# Giving out


def give_out(plan: Plan, *, day: date) -> list[Assignment]:
    """All that an issued plan means on the day and that is not there yet; twice makes nothing twice."""
    book, held = book_of(plan, day), given(plan)
    new = [one for task in tasks_of(plan) for key, one in meant(task, book).items() if key not in held]
    return store(plan, new)


def store(plan: Plan, new: list[Assignment]) -> list[Assignment]:
    """Keep them, and put what schools are asked into the ledger of asks."""
    made = Assignment.objects.bulk_create(new, batch_size=BATCH)
    ask(plan, [one for one in made if one.state == State.ISSUED])
    return made


def ask(plan: Plan, opened: Iterable[Assignment]) -> None:
    """One ask for each assignment of a school; its bureau decided the plan, so that no load keeps it from going out."""
    minutes = int(value_of(plan.authority, "ask_minutes_per_task"))
    said: dict[tuple[int, date | None, str, str], asks.Wanted] = {}
    wanted = []
    for one in opened:
        kind = (one.task_id, one.due, one.occurrence, one.asked)
        if kind not in said:
            said[kind] = _wanted(plan, one, minutes)
        common = said[kind]
        wanted.append(
            (one.organisation, replace(common, source=(SOURCE, str(one.pk)), link=reverse("assignment", args=[one.pk])))
        )
    assert plan.issued_by
    asks.enter(wanted, asked_by=plan.issued_by)


def _wanted(plan: Plan, one: Assignment, minutes: int) -> asks.Wanted:
    number = _("（%(number)s）") % {"number": plan.number} if plan.number else ""
    time = _("（%(time)s）") % {"time": one.occurrence} if one.occurrence else ""
    return asks.Wanted(
        what=" ".join(one.what.split())[: 200 - len(time)] + time,
        kind=Ask.Kind.ASSIGNMENT,
        minutes=minutes,
        due=one.due or date(plan.year, 12, 31),
        basis=_("《%(plan)s》%(number)s第%(task)s项") % {"plan": plan, "number": number, "task": one.task.number},
        asker=str(plan.authority),
    )


def cancel(gone: Iterable[Assignment], *, why: str, by: Actor | None) -> list[Assignment]:
    """Nobody is asked for these any more, nor for what their leads asked of others; what was concluded stays so. `by` None:
    the day brought it."""
    found = [one for one in gone if one.state not in (State.CANCELLED, *CONCLUDED)]
    for at in range(0, len(found), BATCH):
        pieces = Assignment.objects.under_way().filter(parent__in=[one.pk for one in found[at : at + BATCH]])
        pieces = pieces.select_related("task", "organisation").select_for_update(of=("self",)).order_by("pk")
        known = {one.pk for one in found}
        found += [one for one in pieces if one.pk not in known]
    put(found, "cancel", State.CANCELLED, why=why, by=by)
    Assignment.objects.bulk_update(found, ["state", "version"], batch_size=BATCH)
    for at in range(0, len(found), BATCH):  # what they asked for needs no answer any more
        asked = Adjustment.objects.filter(assignment__in=[one.pk for one in found[at : at + BATCH]])
        asked.filter(state=Adjustment.State.OPEN).update(state=Adjustment.State.WITHDRAWN)
    asks.recall(SOURCE, [str(one.pk) for one in found], why=why)
    return found


def put(rows: Iterable[Assignment], verb: str, to: str | None, *, why: str, by: Actor | None) -> None:
    """Put each into a state, or leave it where it is, and say so in its history and in the journal; the rows are the
    caller's to store."""
    made, who, membership = [], by.who if by else PROGRAM, by.membership if by else None
    for one in rows:
        before, one.state, one.version = one.state, to or one.state, one.version + 1
        made.append(Movement(assignment=one, verb=verb, before=before, after=one.state, words=why, by=membership))
        detail = {"before": before, "after": one.state, "words": why}
        record.write(f"assignment.{verb}", by=who, about=one, where=one.organisation.path, detail=detail)
    Movement.objects.bulk_create(made, batch_size=BATCH)


# What follows


@dataclass(frozen=True)
class Followed:
    """What became of a plan's assignments."""

    opened: tuple[Assignment, ...] = ()
    proposed: tuple[Assignment, ...] = ()
    cancelled: tuple[Assignment, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.opened or self.proposed or self.cancelled)


@transaction.atomic
def keep_up(plan: Plan, *, day: date) -> Followed:
    """What the day brings: the next occurrences, schools that have come to be meant, organisations that are no more."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("authority", "issued_by").get(pk=plan.pk)
    held, book = given(plan, held=True), book_of(plan, day)
    moved, cancelled = _leave_the_closed(plan, held, day)
    begun = {(task, part) for task, _organisation, part, _time in held}
    before: dict[tuple[int, int, str], set[str]] = {}
    for (task, organisation, part, _time), one in held.items():
        before.setdefault((task, organisation, part), set()).add(one.state)
    new = []
    for row in tasks_of(plan):
        for key, one in meant(row, book).items():
            number, organisation, part, _time = key
            earlier = before.get((number, organisation, part), set())
            if key in held or is_over(one, day) or earlier == {State.CANCELLED}:  # the office said no, once and for all
                continue
            waits = earlier <= {State.PROPOSED, State.CANCELLED} if earlier else (number, part) in begun
            one.state = State.PROPOSED if waits else State.ISSUED
            new.append(one)
    store(plan, new)
    return _followed([*moved, *new], cancelled)


def _leave_the_closed(plan: Plan, held: dict[Key, Assignment], day: date) -> tuple[list[Assignment], list[Assignment]]:
    """What closed organisations had in hand: to their successor unless it has the same already, with what a lead had asked
    of others for it. What only waits for its verifier was done, and is verified as if nothing had been closed."""
    closed = [one for one in held.values() if one.state in LEFT and not one.organisation.is_open(day)]
    new, handed = [], []
    for one in closed:
        if heir := still_there(one.organisation, day):
            taken = _taken_over(one, heir)
            if key_of(taken) not in held:
                held[key_of(taken)] = taken
                new.append(taken)
            handed.append((one, held[key_of(taken)]))
    moved = store(plan, new)
    for one, taken in handed:
        if taken.state in UNDER_WAY:
            _hand_on(one, taken)
    pieces, gone = _pieces_of_the_closed(plan, day)
    return [*moved, *store(plan, pieces)], cancel([*closed, *gone], why=_("单位已经撤并"), by=None)


def _hand_on(lead: Assignment, taken: Assignment) -> None:
    """What a lead had asked of others is asked by who took over; nobody is asked by itself, or the same twice."""
    known = set(taken.pieces.values_list("organisation", "asked"))
    pieces = lead.pieces.filter(state__in=UNDER_WAY).exclude(organisation=taken.organisation_id)
    held = pieces.select_related("organisation", "task").select_for_update(of=("self",)).order_by("pk")
    on = [one for one in held if (one.organisation_id, one.asked) not in known]
    for one in on:
        one.parent = taken
    why = _("%(lead)s已经撤并，改由%(heir)s牵头") % {"lead": lead.organisation, "heir": taken.organisation}
    put(on, "hand_on", None, why=why, by=None)
    Assignment.objects.bulk_update(on, ["parent", "version"], batch_size=BATCH)


def _pieces_of_the_closed(plan: Plan, day: date) -> tuple[list[Assignment], list[Assignment]]:
    """What leads had asked of closed organisations: what their successors are asked instead, and what is let go."""
    gone = Assignment.objects.filter(
        task__plan=plan, parent__isnull=False, organisation__closed_on__lte=day, state__in=LEFT
    )
    gone = (
        gone.select_related("task", "organisation__successor", "parent__organisation")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    known = set(Assignment.objects.filter(parent__in={one.parent_id for one in gone}).values_list(*PIECE))
    new = []
    for one in gone:
        heir = still_there(one.organisation, day)
        if (
            heir is None
            or (one.parent and not one.parent.organisation.is_open(day))  # its lead is let go, and it with it
            or (one.parent and heir.pk == one.parent.organisation_id)
            or (one.parent_id, heir.pk, one.asked) in known
        ):
            continue
        known.add((one.parent_id, heir.pk, one.asked))
        new.append(_taken_over(one, heir))
    return new, list(gone)


def _taken_over(one: Assignment, heir: Organisation) -> Assignment:
    return Assignment(
        task=one.task, responsibility_id=one.responsibility_id, organisation=heir, part=one.part, parent_id=one.parent_id,
        asked=one.asked, occurrence=one.occurrence, due=one.due,
        state=State.PROPOSED if one.state == State.PROPOSED else State.ISSUED,
    )  # fmt: skip


def follow(task: Task, before: dict[Key, Assignment], *, day: date, why: str, by: Actor) -> Followed:
    """After a task was amended: who is meant now and was not before gets it, but no time of it that is over; who was and is
    not any more is let go, and all are once nobody is asked. What the office declined stays as it is."""
    plan, book = task.plan, book_of(task.plan, day)
    task = Task.objects.prefetch_related("responsibilities__organisation__successor").get(pk=task.pk)
    after, held = meant(task, book), given(plan, [task], held=True)
    fresh = {key for key in after.keys() - before.keys() if not (after[key].occurrence and is_over(after[key], day))}
    again = [held[key] for key in fresh if key in held]
    new = [after[key] for key in fresh if key not in held]
    let_go = before.keys() - after.keys() if is_asked(task) else held.keys()
    gone = cancel([held[key] for key in let_go if key in held], why=why, by=by)
    kept = [held[key] for key in after.keys() & before.keys() & held.keys()]
    for one in [*again, *kept]:
        wanted, earlier = after[key_of(one)], before.get(key_of(one))
        if earlier is None or earlier.due != wanted.due:  # else it may have been extended, which stays
            one.due = wanted.due
        one.responsibility, one.task = wanted.responsibility, task
    anew = [one for one in again if one.state in (State.PROPOSED, State.CANCELLED)]
    put([one for one in anew if one.state == State.PROPOSED], "accept", State.ISSUED, why=why, by=by)
    put([one for one in anew if one.state == State.CANCELLED], "again", State.ISSUED, why=why, by=by)
    Assignment.objects.bulk_update([*again, *kept], ["state", "due", "responsibility", "version"], batch_size=BATCH)
    ask(plan, [one for one in [*again, *kept] if one.state in UNDER_WAY])
    asks.reopen(SOURCE, [str(one.pk) for one in anew])  # what was reported before it was let go is to be done once more
    return _followed([*store(plan, new), *again], gone)


def still_issued(rows: Iterable[Assignment]) -> list[Assignment]:
    """Those of them that did not end at once with their leads."""
    rows = list(rows)
    waits = Assignment.objects.filter(pk__in=[one.pk for one in rows], state=State.ISSUED)
    known = set(waits.values_list("pk", flat=True))
    return [one for one in rows if one.pk in known]


def meant_now(task: Task, *, day: date) -> dict[Key, Assignment]:
    """What `follow` is told of the time before."""
    task = Task.objects.prefetch_related("responsibilities__organisation__successor").get(pk=task.pk)
    return meant(task, book_of(task.plan, day))


def _followed(made: Iterable[Assignment], cancelled: Iterable[Assignment]) -> Followed:
    rows = list(made)
    return Followed(
        tuple(one for one in rows if one.state == State.ISSUED),
        tuple(one for one in rows if one.state == State.PROPOSED),
        tuple(cancelled),
    )
