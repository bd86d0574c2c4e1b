"""What is typed in to enter on behalf of an organisation."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luoshi.office.desk.behalf import SCANS, open_to_entering
from luoshi.office.desk.kinds import KINDS
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.grant_forms import organisation_called
from luoshi.office.organisations.models import Organisation

MOST_LISTED = 200
ACCEPTED = ",".join(suffix for kind in SCANS for suffix in KINDS[kind].suffixes)


def _box(kind: str = "form-control", **more: str) -> dict[str, str]:
    return {"class": kind, **more}


class NamedOrganisationField(forms.CharField):
    """An organisation that is typed: a county has too many to choose from a list."""

    def __init__(self, known: QuerySet[Organisation], **more: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs=_box(autocomplete="off")), **more)
        self.known = known

    def prepare_value(self, value: Any) -> Any:
        """The name for a number, which is what an address gives."""
        chosen = self.known.filter(pk=int(value)).first() if str(value or "").isdecimal() else None
        return chosen.name if chosen else value

    def clean(self, value: Any) -> Organisation:
        said = super().clean(value).strip()
        chosen = self.known.filter(pk=int(said)).first() if said.isdecimal() else None
        return chosen or organisation_called(said, self.known)


class OnBehalfForm(forms.Form):
    """代录: for whom, who signed and when, and the scan of the paper."""

    organisation = forms.ModelChoiceField(
        label=_("代哪个机构录入"),
        queryset=Organisation.objects.none(),
        empty_label=_("请选择"),
        widget=forms.Select(attrs=_box("form-select")),
        error_messages={
            "required": _("还没有选机构。请选择代哪个机构录入。"),
            "invalid_choice": _("选的机构不在您能代录的范围里。请在列表里重新选择。"),
        },
    )
    signed_by = forms.CharField(
        label=_("签字人"),
        max_length=60,
        widget=forms.TextInput(attrs=_box()),
        help_text=_("在纸件上签字的人的姓名"),
        error_messages={"required": _("没有写签字人。请写上在纸件上签字的人的姓名。")},
    )
    signed_on = forms.DateField(
        label=_("签字日期"),
        widget=forms.DateInput(attrs=_box(type="date"), format="%Y-%m-%d"),
        error_messages={
            "required": _("没有填签字日期。请照纸件上的日期填写。"),
            "invalid": _("签字日期认不出来。请写成 2026-09-01 这样。"),
        },
    )
    scan = forms.FileField(
        label=_("签字纸件的扫描件或照片"),
        widget=forms.FileInput(attrs=_box(accept=ACCEPTED)),
        help_text=_("pdf、jpg、png 或 ofd。图片里的字查不了密级标志，请自己看清楚再交。"),
        error_messages={
            "required": _("没有附扫描件。请附上签字纸件的扫描件或照片。"),
            "empty": _("扫描件是空的，没有内容。请看看是否选对了文件。"),
        },
    )
    note = forms.CharField(label=_("说明"), max_length=300, required=False, widget=forms.Textarea(attrs=_box(rows="2")))

    def __init__(self, actor: Actor, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice, known = self.fields["organisation"], open_to_entering(actor, day=day)
        assert isinstance(choice, forms.ModelChoiceField)
        if known.count() <= MOST_LISTED:
            choice.queryset = known
        else:
            self.fields["organisation"] = NamedOrganisationField(
                known, label=choice.label, help_text=_("写全称、简称或标识码。"), error_messages=choice.error_messages
            )
