"""A section's page: what waits for it, which of the tasks it leads are late, and which school stands out."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from luoshi.office.organisations.models import SCHOOLS
from luoshi.office.plans.models import Assignment, AssignmentQuerySet, Responsibility, Task
from luoshi.office.plans.overview.assignments import TURNS
from luoshi.office.plans.overview.scope import Scope
from luoshi.office.plans.overview.tallies import Tally, still, tallies
from luoshi.office.plans.overview.work import Queue, named, queue_of, standing_out

Part = Responsibility.Part
SHOWN = 8  # late tasks


@dataclass(frozen=True)
class Section:
    """What a section answers for."""

    scope: Scope

    @property
    def body(self) -> int:
        return self.scope.actor.organisation.pk

    @cached_property
    def waiting(self) -> list[Queue]:
        """To do, to verify, to decide."""
        return [queue_of(turn, str(TURNS[turn][0]), self.scope.actor) for turn in ("do", "verify", "decide")]

    @property
    def led(self) -> AssignmentQuerySet:
        """Everybody's part in the tasks that it leads."""
        leads = Responsibility.objects.filter(part=Part.LEAD, organisation=self.body)
        return self.scope.assignments_of(self.scope.tasks.filter(pk__in=leads.values("task")))

    @cached_property
    def tallies(self) -> dict[int, Tally]:
        return tallies(still(self.led))

    @property
    def late_count(self) -> int:
        return sum(bool(one.late) for one in self.tallies.values())

    @cached_property
    def late(self) -> list[dict[str, Any]]:
        """The tasks that are late longest."""
        day = self.scope.day
        worst = sorted(
            ((pk, one) for pk, one in self.tallies.items() if one.late), key=lambda pair: -pair[1].days_late(day)
        )[:SHOWN]
        tasks = Task.objects.in_bulk([pk for pk, _one in worst])
        return [{"task": tasks[pk], "late": one.late, "days": one.days_late(day)} for pk, one in worst]

    @cached_property
    def schools(self) -> list[dict[str, Any]]:
        """Those with most that is late or was sent back."""
        found = tallies(still(self.led.filter(organisation__kind__in=SCHOOLS)), by="organisation")
        late = {pk: one.late for pk, one in found.items()}
        back = self.led.filter(organisation__kind__in=SCHOOLS, state=Assignment.State.RETURNED).order_by()
        returned = dict(back.values_list("organisation").annotate(Count("pk")))
        return named(standing_out(late, returned), SCHOOLS)

    @property
    def title(self) -> str:
        counts = {"wait": sum(one.count for one in self.waiting), "late": self.late_count}
        if not counts["wait"] and not counts["late"]:
            return _("没有等您办的，牵头的任务没有滞后")
        if not counts["late"]:
            return _("%(wait)s 件等您办，牵头的任务没有滞后") % counts
        return _("%(wait)s 件等您办，牵头的任务 %(late)s 项滞后") % counts
