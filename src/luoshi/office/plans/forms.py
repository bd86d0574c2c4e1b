"""What may be handed in."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.models import Plan, PlanQuerySet, Report
from luoshi.office.plans.moves import MOVES
from luoshi.reader import SUFFIXES

PASTED = _("粘贴的文字")

NOTHING = "nothing"  # the error of an empty form


def open_plans(by: Actor) -> PlanQuerySet:
    """Plans that a report may still be put in."""
    return Plan.objects.visible_to(by).filter(state__in=MOVES["edit"].states)


OLD_WORKBOOKS = (".xls", ".et", ".ods")  # which nobody looks into for marks of secrecy; saved as xlsx they are taken


class ReportForm(forms.Form):
    """A report as a file or as pasted text, one of the two."""

    file = forms.FileField(
        label=_("报告文件"),
        required=False,
        error_messages={"empty": _("这个文件是空的，没有内容可读。请检查是否选对了文件，或是否还没有保存完。")},
        widget=forms.FileInput(
            attrs={"class": "form-control", "accept": ",".join(one for one in SUFFIXES if one not in OLD_WORKBOOKS)}
        ),
    )
    text = forms.CharField(
        label=_("或者粘贴正文"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 5}),
    )

    kind = forms.ChoiceField(
        label=_("这是"),
        required=False,
        choices=Report.Kind.choices,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    plan = forms.ModelChoiceField(
        label=_("放进计划"),
        required=False,
        queryset=Plan.objects.none(),
        empty_label=_("识别以后再定"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *given: Any, by: Actor, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["plan"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = open_plans(by)

    def clean_kind(self) -> str:
        return str(self.cleaned_data["kind"] or Report.Kind.OWN)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        if not given.get("file") and not given.get("text", "").strip():
            said = _("还没有报告。请选择一个文件，或把正文粘贴到下面的框里。")
            raise forms.ValidationError(said, code=NOTHING)
        if given.get("file") and given.get("text", "").strip():
            raise forms.ValidationError(
                _("同时给了文件和粘贴的文字，不知道该读哪一个。请清空粘贴框，或不选文件，再试一次。"), code="both"
            )
        return given

    def holds_nothing(self) -> bool:
        """Whether there is no report that a refusal could be about."""
        return self.has_error(NON_FIELD_ERRORS, NOTHING)

    def report(self) -> tuple[bytes, str]:
        """Content and name of what was handed in, once the form is valid."""
        file = self.cleaned_data["file"]
        if file:
            return file.read(), file.name
        return self.cleaned_data["text"].encode(), str(PASTED)


class PlaceForm(forms.Form):
    """Whose paper a report is, and which plan it belongs to."""

    kind = forms.ChoiceField(
        label=_("这是"), choices=Report.Kind.choices, widget=forms.Select(attrs={"class": "form-select form-select-sm"})
    )
    plan = forms.ModelChoiceField(
        label=_("放进计划"),
        required=False,
        queryset=Plan.objects.none(),
        empty_label=_("先不放"),
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
    )

    def __init__(self, given: Any = None, *, by: Actor, report: Report) -> None:
        super().__init__(given, initial={"kind": report.kind, "plan": report.plan_id})
        field = self.fields["plan"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = (open_plans(by) | Plan.objects.filter(reports=report)).distinct()


class BeginForm(forms.Form):
    """A new plan for a report: its year and its title, proposed from what was read."""

    year = forms.IntegerField(
        label=_("年份"),
        error_messages={"required": _("没有写计划的年份。"), "invalid": _("年份要写成四位数字，例如 2026。")},
        widget=forms.TextInput(attrs={"class": "form-control form-control-sm", "inputmode": "numeric", "size": 4}),
    )
    title = forms.CharField(
        label=_("名称"),
        max_length=120,
        error_messages={"required": _("没有写计划的名称。")},
        widget=forms.TextInput(attrs={"class": "form-control form-control-sm", "size": 24}),
    )
