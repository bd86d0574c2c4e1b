"""The pages of a plan's goals."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.office.organisations.access import Request, open_to
from luoshi.office.plans import goals, tasks
from luoshi.office.plans.models import Goal, Plan
from luoshi.office.plans.moves import KEEPERS, why_not
from luoshi.office.plans.plan_forms import GoalPlaceForm
from luoshi.office.plans.plan_steps import seen
from luoshi.office.refused import Refused, add_reasons


def _seen(request: Request, pk: int) -> Goal:
    visible = Goal.objects.filter(plan__in=Plan.objects.visible_to(request.actor))
    return get_object_or_404(visible.select_related("plan__authority", "parent"), pk=pk)


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, pk: int) -> HttpResponse:
    plan = seen(request, pk)
    form = GoalPlaceForm(request.POST or None, plan=plan, initial={"parent": request.GET.get("parent", "")})
    if request.method == "POST" and form.is_valid():
        try:
            tasks.add_goal(plan, form.cleaned_data["words"], parent=form.above(plan), by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            return redirect("plan", pk=pk)
    shown = {"plan": plan, "form": form, "why_not": why_not(plan, "edit", by=request.actor)}
    return render(request, "plans/goal_form.html", shown, status=422 if form.errors else 200)


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Other words, another goal above it."""
    goal = _seen(request, pk)
    plan = goal.plan
    initial = {"words": goal.words, "parent": str(goal.parent_id or ""), "version": goal.version}
    form = GoalPlaceForm(request.POST or None, plan=plan, goal=goal, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(goal, form, request)
        except Refused as refusal:
            form.renew(Goal.objects.values_list("version", flat=True).get(pk=pk))
            add_reasons(form, refusal)
        else:
            return redirect("plan", pk=plan.pk)
    rows = list(plan.goals.filter(parent=goal.parent))
    shown = {
        "plan": plan,
        "goal": goal,
        "form": form,
        "why_not": why_not(plan, "edit", by=request.actor),
        "can_rise": goals.beside(rows, goal, up=True)[0],
        "can_sink": goals.beside(rows, goal, up=False)[0],
        "holds": goal.tasks.count(),
    }
    return render(request, "plans/goal_form.html", shown, status=422 if form.errors else 200)


def _keep(goal: Goal, form: GoalPlaceForm, request: Request) -> None:
    above = form.above(goal.plan)
    given = form.cleaned_data
    if given["words"] != goal.words:
        tasks.edit_goal(goal, given["words"], version=given["version"] or 0, by=request.actor)
    if above != goal.parent:
        goals.arrange(goal, parent=above, by=request.actor)


@open_to((), act=KEEPERS)
@require_POST
def arrange(request: Request, pk: int) -> HttpResponse:
    """Up or down among those beside it."""
    goal = _seen(request, pk)
    rows = list(goal.plan.goals.filter(parent=goal.parent))
    can, before = goals.beside(rows, goal, up=request.POST.get("where") == "up")
    try:
        if can:
            goals.arrange(goal, parent=goal.parent, before=before, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("goal-edit", pk=pk)


@open_to((), act=KEEPERS)
@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    goal = _seen(request, pk)
    try:
        tasks.remove_goal(goal, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("goal-edit", pk=pk)
    messages.success(request, _("目标“%(goal)s”已删除，它下面的任务移到了上一级。") % {"goal": goal})
    return redirect("plan", pk=goal.plan_id)
