"""What may be typed in about a plan, its goals and its tasks."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from luoshi.office.organisations import topics
from luoshi.office.organisations.forms import PlainForm, day_field
from luoshi.office.plans import goals
from luoshi.office.plans.drafting import EARLIEST, LATEST
from luoshi.office.plans.ledger_cells import BETWEEN, PARTS, RHYTHMS
from luoshi.office.plans.models import Goal, Plan, Task
from luoshi.office.plans.names import Names, renamed
from luoshi.office.plans.rhythm import rule_of, words_of
from luoshi.office.plans.tasks import LONGEST, LONGEST_GOAL, Named, Wanted, called

SEVERAL = _("几个用顿号隔开")


class PlanForm(PlainForm):
    """A plan's name and year."""

    title = forms.CharField(label=_("计划名称"), max_length=120, help_text=_("如：云岭县教育局2026年工作要点"))
    year = forms.IntegerField(label=_("年份"), min_value=EARLIEST, max_value=LATEST)


class PlanNameForm(PlanForm):
    """The same, with the version that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class GoalPlaceForm(PlainForm):
    """A goal's words and the one that it stands under."""

    words = forms.CharField(label=_("目标"), max_length=LONGEST_GOAL)
    parent = forms.ChoiceField(label=_("属于"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plan: Plan, goal: Goal | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ChoiceField)
        parent.choices = [("", _("（最上一级）")), *goals.choices(plan, but=goal)]

    def above(self, plan: Plan) -> Goal | None:
        chosen = self.cleaned_data["parent"]
        return plan.goals.get(pk=chosen) if chosen else None


class PasteForm(PlainForm):
    """一段话、牵头、时限: all that somebody has to give for a task by hand."""

    text = forms.CharField(
        label=_("要办的事"),
        max_length=LONGEST * 2,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True, "class": "form-control"}),
        help_text=_("粘贴批示、纪要或文件里的一句或几句话，其余由程序读出来填好，您看过再保存。"),
    )
    lead = forms.CharField(
        label=_("牵头单位"), required=False, max_length=200, help_text=_("空着的，用原文写的或按领域推荐的")
    )
    due = day_field(_("完成时限"), required=False, help_text=_("空着的，用原文写的"))
    field_order = ("text", "lead", "due")


class WholeTaskForm(PlainForm):
    """Everything of a task. Who is named stays who they were; a new name is looked up."""

    words = forms.CharField(
        label=_("任务内容"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"})
    )
    goal = forms.ChoiceField(label=_("所属目标"), required=False)
    grade = forms.ChoiceField(label=_("督办等级"), choices=Task.Grade.choices)
    lead = forms.CharField(label=_("牵头单位"), required=False, help_text=SEVERAL)
    due = day_field(_("完成时限"), required=False, help_text=_("最后一天"))
    due_words = forms.CharField(
        label=_("时限表述"), required=False, max_length=60, help_text=_("照原文，如：年底前、每学期")
    )
    rule = forms.CharField(label=_("周期"), required=False, max_length=60, help_text=_("一次办完的空着"))
    leader = forms.CharField(label=_("责任领导"), required=False)
    person = forms.CharField(label=_("责任人"), required=False)
    assist = forms.CharField(label=_("配合单位"), required=False, help_text=SEVERAL)
    owner = forms.CharField(
        label=_("落实单位"), required=False, help_text=_("照文件的说法写，如：各中小学；具体是哪些学校在任务页上定")
    )
    source = forms.ChoiceField(label=_("来源"), choices=Task.Source.choices)
    topic = forms.ChoiceField(label=_("业务领域"), required=False)
    basis = forms.CharField(
        label=_("依据原文"), required=False, widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plan: Plan, names: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        goal, topic = self.fields["goal"], self.fields["topic"]
        assert isinstance(goal, forms.ChoiceField)
        assert isinstance(topic, forms.ChoiceField)
        goal.choices = [("", _("（不属于哪个目标）")), *goals.choices(plan)]
        topic.choices = [("", "—"), *topics.choices()]
        for part in PARTS:
            self.fields[part].widget.attrs["list"] = f"names-{part}"
        self.fields["rule"].widget.attrs["list"] = "rhythms"

    def suggestions(self) -> dict[str, list[str]]:
        """What the browser offers while somebody types, by the id of its list."""
        return {"rhythms": list(RHYTHMS), **{f"names-{part}": self.names.suggestions(part) for part in PARTS}}

    def clean_rule(self) -> str:
        rule = rule_of(self.cleaned_data["rule"])
        if rule is None:
            said = _("读不懂这个周期。可以写：%(all)s，或“每年9月30日前”这样的话。") % {"all": "、".join(RHYTHMS)}
            raise forms.ValidationError(said)
        return rule

    def wanted(self, plan: Plan, now: Wanted) -> Wanted:
        """The task as the form has it, beginning with how it is."""
        given = self.cleaned_data
        named: list[Named] = []
        for part in PARTS:
            named += renamed(now.named, part, given[part], self.names)
        return replace(
            now,
            words=given["words"],
            goal=plan.goals.get(pk=given["goal"]) if given["goal"] else None,
            source=given["source"],
            basis=given["basis"],
            grade=given["grade"],
            topic=given["topic"],
            due=given["due"],
            due_words=given["due_words"],
            rule=given["rule"],
            named=tuple(named),
        )


def initial_of(wanted: Wanted) -> dict[str, Any]:
    """A task's fields as the form shows them."""
    said = {part: BETWEEN.join(called(one) for one in wanted.named if one.part == part) for part in PARTS}
    fields = ("words", "source", "basis", "grade", "topic", "due", "due_words")
    return {
        **{name: getattr(wanted, name) for name in fields},
        "goal": str(wanted.goal.pk) if wanted.goal else "",
        "rule": words_of(wanted.rule),
        **said,
    }


def initial_of_pasted(words: str, said: dict[str, Any], *, lead: str, due: date | None) -> dict[str, Any]:
    """A pasted text's fields; what somebody gave holds before what was read."""
    read = {name: said.get(name, "") for name in ("topic", "due_words", "leader", "person", "assist")}
    return {
        **read,
        "words": words,
        "rule": words_of(said.get("rule", "")),
        "lead": lead or said.get("lead", ""),
        "due": due or said.get("due") or None,
        "grade": Task.Grade.SUPERVISED,
        "source": Task.Source.AD_HOC,
    }


class LedgerForm(forms.Form):
    """A 责任分解表 that is handed in."""

    file = forms.FileField(
        label=_("责任分解表（.xlsx）"),
        error_messages={
            "required": _("还没有选文件。请选 .xlsx 文件。"),
            "empty": _("这个文件是空的，没有内容可读。请检查是否选对了文件，或是否还没有保存完。"),
        },
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".xlsx"}),
    )
