"""What may be written into a calendar."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.organisations.calendar_actions import Days
from luoshi.office.organisations.day_notice import NamedDay
from luoshi.office.organisations.forms import day_field
from luoshi.office.organisations.models import SchoolYear

EARLIEST, LATEST = 2000, 2099
WHAT = (("off", gettext_lazy("放假")), ("works", gettext_lazy("上班")))


def text_field(label: Any, longest: int, *, required: bool = True, placeholder: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "form-control", "placeholder": placeholder})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget)


class NoticeForm(forms.Form):
    """The official notice, pasted."""

    text = forms.CharField(
        label=gettext_lazy("通知正文"),
        max_length=20_000,
        widget=forms.Textarea(
            attrs={
                "class": "form-control",
                "rows": 12,
                "placeholder": gettext_lazy(
                    "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。"
                ),
            }
        ),
    )
    year = forms.IntegerField(
        label=gettext_lazy("哪一年"),
        min_value=EARLIEST,
        max_value=LATEST,
        help_text=gettext_lazy("正文的标题里写了年份的，以标题为准。"),
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )


class DayRuleForm(forms.Form):
    """One day that is off, or worked."""

    day = day_field(gettext_lazy("日期"))
    what = forms.ChoiceField(
        label=gettext_lazy("安排"), choices=WHAT, widget=forms.Select(attrs={"class": "form-select"})
    )
    name = text_field(gettext_lazy("名称"), 40, placeholder=gettext_lazy("如：运动会补休"))
    source = text_field(gettext_lazy("依据"), 200, required=False, placeholder=gettext_lazy("文号或会议"))

    def named_day(self) -> NamedDay:
        given = self.cleaned_data
        return NamedDay(given["day"], given["what"] == "works", given["name"].strip())


class SchoolYearForm(forms.Form):
    """A school year with its two terms."""

    name = text_field(gettext_lazy("学年"), 20, placeholder=gettext_lazy("2026—2027学年"))
    since = day_field(gettext_lazy("学年从"))
    until = day_field(gettext_lazy("学年到"))
    first_since = day_field(gettext_lazy("秋季学期从"))
    first_until = day_field(gettext_lazy("秋季学期到"))
    second_since = day_field(gettext_lazy("春季学期从"))
    second_until = day_field(gettext_lazy("春季学期到"))

    def year(self) -> Days:
        given = self.cleaned_data
        return Days(given["name"].strip(), given["since"], given["until"])

    def terms(self) -> list[Days]:
        given = self.cleaned_data
        return [
            Days(_("秋季学期"), given["first_since"], given["first_until"]),
            Days(_("春季学期"), given["second_since"], given["second_until"]),
        ]


def as_it_stands(year: SchoolYear) -> dict[str, Any]:
    """What the form shows of a school year that is to be changed."""
    shown: dict[str, str | date] = {"name": year.name, "since": year.since, "until": year.until}
    for name, term in zip(("first", "second"), year.terms.all(), strict=False):
        shown |= {f"{name}_since": term.since, f"{name}_until": term.until}
    return shown


class PlanPeriodForm(forms.Form):
    """A plan period, or a year of a plan."""

    name = text_field(gettext_lazy("名称"), 40, placeholder=gettext_lazy("如：学前三年行动"))
    since = day_field(gettext_lazy("从"))
    until = day_field(gettext_lazy("到"))

    def period(self) -> Days:
        given = self.cleaned_data
        return Days(given["name"].strip(), given["since"], given["until"])
