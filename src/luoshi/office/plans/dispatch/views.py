"""The pages of rounds: all of them, one of them, its lines, and what the office does with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.attachment import document_of, workbook_of
from luoshi.office.listing import Column, Filter, Listing
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Role
from luoshi.office.plans.dispatch import meeting_pack, rounds
from luoshi.office.plans.dispatch.forms import DueForm, OpenForm, WithdrawForm
from luoshi.office.plans.dispatch.moves import CLOSED, FILLERS, HELD, KEEPERS, OPEN, WATCHERS, open_to_actor, why_not
from luoshi.office.plans.dispatch.queries import (
    ASKED_ABOUT,
    OVER,
    Tally,
    chat_text,
    headline,
    left_until,
    lines_of,
    missing_in,
    own_open,
    tally,
)
from luoshi.office.plans.dispatch.rows import standing_of, task_of
from luoshi.office.plans.models import Assignment, Dispatch, DispatchLine, Plan, Standing
from luoshi.office.refused import Refused, add_reasons

LOOKERS = FILLERS | {Role.LEADER}


def seen(request: Request, pk: int) -> Dispatch:
    """A round that the actor may see; else there is no such page."""
    rows = Dispatch.objects.visible_to(request.actor).select_related("plan__authority", "opened_by__person")
    return get_object_or_404(rows, pk=pk)


@open_to(LOOKERS)
@require_GET
def dispatches(request: Request) -> HttpResponse:
    """All rounds; for the office the way to open another."""
    actor = request.actor
    found = listing(actor)
    if request.GET.get("export") == "xlsx":
        return found.exported(request, name=_("调度"))
    own = own_open(actor) if actor.authority and actor.role in FILLERS else ()
    shown = {
        "list": found.shown(request),
        "own": [(one, one.open_lines, left_until(one.due)) for one in own],
        "organisation": actor.organisation,
        "open": Dispatch.objects.visible_to(actor).filter(state=OPEN).count(),
        "may_open": actor.role in KEEPERS,
    }
    return render(request, "plans/dispatches.html", shown)


def listing(actor: Actor) -> Listing:
    """Rounds with how many leads were asked and how many have not answered; the numbers are for who sees all of it."""
    rows = Dispatch.objects.visible_to(actor).select_related("plan")
    numbers: tuple[Column, ...] = ()
    if actor.role in WATCHERS:
        live, frozen, who = Q(state=OPEN), Q(state__in=(CLOSED, HELD)), "lines__assignment__organisation"
        out = Q(lines__assignment__state__in=(Assignment.State.CANCELLED, Assignment.State.PROPOSED))
        still = live & Q(lines__assignment__state__in=ASKED_ABOUT) | frozen & ~Q(lines__standing__in=OVER)
        rows = rows.annotate(
            asked=Count(who, distinct=True, filter=live & ~out | frozen & ~Q(lines__standing=Standing.OUT)),
            silent=Count(who, distinct=True, filter=Q(lines__filled_at__isnull=True) & still),
        )
        numbers = (
            Column("asked", _("牵头单位"), lambda one: one.asked or "", "asked", css="number"),
            Column("silent", _("未填"), lambda one: one.silent or "", "silent", css="number"),
        )
    return Listing(
        rows=rows,
        columns=(
            Column("title", _("调度"), lambda one: one.title, "title", link=_address),
            Column("plan", _("计划"), lambda one: one.plan.title, "plan__title"),
            Column("kind", _("种类"), lambda one: one.get_kind_display(), "kind", css="tight"),
            Column("due", _("填报截止日"), lambda one: one.due.isoformat(), "due", css="number"),
            Column("state", _("状态"), lambda one: one.get_state_display(), "state", css="tight"),
            *numbers,
            Column("met", _("会议"), lambda one: one.meeting, "met_on"),
        ),
        filters=(
            Filter("state", _("状态"), Dispatch.State.choices, lambda value: Q(state=value)),
            Filter("kind", _("种类"), Dispatch.Kind.choices, lambda value: Q(kind=value)),
        ),
        search=("title", "plan__title", "meeting"),
        order="-due",
        title=_("调度"),
    )


def _address(one: Dispatch) -> str:
    return reverse("dispatch", args=[one.pk])


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponseBase:
    """发起调度."""
    form = OpenForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        plan: Plan = given["plan"]
        try:
            made = rounds.open_round(
                plan, kind=given["kind"], title=form.title_given(), due=given["due"], topic=given["topic"],
                by=request.actor,
            )  # fmt: skip
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            messages.success(request, _("已发起，各牵头单位收到消息。"))
            return redirect("dispatch", pk=made.pk)
    shown = {"form": form, "plans": form.plans.exists()}
    return render(request, "plans/dispatch_new.html", shown, status=422 if form.errors else 200)


@open_to(LOOKERS)
@require_GET
def dispatch(request: Request, pk: int) -> HttpResponse:
    """Who has answered and what is amiss, for who sees all of it; others come to their own table."""
    found, actor = seen(request, pk), request.actor
    if found.is_withdrawn:
        return render(
            request, "plans/dispatch_totals.html", {"dispatch": found, "headline": headline(found, Tally(()))}
        )
    if actor.role not in WATCHERS:
        who = "assignment__organisation"
        own = lines_of(found).filter(**{f"{who}__path__startswith": actor.organisation.path})
        if lead := own.order_by(f"{who}__path").values_list(who, flat=True).first():
            return redirect("dispatch-table", pk=pk, organisation=lead)
        shown = {"dispatch": found, "headline": headline(found, tally(found))}
        return render(request, "plans/dispatch_totals.html", shown)
    return _page(request, found)


def _page(
    request: Request, found: Dispatch, *, due: DueForm | None = None, back: WithdrawForm | None = None
) -> HttpResponse:
    shown = {
        **_shown(found, tally(found), by=request.actor),
        "due_form": due or DueForm(initial={"due": found.due, "version": found.version}),
        "due_refused": due is not None,
        "back_form": back or WithdrawForm(),
        "back_refused": back is not None,
    }
    return render(request, "plans/dispatch.html", shown, status=422 if due or back else 200)


def _shown(found: Dispatch, counted: Tally, *, by: Actor) -> dict[str, Any]:
    leads = sorted(counted.leads, key=lambda one: one.has_answered)
    moves = open_to_actor(found, by=by)
    return {
        "dispatch": found,
        "plan": found.plan,
        "headline": headline(found, counted),
        "leads": leads,
        "tally": counted,
        "is_early": timezone.localdate() < found.due,
        "missing": missing_in(found).count() if moves.get("catch_up") == "" else 0,
        "standings": [(one.value, one.label, counted.standings[one]) for one in Standing if counted.standings[one]],
        "moves": moves,
        "chat": chat_text(found, counted),
        "own": next((one for one in leads if one.organisation.pk == by.organisation.pk), None),
        "resolutions": found.resolutions.count(),
    }


@open_to(WATCHERS)
@require_GET
def lines(request: Request, pk: int) -> HttpResponse:
    """What every lead said: searched, filtered, sorted, exported as seen."""
    found = seen(request, pk)
    rows = lines_of(found).select_related("dispatch", "assignment__task", "assignment__organisation")
    shown = Listing(
        rows=rows,
        columns=(
            Column("lead", _("牵头单位"), _lead, "assignment__organisation__path", link=_table),
            Column("task", _("任务"), lambda one: f"{one.assignment.task.number}. {task_of(one)}", "assignment__task__order", link=_assignment),
            Column("until", _("时限"), lambda one: one.until.isoformat() if one.until else "", "until", css="number"),
            Column("now", _("进度"), standing_of, "now", css="tight"),
            Column("progress", _("进展"), meeting_pack.progress_of),
            Column("problems", _("问题"), lambda one: one.problems),
            Column("next", _("下步打算"), lambda one: one.next_steps),
            Column("coordinate", _("需协调事项"), lambda one: one.to_coordinate),
        ),
        filters=(
            Filter("now", _("进度"), Standing.choices, lambda value: Q(now=value)),
            Filter("filled", _("填报"), SAID, _said),
        ),
        search=("assignment__organisation__name", "assignment__task__words", "progress", "problems", "to_coordinate"),
        title=_("填报内容"),
    )  # fmt: skip
    if request.GET.get("export") == "xlsx":
        return shown.exported(request, name=_("%(round)s填报内容") % {"round": found})
    return render(request, "plans/dispatch_lines.html", {"dispatch": found, "list": shown.shown(request)})


SAID = (
    ("no", _("未填")),
    ("yes", _("已填")),
    ("same", _("没有变化")),
    ("trouble", _("有问题")),
    ("ask", _("有需协调事项")),
)


def _said(value: str) -> Q | None:
    return {
        "no": Q(filled_at__isnull=True) & ~Q(now__in=OVER),
        "yes": Q(filled_at__isnull=False),
        "same": Q(unchanged=True),
        "trouble": ~Q(problems=""),
        "ask": ~Q(to_coordinate=""),
    }.get(value)


def _lead(one: DispatchLine) -> str:
    return str(one.assignment.organisation)


def _table(one: DispatchLine) -> str:
    return reverse("dispatch-table", args=[one.dispatch_id, one.assignment.organisation_id])


def _assignment(one: DispatchLine) -> str:
    return reverse("assignment", args=[one.assignment_id])


def _done(request: Request, pk: int, verb: Callable[..., object], words: Callable[[Any], str]) -> HttpResponse:
    """Carry a verb out, say what came of it, and lead back to the round."""
    found = seen(request, pk)
    try:
        said = words(verb(found, by=request.actor))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("dispatch", pk=pk)


@open_to((), act=KEEPERS)
@require_POST
def remind(request: Request, pk: int) -> HttpResponse:
    return _done(request, pk, rounds.remind, lambda count: _("已提醒 %(count)s 人。") % {"count": count})


@open_to((), act=KEEPERS)
@require_POST
def catch_up(request: Request, pk: int) -> HttpResponse:
    return _done(
        request, pk, rounds.catch_up, lambda count: _("已补入 %(count)s 项，并告知牵头单位。") % {"count": count}
    )


def _why_over(found: Dispatch, move: str, request: Request) -> str | None:
    """Why a form is not looked at whose round was closed or taken back meanwhile: its page has no such form any more."""
    return None if found.is_open else why_not(found, move, by=request.actor)


def _over(request: Request, found: Dispatch, refusal: Refused) -> HttpResponse:
    """Say so above the round as it is now."""
    messages.error(request, str(refusal))
    return redirect("dispatch", pk=found.pk)


@open_to((), act=KEEPERS)
@require_POST
def move_due(request: Request, pk: int) -> HttpResponse:
    """Another last day."""
    found, form = seen(request, pk), DueForm(request.POST)
    if why := _why_over(found, "move_due", request):
        return _over(request, found, Refused(why))
    if not form.is_valid():
        return _page(request, found, due=form)
    given = form.cleaned_data
    try:
        told = rounds.move_due(found, given["due"], version=given["version"], by=request.actor)
    except Refused as refusal:
        found = seen(request, pk)
        if not found.is_open:
            return _over(request, found, refusal)
        add_reasons(form, refusal)
        form.renew(found.version)
        return _page(request, found, due=form)
    said = _("截止日改到 %(day)s，已告知还没填完的 %(count)s 人。") % {"day": given["due"], "count": told}
    messages.success(request, said)
    return redirect("dispatch", pk=pk)


@open_to((), act=KEEPERS)
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a round back that nobody has answered."""
    found, form = seen(request, pk), WithdrawForm(request.POST)
    if why := _why_over(found, "withdraw", request):
        return _over(request, found, Refused(why))
    if not form.is_valid():
        return _page(request, found, back=form)
    try:
        told = rounds.withdraw(found, why=form.cleaned_data["why"], by=request.actor)
    except Refused as refusal:
        found = seen(request, pk)
        if not found.is_open:
            return _over(request, found, refusal)
        add_reasons(form, refusal)
        return _page(request, found, back=form)
    messages.success(request, _("已撤回，已告知 %(count)s 人不用填。") % {"count": told})
    return redirect("dispatch", pk=pk)


@open_to((), act=KEEPERS)
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    return _done(request, pk, rounds.close, lambda _one: _("已截止，各项任务的进度按今天的情况定下来了。"))


@open_to((), act=KEEPERS)
@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    return _done(request, pk, rounds.reopen, lambda _one: _("已重新开放填报。"))


@open_to(WATCHERS)
@require_GET
def pack_document(request: Request, pk: int) -> HttpResponse:
    """会议材料.docx."""
    found = seen(request, pk)
    return document_of(meeting_pack.paper(found), _("%(round)s会议材料") % {"round": found})


@open_to(WATCHERS)
@require_GET
def pack_sheet(request: Request, pk: int) -> HttpResponse:
    """The same lines as a workbook."""
    found = seen(request, pk)
    return workbook_of(meeting_pack.sheet(found), _("%(round)s会议材料") % {"round": found})
