"""What may be handed in."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from luoshi.reader import SUFFIXES

PASTED = _("粘贴的文字")

NOTHING = "nothing"  # the error of an empty form


class ReportForm(forms.Form):
    """A report as a file or as pasted text, one of the two."""

    file = forms.FileField(
        label=_("报告文件"),
        required=False,
        error_messages={"empty": _("这个文件是空的，没有内容可读。请检查是否选对了文件，或是否还没有保存完。")},
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ",".join(SUFFIXES)}),
    )
    text = forms.CharField(
        label=_("或者粘贴正文"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 5}),
    )

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
