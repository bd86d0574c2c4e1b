"""校对 and 比对: what is to be looked at in a draft, and what a superior's paper asks that it does not mention.

Both are asked of the documents anew each time, in the sandbox; nothing of them is kept.
"""

import base64
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from luoshi.office.organisations.models import Change, Membership, Organisation, Role
from luoshi.office.plans.models import Reading, Report
from luoshi.office.plans.reports import in_sandbox

THEIRS = (Report.Kind.SUPERIOR, Report.Kind.GOVERNMENT)


def remarks(report: Report, *, day: date) -> list[dict[str, Any]]:
    """What proofreading says, against the authority's own register and last year's report. Raises Refused."""
    last = last_years(report)
    return list(
        in_sandbox(
            "proofread",
            report.file.content,
            name=report.name,
            units=units(report.authority, day=day),
            leaders=leaders(report.authority, day=day),
            last_year=_content(last) if last else "",
            last_name=last.name if last else "",
        )
    )


def comparison(ours: Report, theirs: Report) -> dict[str, list[dict[str, Any]]]:
    """What their paper asks and what of ours is nearest to it. Raises Refused."""
    given = {"theirs": _content(theirs), "their_name": theirs.name}
    return dict(in_sandbox("compare", ours.file.content, name=ours.name, **given))


def _content(report: Report) -> str:
    return base64.b64encode(report.file.content).decode()


def leaders(authority: Organisation, *, day: date) -> list[list[str]]:
    """Names and offices of the leaders, in the order in which the authority lists them."""
    held = Membership.objects.in_force(day).filter(organisation=authority, role=Role.LEADER, deputises__isnull=True)
    return [[one.person.name, one.title] for one in held.select_related("person") if one.title]


def units(authority: Organisation, *, day: date) -> dict[str, list[str]]:
    """Names of organisations in use, each with its former names."""
    inside = Organisation.objects.under(authority).open_on(day)
    names = dict(inside.values_list("pk", "name"))
    found: dict[str, list[str]] = {name: [] for name in names.values()}
    renamed = Change.objects.filter(organisation__in=inside, what=Change.What.RENAMED)
    for pk, before in renamed.values_list("organisation_id", "before"):
        found[names[pk]].append(before)
    return found


def last_years(report: Report) -> Report | None:
    """The authority's own report of the year before, in its last draft."""
    reading = report.reading
    if reading is None or reading.year is None:
        return None
    year = Reading.objects.filter(report=OuterRef("pk")).order_by("-pk").values("year")[:1]
    own = Report.objects.filter(authority=report.authority, kind=Report.Kind.OWN, replaced_by=None).exclude(
        pk=report.pk
    )
    return own.annotate(year=Subquery(year)).filter(year=reading.year - 1).select_related("file").first()


def papers_beside(report: Report) -> list[Report]:
    """Papers that a report can be held against: of its plan, else all of its authority; in their last draft, and read."""
    known = Report.objects.filter(authority=report.authority, kind__in=THEIRS, replaced_by=None, readings__isnull=False)
    if report.plan_id:
        known = known.filter(plan=report.plan_id)
    return list(known.exclude(pk=report.pk).select_related("file").distinct())
