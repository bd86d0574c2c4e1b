"""What may be typed in about chasing."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.forms import PlainForm, day_field
from luoshi.office.organisations.models import Role
from luoshi.office.plans.chasing.acts import LONGEST, Wish
from luoshi.office.plans.chasing.deciding import Verdict
from luoshi.office.plans.chasing.ladder import BY_HAND, LEADERS, Step
from luoshi.office.plans.chasing.setting import LONGEST as MOST_DAYS
from luoshi.office.plans.chasing.setting import Chosen
from luoshi.office.plans.decision import Decision

PICKED, ALL = "picked", "all"


def lines(label: Any, *, rows: int = 2, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class DecidedForm(PlainForm):
    """Whose decision it was, where the office enters it."""

    decided_by = forms.CharField(label=_("哪位领导定的"), required=False, max_length=120)
    decided_on = day_field(_("哪天定的"), required=False)
    document = forms.CharField(
        label=_("签批单、纪要"), required=False, max_length=120, help_text=_("如：签批单第8号；没有就不写")
    )

    def decision(self) -> Decision | None:
        """None where nothing was written."""
        said = self.cleaned_data
        if not any(said.get(name) for name in ("decided_by", "decided_on", "document")):
            return None
        return Decision(said["decided_by"], said["decided_on"] or timezone.localdate(), said["document"])


class ChaseForm(DecidedForm):
    """催选中的: which step, what is demanded."""

    step = forms.ChoiceField(label=_("怎么催"))
    scope = forms.ChoiceField(label=_("催哪些"), choices=((PICKED, _("勾选的")), (ALL, _("列出的全部，不止本页"))))
    answer_by = day_field(_("反馈期限"), required=False, help_text=_("不写：督办、通报、约谈 7 天，提醒、催办不用反馈"))
    words = lines(_("要求"), help_text=_("不写就用通用的话；约谈要写时间、地点、请谁来"))
    reason = lines(_("理由"), help_text=_("越级或提前催的，写明为什么"))
    urgent = forms.BooleanField(label=_("急件：马上通知，不等每天汇总"), required=False)
    field_order = ("step", "scope", "answer_by", "words", "decided_by", "decided_on", "document", "reason", "urgent")

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = (*BY_HAND, *(LEADERS if by.role in (Role.OFFICE, Role.LEADER) else ()))
        step = self.fields["step"]
        assert isinstance(step, forms.ChoiceField)
        step.choices = [(one.value, one.label) for one in Step if one in offered]
        self.rare: tuple[str, ...] = ("reason",)
        if by.role == Role.OFFICE:
            self.rare = ("decided_by", "decided_on", "document", "reason", "urgent")
            self.fields["decided_by"].help_text = _(
                "督办、通报、约谈：领导定了的写在这里，马上发出；不写就是提请领导决定"
            )
            return
        for name in ("decided_by", "decided_on", "document"):
            del self.fields[name]
        if by.role == Role.LEADER:
            self.rare = ("reason", "urgent")
        else:
            del self.fields["urgent"]

    def decision(self) -> Decision | None:
        return super().decision() if "decided_by" in self.fields else None

    def wish(self) -> Wish:
        """Once the form is valid."""
        said = self.cleaned_data
        return Wish(
            said["step"], said["words"], said["answer_by"], said["reason"], said.get("urgent", False), self.decision()
        )


class VerdictForm(DecidedForm):
    """领导决定."""

    demand = lines(_("要求"))
    answer_by = day_field(_("反馈期限"), required=False)
    words = lines(_("领导意见"), help_text=_("不同意的要写明为什么"))
    urgent = forms.BooleanField(label=_("急件：马上通知，不等每天汇总"), required=False)
    field_order = ("demand", "answer_by", "words", "decided_by", "decided_on", "document", "urgent")

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by.role == Role.LEADER:
            for name in ("decided_by", "decided_on", "document"):
                del self.fields[name]

    def verdict(self, *, agree: bool) -> Verdict:
        said = self.cleaned_data
        decision = self.decision() if "decided_by" in self.fields else None
        return Verdict(agree, said["words"], said["demand"], said["answer_by"], said["urgent"], decision)


class AnswerForm(PlainForm):
    """反馈."""

    answer = lines(_("原因、措施和完成日期"), rows=4, required=True)


class ChosenForm(PlainForm):
    """计划的催督设置."""

    remind_before = forms.IntegerField(
        label=_("时限前几天自动提醒"), required=False, min_value=1, max_value=MOST_DAYS, help_text=_("空着：不自动提醒")
    )
    urge_after = forms.IntegerField(
        label=_("逾期几天自动催办"), required=False, min_value=1, max_value=MOST_DAYS, help_text=_("空着：不自动催办")
    )
    supervise_after = forms.IntegerField(
        label=_("逾期几天自动督办"), required=False, min_value=1, max_value=MOST_DAYS,
        help_text=_("只由局领导设置。设了以后，催办过仍不办的以设置人的名义自动督办，依据写“计划设置”。空着：每次由领导决定"),
    )  # fmt: skip

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by.role != Role.LEADER:
            self.fields["supervise_after"].disabled = True

    def chosen(self) -> Chosen:
        return Chosen(**self.cleaned_data)
