"""The pages of organisations: the tree, the list, one organisation, and the form of each verb."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from luoshi.office.organisations import actions, hats, history, queries
from luoshi.office.organisations.access import EVERY_ROLE, Request, open_to
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.details import LABELS, shown
from luoshi.office.organisations.forms import (
    CloseForm,
    DayForm,
    EditForm,
    HatForm,
    MergeForm,
    MoveForm,
    OpenForm,
    RenameForm,
    RestageForm,
)
from luoshi.office.organisations.grant_rules import PROPOSERS
from luoshi.office.organisations.models import MAY_STAND_UNDER, Change, Hat, Kind, Organisation
from luoshi.office.organisations.moves import KEEPERS, MOVES, open_to_actor, why_not
from luoshi.office.organisations.tree_list import LISTING
from luoshi.office.refused import Refused, add_reasons


@open_to(EVERY_ROLE)
@require_GET
def tree(request: Request) -> HttpResponse:
    """The actor's tree: what their area names, and what stands directly below it by kind."""
    day = timezone.localdate()
    tops = [
        {"top": one, "bands": queries.bands(one, day=day)} for one in queries.tops(request.actor)[: queries.AT_ONCE]
    ]
    count = Organisation.objects.visible_to(request.actor).open_on(day).count()
    return render(request, "organisations/tree.html", {"tops": tops, "count": count, "list": LISTING.shown(request)})


@open_to(EVERY_ROLE)
@require_GET
def below(request: Request, pk: int) -> HttpResponse:
    """A piece of the tree: what stands directly below one organisation, of one kind if asked."""
    organisation, kind = _seen(request, pk), request.GET.get("kind", "")
    found = queries.bands(organisation, day=timezone.localdate(), kind=kind if kind in Kind.values else "")
    return render(request, "organisations/below.html", {"top": organisation, "bands": found, "kind": kind})


@open_to(EVERY_ROLE)
@require_GET
def as_list(request: Request) -> HttpResponse:
    """The same as a list: searched, filtered, sorted, exported."""
    listing = LISTING.over(Organisation.objects.visible_to(request.actor))
    if request.GET.get("export") == "xlsx":
        return listing.exported(request, name=_("机构"))
    return render(request, "organisations/list.html", {"list": listing.shown(request)})


@open_to(EVERY_ROLE)
@require_GET
def organisation(request: Request, pk: int) -> HttpResponse:
    """One organisation: what it is, who works there, what became of it."""
    found, day = _seen(request, pk), timezone.localdate()
    people, past = queries.people_of(found, actor=request.actor)
    moves = moves_of(found, request.actor)
    page = {
        "organisation": found,
        "above": [one for one in queries.above(found) if request.actor.area.holds(one.path)],
        "facts": [
            (LABELS[name], said) for name in LABELS if name not in {"name", "order"} if (said := shown(found, name))
        ],
        "changes": [told(one) for one in found.changes.select_related("other")],
        "came": [told(one) for one in found.changes_as_other.filter(what="merged").select_related("organisation")],
        "people": people,
        "past": past,
        "groups": queries.groups_of(found, day),
        "bands": queries.bands(found, day=day),
        "hats": found.hats.all(),
        "open_moves": [one for one in moves if one["address"]],
        "closed_moves": [one for one in moves if one["why"]],
        "may_appoint": request.actor.role in PROPOSERS and found.closed_on is None,
        "today": day,
    }
    return render(request, "organisations/organisation.html", page)


def moves_of(organisation: Organisation, actor: Actor) -> list[dict[str, str]]:
    """What may be done with it and where, and why not; contacts alone are offered to those who may not edit the rest."""
    offered = open_to_actor(organisation, by=actor)
    open_now = {one["move"] for one in offered if not one["why"]}
    named = {move: f"organisation-{'edit' if move == 'contact' else move}" for move in MOVES}
    return [
        {**one, "address": "" if one["why"] else reverse(named[one["move"]], args=[organisation.pk])}
        for one in offered
        if one["move"] != "contact" or "edit" not in open_now
    ]


def told(change: Change) -> dict[str, Any]:
    """A change in words."""
    before, after = change.before, change.after
    if change.what == Change.What.RESTAGED:
        before, after = history.in_words(before), history.in_words(after)
    return {"change": change, "before": before, "after": after}


@open_to(MOVES["contact"].roles, act=MOVES["contact"].roles)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponseBase:
    """修改登记事项; those who keep the contacts alone are shown nothing else."""
    found = _seen(request, pk)
    contact_only = why_not(found, "edit", by=request.actor) is not None
    first = {name: getattr(found, name) for name in LABELS} | {
        "version": found.version,
        "stages": found.stages.split(","),
        "fields": found.field_list,
    }
    form = EditForm(request.POST or None, initial=first, kind=found.kind, place=found, contact_only=contact_only)

    def save(form: EditForm) -> None:
        actions.edit(found, version=form.cleaned_data["version"], by=request.actor, **form.facts())

    why = why_not(found, "contact", by=request.actor)
    return _answer(request, found, form, save, heading=_("修改“%(name)s”的登记事项") % {"name": found}, why=why)


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, pk: int) -> HttpResponseBase:
    """增设下级机构: first its kind, then its facts."""
    found = _seen(request, pk)
    kinds = [Kind(one) for one, above in MAY_STAND_UNDER.items() if found.kind in above]
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    why = why_not(found, "open", by=request.actor)
    if kind not in kinds or why:
        page = {"organisation": found, "kinds": kinds, "why": why}
        return render(request, "organisations/kinds.html", page, status=422 if request.method == "POST" else 200)
    form = OpenForm(request.POST or None, initial={"kind": kind}, kind=kind, place=found)

    def save(form: OpenForm) -> Organisation:
        given = form.facts()
        opened = given.pop("opened_on")
        name, document = form.cleaned_data["name"], form.cleaned_data["document"]
        return actions.open_organisation(found, kind, name, by=request.actor, day=opened, document=document, **given)

    heading = _("在“%(name)s”下面增设%(kind)s") % {"name": found, "kind": Kind(kind).label}
    return _answer(request, found, form, save, heading=heading)


CHANGES: dict[str, tuple[type[DayForm], Callable[..., Any], tuple[str, ...]]] = {
    "rename": (RenameForm, actions.rename, ("to",)),
    "move": (MoveForm, actions.move, ("under",)),
    "restage": (RestageForm, actions.restage, ("stages", "ownership")),
    "merge": (MergeForm, actions.merge, ("into",)),
    "close": (CloseForm, actions.close, ()),
}


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int, move: str) -> HttpResponseBase:
    """One of the verbs that hold from a day on."""
    found = _seen(request, pk)
    kind_of_form, verb, names = CHANGES[move]
    why = why_not(found, move, by=request.actor)
    form = kind_of_form(request.POST or None, organisation=found, actor=request.actor)

    def save(form: DayForm) -> None:
        given = {name: form.cleaned_data[name] for name in (*names, "day", "document")}
        verb(found, by=request.actor, **given)

    heading = _("“%(name)s”%(move)s") % {"name": found, "move": MOVES[move].label}
    return _answer(request, found, form, save, heading=heading, why=why, move=move)


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def wear(request: Request, pk: int) -> HttpResponseBase:
    """The hats of an authority: one put on, one taken off."""
    found = _seen(request, pk)
    if off := request.POST.get("off"):
        return _take_off(request, found, off)
    form = HatForm(request.POST or None)

    def save(form: HatForm) -> None:
        given = form.cleaned_data
        hats.put_on(found, given["name"], education=not given["other"], since=given["since"], by=request.actor)

    heading = _("“%(name)s”加挂的牌子") % {"name": found}
    return _answer(
        request, found, form, save, heading=heading, why=why_not(found, "hats", by=request.actor), hats=found.hats.all()
    )


def _take_off(request: Request, organisation: Organisation, off: str) -> HttpResponse:
    hat = get_object_or_404(Hat, organisation=organisation, pk=int(off) if off.isdecimal() else 0)
    try:
        hats.take_off(hat, last_day=timezone.localdate(), by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("organisation-hats", pk=organisation.pk)


def _seen(request: Request, pk: int) -> Organisation:
    seen = Organisation.objects.visible_to(request.actor)
    return get_object_or_404(seen.select_related("parent", "successor", "hat"), pk=pk)


def _answer(
    request: Request, found: Organisation, form: Any, save: Callable[[Any], Organisation | None], **page: Any
) -> HttpResponse:
    """Show a form, or carry it out and go back to the organisation; what is refused stands above the form."""
    if request.method == "POST" and form.is_valid():
        try:
            made = save(form)
        except actions.EditedMeanwhile as refusal:
            form.renew(Organisation.objects.values_list("version", flat=True).get(pk=found.pk))
            add_reasons(form, refusal)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("organisation", pk=(made or found).pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "organisations/form.html", {"organisation": found, "form": form, **page}, status=status)
