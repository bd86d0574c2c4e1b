"""The pages of people: the list, one person, and what can be done with them; and of one membership."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.organisations import grants, handover, leave, people
from luoshi.office.organisations.access import EVERY_ROLE, Request, open_to
from luoshi.office.organisations.actions import EditedMeanwhile
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.grant_rules import PROPOSERS
from luoshi.office.organisations.models import Membership, Organisation, Person, Role
from luoshi.office.organisations.models.membership import GRANT_READERS
from luoshi.office.organisations.people_forms import EditPersonForm, LeaveForm, LetGoForm, RegisterForm
from luoshi.office.organisations.people_list import listing
from luoshi.office.organisations.queries import withdrawn
from luoshi.office.organisations.taken_out import exported
from luoshi.office.refused import Refused, add_reasons

WHO_SEE_PERSONS = EVERY_ROLE - {Role.OBSERVER}


@open_to(WHO_SEE_PERSONS)
@require_GET
def index(request: Request) -> HttpResponse:
    """Everybody of the area."""
    found = listing(request.actor)
    if request.GET.get("export") == "xlsx":
        return exported(request, found, verb="people.export", name=_("人员"))
    return render(request, "organisations/people.html", {"list": found.shown(request)})


@open_to(WHO_SEE_PERSONS)
@require_GET
def person(request: Request, pk: int) -> HttpResponse:
    """One person: how to reach them, what they do and did."""
    found, today = _seen(request, pk), timezone.localdate()
    held = Membership.objects.visible_to(request.actor).filter(person=found)
    rows = list(
        held.select_related("organisation", "person", "deputises__person")
        .prefetch_related("leaves", "grants")
        .order_by("-since", "-pk")
    )
    now = [one for one in rows if (one.until is None or one.until >= today) and not withdrawn(one)]
    contact = people.why_not_edit(found, by=request.actor, contact=True)
    page = {
        "person": found,
        "mobile": people.masked(found.mobile) if contact else found.mobile,
        "email": "" if contact else found.email,
        "now": now,
        "past": [one for one in rows if one not in now and one.confirmed],
        "why_not_edit": contact,
        "why_not_let_go": people.why_not_let_go(found, by=request.actor),
        "today": today,
    }
    return render(request, "organisations/person.html", page)


@open_to(PROPOSERS, act=PROPOSERS)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request, pk: int) -> HttpResponse:
    """登记新人员 with their first membership, both or neither."""
    place = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)
    form = RegisterForm(request.POST or None, place=place, role=request.actor.role)
    if request.method == "POST" and form.is_valid() and not _asked(request, form):
        given = form.cleaned_data
        try:
            with transaction.atomic():
                made = people.register(by=request.actor, **form.facts())
                grants.appoint(made, place, given["role"], since=given["since"], title=given["title"], by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            messages.success(request, _("已登记“%(name)s”。") % {"name": made})
            return redirect("person", pk=made.pk)
    page = {"heading": _("在“%(name)s”登记新人员") % {"name": place}, "form": form, "organisation": place}
    return render(request, "organisations/form.html", page, status=422 if request.method == "POST" else 200)


def _asked(request: Request, form: Any, *, apart_from: int | None = None) -> bool:
    """Whether somebody alike is known and the form does not say that it was looked at; the form then says so."""
    if form.cleaned_data.get("sure"):
        return False
    given = {name: form.cleaned_data.get(name, "") for name in ("name", "staff_number", "mobile")}
    if not given["name"] or not (found := people.doubles(**given, apart_from=apart_from)):
        return False
    visible = set(Person.objects.visible_to(request.actor).filter(pk__in=[one.pk for one in found]))
    for one in found:
        said = _where_known(one, request.actor) if one in visible else _("在您的辖区以外")
        # Whose staff number was typed is not told of somebody outside the area.
        name = one.name if one in visible or one.name == given["name"].strip() else _("工号相同的人")
        form.add_error(None, _("可能是同一个人：%(name)s，%(where)s。请核对。") % {"name": name, "where": said})
    form.ask_whether_the_same()
    return True


def _where_known(person: Person, actor: Actor) -> str:
    """Where they work or did, as far as the actor sees."""
    seen = Membership.objects.visible_to(actor).filter(person=person)
    last = seen.select_related("organisation").order_by("-since").first()
    parts = [_("工号 %(number)s") % {"number": person.staff_number} if person.staff_number else ""]
    return "，".join(filter(None, [*parts, str(last.organisation) if last else ""]))


@open_to(WHO_SEE_PERSONS, act=WHO_SEE_PERSONS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """修改人员信息; who keeps the contacts alone is shown nothing else."""
    found = _seen(request, pk)
    contact_only = people.why_not_edit(found, by=request.actor) is not None
    first = {name: getattr(found, name) for name in (*people.LABELS, "version")}
    form = EditPersonForm(request.POST or None, initial=first, contact_only=contact_only)
    if request.method == "POST" and form.is_valid() and not _asked(request, form, apart_from=found.pk):
        try:
            people.edit_person(found, version=form.cleaned_data["version"], by=request.actor, **form.facts())
        except EditedMeanwhile as refusal:
            form.renew(Person.objects.values_list("version", flat=True).get(pk=pk))
            add_reasons(form, refusal)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("person", pk=pk)
    why = people.why_not_edit(found, by=request.actor, contact=True)
    return _form(request, form, found, heading=_("修改“%(name)s”的信息") % {"name": found}, why=why)


@open_to(people.ENDERS, act=people.ENDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def let_go(request: Request, pk: int) -> HttpResponse:
    """离职: every membership is taken back."""
    found = _seen(request, pk)
    form = LetGoForm(request.POST or None, initial={"last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            asked = people.let_go(found, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            waiting = sum(one.agreed is None for one in asked)
            said = _("已提出收回 %(count)s 个岗位，等另一人确认。") if waiting else _("已收回 %(count)s 个岗位。")
            messages.success(request, said % {"count": waiting or len(asked)})
            return redirect("person", pk=pk)
    why = people.why_not_let_go(found, by=request.actor)
    return _form(request, form, found, heading=_("“%(name)s”离职") % {"name": found}, why=why)


def _form(request: Request, form: Any, found: Person, **page: Any) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "organisations/person_form.html", {"form": form, "person": found, **page}, status=status)


def _seen(request: Request, pk: int) -> Person:
    seen: Person = get_object_or_404(Person.objects.visible_to(request.actor), pk=pk)
    return seen


# One membership


@open_to(WHO_SEE_PERSONS)
@require_GET
def membership(request: Request, pk: int) -> HttpResponse:
    """One membership: since when, who stands in, days away, and what it handed over."""
    return _membership(request, _held(request, pk), LeaveForm(initial={"since": timezone.localdate()}))


def _membership(request: Request, found: Membership, form: LeaveForm, *, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    page = {
        "membership": found,
        "one": found,
        "leaves": found.leaves.order_by("-since"),
        "away": leave.away_on(found, today),
        "deputies": leave.deputies_of(found),
        "grants": found.grants.select_related("proposed_by__person", "decided_by__person"),
        "told": found.person_id == request.actor.person.pk or request.actor.role in GRANT_READERS,
        "over": found.until is not None and found.until < today,
        "handed": found.handed_over.select_related("taken__person").first(),
        "taken": found.taken_over.select_related("given__person"),
        "charges": found.groupings_in_charge.in_force(today),
        "why_not_leave": leave.why_not(found, by=request.actor),
        "why_not_hand_over": handover.why_not(found, by=request.actor),
        "form": form,
        "today": today,
    }
    return render(request, "organisations/membership.html", page, status=status)


@open_to((), act=WHO_SEE_PERSONS)
@require_POST
def go_on_leave(request: Request, pk: int) -> HttpResponseBase:
    found, form = _held(request, pk), LeaveForm(request.POST)
    if form.is_valid():
        try:
            leave.go_on_leave(found, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            messages.success(request, _("已登记离岗。"))
            return redirect("membership", pk=pk)
    return _membership(request, found, form, status=422)


@open_to((), act=WHO_SEE_PERSONS)
@require_POST
def come_back(request: Request, pk: int) -> HttpResponseBase:
    """回岗 today."""
    found, today = _held(request, pk), timezone.localdate()
    away = leave.away_on(found, today)
    if away is None:
        messages.info(request, _("现在没有登记离岗。"))
        return redirect("membership", pk=pk)
    try:
        leave.come_back(away, day=today, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已登记回岗。"))
    return redirect("membership", pk=pk)


def _held(request: Request, pk: int) -> Membership:
    seen = Membership.objects.visible_to(request.actor)
    return get_object_or_404(seen.select_related("person", "organisation", "deputises__person"), pk=pk)
