"""What may be proposed and decided on the pages of grants."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.forms import day_field
from luoshi.office.organisations.grant_rules import PROPOSES
from luoshi.office.organisations.models import Membership, Organisation, Person, Role

MOST_GUESSES = 5
TEXT = {"class": "form-control", "autocomplete": "off"}


class ProposalForm(forms.Form):
    """提出授予岗位: person and organisation are typed, for a county has too many of either to choose from a list."""

    rare = ("fields_named", "until", "acting", "deputises")

    person = forms.CharField(
        label=gettext_lazy("人员"),
        help_text=gettext_lazy("写工号、登录名或姓名；重名的写工号。"),
        widget=forms.TextInput(attrs=TEXT),
    )
    organisation = forms.CharField(
        label=gettext_lazy("机构"),
        help_text=gettext_lazy("写全称、简称或标识码。"),
        widget=forms.TextInput(attrs=TEXT),
    )
    role = forms.ChoiceField(label=gettext_lazy("岗位"), widget=forms.Select(attrs={"class": "form-select"}))
    title = forms.CharField(
        label=gettext_lazy("职务名称"),
        help_text=gettext_lazy("如“副局长”“教务主任”；不写的，显示岗位名。"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=TEXT),
    )
    fields_named = forms.CharField(
        label=gettext_lazy("分管领域"),
        help_text=gettext_lazy("用顿号或逗号隔开；不写的，同机构。"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=TEXT),
    )
    since = day_field(gettext_lazy("任职第一天"))
    until = day_field(gettext_lazy("任职最后一天"), required=False, help_text=gettext_lazy("没有期限的不写。"))
    acting = forms.BooleanField(label=gettext_lazy("主持工作（不是正职，但由其负责）"), required=False)
    deputises = forms.CharField(
        label=gettext_lazy("做谁的 B 岗"),
        help_text=gettext_lazy("写 A 岗的人；他（她）离岗时，这个岗位才能办事。"),
        required=False,
        widget=forms.TextInput(attrs=TEXT),
    )
    reason = forms.CharField(
        label=gettext_lazy("依据"),
        help_text=gettext_lazy("如任职文件的文号。"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=TEXT),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        may = PROPOSES.get(actor.role, frozenset())
        choices = [(one.value, one.label) for one in Role if one in may]
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [("", _("请选择")), *choices]
        self.fields["since"].initial = timezone.localdate()

    def clean_person(self) -> Person:
        return find_person(self.cleaned_data["person"].strip(), self.actor)

    def clean_organisation(self) -> Organisation:
        return find_organisation(self.cleaned_data["organisation"].strip(), self.actor)

    def clean_fields_named(self) -> tuple[str, ...]:
        given = self.cleaned_data["fields_named"].replace("、", ",").replace("，", ",").split(",")
        return tuple(one.strip() for one in given if one.strip())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        named, organisation, role = given.get("deputises"), given.get("organisation"), given.get("role")
        given["deputises"] = None
        if named and organisation and role:
            try:
                person = find_person(named.strip(), self.actor)
            except forms.ValidationError as error:
                self.add_error("deputises", error)
                return given
            held = Membership.objects.in_force(timezone.localdate()).filter(
                person=person, organisation=organisation, role=role
            )
            given["deputises"] = held.first()
            if given["deputises"] is None:
                said = _("%(who)s在“%(where)s”没有任这个岗位，做不了 A 岗。")
                self.add_error("deputises", said % {"who": person.name, "where": organisation.name})
        return given


def find_person(said: str, actor: Actor) -> Person:
    """The one person of the area, or with no membership yet, that these words mean. Raises ValidationError."""
    known: QuerySet[Person] = Person.objects.visible_to(actor) | Person.objects.filter(memberships__isnull=True)
    known = known.distinct()
    exact = known.filter(Q(staff_number=said) | Q(login=said.lower())).first()
    if exact is not None:
        return exact
    named = list(known.filter(name=said)[: MOST_GUESSES + 1])
    if len(named) == 1:
        return named[0]
    if named:
        numbers = "、".join(one.staff_number or one.login or _("没有工号") for one in named[:MOST_GUESSES])
        raise forms.ValidationError(
            _("叫“%(said)s”的不止一人，请改写工号：%(numbers)s。") % {"said": said, "numbers": numbers}
        )
    raise forms.ValidationError(
        _("没有找到“%(said)s”。请核对工号或姓名；还没有登记的，先请局办公室在人员页上登记。") % {"said": said}
    )


def find_organisation(said: str, actor: Actor) -> Organisation:
    """The one open organisation of the area that these words mean. Raises ValidationError."""
    return organisation_called(said, Organisation.objects.visible_to(actor).open_on(timezone.localdate()))


def organisation_called(said: str, known: QuerySet[Organisation]) -> Organisation:
    """The one among those known that these words mean. Raises ValidationError."""
    found = list(known.filter(Q(name=said) | Q(short_name=said) | Q(code=said))[:2])
    if len(found) == 1:
        return found[0]
    guesses = known.filter(name__icontains=said)[:MOST_GUESSES]
    if found:
        raise forms.ValidationError(_("叫“%(said)s”的机构不止一个，请写标识码。") % {"said": said})
    near = _("是不是：%(near)s？") % {"near": "、".join(one.name for one in guesses)} if guesses else _("请核对全称。")
    raise forms.ValidationError(_("辖区内没有“%(said)s”。") % {"said": said} + near)


class EndForm(forms.Form):
    """提出收回岗位."""

    last_day = day_field(gettext_lazy("任职最后一天"))
    reason = forms.CharField(
        label=gettext_lazy("原因和依据"),
        help_text=gettext_lazy("如“调离”“任期届满”和文号。"),
        max_length=200,
        required=False,  # asked for by the verb, together with whatever else is missing
        widget=forms.TextInput(attrs=TEXT),
    )


class DecisionForm(forms.Form):
    """确认或不同意."""

    agreed = forms.ChoiceField(choices=(("yes", "yes"), ("no", "no")))
    answer = forms.CharField(required=False, max_length=200)
