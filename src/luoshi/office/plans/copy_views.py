"""The page on which tasks of an earlier year are taken over."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luoshi.office.organisations.access import Request, open_to
from luoshi.office.plans import copying
from luoshi.office.plans.goals import GoalBranch, flat, tree
from luoshi.office.plans.models import Plan
from luoshi.office.plans.moves import KEEPERS, why_not
from luoshi.office.plans.plan_queries import due_of
from luoshi.office.plans.plan_steps import seen
from luoshi.office.refused import Refused


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: Request, pk: int) -> HttpResponse:
    """Choose an earlier plan, then what of it; what comes again each year is ticked already."""
    plan = seen(request, pk)
    found = list(copying.sources(plan, by=request.actor))
    given = request.POST.get("from") or request.GET.get("from", "")
    source = next((one for one in found if str(one.pk) == given), found[0] if found else None)
    if request.method == "POST" and source:
        try:
            return _take(request, plan, source)
        except Refused as refusal:
            messages.error(request, str(refusal))
    shown = {
        "plan": plan,
        "sources": found,
        "source": source,
        "branches": _branches(plan, source) if source else [],
        "shift": plan.year - source.year if source else 0,
        "why_not": why_not(plan, "edit", by=request.actor),
    }
    return render(request, "plans/plan_copy.html", shown)


@dataclass(frozen=True)
class _Line:
    """A task that may be taken over, with its tick."""

    pk: int
    goal_id: int | None
    words: str
    until: str
    grade: str
    is_usual: bool
    is_taken: bool


def _branches(plan: Plan, source: Plan) -> list[GoalBranch]:
    taken = set(copying.already(plan).values_list("pk", flat=True))
    rows = [
        _Line(
            task.pk,
            task.goal_id,
            task.words,
            due_of(task),
            task.get_grade_display(),
            copying.usual(task),
            task.pk in taken,
        )
        for task in source.tasks.filter(cancelled_on__isnull=True).defer("basis")
    ]
    top = tree(source, rows)
    return [*flat(top), top]


def _take(request: Request, plan: Plan, source: Plan) -> HttpResponse:
    chosen, goals = ([int(one) for one in request.POST.getlist(name) if one.isdecimal()] for name in ("task", "goal"))
    made = copying.copy(plan, source, chosen=chosen, goals=goals, by=request.actor)
    messages.success(
        request, _("带过来 %(count)s 项任务，时限已移到 %(year)s 年。") % {"count": len(made), "year": plan.year}
    )
    if left := copying.years_left_over(made, source.year):
        numbers = "、".join(str(task.number) for task in left)
        said = _("第 %(numbers)s 项的文字里还有“%(year)s年”，请核对。") % {"numbers": numbers, "year": source.year}
        messages.warning(request, said)
    return redirect("plan", pk=plan.pk)
