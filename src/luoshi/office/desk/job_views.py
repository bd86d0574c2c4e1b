"""The pages on which jobs are followed and cancelled."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from luoshi.office.desk import jobs as desk
from luoshi.office.desk.job_kinds import kinds
from luoshi.office.desk.models import Job, JobQuerySet
from luoshi.office.listing import Column, Filter, Listing, minute
from luoshi.office.organisations.access import EVERY_ROLE, Door, Request, open_to, rule_of
from luoshi.office.organisations.actor import Actor
from luoshi.office.refused import Refused

UNTOUCHED = timedelta(minutes=2)  # waiting for so long, nobody seems to be at work

COLUMNS = (
    Column("label", gettext_lazy("任务"), lambda job: job.label, link=lambda job: reverse("job", args=[job.pk])),
    Column("state", gettext_lazy("状态"), lambda job: job.get_state_display(), order="state"),
    Column("progress", gettext_lazy("进度"), lambda job: how_far(job)),
    Column("asker", gettext_lazy("提出人"), lambda job: who_asked(job), order="membership__person__name"),
    Column("organisation", gettext_lazy("单位"), lambda job: job.organisation or "", order="organisation__name"),
    Column("asked", gettext_lazy("提出时间"), lambda job: minute(job.asked_at), order="asked_at", css="number"),
    Column("lasted", gettext_lazy("用时"), lambda job: how_long(job.lasted), css="number"),
)


def _seen(request: Request) -> JobQuerySet:
    return Job.objects.visible_to(request.actor).select_related("membership__person", "organisation")


@open_to(EVERY_ROLE)
@require_GET
def jobs(request: Request) -> HttpResponse:
    """One's own, and to whom it concerns those of the area."""
    rows = _seen(request)
    listing = Listing(
        rows,
        COLUMNS,
        filters=(
            Filter("state", gettext_lazy("状态"), Job.State.choices, lambda value: Q(state=value)),
            Filter("kind", gettext_lazy("种类"), sorted(kinds().items()), lambda value: Q(kind=value)),
        ),
        search=("words", "membership__person__name", "organisation__name"),
        order="-asked",
        title=_("后台任务"),
    )
    if request.GET.get("export") == "xlsx":
        return listing.exported(request, name=_("后台任务"))
    shown = {"list": listing.shown(request), "said": headline(rows), "idle": is_idle(rows)}
    return render(request, "desk/jobs.html", shown)


@open_to(EVERY_ROLE)
@require_GET
def job(request: Request, pk: int) -> HttpResponse:
    """How far a job is; asked for again by itself while the job is open."""
    found = get_object_or_404(_seen(request), pk=pk)
    desk.see_end(found, by=request.actor)
    shown = {
        "job": found,
        "result": found.result_address if opens(found.result_address, request.actor) else "",
        "asker": who_asked(found),
        "how_far": how_far(found),
        "how_long": how_long(found.lasted),
        "may_cancel": desk.why_not_cancel(found, request.actor) is None,
        "idle": is_idle(Job.objects.filter(pk=found.pk)),
    }
    return render(request, "desk/job.html", shown)


def opens(address: str, actor: Actor) -> bool:
    """Whether the page is for the actor's role: who oversees a job need not be one who may see its result."""
    try:
        rule = rule_of(resolve(address.partition("?")[0]).func) if address else None
    except Resolver404:
        return False
    return rule is not None and (rule.door is not Door.ROLE or actor.role in rule.look)


@open_to((), act=EVERY_ROLE)
@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(_seen(request), pk=pk)
    try:
        desk.cancel(found, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        ended = found.state == Job.State.CANCELLED
        messages.success(request, _("已取消。") if ended else _("已要求停下；停下后，做了一半的内容会全部撤回。"))
    return redirect("job", pk)


def headline(rows: JobQuerySet) -> str:
    """What stands above the list: what is under way and what failed lately."""
    lately = Q(state=Job.State.FAILED, ended_at__gte=timezone.now() - timedelta(days=7))
    counts: Mapping[str, Any] = rows.aggregate(open=Count("pk", Q(state__in=Job.OPEN)), failed=Count("pk", lately))
    parts = [
        _("%(count)s 项后台任务在做") % {"count": counts["open"]} if counts["open"] else _("没有后台任务在做"),
        *([_("7 天内 %(count)s 项没有做成") % {"count": counts["failed"]}] if counts["failed"] else []),
    ]
    return "，".join(parts)


def is_idle(rows: JobQuerySet) -> bool:
    """Whether jobs wait so long that no worker can be running."""
    return (
        rows.filter(state=Job.State.WAITING, asked_at__lt=timezone.now() - UNTOUCHED).exists()
        and not Job.objects.filter(state=Job.State.RUNNING).exists()
    )


def how_far(job: Job) -> str:
    """One line: where it is, or what came of it."""
    if job.state == Job.State.FAILED:
        return str(job.reasons[0]) if job.reasons else ""
    if job.state == Job.State.DONE:
        return str(job.result.get("words", "")) or job.words
    if job.state == Job.State.RUNNING and job.cancel_asked:
        return _("正在停下")
    share = f"{job.share} %" if job.state == Job.State.RUNNING and job.share is not None else ""
    return " ".join(filter(None, (share, job.words))) if job.is_open else ""


def how_long(lasted: timedelta | None) -> str:
    """In the two largest units; "" for what has not begun."""
    if lasted is None:
        return ""
    minutes, seconds = divmod(round(lasted.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("%(hours)s 小时 %(minutes)s 分") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)s 分 %(seconds)s 秒") % {"minutes": minutes, "seconds": seconds}
    return _("%(seconds)s 秒") % {"seconds": seconds}


def who_asked(job: Job) -> str:
    return job.membership.person.name if job.membership else _("系统定时")
