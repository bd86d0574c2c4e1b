"""Organisations as a list, and all that is kept of them as a workbook."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luoshi.office.listing import Column, Filter, Listing, Shown
from luoshi.office.organisations.details import LABELS, shown
from luoshi.office.organisations.models import Kind, Organisation, Ownership, Place, Stage


def standing(organisation: Organisation) -> str:
    """Whether it exists, in words."""
    if organisation.closed_on is None:
        return str(_("在办"))
    how = _("并入%(into)s") % {"into": organisation.successor} if organisation.successor else _("撤销")
    return f"{organisation.closed_on} {how}"


def _page(organisation: Organisation) -> str:
    return reverse("organisation", args=[organisation.pk])


def _open(value: str) -> Q | None:
    today = timezone.localdate()
    still = Q(closed_on__isnull=True) | Q(closed_on__gt=today)
    return {"yes": still, "no": ~still}.get(value)


def _is(name: str) -> Any:
    return lambda value: Q(**{name: value})


SHOWN = (
    Column("name", _("名称"), lambda one: one.name, order="name", link=_page),
    Column("kind", _("类别"), lambda one: one.get_kind_display(), order="kind"),
    Column("parent", _("上级"), lambda one: one.parent or "", order="parent__order"),
    Column("stages", LABELS["stages"], lambda one: shown(one, "stages"), order="stages"),
    Column("ownership", LABELS["ownership"], lambda one: one.get_ownership_display(), order="ownership"),
    Column("place", LABELS["place"], lambda one: one.get_place_display(), order="place"),
    Column("code", LABELS["code"], lambda one: one.code, order="code"),
    Column("standing", _("现状"), standing, order="closed_on"),
)
FURTHER = ("short_name", "credit_code", "region", "fields", "hat", "order", "telephone", "address", "opened_on")
EXPORTED = (*SHOWN, *(Column(name, LABELS[name], partial(shown, name=name)) for name in FURTHER))


@dataclass(frozen=True)
class OrganisationList:
    """What the page shows, and the wider workbook."""

    listing: Listing

    def over(self, rows: Any) -> "OrganisationList":
        return OrganisationList(replace(self.listing, rows=rows.select_related("parent", "successor", "hat")))

    def shown(self, request: HttpRequest) -> Shown:
        return self.listing.shown(request)

    def exported(self, request: HttpRequest, *, name: str) -> HttpResponse:
        return replace(self.listing, columns=EXPORTED).exported(request, name=name)


LISTING = OrganisationList(
    Listing(
        rows=Organisation.objects.none(),
        columns=SHOWN,
        filters=(
            Filter("kind", _("类别"), Kind.choices, _is("kind")),
            Filter("stage", LABELS["stages"], Stage.choices, _is("stages__contains")),
            Filter("ownership", LABELS["ownership"], Ownership.choices, _is("ownership")),
            Filter("place", LABELS["place"], Place.choices, _is("place")),
            Filter("open", _("现状"), (("yes", _("在办")), ("no", _("已撤并"))), _open),
        ),
        search=("name", "short_name", "code", "credit_code", "address"),
        order="",
        title=_("机构"),
    )
)
