"""The pages of 征求意见: the office sends and decides, the organisations asked write their comments."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.attachment import document_of, workbook_of
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.forms import PlainForm, day_field
from luoshi.office.organisations.models import Organisation, Role
from luoshi.office.plans import consultation as consulting
from luoshi.office.plans import consultation_sheet, consultation_word
from luoshi.office.plans.consultation import ANSWERERS, CONSULTED, LONGEST, Remark
from luoshi.office.plans.models import DRAFTERS, Comment, Consultation, Plan, Responsibility, Task
from luoshi.office.plans.moves import KEEPERS, why_not
from luoshi.office.plans.plan_steps import page, seen
from luoshi.office.refused import Refused, add_reasons

A_WEEK = timedelta(days=7)
BY_SECTIONS = (Responsibility.Part.LEAD, Responsibility.Part.ASSIST)  # whose organisations are asked first


class SendForm(PlainForm):
    """征求意见: whom, and until when."""

    to = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=gettext_lazy("征求哪些单位的意见"), widget=forms.CheckboxSelectMultiple
    )
    due = day_field(gettext_lazy("反馈截止日"))

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        assert isinstance(to, forms.ModelMultipleChoiceField)
        rows = Organisation.objects.under(plan.authority).open_on(timezone.localdate()).filter(kind__in=CONSULTED)
        to.queryset = rows.exclude(consultations__plan=plan).order_by("path")
        if not plan.consultations.exists():
            named = Responsibility.objects.filter(task__plan=plan, part__in=BY_SECTIONS).values("organisation")
            to.initial = to.queryset.filter(pk__in=named)
            to.help_text = _("已经勾上牵头、配合任务的单位，可以增减。") if to.initial else ""
        self.fields["due"].initial = timezone.localdate() + A_WEEK


class RemarkForm(PlainForm):
    """意见 on one task, or on the plan as a whole; what should stand there instead may be left empty."""

    words = forms.CharField(
        label=gettext_lazy("意见"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    new_words = forms.CharField(
        label=gettext_lazy("任务建议改为"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    due = day_field(gettext_lazy("时限建议改为"), required=False)
    lead = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("牵头单位建议改为"), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, plan: Plan, task: Task | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task = task
        if task is None:
            for name in ("new_words", "due", "lead"):
                del self.fields[name]
            return
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ModelChoiceField)
        rows = Organisation.objects.under(plan.authority).open_on(timezone.localdate()).filter(kind__in=CONSULTED)
        lead.queryset = rows.order_by("path")

    def remark(self) -> Remark:
        """Once the form is valid. What stands as it stood is not wanted."""
        said = self.cleaned_data
        words, due, lead = said.get("new_words", ""), said.get("due"), said.get("lead")
        wanted: dict[str, Any] = {}
        if self.task and words.strip() and words.strip() != self.task.words:
            wanted["words"] = words.strip()
        if self.task and due and due != self.task.due:
            wanted["due"] = due.isoformat()
        if lead:
            wanted["lead"] = lead.pk
        return Remark(self.task, said["words"], wanted)


# For the office


@open_to(DRAFTERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def sent(request: Request, pk: int) -> HttpResponseBase:
    """Who was asked, who has answered, and every comment beside its task."""
    plan = seen(request, pk)
    form = SendForm(request.POST or None, plan=plan) if request.method == "POST" else SendForm(plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            new = consulting.send(plan, form.cleaned_data["to"], due=form.cleaned_data["due"], by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            messages.success(request, _("已向 %(count)s 个单位征求意见。") % {"count": len(new)})
            return redirect("plan-consultation", pk=pk)
    return _sent(request, plan, form)


@dataclass(frozen=True)
class NotDecided:
    """What was typed beside a comment and not taken, and why."""

    comment: int
    reason: str
    why: str


def _sent(request: Request, plan: Plan, form: SendForm, refused: NotDecided | None = None) -> HttpResponse:
    asked = list(plan.consultations.select_related("organisation", "answered_by__person", "file"))
    given = Comment.objects.filter(consultation__plan=plan, consultation__answered_at__isnull=False)
    comments = list(given.select_related("consultation__organisation", "task").order_by("task__order", "task", "pk"))
    rows = beside(comments)
    each = [one["row"] for row in rows for one in row["comments"]]
    open_ones = [one.pk for one in each if one.state == Comment.State.OPEN]
    shown = page(
        request, plan, "plan-consultation",
        form=form,
        why=why_not(plan, "consult", by=request.actor),
        asked=asked,
        answered=sum(1 for one in asked if one.answered_at),
        rows=rows,
        open=len(open_ones),
        first_open=f"comment-{open_ones[0]}" if open_ones else "",
        why_not_decide=why_not(plan, "edit", by=request.actor),
        chat=consulting.chat_text(plan),
        refused=refused,
    )  # fmt: skip
    return render(request, "plans/consultation_sent.html", shown, status=422 if form.errors or refused else 200)


def beside(comments: list[Comment]) -> list[dict[str, Any]]:
    """Comments by task, the plan as a whole first; each with what it proposes in words."""
    leads = {one.wanted["lead"] for one in comments if one.wanted.get("lead")}
    names = dict(Organisation.objects.filter(pk__in=leads).values_list("pk", "name")) if leads else {}
    rows: dict[int | None, dict[str, Any]] = {}
    for one in sorted(comments, key=lambda one: one.task is not None):
        row = rows.setdefault(one.task.pk if one.task else None, {"task": one.task, "comments": []})
        row["comments"].append({"row": one, "wanted": consulting.wanted_words(one.wanted, names)})
    return list(rows.values())


@open_to((), act=KEEPERS)
@require_POST
def remind(request: Request, pk: int) -> HttpResponse:
    plan = seen(request, pk)
    try:
        count = consulting.remind(plan, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已提醒 %(count)s 人。") % {"count": count})
    return redirect("plan-consultation", pk=pk)


@open_to((), act=KEEPERS)
@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """采纳 or 不采纳 one comment; what is not taken is said beside it, with what was typed."""
    rows = Comment.objects.filter(consultation__in=Consultation.objects.visible_to(request.actor))
    comment = get_object_or_404(rows.select_related("consultation__plan__authority", "task"), pk=pk)
    reason = request.POST.get("reason", "")
    try:
        if "accept" in request.POST:
            consulting.accept(comment, reason=reason, by=request.actor)
        else:
            consulting.decline(comment, reason=reason, by=request.actor)
    except Refused as refusal:
        plan = seen(request, comment.consultation.plan_id)
        if not Comment.objects.filter(pk=pk).exists():  # taken back a moment ago
            messages.error(request, str(refusal))
        return _sent(request, plan, SendForm(plan=plan), NotDecided(pk, reason, str(refusal)))
    return redirect(f"{reverse('plan-consultation', args=[comment.consultation.plan_id])}#comment-{pk}")


# For those who were asked


def _asked(request: Request, pk: int) -> Consultation:
    rows = Consultation.objects.visible_to(request.actor).select_related("plan__authority", "organisation", "file")
    return get_object_or_404(rows, pk=pk)


LOOKERS = frozenset({*DRAFTERS, Role.CENTRE, Role.CLERK})


@open_to(LOOKERS, act=ANSWERERS)
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: Request, pk: int) -> HttpResponseBase:
    """The tasks that concern an organisation, with what it says of each; one at a time is written on."""
    found = _asked(request, pk)
    tasks = consulting.shown_to(found, by=request.actor)
    own = {one.pk for one in consulting.concerned(found.plan, found.organisation)}
    writing = (request.POST if request.method == "POST" else request.GET).get("write", "")
    task = next((one for one in tasks if str(one.pk) == writing), None)
    comments = consulting.comments_for(found, by=request.actor)
    said = {one.task_id: one for one in comments}
    about = task.pk if task else None
    given = request.POST if request.method == "POST" else None
    open_now = said[about].pk if about in said and said[about].state == Comment.State.OPEN else None
    over = given.get("over", "") if given else open_now or ""
    form = RemarkForm(given, plan=found.plan, task=task, initial=_before(said.get(about), task)) if writing else None
    if request.method == "POST" and form and form.is_valid():
        try:
            seen_before = int(over) if str(over).isdecimal() else None
            consulting.say(found, form.remark(), over=seen_before, by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
            over = open_now or ""  # it has been shown now
        else:
            kept = "?all=1" if "all" in request.POST else ""
            return redirect(f"{reverse('consultation', args=[pk])}{kept}#task-{about or 'whole'}")
    everything = "all" in request.GET or "all" in request.POST or not own
    shown = {
        "consultation": found,
        "plan": found.plan,
        "rows": [
            {"task": one, "comment": said.get(one.pk), "own": one.pk in own}
            for one in tasks
            if everything or one.pk in own or one == task
        ],
        "whole": said.get(None),
        "comments": beside(list(said.values())),
        "form": form,
        "writing": writing,
        "over": over,
        "task": task,
        "own": len(own),
        "more": len(tasks) - len(own),
        "all": everything,
        "why": consulting.why_not_answer(found, by=request.actor),
    }
    return render(request, "plans/consultation.html", shown, status=422 if form and form.errors else 200)


def _before(comment: Comment | None, task: Task | None) -> dict[str, Any]:
    """What stands in the form at first: what was said and is not dealt with yet."""
    if comment is None or comment.state != Comment.State.OPEN:
        return {"new_words": "", "due": task and task.due}
    wanted = comment.wanted
    return {
        "words": comment.words,
        "new_words": wanted.get("words", ""),
        "due": wanted.get("due", task and task.due),
        "lead": wanted.get("lead"),
    }


@open_to((), act=ANSWERERS)
@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """That is all that the organisation has to say."""
    found = _asked(request, pk)
    try:
        consulting.answer(found, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已经反馈给局办公室。审定以前还可以再改。"))
    return redirect("consultation", pk=pk)


@open_to(LOOKERS)
@require_GET
def sheet(request: Request, pk: int) -> HttpResponse:
    """征求意见表: the tasks with a column for comments."""
    found = _asked(request, pk)
    name = _("%(plan)s（征求意见稿）%(who)s") % {"plan": found.plan, "who": found.organisation}
    return workbook_of(consultation_sheet.workbook(found, by=request.actor), name)


@open_to(LOOKERS)
@require_GET
def word(request: Request, pk: int) -> HttpResponse:
    """The same as a Word file."""
    found = _asked(request, pk)
    name = _("%(plan)s（征求意见稿）%(who)s") % {"plan": found.plan, "who": found.organisation}
    return document_of(consultation_word.document(found, by=request.actor), name)


@open_to((), act=ANSWERERS)
@require_POST
def load(request: Request, pk: int) -> HttpResponse:
    """An answer as a file."""
    found, file = _asked(request, pk), request.FILES.get("file")
    if file is None or not file.name:
        messages.error(request, _("还没有选文件。"))
        return redirect("consultation", pk=pk)
    try:
        said = consultation_sheet.receive(found, file.read(), name=file.name, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("已收下“%(name)s”，共 %(count)s 条意见。") % {"name": file.name, "count": len(said)}
        )
    return redirect("consultation", pk=pk)
