"""What somebody wants of which schools, as a form."""

import difflib
import hashlib
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from luoshi.office.desk.asks import MOST_MINUTES, Wanted
from luoshi.office.desk.models import Ask
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import SCHOOLS, Kind, Organisation, Stage

NAMED, ALL, STAGE, CENTRE = "named", "all", "stage-", "centre-"

WIDE = {"class": "form-control"}


class AskForm(forms.Form):
    """An ask before it is put. Schools are chosen by a range, or written line by line as pasted from a sheet."""

    scope = forms.ChoiceField(label=__("向哪些学校"), widget=forms.Select(attrs={"class": "form-select"}))
    names = forms.CharField(
        label=__("学校名称"),
        required=False,
        max_length=20000,
        help_text=__("选“只向下面写的学校”时填写，一行一所，可以从表格里整列粘贴。"),
        widget=forms.Textarea(attrs={**WIDE, "rows": 3}),
    )
    what = forms.CharField(
        label=__("要学校做什么"),
        max_length=200,
        widget=forms.TextInput(attrs={**WIDE, "placeholder": __("例如：上报校车台账")}),
    )
    kind = forms.ChoiceField(
        label=__("类别"),
        choices=[("", __("请选择")), *Ask.Kind.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    asker = forms.CharField(
        label=__("提出单位"),
        required=False,
        max_length=120,
        help_text=__("替别的部门登记时写那个部门，例如县消防救援大队；不写就是您所在的单位。"),
        widget=forms.TextInput(attrs=WIDE),
    )
    basis = forms.CharField(
        label=__("依据"),
        required=False,
        max_length=200,
        help_text=__("文件名或文号。电话里提的，没有文件，就空着，台账上显示“未给依据”。"),
        widget=forms.TextInput(attrs=WIDE),
    )
    minutes = forms.IntegerField(
        label=__("每校约需多少分钟"),
        min_value=1,
        max_value=MOST_MINUTES,
        help_text=__("把找材料、填写、盖章都算上。"),
        widget=forms.NumberInput(attrs={**WIDE, "inputmode": "numeric"}),
    )
    due = forms.DateField(label=__("截止日"), widget=forms.DateInput(attrs={**WIDE, "type": "date"}, format="%Y-%m-%d"))
    emergency = forms.BooleanField(
        label=__("安全或应急事项"), required=False, help_text=__("不受每月上限约束，须写明依据。")
    )

    def __init__(self, *given: Any, by: Actor, **named: Any) -> None:
        super().__init__(*given, **named)
        self.by = by
        scope = self.fields["scope"]
        assert isinstance(scope, forms.ChoiceField)
        scope.choices = list(_scopes(by))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "scope" not in given or "names" not in given:
            return given
        if given["scope"] == NAMED:
            given["schools"], strangers = _named(given["names"], _within(self.by))
            for words in strangers:
                self.add_error("names", words)
            if not given["schools"] and not strangers:
                self.add_error("names", _("还没有写学校名称。"))
        else:
            given["schools"] = list(_of_scope(given["scope"], _within(self.by)))
        return given

    def wanted(self) -> Wanted:
        """Once the form is valid."""
        names = ("what", "kind", "minutes", "due", "basis", "emergency", "asker")
        return Wanted(**{name: self.cleaned_data[name] for name in names})

    def mark(self) -> str:
        """Changes when anything does that the preview spoke of."""
        said = f"{self.wanted()} {sorted(one.pk for one in self.cleaned_data['schools'])}"
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def _within(by: Actor) -> Any:
    return Organisation.objects.visible_to(by).filter(kind__in=SCHOOLS).open_on(timezone.localdate())


def _scopes(by: Actor) -> Iterable[tuple[str, str]]:
    """Points and campuses are asked through their school; by name they can be asked too."""
    within = _within(by).filter(kind__in=(Kind.SCHOOL, Kind.KINDERGARTEN))
    yield NAMED, _("只向下面写的学校")
    yield ALL, _("全部学校和幼儿园（%(count)s 所）") % {"count": within.count()}
    for stage in Stage:
        if count := within.filter(stages__contains=stage).count():
            yield f"{STAGE}{stage}", _("全部%(stage)s（%(count)s 所）") % {"stage": stage.label, "count": count}
    for centre in Organisation.objects.visible_to(by).filter(kind=Kind.CENTRE, closed_on__isnull=True):
        yield f"{CENTRE}{centre.pk}", _("%(centre)s所属学校") % {"centre": centre}


def _of_scope(scope: str, within: Any) -> Any:
    found = within.filter(kind__in=(Kind.SCHOOL, Kind.KINDERGARTEN))
    if scope.startswith(STAGE):
        return found.filter(stages__contains=scope.removeprefix(STAGE))
    if scope.startswith(CENTRE):
        return found.filter(parent=scope.removeprefix(CENTRE))
    return found


def _named(text: str, within: Any) -> tuple[list[Organisation], list[str]]:
    """The schools of the lines, each once, and a sentence for each line that names none."""
    known: dict[str, list[Organisation]] = {}
    for one in within:
        for name in {one.name, one.short_name, one.code} - {""}:
            known.setdefault(name, []).append(one)
    found: dict[int, Organisation] = {}
    strangers = []
    for line in filter(None, (line.strip() for line in re.split(r"[\n,，、;；\t]", text))):
        meant = known.get(line, [])
        if len(meant) == 1:
            found[meant[0].pk] = meant[0]
        else:
            strangers.append(_many(line) if meant else _stranger(line, known))
    return list(found.values()), strangers


def _many(line: str) -> str:
    return _("辖区内不止一所“%(line)s”，请改写学校标识码。") % {"line": line}


def _stranger(line: str, known: dict[str, list[Organisation]]) -> str:
    near = difflib.get_close_matches(line, known, n=1)
    if near:
        return _("辖区内没有“%(line)s”。是不是“%(near)s”？") % {"line": line[:60], "near": near[0]}
    return _("辖区内没有“%(line)s”，请照机构页上的名称书写。") % {"line": line[:60]}
