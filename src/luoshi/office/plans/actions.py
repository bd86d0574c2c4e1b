"""What can happen to a report, each all or nothing."""

from hashlib import sha256

from django.db import transaction

from luoshi import __version__, reader
from luoshi.office.plans.models import Reading, Report
from luoshi.reader.write import as_json, html
from luoshi.reader.write.ledger import rows
from luoshi.reader.write.wording import headline, one_line

LONGEST_NAME = 200  # characters of a file's name or a reading's title that are kept


def receive(content: bytes, *, name: str) -> Report:
    """Read a report and keep both. The same bytes again are the same report, read anew.

    Raises Unreadable, whose message can be shown; nothing is kept then.
    """
    found = reader.read(content, name=name)
    ledger = rows(found)
    with transaction.atomic():
        report, _ = Report.objects.update_or_create(
            digest=sha256(content).hexdigest(), defaults={"name": one_line(name)[-LONGEST_NAME:], "content": content}
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
    return report


def discard(report: Report) -> None:
    """Take a report and its reading away for good."""
    report.delete()
