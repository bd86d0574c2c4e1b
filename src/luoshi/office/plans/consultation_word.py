"""征求意见表 as a Word file: the draft as a table with a column to write in, and what was written there."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from luoshi.office.desk.sandbox import SandboxError, run
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import consultation as consulting
from luoshi.office.plans.consultation import Remark
from luoshi.office.plans.models import Consultation, Responsibility, Task
from luoshi.office.plans.pack import due_words
from luoshi.office.refused import Refused, refuse_if
from luoshi.scribe import Attachment, Cell, Document, Paragraph, Table, to_docx

READ = "luoshi.scribe.returned:read"
NUMBER, COMMENT = "序号", "意见"
FORM = re.compile(r"表号[：:]\s*(\d+)-(\d+)")
WIDTHS = (12.0, 88.0, 32.0, 33.0, 60.0)
SIZE = 10.5  # 五号
WHOLE = "整体"  # the row for what is said of the plan as a whole


def document(consultation: Consultation, *, by: Actor) -> bytes:
    """The tasks that the actor may see, each with a cell for the comment. 表号 says which plan it belongs to."""
    plan = consultation.plan
    rows = tuple((*_cells(task), "") for task in consulting.shown_to(consultation, by=by))
    last = (Cell(WHOLE, align="center"), Cell(_("对整份计划的意见"), across=3), "")
    head = (NUMBER, _("任务"), _("牵头单位"), _("完成时限"), COMMENT)
    form = {"plan": plan.pk, "consultation": consultation.pk}
    return to_docx(
        Document(
            title=_("《%(plan)s》征求意见") % {"plan": plan.title},
            addressees=consultation.organisation.name,
            blocks=(
                Paragraph(
                    _(
                        "请在%(year)s年%(month)s月%(day)s日前，把意见写在附表的“意见”一栏，没有意见的空着；别的栏请不要改动，"
                        "要改的也写在“意见”里。填好后把这个文件交回。"
                    )
                    % {"year": consultation.due.year, "month": consultation.due.month, "day": consultation.due.day}
                ),
                Paragraph(_("表号：%(plan)s-%(consultation)s") % form),
            ),
            attachments=(
                Attachment(_("%(plan)s（征求意见稿）") % {"plan": plan.title}, _table(head, (*rows, last)), True),
            ),
        )
    )


def _table(head: tuple[str, ...], rows: tuple[tuple[Cell | str, ...], ...]) -> tuple[Table]:
    return (Table((head,), rows, WIDTHS, SIZE),)


def _cells(task: Task) -> tuple[Cell | str, ...]:
    leads = [str(one) for one in task.responsibilities.all() if one.part == Responsibility.Part.LEAD]
    return (Cell(str(task.number), align="center"), task.words, "、".join(leads), due_words(task))


def remarks(consultation: Consultation, content: bytes, *, name: str) -> list[Remark] | None:
    """What was written into such a file; None for a Word file of another make. Raises Refused with every row that
    cannot be told."""
    try:
        found = run(READ, content)
    except SandboxError:
        return None  # it is kept beside the answer, to be read by a person
    form = FORM.search("\n".join(found["paragraphs"]))
    if form is None:
        return None
    if int(form[1]) != consultation.plan_id:
        raise Refused(
            _("“%(name)s”是另一份计划的征求意见表。请下载《%(plan)s》的表格再填。")
            % {"name": name, "plan": consultation.plan}
        )
    tasks = {str(task.number): task for task in consultation.plan.tasks.all()}
    written = list(_comments(found["tables"]))
    refuse_if(list(_unknown(written, tasks)))
    said: dict[str, list[str]] = {}
    for number, words in written:
        said.setdefault(number, []).append(words)
    return [Remark(tasks.get(number), "\n".join(lines)) for number, lines in said.items()]


def _comments(tables: list[list[list[str]]]) -> Iterator[tuple[str, str]]:
    """序号 and comment of each row that has one. Columns may have been moved; where a word processor broke the table in
    two, the second part goes on without a head."""
    number = comment = -1
    for cells in (row for table in tables for row in table):
        if NUMBER in cells and COMMENT in cells:
            number, comment = cells.index(NUMBER), cells.index(COMMENT)
        elif 0 <= max(number, comment) < len(cells) and cells[comment]:
            yield cells[number], cells[comment]


def _unknown(rows: list[tuple[str, str]], tasks: dict[str, Task]) -> Iterator[str]:
    for number, words in rows:
        if number not in tasks and number != WHOLE:
            said = _(
                "序号“%(number)s”对不上任务，它的意见是“%(words)s”。请照原表填序号；对整份计划的意见写在最后一行。"
            )
            yield said % {"number": number or _("（空）"), "words": words[:40]}
