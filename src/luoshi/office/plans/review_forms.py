"""What may be changed of a finding before it is accepted, or of the task that it has become."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.plans.ledger_cells import BETWEEN
from luoshi.office.plans.making import LONGEST_DUE, Measure, measure_of
from luoshi.office.plans.models import Candidate, Goal, Plan, Responsibility, Target, Task
from luoshi.office.plans.roster import Roster, as_named
from luoshi.office.plans.tasks import Named, Wanted, called
from luoshi.reader.write.wording import one_line, word

Part = Responsibility.Part
BY_HEADING = "heading"  # the goal that the report's headings are
# Fields of the form, and the parts that each holds. Who is many (各中小学) is an owner, written where the leads are.
PARTS: dict[str, tuple[str, ...]] = {
    "lead": (Part.LEAD, Part.OWNER),
    "leader": (Part.LEADER,),
    "assist": (Part.ASSIST,),
    "person": (Part.PERSON,),
}
COMPARATORS = ("=", ">=", "<=", ">", "<", "~")


def _text(**more: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "form-control form-control-sm", **more})


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "form-select form-select-sm"})


class TaskForm(forms.Form):
    """A task as it is about to be; each line of `words` becomes one of its own."""

    words = forms.CharField(
        label=gettext_lazy("任务（换行就拆成几项）"),
        widget=forms.Textarea(attrs={"class": "form-control form-control-sm", "rows": 2}),
        error_messages={"required": gettext_lazy("没有写任务内容。")},
    )
    grade = forms.ChoiceField(label=gettext_lazy("督办等级"), choices=Task.Grade.choices, widget=_select())
    goal = forms.ChoiceField(label=gettext_lazy("所属目标"), required=False, widget=_select())
    lead = forms.CharField(label=gettext_lazy("牵头单位"), required=False, widget=_text(list="bodies"))
    leader = forms.CharField(label=gettext_lazy("责任领导"), required=False, widget=_text(list="leaders"))
    assist = forms.CharField(label=gettext_lazy("配合单位"), required=False, widget=_text(list="bodies"))
    person = forms.CharField(label=gettext_lazy("责任人"), required=False, widget=_text())
    due = forms.DateField(
        label=gettext_lazy("完成日期"),
        required=False,
        widget=forms.DateInput(attrs={"class": "form-control form-control-sm", "type": "date"}, format="%Y-%m-%d"),
    )
    due_words = forms.CharField(
        label=gettext_lazy("时限的说法"), required=False, max_length=LONGEST_DUE, widget=_text(maxlength=LONGEST_DUE)
    )

    def __init__(self, given: Any, *, wanted: Wanted, plan: Plan, one_only: bool) -> None:
        """`wanted` is what it is now or is proposed to be; `one_only` a task that stands already is not split."""
        self.wanted, self.one_only = wanted, one_only
        self.at_first = {name: _names(wanted.named, parts) for name, parts in PARTS.items()}
        initial = {
            "words": wanted.words,
            "grade": wanted.grade,
            "goal": wanted.goal.pk if wanted.goal else BY_HEADING,
            "due": wanted.due,
            "due_words": wanted.due_words,
        }
        super().__init__(given, initial={**initial, **self.at_first})
        self.goals = {str(goal.pk): goal for goal in plan.goals.all()}
        field = self.fields["goal"]
        assert isinstance(field, forms.ChoiceField)
        first = (
            (("", _("不归到哪个目标")),) if one_only else ((BY_HEADING, _("按报告的标题")), ("", _("不归到哪个目标")))
        )
        field.choices = [*first, *((pk, _indented(goal, self.goals)) for pk, goal in self.goals.items())]

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if self.one_only and len(words.splitlines()) > 1:
            raise forms.ValidationError(_("这项任务已经采用。要拆成几项，请先撤回，再修改。"))
        return words

    def tasks(self, roster: Roster, by_heading: Callable[[], Goal | None]) -> list[Wanted]:
        """One for each line; what was not touched stays exactly as it was."""
        given = self.cleaned_data
        goal = by_heading() if given["goal"] == BY_HEADING else self.goals.get(given["goal"])
        named = [one for name in PARTS for one in self._part(name, roster)]
        same = replace(
            self.wanted,
            grade=given["grade"],
            goal=goal,
            due=given["due"],
            due_words=one_line(given["due_words"]),
            named=tuple(named),
        )
        return [replace(same, words=line.strip()) for line in given["words"].splitlines() if line.strip()]

    def _part(self, name: str, roster: Roster) -> Iterable[Named]:
        if self.cleaned_data[name] == self.at_first[name]:
            return [one for one in self.wanted.named if one.part in PARTS[name]]
        return as_named(PARTS[name][0], roster.named(PARTS[name][0], self.cleaned_data[name]))


def _names(named: Sequence[Named], parts: Sequence[str]) -> str:
    return BETWEEN.join(filter(None, (called(one) for one in named if one.part in parts)))


def _indented(goal: Goal, goals: dict[str, Goal]) -> str:
    depth, at = 0, goal
    while at.parent_id and str(at.parent_id) in goals and depth < len(goals):
        at, depth = goals[str(at.parent_id)], depth + 1
    return f"{'　' * depth}{goal.words[:40]}"


class GoalForm(forms.Form):
    """A goal's words."""

    words = forms.CharField(
        label=gettext_lazy("目标"),
        max_length=300,
        widget=forms.Textarea(attrs={"class": "form-control form-control-sm", "rows": 3}),
        error_messages={"required": gettext_lazy("没有写目标。")},
    )


class MeasureForm(forms.Form):
    """A figure as it is about to be; left blank, its value is unknown and not zero."""

    subject = forms.CharField(
        label=gettext_lazy("指标名称"),
        max_length=200,
        widget=_text(),
        error_messages={"required": gettext_lazy("没有写指标名称。")},
    )
    comparator = forms.ChoiceField(
        label=gettext_lazy("比较"),
        choices=[(one, word("comparators", one) or "=") for one in COMPARATORS],
        widget=_select(),
    )
    value = forms.DecimalField(
        label=gettext_lazy("数值"), required=False, max_digits=24, decimal_places=6, widget=_text(inputmode="decimal")
    )
    unit = forms.CharField(label=gettext_lazy("单位"), required=False, max_length=20, widget=_text())
    year = forms.IntegerField(
        label=gettext_lazy("年份"), required=False, min_value=1949, max_value=2100, widget=_text(inputmode="numeric")
    )
    hardness = forms.ChoiceField(
        label=gettext_lazy("力度"), required=False, choices=[("", "—"), *Target.Hardness.choices], widget=_select()
    )
    task = forms.ChoiceField(label=gettext_lazy("作为哪项任务的指标"), required=False, widget=_select())

    def __init__(self, given: Any, *, candidate: Candidate, plan: Plan) -> None:
        self.measure = measure_of(candidate)
        super().__init__(
            given, initial={name: getattr(self.measure, name) for name in self.base_fields if name != "task"}
        )
        if candidate.kind != Candidate.Kind.TARGET:
            del self.fields["hardness"], self.fields["task"]
            return
        self.tasks = {str(task.pk): task for task in plan.tasks.all()}
        field = self.fields["task"]
        assert isinstance(field, forms.ChoiceField)
        own = _("它所在的任务") if candidate.belongs_to_id else _("不归到哪项任务")
        field.choices = [("", own), *((pk, f"{task.number}. {task.words[:40]}") for pk, task in self.tasks.items())]

    def wanted(self) -> Measure:
        names = [name for name in self.cleaned_data if name != "task"]
        return replace(self.measure, **{name: self.cleaned_data[name] for name in names})

    def task_chosen(self) -> Task | None:
        return self.tasks.get(self.cleaned_data["task"]) if "task" in self.cleaned_data else None
