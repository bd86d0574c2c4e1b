"""What may be typed in about a round: when it is opened, of its meeting and its 通报."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.organisations import topics
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.forms import PlainForm, day_field
from luoshi.office.plans.amend_views import AmendForm, DecisionForm
from luoshi.office.plans.dispatch.filling import where_of
from luoshi.office.plans.dispatch.queries import lines_of
from luoshi.office.plans.dispatch.resolving import LONGEST
from luoshi.office.plans.dispatch.rounds import LONGEST_WHY, next_title
from luoshi.office.plans.models import Dispatch, DispatchLine, Plan, Resolution

A_WEEK = timedelta(days=7)
What = Resolution.What


class OpenForm(PlainForm):
    """发起调度."""

    plan = forms.ModelChoiceField(Plan.objects.none(), label=gettext_lazy("哪份计划"), empty_label=None)
    kind = forms.ChoiceField(label=gettext_lazy("哪一种"), choices=Dispatch.Kind.choices)
    topic = forms.ChoiceField(
        label=gettext_lazy("主题"), required=False, help_text=gettext_lazy("专题调度才选：只问这个主题的任务")
    )
    title = forms.CharField(
        label=gettext_lazy("名称"), required=False, max_length=120,
        help_text=gettext_lazy("空着就按次数取名，如：第3次月调度"),
    )  # fmt: skip
    due = day_field(gettext_lazy("填报截止日"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan, topic = self.fields["plan"], self.fields["topic"]
        assert isinstance(plan, forms.ModelChoiceField)
        assert isinstance(topic, forms.ChoiceField)
        rows = Plan.objects.visible_to(actor).filter(authority=actor.authority, state=Plan.State.ISSUED)
        self.plans = plan.queryset = rows.order_by("-year", "-pk")
        topic.choices = [("", "—"), *topics.choices()]
        self.fields["due"].initial = timezone.localdate() + A_WEEK

    def title_given(self) -> str:
        """Once the form is valid."""
        given = self.cleaned_data
        return str(given["title"].strip() or next_title(given["plan"], given["kind"]))


class DueForm(PlainForm):
    """改截止日."""

    due = day_field(gettext_lazy("改到哪天"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(PlainForm):
    """撤回调度."""

    why = forms.CharField(
        label=gettext_lazy("为什么撤回"),
        max_length=LONGEST_WHY,
        help_text=gettext_lazy("牵头单位会看到，如：选错了计划"),
    )


class MeetingForm(PlainForm):
    """登记会议."""

    meeting = forms.CharField(
        label=gettext_lazy("哪次会议"), max_length=120, help_text=gettext_lazy("如：局长办公会第8次会议")
    )
    on = day_field(gettext_lazy("会议日期"))
    version = forms.IntegerField(widget=forms.HiddenInput)


def lines_to_choose(dispatch: Dispatch) -> "list[DispatchLine]":
    """Those that a resolution may be about."""
    rows = lines_of(dispatch).select_related("assignment__task__plan__authority", "assignment__organisation")
    return list(rows.order_by("assignment__task__order", "assignment__organisation__order", "pk"))


class ResolutionForm(PlainForm):
    """登记一条议定事项; a new task and a change of one go on to a second form."""

    words = forms.CharField(
        label=gettext_lazy("议定了什么"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    what = forms.ChoiceField(label=gettext_lazy("怎么办"), choices=What.choices, widget=forms.RadioSelect)
    line = forms.TypedChoiceField(
        label=gettext_lazy("哪一项"), required=False, empty_value=None, coerce=int,
        help_text=gettext_lazy("调整任务、延期要选；只记录的可以不选"),
    )  # fmt: skip
    new_due = day_field(gettext_lazy("延到哪天"), required=False, help_text=gettext_lazy("延期才填"))

    def __init__(self, *args: Any, dispatch: Dispatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {one.pk: one for one in lines_to_choose(dispatch)}
        line, what = self.fields["line"], self.fields["what"]
        assert isinstance(line, forms.TypedChoiceField)
        line.choices = [("", "—"), *((pk, _offered(one)) for pk, one in self.lines.items())]
        what.initial = What.NOTE

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("what") in (What.CHANGE, What.EXTEND) and not given.get("line"):
            self.add_error("line", _("请选是哪一项任务。"))
        if given.get("what") == What.EXTEND and not given.get("new_due"):
            self.add_error("new_due", _("请写延到哪天。"))
        return given

    @property
    def chosen(self) -> DispatchLine | None:
        """Once the form is valid."""
        return self.lines.get(self.cleaned_data["line"] or 0)


def _offered(one: DispatchLine) -> str:
    return f"{where_of(one)} {one.assignment.organisation}：{one.assignment.what[:40]}"


class ResolvedTaskForm(AmendForm):
    """A task as the meeting wants it. Who decided is known: the meeting."""

    said = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST)

    def __init__(self, *args: Any, said: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("decided_by", "decided_on", "document"):
            del self.fields[name]
        self.fields["said"].initial = said
        if self.task is None:
            self.fields["words"].initial = said


class NoticeForm(PlainForm):
    """拟通报."""

    to = forms.CharField(label=gettext_lazy("主送"), max_length=300)
    words = forms.CharField(
        label=gettext_lazy("下一步要求"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("一行一段。不写单位：滞后的单位领导同意以后由表格列出"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)


class LeadersWordForm(DecisionForm):
    """谁同意点名: as the office enters it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("decided_by", _("谁同意的")), ("decided_on", _("同意日期")), ("document", _("签批单"))):
            self.fields[name].label, self.fields[name].help_text = label, ""
        self.fields["decided_by"].help_text = _("局领导的姓名，或会议")


class NumberForm(PlainForm):
    """通报的文号."""

    number = forms.CharField(label=gettext_lazy("文号"), max_length=60)
    on = day_field(gettext_lazy("印发日期"))
