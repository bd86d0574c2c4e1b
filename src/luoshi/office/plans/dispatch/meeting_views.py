"""The meeting of a round: which it was, what it resolved, and what became of that."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from luoshi.office.organisations.access import Request, open_to
from luoshi.office.plans.dispatch import resolving, rounds
from luoshi.office.plans.dispatch.forms import MeetingForm, ResolutionForm, ResolvedTaskForm, What
from luoshi.office.plans.dispatch.moves import HELD, KEEPERS, WATCHERS, why_not
from luoshi.office.plans.dispatch.views import seen
from luoshi.office.plans.models import Dispatch, Task
from luoshi.office.refused import Refused, add_reasons

GONE = gettext_lazy("这项任务已经取消，不能再调整。请另选一项，或登记为新任务。")


@open_to(WATCHERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: Request, pk: int) -> HttpResponseBase:
    """Say which meeting it was; then one by one what it resolved."""
    found = seen(request, pk)
    form = MeetingForm(request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            rounds.hold(found, meeting=given["meeting"], on=given["on"], version=given["version"], by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
            found = seen(request, pk)
            form.renew(found.version)
        else:
            messages.success(request, _("已登记会议。下面登记议定事项。"))
            return redirect("dispatch-meeting", pk=pk)
    return _page(request, found, meeting=form)


def _initial(found: Dispatch) -> dict[str, Any]:
    return {"meeting": found.meeting, "on": found.met_on or timezone.localdate(), "version": found.version}


def _page(
    request: Request, found: Dispatch, *, meeting: MeetingForm | None = None, form: ResolutionForm | None = None
) -> HttpResponse:
    keeps = request.actor.role in KEEPERS
    rows = found.resolutions.select_related("task", "adjustment__assignment__organisation", "made_by__person")
    why_not_remove = why_not(found, "remove_resolution", by=request.actor)
    why_not_resolve = why_not(found, "resolve", by=request.actor)
    shown = {
        "dispatch": found,
        "held": found.state == HELD,
        "meeting_form": meeting or MeetingForm(initial=_initial(found)),
        "form": form or (ResolutionForm(dispatch=found) if why_not_resolve is None else None),
        "resolutions": [(one, why_not_remove is None and resolving.became(one) is None) for one in rows],
        "why_not_hold": why_not(found, "hold", by=request.actor),
        "why_not_resolve": why_not_resolve,
        "keeps": keeps,
    }
    wrong = bool((meeting and meeting.errors) or (form and form.errors))
    return render(request, "plans/dispatch_meeting.html", shown, status=422 if wrong else 200)


@open_to((), act=KEEPERS)
@require_POST
def resolve(request: Request, pk: int) -> HttpResponse:
    """Keep what was resolved, or move a day; a new task and a change of one are written on the next page."""
    found = seen(request, pk)
    form = ResolutionForm(request.POST, dispatch=found)
    if not form.is_valid():
        return _page(request, found, form=form)
    given, line = form.cleaned_data, form.chosen
    if given["what"] in (What.TASK, What.CHANGE):
        # Shown here and not behind an address that would carry the words: addresses are short, and kept in many places.
        number = str(line.assignment.task_id) if line and given["what"] == What.CHANGE else ""
        task = _task(request, found, number)
        if number and task is None:
            form.add_error("line", GONE)
            return _page(request, found, form=form)
        return _task_page(
            request, found, ResolvedTaskForm(plan=found.plan, task=task, said=given["words"]), given["words"]
        )
    try:
        if given["what"] == What.EXTEND and line:
            resolving.extend(found, given["words"], line.assignment, given["new_due"], by=request.actor)
        else:
            resolving.note(found, given["words"], task=line.assignment.task if line else None, by=request.actor)
    except Refused as refusal:
        add_reasons(form, refusal)
        return _page(request, found, form=form)
    messages.success(request, _("已登记。"))
    return redirect("dispatch-meeting", pk=pk)


@open_to((), act=KEEPERS)
@require_POST
def remove(request: Request, pk: int, resolution: int) -> HttpResponse:
    """Take one away that was entered by mistake."""
    found = seen(request, pk)
    one = found.resolutions.filter(pk=resolution).first()
    try:
        if one is None:
            raise Refused(_("这一条已经删去了。"))
        resolving.remove(one, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已删去一条议定事项，日志里留着它的内容。"))
    return redirect("dispatch-meeting", pk=pk)


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def resolve_task(request: Request, pk: int) -> HttpResponseBase:
    """The task that the meeting gave out, or one as the meeting wants it from now on."""
    found = seen(request, pk)
    brought = request.POST if request.method == "POST" else request.GET
    said, number = brought.get("said", "")[: resolving.LONGEST], brought.get("task", "")
    task = _task(request, found, number)
    if number and task is None:  # it was cancelled meanwhile: nobody meant a new one
        messages.error(request, GONE)
        return _page(request, found, form=ResolutionForm(dispatch=found, initial={"words": said}))
    form = ResolvedTaskForm(request.POST or None, plan=found.plan, task=task, said=said)
    if request.method == "POST" and form.is_valid():
        try:
            _resolve(request, found, form, task)
        except Refused as refusal:
            add_reasons(form, refusal)
            if task:
                form.renew(Task.objects.get(pk=task.pk).version)
        else:
            messages.success(request, _("已登记，任务已经下达给承办单位。"))
            return redirect("dispatch-meeting", pk=pk)
    return _task_page(request, found, form, said)


def _task(request: Request, found: Dispatch, number: str) -> Task | None:
    rows = Task.objects.visible_to(request.actor).filter(plan=found.plan, cancelled_on__isnull=True)
    return rows.select_related("plan__authority", "goal").filter(pk=number).first() if number.isdecimal() else None


def _task_page(request: Request, found: Dispatch, form: ResolvedTaskForm, said: str) -> HttpResponse:
    why = why_not(found, "resolve", by=request.actor)
    shown = {"dispatch": found, "form": form, "task": form.task, "said": said, "why": why}
    return render(request, "plans/dispatch_resolve.html", shown, status=422 if form.errors else 200)


def _resolve(request: Request, found: Dispatch, form: ResolvedTaskForm, task: Task | None) -> None:
    said, wanted = form.cleaned_data["said"], form.wanted()
    if task is None:
        resolving.new_task(found, said, wanted, by=request.actor)
        return
    version = form.cleaned_data["version"] or 0
    resolving.change_task(found, said, task, wanted, version=version, by=request.actor)
