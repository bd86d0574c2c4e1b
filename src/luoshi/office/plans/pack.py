"""A plan as the papers with which it goes out need it (luoshi.scribe): whom each task names, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.organisations.models import SCHOOLS, Kind, Organisation
from luoshi.office.plans import assigning
from luoshi.office.plans.ledger_cells import goal_paths
from luoshi.office.plans.models import Assignment, Plan, Responsibility, Task
from luoshi.office.plans.rhythm import words_of
from luoshi.office.plans.tasks import called
from luoshi.scribe import pack as papers
from luoshi.scribe import to_docx
from luoshi.scribe.pack import IssuedGoal, IssuedPlan, IssuedTask, Letter, Party, Slip

Part = Responsibility.Part
READY = (Plan.State.APPROVED, Plan.State.ISSUED)  # papers are made of what was approved
Held = dict[int, list[Organisation]]  # the owners of each task


def why_not_pack(plan: Plan) -> str | None:
    """Why there are no papers yet; None if there are."""
    if plan.state in READY:
        return None
    return _("《%(plan)s》%(state)s，审定以后才有印发件。") % {"plan": plan, "state": plan.get_state_display()}


def paper_of(plan: Plan) -> IssuedPlan:
    """The plan on the day on which it is issued, or would be if it were today. Cancelled tasks are left out."""
    owners, paths = owners_of(plan), goal_paths(plan)
    named = Responsibility.objects.select_related("organisation", "membership__person")
    rows = plan.tasks.filter(cancelled_on__isnull=True).prefetch_related(Prefetch("responsibilities", named), "targets")
    groups: dict[int | None, list[IssuedTask]] = {goal.pk: [] for goal in plan.goals.all()}
    for task in rows:
        groups.setdefault(task.goal_id, []).append(_task(task, owners.get(task.pk, [])))
    goals = tuple(
        IssuedGoal(" / ".join(paths.get(goal or 0, ())), tuple(tasks)) for goal, tasks in groups.items() if tasks
    )
    day = plan.issued_on or timezone.localdate()
    return IssuedPlan(plan.title, plan.authority.name, day, goals, plan.number)


def owners_of(plan: Plan) -> Held:
    """Those who were given each task to carry out; of a plan not yet issued, those who would be."""
    if plan.is_issued:
        rows = Assignment.objects.of_the_plan().given_out().filter(task__plan=plan, part=Part.OWNER)
        pairs = list(
            rows.order_by("organisation__order", "organisation").values_list("task", "organisation").distinct()
        )
        bodies = Organisation.objects.in_bulk({organisation for _task, organisation in pairs})
    else:
        book = assigning.book_of(plan, timezone.localdate())
        meant = [one for task in assigning.tasks_of(plan) for one in assigning.meant(task, book).values()]
        owners = [one for one in meant if one.part == Part.OWNER]
        pairs = list(dict.fromkeys((one.task_id, one.organisation_id) for one in owners))
        bodies = {one.organisation_id: one.organisation for one in owners}
    found: Held = {}
    for task, organisation in pairs:
        found.setdefault(task, []).append(bodies[organisation])
    return found


def _task(task: Task, owners: list[Organisation]) -> IssuedTask:
    named: dict[str, list[Responsibility]] = {part: [] for part in Part.values}
    for one in task.responsibilities.all():
        named[one.part].append(one)
    return IssuedTask(
        number=str(task.number),
        text=task.words,
        due=due_words(task),
        targets=tuple(str(one) for one in task.targets.all()),
        leaders=tuple(called(one) for one in named[Part.LEADER]),
        leads=tuple(_party(one) for one in named[Part.LEAD]),
        persons=tuple(called(one) for one in named[Part.PERSON]),
        assists=tuple(_party(one) for one in named[Part.ASSIST]),
        owners=tuple(_body(one) for one in owners),
        owners_said="、".join(called(one) for one in named[Part.OWNER]),
    )


def due_words(task: Task) -> str:
    """As the paper said it, else as a day, else how often."""
    if task.due_words:
        return task.due_words
    if task.due:
        day = {"year": task.due.year, "month": task.due.month, "day": task.due.day}
        return _("%(year)s年%(month)s月%(day)s日前") % day
    return words_of(task.rule)


def _party(one: Responsibility) -> Party:
    return _body(one.organisation) if one.organisation else Party(called(one))


def _body(one: Organisation) -> Party:
    return Party(one.name, one.code, school=one.kind in SCHOOLS)


# Papers


class RedHead(models.TextChoices):
    """版头 of the notice."""

    RED = "red", gettext_lazy("打印红头和文号")
    PAPER = "paper", gettext_lazy("用印好红头的纸：红头处留空，打印文号")
    NONE = "none", gettext_lazy("不要红头，也不要文号")


@dataclass(frozen=True)
class Wishes:
    """What the office says of the notice beside the plan."""

    addressees: str
    head: str = RedHead.RED
    printed_by: str = ""  # 印发机关 of the imprint


def notice(plan: Plan, wishes: Wishes) -> bytes:
    """印发通知 with the 责任分解表, as DOCX."""
    approved = f"{_day(plan.approved_on)}{plan.meeting}" if plan.approved_on else ""
    letter = Letter(
        addressees=wishes.addressees,
        mark=_mark(plan, wishes.head),
        approved=approved,
        printed_by=wishes.printed_by,
    )
    return to_docx(papers.notice(paper_of(plan), letter))


def _mark(plan: Plan, head: str) -> str | None:
    """As `Letter.mark` has it: empty where the paper bears it already."""
    if head == RedHead.NONE:
        return None
    return "" if head == RedHead.PAPER else _("%(authority)s文件") % {"authority": plan.authority.name}


def _day(day: date) -> str:
    return _("%(year)s年%(month)s月%(day)s日") % {"year": day.year, "month": day.month, "day": day.day}


def slips(plan: Plan) -> tuple[IssuedPlan, tuple[Slip, ...]]:
    """任务单 of every office and school."""
    paper = paper_of(plan)
    return paper, papers.slips(paper)


def slips_file(paper: IssuedPlan, chosen: Iterable[Slip]) -> bytes:
    """Several slips as one DOCX, each on pages of its own."""
    return to_docx(*(papers.slip_document(paper, one) for one in chosen))


def addressees(plan: Plan) -> str:
    """Whom the notice is sent to, by the kinds of organisations that the authority has (GB/T 9704 7.3.2 主送机关)."""
    kinds = set(Organisation.objects.under(plan.authority).open_on(timezone.localdate()).values_list("kind", flat=True))
    schools = [word for kind, word in ((Kind.SCHOOL, _("各学校")), (Kind.KINDERGARTEN, _("幼儿园"))) if kind in kinds]
    inside = [
        word for kind, word in ((Kind.INSTITUTION, _("局属各单位")), (Kind.SECTION, _("机关各科室"))) if kind in kinds
    ]
    centres = [_("各中心校")] if Kind.CENTRE in kinds else []
    return "，".join("、".join(some) for some in (centres, schools, inside) if some)
