"""The page of a target that no task is there for: what it came to, and where that stands."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from luoshi.office.organisations.access import BUREAU_STAFF, Request, open_to
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.forms import PlainForm, day_field
from luoshi.office.organisations.models import Role
from luoshi.office.plans.measuring import LONGEST_BASIS, Measured, measure, why_not_measure
from luoshi.office.plans.models import Plan, Target
from luoshi.office.plans.overview.latest import Latest, figure_words
from luoshi.office.refused import Refused, add_reasons


class MeasureForm(PlainForm):
    """登记指标数据."""

    value = forms.DecimalField(
        label=gettext_lazy("数值"),
        max_digits=24,
        decimal_places=6,
        error_messages={"invalid": gettext_lazy("数值请写成数字，如 98.5。")},
    )
    unit = forms.CharField(label=gettext_lazy("单位"), required=False, max_length=20)
    as_of = day_field(gettext_lazy("数据截至哪天"))
    basis = forms.CharField(
        label=gettext_lazy("数据来源"),
        max_length=LONGEST_BASIS,
        help_text=gettext_lazy("如：2026年教育事业统计；县财政局函"),
    )

    def said(self) -> Measured:
        given = self.cleaned_data
        return Measured(given["value"], given["unit"], given["as_of"], given["basis"])


@open_to(BUREAU_STAFF, act=(Role.OFFICE,))
@require_http_methods(["GET", "HEAD", "POST"])
def target(request: Request, pk: int) -> HttpResponse:
    """What it aims at, what came of it, and a form for more."""
    found = get_object_or_404(_seen(request.actor), pk=pk)
    why_not = why_not_measure(found, by=request.actor)
    initial = {"unit": found.written_unit, "as_of": timezone.localdate()}
    form = MeasureForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = measure(found, form.said(), by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            messages.success(request, _("已登记 %(value)s。") % {"value": made})
            return redirect("target", pk=pk)
    values = list(found.values.select_related("by__person", "by__organisation"))
    latest = Latest(found, values[0].value, values[0].unit) if values else Latest(found)
    shown = {"target": found, "values": values, "latest": figure_words(latest), "form": form, "why_not": why_not}
    return render(request, "plans/overview/target.html", shown, status=422 if form.errors else 200)


def _seen(actor: Actor) -> QuerySet[Target]:
    """The year's own, of plans that the actor sees."""
    rows = Target.objects.filter(plan__in=Plan.objects.visible_to(actor), task__isnull=True)
    return rows.select_related("plan__authority", "candidate__reading", "task")
