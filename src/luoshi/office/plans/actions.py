"""What can happen to a report, each all or nothing."""

import base64
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi import __version__
from luoshi.office.desk import files
from luoshi.office.desk.models import Purpose
from luoshi.office.desk.sandbox import SandboxError, run
from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Organisation
from luoshi.office.plans.models import Reading, Report
from luoshi.office.plans.moves import KEEPERS
from luoshi.office.refused import Refused, refuse_if
from luoshi.reader.source import Unreadable

LONGEST_TITLE = 200  # characters of a reading's title that are kept


def why_not_keep(authority: Organisation, *, by: Actor) -> str | None:
    """Why the actor may neither take in nor take away reports of this authority; None if they may."""
    if by.role in KEEPERS and by.area.holds(authority.path):
        return None
    return _("%(authority)s的报告由本局办公室收存和删除。") % {"authority": authority.name}


def receive(content: bytes, *, name: str, by: Actor) -> Report:
    """Read a report and keep both. The same bytes again are the same report, read anew.

    Raises Unreadable or Refused, whose messages can be shown; nothing is kept then.
    """
    authority = by.authority
    if authority is None:
        raise Refused(
            _("“%(name)s”不属于哪个教育局，报告没有地方放。请先在机构页上把它放到所属的局下面。")
            % {"name": by.organisation}
        )
    refuse_if([why_not_keep(authority, by=by)])
    examined = files.examine(content, name=name, by=by, organisation=authority)
    found = _read("read", content, name=examined.name)
    if "unreadable" in found:
        raise Unreadable(*found["unreadable"])
    first: dict[str, Any] = {
        "name": examined.name,
        "file": lambda: files.keep(examined, by=by, purpose=Purpose.REPORT, organisation=authority),
    }
    with transaction.atomic():
        report, _made = Report.objects.update_or_create(
            authority=authority,
            digest=sha256(content).hexdigest(),
            defaults={"name": examined.name},
            create_defaults=first,
        )
        found["title"] = found["title"][:LONGEST_TITLE]
        Reading.objects.create(report=report, **found, reader=__version__)
        record.write("report.receive", by=by.who, about=report, where=authority.path, detail={"digest": report.digest})
    return report


def ledger(report: Report) -> bytes:
    """责任分解表 as a workbook, made from the document anew. Raises Refused."""
    return base64.b64decode(_read("ledger", report.file.content, name=report.name))


def _read(function: str, content: bytes, *, name: str) -> Any:
    try:
        return run(f"luoshi.office.plans.reading:{function}", content, name=name)
    except SandboxError as error:
        raise Refused(
            _("“%(name)s”没能读完：%(why)s。请把正文复制到新文档里，存为 docx 再交。") % {"name": name, "why": error}
        ) from error


@transaction.atomic
def discard(report: Report, *, by: Actor) -> None:
    """Take a report and its reading away for good. Raises Refused."""
    refuse_if([why_not_keep(report.authority, by=by)])
    record.write(
        "report.discard", by=by.who, about=report, where=report.authority.path, detail={"digest": report.digest}
    )
    file = report.file
    report.delete()
    files.discard(file, by=by)
