"""The pages on which memberships are proposed, confirmed, declined and taken back."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from luoshi.office.glance import Glance
from luoshi.office.listing import Column, Filter, Listing, minute
from luoshi.office.organisations import grants
from luoshi.office.organisations.access import ADMINISTRATORS, Request, open_to
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.asking import counted_by_actor
from luoshi.office.organisations.grant_forms import DecisionForm, EndForm, ProposalForm
from luoshi.office.organisations.grant_rules import PROPOSERS
from luoshi.office.organisations.models import Grant, Membership, Role
from luoshi.office.organisations.models.membership import GRANT_READERS
from luoshi.office.pending import Pending
from luoshi.office.refused import Refused, add_reasons

DECIDERS = (Role.SECURITY_ADMIN, Role.LEADER)

STATES = (
    ("waiting", gettext_lazy("等确认")),
    ("agreed", gettext_lazy("已确认")),
    ("declined", gettext_lazy("不同意")),
)
_CONDITIONS = {"waiting": Q(agreed__isnull=True), "agreed": Q(agreed=True), "declined": Q(agreed=False)}


@counted_by_actor
def _waiting_for(by: Actor) -> QuerySet[Grant]:
    return Grant.objects.waiting_for(by)


@counted_by_actor
def _waiting(by: Actor) -> QuerySet[Grant]:
    return Grant.objects.visible_to(by).filter(_CONDITIONS["waiting"])


def pending(actor: Actor) -> Iterator[Pending]:
    """Grants that wait for the actor's decision."""
    count = _waiting_for(actor) if actor.role in DECIDERS else 0
    if count:
        yield Pending(what=_("授权等您确认"), address=f"{reverse('grants')}?state=waiting", count=count)


def glances(actor: Actor) -> Iterator[Glance]:
    """Grants of the area that wait for somebody else; what waits for the actor is pending."""
    if actor.role not in GRANT_READERS or actor.role in DECIDERS:
        return
    waiting = _waiting(actor)
    yield Glance(_("等确认的授权"), f"{reverse('grants')}?state=waiting" if waiting else reverse("grants"), waiting)


def _seen(request: Request) -> QuerySet[Grant]:
    return Grant.objects.visible_to(request.actor).select_related(
        "membership__person", "membership__organisation", "proposed_by__person", "decided_by__person"
    )


def _listing(rows: QuerySet[Grant]) -> Listing:
    return Listing(
        rows=rows,
        columns=(
            Column(
                "person",
                gettext_lazy("人员"),
                lambda one: one.membership.person.name,
                "membership__person__name",
                lambda one: reverse("grant", args=[one.pk]),
            ),
            Column("what", gettext_lazy("事项"), lambda one: one.get_what_display(), "what"),
            Column("role", gettext_lazy("岗位"), lambda one: one.membership.get_role_display(), "membership__role"),
            Column("where", gettext_lazy("机构"), lambda one: one.membership.organisation, "membership__organisation"),
            Column("by", gettext_lazy("提出人"), lambda one: one.proposed_by and one.proposed_by.person),
            Column("at", gettext_lazy("提出时间"), lambda one: minute(one.proposed_at), "proposed_at", css="when"),
            Column("state", gettext_lazy("办理"), state_of, "agreed"),
            Column("second", gettext_lazy("确认人"), second_of),
        ),
        filters=(
            Filter("state", gettext_lazy("办理"), STATES, _CONDITIONS.get),
            Filter("what", gettext_lazy("事项"), Grant.What.choices, lambda value: Q(what=value)),
            Filter("role", gettext_lazy("岗位"), Role.choices, lambda value: Q(membership__role=value)),
        ),
        search=("membership__person__name", "membership__organisation__name", "batch"),
        order="-at",
        title=gettext_lazy("授权"),
    )


def state_of(grant: Grant) -> Any:
    return dict(STATES)["waiting" if grant.agreed is None else "agreed" if grant.agreed else "declined"]


def second_of(grant: Grant) -> Any:
    """Who confirmed; said plainly where nobody did but the one who proposed."""
    if grant.decided_by is None:
        return ""
    if grant.proposed_by is not None and grant.decided_by.person == grant.proposed_by.person:
        return _("未经第二人")
    return grant.decided_by.person


@open_to(GRANT_READERS)
@require_http_methods(["GET", "HEAD"])
def index(request: Request) -> HttpResponse:
    """Every grant of the area, those that wait first to be asked for by the title."""
    rows = _seen(request)
    found = _listing(rows)
    if request.GET.get("export") == "xlsx":
        return found.exported(request, name=_("授权"))
    waiting = Grant.objects.waiting_for(request.actor)
    shown = {
        "list": found.shown(request),
        "mine": waiting.count(),
        "all": rows.filter(agreed__isnull=True).count(),
        "batches": sorted(set(waiting.exclude(batch="").values_list("batch", flat=True))),
        "may_propose": request.actor.role in PROPOSERS,
    }
    return render(request, "organisations/grants.html", shown)


@open_to(PROPOSERS, act=PROPOSERS)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Request) -> HttpResponse:
    if request.method != "POST":
        begun = {name: request.GET.get(name, "") for name in ("person", "organisation", "role")}
        return render(
            request, "organisations/grant_propose.html", {"form": ProposalForm(initial=begun, actor=request.actor)}
        )
    form = ProposalForm(request.POST, actor=request.actor)
    if form.is_valid():
        given = dict(form.cleaned_data)
        person, organisation, role = (given.pop(name) for name in ("person", "organisation", "role"))
        fields = given.pop("fields_named")
        try:
            made = grants.appoint(person, organisation, role, by=request.actor, fields=fields, **given)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            done = _("“%(what)s”已生效。") if made.confirmed else _("“%(what)s”已提出，等另一人确认。")
            messages.success(request, done % {"what": made})
            return redirect("grants")
    return render(request, "organisations/grant_propose.html", {"form": form}, status=422)


@open_to(GRANT_READERS, act=DECIDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: Request, pk: int) -> HttpResponse:
    """One proposal: what it is about, and the second person's decision."""
    found = get_object_or_404(_seen(request), pk=pk)
    if request.method != "POST":
        return _shown(request, found)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, reasons=(_("请按“同意”或“不同意”。"),), status=422)
    agreed, answer = form.cleaned_data["agreed"] == "yes", form.cleaned_data["answer"]
    try:
        grants.decide(found, agreed=agreed, answer=answer, by=request.actor)
    except Refused as refusal:
        return _shown(request, found, reasons=refusal.reasons, status=422)
    messages.success(request, (_("已同意“%(what)s”。") if agreed else _("已退回“%(what)s”。")) % {"what": found})
    return redirect("grants")


def _shown(request: Request, found: Grant, *, reasons: tuple[str, ...] = (), status: int = 200) -> HttpResponse:
    membership = found.membership
    others = Membership.objects.in_force(timezone.localdate()).filter(person=membership.person)
    shown = {
        "grant": found,
        "state": state_of(found),
        "second": second_of(found),
        "others": others.exclude(pk=membership.pk).select_related("organisation"),
        # Allowed, for small offices have few people; the second person should see it.
        "mixed": membership.role in ADMINISTRATORS and others.exclude(role__in=ADMINISTRATORS).exists(),
        "why_not": grants.why_not_decide(found, by=request.actor) if found.agreed is None else [],
        "reasons": reasons,
    }
    return render(request, "organisations/grant.html", shown, status=status)


@open_to(DECIDERS, act=DECIDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def decide_batch(request: Request, batch: str) -> HttpResponse:
    """All that one import proposed, decided on together."""
    waiting = Grant.objects.waiting_for(request.actor).filter(batch=batch)
    waiting = waiting.select_related("membership__person", "membership__organisation", "proposed_by__person")
    if not waiting.exists():
        raise Http404
    shown: dict[str, Any] = {"batch": batch, "list": _listing(waiting).shown(request), "count": waiting.count()}
    form = DecisionForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return render(request, "organisations/grant_batch.html", shown)
    agreed, answer = form.cleaned_data["agreed"] == "yes", form.cleaned_data["answer"]
    try:
        count = grants.decide_batch(batch, agreed=agreed, answer=answer, by=request.actor)
    except Refused as refusal:
        return render(request, "organisations/grant_batch.html", {**shown, "reasons": refusal.reasons}, status=422)
    done = _("已同意 %(count)s 项授权。") if agreed else _("已退回 %(count)s 项授权。")
    messages.success(request, done % {"count": count})
    return redirect("grants")


@open_to(PROPOSERS, act=PROPOSERS)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """Propose that a membership ends."""
    seen = Membership.objects.visible_to(request.actor).select_related("person", "organisation")
    membership = get_object_or_404(seen, pk=pk)
    form = EndForm(request.POST or None, initial={"last_day": timezone.localdate()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = grants.revoke(membership, by=request.actor, **form.cleaned_data)
            except Refused as refusal:
                add_reasons(form, refusal)
            else:
                done = _("“%(what)s”已收回。") if made.agreed else _("收回“%(what)s”已提出，等另一人确认。")
                messages.success(request, done % {"what": membership})
                return redirect("grants")
    return render(request, "organisations/grant_end.html", {"form": form, "membership": membership}, status=status)
