"""The pages of the lists: one task's assignments, and what waits, with the same act for many at once."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from luoshi.office.desk.models import Ask
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.plans.assignment import acts, adjusting
from luoshi.office.plans.assignment.forms import ManyForm
from luoshi.office.plans.assignment.lists import (
    FORM,
    SCHOOL_STAFF,
    TO_DECIDE,
    TO_DO,
    TO_SIGN,
    TO_VERIFY,
    Waiting,
    may_tick,
    of_task,
    waiting_list,
)
from luoshi.office.plans.assignment.moves import MOVES
from luoshi.office.plans.models import READERS, Assignment, Task
from luoshi.office.refused import Refused, add_reasons

METHODS = ["GET", "HEAD", "POST"]


@open_to(READERS)
@require_GET
def of_one_task(request: Request, pk: int) -> HttpResponse:
    """Who does what of a task, as far as the actor may see it."""
    task = get_object_or_404(Task.objects.visible_to(request.actor).select_related("plan"), pk=pk)
    found = of_task(task, by=request.actor)
    if request.GET.get("export") == "xlsx":
        return found.exported(request, name=_("第%(number)s项承办") % {"number": task.number})
    shown = found.shown(request)
    return render(
        request, "plans/task_assignments.html", {"task": task, "list": shown, "count": shown.page.paginator.count}
    )


@open_to(TO_DO.roles, act=TO_DO.roles)
@require_http_methods(METHODS)
def to_do(request: Request) -> HttpResponseBase:
    return _waiting(request, TO_DO)


@open_to(TO_SIGN.roles, act=TO_SIGN.roles)
@require_http_methods(METHODS)
def to_sign(request: Request) -> HttpResponseBase:
    return _waiting(request, TO_SIGN)


@open_to(TO_VERIFY.roles, act=TO_VERIFY.roles)
@require_http_methods(METHODS)
def to_verify(request: Request) -> HttpResponseBase:
    return _waiting(request, TO_VERIFY)


@open_to(TO_DECIDE.roles, act=TO_DECIDE.roles)
@require_http_methods(METHODS)
def to_decide(request: Request) -> HttpResponseBase:
    return _waiting(request, TO_DECIDE)


def _waiting(request: Request, waiting: Waiting) -> HttpResponseBase:
    """The rows with their boxes; what is refused says so of each row, and nothing of it was done."""
    by, form = request.actor, ManyForm(waiting, by=request.actor)
    if request.GET.get("export") == "xlsx":
        return waiting_list(waiting, by=by, ticks=False).exported(request, name=str(waiting.one))
    chosen = [int(one) for one in request.POST.getlist("one") if one.isdecimal()]
    if request.method == "POST":
        form = ManyForm(waiting, request.POST, by=by)
        if form.is_valid():
            try:
                count = _act(request, waiting, form, chosen)
            except Refused as refusal:
                add_reasons(form, refusal)
            else:
                said = {"move": MOVES[form.move].label, "count": count}
                messages.success(request, _("%(move)s：%(count)s 件。") % said)
                return redirect(request.get_full_path())
    total = waiting.rows(by).count()
    rows = waiting_list(waiting, by=by, chosen=chosen).shown(request)
    shown: dict[str, Any] = {
        "waiting": waiting,
        "list": rows,
        "tickable": any(may_tick(waiting, one) for one in cast("list[Assignment]", rows.page.object_list)),
        "total": total,
        "form": form,
        "bulk": FORM,
        "moves": [(name, MOVES[name].label) for name in waiting.moves],
        "is_to_do": waiting is TO_DO,
        "asked": Ask.objects.visible_to(by).open().count() if waiting is TO_DO and by.role in SCHOOL_STAFF else 0,
    }
    return render(request, "plans/waiting.html", shown, status=422 if form.is_bound else 200)


def _act(request: Request, waiting: Waiting, form: ManyForm, chosen: list[int]) -> int:
    """Rows that wait here no more are named by the refusal."""
    by, said = request.actor, form.said()
    rows = list(Assignment.objects.visible_to(by).filter(pk__in=chosen))
    if waiting is TO_DECIDE:
        return adjusting.decide_all(rows, grant=form.move == "grant_change", by=by, said=said)
    return acts.act_on_all(rows, form.move, by=by, said=said)
