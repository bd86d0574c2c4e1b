"""离任交接: all that one membership had in hand goes to another, as a list that both sign."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations import grants
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Handover, Membership, Person, Role
from luoshi.office.organisations.models.days import holds
from luoshi.office.refused import refuse_if
from luoshi.reader.write.wording import one_line

KEEPERS = (Role.OFFICE, Role.SECURITY_ADMIN)


@dataclass(frozen=True)
class Item:
    """One thing that went over, in the words of the list."""

    kind: str
    about: str
    note: str = ""


# An app's part in a handover: moves what is open from the given membership to the taken one, and says what it moved.
Mover = Callable[[Membership, Membership, date, Actor], Iterable[Item]]


def why_not(membership: Membership, *, by: Actor) -> str | None:
    if by.role not in KEEPERS:
        return _("离任交接由局办公室、安全管理员办理。")
    if not by.area.holds(membership.organisation.path):
        return _("“%(who)s”不在您的辖区内。") % {"who": membership}
    return None


@transaction.atomic
def hand_over(
    membership: Membership, *, to: Person, day: date, by: Actor, note: str = "", movers: Iterable[Mover] = ()
) -> Handover | None:
    """交接 on `day`, the successor's first: the given membership ends the day before. All or nothing.

    A successor who does not serve there yet is proposed, and where a second person has to agree, nothing goes over
    before that: None, and the same handover is made again then.
    """
    given = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("organisation", "person")
        .get(pk=membership.pk)
    )
    refuse_if([why_not(given, by=by), *_faults(given, to, day)])
    taken = _opened(given, to=to, day=day, by=by)
    if not taken.confirmed:
        return None
    moved = [item for mover in (move_own, *movers) for item in mover(given, taken, day, by)]
    if given.until is None or given.until >= day:
        grants.revoke(given, last_day=day - timedelta(days=1), reason=_("离任交接"), by=by)
    handover = Handover.objects.create(
        given=given, taken=taken, day=day, items=[asdict(item) for item in moved], note=one_line(note)[:300]
    )
    detail = {"given": str(given), "taken": str(taken), "day": day, "items": len(moved), "note": handover.note}
    record.write("handover.make", by=by.who, about=handover, where=given.organisation.path, detail=detail)
    return handover


def doubts(given: Membership, to: Person) -> list[str]:
    """What makes it doubtful that the receiver can take the work up; none of it forbids the handover."""
    names, here = {"who": to}, given.organisation
    found = []
    if to.login is None or not to.is_active:
        found.append(_("%(who)s没有能用的账号，接过去的事自己办不了。") % names)
    held = to.memberships.in_force(timezone.localdate()).exclude(pk=given.pk).select_related("organisation")
    if any(one.leaves.filter(holds(timezone.localdate())).exists() for one in held):
        found.append(_("%(who)s现在离岗。") % names)
    if held and all(one.organisation_id != here.pk for one in held):
        offices = "、".join(f"{one.organisation} {one.post}" for one in held)
        found.append(_("%(who)s现在不在“%(here)s”，而是：%(offices)s。") % {**names, "here": here, "offices": offices})
    return found


def own_membership(given: Membership, person: Person, day: date) -> Membership | None:
    """The successor's membership of the same office, where they have one already in their own right."""
    same = person.memberships.in_force(day).filter(organisation=given.organisation, role=given.role)
    held = same.filter(deputises__isnull=True).exclude(pk=given.pk)
    found: Membership | None = held.select_related("organisation", "person").first()
    return found


def _opened(given: Membership, *, to: Person, day: date, by: Actor) -> Membership:
    """The successor's own membership, or the proposal of one. A deputy too is proposed: to stand in for somebody is less
    than to serve in their place, and the second person agreed to no more."""
    return own_membership(given, to, day) or grants.appoint(
        to,
        given.organisation,
        given.role,
        since=day,
        by=by,
        title=given.title,
        fields=tuple(given.field_list),
        acting=given.acting,
        deputises=given.deputises,
        reason=_("接替%(name)s") % {"name": given.person},
    )


def _faults(given: Membership, to: Person, day: date) -> Iterator[str]:
    if to.pk == given.person_id:
        yield _("移交人和接收人是同一个人，请另选接收人。")
    if day <= given.since:
        yield _("“%(who)s” %(since)s 才到任，交接的日期要晚于这一天。") % {"who": given.person, "since": given.since}
    if day > timezone.localdate():
        yield _("%(day)s 还没有到，请到那天再办交接。") % {"day": day}
    if given.handed_over.exists():
        yield _("“%(who)s”的这个岗位已经办过交接。") % {"who": given.person}


def move_own(given: Membership, taken: Membership, day: date, _by: Actor) -> Iterator[Item]:
    """What this app keeps by membership: groupings in charge, deputies, leaves."""
    for grouping in given.groupings_in_charge.in_force(day):
        grouping.in_charge.remove(given)
        grouping.in_charge.add(taken)
        yield Item(grouping.get_kind_display(), str(grouping), _("负责人"))
    for deputy in given.deputies.exclude(person=taken.person).filter(until__isnull=True).select_related("person"):
        deputy.deputises = taken
        deputy.save(update_fields=["deputises"])
        yield Item(_("AB岗"), str(deputy.person), _("代理人"))
    for leave in given.leaves.filter(until__isnull=True):
        leave.until = max(leave.since, day - timedelta(days=1))
        leave.save(update_fields=["until"])
        yield Item(_("离岗"), _("%(since)s 起") % {"since": leave.since}, _("到任期结束为止"))
