"""The review page: the report on one side, what was found on the other, and every decision on it."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.organisations.access import BUREAU_STAFF, Request, open_to
from luoshi.office.plans import review as verbs
from luoshi.office.plans import tasks
from luoshi.office.plans.carrying import gone
from luoshi.office.plans.making import Maker, task_of
from luoshi.office.plans.models import Candidate, Plan, Reading, Report, Task
from luoshi.office.plans.moves import KEEPERS
from luoshi.office.plans.outline import Outline, Wish
from luoshi.office.plans.outline_html import Drawing, outline_html, row_html, total_html
from luoshi.office.plans.review import Instead
from luoshi.office.plans.review_forms import GoalForm, MeasureForm, TaskForm
from luoshi.office.plans.roster import Roster
from luoshi.office.plans.tasks import Wanted
from luoshi.office.refused import Refused, add_reasons

Kind, State = Candidate.Kind, Candidate.State
HTMX = "HX-Request"
REASONS = ("重复", "不是任务", "去年的工作", "不归本局办")
LEFT, RIGHT = '<section class="report"', '<section class="findings"'


@open_to(BUREAU_STAFF)
@require_GET
def review(request: Request, pk: int) -> HttpResponse:
    """Everything that was found in a report's newest reading, and how far the review is."""
    report = get_object_or_404(_reports(request), pk=pk)
    reading = report.readings.defer("found").first()
    if reading is None:
        return redirect("report", pk=pk)
    reading.report = report
    outline, wish = Outline(reading), wish_of(request.GET)
    why_not = verbs.why_not_review(report, by=request.actor)
    shown = {
        "report": report,
        "reading": reading,
        "tab": "review",
        "text": text_of_page(reading.page),
        "total": total_html(outline),
        "outline": outline_html(outline, wish, Drawing.of(decides=why_not is None)),
        "why_not": why_not,
        "wish": wish,
        "kinds": Kind.choices,
        "gone": gone(reading) if reading.carried.get("gone") else (),
    }
    return render(request, "plans/review.html", shown)


def _reports(request: Request) -> Any:
    return Report.objects.visible_to(request.actor).select_related("authority", "plan__authority", "job")


def wish_of(given: QueryDict) -> Wish:
    return Wish(
        open_only=given.get("show") == "open",
        kind=given.get("kind", ""),
        doubtful=given.get("doubtful") == "yes",
    )


def text_of_page(page: str) -> SafeString:
    """The report with its marks, without the list of findings that stands beside it on the reading's own page."""
    start, end = page.find(LEFT), page.find(RIGHT)
    return mark_safe(page[start:end] if 0 <= start < end else "")


# One finding


def _found(request: Request, pk: int) -> Candidate:
    seen = Candidate.objects.visible_to(request.actor).defer("reading__found", "reading__page")
    found = get_object_or_404(seen.select_related("reading__report__plan__authority"), pk=pk)
    report = found.reading.report
    if report.plan:
        report.authority = report.plan.authority  # it is the same
    return found


def _answer(request: Request, candidate: Candidate, *, note: str = "", whole: bool = False) -> HttpResponse:
    """The finding as it is now, where it stands on the page; without script the page itself.

    `whole`: other findings have changed with it, so that all of them are drawn anew.
    """
    if HTMX not in request.headers:
        if note:
            messages.error(request, note)
        return redirect(f"{reverse('review', args=[candidate.reading.report_id])}#c{candidate.pk}")
    if whole and not note:
        return _outline(request, candidate.reading)
    people = {request.actor.membership.pk: request.actor.person.name}
    outline = Outline(candidate.reading, only=candidate, people=people)
    return HttpResponse(row_html(outline, _drawing(request, candidate), note=note), status=422 if note else 200)


def _drawing(request: Request, candidate: Candidate) -> Drawing:
    return Drawing.of(decides=verbs.why_not_review(candidate.reading.report, by=request.actor) is None)


def _outline(request: Request, reading: Reading, *, note: str = "") -> HttpResponse:
    """All findings anew, as they were narrowed on the page that asks."""
    asked = parse_qs(urlsplit(request.headers.get("HX-Current-URL", "")).query)
    given = QueryDict(mutable=True)
    given.update({name: values[0] for name, values in asked.items()})
    outline = Outline(reading)
    drawn = outline_html(outline, wish_of(given), Drawing.of(decides=True))
    said = {"note": note, "outline": drawn, "total": total_html(outline, swap=True)}
    answer = render(request, "plans/review_outline.html", said, status=422 if note else 200)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#outline", "innerHTML"
    return answer


def _act(request: Request, pk: int, verb: Callable[..., Candidate], *given: Any, **more: Any) -> HttpResponse:
    candidate = _found(request, pk)
    try:
        version = int(request.POST.get("version", ""))
    except ValueError:
        return _answer(request, candidate, note=_("这个页面太旧了，请刷新以后再核。"))
    shared = verb is verbs.take_back and candidate.kind == Kind.TASK and Task.candidates.through.objects.filter(
        task__in=candidate.tasks.all()
    ).exclude(candidate=candidate).exists()  # fmt: skip
    try:
        now = verb(candidate, *given, version=version, by=request.actor, **more)
    except Refused as refusal:
        return _answer(request, _found(request, pk), note=str(refusal))
    return _answer(request, now, whole=shared)


@open_to(BUREAU_STAFF)
@require_GET
def finding(request: Request, pk: int) -> HttpResponse:
    """As it stands now; what a form that is left gives its place back to."""
    return _answer(request, _found(request, pk))


@open_to((), act=KEEPERS)
@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, verbs.accept)


@open_to((), act=KEEPERS)
@require_POST
def grade(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, verbs.set_grade, request.GET.get("to", ""))


@open_to((), act=KEEPERS)
@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, verbs.take_back)


@open_to((), act=KEEPERS)
@require_POST
def kind(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, verbs.change_kind, request.POST.get("kind", ""))


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: Request, pk: int) -> HttpResponse:
    """Why it is not taken: one of the usual reasons, or another in words."""
    said = request.POST.get("reason", "").strip() or request.POST.get("usual", "")
    why = verbs.why_not_reason(said) if request.method == "POST" else None
    if request.method == "POST" and why is None:
        return _act(request, pk, verbs.give_back, said)
    candidate = _found(request, pk)
    shown = {"reasons": REASONS, "why": why, "version": request.POST.get("version", candidate.version)}
    return _form(request, candidate, "plans/review_return.html", shown)


# Editing


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """What it is to become, before it does; or the task that it has become."""
    candidate = _found(request, pk)
    report = candidate.reading.report
    if why_not := verbs.why_not_review(report, by=request.actor):
        return _answer(request, candidate, note=why_not)
    assert report.plan
    task = _task_of(candidate)
    given = request.POST if request.method == "POST" else None
    form = _form_of(candidate, task, report.plan, given)
    version = request.POST.get("version", str(candidate.version))
    of_task = request.POST.get("task_version", str(task.version) if task else "")
    if given is not None and form.is_valid() and version.isdecimal():
        try:
            _store(candidate, task, form, by=request.actor, version=int(version), of_task=of_task)
        except Refused as refusal:
            add_reasons(form, refusal)
            candidate, task = _found(request, pk), _task_of(candidate)
            version, of_task = str(candidate.version), str(task.version) if task else ""
        else:
            return _answer(request, _found(request, pk))
    other = None if candidate.state != State.OPEN else verbs.OTHER_KINDS[Kind(candidate.kind)]
    more = {"form": form, "task": task, "other": other, "version": version, "task_version": of_task}
    roster = Roster(report.authority, timezone.localdate()) if isinstance(form, TaskForm) else None
    return _form(request, candidate, "plans/review_edit.html", {**more, "roster": roster})


def _task_of(candidate: Candidate) -> Task | None:
    """The one task that it has become, if there is just one."""
    found = list(candidate.tasks.select_related("goal", "plan__authority")[:2]) if candidate.kind == Kind.TASK else []
    return found[0] if len(found) == 1 else None


def _form_of(candidate: Candidate, task: Task | None, plan: Plan, given: Any) -> forms.Form:
    if candidate.kind == Kind.GOAL:
        return GoalForm(given, initial={"words": candidate.words[:300]})
    if candidate.kind != Kind.TASK:
        return MeasureForm(given, candidate=candidate, plan=plan)
    if task:
        return TaskForm(given, wanted=tasks.wanted_of(task), plan=plan, one_only=True)
    roster = Roster(plan.authority, timezone.localdate())
    proposed = task_of(candidate, roster, goal=None, kind=candidate.reading.report.kind)
    return TaskForm(given, wanted=proposed, plan=plan, one_only=False)


def _store(candidate: Candidate, task: Task | None, form: forms.Form, *, by: Any, version: int, of_task: str) -> None:
    """Accept it as the form has it, or change the task that it is. Raises Refused."""
    if isinstance(form, GoalForm):
        instead = Instead(words=form.cleaned_data["words"])
    elif isinstance(form, MeasureForm):
        instead = Instead(measure=form.wanted(), task=form.task_chosen())
    elif isinstance(form, TaskForm) and task and of_task.isdecimal():
        roster = Roster(candidate.reading.report.authority, timezone.localdate())
        (wanted,) = roster.settled(form.tasks(roster, lambda: None))
        tasks.edit(task, wanted, version=int(of_task), by=by)
        return
    else:
        assert isinstance(form, TaskForm)
        instead = Instead(partial(_tasks, form, candidate))
    verbs.accept(candidate, version=version, instead=instead, by=by)


def _tasks(form: TaskForm, candidate: Candidate, maker: Maker) -> list[Wanted]:
    return form.tasks(maker.roster, lambda: maker.goal_under(candidate.headings, order=candidate.order))


def _form(request: Request, candidate: Candidate, template: str, more: dict[str, Any]) -> HttpResponse:
    """A form in the finding's place, or without script on a page of its own."""
    shown = {"candidate": candidate, "report": candidate.reading.report, "part": template, **more}
    form = more.get("form")
    status = 422 if (form is not None and form.errors) or more.get("why") else 200
    return render(request, template if HTMX in request.headers else "plans/review_form.html", shown, status=status)


# Several at once


@open_to((), act=KEEPERS)
@require_POST
def accept_heading(request: Request, pk: int) -> HttpResponse:
    """Everything that is open under a heading."""
    report = get_object_or_404(_reports(request), pk=pk)
    reading = report.readings.defer("found", "page").first()
    if reading is None:
        raise Http404
    reading.report = report
    note = ""
    try:
        count = verbs.accept_under(reading, _headings(request), by=request.actor)
    except Refused as refusal:
        note = str(refusal)
    if HTMX in request.headers:
        return _outline(request, reading, note=note)
    messages.add_message(
        request, messages.ERROR if note else messages.SUCCESS, note or _("采用了 %(count)d 条。") % {"count": count}
    )
    return redirect("review", pk=pk)


@open_to((), act=KEEPERS)
@require_POST
def merge(request: Request, pk: int) -> HttpResponse:
    """The tasks that were picked become one."""
    report = get_object_or_404(_reports(request), pk=pk)
    reading = report.readings.defer("found", "page").first()
    if reading is None:
        raise Http404
    reading.report = report
    picked = dict(_picked(request))
    found = list(reading.candidates.filter(pk__in=picked))
    for one in found:
        one.reading = reading
    note, first = "", None
    try:
        first = verbs.merge(found, [picked[one.pk] for one in found], by=request.actor)
    except Refused as refusal:
        note = str(refusal)
    if HTMX in request.headers:
        return _outline(request, reading, note=note)
    if note:
        messages.error(request, note)
    return redirect(f"{reverse('review', args=[pk])}{f'#c{first.pk}' if first else ''}")


def _picked(request: Request) -> list[tuple[int, int]]:
    """Numbers and versions, as the boxes on the page say them."""
    pairs = (said.split(":") for said in request.POST.getlist("pick"))
    return [(int(pair[0]), int(pair[1])) for pair in pairs if len(pair) == 2 and all(one.isdecimal() for one in pair)]


def _headings(request: Request) -> list[str]:
    try:
        found = json.loads(request.POST.get("headings", ""))
    except ValueError:
        found = None
    if not isinstance(found, list) or not found or not all(isinstance(one, str) for one in found):
        raise Refused(_("没有说明是哪一部分。请刷新页面后再试。"))
    return found
