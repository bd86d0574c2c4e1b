"""The pages of plans: which there are, one by its goals, one as a table, its name, its end."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.attachment import workbook_of
from luoshi.office.listing import Column, Listing
from luoshi.office.organisations.access import BUREAU_STAFF, Request, open_to
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import drafting
from luoshi.office.plans.goals import tree
from luoshi.office.plans.ledger_sheet import workbook
from luoshi.office.plans.models import DRAFTERS, READERS, Plan, Task
from luoshi.office.plans.moves import KEEPERS, open_to_actor, why_not
from luoshi.office.plans.plan_forms import PlanForm, PlanNameForm
from luoshi.office.plans.plan_queries import counted, lines_of, listing
from luoshi.office.plans.plan_steps import first_page, seen, steps
from luoshi.office.refused import Refused, add_reasons


def tasks_page(plan: Plan, *, by: Actor) -> str:
    """The list of its tasks: in the bureau the table, elsewhere what one has to do."""
    return reverse("plan-table" if by.role in DRAFTERS else "plan-assignments", args=[plan.pk])


def columns(by: Actor) -> tuple[Column, ...]:
    """A plan leads to the page on which the actor opens it, its tasks to the list of them."""
    return (
        Column("title", _("计划"), lambda plan: plan.title, "title", link=lambda plan: first_page(plan, by=by)),
        Column("year", _("年份"), lambda plan: plan.year, "year", css="number"),
        Column("state", _("状态"), lambda plan: plan.get_state_display(), "state", css="tight"),
        Column(
            "tasks",
            _("任务"),
            lambda plan: plan.number_of_tasks,
            "number_of_tasks",
            lambda plan: tasks_page(plan, by=by),
            "number",
        ),
        Column("issued", _("印发"), lambda plan: plan.issued_on or "", "issued_on", css="number"),
        Column("document", _("文号"), lambda plan: plan.number),
    )


@open_to(READERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plans(request: Request) -> HttpResponse:
    """All plans that the actor may see, with how many tasks concern them; for the office the form that begins another."""
    form = PlanForm(request.POST or None, initial={"year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid():
        try:
            made = drafting.begin(form.cleaned_data["title"], form.cleaned_data["year"], by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            return redirect("plan", pk=made.pk)
    own = Count("tasks", filter=Q(tasks__in=Task.objects.visible_to(request.actor)))
    rows = Plan.objects.visible_to(request.actor).annotate(number_of_tasks=own)
    found = Listing(rows, columns(request.actor), search=("title", "number"), order="-year", title=_("计划"))
    if request.GET.get("export") == "xlsx":
        return found.exported(request, name=_("计划"))
    newest = rows.order_by("-year", "-pk").first()
    shown = {
        "list": found.shown(request),
        "form": form,
        "newest": newest,
        "newest_at": tasks_page(newest, by=request.actor) if newest else "",
        "why_not": drafting.why_not_begin(request.actor),
    }
    return render(request, "plans/plans.html", shown, status=422 if form.errors else 200)


def _page(request: Request, found: Plan, view: str) -> dict[str, Any]:
    """What the head of both views of a plan shows."""
    return {
        "plan": found,
        "count": (count := counted(found)),
        "heading": count.title_of(found),
        "why_not_edit": why_not(found, "edit", by=request.actor) or "",
        "moves": open_to_actor(found, by=request.actor),
        "steps": steps(found, "plan", by=request.actor),
        "view": view,
    }


@open_to(BUREAU_STAFF)
@require_GET
def plan(request: Request, pk: int) -> HttpResponse:
    """By goals."""
    found = seen(request, pk)
    top = tree(found, lines_of(found))
    return render(
        request, "plans/plan.html", {**_page(request, found, "tree"), "top": top, "reports": found.reports.all()}
    )


@open_to(BUREAU_STAFF)
@require_GET
def table(request: Request, pk: int) -> HttpResponse:
    """As a table: searched, filtered, sorted, exported as seen."""
    found = seen(request, pk)
    rows = listing(found)
    if request.GET.get("export") == "xlsx":
        return rows.exported(request, name=found.title)
    return render(request, "plans/plan_table.html", {**_page(request, found, "table"), "list": rows.shown(request)})


@open_to(BUREAU_STAFF)
@require_GET
def ledger(request: Request, pk: int) -> HttpResponse:
    """责任分解表 that may come back changed."""
    found = seen(request, pk)
    name = _("%(plan)s责任分解表%(day)s") % {"plan": found.title, "day": f"{timezone.localdate():%Y%m%d}"}
    return workbook_of(workbook(found, found.tasks.all(), comments=True), name)


@open_to(BUREAU_STAFF, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: Request, pk: int) -> HttpResponse:
    """Another name, another year; and the way to take a draft away."""
    found = seen(request, pk)
    initial = {"title": found.title, "year": found.year, "version": found.version}
    form = PlanNameForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.rename(found, **form.cleaned_data, by=request.actor)
        except Refused as refusal:
            form.renew(Plan.objects.get(pk=pk).version)
            add_reasons(form, refusal)
        else:
            return redirect("plan", pk=pk)
    shown = {
        "plan": found,
        "form": form,
        "moves": open_to_actor(found, by=request.actor),
        "steps": steps(found, "plan", by=request.actor),
        "count": counted(found),
    }
    return render(request, "plans/plan_settings.html", shown, status=422 if form.errors else 200)


@open_to((), act=KEEPERS)
@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    found = seen(request, pk)
    try:
        drafting.discard(found, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("plan-settings", pk=pk)
    messages.success(request, _("“%(plan)s”已删除，报告和识别结果还在。") % {"plan": found.title})
    return redirect("plans")
