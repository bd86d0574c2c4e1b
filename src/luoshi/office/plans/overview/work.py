"""What is asked of one organisation, why, until when and for how long: its own page, and that of who looks after it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.addresses import address_of
from luoshi.office.desk.ask_views import hours
from luoshi.office.desk.asks import due_words
from luoshi.office.desk.models import Ask
from luoshi.office.listing import Column, Listing
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.asking import asked_by_actor, counted_by_actor
from luoshi.office.organisations.models import SCHOOLS, Organisation
from luoshi.office.plans.assigning import SOURCE
from luoshi.office.plans.assignment.queries import TO_DO, in_other_hands, to_decide, to_do, to_sign, to_verify
from luoshi.office.plans.models import Assignment, Responsibility, Standing
from luoshi.office.plans.overview.scope import Scope, scope_of
from luoshi.office.plans.overview.tallies import Tally, still, tallies

State = Assignment.State
WEEK = 7  # days ahead that are this week's work
HELPS = Q(part=Responsibility.Part.ASSIST, parent__isnull=True)
LAST = Case(When(HELPS, then=1), default=0)  # those that no day passes for
AT_MOST = 100  # items of a page; an organisation with more has its list


@dataclass(frozen=True)
class Item:
    """One thing to be done: what, why, for whom, how long it takes, until when."""

    what: str
    address: str
    due: date | None
    left: str  # until then, in words
    why: str = ""
    asker: str = ""
    minutes: int = 0  # 0 is not known
    state: str = ""
    returned: bool = False
    helps: bool = False  # what another organisation leads

    @property
    def time(self) -> str:
        return hours(self.minutes) if self.minutes else ""


@dataclass(frozen=True)
class Work:
    """What an organisation has to do, by when."""

    organisation: Organisation
    late: Sequence[Item]
    week: Sequence[Item]
    later: Sequence[Item]
    helping: Sequence[Item]  # for others that lead, with whom it ends: no day of it passes
    counts: Mapping[str, int]  # all, late, week: however many of them are listed
    waiting: int  # in the hands of others

    @property
    def title(self) -> str:
        count = {**self.counts, "time": self.time}
        if self.counts["late"] and self.counts["week"]:
            said = _("要办 %(all)s 件，其中 %(late)s 件已过期，本周 %(week)s 件%(time)s")
        elif self.counts["late"]:
            said = _("要办 %(all)s 件，其中 %(late)s 件已过期")
        elif self.counts["week"]:
            said = _("要办 %(all)s 件，其中本周 %(week)s 件%(time)s")
        else:
            said = _("要办 %(all)s 件，本周没有") if self.counts["all"] else _("没有要办的")
        return said % count

    @property
    def left_out(self) -> int:
        return self.counts["all"] - sum(len(items) for _name, items in self.groups)

    @property
    def all_of_it(self) -> str:
        """The list that has what is left out."""
        return (
            address_of("asks")
            if self.organisation.kind in SCHOOLS
            else address_of("assignments") + (f"?year=all&organisation={self.organisation.pk}")
        )

    @property
    def time(self) -> str:
        """Of what is due this week."""
        minutes = sum(one.minutes for one in self.week)
        return _("，约 %(time)s") % {"time": hours(minutes)} if minutes else ""

    @property
    def groups(self) -> list[tuple[str, Sequence[Item]]]:
        named = (
            (_("已过期"), self.late), (_("本周"), self.week), (_("以后"), self.later), (_("配合别的单位"), self.helping)
        )  # fmt: skip
        return [(name, items) for name, items in named if items]


def work_of(organisation: Organisation, *, by: Actor, day: date) -> Work:
    """A school's from the ledger of what it is asked; of other bodies, which have none, from what they were given."""
    ledger = organisation.kind in SCHOOLS
    asked: QuerySet[Any] = Ask.objects.visible_to(by).open() if ledger else Assignment.objects.visible_to(by)
    asked = (
        asked.filter(organisation=organisation) if ledger else asked.filter(organisation=organisation, state__in=TO_DO)
    )
    items = list((_asked if ledger else _given)(asked, day))
    own = [one for one in items if not one.helps]
    its_day = Q() if ledger else ~HELPS
    rows = waiting_for_others(by).filter(organisation=organisation)
    return Work(
        organisation,
        late=[one for one in own if one.due and one.due < day],
        week=[one for one in own if one.due and day <= one.due < day + timedelta(days=WEEK)],
        later=[one for one in own if one.due is None or one.due >= day + timedelta(days=WEEK)],
        helping=[one for one in items if one.helps],
        counts=asked.order_by().aggregate(
            all=Count("pk"),
            late=Count("pk", filter=its_day & Q(due__lt=day)),
            week=Count("pk", filter=its_day & Q(due__gte=day, due__lt=day + timedelta(days=WEEK))),
        ),
        waiting=rows.count(),
    )


def waiting_for_others(actor: Actor) -> QuerySet[Assignment]:
    """What is in other hands, but for what waits for the actor's own signature: a head's school has reported it to them."""
    rows = Assignment.objects.visible_to(actor).filter(in_other_hands())
    return rows.exclude(pk__in=to_sign(actor).order_by().values("pk"))


def _asked(rows: QuerySet[Ask], day: date) -> Iterator[Item]:
    asks = list(rows[:AT_MOST])
    numbers = [int(one.source_id) for one in asks if one.source_kind == SOURCE]
    states = dict(Assignment.objects.filter(pk__in=numbers).values_list("pk", "state"))
    for one in asks:
        state = states.get(int(one.source_id)) if one.source_kind == SOURCE else None
        yield Item(
            one.what, one.link or address_of("ask", one.pk), one.due, due_words(one.due, today=day), why=one.basis,
            asker=one.asker, minutes=one.minutes, state=str(State(state).label) if state else "",
            returned=state == State.RETURNED,
        )  # fmt: skip


def _given(rows: QuerySet[Assignment], day: date) -> Iterator[Item]:
    for one in rows.select_related("task__plan").order_by(LAST, F("due").asc(nulls_last=True), "task__order")[:AT_MOST]:
        helps = one.part == Responsibility.Part.ASSIST and one.parent_id is None
        left = _("随牵头单位办结") if helps else due_words(one.due, today=day) if one.due else ""
        why = _("《%(plan)s》第%(task)s项") % {"plan": one.task.plan, "task": one.task.number}
        yield Item(
            one.what, address_of("assignment", one.pk), one.due, left, why=why,
            state=one.get_state_display(), returned=one.state == State.RETURNED, helps=helps,
        )  # fmt: skip


# All schools of an area


@dataclass
class Schools:
    """The schools that somebody looks after, with what each has still to do."""

    actor: Actor
    scope: Scope
    tallies: dict[int, Tally] = field(default_factory=dict)
    asks: dict[int, dict[str, Any]] = field(default_factory=dict)

    @property
    def rows(self) -> QuerySet[Organisation]:
        seen = Organisation.objects.visible_to(self.actor).filter(kind__in=SCHOOLS)
        return seen.open_on(self.scope.day)

    @property
    def open_asks(self) -> QuerySet[Ask]:
        return Ask.objects.visible_to(self.actor).open()

    @property
    def title(self) -> str:
        late = self.open_asks.filter(due__lt=self.scope.day, organisation__in=self.rows)
        count = {"schools": self.rows.count(), "late": late.order_by().values("organisation").distinct().count()}
        if count["late"]:
            return _("%(schools)s 所学校，%(late)s 所有过期没回的") % count
        return _("%(schools)s 所学校，没有过期没回的") % count

    def look_up(self, rows: Sequence[Organisation]) -> None:
        numbers = [one.pk for one in rows]
        self.tallies = tallies(still(self.scope.assignments.filter(organisation__in=numbers)), by="organisation")
        week = Q(due__gte=self.scope.day, due__lt=self.scope.day + timedelta(days=WEEK))
        found = self.open_asks.filter(organisation__in=numbers).order_by().values("organisation")
        counted = found.annotate(
            late=Count("pk", filter=Q(due__lt=self.scope.day)), week=Count("pk", filter=week),
            minutes=Sum("minutes", filter=week),
        )  # fmt: skip
        self.asks = {one["organisation"]: dict(one) for one in counted}

    def _ask(self, one: Organisation, name: str) -> int | str:
        return self.asks.get(one.pk, {}).get(name) or ""

    def _minutes(self, one: Organisation) -> str:
        return hours(int(minutes)) if (minutes := self._ask(one, "minutes")) else ""

    def _rank(self, rows: QuerySet[Organisation]) -> Mapping[int, Any]:
        late = self.open_asks.filter(due__lt=self.scope.day).order_by().values_list("organisation")
        found = dict(late.annotate(Count("pk")))
        return {pk: found.get(pk, 0) for pk in rows.order_by().values_list("pk", flat=True)}

    def _asks_late(self, one: Organisation) -> int | str:
        return self._ask(one, "late")

    def listing(self) -> Listing:
        return Listing(
            self.rows,
            (
                Column("name", _("学校"), lambda one: one.name, "path", link=_page),
                Column("late", _("过期没回"), self._asks_late, link=_page, rank=self._rank, css="number"),
                Column("week", _("本周要办"), lambda one: self._ask(one, "week"), link=_page, css="number"),
                Column("time", _("本周用时"), self._minutes, css="number"),
                Column("behind", _("滞后的任务"), self._late, link=self._late_ones, css="number"),
            ),
            search=("name",),
            order="-late",
            title=_("学校"),
            look_up=self.look_up,
        )

    def _late(self, one: Organisation) -> int | str:
        return self.tallies.get(one.pk, Tally()).late or ""

    def _late_ones(self, one: Organisation) -> str:
        at = f"{address_of('assignments')}?year={self.scope.year}&organisation={one.pk}&standing={Standing.LATE}"
        return at if self._late(one) else ""


def _page(one: Organisation) -> str:
    return address_of("organisation-work", one.pk)


def schools_of(actor: Actor) -> Schools:
    return Schools(actor, scope_of(actor, {}))


# A section


class Waits(NamedTuple):
    """An assignment in short."""

    pk: int
    asked: str
    words: str
    occurrence: str
    short_name: str
    name: str
    due: date | None

    @property
    def organisation(self) -> str:
        """As the organisation calls itself."""
        return self.short_name or self.name

    @property
    def called(self) -> str:
        """As the assignment calls itself."""
        what = self.asked or self.words
        return f"{what}（{self.occurrence}）" if self.occurrence else what


@dataclass(frozen=True)
class Queue:
    """A kind of thing that waits for the actor: how many, and the first of them."""

    label: str
    address: str
    count: int
    rows: Sequence[Waits]


# What may wait for an actor, by the name under which the list of assignments knows it.
WAITING: dict[str, Callable[..., QuerySet[Assignment]]] = {
    "do": to_do, "sign": to_sign, "verify": to_verify, "decide": to_decide
}  # fmt: skip


def queue_of(turn: str, label: str, actor: Actor, *, most: int = 5) -> Queue:
    """What waits for the actor, whatever year it is of. They are counted only where there are more than are shown."""
    day = timezone.localdate()
    found = _first_for(actor, turn, most + 1, day=day)
    count = _number_for(actor, turn, day=day) if len(found) > most else len(found)
    return _queue(label, f"{address_of('assignments')}?year=all&turn={turn}", count, found[:most])


@asked_by_actor
def _first_for(by: Actor, turn: str, most: int, day: date) -> QuerySet[Any, Any]:
    return _first(WAITING[turn](by, day=day), most)


@counted_by_actor
def _number_for(by: Actor, turn: str, day: date) -> QuerySet[Assignment]:
    return WAITING[turn](by, day=day)


def first_of(label: str, rows: QuerySet[Assignment], address: str, *, most: int) -> Queue:
    """The same of any assignments."""
    found = list(_first(rows, most + 1))
    count = rows.order_by().count() if len(found) > most else len(found)
    return _queue(label, address, count, found[:most])


def _first(rows: QuerySet[Assignment], most: int) -> QuerySet[Any, Any]:
    sooner = F("due").asc(nulls_last=True)
    body = ("organisation__short_name", "organisation__name")
    return rows.order_by(sooner, "pk").values_list("pk", "asked", "task__words", "occurrence", *body, "due")[:most]


def _queue(label: str, address: str, count: int, rows: Iterable[Any]) -> Queue:
    return Queue(label, address, count, [Waits(*one) for one in rows])


def standing_out(late: Mapping[int, int], returned: Mapping[int, int], *, most: int = 6) -> list[tuple[int, int, int]]:
    """Number of an organisation, how many are late there, how many were sent back; those with most come first."""
    numbers = late.keys() | returned.keys()
    found = [(pk, late.get(pk, 0), returned.get(pk, 0)) for pk in numbers]
    return sorted((one for one in found if one[1] or one[2]), key=lambda one: (-one[1], -one[2], one[0]))[:most]


def named(rows: Iterable[tuple[int, int, int]], kinds: Iterable[str]) -> list[dict[str, Any]]:
    """With their names; only those of some kinds."""
    held = list(rows)
    names = dict(
        Organisation.objects.filter(pk__in=[pk for pk, *_rest in held], kind__in=list(kinds)).values_list("pk", "name")
    )
    return [{"pk": pk, "name": names[pk], "late": late, "back": back} for pk, late, back in held if pk in names]
