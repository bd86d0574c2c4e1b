"""What may be typed in about an organisation; which fields there are follows from its kind."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luoshi.office.organisations import topics
from luoshi.office.organisations.actor import Actor, authority_of
from luoshi.office.organisations.details import CONTACT, LABELS, NEEDED, ONLY_OF, STAGES_OF
from luoshi.office.organisations.endings import INTO
from luoshi.office.organisations.models import MAY_STAND_UNDER, Hat, Kind, Organisation, Ownership, Place, Stage


class PlainForm(forms.Form):
    """Fields that look like the rest of the page; a date is picked in the browser's own way."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def renew(self, version: int) -> None:
        """As given, with the version of now: whoever sends it again has seen both values."""
        assert isinstance(self.data, QueryDict)
        given = self.data.copy()
        given["version"] = str(version)
        self.data = given


def dress(field: forms.Field) -> None:
    widget = field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        widget.attrs.setdefault("class", "checks")
    elif isinstance(widget, forms.CheckboxInput):
        widget.attrs.setdefault("class", "form-check-input")
    elif isinstance(widget, forms.Select):
        widget.attrs.setdefault("class", "form-select")
    elif not widget.is_hidden:
        widget.attrs.setdefault("class", "form-control")


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"})
    wrong = _("日期请写成 2026-09-01 的样子。")
    return forms.DateField(
        label=label, required=required, help_text=help_text, widget=widget, error_messages={"invalid": wrong}
    )


def document_field() -> forms.CharField:
    return forms.CharField(label=_("依据文号"), required=False, max_length=120, help_text=_("如：云教〔2026〕3号"))


class FactsForm(PlainForm):
    """登记事项 of one kind of organisation; `contact_only` leaves what a school keeps itself."""

    def __init__(self, *args: Any, kind: str, place: Organisation, contact_only: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = CONTACT if contact_only else [name for name in LABELS if name != "name" and fits(name, kind)]
        for name in names:
            self.fields[name] = field_of(name, kind, place)
            dress(self.fields[name])

    def facts(self) -> dict[str, Any]:
        """What was given, in the words of the verbs."""
        given = {name: value for name, value in self.cleaned_data.items() if name in LABELS and name != "name"}
        return {name: value for name, value in given.items() if not (name == "order" and value is None)}


def fits(name: str, kind: str) -> bool:
    return name not in ONLY_OF or kind in ONLY_OF[name]


def field_of(name: str, kind: str, place: Organisation) -> forms.Field:
    needed = name in NEEDED.get(kind, ())
    label = LABELS[name]
    if name == "stages":
        of_kind = [(str(one), one.label) for one in STAGES_OF.get(kind, tuple(Stage))]
        return forms.MultipleChoiceField(
            label=label, required=needed, choices=of_kind, widget=forms.CheckboxSelectMultiple
        )
    if name == "fields":
        return forms.MultipleChoiceField(
            label=label, required=False, choices=topics.choices(), widget=forms.CheckboxSelectMultiple
        )
    if name in {"ownership", "place"}:
        choices = Ownership.choices if name == "ownership" else Place.choices
        return forms.ChoiceField(label=label, required=needed, choices=[("", "—"), *choices])
    if name == "hat":
        hats = Hat.objects.filter(organisation=authority_of(place), until__isnull=True)
        return forms.ModelChoiceField(hats, label=label, required=False, empty_label="—")
    if name == "order":
        return forms.IntegerField(label=label, required=False, min_value=0, help_text=_("小的排在前面；空着排在最后"))
    if name == "opened_on":
        return day_field(label, required=False, help_text=_("不清楚的可以空着"))
    return forms.CharField(
        label=label, required=False, max_length=getattr(Organisation._meta.get_field(name), "max_length", None)
    )


class OpenForm(FactsForm):
    """增设下级机构."""

    name = forms.CharField(label=_("名称"), max_length=120, help_text=_("批准文件上的全称"))
    kind = forms.CharField(widget=forms.HiddenInput)
    document = document_field()
    field_order = ("name", "stages", "ownership", "place", "fields", "hat", "short_name", "code")


class EditForm(FactsForm):
    """修改登记事项, with the version that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class DayForm(PlainForm):
    """From which day, by which document."""

    def __init__(self, *args: Any, organisation: Organisation, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.actor = organisation, actor
        self.fields["day"] = day_field(_("从哪一天起"))
        self.fields["document"] = document_field()
        for name in ("day", "document"):
            dress(self.fields[name])
        self.fields["day"].initial = timezone.localdate()
        self.begin()

    def begin(self) -> None:
        """What a form of one verb adds once it knows the organisation."""

    def choose(self, name: str, kinds: tuple[str | None, ...]) -> None:
        """Let the field choose among open organisations of these kinds in the actor's area."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        found = Organisation.objects.visible_to(self.actor).filter(kind__in=[one for one in kinds if one])
        field.queryset = found.filter(closed_on__isnull=True).exclude(path__startswith=self.organisation.path)


class RenameForm(DayForm):
    """更名."""

    to = forms.CharField(label=_("新名称"), max_length=120)

    def begin(self) -> None:
        self.fields["to"].initial = self.organisation.name


class MoveForm(DayForm):
    """变更隶属."""

    under = forms.ModelChoiceField(Organisation.objects.none(), label=_("移到哪个机构下面"))

    def begin(self) -> None:
        self.choose("under", MAY_STAND_UNDER[self.organisation.kind])


class RestageForm(DayForm):
    """变更学段或性质."""

    stages = forms.MultipleChoiceField(label=_("学段"), widget=forms.CheckboxSelectMultiple, required=False)
    ownership = forms.ChoiceField(label=_("办学性质"), choices=[("", "—"), *Ownership.choices], required=False)

    def begin(self) -> None:
        stages, kind = self.fields["stages"], self.organisation.kind
        assert isinstance(stages, forms.MultipleChoiceField)
        stages.choices = [(str(one), one.label) for one in STAGES_OF.get(kind, tuple(Stage))]
        stages.initial = self.organisation.stages.split(",")
        self.fields["ownership"].initial = self.organisation.ownership


class MergeForm(DayForm):
    """并入."""

    into = forms.ModelChoiceField(Organisation.objects.none(), label=_("并入哪个机构"))

    def begin(self) -> None:
        self.choose("into", INTO.get(self.organisation.kind, (Kind(self.organisation.kind),)))


class CloseForm(DayForm):
    """撤销."""


class HatForm(PlainForm):
    """加挂牌子."""

    name = forms.CharField(label=_("牌子的名称"), max_length=120, help_text=_("如：云岭县体育局"))
    since = day_field(_("挂牌日期"), required=False)
    other = forms.BooleanField(
        label=_("这块牌子下的工作不属于教育"), required=False, help_text=_("如体育、文化、旅游；不计入教育工作的统计")
    )
