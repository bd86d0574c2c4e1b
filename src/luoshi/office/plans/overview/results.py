"""Results per office and school for the year-end assessment: what can be counted and looked up, and no score or rank."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from luoshi.office.addresses import address_of
from luoshi.office.listing import Column, Filter, Listing
from luoshi.office.organisations.models import SCHOOLS, Kind, Organisation
from luoshi.office.plans.models import Assignment, Standing
from luoshi.office.plans.overview.assignments import BASIS
from luoshi.office.plans.overview.scope import Scope

BUREAU = (Kind.SECTION, Kind.INSTITUTION, Kind.CITY, Kind.COUNTY)
OTHERS = {"bureau": Q(kind__in=BUREAU), "schools": Q(kind__in=SCHOOLS), "others": ~Q(kind__in=(*BUREAU, *SCHOOLS))}


@dataclass
class Results:
    """Everybody who was given something in a year, with what became of it."""

    scope: Scope
    counts: dict[int, dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def given(self) -> list[int]:
        """Who was given something."""
        rows = Assignment.objects.given_out().filter(task__plan__in=self.scope.numbers, task__cancelled_on__isnull=True)
        return list(rows.order_by().values_list("organisation", flat=True).distinct())

    @property
    def rows(self) -> QuerySet[Organisation]:
        return Organisation.objects.filter(pk__in=self.given)

    @property
    def title(self) -> str:
        return _("%(count)s 个单位的办理情况") % {"count": len(self.given)}

    def look_up(self, rows: Sequence[Organisation]) -> None:
        seen = self.scope.assignments.filter(organisation__in=[one.pk for one in rows])
        counts = {name: Count("pk", filter=condition) for name, (_label, condition) in BASIS.items()}
        late = Count("pk", filter=Q(standing=Standing.LATE))
        found = seen.order_by().values("organisation").annotate(given=Count("pk"), late=late, **counts)
        self.counts = {one["organisation"]: dict(one) for one in found}

    def number(self, one: Organisation, name: str) -> int:
        return int(self.counts.get(one.pk, {}).get(name, 0))

    def _column(self, name: str, label: Any, asked: str) -> Column:
        at = f"{address_of('assignments')}?year={self.scope.year}&organisation="

        def behind(one: Organisation) -> str:
            return f"{at}{one.pk}{asked}" if self.number(one, name) else ""

        return Column(name, label, lambda one: self.number(one, name), link=behind, css="number")

    def listing(self) -> Listing:
        groups = [("bureau", _("局机关和二级机构")), ("schools", _("学校")), ("others", _("其他"))]
        return Listing(
            self.rows,
            (
                Column("name", _("单位"), lambda one: one.name, "path", link=_page),
                Column("kind", _("类型"), lambda one: one.get_kind_display(), "kind", css="tight"),
                self._column("given", _("下达"), ""),
                *(self._column(name, label, f"&basis={name}") for name, (label, _q) in BASIS.items()),
                self._column("late", _("滞后"), f"&standing={Standing.LATE}"),
            ),
            filters=(*self.scope.filters(), Filter("group", _("单位"), groups, OTHERS.get)),
            search=("name",),
            order="name",
            title=_("考核依据"),
            look_up=self.look_up,
        )


def _page(one: Organisation) -> str:
    return address_of("organisation-work", one.pk)
