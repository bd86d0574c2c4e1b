"""离岗: days on which a deputy (AB岗) may act, because the principal is away."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Leave, Membership, Role
from luoshi.office.organisations.models.days import holds, not_ended
from luoshi.office.refused import refuse_if
from luoshi.reader.write.wording import one_line

KEEPERS = (Role.OFFICE, Role.CENTRE, Role.HEAD)


def why_not(membership: Membership, *, by: Actor) -> str | None:
    """Everybody says so for themselves; the office, a centre and a head for those of their area."""
    if membership.person_id == by.person.pk:
        return None
    if by.role in KEEPERS and by.area.holds(membership.organisation.path):
        return _why_not_for_deputy(membership, by)
    return _("离岗由本人登记，或由所在学校的校（园）长、中心校、局办公室代为登记。")


def _why_not_for_deputy(membership: Membership, by: Actor) -> str | None:
    """Nobody opens to themselves the office in which they only stand in."""
    if not membership.deputies.filter(person=by.person).exists():
        return None
    return _("您是“%(who)s”的B岗，离岗要由本人或另一位经办人登记。") % {"who": membership}


@transaction.atomic
def go_on_leave(membership: Membership, *, since: date, until: date | None = None, why: str = "", by: Actor) -> Leave:
    """离岗 from a day; `until` None: until further notice. While it lasts, the deputy's membership is usable."""
    membership = Membership.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=membership.pk)
    refuse_if([why_not(membership, by=by), *_faults(membership, since, until)])
    leave = Leave.objects.create(membership=membership, since=since, until=until, why=one_line(why)[:100])
    detail = {"since": since, "until": until, "why": leave.why}
    record.write("leave.go", by=by.who, about=membership, where=membership.organisation.path, detail=detail)
    return leave


@transaction.atomic
def come_back(leave: Leave, *, day: date, by: Actor) -> None:
    """回岗 on a day: the last day of the leave is the one before; a leave that would then hold no day is taken out."""
    membership = leave.membership
    over = _("这次离岗到 %(day)s 已经结束。") % {"day": leave.until} if leave.until and leave.until < day else None
    refuse_if([why_not(membership, by=by), over])
    detail = {"since": leave.since, "until": leave.until, "back": day}
    record.write("leave.come_back", by=by.who, about=membership, where=membership.organisation.path, detail=detail)
    if day <= leave.since:
        leave.delete()
        return
    leave.until = date.fromordinal(day.toordinal() - 1)
    leave.save(update_fields=["until"])


def away_on(membership: Membership, day: date) -> Leave | None:
    return membership.leaves.filter(holds(day)).first()


def deputies_of(membership: Membership) -> list[Membership]:
    """Who may act while the membership's person is away."""
    held = membership.deputies.filter(not_ended())
    return list(held.select_related("person", "organisation"))


def _faults(membership: Membership, since: date, until: date | None) -> Iterator[str]:
    if until and until < since:
        yield _("离岗的最后一天 %(until)s 早于第一天 %(since)s，请核对。") % {"until": until, "since": since}
    if since < membership.since or (membership.until and since > membership.until):
        yield _("%(day)s 不在这个岗位的任期内。") % {"day": since}
    overlaps = membership.leaves.filter(not_ended(since))
    if other := overlaps.filter(since__lte=until).first() if until else overlaps.first():
        yield _("这些天与另一次离岗（%(since)s 起）重叠，请先登记那一次的回岗。") % {"since": other.since}
