"""审定、退回、印发: a draft becomes binding. What was not decided by then becomes a guiding task, after a warning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.background import JobKind, Progress, Schedule
from luoshi.office.desk.models import File
from luoshi.office.journal import record
from luoshi.office.journal.who import PROGRAM
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import assigning, review, telling
from luoshi.office.plans.assignment import acts
from luoshi.office.plans.drafting import locked
from luoshi.office.plans.models import Assignment, Plan, Responsibility, Task
from luoshi.office.plans.moves import why_not
from luoshi.office.plans.owners import of_json, organisations
from luoshi.office.plans.recurring import calendar_of, occurrences
from luoshi.office.refused import refuse_if
from luoshi.reader.write.wording import one_line

Part = Responsibility.Part
YEARS_BACK = 1  # issued plans that are still kept up with


# 审定


@transaction.atomic
def approve(plan: Plan, *, meeting: str, on: date, number: str = "", scan: File | None = None, by: Actor) -> Plan:
    """The meeting agreed. Raises Refused."""
    plan, meeting = locked(plan, "approve", by=by), one_line(meeting)[:120]
    refuse_if(
        [
            None if meeting else _("没有写哪次会议审定的，如：局党组2026年第3次会议。"),
            _in_future(on, _("审定日期")),
            None if plan.tasks.exists() else _("计划里还没有任务，没有可以审定的内容。"),
        ]
    )
    plan.state, plan.meeting, plan.approved_on = Plan.State.APPROVED, meeting, on
    plan.number, plan.scan, plan.version = one_line(number)[:60], scan or plan.scan, plan.version + 1
    plan.save(update_fields=["state", "meeting", "approved_on", "number", "scan", "version"])
    detail = {"meeting": meeting, "on": on, "number": plan.number, "scan": plan.scan and plan.scan.name}
    record.write("plan.approve", by=by.who, about=plan, where=plan.authority.path, detail=detail)
    return plan


@transaction.atomic
def reopen(plan: Plan, *, why: str, by: Actor) -> Plan:
    """Back to the desk before it is issued; it has to be approved anew, which makes another version. Raises Refused."""
    plan, why = locked(plan, "reopen", by=by), one_line(why)[:300]
    refuse_if([None if why else _("请写明为什么退回修改。")])
    before = {"meeting": plan.meeting, "on": plan.approved_on, "number": plan.number}
    plan.state, plan.meeting, plan.approved_on = Plan.State.DRAFT, "", None
    plan.save(update_fields=["state", "meeting", "approved_on"])
    detail = {"why": why, "before": before}
    record.write("plan.reopen", by=by.who, about=plan, where=plan.authority.path, detail=detail)
    return plan


def _in_future(day: date, what: str) -> str | None:
    return _("%(what)s %(day)s 还没有到。") % {"what": what, "day": day} if day > timezone.localdate() else None


# What to know before it is issued


@dataclass(frozen=True)
class Gap:
    """缺项: something that tasks of a plan lack. It keeps nobody from issuing it, but has to be seen first."""

    what: str
    tasks: tuple[Task, ...]


def gaps(plan: Plan, *, day: date) -> list[Gap]:
    """What the office should see before it issues the plan, the heaviest first."""
    calendar, meant = calendar_of(plan.authority), {}
    found: dict[str, list[Task]] = {name: [] for name in GAPS}
    for task in assigning.tasks_of(plan):
        parts = {one.part: one for one in task.responsibilities.all() if one.organisation_id or one.owners}
        found["lead"] += [] if Part.LEAD in parts else [task]
        found["due"] += [] if task.due or task.rule else [task]
        late = task.due is not None and task.due < day
        found["late"] += [task] if late else []
        found["unread"] += [task] if any(_unread(one) for one in task.responsibilities.all()) else []
        if task.rule and not occurrences(task.rule, calendar, plan.year):
            found["rule"].append(task)
        for one in task.responsibilities.all():
            if one.owners:
                said = str(one.owners)
                if said not in meant:
                    meant[said] = organisations(of_json(one.owners), plan.authority, day).exists()
                found["nobody"] += [] if meant[said] else [task]
    return [Gap(str(GAPS[name]), tuple(dict.fromkeys(tasks))) for name, tasks in found.items() if tasks]


GAPS = {
    "lead": gettext_lazy("没有牵头单位"),
    "nobody": gettext_lazy("落实单位的范围里现在一个单位也没有"),
    "unread": gettext_lazy("写了单位或人的名称，但没有对上机构或人员"),
    "rule": gettext_lazy("要反复做，但校历里没有相应的学期、学年或假期，印发后暂不下达"),
    "due": gettext_lazy("没有完成时限"),
    "late": gettext_lazy("完成时限已经过去"),
}


def _unread(one: Responsibility) -> bool:
    return not (one.organisation_id or one.membership_id or one.owners)


# 印发


@transaction.atomic
def issue(plan: Plan, *, number: str, on: date, version: int | None = None, by: Actor) -> dict[str, int]:
    """Make the plan binding and give its tasks out; all of it or nothing. `version` is the plan's as somebody looked at
    it, None: as it stands. Who is meant is asked for now, by today's schools and people. Gives counts. Raises Refused."""
    plan, number = locked(plan, "issue", by=by), one_line(number)[:60]
    refuse_if([_why_another(plan, version), *_faults(plan, number, on)])
    guiding = review.settle_undecided(plan, by=by)
    plan.state, plan.number, plan.issued_on, plan.issued_by = Plan.State.ISSUED, number, on, by.membership
    plan.save(update_fields=["state", "number", "issued_on", "issued_by"])
    made = assigning.give_out(plan, day=timezone.localdate())
    told = telling.tell_of_work(plan, made, by=by.who) + telling.tell_leaders(plan, by=by.who)
    counts = {
        "tasks": plan.tasks.count(),
        "guiding": guiding,
        "assignments": len(made),
        "organisations": len({one.organisation_id for one in made}),
        "people": told,
    }
    detail = {"number": number, "on": on, **counts}
    record.write("plan.issue", by=by.who, about=plan, where=plan.authority.path, detail=detail)
    return counts


def refuse_early(plan: Plan, *, number: str, on: date, version: int, by: Actor) -> None:
    """What speaks against it, before a job is asked for. Raises Refused."""
    refuse_if([why_not(plan, "issue", by=by), _why_another(plan, version), *_faults(plan, one_line(number), on)])


def _why_another(plan: Plan, version: int | None) -> str | None:
    """While it is approved nothing of it can be changed; sent back and approved anew it is no more what was looked at."""
    if version in {None, plan.version}:
        return None
    said = _("《%(plan)s》在您打开印发页以后退回修改过，%(day)s重新审定（%(meeting)s）。请看清现在的内容，再印发。")
    return said % {"plan": plan, "day": plan.approved_on, "meeting": plan.meeting}


def _faults(plan: Plan, number: str, on: date) -> list[str | None]:
    early = plan.approved_on is not None and on < plan.approved_on
    days = {"on": on, "approved": plan.approved_on}
    return [
        None if number else _("没有写文号。未编文号的，写明以什么名义印发，如：局办公会议纪要第3期。"),
        _in_future(on, _("印发日期")),
        _("印发日期 %(on)s 早于审定日期 %(approved)s。") % days if early else None,
    ]


def issue_by_job(arguments: Mapping[str, Any], *, by: Actor, progress: Progress) -> Mapping[str, Any]:
    """The same behind the page; refused where the plan is not the one that was looked at any more."""
    plan = Plan.objects.select_related("authority").get(pk=arguments["plan"])
    progress(0, 1, _("下达任务"))
    on, version = date.fromisoformat(arguments["on"]), arguments["version"]
    counts = issue(plan, number=arguments["number"], on=on, version=version, by=by)
    return {"words": issued_words(counts), "address": reverse("plan-assignments", args=[plan.pk])}


def issued_words(counts: Mapping[str, int]) -> str:
    return (
        _(
            "已印发：%(tasks)s 项任务，下达承办 %(assignments)s 件，涉及 %(organisations)s 个单位，已告知 %(people)s 人。"
        )
        % counts
    )


# Day by day


def keep_up_all(_arguments: Mapping[str, Any], *, progress: Progress, **_by: Any) -> Mapping[str, Any]:
    """The nightly job: next term's occurrences, new schools, closed ones."""
    day = timezone.localdate()
    plans = list(Plan.objects.filter(state=Plan.State.ISSUED, year__gte=day.year - YEARS_BACK))
    opened = proposed = 0
    for done, plan in enumerate(plans):
        progress(done, len(plans), str(plan))
        followed = assigning.keep_up(plan, day=day)
        if not followed:
            continue
        counts = {name: len(getattr(followed, name)) for name in ("opened", "proposed", "cancelled")}
        record.write("plan.keep_up", by=PROGRAM, about=plan, where=plan.authority.path, detail=counts)
        telling.tell_of_work(plan, followed.opened, by=PROGRAM)
        opened, proposed = opened + counts["opened"], proposed + counts["proposed"]
    said = _("新下达承办 %(opened)s 件，待增补 %(proposed)s 件")
    return {"words": said % {"opened": opened, "proposed": proposed}}


HANDLERS: dict[str, JobKind] = {
    "plan.issue": JobKind(gettext_lazy("印发计划、下达任务"), issue_by_job),
    "plan.keep-up": JobKind(gettext_lazy("下达新学期的任务、核对新设和撤并的学校"), keep_up_all),
}
SCHEDULES: tuple[Schedule, ...] = (("plan.keep-up", "20 3 * * *"),)


# 待增补


@transaction.atomic
def decide(plan: Plan, organisations: list[int], *, accept: bool, by: Actor) -> int:
    """Give the proposed organisations what the plan asks of their like, or leave them out of it for good; gives how many
    assignments that were. Raises Refused."""
    plan = locked(plan, "amend", by=by)
    rows = Assignment.objects.filter(task__plan=plan, state=Assignment.State.PROPOSED, organisation__in=organisations)
    found = list(rows.select_related("organisation", "task").select_for_update(of=("self",)))
    refuse_if([None if found else _("没有选单位，或者别人刚定过了。")])
    verb, to = ("accept", Assignment.State.ISSUED) if accept else ("decline", Assignment.State.CANCELLED)
    assigning.put(found, verb, to, why="", by=by)
    Assignment.objects.bulk_update(found, ["state", "version"], batch_size=assigning.BATCH)
    plan.version += 1
    plan.save(update_fields=["version"])
    if accept:
        assigning.ask(plan, found)
        for task in Task.objects.filter(pk__in={one.task_id for one in found}):
            acts.go_along(task, by=by)
        telling.tell_of_work(plan, assigning.still_issued(found), by=by.who)
    names = sorted({one.organisation.name for one in found})
    detail = {"organisations": names, "assignments": len(found)}
    record.write(f"assignment.{verb}", by=by.who, about=plan, where=plan.authority.path, detail=detail)
    return len(found)
