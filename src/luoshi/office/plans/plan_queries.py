"""Counts and lists of a plan that several pages need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.listing import Column, Filter, Listing
from luoshi.office.organisations.models import Organisation
from luoshi.office.plans import goals
from luoshi.office.plans.ledger_cells import BETWEEN
from luoshi.office.plans.models import Assignment, Plan, Responsibility, Target, Task
from luoshi.office.plans.rhythm import words_of
from luoshi.reader.write.marked import text_of

Part = Responsibility.Part
LEADS = Responsibility.objects.filter(task=OuterRef("pk"), part=Part.LEAD)
WITHOUT_LEAD = ~Exists(LEADS) & ~Q(grade=Task.Grade.GUIDING)
WITHOUT_DUE = Q(due__isnull=True, rule="") & ~Q(grade=Task.Grade.GUIDING)
GRADES = {str(value): str(label) for value, label in Task.Grade.choices}
STANDING = ~Q(state__in=(Assignment.State.PROPOSED, Assignment.State.CANCELLED))


@dataclass(frozen=True)
class PlanCount:
    """A plan in numbers. Guiding demands are led by nobody in particular and have no day."""

    tasks: int
    without_lead: int
    without_due: int
    organisations: int  # that have been given something; 0 before it is issued

    @property
    def title(self) -> str:
        """What the page's title says."""
        return self._said(self._tasks, self._bodies)

    def title_of(self, plan: Plan) -> SafeString:
        """The same with each number leading to the list of what it counts; what is missing is linked below the title."""
        link = '<a href="{}">{}</a>'
        table = f"{reverse('plan-table', args=[plan.pk])}{'?standing=yes' if plan.is_issued else ''}"
        given = f"{reverse('plan-assignments', args=[plan.pk])}"
        return mark_safe(self._said(format_html(link, table, self._tasks), format_html(link, given, self._bodies)))

    @property
    def _tasks(self) -> str:
        return _("%(tasks)s 项任务") % vars(self)

    @property
    def _bodies(self) -> str:
        return _("%(organisations)s 个单位") % vars(self)

    def _said(self, tasks: str, bodies: str) -> str:
        said = {**vars(self), "tasks": tasks, "bodies": bodies}
        if not self.tasks:
            return _("还没有任务")
        if self.organisations:
            return _("%(tasks)s分给 %(bodies)s") % said
        if self.without_lead:
            return _("%(tasks)s，%(without_lead)s 项没有牵头单位") % said
        if self.without_due:
            return _("%(tasks)s，%(without_due)s 项没有时限") % said
        return _("%(tasks)s，牵头单位和时限都有了") % said


def counted(plan: Plan) -> PlanCount:
    """Two questions, one while nothing is issued."""
    standing = plan.tasks.filter(cancelled_on__isnull=True)
    found = standing.aggregate(
        tasks=Count("pk"),
        without_lead=Count("pk", filter=WITHOUT_LEAD),
        without_due=Count("pk", filter=WITHOUT_DUE),
    )
    given = Assignment.objects.filter(STANDING, task__plan=plan, organisation=OuterRef("pk"))
    bodies = Organisation.objects.filter(Exists(given)).count() if plan.is_issued else 0
    return PlanCount(organisations=bodies, **found)


def tasks_of(plan: Plan) -> "QuerySet[Task]":
    """As the table lists them. Who leads and to how many it is given are worked out here only to sort by."""
    lead = LEADS.annotate(name=Coalesce(F("organisation__name"), Value(""))).values("name")[:1]
    given = Assignment.objects.filter(STANDING, task=OuterRef("pk")).order_by().values("task")
    number = given.annotate(number=Count("organisation", distinct=True)).values("number")
    found = plan.tasks.select_related("goal").defer("basis")
    return found.alias(lead_name=Subquery(lead), given=Coalesce(Subquery(number), 0))


class _Beside:
    """What the table shows of tasks that stands in other tables: asked for all rows of a page at once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._bearers: dict[tuple[int, str], list[str]] = {}
        self.targets: dict[int, int] = {}
        self.given: dict[int, int] = {}

    def look_up(self, tasks: Sequence[Task]) -> None:
        numbers = [task.pk for task in tasks]
        named = Responsibility.objects.filter(task__in=numbers, part__in=(Part.LEADER, Part.LEAD))
        fields = ("task", "part", "organisation__name", "membership__person__name", "words")
        for task, part, organisation, person, words in named.values_list(*fields):
            self._bearers.setdefault((task, part), []).append(words or organisation or person)
        targets = Target.objects.filter(task__in=numbers).order_by().values("task").annotate(number=Count("pk"))
        self.targets = dict(targets.values_list("task", "number"))
        self.given = dict(_given(self.plan).filter(task__in=numbers)) if self.plan.is_issued else {}

    def bearers(self, task: Task, part: str) -> str:
        return BETWEEN.join(self._bearers.get((task.pk, part), ()))


class TaskLine(NamedTuple):
    """A task as a line of the tree says it."""

    pk: int
    goal_id: int | None
    number: int
    words: str
    lead: str
    until: str
    standing: str  # how closely it is followed, and to how many it is given
    address: str
    css: str = ""

    @property
    def html(self) -> SafeString:
        """Written here and not by a template: a page has four hundred of them, and most of its time was theirs."""
        words, lead, until, standing = map(text_of, (self.words, self.lead, self.until, self.standing))
        return mark_safe(
            f'<li class="{self.css}"><span class="plan-number">{self.number}</span> '
            f'<a class="plan-words" href="{self.address}">{words}</a> <span class="plan-lead">{lead}</span> '
            f'<span class="plan-due">{until}</span> <span class="plan-grade quiet">{standing}</span></li>'
        )


def lines_of(plan: Plan) -> list[TaskLine]:
    """The plan's tasks in their order, in three questions and without making a Task of each."""
    leads: dict[int, list[str]] = {}
    named = Responsibility.objects.filter(task__plan=plan, part=Part.LEAD).order_by("order", "pk")
    for pk, words, name in named.values_list("task", "words", "organisation__name"):
        leads.setdefault(pk, []).append(words or name or "")
    given = dict(_given(plan)) if plan.is_issued else {}
    none, at = _("没有牵头单位"), reverse("task", args=[0]).removesuffix("0/")
    found = []
    fields = ("pk", "goal", "number", "words", "grade", "due", "due_words", "rule", "cancelled_on")
    for pk, goal, number, words, grade, due, due_words, rule, cancelled in plan.tasks.values_list(*fields):
        lead = BETWEEN.join(leads.get(pk, ())) or ("" if grade == Task.Grade.GUIDING else none)
        standing = GRADES[grade]
        if cancelled:
            standing = _("%(grade)s，已取消") % {"grade": standing}
        elif count := given.get(pk):
            standing = _("%(grade)s，%(count)s 个单位") % {"grade": standing, "count": count}
        css = "plan-cancelled" if cancelled else "plan-unled" if lead is none else ""
        until = due_words_of(due, due_words, rule)
        found.append(TaskLine(pk, goal, number, words, lead, until, standing, f"{at}{pk}/", css))
    return found


def _given(plan: Plan) -> "QuerySet[Any]":
    """To how many organisations each task is given."""
    found = Assignment.objects.filter(STANDING, task__plan=plan).order_by().values("task")
    return found.annotate(number=Count("organisation", distinct=True)).values_list("task", "number")


def due_of(task: Task) -> str:
    return due_words_of(task.due, task.due_words, task.rule)


def due_words_of(due: date | None, due_words: str, rule: str) -> str:
    """年底前（2026-12-31）, 每学期."""
    day = due.isoformat() if due else ""
    said = due_words or words_of(rule)
    return f"{said}（{day}）" if said and day and day not in said else said or day


def listing(plan: Plan) -> Listing:
    """The tasks as a table."""
    beside = _Beside(plan)
    return Listing(
        tasks_of(plan),
        tuple(_columns(plan, beside)),
        filters=tuple(_filters(plan)),
        search=("words", "basis", _named_so),
        order="number",
        title=plan.title,
        look_up=beside.look_up,
    )


def _named_so(word: str) -> Q:
    named = Responsibility.objects.filter(task=OuterRef("pk"))
    so = Q(words__icontains=word) | Q(organisation__name__icontains=word) | Q(membership__person__name__icontains=word)
    return Q(Exists(named.filter(so)))


def _columns(plan: Plan, beside: _Beside) -> Iterator[Column]:
    yield Column("number", gettext_lazy("编号"), lambda task: task.number, "number", css="number")
    yield Column("words", gettext_lazy("任务"), lambda task: task.words, "words", link=_page, css="wide")
    yield Column("goal", gettext_lazy("所属目标"), lambda task: task.goal or "", "goal__order")
    yield Column("grade", gettext_lazy("督办等级"), lambda task: task.get_grade_display(), "grade", css="tight")
    yield Column("lead", gettext_lazy("牵头单位"), lambda task: beside.bearers(task, Part.LEAD), "lead_name")
    yield Column("leader", gettext_lazy("责任领导"), lambda task: beside.bearers(task, Part.LEADER))
    yield Column("due", gettext_lazy("完成时限"), due_of, "due")
    yield Column("source", gettext_lazy("来源"), lambda task: task.get_source_display(), "source", css="tight")
    yield Column(
        "targets", gettext_lazy("指标"), lambda task: beside.targets.get(task.pk, ""), link=_page, css="number"
    )
    if plan.is_issued:
        yield Column(
            "given",
            gettext_lazy("承办单位数"),
            lambda task: beside.given.get(task.pk, 0),
            "given",
            link=_given_to,
            css="number",
        )


def _page(task: Task) -> str:
    return reverse("task", args=[task.pk])


def _given_to(task: Task) -> str:
    """Its assignments, found by its first words."""
    words = task.words.split()[0][:30]
    return f"{reverse('plan-assignments', args=[task.plan_id])}?{urlencode({'q': words})}"


def _filters(plan: Plan) -> Iterator[Filter]:
    top = goals.tree(plan, [])
    under = {str(one.goal.pk): [one, *goals.flat(one)] for one in goals.flat(top) if one.goal}
    shown = [(key, "　" * (some[0].level - 1) + str(some[0].goal)[:14]) for key, some in under.items()]
    yield Filter("goal", gettext_lazy("所属目标"), shown, lambda value: _under(under.get(value)))
    yield Filter("grade", gettext_lazy("督办等级"), Task.Grade.choices, lambda value: Q(grade=value))
    yield Filter("lead", gettext_lazy("牵头单位"), list(_leads(plan)), _led_by)
    yield Filter("source", gettext_lazy("来源"), Task.Source.choices, lambda value: Q(source=value))
    missing = {"lead": (gettext_lazy("没有牵头单位"), WITHOUT_LEAD), "due": (gettext_lazy("没有时限"), WITHOUT_DUE)}
    said = [(name, label) for name, (label, _condition) in missing.items()]
    yield Filter("without", gettext_lazy("还缺"), said, lambda value: missing[value][1] if value in missing else None)
    if plan.is_issued:
        standing = {"yes": gettext_lazy("还要办的"), "no": gettext_lazy("已取消的")}
        yield Filter("standing", gettext_lazy("取消"), list(standing.items()), _standing)


def _standing(value: str) -> Q | None:
    return Q(cancelled_on__isnull=value == "yes") if value in {"yes", "no"} else None


def _under(branches: list[Any] | None) -> Q | None:
    return Q(goal__in=[one.goal.pk for one in branches]) if branches else None


def _leads(plan: Plan) -> Iterator[tuple[str, str]]:
    """Organisations by number, names that are nobody's yet as they are written."""
    found = Responsibility.objects.filter(task__plan=plan, part=Part.LEAD).order_by().distinct()
    known = found.filter(organisation__isnull=False).values_list("organisation", "organisation__name")
    yield from ((str(pk), name) for pk, name in sorted(known, key=lambda one: one[1]))
    words = found.filter(organisation__isnull=True).values_list("words", flat=True)
    yield from ((f"={name}", name) for name in sorted(words))


def _led_by(value: str) -> Q | None:
    led = Responsibility.objects.filter(task=OuterRef("pk"), part=Part.LEAD)
    if value.startswith("="):
        return Q(Exists(led.filter(words=value[1:], organisation__isnull=True)))
    return Q(Exists(led.filter(organisation=int(value)))) if value.isdecimal() else None
