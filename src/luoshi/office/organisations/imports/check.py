"""Looks through a parsed workbook: everything amiss with its cell, everything that would change. Stores nothing."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.imports import check_organisations, check_people
from luoshi.office.organisations.imports.cells import CellReader
from luoshi.office.organisations.imports.check_organisations import OrganisationChecker
from luoshi.office.organisations.imports.check_people import PeopleChecker
from luoshi.office.organisations.imports.columns import (
    ORGANISATION_COLUMNS,
    ORGANISATIONS,
    PEOPLE,
    PEOPLE_COLUMNS,
    SheetColumn,
)
from luoshi.office.organisations.imports.known import memberships_of, organisations_of, people_of, state_of
from luoshi.office.organisations.imports.layout import lay_out
from luoshi.office.organisations.imports.plan import Checked, Difference, OrganisationPlan, PersonPlan
from luoshi.office.organisations.models import AUTHORITIES, Organisation, Role
from luoshi.office.refused import refuse_if

Progress = Callable[[int, int, str], None]


def why_not_import(authority: Organisation | None, *, by: Actor) -> str | None:
    """Why the actor may not bring in organisations and people of this authority; None if they may."""
    if authority is None:
        return _("“%(name)s”不属于哪个教育局，没有可导入的地方。请先在机构页上把它放到所属的局下面。") % {
            "name": by.organisation.name
        }
    if by.role != Role.OFFICE or not by.area.holds(authority.path):
        return _("%(authority)s的机构和人员由本局办公室导入。需要增改，请告诉局办公室。") % {
            "authority": authority.name
        }
    return None


def check(parsed: dict[str, Any], authority: Organisation, *, by: Actor, progress: Progress | None = None) -> Checked:
    """Raises Refused for a workbook that cannot be read at all, or an actor who may not."""
    refuse_if([why_not_import(authority, by=by), parsed["refused"]])
    tell = progress or _silent
    tell(0, 4, _("整理表格"))
    state = state_of(authority)
    laid, faults = lay_out(parsed)
    reader = CellReader(faults)
    for sheet in laid.values():
        faults += sheet.faults
    tell(1, 4, _("核对机构"))
    lines = laid[ORGANISATIONS].lines if ORGANISATIONS in laid else []
    organisations = list(check_organisations.read_lines(lines, reader))
    known = organisations_of(authority, codes=[plan.values["code"] for plan in organisations])
    organisation_checker = OrganisationChecker(organisations, known, authority, reader)
    organisation_checker.check()
    tell(2, 4, _("核对人员"))
    people_checker = _people(laid[PEOPLE].lines if PEOPLE in laid else [], organisation_checker, reader)
    tell(3, 4, _("比较差异"))
    checked = Checked(
        authority=authority,
        organisations=organisations,
        people=people_checker.people,
        faults=[],
        differences=[*_organisation_differences(organisations), *_people_differences(people_checker.people)],
        left_alone=_left_alone(authority, organisations, people_checker),
        state=state,
    )
    checked.faults = sorted(set(faults))
    return checked


def _silent(_done: int, _total: int, _words: str) -> None:
    pass


def _people(lines: list[Any], organisations: OrganisationChecker, reader: CellReader) -> PeopleChecker:
    plans = list(check_people.read_lines(lines, reader))
    today = timezone.localdate()
    known = people_of(
        organisations.authority,
        day=today,
        staff_numbers=[plan.values["staff_number"] for plan in plans if plan.values["staff_number"]],
        logins=[plan.values["login"] for plan in plans if plan.values["login"]],
    )
    checker = PeopleChecker(plans, known, organisations, reader, today)
    checker.check()
    return checker


def _left_alone(
    authority: Organisation, organisations: list[OrganisationPlan], people: PeopleChecker
) -> dict[str, int]:
    """Rows of the database that the file does not name; they stay as they are."""
    open_now = Organisation.objects.under(authority).filter(closed_on__isnull=True).exclude(kind__in=AUTHORITIES)
    named = {plan.existing.pk for plan in organisations if plan.existing}
    held = {plan.existing.pk for person in people.people for plan in person.memberships if plan.existing}
    return {
        ORGANISATIONS: open_now.count() - len(named),
        PEOPLE: memberships_of(authority, day=people.today).count() - len(held),
    }


# Differences, in words


def _organisation_differences(plans: list[OrganisationPlan]) -> Iterator[Difference]:
    for plan in plans:
        place = (ORGANISATIONS, plan.line.row)
        if plan.existing is None:
            yield Difference(*place, "new", plan.name, after=_all(ORGANISATION_COLUMNS, plan.values))
            continue
        for name, (before, after) in plan.changes.items():
            column = _COLUMNS[ORGANISATIONS][name]
            yield Difference(
                *place, "changed", plan.existing.name, column.label, said(column, before), said(column, after)
            )


def _people_differences(people: list[PersonPlan]) -> Iterator[Difference]:
    for person in people:
        if person.existing:
            for name, (before, after) in person.changes.items():
                column = _COLUMNS[PEOPLE][name]
                shown = (said(column, before), said(column, after))
                yield Difference(PEOPLE, person.line.row, "changed", person.existing.name, column.label, *shown)
        for plan in person.memberships:
            if plan.existing is None:
                values = {**plan.values, **({} if person.existing else person.values)}
                yield Difference(
                    PEOPLE, plan.line.row, "new", person.values["name"], after=_all(PEOPLE_COLUMNS, values)
                )
            for name, (before, after) in plan.changes.items():
                column = _COLUMNS[PEOPLE][name]
                shown = (said(column, before), said(column, after))
                yield Difference(PEOPLE, plan.line.row, "changed", person.values["name"], column.label, *shown)


_COLUMNS: dict[str, dict[str, SheetColumn]] = {
    ORGANISATIONS: {column.name: column for column in ORGANISATION_COLUMNS},
    PEOPLE: {column.name: column for column in PEOPLE_COLUMNS},
}


def said(column: SheetColumn, value: Any) -> str:
    """A value as it would stand in the sheet."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Organisation | OrganisationPlan):
        return value.name
    if column.choices:
        labels = dict(column.choices)
        return "、".join(labels.get(one, one) for one in str(value or "").split(",") if one)
    return str(value or "")


def _all(columns: tuple[SheetColumn, ...], values: dict[str, Any]) -> str:
    """The filled cells of a new line: 类型：学校；学段：小学."""
    shown = ((column.label, said(column, values.get(column.name))) for column in columns if not column.hidden)
    return "；".join(f"{label}：{words}" for label, words in shown if words)
