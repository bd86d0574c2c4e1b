"""The pages of chasing: what to chase today, every chaser, what waits for a leader, who is silent, what goes by itself."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.attachment import document_of
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import SCHOOLS, Role
from luoshi.office.plans.chasing import acts, answering, deciding, lists, panel, setting, slip
from luoshi.office.plans.chasing import silent as silence
from luoshi.office.plans.chasing.acts import Gone
from luoshi.office.plans.chasing.forms import ALL, AnswerForm, ChaseForm, ChosenForm, VerdictForm
from luoshi.office.plans.chasing.ladder import CHASERS, DECIDERS, LEADERS, State
from luoshi.office.plans.chasing.queries import due_today, to_chase
from luoshi.office.plans.models import DRAFTERS, Assignment, Chaser
from luoshi.office.plans.plan_steps import page, seen
from luoshi.office.refused import Refused, add_reasons

LOOKERS = (*CHASERS, Role.HEAD, Role.CLERK)
ANSWERERS = (Role.OFFICE, Role.SECTION, Role.CENTRE, Role.HEAD, Role.CLERK)


# What to chase today


@open_to(LOOKERS, act=CHASERS)
@require_http_methods(["GET", "HEAD", "POST"])
def chasing(request: Request) -> HttpResponse:
    """What is to be chased, and the form that does it; for a school, what it received."""
    actor = request.actor
    if actor.role not in CHASERS:
        return _chasers(request)
    form = ChaseForm(request.POST if request.method == "POST" else None, by=actor)
    picked, gap = request.POST.getlist("pick"), lists.gap_of(actor)
    today, lately = due_today(actor, gap=gap)
    due = lately if request.GET.get("chased") == lists.LATELY else today
    shown = lists.to_chase_list(actor, due, picked=picked)
    if request.method == "POST" and form.is_valid():
        rows = shown.chosen(request.GET) if form.cleaned_data["scope"] == ALL else _picked(actor, picked)
        try:
            gone = acts.send(rows, form.wish(), by=actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            _say(request, gone)
            return redirect(request.get_full_path())
    if request.GET.get("export") == "xlsx":
        return lists.to_chase_list(actor, due, export=True).exported(request, name=_("今天要催什么"))
    context = {
        "list": shown.shown(request),
        "form": form,
        "due": today,
        "month": _month(actor),
        "gap": gap,
        "tabs": tabs(actor, "chasing"),
    }
    return render(request, "plans/chasing.html", context, status=422 if form.errors else 200)


def _picked(actor: Actor, picked: Sequence[str]) -> Sequence[Assignment]:
    return list(to_chase(actor).filter(pk__in=[one for one in picked if one.isdecimal()][: acts.MOST + 1]))


def _month(actor: Actor) -> dict[str, Any]:
    """What went out to schools since the first of the month, and to the one that got most."""
    first = timezone.localdate().replace(day=1)
    sent = Chaser.objects.sent().filter(
        plan__authority=actor.authority, sent_on__gte=first, organisation__kind__in=SCHOOLS
    )
    per_school = sent.order_by().values("organisation").annotate(count=Count("pk"))
    found = per_school.aggregate(schools=Count("organisation"), most=Max("count"))
    return {**found, "sent": sent.count()}


def _say(request: Request, gone: Gone) -> None:
    """What came of it, and who has to be reached on paper."""
    first = gone.chasers[0]
    said = {
        "step": first.get_step_display(),
        "organisations": len({one.organisation_id for one in gone.chasers}),
        "count": sum(len(one.chased.all()) for one in gone.chasers),
    }
    if first.state == State.PROPOSED:
        messages.success(request, _("已提请%(step)s：%(organisations)s 个单位，%(count)s 件，等领导决定。") % said)
    else:
        messages.success(request, _("已发出%(step)s：%(organisations)s 个单位，%(count)s 件。") % said)
    if gone.unheard:
        names = "、".join(gone.unheard[:10])
        messages.warning(request, _("%(names)s没有人登录系统，请打印送达。") % {"names": names})


def tabs(actor: Actor, here: str) -> list[dict[str, Any]]:
    """The pages of chasing that the actor may open."""
    pages: list[tuple[str, str, Sequence[str]]] = [
        ("chasing", _("今天要催"), CHASERS),
        ("chasers-proposed", _("待决定"), DECIDERS),
        ("chasers", _("催督单"), CHASERS),
        ("chasing-silent", _("没有回音的"), CHASERS),
    ]
    return [
        {"label": label, "address": reverse(name), "here": name == here} for name, label, roles in pages if actor.role in roles
    ]  # fmt: skip


# All that there are


@open_to(LOOKERS)
@require_GET
def chasers(request: Request) -> HttpResponse:
    """Every chaser that one may see; for a school those it received."""
    return _chasers(request)


def _chasers(request: Request) -> HttpResponse:
    found = lists.chasers_list(request.actor)
    if request.GET.get("export") == "xlsx":
        return found.exported(request, name=_("催督单"))
    waiting = Chaser.objects.visible_to(request.actor).awaiting_answer()
    late = Count("pk", filter=Q(answer_by__lt=timezone.localdate()))
    context = {
        "list": found.shown(request),
        "counts": waiting.aggregate(waiting=Count("pk"), late=late),
        "tabs": tabs(request.actor, "chasers"),
    }
    return render(request, "plans/chasers.html", context)


# One


def _one(request: Request, pk: int) -> Chaser:
    get_object_or_404(Chaser.objects.visible_to(request.actor), pk=pk)
    return acts.whole([pk])[0]


@open_to(LOOKERS)
@require_GET
def chaser(request: Request, pk: int) -> HttpResponse:
    """What was asked, by whose decision, what was answered, and what may be done next."""
    return _page(request, _one(request, pk))


def _page(
    request: Request, one: Chaser, *, verdict: VerdictForm | None = None, answer: AnswerForm | None = None
) -> HttpResponse:
    actor = request.actor
    why_not_decide = deciding.why_not_decide(one, by=actor)
    why_not_answer = answering.why_not_answer(one, by=actor)
    until = deciding.answer_by(one, timezone.localdate())
    initial = {"demand": one.words, "answer_by": until, "urgent": one.urgent}
    mine = Assignment.objects.visible_to(actor).filter(chased__chaser=one)
    context = {
        "one": one,
        "called": lists.called(one),
        "about": one.chased.all(),
        "seen": set(mine.values_list("pk", flat=True)),
        "waits": Chaser.objects.awaiting_answer().filter(pk=one.pk).exists(),
        "today": timezone.localdate(),
        "decides": one.state == State.PROPOSED and why_not_decide is None,
        "verdict": verdict or VerdictForm(initial=initial, by=actor),
        "answers": why_not_answer is None,
        "why_not_answer": why_not_answer if one.organisation_id == actor.organisation.pk else "",
        "answer_form": answer or AnswerForm(),
        "paper": slip.why_not_print(one) is None,
        "leaders": one.step in LEADERS,
        "tabs": tabs(actor, ""),
    }
    wrong = (verdict is not None and verdict.errors) or (answer is not None and answer.errors)
    return render(request, "plans/chaser.html", context, status=422 if wrong else 200)


@open_to((), act=DECIDERS)
@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Send what was proposed, or not."""
    one = _one(request, pk)
    form = VerdictForm(request.POST, by=request.actor)
    if form.is_valid():
        try:
            gone = deciding.decide(one, form.verdict(agree="agree" in request.POST), by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            if gone.chasers[0].is_sent:
                _say(request, gone)
            else:
                messages.success(request, _("已记下：不同意。"))
            return redirect("chaser", pk=pk)
    return _page(request, one, verdict=form)


@open_to((), act=ANSWERERS)
@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """What the organisation says."""
    one = _one(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            answering.answer(one, form.cleaned_data["answer"], by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            messages.success(request, _("已反馈，也记进了任务的办理记录。"))
            return redirect("chaser", pk=pk)
    return _page(request, one, answer=form)


@open_to(LOOKERS)
@require_GET
def paper(request: Request, pk: int) -> HttpResponse:
    """The slip as a Word file; of a 通报 the whole."""
    one = _one(request, pk)
    if slip.why_not_print(one):
        raise Http404
    return document_of(slip.paper(one), slip.name_of(one))


# For a leader


@open_to(DECIDERS, act=DECIDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def proposed(request: Request) -> HttpResponse:
    """What waits for a leader; several may be agreed to at once as they were proposed."""
    rows = panel.proposed(request.actor)
    if request.method == "POST":
        picked = [one for one in request.POST.getlist("pick") if one.isdecimal()]
        try:
            gone = deciding.agree_to(list(rows.filter(pk__in=picked)), by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            _say(request, gone)
        return redirect("chasers-proposed")
    waiting = acts.whole(rows.values_list("pk", flat=True))
    context = {
        "waiting": sorted(waiting, key=lambda one: (one.step, one.organisation.path)),
        "agrees": request.actor.role == Role.LEADER,
        "today": timezone.localdate(),
        "tabs": tabs(request.actor, "chasers-proposed"),
    }
    return render(request, "plans/chasers_proposed.html", context)


# Who is silent


@open_to(CHASERS)
@require_GET
def silent(request: Request) -> HttpResponse:
    """The organisations that have not answered, by task, and the words for a group chat."""
    kinds = dict(silence.kinds())
    kind = request.GET.get("what", "")
    kind = kind if kind in kinds else "received"
    found = silence.silent(request.actor, kind)
    task = request.GET.get("task", "")
    chosen = [one for one in found if str(one.task.pk) == task] or found
    context = {
        "kinds": kinds.items(),
        "kind": kind,
        "label": kinds[kind],
        "found": found,
        "chosen": chosen,
        "task": task if len(chosen) < len(found) or len(found) == 1 else "",
        "organisations": len({name for one in chosen for name in one.organisations}),
        "chat": silence.chat(request.actor, kind, chosen),
        "tabs": tabs(request.actor, "chasing-silent"),
    }
    return render(request, "plans/chasing_silent.html", context)


# What goes by itself


@open_to(DRAFTERS, act=(Role.OFFICE, Role.LEADER))
@require_http_methods(["GET", "HEAD", "POST"])
def plan_chasing(request: Request, pk: int) -> HttpResponse:
    """After how many days a plan reminds, urges and supervises by itself."""
    plan = seen(request, pk)
    why = setting.why_not_set(plan, by=request.actor)
    initial = {name: getattr(plan, name) for name in setting.NAMES}
    form = ChosenForm(request.POST if request.method == "POST" else None, initial=initial, by=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            setting.choose(plan, form.chosen(), by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("plan-chasing", pk=pk)
    shown = page(request, plan, "plan-chasing", form=form, why=why, gap=lists.gap_of(request.actor))
    return render(request, "plans/plan_chasing.html", shown, status=422 if form.errors else 200)
