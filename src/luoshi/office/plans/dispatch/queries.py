"""How far a round is: who was asked, who has answered, how every line stands, what was said the time before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.desk.asks import due_words
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.asking import asked_by_actor
from luoshi.office.organisations.models import SCHOOLS, Organisation, Role
from luoshi.office.pending import Pending
from luoshi.office.plans.assignment.queries import standing_along
from luoshi.office.plans.dispatch.moves import FILLERS, KEEPERS
from luoshi.office.plans.models import (
    UNDER_WAY,
    Assignment,
    AssignmentQuerySet,
    Dispatch,
    DispatchLine,
    Plan,
    Responsibility,
    Standing,
)

TEXTS = ("progress", "problems", "next_steps", "to_coordinate")
ASKED_ABOUT = (*UNDER_WAY, Assignment.State.BEHIND)  # who was found late goes on saying how far it is
OVER = (Standing.DONE, Standing.OUT)  # nothing is awaited from these
WORST = (Standing.LATE, Standing.STALLED, Standing.NEAR, Standing.NORMAL, Standing.DONE)  # in the order of papers


def asked_of(plan: Plan, topic: str = "") -> AssignmentQuerySet:
    """What a round opened now would ask about: what leads have in hand themselves, of a topic where it is about one."""
    rows = Assignment.objects.of_the_plan().filter(task__plan=plan, part=Responsibility.Part.LEAD)
    rows = rows.filter(state__in=ASKED_ABOUT)
    return rows.filter(task__topic=topic) if topic else rows


def missing_in(dispatch: Dispatch) -> AssignmentQuerySet:
    """What came to leads after the round was opened, as when a task was handed over: it would be asked about now."""
    return asked_of(dispatch.plan, dispatch.topic).exclude(pk__in=dispatch.lines.values("assignment"))


def lines_of(dispatch: Dispatch) -> QuerySet[Any]:
    """The lines with `now` (how it stands, or stood when the round was closed) and `until` (its day, likewise). What was
    cancelled since is left out."""
    live = standing_along("assignment__", dispatch.plan.authority)
    read_along: dict[str, Any] = {
        "now": Case(When(~Q(standing=""), then=F("standing")), default=live, output_field=CharField()),
        "until": Case(When(~Q(standing=""), then=F("due")), default=F("assignment__due")),
    }
    rows: QuerySet[Any] = DispatchLine.objects.filter(dispatch=dispatch)
    found: QuerySet[Any] = rows.annotate(**read_along).exclude(now=Standing.OUT)
    return found


@dataclass
class Lead:
    """牵头单位 in a round: how much it was asked and has said."""

    organisation: Organisation
    lines: int = 0
    waiting: int = 0
    problems: int = 0
    to_coordinate: int = 0
    standings: Counter[str] = field(default_factory=Counter)

    @property
    def has_answered(self) -> bool:
        return self.waiting == 0

    @property
    def is_good(self) -> bool:
        """It has answered, and nothing of its is late or stands still."""
        return self.has_answered and not self.standings[Standing.LATE] and not self.standings[Standing.STALLED]

    @property
    def late(self) -> int:
        return self.standings[Standing.LATE]

    @property
    def stalled(self) -> int:
        return self.standings[Standing.STALLED]


@dataclass(frozen=True)
class Tally:
    """调度情况: a round in numbers, by lead."""

    leads: tuple[Lead, ...]

    @property
    def lines(self) -> int:
        return sum(one.lines for one in self.leads)

    @property
    def answered(self) -> tuple[Lead, ...]:
        return tuple(one for one in self.leads if one.has_answered)

    @property
    def silent(self) -> tuple[Lead, ...]:
        return tuple(one for one in self.leads if not one.has_answered)

    @property
    def good(self) -> tuple[Lead, ...]:
        return tuple(one for one in self.leads if one.is_good)

    @property
    def late(self) -> tuple[Lead, ...]:
        return tuple(one for one in self.leads if one.late)

    @property
    def standings(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for one in self.leads:
            found.update(one.standings)
        return found

    @property
    def to_coordinate(self) -> int:
        return sum(one.to_coordinate for one in self.leads)


def tally(dispatch: Dispatch) -> Tally:
    """Asked of the database in one question, however many lines there are."""
    rows = lines_of(dispatch).annotate(
        troubled=Case(When(problems="", then=0), default=1), asks=Case(When(to_coordinate="", then=0), default=1)
    )
    order = ("assignment__organisation__order", "assignment__organisation")
    found: dict[int, list[tuple[int, bool, str, int, int]]] = {}
    for one in rows.order_by(*order, "pk").values_list(
        "assignment__organisation", "pk", "filled_at", "now", "troubled", "asks"
    ):
        found.setdefault(one[0], []).append((one[1], one[2] is not None, one[3], one[4], one[5]))
    bodies = Organisation.objects.in_bulk(found)
    return Tally(tuple(_lead(bodies[pk], lines) for pk, lines in found.items()))


def _lead(organisation: Organisation, lines: Sequence[tuple[int, bool, str, int, int]]) -> Lead:
    made = Lead(organisation)
    for _pk, filled, now, troubled, asks in lines:
        made.lines += 1
        made.waiting += not filled and now not in OVER
        made.problems += troubled
        made.to_coordinate += asks
        made.standings[now] += 1
    return made


def headline(dispatch: Dispatch, found: Tally) -> str:
    """第3次月调度：12 家中 9 家已填，3 家未填."""
    if dispatch.is_withdrawn:
        return _("%(round)s已撤回") % {"round": dispatch}
    said = {"round": dispatch, "of": len(found.leads), "done": len(found.answered), "open": len(found.silent)}
    if not found.silent:
        return _("%(round)s：%(of)s 家都已填") % said
    return _("%(round)s：%(of)s 家中 %(done)s 家已填，%(open)s 家未填") % said


def said_before(dispatch: Dispatch, lines: Iterable[DispatchLine]) -> dict[int, DispatchLine]:
    """What the last round before this one in which anything was said has of each assignment."""
    numbers = [one.assignment_id for one in lines]
    rows = DispatchLine.objects.filter(
        assignment__in=numbers, dispatch__lt=dispatch.pk, filled_at__isnull=False
    ).select_related("dispatch")
    return {one.assignment_id: one for one in rows.order_by("dispatch_id")}


def chat_text(dispatch: Dispatch, found: Tally) -> str:
    """For a group chat: who has not answered, "" where everybody has."""
    if not found.silent:
        return ""
    said = _(
        "%(round)s：请以下 %(count)s 个单位在%(month)s月%(day)s日前填报，没有变化也请勾一下“没有变化”：%(names)s。"
    )
    if dispatch.due < timezone.localdate():
        said = _(
            "%(round)s：填报截止日（%(month)s月%(day)s日）已过，请以下 %(count)s 个单位尽快填报，没有变化也请勾一下“没有变化”："
            "%(names)s。"
        )
    return said % {
        "round": dispatch,
        "count": len(found.silent),
        "month": dispatch.due.month,
        "day": dispatch.due.day,
        "names": "、".join(_("%(name)s（%(open)s项）") % {"name": one.organisation, "open": one.waiting} for one in found.silent),
    }  # fmt: skip


# What waits


def left_until(due: date) -> str:
    """Until the day by which a round is to be filled in, in words; a day that has passed is none to be kept."""
    days = (timezone.localdate() - due).days
    if days > 0:
        return _("已过截止日 %(days)s 天") % {"days": days}
    return due_words(due, today=timezone.localdate())


def own_open(actor: Actor) -> QuerySet[Any]:
    """Open rounds in which the actor's organisation has something to fill in, with how much: `open_lines`."""
    of_round = Q(lines__assignment__organisation=actor.organisation, lines__filled_at__isnull=True)
    still = Q(lines__assignment__state__in=ASKED_ABOUT)
    rows: QuerySet[Any] = Dispatch.objects.filter(state=Dispatch.State.OPEN, plan__authority=actor.authority)
    counted: QuerySet[Any] = rows.annotate(open_lines=Count("lines", filter=of_round & still)).filter(open_lines__gt=0)
    return counted


@asked_by_actor
def _own_open(by: Actor) -> QuerySet[Any, Any]:
    return own_open(by).values_list("pk", "title", "due", "open_lines")


@asked_by_actor
def _to_close(by: Actor, day: date) -> QuerySet[Any, Any]:
    rows = Dispatch.objects.visible_to(by).filter(state=Dispatch.State.OPEN, due__lt=day)
    return rows.values_list("pk", "title")


@asked_by_actor
def _to_name(by: Actor) -> QuerySet[Any, Any]:
    """Those whose 通报 waits for a leader's word: whether to name who is late."""
    lines = DispatchLine.objects.filter(dispatch=OuterRef("pk"))  # as they were kept when it was closed
    to_name = lines.filter(Q(standing=Standing.LATE) | Q(filled_at__isnull=True) & ~Q(standing__in=OVER))
    rows = Dispatch.objects.visible_to(by).filter(Exists(to_name), drafted_at__isnull=False)
    return rows.filter(notice_by="", issued_on__isnull=True).values_list("pk", "title")


def pending(actor: Actor) -> Iterable[Pending]:
    """What the actor's organisation has to fill in; for the office, rounds past their day; for leaders, a 通报 that waits
    for their word."""
    if actor.role in FILLERS and actor.authority and actor.organisation.kind not in SCHOOLS:  # their ledger says so
        for pk, title, due, count in _own_open(actor):
            address = reverse("dispatch-table", args=[pk, actor.organisation.pk])
            said = _("%(round)s：%(count)s 项待填") % {"round": title, "count": count}
            yield Pending(said, address, due=left_until(due))
    if actor.role in KEEPERS:
        for pk, title in _to_close(actor, day=timezone.localdate()):
            yield Pending(_("%(round)s已过截止日，该截止了") % {"round": title}, reverse("dispatch", args=[pk]))
    if actor.role == Role.LEADER:
        for pk, title in _to_name(actor):
            address = reverse("dispatch-notice", args=[pk])
            yield Pending(_("%(round)s的通报：是否点名，等您定") % {"round": title}, address)
