"""What may be typed in about a person and their days away."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luoshi.office.organisations.forms import PlainForm, day_field
from luoshi.office.organisations.grant_rules import FITS, PROPOSES
from luoshi.office.organisations.models import Organisation, Role
from luoshi.office.organisations.people import CONTACT, LABELS


class PersonForm(PlainForm):
    """姓名、工号、手机、电子邮箱. `sure` appears once somebody alike was found."""

    name = forms.CharField(label=LABELS["name"], max_length=60)
    staff_number = forms.CharField(label=LABELS["staff_number"], max_length=30, required=False)
    mobile = forms.CharField(label=LABELS["mobile"], max_length=20, required=False)
    email = forms.CharField(label=LABELS["email"], max_length=254, required=False)
    sure = forms.BooleanField(label=_("核对过了，不是同一个人"), required=False)

    def __init__(self, *args: Any, alike: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not alike:
            self.fields["sure"].widget = forms.HiddenInput()

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in LABELS if name in self.cleaned_data}

    def ask_whether_the_same(self) -> None:
        """Show the box to tick. It was not ticked when the form was sent."""
        self.fields["sure"].widget = forms.CheckboxInput(attrs={"class": "form-check-input"})


class RegisterForm(PersonForm):
    """登记新人员 with the first membership, without which nobody would find them again."""

    role = forms.ChoiceField(label=_("岗位"))
    title = forms.CharField(label=_("职务"), max_length=60, required=False, help_text=_("如：副校长；可以空着"))
    since = day_field(_("任职第一天"))
    field_order = ("name", "staff_number", "mobile", "email", "role", "title", "since", "sure")

    def __init__(self, *args: Any, place: Organisation, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = [one for one in Role if place.kind in FITS[one] and one in PROPOSES.get(role, ())]
        choice = self.fields["role"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(str(one), one.label) for one in may]
        self.fields["since"].initial = timezone.localdate()


class EditPersonForm(PersonForm):
    """修改人员信息, with the version that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, contact_only: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if contact_only:
            for name in set(LABELS) - set(CONTACT):
                del self.fields[name]


class LetGoForm(PlainForm):
    """离职."""

    last_day = day_field(_("在任的最后一天"))
    reason = forms.CharField(label=_("原因"), max_length=200, help_text=_("如：退休、调出、辞职"))


class LeaveForm(PlainForm):
    """离岗."""

    since = day_field(_("离岗第一天"))
    until = day_field(_("离岗最后一天"), required=False, help_text=_("不知道的空着，回来时再登记"))
    why = forms.CharField(label=_("事由"), max_length=100, required=False, help_text=_("如：外出培训、病假；不写病情"))
