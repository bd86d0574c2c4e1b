"""Who has not answered: the organisations whose assignments are not received, not reported, or whose slips wait; by task,
and as words for a group chat that name organisations and nobody else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.chasing.queries import to_chase
from luoshi.office.plans.models import Assignment, Chased, Chaser, Task

State = Assignment.State
KINDS: dict[str, tuple[Promise, Q]] = {
    "received": (gettext_lazy("还没有签收"), Q(state=State.ISSUED)),
    "reported": (gettext_lazy("还没有报告完成"), ~Q(state__in=())),
    "late": (gettext_lazy("已经过了时限"), Q(standing="late")),
}
ASKED: dict[str, Callable[[], str]] = {
    "received": lambda: _("请登录“落实”签收；不便登录的，请与局办公室联系。"),
    "reported": lambda: _("请按时限办理，办完后报告。"),
    "late": lambda: _("请抓紧办理；有困难的，请申请调整或与局办公室联系。"),
    "answer": lambda: _("请尽快反馈原因、措施和完成日期。"),
}
WHOLE = gettext_lazy("还没有反馈")


@dataclass(frozen=True)
class Silent:
    """没有回音的一项: a task, and the organisations that have not answered, each with how many of its assignments."""

    task: Task
    organisations: tuple[str, ...]

    @property
    def line(self) -> str:
        due = (
            _("（%(month)s月%(day)s日）") % {"month": self.task.due.month, "day": self.task.due.day}
            if self.task.due
            else ""
        )
        said = {
            "number": self.task.number, "words": self.task.words[:40], "due": due,
            "count": len(self.organisations), "names": "、".join(self.organisations),
        }  # fmt: skip
        return _("%(number)s. %(words)s%(due)s：%(names)s，共 %(count)s 个") % said


def kinds() -> list[tuple[str, str]]:
    return [*((name, str(label)) for name, (label, _q) in KINDS.items()), ("answer", str(WHOLE))]


def silent(actor: Actor, kind: str, *, task: int | None = None) -> list[Silent]:
    """By task, in the plan's order; of all that the actor may chase, or of one task."""
    names: dict[int, dict[str, str]] = {}
    for number, path, name in _unanswered(actor) if kind == "answer" else _unfinished(actor, kind):
        if task in (None, number):
            names.setdefault(number, {})[path] = name
    tasks = Task.objects.filter(pk__in=names).select_related("plan").order_by("plan__year", "plan", "order", "pk")
    return [Silent(one, tuple(names[one.pk][path] for path in sorted(names[one.pk]))) for one in tasks]


def _unfinished(actor: Actor, kind: str) -> Iterable[tuple[int, str, str]]:
    rows = to_chase(actor).filter(KINDS[kind][1]).order_by()
    return rows.values_list("task", "organisation__path", "organisation__name").distinct()


def _unanswered(actor: Actor) -> Iterable[tuple[int, str, str]]:
    """Slips whose answer is due by now."""
    late = Chaser.objects.visible_to(actor).awaiting_answer().filter(answer_by__lt=timezone.localdate())
    rows = Chased.objects.filter(chaser__in=late, assignment__in=to_chase(actor).values("pk")).order_by()
    return rows.values_list("assignment__task", "chaser__organisation__path", "chaser__organisation__name").distinct()


def chat(actor: Actor, kind: str, found: list[Silent]) -> str:
    """What is put into a group chat; "" where nobody is silent. Names organisations, nobody else."""
    if not found:
        return ""
    label = dict(kinds())[kind]
    head = _("【%(authority)s】以下单位%(label)s：") % {"authority": actor.authority, "label": label}
    return "\n".join([head, *(one.line for one in found), ASKED[kind]()])
