"""What can happen to a report: it comes in, is read by a job, is put in a plan, gives way to a new draft, goes."""

import base64
from collections.abc import Mapping
from hashlib import sha256
from threading import Semaphore
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi import __version__
from luoshi.office.background import JobKind, Progress
from luoshi.office.desk import files
from luoshi.office.desk.jobs import ask_for
from luoshi.office.desk.models import Purpose
from luoshi.office.desk.sandbox import SandboxError, run
from luoshi.office.desk.secrecy import mark_in_name
from luoshi.office.journal import record
from luoshi.office.journal.who import PROGRAM
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Organisation
from luoshi.office.plans.carrying import carry
from luoshi.office.plans.drafting import locked
from luoshi.office.plans.models import Candidate, CandidateQuerySet, Plan, Reading, Report
from luoshi.office.plans.moves import KEEPERS, why_not
from luoshi.office.refused import Refused, refuse_if
from luoshi.reader.modern import modern
from luoshi.reader.source import Unreadable

_converting = Semaphore(2)  # each takes a program of some hundred megabytes
PATIENCE = 30  # seconds that a page waits for its turn

LONGEST_TITLE = 200  # characters of a reading's title that are kept
KIND = "report.read"  # of the job


def why_not_keep(authority: Organisation, *, by: Actor) -> str | None:
    """Why the actor may neither take in nor take away reports of this authority; None if they may."""
    if by.role in KEEPERS and by.area.holds(authority.path):
        return None
    return _("%(authority)s的报告由本局办公室收存和删除。") % {"authority": authority.name}


def receive(
    content: bytes,
    *,
    name: str,
    kind: str = Report.Kind.OWN,
    plan: Plan | None = None,
    replaces: Report | None = None,
    by: Actor,
) -> Report:
    """Keep a report and have it read. The same bytes again are the same report, read anew. Raises Refused.

    A new draft (`replaces`) takes the kind and the plan of the one that it replaces.
    """
    authority = replaces.authority if replaces else by.authority
    if authority is None:
        raise Refused(
            _("“%(name)s”不属于哪个教育局，报告没有地方放。请先在机构页上把它放到所属的局下面。")
            % {"name": by.organisation}
        )
    refuse_if([why_not_keep(authority, by=by), _why_not_replace(replaces), _why_not_in(plan, authority, by=by)])
    digest = sha256(content).hexdigest()
    content, name = _modern(content, name)
    examined = files.examine(content, name=name, by=by, organisation=authority)
    with transaction.atomic():
        report = Report.objects.filter(authority=authority, digest=digest).first()
        if report and replaces:
            raise Refused(_("这个文件已经收过，就是“%(name)s”，内容没有变。请选改好的新稿。") % {"name": report.name})
        if report:
            report.name = examined.name
            report.save(update_fields=["name"])
        else:
            file = files.keep(examined, by=by, purpose=Purpose.REPORT, organisation=authority)
            report = Report.objects.create(
                authority=authority,
                digest=digest,
                name=examined.name,
                file=file,
                kind=replaces.kind if replaces else kind,
                plan=replaces.plan if replaces else plan,
                replaces=replaces,
            )
        detail = {"digest": digest, "replaces": replaces.pk if replaces else None}
        record.write("report.receive", by=by.who, about=report, where=authority.path, detail=detail)
        _ask(report, by=by)
    return report


def _modern(content: bytes, name: str) -> tuple[bytes, str]:
    """What is examined and kept of an old document is the Word file that it becomes; where nothing becomes of it, it
    is examined as it came, and refused with what to do."""
    if len(content) > settings.LARGEST_UPLOAD or mark_in_name(name):
        return content, name
    if not _converting.acquire(timeout=PATIENCE):
        return content, name
    try:
        return modern(content, name)
    except Unreadable:
        return content, name
    finally:
        _converting.release()


@transaction.atomic
def read_again(report: Report, *, by: Actor) -> Report:
    """A new reading beside the old ones, with what was decided carried over. Raises Refused."""
    refuse_if([why_not_keep(report.authority, by=by)])
    _ask(report, by=by)
    return report


def _ask(report: Report, *, by: Actor) -> None:
    report.job = ask_for(KIND, by=by, arguments={"report": report.pk}, key=f"{KIND}:{report.pk}")
    report.save(update_fields=["job"])


@transaction.atomic
def place(report: Report, *, kind: str, plan: Plan | None, by: Actor) -> Report:
    """Say whose paper it is and which plan it belongs to; all its drafts go with it. Raises Refused."""
    _hold_plans(report.plan_id, plan.pk if plan else None)
    report = Report.objects.select_for_update(of=("self",)).select_related("authority", "plan").get(pk=report.pk)
    plan = plan and locked(plan, "edit", by=by)
    apart = _why_not_in(plan, report.authority, by=by)
    refuse_if([why_not_keep(report.authority, by=by), apart, _why_not_leave(report, plan)])
    before = {"kind": report.kind, "plan": str(report.plan or "")}
    after = {"kind": kind, "plan": str(plan or "")}
    if before != after:
        Report.objects.filter(pk__in=[one.pk for one in versions(report)]).update(kind=kind, plan=plan)
        detail = {"before": before, "after": after}
        record.write("report.place", by=by.who, about=report, where=report.authority.path, detail=detail)
    report.kind, report.plan = kind, plan
    return report


def _hold_plans(*numbers: int | None) -> None:
    """Plans before reports, and always in this order, so that who decides on findings meanwhile waits or is waited for."""
    rows = Plan.objects.select_for_update(of=("self",)).filter(pk__in=filter(None, numbers))
    list(rows.order_by("pk").values_list("pk"))


def versions(report: Report) -> list[Report]:
    """All drafts of the same report, the newest first."""
    known = {one.pk: one for one in Report.objects.filter(authority_id=report.authority_id).order_by("pk")}
    behind = {one.replaces_id: one for one in known.values() if one.replaces_id}
    newest = known[report.pk]
    while newest.pk in behind:
        newest = behind[newest.pk]
    found, at = [], newest
    while at not in found:
        found.append(at)
        at = known.get(at.replaces_id or 0, at)
    return found


def _why_not_replace(report: Report | None) -> str | None:
    newer = report.replaced_by.first() if report else None
    if newer is None:
        return None
    return _("“%(name)s”已经有更新的一稿“%(newer)s”。请在那一稿上换新稿。") % {"name": report, "newer": newer}


def _why_not_in(plan: Plan | None, authority: Organisation, *, by: Actor) -> str | None:
    if plan and plan.authority_id != authority.pk:
        said = _("“%(plan)s”是%(other)s的计划，放不进%(authority)s的报告。")
        return said % {"plan": plan, "other": plan.authority, "authority": authority}
    return why_not(plan, "edit", by=by) if plan else None


def _why_not_leave(report: Report, plan: Plan | None) -> str | None:
    """What was accepted of a report stands in its plan, and cannot be left behind there."""
    if report.plan_id is None or (plan and plan.pk == report.plan_id):
        return None
    count = accepted(*versions(report)).count()
    if not count:
        return None
    said = _("这份报告有 %(count)d 条已经采用，写进了“%(plan)s”，不能改放别处。要改放，请先在核对页上逐条撤回。")
    return said % {"count": count, "plan": report.plan}


def accepted(*reports: Report) -> CandidateQuerySet:
    """Findings of reports, in any of their readings, that stand in a plan or among the claims."""
    stands = Q(tasks__isnull=False) | Q(goals__isnull=False) | Q(targets__isnull=False) | Q(claims__isnull=False)
    return Candidate.objects.filter(stands, reading__report__in=reports).distinct()


def ledger(report: Report) -> bytes:
    """责任分解表 as a workbook, made from the document anew. Raises Refused."""
    return base64.b64decode(in_sandbox("ledger", report.file.content, name=report.name))


def in_sandbox(function: str, content: bytes, *, name: str, **more: Any) -> Any:
    """What a function of reading.py says of a file. Raises Refused."""
    try:
        return run(f"luoshi.office.plans.reading:{function}", content, name=name, **more)
    except SandboxError as error:
        raise Refused(
            _("“%(name)s”没能读完：%(why)s。请把正文复制到新文档里，存为 docx 再交。") % {"name": name, "why": error}
        ) from error


@transaction.atomic
def discard(report: Report, *, by: Actor) -> None:
    """Take a report and its readings away for good, unless something in a plan rests on it. Raises Refused."""
    _hold_plans(report.plan_id)
    refuse_if([why_not_keep(report.authority, by=by), why_not_discard(report)])
    record.write(
        "report.discard", by=by.who, about=report, where=report.authority.path, detail={"digest": report.digest}
    )
    file = report.file
    report.delete()
    files.discard(file, by=by)


def why_not_discard(report: Report) -> str | None:
    """The reason why a report has to stay; None if it may go."""
    count = accepted(report).count()
    if not count:
        return None
    return _("这份报告有 %(count)d 条已经采用，删掉它，任务就没有了依据。请先在核对页上撤回，或者把它留着。") % {
        "count": count
    }


# What the job does


def _read(arguments: Mapping[str, Any], *, progress: Progress, **_by: Actor | None) -> tuple[int, dict[str, Any]]:
    """The reading, as plain data; writes nothing."""
    report = Report.objects.select_related("file").filter(pk=arguments["report"]).first()
    if report is None:
        raise Refused(_("这份报告已经删除，不用再识别。"))
    progress(0, 2, _("识别原文"))
    found = in_sandbox("read", report.file.content, name=report.name)
    if "unreadable" in found:
        raise Refused(found["unreadable"][1])
    return report.pk, found


def _keep(prepared: tuple[int, dict[str, Any]], *, by: Actor | None, progress: Progress) -> Mapping[str, Any]:
    pk, found = prepared
    progress(1, 2, _("记下结果"))
    report = Report.objects.select_related("authority", "plan").filter(pk=pk).first()
    if report is None:
        raise Refused(_("这份报告已经删除，不用再识别。"))
    reading = store(report, found)
    detail = {"tasks": reading.tasks, "carried": reading.carried}
    who = by.who if by else PROGRAM
    record.write("report.read", by=who, about=report, where=report.authority.path, detail=detail)
    progress(2, 2)
    words = _("识别出 %(count)d 项任务") % {"count": reading.tasks}
    return {"words": words, "address": reverse("report", args=[report.pk])}


def store(report: Report, found: dict[str, Any]) -> Reading:
    """What was found becomes a reading with its candidates, in the caller's transaction; decisions come over."""
    if report.plan_id:
        Plan.objects.select_for_update().get(pk=report.plan_id)  # nobody decides on the older reading meanwhile
    rows = found.pop("candidates")
    found["title"] = found["title"][:LONGEST_TITLE]
    reading = Reading.objects.create(report=report, **found, reader=__version__)
    marked: dict[str, Candidate] = {}
    # Figures point to tasks, which have to be there first.
    for belonging in (False, True):
        made = Candidate.objects.bulk_create(
            Candidate(**{**row, "reading": reading, "belongs_to": marked.get(row["belongs_to"])})
            for row in rows
            if bool(row["belongs_to"]) is belonging
        )
        marked.update((one.mark, one) for one in made)
    carry(reading)
    return reading


HANDLERS = {KIND: JobKind(gettext_lazy("识别报告"), do=_keep, prepare=_read)}
