"""The pages of 计划调整: what changed after a plan was issued, and the forms that add, change and cancel."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from luoshi.office.listing import Column, Filter, Listing
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.forms import PlainForm, day_field, document_field
from luoshi.office.organisations.models import Organisation
from luoshi.office.plans import amendments as amending
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.ledger_cells import BETWEEN
from luoshi.office.plans.models import DRAFTERS, Amendment, Plan, Responsibility, Task
from luoshi.office.plans.moves import KEEPERS, why_not
from luoshi.office.plans.owners import as_json
from luoshi.office.plans.owners_read import Known, known_of, understood
from luoshi.office.plans.plan_steps import page, seen
from luoshi.office.plans.tasks import Named, Wanted, called, wanted_of
from luoshi.office.refused import Refused, add_reasons

Part = Responsibility.Part
BODIES = (Part.LEAD, Part.ASSIST, Part.OWNER)
AT_ONCE = 50  # tasks that are offered without being searched for


class DecisionForm(PlainForm):
    """谁定的."""

    decided_by = forms.CharField(
        label=gettext_lazy("谁决定的"), max_length=120, help_text=gettext_lazy("会议或领导，如：局党组2026年第5次会议")
    )
    decided_on = day_field(gettext_lazy("决定日期"))
    document = document_field()

    def decision(self) -> Decision:
        given = self.cleaned_data
        return Decision(given["decided_by"], given["decided_on"], given["document"])


class AmendForm(DecisionForm):
    """A task of an issued plan as it is to be from now on, and who decided that."""

    words = forms.CharField(label=gettext_lazy("任务"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    grade = forms.ChoiceField(label=gettext_lazy("分级"), choices=Task.Grade.choices)
    due = day_field(gettext_lazy("完成时限"), required=False)
    due_words = forms.CharField(label=gettext_lazy("时限的说法"), required=False, max_length=60)
    lead = forms.CharField(
        label=gettext_lazy("牵头单位"), required=False, max_length=500, help_text=gettext_lazy("几个单位用顿号隔开")
    )
    assist = forms.CharField(label=gettext_lazy("配合单位"), required=False, max_length=500)
    owner = forms.CharField(
        label=gettext_lazy("落实单位"), required=False, max_length=500,
        help_text=gettext_lazy("单位名称，或一类单位，如：各中小学；柳坪镇中心校所属小学；普惠性民办幼儿园"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = (
        "words",
        "grade",
        "due",
        "due_words",
        "lead",
        "assist",
        "owner",
        "decided_by",
        "decided_on",
        "document",
    )

    def __init__(self, *args: Any, plan: Plan, task: Task | None = None, **kwargs: Any) -> None:
        initial = {"decided_on": timezone.localdate(), **(_initial(task) if task else {"grade": Task.Grade.ROUTINE})}
        super().__init__(*args, initial=initial, **kwargs)
        self.plan, self.task = plan, task

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        known = known_of(self.plan.authority)
        for part in BODIES:
            if given.get(part.value) is None:
                continue
            try:
                given[f"named_{part}"] = list(self._named(part, given[part.value], known))
            except Refused as refusal:
                self.add_error(part.value, str(refusal))
        return given

    def _named(self, part: Part, words: str, known: Known) -> list[Named]:
        """What stood there already stays as it is; else whom the words mean."""
        before = [one for one in (wanted_of(self.task).named if self.task else ()) if one.part == part]
        if words.strip() == _words(before):
            return before
        found = understood(words, self.plan.authority, known) if words.strip() else None
        if found is None and words.strip():
            raise Refused(
                _("“%(words)s”没有对上机构。请照机构页上的名称写，或写成“各中小学”这样的一类单位。") % {"words": words}
            )
        if found is None:
            return []
        if found.ranges or found.excepted:
            return [Named(part, words.strip(), owners=as_json(found))]
        rows = {one.pk: one for one in Organisation.objects.filter(pk__in=found.named)}
        return [Named(part, rows[pk].name, organisation=rows[pk]) for pk in found.named]

    def wanted(self) -> Wanted:
        """Once the form is valid: leaders and persons stay whom they were."""
        given = self.cleaned_data
        before = wanted_of(self.task) if self.task else Wanted("", source=Task.Source.AD_HOC)
        named = [one for one in before.named if one.part not in BODIES]
        for part in BODIES:
            named += given.get(f"named_{part}", [])
        said = {name: given[name] for name in ("words", "grade", "due", "due_words")}
        return replace(before, **said, named=tuple(named))


def _words(named: list[Named]) -> str:
    return BETWEEN.join(map(called, named))


def _initial(task: Task) -> dict[str, Any]:
    wanted = wanted_of(task)
    parts = {part.value: _words([one for one in wanted.named if one.part == part]) for part in BODIES}
    plain = {name: getattr(wanted, name) for name in ("words", "grade", "due", "due_words")}
    return {**plain, **parts, "version": task.version}


@open_to(DRAFTERS)
@require_GET
def amendments(request: Request, pk: int) -> HttpResponse:
    """Everything that changed since the plan was issued, and its tasks with what may be done to each."""
    plan = seen(request, pk)
    found = Listing(
        rows=Amendment.objects.filter(plan=plan).select_related("task", "made_by__person"),
        columns=(
            Column("made", _("登记"), lambda one: timezone.localdate(one.made_at).isoformat(), "made_at", css="number"),
            Column("what", _("调整"), lambda one: one.get_what_display(), "what", css="tight"),
            Column("task", _("任务"), lambda one: f"{one.task.number}. {one.task.words}", "task__order"),
            Column("change", _("内容"), _changed),
            Column("by", _("谁决定的"), lambda one: one.decided_by, "decided_by"),
            Column("on", _("决定日期"), lambda one: one.decided_on.isoformat(), "decided_on", css="number"),
            Column("document", _("依据文号"), lambda one: one.document),
        ),
        filters=(Filter("what", _("调整"), Amendment.What.choices, lambda value: Q(what=value)),),
        search=("task__words", "decided_by", "document"),
        title=_("调整"),
    )  # fmt: skip
    if request.GET.get("export") == "xlsx":
        return found.exported(request, name=_("%(plan)s调整") % {"plan": plan})
    tasks = plan.tasks.all()
    if words := request.GET.get("task", "").strip():
        tasks = tasks.filter(Q(words__icontains=words) | Q(number=int(words) if words.isdigit() else 0))
    shown = page(
        request, plan, "plan-amendments",
        list=found.shown(request),
        count=plan.amendments.count(),
        why=why_not(plan, "amend", by=request.actor),
        tasks=tasks[:AT_ONCE],
        more=max(0, tasks.count() - AT_ONCE),
        words=words,
    )  # fmt: skip
    return render(request, "plans/amendments.html", shown)


def _changed(one: Amendment) -> str:
    said = (
        f"{label}：{before or _('（空）')} → {after or _('（空）')}"
        for label, before, after in amending.differences(one)
    )
    return "；".join(said)


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, pk: int) -> HttpResponseBase:
    """增加 a task."""
    plan = seen(request, pk)
    form = AmendForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            amending.add(plan, form.wanted(), decision=form.decision(), by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            messages.success(request, _("已增加，并下达给承办单位。"))
            return redirect("plan-amendments", pk=pk)
    return _form(request, plan, form, _("印发后增加一项任务"), _("增加并下达"))


def _task(request: Request, pk: int) -> Task:
    rows = Task.objects.visible_to(request.actor).select_related("plan__authority", "goal")
    return get_object_or_404(rows, pk=pk)


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int) -> HttpResponseBase:
    """修改 a task: the assignments follow."""
    task = _task(request, pk)
    form = AmendForm(request.POST or None, plan=task.plan, task=task)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            amending.change(task, form.wanted(), version=version, decision=form.decision(), by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
            form.renew(Task.objects.get(pk=pk).version)
        else:
            messages.success(request, _("已修改，承办单位随着调整。"))
            return redirect("plan-amendments", pk=task.plan.pk)
    heading = _("修改第 %(number)s 项任务") % {"number": task.number}
    return _form(request, task.plan, form, heading, _("保存调整"), task)


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, pk: int) -> HttpResponseBase:
    """取消 a task."""
    task = _task(request, pk)
    form = DecisionForm(request.POST or None, initial={"decided_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            amending.cancel(task, decision=form.decision(), by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            messages.success(request, _("已取消，各承办单位不再办这一项。"))
            return redirect("plan-amendments", pk=task.plan.pk)
    heading = _("取消第 %(number)s 项任务") % {"number": task.number}
    return _form(request, task.plan, form, heading, _("取消这项任务"), task)


def _form(
    request: Request, plan: Plan, form: PlainForm, heading: str, button: str, task: Task | None = None
) -> HttpResponse:
    shown = page(
        request, plan, "plan-amendments",
        form=form,
        heading=heading,
        button=button,
        task=task,
        why=why_not(plan, "amend", by=request.actor),
        back=reverse("plan-amendments", args=[plan.pk]),
        earlier=[(one, amending.differences(one)) for one in task.amendments.all()] if task else [],
    )  # fmt: skip
    return render(request, "plans/amend.html", shown, status=422 if form.errors else 200)
