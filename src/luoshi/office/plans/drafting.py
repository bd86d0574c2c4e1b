"""A plan begins, is named anew, is thrown away; what leads further stands in modules of its own."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from luoshi.office.desk import files
from luoshi.office.desk.models import File
from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.models import Candidate, Plan
from luoshi.office.plans.moves import KEEPERS, why_not
from luoshi.office.refused import Refused, refuse_if
from luoshi.reader.write.wording import one_line

EARLIEST, LATEST = 2000, 2100


def why_not_begin(by: Actor) -> str | None:
    """Why the actor may not begin a plan for the authority they work in; None if they may."""
    if by.authority is None:
        return _("“%(name)s”不属于哪个教育局，计划没有地方放。") % {"name": by.organisation}
    return None if by.role in KEEPERS else _("计划由本局办公室编制。")


@transaction.atomic
def begin(title: str, year: int, *, by: Actor) -> Plan:
    """A new draft of the actor's own authority. Raises Refused."""
    title = one_line(title)[:120]
    authority = by.authority
    refuse_if([why_not_begin(by), *_faults(title, year)])
    assert authority
    if Plan.objects.filter(authority=authority, year=year, title=title).exists():
        raise Refused(_("%(year)s年已经有一份“%(title)s”。请打开它接着编，或换一个名称。") % _names(title, year))
    plan = Plan.objects.create(authority=authority, year=year, title=title, made_by=by.membership)
    record.write("plan.begin", by=by.who, about=plan, where=authority.path, detail=_names(title, year))
    return plan


@transaction.atomic
def rename(plan: Plan, *, title: str, year: int, version: int, by: Actor) -> Plan:
    """Another title, another year. Raises Refused."""
    plan, title = locked(plan, "edit", by=by), one_line(title)[:120]
    taken = Plan.objects.filter(authority=plan.authority, year=year, title=title).exclude(pk=plan.pk).exists()
    refuse_if([*_faults(title, year), _("%(year)s年已经有一份“%(title)s”。") % _names(title, year) if taken else None])
    if version != plan.version:
        raise Refused(_("别人刚改过这份计划，它现在是%(year)s年“%(title)s”。") % _names(plan.title, plan.year))
    before = _names(plan.title, plan.year)
    plan.title, plan.year, plan.version = title, year, plan.version + 1
    plan.save(update_fields=["title", "year", "version"])
    detail = {"before": before, "after": _names(title, year)}
    record.write("plan.rename", by=by.who, about=plan, where=plan.authority.path, detail=detail)
    return plan


@transaction.atomic
def discard(plan: Plan, *, by: Actor) -> None:
    """Take a draft away with its goals, tasks and files; its reports stay, and what was decided of them is open again."""
    plan = locked(plan, "discard", by=by)
    detail = {**_names(plan.title, plan.year), "tasks": plan.tasks.count()}
    record.write("plan.discard", by=by.who, about=plan, where=plan.authority.path, detail=detail)
    of_plan = Q(tasks__plan=plan) | Q(goals__plan=plan) | Q(targets__plan=plan)
    Candidate.objects.filter(pk__in=Candidate.objects.filter(of_plan).values("pk")).reopen()
    with_plan = Q(ledger_loads__plan=plan) | Q(consultations__plan=plan) | Q(plans=plan)
    kept = list(File.objects.filter(with_plan).select_related("organisation").distinct())
    plan.delete()
    for file in kept:
        files.discard(file, by=by)


def locked(plan: Plan, move: str, *, by: Actor) -> Plan:
    """The plan as it stands now, held until the transaction ends, if the move is open to the actor. Raises Refused."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("authority").get(pk=plan.pk)
    refuse_if([why_not(plan, move, by=by)])
    return plan


def _faults(title: str, year: int) -> list[str | None]:
    return [
        None if title else _("没有写计划的名称。"),
        None
        if EARLIEST <= year <= LATEST
        else _("年份要在 %(first)s 到 %(last)s 之间。") % {"first": EARLIEST, "last": LATEST},
    ]


def _names(title: str, year: int) -> dict[str, str | int]:
    return {"title": title, "year": year}
