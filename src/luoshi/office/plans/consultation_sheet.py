"""征求意见稿 as a workbook, and what a workbook that comes back says: a comment in its column, a changed cell, a new row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.office.desk import files
from luoshi.office.desk.models import Purpose
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import consultation as consulting
from luoshi.office.plans import consultation_word, ledger_sheet
from luoshi.office.plans.consultation import LONGEST, Remark
from luoshi.office.plans.ledger_check import LedgerCheck, Planned, check
from luoshi.office.plans.ledger_load import parse
from luoshi.office.plans.models import Consultation, Responsibility, Task
from luoshi.office.plans.tasks import Named
from luoshi.office.refused import Refused, refuse_if

TAKEN = ("xlsx", "docx", "pdf", "png", "jpeg", "ofd")  # our two forms are read; anything else is kept beside the answer
OWN = {"words", "due", "due_words", "lead"}  # columns that become values of a comment


def workbook(consultation: Consultation, *, by: Actor) -> bytes:
    """The tasks that the actor may see, with a column for comments."""
    seen = [task.pk for task in consulting.shown_to(consultation, by=by)]
    return ledger_sheet.workbook(consultation.plan, consultation.plan.tasks.filter(pk__in=seen), comments=True)


def receive(consultation: Consultation, content: bytes, *, name: str, by: Actor) -> list[Remark]:
    """An answer as a file: what its cells say, or the file itself. All of it or nothing. Raises Refused."""
    refuse_if([consulting.why_not_answer(consultation, by=by)])
    organisation = consultation.organisation
    found = files.examine(content, name=name, by=by, organisation=organisation, kinds=TAKEN)
    said = _read(consultation, content, found)
    with transaction.atomic():
        file = files.keep(found, by=by, purpose=Purpose.LETTER, organisation=organisation)
        consulting.answer_by_file(consultation, said, file=file, by=by)
    return said


def _read(consultation: Consultation, content: bytes, found: files.Examined) -> list[Remark]:
    if found.kind == "xlsx":
        return remarks(consultation, content, name=found.name)
    written = consultation_word.remarks(consultation, content, name=found.name) if found.kind == "docx" else None
    return [_beside(found.name)] if written is None else written


def _beside(name: str) -> Remark:
    return Remark(None, _("意见见附件《%(name)s》。") % {"name": name})


def remarks(consultation: Consultation, content: bytes, *, name: str) -> list[Remark]:
    """What a workbook says of single tasks. Raises Refused with every cell that cannot be read."""
    plan, file = consultation.plan, parse(content, name=name)
    if not file.is_ours:
        raise Refused(
            _("“%(name)s”不是从这里下载的征求意见表，对不上任务。请下载表格，把意见填进去再交。") % {"name": name}
        )
    checked = check(plan, file)
    refuse_if([f"{fault.place} {fault.words}" for fault in checked.stops])
    return list(_remarks(checked))


@dataclass
class _Said:
    """What a workbook says of one task."""

    task: Task | None
    lines: list[str] = field(default_factory=list)
    wanted: dict[str, Any] = field(default_factory=dict)


def _remarks(checked: LedgerCheck) -> Iterator[Remark]:
    tasks = {task.pk: task for task in checked.plan.tasks.all()}
    numbers = {task.number: task.pk for task in tasks.values()}
    said: dict[int, _Said] = {}

    def of(pk: int) -> _Said:
        return said.setdefault(pk, _Said(tasks[pk]))

    whole = _Said(None)
    for row in checked.comments:
        known = of(row.mark.task) if row.mark and row.mark.task in tasks else whole
        known.lines.insert(0, row.comment)
    for planned in checked.planned:
        if planned.task:
            of(planned.task.pk).wanted |= proposed(planned)
    for one in checked.changed:
        meant = of(numbers[one.number or 0])
        if not (one.column in OWN and meant.wanted.get(one.column)):
            meant.lines.append(_("%(label)s改为：%(after)s") % {"label": one.label, "after": one.after or _("（空）")})
    for conflict in checked.conflicts:
        label = {"label": conflict.label, "after": conflict.given or _("（空）")}
        of(conflict.task).lines.append(_("%(label)s改为：%(after)s") % label)
    whole.lines += [
        _("建议增加任务：%(words)s（%(more)s）") % {"words": one.subject, "more": one.after} for one in checked.new
    ]
    for each in ([whole] if whole.lines else []) + sorted(
        said.values(), key=lambda one: one.task.order if one.task else 0
    ):
        yield Remark(each.task, "\n".join(each.lines)[:LONGEST], each.wanted)


def proposed(planned: Planned) -> dict[str, Any]:
    """The values of a row that a comment can carry; an office that is not known here stays words."""
    assert planned.task
    task, wanted = planned.task, planned.wanted
    found: dict[str, Any] = {}
    if wanted.words != task.words:
        found["words"] = wanted.words
    if wanted.due and wanted.due != task.due:
        found |= {"due": wanted.due.isoformat(), "due_words": wanted.due_words}
    leads = [one for one in wanted.named if one.part == Responsibility.Part.LEAD]
    if len(leads) == 1 and leads[0].organisation and not _is(task, leads[0]):
        found["lead"] = leads[0].organisation.pk
    return found


def _is(task: Task, lead: Named) -> bool:
    leads = [one.organisation_id for one in task.responsibilities.all() if one.part == Responsibility.Part.LEAD]
    return leads == [lead.organisation and lead.organisation.pk]
