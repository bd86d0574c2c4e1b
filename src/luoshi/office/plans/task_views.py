"""The pages of a task: by hand in a moment, in full, moved, taken out."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.journal.models import Entry
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.models import Kind
from luoshi.office.organisations.topics import names as topic_names
from luoshi.office.plans import by_hand, goals, tasks
from luoshi.office.plans.assignment.page import task_standing
from luoshi.office.plans.assignment.parties import IN_BUREAU
from luoshi.office.plans.by_hand import Pasted
from luoshi.office.plans.ledger_cells import goal_paths
from luoshi.office.plans.models import DRAFTERS, READERS, Candidate, Goal, Plan, Responsibility, Task
from luoshi.office.plans.moves import KEEPERS, why_not
from luoshi.office.plans.names import Names
from luoshi.office.plans.plan_forms import PasteForm, WholeTaskForm, initial_of, initial_of_pasted
from luoshi.office.plans.plan_queries import due_of
from luoshi.office.plans.plan_steps import seen
from luoshi.office.plans.rhythm import words_of
from luoshi.office.plans.verbs import VERBS
from luoshi.office.plans.why import sources
from luoshi.office.refused import Refused, add_reasons


def seen_task(request: Request, pk: int) -> Task:
    """A task that the actor may see; 404 for any other."""
    found = Task.objects.visible_to(request.actor).select_related("plan__authority", "goal", "copied_from__plan")
    return get_object_or_404(found, pk=pk)


# By hand


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, pk: int) -> HttpResponse:
    """One box for a pasted text; then the whole form, filled by the reader; then the task."""
    plan = seen(request, pk)
    if "words" in request.POST:
        return _save(request, plan)
    if "blank" in request.GET:
        return _whole(
            request, plan, WholeTaskForm(plan=plan, names=_names(plan), initial={"goal": request.GET.get("goal", "")})
        )
    form = PasteForm(request.POST or None)
    form.fields["lead"].widget.attrs["list"] = "names-lead"
    names = _names(plan)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            pasted = by_hand.read(plan, given["text"], by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            initial = initial_of_pasted(pasted.words, pasted.said, lead=given["lead"], due=given["due"] or pasted.due)
            initial |= {"goal": request.GET.get("goal", ""), "basis": given["text"].strip()}
            return _whole(request, plan, WholeTaskForm(plan=plan, names=names, initial=initial), pasted)
    shown = {
        "plan": plan,
        "form": form,
        "suggestions": {"names-lead": names.suggestions("lead")},
        "why_not": why_not(plan, "edit", by=request.actor),
    }
    return render(request, "plans/task_new.html", shown, status=422 if form.errors else 200)


def _names(plan: Plan) -> Names:
    return Names(plan.authority, day=timezone.localdate())


def _whole(request: Request, plan: Plan, form: WholeTaskForm, pasted: Pasted | None = None) -> HttpResponse:
    shown = {
        "plan": plan,
        "form": form,
        "suggestions": form.suggestions(),
        "pasted": pasted,
        "ticked": request.POST.getlist("target") if "words" in request.POST else None,
        "why_not": why_not(plan, "edit", by=request.actor),
    }
    return render(request, "plans/task_form.html", shown, status=422 if form.errors else 200)


def _save(request: Request, plan: Plan) -> HttpResponse:
    """What was read is read again for its targets: they are not taken from the page."""
    form = WholeTaskForm(request.POST, plan=plan, names=_names(plan))
    text = request.POST.get("pasted", "")[: tasks.LONGEST * 2]
    pasted: Pasted | None = None
    try:
        pasted = by_hand.read(plan, text, by=request.actor) if text.strip() else None
        if form.is_valid():
            ticked = {int(one) for one in request.POST.getlist("target") if one.isdecimal()}
            targets = [one for number, one in enumerate(pasted.targets if pasted else ()) if number in ticked]
            made = by_hand.add(plan, form.wanted(plan, tasks.Wanted("")), targets=targets, by=request.actor)
            messages.success(request, _("第 %(number)s 项任务已保存。") % {"number": made.number})
            return redirect("task-new", pk=plan.pk) if "another" in request.POST else redirect("task", pk=made.pk)
    except Refused as refusal:
        add_reasons(form, refusal)
    return _whole(request, plan, form, pasted)


# In full


@open_to(READERS)
@require_GET
def task(request: Request, pk: int) -> HttpResponse:
    """What is to be done, where it comes from, how it stands, and what may be done with it."""
    found, by = seen_task(request, pk), request.actor
    shown = {
        "task": found,
        "plan": found.plan,
        "until": due_of(found),
        "often": words_of(found.rule),
        "targets": found.targets.all(),
        "sources": sources(found, by=by),
        "standing": task_standing(found, by=by) if found.plan.is_issued else None,
        "whole": by.role in DRAFTERS,
    }
    shown |= _whole_task(request, found) if by.role in DRAFTERS else {"leads": _leads(found)}
    return render(request, "plans/task.html", shown)


def _whole_task(request: Request, found: Task) -> dict[str, Any]:
    """What the bureau's own people see beside: who is named, what was decided, and how it came to be."""
    candidates = found.candidates.select_related("reading__report", "decided_by__person")
    candidates = candidates.defer("reading__found", "reading__page")
    return {
        "path": goal_paths(found.plan).get(found.goal_id or 0, ()),
        "topic": topic_names([found.topic]) if found.topic else "",
        "parts": _parts(found),
        "history": _history(found, candidates),
        "why_not_edit": why_not(found.plan, "edit", by=request.actor) or "",
        "why_not_amend": why_not(found.plan, "amend", by=request.actor) or "",
        **_places(found),
    }


def _leads(found: Task) -> str:
    """Whom a school may ask: sections and centres that lead it, no other school."""
    rows = found.responsibilities.filter(part=Responsibility.Part.LEAD).select_related("organisation")
    bodies = [one.organisation for one in rows if one.organisation]
    return "、".join(one.name for one in bodies if one.kind in (*IN_BUREAU, Kind.CENTRE))


def _parts(found: Task) -> list[tuple[str, list[Responsibility]]]:
    held: dict[str, list[Responsibility]] = {}
    for one in found.responsibilities.select_related("organisation", "membership__person", "membership__organisation"):
        held.setdefault(one.part, []).append(one)
    return [(str(Responsibility.Part(part).label), held.get(part, [])) for part in Responsibility.Part]


def _history(found: Task, candidates: Iterable[Candidate]) -> list[dict[str, Any]]:
    """Who did what when, the newest first; what stood before and after is in the journal, for those who read it. That a
    finding was accepted the journal tells of the finding, or of the report where a whole part was."""
    entries = Entry.objects.filter(about_kind=Task._meta.label_lower, about_id=str(found.pk), done=True)
    lines: list[dict[str, Any]] = [
        {"at": one.at, "name": one.name, "what": VERBS.get(one.verb, one.verb)} for one in entries[:20]
    ]
    lines += [
        {"at": one.decided_at, "name": one.decided_by.person.name, "what": VERBS["candidate.accept"]}
        for one in candidates
        if one.decided_by
    ]
    return sorted(lines, key=lambda line: line["at"], reverse=True)


def _places(found: Task) -> dict[str, Any]:
    """Whether it can go up or down under its goal, and the goals that it may be put under."""
    rows = list(found.plan.tasks.filter(goal=found.goal))
    return {
        "can_rise": goals.beside(rows, found, up=True)[0],
        "can_sink": goals.beside(rows, found, up=False)[0],
        "goals": goals.choices(found.plan),
    }


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Every field of a task of a draft."""
    found = seen_task(request, pk)
    plan, now = found.plan, tasks.wanted_of(found)
    form = WholeTaskForm(
        request.POST or None, plan=plan, names=_names(plan), initial={**initial_of(now), "version": found.version}
    )
    if request.method == "POST" and form.is_valid():
        try:
            wanted = form.wanted(plan, now)
            tasks.edit(found, wanted, version=form.cleaned_data["version"] or 0, by=request.actor)
        except Refused as refusal:
            form.renew(Task.objects.values_list("version", flat=True).get(pk=pk))
            add_reasons(form, refusal)
        else:
            return redirect("task", pk=pk)
    shown = {
        "plan": plan,
        "task": found,
        "form": form,
        "suggestions": form.suggestions(),
        "why_not": why_not(plan, "edit", by=request.actor),
        "now": tasks.told(found) if form.errors else None,
    }
    return render(request, "plans/task_form.html", shown, status=422 if form.errors else 200)


@open_to((), act=KEEPERS)
@require_POST
def arrange(request: Request, pk: int) -> HttpResponse:
    """Up, down, or to the end of another goal."""
    found = seen_task(request, pk)
    rows = list(found.plan.tasks.filter(goal=found.goal))
    where = request.POST.get("where", "")
    try:
        if where in {"up", "down"}:
            can, before = goals.beside(rows, found, up=where == "up")
            if can:
                tasks.arrange(found, goal=found.goal, before=before, by=request.actor)
        else:
            tasks.arrange(found, goal=_goal(found.plan, request.POST.get("goal", "")), by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("task", pk=pk)


def _goal(plan: Plan, given: str) -> Goal | None:
    """The goal that was chosen; one that is gone is a reason to choose again."""
    if not given:
        return None
    found = plan.goals.filter(pk=given).first() if given.isdecimal() else None
    if found is None:
        raise Refused(_("所选的目标已经不在这份计划里了，请重新选。"))
    return found


@open_to((), act=KEEPERS)
@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    found = seen_task(request, pk)
    try:
        tasks.remove(found, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("task", pk=pk)
    messages.success(request, _("第 %(number)s 项任务已删除。") % {"number": found.number})
    return redirect("plan", pk=found.plan_id)
