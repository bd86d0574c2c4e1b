"""What can happen to a report, each all or nothing."""

from hashlib import sha256

from django.db import transaction

from luoshi import __version__, reader
from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.models import Reading, Report
from luoshi.office.refused import Refused
from luoshi.reader.write import as_json, html
from luoshi.reader.write.ledger import rows
from luoshi.reader.write.wording import headline, one_line

LONGEST_NAME = 200  # characters of a file's name or a reading's title that are kept


def receive(content: bytes, *, name: str, by: Actor) -> Report:
    """Read a report and keep both. The same bytes again are the same report, read anew.

    Raises Unreadable or Refused, whose messages can be shown; nothing is kept then.
    """
    if by.authority is None:
        raise Refused(f"“{by.organisation}”不属于哪个教育局，报告没有地方放。请先在机构页上把它放到所属的局下面。")
    found = reader.read(content, name=name)
    ledger = rows(found)
    with transaction.atomic():
        report, _ = Report.objects.update_or_create(
            authority=by.authority,
            digest=sha256(content).hexdigest(),
            defaults={"name": one_line(name)[-LONGEST_NAME:], "content": content},
        )
        Reading.objects.update_or_create(
            report=report,
            defaults={
                "title": headline(found)[:LONGEST_NAME],
                "tasks": len(ledger),
                "figures": len(found.figures),
                "deadlines": len(found.deadlines) + len(found.recurrences),  # as the reading's own tab counts them
                "found": as_json.to_json(found),
                "page": html.to_fragment(found, level=1),
                "reader": __version__,
            },
        )
        record.write(
            "report.receive", by=by.who, about=report, where=by.authority.path, detail={"digest": report.digest}
        )
    return report


@transaction.atomic
def discard(report: Report, *, by: Actor) -> None:
    """Take a report and its reading away for good."""
    record.write(
        "report.discard", by=by.who, about=report, where=report.authority.path, detail={"digest": report.digest}
    )
    report.delete()
