"""The ledger of what is asked of schools: for those who ask, and for those who are asked."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Aggregate, Case, Count, Exists, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.desk import ask_batches, asks
from luoshi.office.desk.ask_forms import AskForm
from luoshi.office.desk.models import Ask
from luoshi.office.desk.models.ask import AskQuerySet
from luoshi.office.listing import Column, Filter, Listing
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import SCHOOLS, Kind, Organisation, Role
from luoshi.office.refused import Refused

LOOKERS = frozenset({*asks.ASKERS, *asks.ANSWERERS, Role.LEADER, Role.INSPECTOR})
OVERSEERS = LOOKERS - asks.ANSWERERS

STATES = {
    "open": (__("待办"), Q(withdrawn_at__isnull=True, answered_at__isnull=True)),
    "answered": (__("已办结"), Q(answered_at__isnull=False)),
    "withdrawn": (__("已撤回"), Q(withdrawn_at__isnull=False)),
    "kept": (__("未撤回"), Q(withdrawn_at__isnull=True)),
}
LATE = "late"  # an open one whose day is over: a state only of today
MONTHS_BACK, MONTHS_AHEAD = 6, 3


def hours(minutes: int) -> str:
    """As people say it."""
    if minutes < 60:
        return _("%(minutes)s 分钟") % {"minutes": minutes}
    return _("%(hours)s 小时") % {"hours": f"{minutes / 60:.1f}".removesuffix(".0")}


# The ledger


@open_to(LOOKERS)
@require_GET
def ledger(request: Request) -> HttpResponse:
    """Everything asked of the schools of the area; a school's own page says what is asked of it."""
    own = request.actor.role in asks.ANSWERERS
    made_of: dict[str, Any] = {
        "filters": (_state_filter(), _kind_filter(), _month_filter()),
        "search": ("what", "asker", "basis") if own else ("what", "asker", "basis", "organisation__name"),
        "order": "" if own else "-asked",
        "title": _("减负台账"),
        "cards": own or request.actor.role in (Role.CENTRE, Role.INSPECTOR),
    }
    rows = Ask.objects.visible_to(request.actor).select_related("organisation")
    if own:  # what is still to be done first
        rows = rows.order_by(Case(When(STATES["open"][1], then=0), default=1), "due", "pk")
    each = Listing(rows=rows, columns=_columns(own=own), **made_of)
    if request.GET.get("export") == "xlsx":
        return each.exported(request, name=_("减负台账"))
    shown = each.shown(request) if own else ask_batches.shown(request, request.actor, **made_of)
    return render(request, "desk/asks.html", {"list": shown, **_totals(request, own=own)})


@open_to(OVERSEERS)
@require_GET
def batch(request: Request, batch: UUID) -> HttpResponse:
    """What was put to several schools at once, school by school."""
    rows = Ask.objects.visible_to(request.actor).filter(batch=batch).select_related("organisation")
    first = rows.first()
    if first is None:
        raise Http404
    listing = Listing(
        rows=rows,
        columns=tuple(one for one in _columns(own=False) if one.name in {"school", "due", "left"}),
        filters=(_state_filter(),),
        search=("organisation__name",),
        order="school",
        title=first.what,
    )
    if request.GET.get("export") == "xlsx":
        return listing.exported(request, name=first.what)
    progress = ask_batches.progress_of(rows, [batch])[batch]
    return render(request, "desk/asks_batch.html", {"list": listing.shown(request), "ask": first, "progress": progress})


def _columns(*, own: bool) -> tuple[Column, ...]:
    today = timezone.localdate()
    school = Column("school", _("学校"), lambda ask: ask.organisation.name, "organisation__name", link=_page)
    left = Column("left", _("状态"), lambda ask: _standing(ask, today), css="tight")
    due = Column("due", _("截止日"), lambda ask: f"{ask.due:%Y-%m-%d}", "due", css="number")
    return (
        Column("what", _("要做什么"), lambda ask: ask.what, "what", link=_page, css="wide"),
        *((left, replace(due, css="number aside")) if own else (school,)),
        Column("kind", _("类别"), lambda ask: ask.get_kind_display(), "kind", css="tight"),
        Column("asker", _("提出单位"), lambda ask: ask.asker, "asker"),
        Column("basis", _("依据"), lambda ask: ask.basis or _("未给依据"), "basis"),
        Column("minutes", _("分钟"), lambda ask: ask.minutes, "minutes", css="number aside"),
        *(() if own else (due, left)),
        Column("asked", _("提出"), _asked_on, "asked_at", css="number aside"),
    )


def _asked_on(ask: Ask) -> str:
    return f"{timezone.localtime(ask.asked_at):%Y-%m-%d}"


def _page(ask: Ask) -> str:
    return reverse("ask", args=[ask.pk])


def _standing(ask: Ask, today: date) -> str:
    return asks.due_words(ask.due, today=today) if ask.is_open else ask.state


def _state_filter() -> Filter:
    labels = [(name, label) for name, (label, _q) in STATES.items()]
    return Filter("state", _("状态"), [*labels, (LATE, __("已过期"))], _in_state)


def _in_state(name: str) -> Q | None:
    if name == LATE:
        return STATES["open"][1] & Q(due__lt=timezone.localdate())
    return STATES[name][1] if name in STATES else None


def _kind_filter() -> Filter:
    return Filter("kind", _("类别"), Ask.Kind.choices, lambda kind: Q(kind=kind) if kind in Ask.Kind.values else None)


def _month_filter() -> Filter:
    return Filter("month", _("截止月份"), _months(), _due_in)


def _months() -> list[tuple[str, str]]:
    first = timezone.localdate().replace(day=1)
    for _back in range(MONTHS_BACK):
        first = (first - timedelta(days=1)).replace(day=1)
    found = []
    for _step in range(MONTHS_BACK + MONTHS_AHEAD + 1):
        found.append((f"{first:%Y-%m}", _("%(year)s年%(month)s月") % {"year": first.year, "month": first.month}))
        first = asks.month_of(first)[1] + timedelta(days=1)
    return found


def _month(text: str) -> date | None:
    said = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    return date(int(said[1]), int(said[2]), 1) if said else None


def _due_in(text: str) -> Q | None:
    first = _month(text)
    return Q(due__range=asks.month_of(first)) if first else None


def _totals(request: Request, *, own: bool) -> dict[str, Any]:
    """The figures of the page's title."""
    today = timezone.localdate()
    seen = Ask.objects.visible_to(request.actor)
    if own:
        waiting = seen.open().aggregate(count=Count("pk"), minutes=Coalesce(Sum("minutes"), 0))
        late = seen.open().filter(due__lt=today).count()
        return {"own": True, "count": waiting["count"], "time": hours(waiting["minutes"]), "late": late}
    month = seen.counted(*asks.month_of(today))
    return {
        "own": False,
        "month": f"{today:%Y-%m}",
        "count": _batches(month),
        "schools": month.order_by().values("organisation").distinct().count(),
        "over": _loads(request.actor, today).filter(_over(request.actor)).count(),
        "may_put": request.actor.role in asks.ASKERS,
    }


def _batches(found: AskQuerySet) -> int:
    """What was put to several schools at once is one thing asked."""
    return found.order_by().values("batch").distinct().count()


# Each school's month


@open_to(OVERSEERS)
@require_GET
def load(request: Request) -> HttpResponse:
    """How much of each school's month is asked for, against the cap."""
    chosen = _month(request.GET.get("month", ""))
    if chosen is None:
        kept = {name: str(request.GET[name]) for name in request.GET if name != "month"}
        this_month = f"{timezone.localdate():%Y-%m}"
        return redirect(f"{reverse('asks-load')}?{urlencode({**kept, 'month': this_month})}")
    caps = asks.caps_of(authorities_of(request.actor))
    rows = _loads(request.actor, chosen)
    listing = Listing(
        rows=rows,
        columns=_load_columns(caps, chosen),
        filters=(
            Filter("month", _("月份"), _months(), lambda text: Q() if _month(text) else None),
            Filter(
                "over",
                _("上限"),
                [("yes", _("超过上限"))],
                lambda value: _over(request.actor) if value == "yes" else None,
            ),
            Filter(
                "asked",
                _("要求"),
                [("yes", _("当月有要求"))],
                lambda value: Q(number__gt=0) if value == "yes" else None,
            ),
        ),
        search=("name", "short_name"),
        order="-minutes",
        title=_("各校任务时间"),
    )
    if request.GET.get("export") == "xlsx":
        return listing.exported(request, name=_("各校任务时间"))
    said = {"list": listing.shown(request), "month": chosen, "over": rows.filter(_over(request.actor)).count()}
    return render(request, "desk/asks_load.html", said)


def authorities_of(actor: Actor) -> Any:
    """Those whose cap holds for a school of the area: the actor's own, and those below it."""
    own = Q(pk=actor.authority.pk) if actor.authority else Q(pk__in=())
    return Organisation.objects.filter(own | actor.area.q("path"))


def _loads(actor: Actor, day: date) -> Any:
    """Schools with the number, minutes and emergency minutes of a month."""
    month = Ask.objects.filter(organisation=OuterRef("pk"), withdrawn_at__isnull=True, due__range=asks.month_of(day))

    def of_each(rows: AskQuerySet, what: Aggregate) -> Coalesce:
        """A question for each school, which its index answers: joined, the asks of every year are read."""
        return Coalesce(Subquery(rows.order_by().values("organisation").annotate(of_each=what).values("of_each")), 0)

    return (
        Organisation.objects.visible_to(actor)
        .filter(kind__in=SCHOOLS)
        .open_on(timezone.localdate())
        .filter(Q(kind__in=(Kind.SCHOOL, Kind.KINDERGARTEN)) | Exists(Ask.objects.filter(organisation=OuterRef("pk"))))
        .annotate(
            number=of_each(month, Count("pk")),
            minutes=of_each(month.filter(emergency=False), Sum("minutes")),
            urgent=of_each(month.filter(emergency=True), Sum("minutes")),
        )
    )


def _over(actor: Actor) -> Q:
    """Above the cap of the nearest authority; a lower authority's schools are judged by its own cap only."""
    found = Q(pk__in=())
    lower: list[str] = []
    for path, cap in asks.caps_of(authorities_of(actor)):
        here = Q(path__startswith=path)
        for other in lower:
            if other.startswith(path):
                here &= ~Q(path__startswith=other)
        lower.append(path)
        if cap:
            found |= here & Q(minutes__gt=cap)
    return found


def _load_columns(caps: list[tuple[str, int]], month: date) -> tuple[Column, ...]:
    def share(school: Any) -> str:
        cap = asks.cap_at(school.path, caps)
        return f"{round(100 * school.minutes / cap)}%" if cap else _("不设上限")

    def link(school: Any) -> str:
        return f"{reverse('asks')}?{urlencode({'q': school.name, 'month': f'{month:%Y-%m}', 'state': 'kept'})}"

    return (
        Column("school", _("学校"), lambda school: school.name, "name", link=link),
        Column("number", _("件数"), lambda school: school.number, "number", link, "number"),
        Column("minutes", _("分钟"), lambda school: school.minutes, "minutes", link, "number"),
        Column("share", _("占上限"), share, css="number"),
        Column("urgent", _("另有安全应急（分钟）"), lambda school: school.urgent, "urgent", link, "number"),
    )


# Asking and answering


@open_to(asks.ASKERS, act=asks.ASKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """First what it would mean for each school, then the same form again with the button that asks."""
    if request.method != "POST":
        return render(request, "desk/ask_new.html", {"form": AskForm(by=request.actor)})
    form = AskForm(request.POST, by=request.actor)
    if not form.is_valid():
        return render(request, "desk/ask_new.html", {"form": form}, status=422)
    schools, wanted = form.cleaned_data["schools"], form.wanted()
    if reasons := asks.why_not_put(schools, wanted, by=request.actor):
        for reason in reasons:
            form.add_error(None, reason)
        return render(request, "desk/ask_new.html", {"form": form}, status=422)
    seen = request.POST.get("seen")
    if "confirm" in request.POST and seen == form.mark():
        return _put(request, schools, wanted)
    return render(request, "desk/ask_new.html", {"form": form, **_preview(form, changed=bool(seen))})


def _put(request: Request, schools: list[Organisation], wanted: asks.Wanted) -> HttpResponse:
    made = asks.put(schools, wanted, by=request.actor)
    said = {"count": len(made), "what": wanted.what}
    messages.success(request, _("已向 %(count)s 所学校提出“%(what)s”，记入减负台账。") % said)
    return redirect("asks")


def _preview(form: AskForm, *, changed: bool) -> dict[str, Any]:
    wanted = form.wanted()
    burdens = asks.guard(form.cleaned_data["schools"], wanted.what, wanted.minutes, wanted.due)
    heavy = [one for one in burdens if one.over and not wanted.emergency]
    return {
        "burdens": sorted(burdens, key=lambda one: (not one.over, not one.alike, -one.after)),
        "heavy": heavy,
        "alike": [one for one in burdens if one.alike],
        "time": hours(wanted.minutes * len(burdens)),
        "wanted": wanted,
        "mark": form.mark(),
        "changed": changed,
    }


def _seen(request: Request, pk: int) -> Ask:
    rows = Ask.objects.visible_to(request.actor).select_related(
        "organisation", "asked_by__person", "asked_by__organisation", "answered_by__person", "answered_by__organisation"
    )
    return get_object_or_404(rows, pk=pk)


@open_to(LOOKERS)
@require_GET
def ask(request: Request, pk: int) -> HttpResponse:
    """One ask of one school, and how far the others are of which the same was asked."""
    found = _seen(request, pk)
    together = Ask.objects.visible_to(request.actor).filter(batch=found.batch)
    said = {
        "ask": found,
        "oversees": request.actor.role in OVERSEERS,
        "standing": _standing(found, timezone.localdate()),
        "may_answer": asks.why_not_answer(found, by=request.actor) is None,
        "may_withdraw": asks.why_not_withdraw(found, by=request.actor) is None,
        **together.aggregate(of=Count("pk"), answered=Count("answered_at"), withdrawn=Count("withdrawn_at")),
        "still": together.open().count(),
    }
    return render(request, "desk/ask.html", said)


@open_to((), act=asks.ANSWERERS)
@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    try:
        asks.answer(_seen(request, pk), by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已登记办结。"))
    return redirect("ask", pk=pk)


@open_to((), act=asks.ASKERS)
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    found = _seen(request, pk)
    try:
        count = asks.withdraw(found, why=request.POST.get("why", ""), by=request.actor, of_all="all" in request.POST)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已从 %(count)s 所学校撤回。") % {"count": count})
    return redirect("ask", pk=pk)
