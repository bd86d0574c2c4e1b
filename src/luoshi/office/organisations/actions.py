"""What can happen to an organisation, each all or nothing, kept as a Change and written into the journal."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.journal.who import Who
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.changes import keep, locked, put_under, save, write, wrong_day
from luoshi.office.organisations.details import CONTACT, LABELS, faults, put, shown, why_not_in_place
from luoshi.office.organisations.endings import close, merge
from luoshi.office.organisations.history import codes_of
from luoshi.office.organisations.models import AUTHORITIES, Change, Kind, Organisation
from luoshi.office.organisations.moves import why_not, why_not_across
from luoshi.office.organisations.tree import insert
from luoshi.office.refused import Refused, refuse_if
from luoshi.reader.write.wording import one_line

__all__ = ["EditedMeanwhile", "close", "edit", "found", "merge", "move", "open_organisation", "rename", "restage"]

# What may be set on opening and by editing. Stages and ownership once known change by `restage`, names by `rename`.
DETAILS = tuple(name for name in LABELS if name != "name")
RESTAGED = ("stages", "ownership")


class EditedMeanwhile(Refused):
    """Somebody changed the same thing since the form was opened; the reasons show both values."""


@transaction.atomic
def found(name: str, kind: str, *, by: Who, region: str = "", parent: Organisation | None = None) -> Organisation:
    """Begin an authority: what `luoshi init` and an authority above do. Who may is for the caller to know."""
    if kind not in AUTHORITIES:
        raise Refused(_("“%(name)s”不是教育行政部门，请在所属的局下面增设。") % {"name": name})
    organisation = Organisation(parent=parent, kind=kind)
    put(organisation, {"name": name, "region": region})
    refuse_if([why_not_in_place(kind, parent), *faults(organisation)])
    insert(organisation)
    record.write("organisation.open", by=by, about=organisation, where=organisation.path, detail={"kind": kind})
    return organisation


@transaction.atomic
def open_organisation(
    parent: Organisation,
    kind: str,
    name: str,
    *,
    by: Actor,
    day: date | None = None,
    document: str = "",
    **details: Any,
) -> Organisation:
    """增设. `day` None: it is only entered here, since when it exists is not known, and no Change is written."""
    parent = locked(parent)
    _known(details)
    organisation = Organisation(parent=parent, kind=kind, opened_on=day)
    put(organisation, {"name": name, **details})
    refuse_if(
        [
            why_not(parent, "open", by=by),
            _unknown_kind(kind) or why_not_in_place(kind, parent),
            *faults(organisation),
            _opened_before(parent, day),
        ]
    )
    if "order" not in details:
        last = parent.children.aggregate(last=Max("order"))["last"]
        organisation.order = 0 if last is None else last + 1
    insert(organisation)
    if organisation.opened_on:
        keep(organisation, Change.What.OPENED, organisation.opened_on, after=organisation.name, document=document)
    facts = {name: shown(organisation, name) for name in LABELS}
    record.write(
        "organisation.open",
        by=by.who,
        about=organisation,
        where=organisation.path,
        detail={"kind": kind, "document": document, "after": {name: said for name, said in facts.items() if said}},
    )
    return organisation


@transaction.atomic
def edit(organisation: Organisation, *, version: int, by: Actor, **details: Any) -> Organisation:
    """修改登记事项. `version` is that of the form's opening. Contacts alone may be kept by school and centre too."""
    organisation = locked(organisation)
    _known(details)
    before = {name: getattr(organisation, name) for name in details}
    said = {name: shown(organisation, name) for name in details}
    put(organisation, details)
    changed = [name for name in details if getattr(organisation, name) != before[name]]
    refuse_if([why_not(organisation, "contact" if set(changed) <= set(CONTACT) else "edit", by=by)])
    if version != organisation.version and changed:
        raise EditedMeanwhile(*_both(organisation, changed, said))
    refuse_if([*faults(organisation, of=changed), *_only_restaged(changed, said)])
    if not changed:
        return organisation
    organisation.version += 1
    organisation.save(update_fields=[*changed, "version"])
    write("organisation.edit", organisation, by, said, {name: shown(organisation, name) for name in changed})
    return organisation


@transaction.atomic
def rename(organisation: Organisation, *, to: str, day: date, document: str = "", by: Actor) -> Organisation:
    """更名 from a day on; the code stays."""
    organisation = locked(organisation)
    before, organisation.name = organisation.name, one_line(to)
    same = _("名称没有变化，还是“%(name)s”。") % {"name": before} if organisation.name == before else None
    refuse_if(
        [
            why_not(organisation, "rename", by=by),
            *faults(organisation, of=["name"]),
            same,
            *wrong_day(organisation, day),
        ]
    )
    save(organisation, "name")
    keep(organisation, Change.What.RENAMED, day, before=before, after=organisation.name, document=document)
    write("organisation.rename", organisation, by, {"name": before}, {"name": organisation.name, "day": day})
    return organisation


@transaction.atomic
def move(organisation: Organisation, *, under: Organisation, day: date, document: str = "", by: Actor) -> Organisation:
    """变更隶属: with all that stands below it."""
    organisation, under = locked(organisation), locked(under)
    refuse_if(
        [
            why_not(organisation, "move", by=by),
            why_not(under, "open", by=by),
            _why_not_below(organisation, under) or why_not_across(organisation, under),
            _opened_before(under, day),
            *wrong_day(organisation, day),
            *_named_alike(organisation, under),
        ]
    )
    put_under(organisation, under, day=day, document=document, by=by)
    return organisation


@transaction.atomic
def restage(
    organisation: Organisation, *, stages: str | Iterable[str], ownership: str, day: date, document: str = "", by: Actor
) -> Organisation:
    """变更学段或性质: a primary school becomes a nine-year school, a private kindergarten an inclusive one."""
    organisation = locked(organisation)
    said = {name: shown(organisation, name) for name in RESTAGED}
    before = codes_of(organisation.stages, organisation.ownership)
    put(organisation, {"stages": stages, "ownership": ownership})
    now = codes_of(organisation.stages, organisation.ownership)
    same = _("学段和办学性质都没有变化。") if now == before else None
    refuse_if(
        [
            why_not(organisation, "restage", by=by),
            *faults(organisation, of=RESTAGED),
            same,
            *wrong_day(organisation, day),
        ]
    )
    save(organisation, *RESTAGED)
    keep(organisation, Change.What.RESTAGED, day, before=before, after=now, document=document)
    after = {**{name: shown(organisation, name) for name in RESTAGED}, "day": day}
    write("organisation.restage", organisation, by, said, after)
    return organisation


def _known(details: dict[str, Any]) -> None:
    if strange := set(details) - set(DETAILS):
        raise TypeError(f"not kept of an organisation, or by another verb: {sorted(strange)!r}")


def _unknown_kind(kind: str) -> str | None:
    if kind in Kind.values:
        return None
    return _("没有“%(kind)s”这一类机构。可以选：%(may)s。") % {"kind": kind, "may": "、".join(map(str, Kind.labels))}


def _opened_before(parent: Organisation, day: date | None) -> str | None:
    if day is None or parent.opened_on is None or parent.opened_on <= day:
        return None
    return _("上级“%(parent)s” %(day)s 才设立，下级的设立日期不能更早。") % {"parent": parent, "day": parent.opened_on}


def _both(organisation: Organisation, changed: list[str], now: dict[str, str]) -> Iterator[str]:
    yield _(
        "这张表打开以后，“%(name)s”已被别人改过，您填的还没有保存。请看两边的内容，定下以哪一个为准，再保存一次。"
    ) % {"name": organisation.name}
    for name in changed:
        yield _("%(what)s：现在是“%(now)s”，您填的是“%(given)s”。") % {
            "what": LABELS[name],
            "now": now[name],
            "given": shown(organisation, name),
        }


def _only_restaged(changed: list[str], before: dict[str, str]) -> Iterator[str]:
    for name in RESTAGED:
        if name in changed and before[name]:
            yield _("“%(what)s”已登记为“%(before)s”，请用“变更学段或性质”办理，以便留下变动的日期。") % {
                "what": LABELS[name],
                "before": before[name],
            }


def _why_not_below(organisation: Organisation, under: Organisation) -> str | None:
    names = {"name": organisation.name, "under": under.name}
    if under.path.startswith(organisation.path):
        return _("“%(name)s”不能放到自己或自己的下级“%(under)s”下面。") % names
    if organisation.parent_id == under.pk:
        return _("“%(name)s”本来就在“%(under)s”下面。") % names
    return why_not_in_place(organisation.kind, under)


def _named_alike(organisation: Organisation, under: Organisation) -> Iterator[str]:
    if under.children.filter(name=organisation.name, closed_on__isnull=True).exclude(pk=organisation.pk).exists():
        yield _("“%(under)s”下面已有一个“%(name)s”。请先给其中一个更名。") % {"under": under, "name": organisation.name}
