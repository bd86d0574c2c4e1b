"""How an organisation ends: taken over by another, or given up. What would be left hanging is asked for first."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations import grants
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.changes import keep, locked, put_under, save, wrong_day
from luoshi.office.organisations.details import STAFFED, why_not_in_place
from luoshi.office.organisations.models import SCHOOLS, Change, GroupingMember, Kind, Membership, Organisation
from luoshi.office.organisations.models.days import not_ended
from luoshi.office.organisations.models.membership import MembershipQuerySet
from luoshi.office.organisations.moves import why_not, why_not_across
from luoshi.office.refused import refuse_if

# Which kinds may go up in which: schools of every kind in a school, offices in one another; else like in like.
INTO: dict[str, tuple[Kind, ...]] = {
    **dict.fromkeys(SCHOOLS, (Kind.SCHOOL,)),
    Kind.KINDERGARTEN: (Kind.KINDERGARTEN, Kind.SCHOOL),
    Kind.CAMPUS: (Kind.CAMPUS, Kind.SCHOOL, Kind.KINDERGARTEN),
    Kind.POINT: (Kind.POINT, Kind.SCHOOL),
    **dict.fromkeys(STAFFED, STAFFED),
}
NAMED = 10  # how many of a list a reason names


@transaction.atomic
def merge(organisation: Organisation, *, into: Organisation, day: date, document: str = "", by: Actor) -> Organisation:
    """并入. Its children move to the successor; its memberships and places in groupings end the day before.

    Memberships do not move by themselves: a right in the successor is granted there, by whoever grants rights.
    """
    organisation, into = locked(organisation), locked(into)
    children = list(organisation.children.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day)))
    refuse_if(
        [
            why_not(organisation, "merge", by=by),
            None if by.area.holds(into.path) else _("“%(into)s”不在您的辖区内。") % {"into": into},
            *_not_into(organisation, into, day),
            *wrong_day(organisation, day),
            _concerned_later(organisation, day),
            *_homeless(children, into, day),
        ]
    )
    for child in children:
        put_under(locked(child), into, day=day, document=document, by=by)
    ended = _end_memberships(organisation, day, into, by)
    organisation.successor = into
    _end(organisation, day, "successor")
    facts = {"before": organisation.name, "after": into.name, "document": document, "other": into}
    keep(organisation, Change.What.MERGED, day, **facts)
    detail = {"into": into.name, "day": day, "moved": [child.name for child in children], "ended": ended}
    record.write("organisation.merge", by=by.who, about=organisation, where=organisation.path, detail=detail)
    return organisation


@transaction.atomic
def close(organisation: Organisation, *, day: date, document: str = "", by: Actor) -> Organisation:
    """撤销. Refused while anything below it is open or anybody is in office there."""
    organisation = locked(organisation)
    refuse_if(
        [
            why_not(organisation, "close", by=by),
            *wrong_day(organisation, day),
            _concerned_later(organisation, day),
            *left_hanging(organisation, day),
        ]
    )
    _end(organisation, day)
    facts = {"before": organisation.name, "document": document}
    keep(organisation, Change.What.CLOSED, day, **facts)
    detail = {"day": day, "document": document}
    record.write("organisation.close", by=by.who, about=organisation, where=organisation.path, detail=detail)
    return organisation


def left_hanging(organisation: Organisation, day: date) -> Iterator[str]:
    """What still stands or serves there on that day, named."""
    below = Organisation.objects.under(organisation).exclude(pk=organisation.pk)
    still = [str(one) for one in below.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))]
    if still:
        yield _("下面还有 %(count)s 个机构：%(names)s。请先变更隶属、并入或撤销。") % _listed(still)
    held = still_held(organisation, day).select_related("person")
    serving = [f"{one.person}（{one.post}）" for one in held]
    if serving:
        yield _("还有 %(count)s 人在岗：%(names)s。请先办离任交接或收回岗位，最后一天早于 %(day)s。") % {
            **_listed(serving),
            "day": day,
        }


def still_held(organisation: Organisation, day: date) -> MembershipQuerySet:
    """Memberships there that go on to that day or beyond."""
    return Membership.objects.filter(not_ended(day), organisation=organisation)


def _listed(names: list[str]) -> dict[str, object]:
    more = _("等") if len(names) > NAMED else ""
    return {"count": len(names), "names": "、".join(names[:NAMED]) + more}


def _not_into(organisation: Organisation, into: Organisation, day: date) -> Iterator[str]:
    names = {"name": organisation.name, "into": into.name}
    if into.path.startswith(organisation.path):
        yield _("“%(name)s”不能并入自己或自己的下级“%(into)s”。") % names
        return
    if not into.is_open(day):
        yield _("“%(into)s” %(day)s 不在办，不能并入。请选当天在办的机构。") % {**names, "day": day}
    may = INTO.get(organisation.kind, (Kind(organisation.kind),))
    if into.kind not in may:
        yield _("“%(name)s”是%(kind)s，可以并入的是：%(may)s。") % {
            **names,
            "kind": organisation.get_kind_display(),
            "may": "、".join(str(kind.label) for kind in may),
        }


def _concerned_later(organisation: Organisation, day: date) -> str | None:
    """It cannot end before another went up in it or left it."""
    later = organisation.changes_as_other.filter(day__gt=day).select_related("organisation").first()
    if later is None:
        return None
    return _("%(later)s “%(other)s”%(what)s时“%(name)s”还在，它的终止不能更早。请核对日期。") % {
        "later": later.day,
        "other": later.organisation,
        "what": later.get_what_display(),
        "name": organisation.name,
    }


def _homeless(children: list[Organisation], into: Organisation, day: date) -> Iterator[str]:
    """Children that cannot stand under the successor have to be dealt with first."""
    taken = set(into.children.filter(closed_on__isnull=True).values_list("name", flat=True))
    for child in children:
        if child.pk == into.pk:
            continue
        yield from wrong_day(child, day)
        if why := why_not_in_place(child.kind, into):
            yield _("下级“%(child)s”不能随着过去：%(why)s请先另作安排。") % {"child": child, "why": why}
        elif why := why_not_across(child, into):
            yield why
        elif child.name in taken:
            yield _("“%(into)s”下面已有一个“%(child)s”，请先给其中一个更名。") % {"into": into, "child": child.name}


def _end(organisation: Organisation, day: date, *also: str) -> None:
    """From `day` on it is no more, and stands in no grouping."""
    organisation.closed_on = day
    save(organisation, "closed_on", *also)
    _end_from(GroupingMember.objects.filter(organisation=organisation), day)


def _end_memberships(organisation: Organisation, day: date, into: Organisation, by: Actor) -> list[str]:
    """Names of those whose membership there ends; one that had not begun by then never holds."""
    held = still_held(organisation, day).select_for_update(of=("self",))
    memberships = list(held.select_related("person", "organisation"))
    reason = _("“%(name)s”并入“%(into)s”") % {"name": organisation, "into": into}
    for one in memberships:
        grants.end_with_organisation(one, last_day=day - timedelta(days=1), reason=reason, by=by)
    return [str(one.person) for one in memberships]


def _end_from(places: QuerySet[GroupingMember], day: date) -> None:
    open_ended = places.filter(not_ended(day))
    open_ended.filter(since__gte=day).delete()
    open_ended.update(until=day - timedelta(days=1))
