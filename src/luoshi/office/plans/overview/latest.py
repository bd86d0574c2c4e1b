"""The newest figure that came in for each target, and whether it reaches it."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from luoshi.office.plans.models import Evidence, Target, TargetValue


@dataclass
class Latest:
    """The newest figure that came in for a target. Whether it is reached is known only in the target's unit."""

    target: Target
    value: Decimal | None = None
    unit: str = ""

    @property
    def is_met(self) -> bool | None:
        """None: unknown, which is not no."""
        wanted = self.target
        value = None if self.value is None else wanted.in_own_unit(self.value, self.unit)
        if value is None or wanted.value is None or wanted.change:
            return None
        if wanted.high is not None:
            return wanted.value <= value <= wanted.high
        checks = {
            ">=": value >= wanted.value, ">": value > wanted.value, "<=": value <= wanted.value,
            "<": value < wanted.value, "=": value >= wanted.value if wanted.start is None else None,
        }  # fmt: skip
        return checks.get(wanted.comparator)


def latest_of(targets: QuerySet[Target]) -> dict[int, list[Latest]]:
    """By task, 0 for none: two questions. What a task's target came to is told by reports; of the others, by sources."""
    found = {one.pk: Latest(one) for one in targets}
    columns = ("target", "value", "unit", "as_of", "pk")
    told = Evidence.objects.filter(target__in=found, kind=Evidence.Kind.FIGURE).order_by().values_list(*columns)
    stated = TargetValue.objects.filter(target__in=found).order_by().values_list(*columns)
    for target, value, unit, *_order in told.union(stated, all=True).order_by("as_of", "pk"):
        found[target].value, found[target].unit = value, unit
    by_task: dict[int, list[Latest]] = {}
    for one in found.values():
        by_task.setdefault(one.target.task_id or 0, []).append(one)
    return by_task


def figure_words(one: Latest) -> str:
    """98.5%（已达到）; — where nothing came in."""
    if one.value is None:
        return _("未报")
    value = f"{one.value.normalize():f}{one.unit}"
    said = {True: _("已达到"), False: _("未达到"), None: _("不能比较")}[one.is_met]
    return _("%(value)s（%(said)s）") % {"value": value, "said": said}
