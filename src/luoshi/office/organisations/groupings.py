"""责任区、学区、教育集团、安全网格、领导包校: formed, filled, put in somebody's charge, and dissolved."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.access import BUREAU_STAFF
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import SCHOOLS, Grouping, GroupingMember, Kind, Membership, Organisation, Role
from luoshi.office.organisations.models.days import not_ended
from luoshi.office.refused import refuse_if
from luoshi.reader.write.wording import one_line

# An inspector's area follows from districts: who keeps groupings decides what inspectors see.
KEEPERS = (Role.OFFICE,)


class Sort(NamedTuple):
    """What holds for one kind of grouping."""

    once: bool  # whether an organisation stands in one of this kind at most on any day
    takes: tuple[Kind, ...]  # kinds of organisations it holds
    led_by: tuple[Role, ...]  # roles of those in charge
    core: bool = False  # whether one of its schools leads the others


SORTS: dict[str, Sort] = {
    Grouping.Kind.DISTRICT: Sort(True, (*SCHOOLS, Kind.CENTRE, Kind.TRAINING), (Role.INSPECTOR,)),
    Grouping.Kind.CATCHMENT: Sort(True, SCHOOLS, (*BUREAU_STAFF, Role.CENTRE, Role.HEAD), core=True),
    Grouping.Kind.GROUP: Sort(False, SCHOOLS, (*BUREAU_STAFF, Role.HEAD), core=True),
    Grouping.Kind.GRID: Sort(True, (*SCHOOLS, Kind.CENTRE, Kind.TRAINING), (*BUREAU_STAFF, Role.CENTRE, Role.HEAD)),
    # A leader and a section may look after the same school.
    Grouping.Kind.CARE: Sort(False, (*SCHOOLS, Kind.CENTRE), BUREAU_STAFF),
}


def why_not(authority: Organisation, *, by: Actor) -> str | None:
    """Why the actor may not keep the groupings of an authority."""
    if by.role not in KEEPERS:
        return _("分组由局办公室登记。")
    if not by.area.holds(authority.path):
        return _("“%(name)s”不在您的辖区内。") % {"name": authority}
    return None


@transaction.atomic
def form(
    authority: Organisation, kind: str, name: str, *, since: date, core: Organisation | None = None, by: Actor
) -> Grouping:
    """新建. A core school belongs to it from the first day."""
    grouping = Grouping(authority=authority, kind=kind, name=one_line(name), since=since, core=core)
    refuse_if([why_not(authority, by=by), *_faults(grouping)])
    grouping.save()
    _write("grouping.form", grouping, by, {"kind": kind, "since": since, "core": str(core or "")})
    if core:
        include(grouping, core, since=since, by=by)
    return grouping


@transaction.atomic
def edit(grouping: Grouping, *, name: str, core: Organisation | None = None, by: Actor) -> Grouping:
    """Another name, another core school."""
    grouping = _held(grouping)
    before = {"name": grouping.name, "core": str(grouping.core or "")}
    grouping.name, grouping.core = one_line(name), core
    outside = core and not grouping.members.filter(organisation=core, until__isnull=True).exists()
    stray = _("核心校“%(core)s”还不在这个分组里，请先把它列入。") % {"core": core} if outside else None
    refuse_if([why_not(grouping.authority, by=by), _why_not_over(grouping), *_faults(grouping), stray])
    grouping.save(update_fields=["name", "core"])
    after = {"name": grouping.name, "core": str(core or "")}
    _write("grouping.edit", grouping, by, {"before": before, "after": after})
    return grouping


@transaction.atomic
def include(grouping: Grouping, organisation: Organisation, *, since: date, by: Actor) -> GroupingMember:
    """列入 from a day on. One at a time for an organisation, so that no two each find it in no grouping."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    grouping = _held(grouping)
    refuse_if(
        [
            why_not(grouping.authority, by=by),
            _why_not_over(grouping),
            *_why_not_member(grouping, organisation, since),
        ]
    )
    member = GroupingMember.objects.create(grouping=grouping, organisation=organisation, since=since)
    _write("grouping.include", grouping, by, {"organisation": organisation.name, "since": since})
    return member


@transaction.atomic
def release(member: GroupingMember, *, last_day: date, by: Actor) -> None:
    """移出: the last day on which it still belongs. A place that would then hold no day is taken out."""
    grouping, organisation = _held(member.grouping), member.organisation
    gone = _("“%(name)s”已于 %(day)s 移出。") % {"name": organisation, "day": member.until} if member.until else None
    core = (
        _("“%(name)s”是核心校，请先换一个核心校。") % {"name": organisation} if grouping.core == organisation else None
    )
    refuse_if([why_not(grouping.authority, by=by), gone, core])
    if last_day < member.since:
        member.delete()
    else:
        member.until = last_day
        member.save(update_fields=["until"])
    _write("grouping.release", grouping, by, {"organisation": organisation.name, "last_day": last_day})


@transaction.atomic
def put_in_charge(grouping: Grouping, membership: Membership, *, by: Actor) -> None:
    """定负责人. For an inspection district this is what its inspector may see from now on."""
    grouping = _held(grouping)
    refuse_if([why_not(grouping.authority, by=by), _why_not_over(grouping), _why_not_led_by(grouping, membership)])
    grouping.in_charge.add(membership)
    _write("grouping.put_in_charge", grouping, by, {"membership": str(membership)})


@transaction.atomic
def relieve(grouping: Grouping, membership: Membership, *, by: Actor) -> None:
    """不再负责."""
    grouping = _held(grouping)
    refuse_if([why_not(grouping.authority, by=by)])
    grouping.in_charge.remove(membership)
    _write("grouping.relieve", grouping, by, {"membership": str(membership)})


@transaction.atomic
def dissolve(grouping: Grouping, *, last_day: date, by: Actor) -> Grouping:
    """撤销, with all that still belongs to it."""
    grouping = _held(grouping)
    early = _("“%(name)s” %(day)s 才建立，最后一天不能更早。") % {"name": grouping, "day": grouping.since}
    refuse_if(
        [why_not(grouping.authority, by=by), _why_not_over(grouping), early if last_day < grouping.since else None]
    )
    grouping.until = last_day
    grouping.save(update_fields=["until"])
    grouping.members.filter(since__gt=last_day).delete()
    grouping.members.filter(Q(until__isnull=True) | Q(until__gt=last_day)).update(until=last_day)
    _write("grouping.dissolve", grouping, by, {"last_day": last_day})
    return grouping


def _held(grouping: Grouping) -> Grouping:
    return Grouping.objects.select_for_update(of=("self",)).select_related("authority", "core").get(pk=grouping.pk)


def _write(verb: str, grouping: Grouping, by: Actor, detail: dict[str, object]) -> None:
    record.write(verb, by=by.who, about=grouping, where=grouping.authority.path, detail=detail)


def _why_not_over(grouping: Grouping) -> str | None:
    if grouping.until is None:
        return None
    return _("“%(name)s”到 %(day)s 已撤销，不再变动。") % {"name": grouping, "day": grouping.until}


def _faults(grouping: Grouping) -> Iterator[str]:
    sort = SORTS.get(grouping.kind)
    if sort is None:
        yield _("没有“%(kind)s”这一类分组。") % {"kind": grouping.kind}
        return
    if not grouping.name:
        yield _("还没有填名称，如“第一责任区”。")
    same = Grouping.objects.filter(authority=grouping.authority, kind=grouping.kind, name=grouping.name, until=None)
    if same.exclude(pk=grouping.pk).exists():
        yield _("已有一个%(kind)s叫“%(name)s”，请换一个名称。") % {
            "kind": grouping.get_kind_display(),
            "name": grouping.name,
        }
    if grouping.core and not sort.core:
        yield _("%(kind)s没有核心校。") % {"kind": grouping.get_kind_display()}


def _why_not_member(grouping: Grouping, organisation: Organisation, since: date) -> Iterator[str]:
    sort = SORTS[grouping.kind]
    names = {"name": organisation.name, "grouping": grouping.name, "kind": grouping.get_kind_display(), "day": since}
    if not organisation.path.startswith(grouping.authority.path):
        yield _("“%(name)s”不属于这个局。") % names
    if organisation.kind not in sort.takes:
        may = "、".join(str(kind.label) for kind in sort.takes)
        yield _("“%(name)s”不能列入%(kind)s；可以列入的是：%(may)s。") % {**names, "may": may}
    if not organisation.is_open(since):
        yield _("“%(name)s” %(day)s 不在办。") % names
    if since < grouping.since:
        yield _("“%(grouping)s” %(begun)s 才建立，列入的日期不能更早。") % {**names, "begun": grouping.since}
    same = GroupingMember.objects.filter(
        not_ended(since), organisation=organisation, grouping__kind=grouping.kind
    ).select_related("grouping")
    other = same.first() if sort.once else same.filter(grouping=grouping).first()
    if other:
        yield _("“%(name)s”已在“%(other)s”里（%(since)s 起），%(rule)s请先移出，最后一天早于 %(day)s。") % {
            **names,
            "other": other.grouping,
            "since": other.since,
            "rule": _("同一天只能在一个%(kind)s里，") % names if sort.once else "",
        }


def _why_not_led_by(grouping: Grouping, membership: Membership) -> str | None:
    may = SORTS[grouping.kind].led_by
    if not membership.organisation.path.startswith(grouping.authority.path):
        return _("“%(who)s”不属于这个局。") % {"who": membership}
    if membership.role in may:
        return None
    return _("%(kind)s的负责人应是：%(may)s；“%(who)s”是%(role)s。") % {
        "kind": grouping.get_kind_display(),
        "may": "、".join(str(role.label) for role in may),
        "who": membership.person,
        "role": membership.get_role_display(),
    }
