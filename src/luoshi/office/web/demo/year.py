"""The invented county's plans: one issued and at work, and the next one being read, reviewed and asked about."""

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

from django.utils import timezone

from luoshi.office.desk.jobs import run_waiting
from luoshi.office.organisations.models import Kind, Organisation, Role
from luoshi.office.plans import amendments, approval, consultation, drafting, reports, review, tasks
from luoshi.office.plans.consultation import Remark
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Candidate, Consultation, Plan, Report, Task
from luoshi.office.web.demo import clock
from luoshi.office.web.demo.carried import carry_out, told_of
from luoshi.office.web.demo.county import County
from luoshi.office.web.demo.rounds import dispatched

REVIEWED = 3  # parts of the next report whose findings are decided
ASKED_FOR = 7  # days for comments


def plans(county: County) -> None:
    """Last year's plan carried out, this year's under way, each thing on its day."""
    year = this_year()
    last, told = issued(county, year - 1, "report-last"), told_of("last")
    carry_out(county, last, told).run()
    plan, told = issued(county, year, "report"), told_of("this")
    amended(county, plan)
    at_work = carry_out(county, plan, told)
    dispatched(at_work, told)
    at_work.run()


def this_year() -> int:
    """The year of the plan at work: until the conference of a year it is the one before."""
    today = timezone.localdate()
    return today.year if (today.month, today.day) > (3, 1) else today.year - 1


def issued(county: County, year: int, paper: str) -> Plan:
    """Everything as the report's findings were proposed, approved by the meeting and issued a few days later."""
    office = county.first(Role.OFFICE)
    given = {name: words.format(year=year) for name, words in county.given["plan"][paper].items()}
    with clock.on(date(year, 2, 20)):
        made = drafting.begin(given["title"], year, by=office)
        report = handed_in(county, paper, year, plan=made, kind=Report.Kind.OWN)
        assert report.reading
        review.accept_under(report.reading, [], by=office)
    with clock.on(date(year, 2, 26)):
        made = approval.approve(made, meeting=given["meeting"], on=date(year, 2, 24), by=office)
        approval.issue(made, number=given["number"], on=date(year, 2, 26), by=office)
    made.refresh_from_db()
    return made


def amended(county: County, plan: Plan) -> None:
    """One task got a month more, by a meeting's decision."""
    task = plan.tasks.filter(due__isnull=False).exclude(grade=Task.Grade.GUIDING).first()
    assert task
    day, by = date(plan.year, 2, 28), county.given["plan"]["report"]["amended_by"].format(year=plan.year)
    wanted = replace(tasks.wanted_of(task), due=task.due and task.due + timedelta(days=30), due_words="")
    with clock.on(day):
        amendments.change(task, wanted, version=task.version, decision=Decision(by, day), by=county.first(Role.OFFICE))


def drafted(county: County, year: int) -> None:
    """The first parts of its report are decided, the rest waits; sections and centres have been asked."""
    office = county.first(Role.OFFICE)
    made = drafting.begin(county.given["plan"]["report"]["title"].format(year=year), year, by=office)
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
