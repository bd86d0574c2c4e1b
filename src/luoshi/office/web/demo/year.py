"""The invented county's plans: one issued and at work, and the next one being read, reviewed and asked about."""

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

from django.utils import timezone

from luoshi.office.desk.jobs import run_waiting
from luoshi.office.organisations.models import Kind, Organisation, Role
from luoshi.office.plans import amendments, approval, consultation, drafting, reports, review, tasks
from luoshi.office.plans.amendments import Decision
from luoshi.office.plans.consultation import Remark
from luoshi.office.plans.models import Candidate, Consultation, Plan, Report, Task
from luoshi.office.web.demo.county import County

REVIEWED = 3  # parts of the next report whose findings are decided
ASKED_FOR = 7  # days for comments


def plan(county: County) -> None:
    """The plan of the last conference is issued; for the coming one there is a draft report and the city's own paper."""
    today = timezone.localdate()
    year = today.year if (today.month, today.day) > (3, 1) else today.year - 1
    issued(county, year)
    drafted(county, year + 1)


def issued(county: County, year: int) -> None:
    """Everything as it was proposed, approved by the meeting a few days later, and since then changed once."""
    office = county.first(Role.OFFICE)
    given = {name: words.format(year=year) for name, words in county.given["plan"]["issued"].items()}
    made = drafting.begin(given["title"], year, by=office)
    report = handed_in(county, "report", year, plan=made, kind=Report.Kind.OWN)
    assert report.reading
    review.accept_under(report.reading, [], by=office)
    made = approval.approve(made, meeting=given["meeting"], on=date(year, 2, 24), by=office)
    approval.issue(made, number=given["number"], on=date(year, 2, 26), by=office)
    said = Decision(given["amended_by"], date(year, 2, 28))
    task = made.tasks.filter(due__isnull=False).exclude(grade=Task.Grade.GUIDING).first()
    assert task
    wanted = replace(tasks.wanted_of(task), due=task.due and task.due + timedelta(days=30), due_words="")
    amendments.change(task, wanted, version=task.version, decision=said, by=office)


def drafted(county: County, year: int) -> None:
    """The first parts of its report are decided, the rest waits; sections and centres have been asked."""
    office = county.first(Role.OFFICE)
    made = drafting.begin(county.given["plan"]["issued"]["title"].format(year=year), year, by=office)
    report = handed_in(county, "report-next", year, plan=made, kind=Report.Kind.OWN)
    handed_in(county, "superior", year, plan=made, kind=Report.Kind.SUPERIOR)
    reading = report.reading
    assert reading
    found = reading.candidates.filter(kind=Candidate.Kind.TASK)
    parts = dict.fromkeys(tuple(one.headings[:2]) for one in found)
    for headings in list(parts)[:REVIEWED]:
        review.accept_under(reading, headings, by=office)
    asked = consulted(county, made)
    section = county.actor(county.given["plan"]["comment"]["who"])
    own = next(one for one in asked if one.organisation == section.organisation)
    task = next(one for one in consultation.shown_to(own, by=section) if one.due)
    consultation.say(own, Remark(task, county.given["plan"]["comment"]["words"]), by=section)
    consultation.answer(own, by=section)


def consulted(county: County, made: Plan) -> list[Consultation]:
    authority = county.organisations[county.given["county"]["name"]]
    asked = Organisation.objects.filter(parent=authority, kind__in=(Kind.SECTION, Kind.CENTRE), hat__isnull=True)
    due = timezone.localdate() + timedelta(days=ASKED_FOR)
    return consultation.send(made, asked.exclude(name=county.first(Role.OFFICE).organisation.name), due=due,
                             by=county.first(Role.OFFICE))  # fmt: skip


def handed_in(county: County, name: str, year: int, *, plan: Plan, kind: str) -> Report:
    """A paper as it came in, read by the worker."""
    text = (files(__package__) / f"{name}.txt").read_text("utf-8").format(year=year, last=year - 1)
    title = county.given["plan"]["papers"][name].format(year=year)
    report = reports.receive(text.encode(), name=f"{title}.txt", kind=kind, plan=plan, by=county.first(Role.OFFICE))
    run_waiting()
    return report
