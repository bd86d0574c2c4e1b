"""The pages of 审定 and 印发, and of what an issued plan gave out."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.desk import files
from luoshi.office.desk.behalf import SCANS
from luoshi.office.desk.jobs import ask_for
from luoshi.office.desk.models import Job, Purpose
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.forms import PlainForm, day_field
from luoshi.office.organisations.models import Organisation
from luoshi.office.plans import approval as approving
from luoshi.office.plans import assigning, assignments_list, review
from luoshi.office.plans.models import READERS, Assignment, Plan, Task
from luoshi.office.plans.moves import KEEPERS, why_not
from luoshi.office.plans.plan_steps import page, seen
from luoshi.office.refused import Refused, add_reasons

AT_ONCE = 500  # assignments that are given out while somebody waits for the page; more go into a job
SHOWN = 20  # tasks that a gap names


class ApproveForm(PlainForm):
    """登记审定."""

    meeting = forms.CharField(
        label=gettext_lazy("审定的会议"), max_length=120, help_text=gettext_lazy("如：局党组2026年第3次会议")
    )
    on = day_field(gettext_lazy("审定日期"))
    number = forms.CharField(
        label=gettext_lazy("文号"), required=False, max_length=60, help_text=gettext_lazy("还没有编号的，印发时再填")
    )
    scan = forms.FileField(
        label=gettext_lazy("审定材料的扫描件"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.ofd"}),
        help_text=gettext_lazy("会议纪要或签批单，没有就不传"),
    )


class IssueForm(PlainForm):
    """印发."""

    number = forms.CharField(label=gettext_lazy("文号"), max_length=60, help_text=gettext_lazy("如：云教〔2026〕3号"))
    on = day_field(gettext_lazy("印发日期"))
    version = forms.IntegerField(widget=forms.HiddenInput)


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: Request, pk: int) -> HttpResponseBase:
    """登记审定: which meeting, when, and the paper that shows it."""
    plan, today = seen(request, pk), timezone.localdate()
    initial = {"on": today, "number": plan.number}
    form = ApproveForm(request.POST or None, request.FILES or None, initial=initial)
    why = why_not(plan, "approve", by=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            if why:
                raise Refused(why)  # before a file is kept that nothing would point to
            _approve(request, plan, form)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            messages.success(request, _("已登记审定。"))
            return redirect("plan-issue", pk=pk)
    waiting = plan.consultations.filter(answered_at__isnull=True).count()
    shown = page(
        request, plan, "plan-approve",
        form=form,
        why=why,
        why_not_reopen=why_not(plan, "reopen", by=request.actor),
        waiting=waiting,
        undecided=_open_comments(plan),
    )  # fmt: skip
    return render(request, "plans/approval.html", shown, status=422 if form.errors else 200)


def _open_comments(plan: Plan) -> int:
    return plan.consultations.filter(answered_at__isnull=False, comments__state="open").count()


def _approve(request: Request, plan: Plan, form: ApproveForm) -> None:
    """The scan is kept together with the approval or not at all."""
    given, by, found = form.cleaned_data, request.actor, None
    if sent := given["scan"]:
        found = files.examine(sent.read(), name=sent.name, by=by, organisation=plan.authority, kinds=SCANS)
    said = {name: given[name] for name in ("meeting", "on", "number")}
    with transaction.atomic():
        purpose = Purpose.EVIDENCE
        scan = files.keep(found, by=by, purpose=purpose, organisation=plan.authority) if found else None
        approving.approve(plan, **said, scan=scan, by=by)


@open_to((), act=KEEPERS)
@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    plan = seen(request, pk)
    try:
        approving.reopen(plan, why=request.POST.get("why", ""), by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已退回修改，改好以后要重新审定。"))
    return redirect("plan-approve", pk=pk)


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: Request, pk: int) -> HttpResponseBase:
    """What is still missing, what will be given out, and the button that issues it."""
    plan, today = seen(request, pk), timezone.localdate()
    initial = {"number": plan.number, "on": today, "version": plan.version}
    form = IssueForm(request.POST or None, initial=initial)
    count = 0 if plan.is_issued else assigning.count(plan, today)
    if request.method == "POST" and form.is_valid():
        try:
            return _issue(request, plan, form, count)
        except Refused as refusal:
            form.renew(plan.version)  # what it has become stands on this page
            add_reasons(form, refusal)
    gaps, undecided_in = approving.gaps(plan, day=today), review.undecided_in(plan)
    shown = page(
        request, plan, "plan-issue",
        form=form,
        why=why_not(plan, "issue", by=request.actor),
        why_not_approve=why_not(plan, "approve", by=request.actor),
        gaps=[{"what": one.what, "tasks": one.tasks[:SHOWN], "more": len(one.tasks) - SHOWN} for one in gaps],
        undecided=sum(number for _report, _name, number in undecided_in),
        undecided_in=undecided_in,
        tasks=plan.tasks.count(),
        guiding=plan.tasks.filter(grade=Task.Grade.GUIDING).count(),
        count=count,
        job=Job.objects.open().filter(key=_key(plan)).first(),
    )  # fmt: skip
    return render(request, "plans/issue.html", shown, status=422 if form.errors else 200)


def _key(plan: Plan) -> str:
    return f"plan.issue {plan.pk}"


def _issue(request: Request, plan: Plan, form: IssueForm, count: int) -> HttpResponse:
    given = form.cleaned_data
    if count <= AT_ONCE:
        counts = approving.issue(plan, **given, by=request.actor)
        messages.success(request, approving.issued_words(counts))
        return redirect("plan-assignments", pk=plan.pk)
    approving.refuse_early(plan, **given, by=request.actor)
    arguments = {"plan": plan.pk, **given, "on": given["on"].isoformat()}
    with transaction.atomic():
        job = ask_for("plan.issue", by=request.actor, arguments=arguments, key=_key(plan))
    return redirect("job", pk=job.pk)


@open_to(READERS)
@require_GET
def assignments(request: Request, pk: int) -> HttpResponse:
    """Who does what of an issued plan, as far as the actor may see it."""
    plan = seen(request, pk)
    found = assignments_list.listing(plan, by=request.actor)
    if request.GET.get("export") == "xlsx":
        return found.exported(request, name=_("%(plan)s承办") % {"plan": plan})
    open_rows = Assignment.objects.visible_to(request.actor).filter(task__plan=plan).given_out()
    shown = page(
        request, plan, "plan-assignments",
        list=found.shown(request),
        open=open_rows.count(),
        tasks=open_rows.order_by().values("task").distinct().count(),
        organisations=open_rows.order_by().values("organisation").distinct().count(),
    )  # fmt: skip
    return render(request, "plans/assignments.html", shown)


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def proposed(request: Request, pk: int) -> HttpResponseBase:
    """Schools that have come to be meant since the plan was issued: 增补 or leave out."""
    plan = seen(request, pk)
    if request.method == "POST":
        chosen = [int(one) for one in request.POST.getlist("organisation") if one.isdigit()]
        accept = "accept" in request.POST
        try:
            count = approving.decide(plan, chosen, accept=accept, by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            said = _("已增补 %(count)s 件。") if accept else _("%(count)s 件不增补。")
            messages.success(request, said % {"count": count})
        return redirect("plan-proposed", pk=pk)
    rows = Assignment.objects.filter(task__plan=plan, state=Assignment.State.PROPOSED)
    by_organisation: dict[Organisation, list[Assignment]] = {}
    for one in rows.select_related("task", "organisation").order_by("organisation__path", "task__order"):
        by_organisation.setdefault(one.organisation, []).append(one)
    shown = page(request, plan, "plan-proposed", groups=list(by_organisation.items()))
    shown["why"] = why_not(plan, "amend", by=request.actor)
    return render(request, "plans/proposed.html", shown)
