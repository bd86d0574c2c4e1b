"""The pages of groupings: the list, one grouping, and what can be done with it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.listing import Column, Filter, Listing
from luoshi.office.organisations import groupings
from luoshi.office.organisations.access import EVERY_ROLE, Request, open_to
from luoshi.office.organisations.forms import PlainForm, day_field
from luoshi.office.organisations.groupings import KEEPERS, SORTS
from luoshi.office.organisations.models import Grouping, GroupingMember, Membership, Organisation, Role
from luoshi.office.organisations.models.days import holds, not_ended
from luoshi.office.refused import Refused, add_reasons

OFFERED = 100  # organisations that the form shows at once; the others are found by name


class GroupingForm(PlainForm):
    """新建分组."""

    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=Grouping.Kind.choices)
    name = forms.CharField(label=gettext_lazy("名称"), max_length=120, help_text=gettext_lazy("如：第一责任区"))
    since = day_field(gettext_lazy("从哪一天起"))


class IncludeForm(PlainForm):
    """列入: several organisations at once."""

    organisations = forms.ModelMultipleChoiceField(Organisation.objects.none(), label=gettext_lazy("机构"))
    since = day_field(gettext_lazy("从哪一天起"))

    def __init__(self, *args: Any, grouping: Grouping, words: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sort, choice = SORTS[grouping.kind], self.fields["organisations"]
        assert isinstance(choice, forms.ModelMultipleChoiceField)
        found = Organisation.objects.under(grouping.authority).filter(kind__in=sort.takes, closed_on__isnull=True)
        held = GroupingMember.objects.filter(until__isnull=True, grouping__kind=grouping.kind)
        held = held if sort.once else held.filter(grouping=grouping)
        choice.queryset = found.exclude(pk__in=held.values("organisation")).order_by("path")
        named = choice.queryset.filter(name__icontains=words.strip()) if words.strip() else choice.queryset
        offered = list(named.values_list("pk", "name")[: OFFERED + 1])
        choice.widget.choices = offered[:OFFERED]
        self.more = len(offered) > OFFERED
        choice.widget.attrs["size"] = 10
        choice.help_text = (
            _("按住 Ctrl 可以选几个。已在同类分组里的不列出。") if sort.once else _("按住 Ctrl 可以选几个。")
        )
        self.fields["since"].initial = max(grouping.since, timezone.localdate())


@open_to(EVERY_ROLE)
@require_GET
def index(request: Request) -> HttpResponse:
    """Groupings of the area."""
    found = _listing(request)
    if request.GET.get("export") == "xlsx":
        return found.exported(request, name=_("分组"))
    page = {"list": found.shown(request), "may_keep": request.actor.role in KEEPERS}
    return render(request, "organisations/groupings.html", page)


def _listing(request: Request) -> Listing:
    today = timezone.localdate()
    rows = Grouping.objects.visible_to(request.actor).select_related("core").prefetch_related("in_charge__person")
    held = holds(today, of="members__")
    still = not_ended(today)
    sees = request.actor.sees_persons
    return Listing(
        rows=rows.annotate(size=Count("members", filter=held, distinct=True)).order_by("kind", "name", "pk"),
        columns=(
            Column("name", _("名称"), lambda one: one.name, order="name", link=_page),
            Column("kind", _("种类"), lambda one: one.get_kind_display(), order="kind"),
            Column("size", _("机构数"), lambda one: one.size, order="size", css="number"),
            Column("charge", _("负责人"), lambda one: _led_by(one) if sees else ""),
            Column("core", _("核心校"), lambda one: one.core or ""),
            Column("since", _("起"), lambda one: one.since, order="since"),
            Column("until", _("止"), lambda one: one.until or "", order="until"),
        ),
        filters=(
            Filter("kind", _("种类"), Grouping.Kind.choices, lambda value: Q(kind=value)),
            Filter("state", _("现状"), (("now", _("现行")), ("past", _("已撤销"))), {"now": still, "past": ~still}.get),
        ),
        search=("name",),
        title=_("分组"),
    )


def _page(grouping: Grouping) -> str:
    return reverse("grouping", args=[grouping.pk])


def _led_by(grouping: Grouping) -> str:
    return "、".join(str(one.person) for one in grouping.in_charge.all())


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: Request) -> HttpResponseBase:
    """新建分组 of the actor's authority."""
    given = GroupingForm(request.POST or None, initial={"since": timezone.localdate()})
    authority = request.actor.authority
    if request.method == "POST" and given.is_valid() and authority:
        try:
            made = groupings.form(authority, by=request.actor, **given.cleaned_data)
        except Refused as refusal:
            add_reasons(given, refusal)
        else:
            return redirect("grouping", pk=made.pk)
    page = {"form": given, "heading": _("新建分组"), "back": reverse("groupings")}
    return render(request, "organisations/form.html", page, status=422 if request.method == "POST" else 200)


@open_to(EVERY_ROLE)
@require_GET
def grouping(request: Request, pk: int) -> HttpResponse:
    """One grouping: what it holds, who answers for it, what it held before."""
    found = _seen(request, pk)
    return _shown(request, found, IncludeForm(grouping=found, words=request.GET.get("find", "")))


def _shown(request: Request, found: Grouping, given: IncludeForm, *, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    members = list(found.members.select_related("organisation").order_by("organisation__path"))
    visible = set(
        Organisation.objects.visible_to(request.actor).filter(grouped__grouping=found).values_list("pk", flat=True)
    )
    seen = [one for one in members if one.organisation_id in visible]
    now = [one for one in seen if one.until is None or one.until >= today]
    sort, why = SORTS[found.kind], groupings.why_not(found.authority, by=request.actor)
    able = Membership.objects.in_force(today).filter(
        role__in=sort.led_by, organisation__path__startswith=found.authority.path
    )
    # A head answers for a grouping of their own school; the bureau's people for any.
    able = able.filter(~Q(role=Role.HEAD) | Q(organisation__in=[one.organisation_id for one in now]))
    if words := request.GET.get("find", "").strip():
        able = able.filter(person__name__icontains=words) | able.filter(organisation__name__icontains=words)
    page = {
        "grouping": found,
        "now": now,
        "past": [one for one in seen if one not in now],
        "charge": found.in_charge.select_related("person", "organisation") if request.actor.sees_persons else [],
        # A school is told who answers for it; the bureau's own page of that person is not the school's.
        "reached": set(
            Membership.objects.visible_to(request.actor).filter(groupings_in_charge=found).values_list("pk", flat=True)
        ),
        "able": []
        if why
        else able.exclude(groupings_in_charge=found).select_related("person", "organisation")[:OFFERED],
        "why": why,
        "over": found.until is not None,
        "core": sort.core,
        "form": given,
    }
    return render(request, "organisations/grouping.html", page, status=status)


@open_to((), act=KEEPERS)
@require_POST
def include(request: Request, pk: int) -> HttpResponseBase:
    """列入, all of the chosen or none."""
    found = _seen(request, pk)
    given = IncludeForm(request.POST, grouping=found)
    if given.is_valid():
        try:
            with transaction.atomic():
                for one in given.cleaned_data["organisations"]:
                    groupings.include(found, one, since=given.cleaned_data["since"], by=request.actor)
        except Refused as refusal:
            add_reasons(given, refusal)
        else:
            return redirect("grouping", pk=pk)
    return _shown(request, found, given, status=422)


@open_to((), act=KEEPERS)
@require_POST
def release(request: Request, pk: int) -> HttpResponseBase:
    """移出: today is the last day."""
    found = _seen(request, pk)
    member = found.members.filter(pk=_number(request, "member")).first()
    if member is None:
        return _unknown(request, found)
    return _done(request, found, lambda: groupings.release(member, last_day=timezone.localdate(), by=request.actor))


@open_to((), act=KEEPERS)
@require_POST
def charge(request: Request, pk: int) -> HttpResponseBase:
    """定负责人, or the end of it."""
    found, over = _seen(request, pk), bool(request.POST.get("relieve"))
    verb = groupings.relieve if over else groupings.put_in_charge
    held = Membership.objects.visible_to(request.actor).select_related("organisation", "person")
    one = held.filter(pk=_number(request, "relieve" if over else "charge")).first()
    return _done(request, found, lambda: verb(found, one, by=request.actor)) if one else _unknown(request, found)


@open_to((), act=KEEPERS)
@require_POST
def edit(request: Request, pk: int) -> HttpResponseBase:
    """Another name, another core school."""
    found = _seen(request, pk)
    members = Organisation.objects.visible_to(request.actor).filter(grouped__grouping=found)
    core = members.filter(pk=_number(request, "core")).first()
    name = request.POST.get("name", "")
    return _done(request, found, lambda: groupings.edit(found, name=name, core=core, by=request.actor))


@open_to((), act=KEEPERS)
@require_POST
def dissolve(request: Request, pk: int) -> HttpResponseBase:
    """撤销: today is the last day."""
    found = _seen(request, pk)
    return _done(request, found, lambda: groupings.dissolve(found, last_day=timezone.localdate(), by=request.actor))


def _done(request: Request, found: Grouping, verb: Callable[[], object]) -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("grouping", pk=found.pk)


def _unknown(request: Request, found: Grouping) -> HttpResponse:
    messages.error(request, _("没有改：所选的已经不在这里了，请在下面重新选。"))
    return redirect("grouping", pk=found.pk)


def _number(request: Request, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isdecimal() else 0


def _seen(request: Request, pk: int) -> Grouping:
    return get_object_or_404(Grouping.objects.visible_to(request.actor).select_related("authority", "core"), pk=pk)
