"""指标数据: what the year's own targets came to. Those of a task are told by who carries it out, with their reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Role
from luoshi.office.plans.models import Plan, Target, TargetValue, kept
from luoshi.office.refused import refuse_if
from luoshi.reader.write.wording import one_line

LONGEST_BASIS = 200


@dataclass(frozen=True)
class Measured:
    """What somebody has read in a source: a value in a unit, for which day, and where it stands."""

    value: Decimal
    unit: str
    as_of: date
    basis: str


def why_not_measure(target: Target, *, by: Actor) -> str | None:
    """Why the actor may not say what the target came to; None if they may. The target has its plan and task."""
    plan = target.plan
    if by.role != Role.OFFICE:
        return _("指标数据由局办公室登记。")
    if by.authority != plan.authority:
        return _("《%(plan)s》是%(authority)s的，由它的局办公室登记。") % {"plan": plan, "authority": plan.authority}
    if target.task:
        said = _("这个指标已经分给第 %(number)s 项任务，由承办单位报告时填数据。")
        return said % {"number": target.task.number}
    if plan.state != Plan.State.ISSUED:
        return _("《%(plan)s》还没有印发，印发以后再登记数据。") % {"plan": plan}
    return None


@transaction.atomic
def measure(target: Target, said: Measured, *, by: Actor) -> TargetValue:
    """Keep what the target came to. Raises Refused."""
    target = Target.objects.select_for_update(of=("self",)).select_related("plan__authority", "task").get(pk=target.pk)
    refuse_if([why_not_measure(target, by=by), *_faults(target, said)])
    made = TargetValue.objects.create(
        target=target,
        value=said.value,
        unit=said.unit.strip(),
        as_of=said.as_of,
        basis=one_line(said.basis),
        by=by.membership,
    )
    detail = {"after": str(made), "on": made.as_of, "source": made.basis}
    record.write("target.measure", by=by.who, about=target, where=target.plan.authority.path, detail=detail)
    return made


def _faults(target: Target, said: Measured) -> Iterable[str | None]:
    ahead, basis = said.as_of > timezone.localdate(), one_line(said.basis)
    yield _("数据的日期 %(day)s 还没有到。") % {"day": said.as_of} if ahead else None
    yield None if basis else _("请写数据从哪里来，如：2026年教育事业统计。")
    counts = {"count": len(basis), "most": LONGEST_BASIS}
    yield _("来源有 %(count)s 字，最多 %(most)s 字。") % counts if len(basis) > LONGEST_BASIS else None
    if kept(said.value) is None:
        yield _("“%(value)s”太大，存不下。请换一个大些的单位。") % {"value": said.value}
    elif target.in_own_unit(said.value, said.unit) is None:
        own = target.written_unit or _("不写单位")
        yield _("指标的单位是“%(own)s”，“%(given)s”和它不能比较。") % {"own": own, "given": said.unit.strip()}
    same = target.values.filter(value=said.value, unit=said.unit.strip(), as_of=said.as_of, basis=basis)
    yield _("这条数据已经登记过了。") if same.exists() else None
