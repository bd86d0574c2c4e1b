"""调度表 of one lead as a Word file: a table to write in, and what was written there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from luoshi.office.desk.sandbox import SandboxError, run
from luoshi.office.organisations.models import Organisation
from luoshi.office.plans.dispatch import rows
from luoshi.office.plans.dispatch.filling import LABELS, UNCHANGED, Filled, Given, Mark
from luoshi.office.plans.dispatch.queries import TEXTS
from luoshi.office.plans.dispatch.rows import MARK, MOST_ROWS, TICK
from luoshi.office.plans.models import Dispatch, DispatchLine
from luoshi.office.refused import Refused, refuse_if
from luoshi.scribe import Attachment, Cell, Document, Paragraph, Table, to_docx
from luoshi.scribe.document import Line, day_in_words

READ = "luoshi.scribe.returned:read"
WIDTHS = (9.0, 40.0, 17.0, 36.0, 12.0, 34.0, 27.0, 27.0, 27.0, 16.0)
SIZE = 9  # 小五: ten columns on one sheet


def document(dispatch: Dispatch, organisation: Organisation, lines: list[DispatchLine]) -> bytes:
    """A row for each line, with what was said last beside it; the last column says which line it is."""
    said = _(
        "请在%(day)s前填好附表交回。没有变化的，在“没有变化”一栏打√，其余空着；有变化的，写进展，有问题、打算、需要协调的"
        "一并写上。最后一栏“行标识”用来对上任务，请不要改动。"
    )
    head = (_("序号"), _("任务"), _("完成时限"), _("上次填报"), str(UNCHANGED), *map(str, LABELS.values()), str(MARK))
    table = Table((head,), tuple(_row(one) for one in lines), WIDTHS, SIZE)
    return to_docx(
        Document(
            title=_("%(round)s填报表") % {"round": dispatch},
            addressees=organisation.name,
            blocks=(Paragraph(said % {"day": day_in_words(dispatch.due)}),),
            attachments=(Attachment(_("调度表"), (table,), landscape=True),),
        )
    )


def _row(line: DispatchLine) -> Line:
    filled, last = Filled.of(line), line.last
    until = line.until
    return (
        Cell(str(line.assignment.task.number), align="center"),
        rows.task_of(line),
        until.isoformat() if until else "",
        rows.said(last) if last else "",
        Cell(TICK if filled.unchanged else "", align="center"),
        *(getattr(filled, name) for name in TEXTS),
        str(Mark.of(line)),
    )


def read(content: bytes, *, name: str) -> list[Given]:
    """The rows of such a file. Raises Refused with everything that cannot be told."""
    try:
        found = run(READ, content)
    except SandboxError as error:
        raise Refused(
            _("“%(name)s”没有读成：%(why)s。请另存后再交，或改用 Excel 表。") % {"name": name, "why": error}
        ) from error
    read = list(_rows(found["tables"]))
    if not read:
        raise Refused(_("“%(name)s”不是从这里下载的调度表，对不上任务。请下载表格，填好再交。") % {"name": name})
    refuse_if(one for one in read if isinstance(one, str))
    given = [one for one in read if isinstance(one, Given)]
    if len(given) > MOST_ROWS:
        raise Refused(_("表里有 %(count)d 行，最多 %(most)d 行。") % {"count": len(given), "most": MOST_ROWS})
    return given


def _rows(tables: list[list[list[str]]]) -> Iterator[Given | str]:
    """Columns may have been moved; where a word processor broke the table in two, the second part goes on without a head."""
    places: dict[str, int] = {}
    for number, cells in enumerate((row for table in tables for row in table), 1):
        if found := rows.places_of(cells):
            places = found
        elif places:
            yield from rows.given_of(cells, places, _("第 %(number)s 行") % {"number": number})
