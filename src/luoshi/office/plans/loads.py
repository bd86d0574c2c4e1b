"""A 责任分解表 comes in for a plan: taken in and read, looked at, stored as a whole, or taken away."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.desk import files
from luoshi.office.desk.models import Purpose
from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import ledger_load, own_sheet
from luoshi.office.plans.drafting import locked
from luoshi.office.plans.ledger_apply import apply
from luoshi.office.plans.ledger_check import LedgerCheck, check
from luoshi.office.plans.ledger_load import LedgerFile
from luoshi.office.plans.models import LedgerLoad, Plan
from luoshi.office.plans.moves import KEEPERS, why_not
from luoshi.office.refused import Refused, refuse_if


def receive(plan: Plan, content: bytes, *, name: str, by: Actor) -> LedgerLoad:
    """Take a workbook in and read it, ours or somebody's own. Nothing of the plan changes. Raises Refused."""
    refuse_if([why_not(plan, "edit", by=by)])
    examined = files.examine(content, name=name, by=by, organisation=plan.authority, kinds=("xlsx",))
    file = read(plan, content, name=examined.name)
    with transaction.atomic():
        kept = files.keep(examined, by=by, purpose=Purpose.IMPORT, organisation=plan.authority)
        load = LedgerLoad.objects.create(plan=plan, membership=by.membership, file=kept, read=file.as_json())
        detail = {"plan": plan.title, "count": len(file.rows)}
        record.write("ledger.receive", by=by.who, about=load, where=plan.authority.path, detail=detail)
    return load


def read(plan: Plan, content: bytes, *, name: str) -> LedgerFile:
    """One that went out from here is known by its hidden marks; any other is read by its heads. Raises Refused."""
    found = ledger_load.parse(content, name=name)
    return found if found.is_ours else own_sheet.read(content, year=plan.year, name=name)


def look(load: LedgerLoad) -> LedgerCheck:
    """What it would change in the plan as that is now."""
    return check(load.plan, LedgerFile.of_json(load.read))


@transaction.atomic
def confirm(
    load: LedgerLoad, *, digest: str, by: Actor, taken: Collection[str] = (), removing: bool = False
) -> LedgerLoad:
    """Store it, all or nothing; see ledger_apply. Raises Refused."""
    locked(load.plan, "edit", by=by)
    load = _held(load)
    if load.done_at:
        raise Refused(_("“%(name)s”已经收进计划，不用再办。") % {"name": load})
    file = LedgerFile.of_json(load.read)
    load.summary = apply(load.plan, file, digest=digest, taken=taken, removing=removing, by=by)
    load.done_at = timezone.now()
    load.save(update_fields=["summary", "done_at"])
    record.write("ledger.apply", by=by.who, about=load, where=load.plan.authority.path, detail=load.summary)
    return load


@transaction.atomic
def discard(load: LedgerLoad, *, by: Actor) -> None:
    """Take the workbook and what was read of it away; what was stored from it stays. Raises Refused."""
    refuse_if([why_not_discard(load, by=by)])
    load = _held(load)
    where = load.plan.authority.path
    record.write("ledger.discard", by=by.who, about=load, where=where, detail={"plan": load.plan.title})
    file = load.file
    load.delete()
    files.discard(file, by=by)


def why_not_discard(load: LedgerLoad, *, by: Actor) -> str | None:
    """Why the actor may not take it away; None if they may, also once the plan is issued."""
    if by.role in KEEPERS and by.area.holds(load.plan.authority.path):
        return None
    return _("%(authority)s收到的表由本局办公室删去。") % {"authority": load.plan.authority}


def _held(load: LedgerLoad) -> LedgerLoad:
    found = LedgerLoad.objects.select_for_update(of=("self",)).select_related("plan__authority", "file__organisation")
    return found.get(pk=load.pk)
