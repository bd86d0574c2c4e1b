"""The page on which the owners of a task are chosen: boxes to tick, with how many that are at the moment."""

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.forms import PlainForm
from luoshi.office.organisations.models import Grouping, Kind, Organisation, Ownership, Place, Stage
from luoshi.office.organisations.models.days import not_ended
from luoshi.office.plans import tasks as writing
from luoshi.office.plans.models import DRAFTERS, Plan, Responsibility, Task
from luoshi.office.plans.moves import KEEPERS, why_not
from luoshi.office.plans.owners import KINDS, Owners, Range, as_json, of_json, organisations, tidy, words
from luoshi.office.plans.owners_read import known_of, understood
from luoshi.office.plans.tasks import Named, wanted_of
from luoshi.office.refused import Refused, add_reasons

SHOWN = 12  # names below the count
RANGES = 4  # that one task may have; each is a part of the page

Part = Responsibility.Part


def _boxes(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


class RangeForm(PlainForm):
    """范围: one range of owners; empty where nothing is ticked."""

    kinds = _boxes(gettext_lazy("哪类单位"), [(kind.value, kind.label) for kind in KINDS])
    stages = _boxes(gettext_lazy("学校的学段（不选就是全部）"), Stage.choices)
    ownership = _boxes(gettext_lazy("办学性质（不选就是全部）"), Ownership.choices)
    place = _boxes(gettext_lazy("城乡（不选就是全部）"), Place.choices)
    under = forms.ChoiceField(label=gettext_lazy("谁所属的"), required=False)
    grouping = forms.ChoiceField(label=gettext_lazy("哪个分组里的"), required=False)
    direct = forms.BooleanField(label=gettext_lazy("只要直属的（不归中心校管）"), required=False)
    points = forms.BooleanField(label=gettext_lazy("连同下面的教学点和校区"), required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.under(plan.authority).open_on(timezone.localdate()).exclude(pk=plan.authority.pk)
        above = rows.filter(kind__in=(Kind.CENTRE, Kind.COUNTY)).order_by("path").values_list("pk", "name")
        groups = Grouping.objects.filter(not_ended(), authority=plan.authority).values_list("pk", "name")
        for name, choices in (("under", above), ("grouping", groups)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("不限")), *((str(pk), label) for pk, label in choices)]

    def range(self) -> Range:
        """Once the form is valid."""
        given = self.cleaned_data
        lists: dict[str, Any] = {name: tuple(given[name]) for name in ("kinds", "stages", "ownership", "place")}
        numbers: dict[str, Any] = {name: int(given[name]) if given[name] else None for name in ("under", "grouping")}
        return Range(**lists, **numbers, direct=given["direct"], points=given["points"])


class NamesForm(PlainForm):
    """单个的单位: beside the ranges, or left out of them."""

    named = forms.CharField(
        label=gettext_lazy("另外加上这些单位"), required=False, max_length=5000,
        help_text=gettext_lazy("一行一个，可以从表格里整列粘贴"), widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    excepted = forms.CharField(
        label=gettext_lazy("不包括这些单位"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        known = known_of(self.plan.authority)
        for name in ("named", "excepted"):
            found: list[int] = []
            for line in filter(None, (one.strip() for one in re.split(r"[\n、，,;；\t]", given.get(name, "")))):
                called = known.bodies.get(line, ())
                if len(called) == 1:
                    found += called
                else:
                    self.add_error(name, _("“%(line)s”没有对上机构，请照机构页上的名称书写。") % {"line": line[:60]})
            given[f"{name}_rows"] = tuple(found)
        return given


@open_to(DRAFTERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def owners(request: Request, pk: int) -> HttpResponseBase:
    """Who a task's owners are: counted while one ticks, kept by the button."""
    task = get_object_or_404(Task.objects.visible_to(request.actor).select_related("plan__authority", "goal"), pk=pk)
    plan, why = task.plan, why_not(task.plan, "edit", by=request.actor)
    said = " ".join(str(one) for one in task.responsibilities.filter(part=Part.OWNER))
    before = _before(task)
    given = request.POST if request.method == "POST" else None
    initial = [_initial(one) for one in before.ranges[:RANGES]] + [{}] * min(1, RANGES - len(before.ranges))
    count = min(int(given["ranges"]), RANGES) if given and given.get("ranges", "").isdigit() else len(initial)
    initial += [{}] * (count - len(initial))
    ranges = [RangeForm(given, plan=plan, prefix=f"r{n}", initial=initial[n]) for n in range(count)]
    names = NamesForm(given, plan=plan, initial=_names(before, task))
    chosen = before
    if given is not None and all(form.is_valid() for form in [*ranges, names]):
        rows = names.cleaned_data
        chosen = tidy(Owners(tuple(form.range() for form in ranges), rows["named_rows"], rows["excepted_rows"]))
        if "save" in given:
            try:
                _keep(task, chosen, version=rows["version"] or 0, by=request)
            except Refused as refusal:
                add_reasons(names, refusal)
            else:
                messages.success(request, _("已定：%(words)s") % {"words": words(chosen) or _("没有落实单位")})
                return redirect("task-owners", pk=pk)
    found = organisations(chosen, plan.authority, timezone.localdate()) if chosen else Organisation.objects.none()
    shown = {
        "task": task,
        "plan": plan,
        "ranges": ranges,
        "names": names,
        "said": said,
        "why": why,
        "chosen": words(chosen),
        "count": found.count(),
        "some": found[:SHOWN],
        "more": SHOWN,
    }
    return render(request, "plans/owners.html", shown, status=422 if any(f.errors for f in [*ranges, names]) else 200)


def _before(task: Task) -> Owners:
    """What is kept; where nothing is yet, what the paper's words mean."""
    rows = [one for one in task.responsibilities.all() if one.part == Part.OWNER]
    parts = [of_json(one.owners) for one in rows if one.owners]
    parts += [Owners(named=(one.organisation_id,)) for one in rows if one.organisation_id]
    unread = [one.words for one in rows if not one.owners and not one.organisation_id and one.words]
    known = known_of(task.plan.authority) if unread else None
    parts += [found for one in unread if (found := understood(one, task.plan.authority, known))]
    return tidy(
        Owners(
            tuple(one for each in parts for one in each.ranges),
            tuple(one for each in parts for one in each.named),
            tuple(one for each in parts for one in each.excepted),
        )
    )


def _initial(one: Range) -> dict[str, Any]:
    lists = {name: list(getattr(one, name)) for name in ("kinds", "stages", "ownership", "place")}
    numbers = {"under": str(one.under or ""), "grouping": str(one.grouping or "")}
    return {**lists, **numbers, "direct": one.direct, "points": one.points}


def _names(before: Owners, task: Task) -> dict[str, Any]:
    rows = dict(Organisation.objects.filter(pk__in=[*before.named, *before.excepted]).values_list("pk", "name"))
    lines = {name: "\n".join(rows[pk] for pk in getattr(before, name) if pk in rows) for name in ("named", "excepted")}
    return {**lines, "version": task.version}


def _keep(task: Task, chosen: Owners, *, version: int, by: Request) -> None:
    """One responsibility with the expression in place of all owners before; a paper's own words stay if there were such."""
    wanted = wanted_of(task)
    rest = tuple(one for one in wanted.named if one.part != Part.OWNER)
    said = "、".join(one.words for one in wanted.named if one.part == Part.OWNER and one.words and not one.owners)
    meant = understood(said, task.plan.authority) if said else None
    called = said if meant == chosen else words(chosen)
    named = (*rest, Named(Part.OWNER, called[: writing.LONGEST_NAME], owners=as_json(chosen))) if chosen else rest
    writing.edit(task, replace(wanted, named=named), version=version, by=by.actor)
