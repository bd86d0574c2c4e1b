"""The overviews as papers: the leader's briefing on one page, and the table of what became of the year's report."""

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.plans.models import Candidate, Standing
from luoshi.office.plans.overview.leader import Leader
from luoshi.office.plans.overview.year import RESULTS, Year, sentence
from luoshi.scribe import Block, Document, Paragraph, Signature, Table, to_docx
from luoshi.scribe.document import day_in_words

LINES, ACROSS = 22, 28  # of a page of GB/T 9704
WORDS = 22  # of a task in the briefing's table: one line of its column
SMALL = 10.5


def briefing(leader: Leader) -> bytes:
    """落实情况简报. Fits on one page by what it is made of: see briefing_document."""
    return to_docx(briefing_document(leader))


def briefing_document(leader: Leader) -> Document:
    """A title of one line, two paragraphs, and a table of no more than seven lines."""
    scope, counts = leader.scope, leader.ledger.counts
    day, authority = scope.day, scope.actor.authority
    total = _("截至%(day)s，%(year)s年教育工作要点共%(tasks)s项任务，已完成%(done)s项，滞后%(late)s项%(days)s，临近时限%(near)s项。") % {
        "day": day_in_words(day), "year": scope.year, "tasks": len(leader.ledger.given),
        "done": counts.get(Standing.DONE, 0), "late": counts.get(Standing.LATE, 0),
        "days": _("（最久%(days)s天）") % {"days": leader.ledger.days_late} if counts.get(Standing.LATE) else "",
        "near": counts.get(Standing.NEAR, 0),
    }  # fmt: skip
    sign, decide = (one.count for one in leader.waiting)
    late = [one for one in leader.leads if one.late][:3]
    named = "、".join(_("%(name)s%(late)s项") % {"name": one.name[:12], "late": one.late} for one in late)
    waiting = (
        (sign, _("等签批%(count)s件")), (decide, _("等决定调整%(count)s件")), (leader.proposed, _("等决定督办%(count)s份")),
    )  # fmt: skip
    waits = "，".join(words % {"count": count} for count, words in waiting if count)
    second = _("滞后较多的牵头单位：%(named)s。") % {"named": named} if named else ""
    second += _("%(waits)s。") % {"waits": waits} if waits else _("没有等签批、等决定的。")
    blocks: list[Block] = [Paragraph(total), Paragraph(second)]
    if leader.worst:
        blocks.append(_worst(leader))
    signed = Signature(authority.name, timezone.localdate(), sealed=False) if authority else None
    return Document(_("教育工作要点落实情况简报"), blocks=tuple(blocks), signature=signed)


def _worst(leader: Leader) -> Table:
    rows = tuple(
        (str(one["task"].number), _cut(one["task"].words, WORDS), _cut(one["lead"], 8), _("%(days)s天") % one)
        for one in leader.worst
    )
    heads = ((_("编号"), _("滞后最久的任务"), _("牵头单位"), _("滞后")),)
    return Table(heads, rows, widths=(2, 13, 5, 3), size=SMALL, together=True)


def _cut(words: str, length: int) -> str:
    said = " ".join(words.split())
    return said if len(said) <= length else f"{said[: length - 1]}…"


def lines_of(document: Document) -> int:
    """How many lines of the page's grid a briefing takes at most; a table's line counts as one."""
    found = 2 + 2  # the title with its blank line; the signature with the day
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found += -(-(len(block.text) + 2) // ACROSS)
        elif isinstance(block, Table):
            found += len(block.head) + len(block.rows) + 1
    return found


def fulfilment(year: Year) -> bytes:
    """兑现情况 as a table of every sentence that asks for something, with its counts above."""
    rows = list(year.rows.filter(pk__in=year.asking).order_by("reading", "order"))
    year.look_up(rows)
    counted = "，".join(f"{label}{year.counts[name]}项" for name, label in RESULTS.items() if year.counts[name])
    asked = {"sentences": year.sentences, "asks": len(rows), "counted": counted}
    head = _("报告里%(sentences)s句话共提出%(asks)s项要求：%(counted)s。") % asked
    quoted: tuple[str, ...] = (_("报告原文"),) if year.quotes else ()
    heads = ((_("序号"), *quoted, _("要求"), _("牵头单位"), _("兑现情况")),)
    widths = (2, 10, 7, 4, 5) if year.quotes else (2, 14, 5, 7)
    table = Table(heads, tuple(_lines(year, rows)), widths=widths, size=SMALL)
    title = _("%(year)s年教育工作报告\n兑现情况表") % {"year": year.scope.year}
    return to_docx(Document(title, blocks=(Paragraph(head), table)))


def _lines(year: Year, rows: Sequence[Candidate]) -> Iterator[tuple[str, ...]]:
    """What is asked for, line by line; a sentence stands where it begins."""
    above = ""
    for at, one in enumerate(rows, 1):
        said = sentence(one)
        quoted = ("" if said == above else _cut(said, 120),) if year.quotes else ()
        yield (str(at), *quoted, _cut(year.words_of(one), 60), "、".join(year.names_of(one)), year.told_of(one))
        above = said
