"""会议材料: what the meeting has before it, as DOCX and as a workbook. What is to be coordinated comes on one page of its
own, then every lead under its leader, those in trouble first."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.listing import Column, workbook
from luoshi.office.plans.dispatch.filling import LABELS
from luoshi.office.plans.dispatch.queries import WORST, headline, lines_of, tally
from luoshi.office.plans.dispatch.rows import standing_of, task_of
from luoshi.office.plans.models import Dispatch, DispatchLine, Responsibility, Standing
from luoshi.office.plans.tasks import called
from luoshi.scribe import Attachment, Cell, Document, Paragraph, Signature, Table, to_docx
from luoshi.scribe.characters import in_one_line, shortened
from luoshi.scribe.document import Line, day_in_words

SIZE = 9  # 小五: a meeting leafs through dozens of tasks
SHORT = 30  # characters of a task where its words stand in the other table
TO_COORDINATE = (12.0, 38.0, 58.0, 24.0, 100.0)
BY_LEAD = (11.0, 50.0, 24.0, 16.0, 51.0, 42.0, 36.0)
NOBODY = "未写明责任领导"


def pack_lines(dispatch: Dispatch) -> list[DispatchLine]:
    """Every line, by leader and lead; of each lead, those in trouble first."""
    named = Responsibility.objects.filter(part=Responsibility.Part.LEADER).select_related("membership__person")
    rows = lines_of(dispatch).select_related("assignment__task", "assignment__organisation")
    found = list(rows.prefetch_related(Prefetch("assignment__task__responsibilities", named, to_attr="leaders")))
    return sorted(found, key=_place)


def _place(one: DispatchLine) -> tuple[object, ...]:
    lead, task = one.assignment.organisation, one.assignment.task
    worst = list(WORST).index(Standing(one.now))
    quiet = not (one.problems or one.to_coordinate)
    return leader_of(one) == NOBODY, leader_of(one), lead.order, lead.pk, worst, quiet, task.order, one.pk


def leader_of(one: DispatchLine) -> str:
    """责任领导 of the task, as the plan names them."""
    leaders = one.assignment.task.leaders
    return "、".join(called(each) for each in leaders) or NOBODY


def paper(dispatch: Dispatch) -> bytes:
    """会议材料.docx: a page of figures, a page of what is to be coordinated, and everything by leader and lead."""
    lines = pack_lines(dispatch)
    asks = [one for one in lines if one.to_coordinate]
    attachments = [Attachment(_("各单位任务进展"), (_by_lead(lines),), landscape=True)]
    if asks:
        attachments.insert(0, Attachment(_("需要会议协调的事项"), (_to_coordinate(asks),), landscape=True))
    authority = dispatch.plan.authority.name
    return to_docx(
        Document(
            title=_("《%(plan)s》\n%(round)s情况") % {"plan": dispatch.plan.title, "round": dispatch.title},
            blocks=tuple(Paragraph(words) for words in _summary(dispatch, lines)),
            attachments=tuple(attachments),
            signature=Signature(authority, timezone.localdate(), sealed=False),
        )
    )


def _summary(dispatch: Dispatch, lines: list[DispatchLine]) -> Iterable[str]:
    found = tally(dispatch)
    stands = "，".join(
        _("%(label)s%(count)s项") % {"label": Standing(one).label, "count": found.standings[one]}
        for one in WORST
        if found.standings[one]
    )
    day = timezone.localtime(dispatch.closed_at).date() if dispatch.closed_at else timezone.localdate()
    yield _("截至%(day)s，%(headline)s。") % {"day": day_in_words(day), "headline": headline(dispatch, found)}
    yield _("共%(lines)s项任务：%(stands)s。") % {"lines": found.lines, "stands": stands}
    if found.late:
        late = "、".join(f"{one.organisation}{one.late}项" for one in found.late)
        yield _("滞后的任务：%(late)s。") % {"late": late}
    if found.silent:
        yield _("没有填完的单位：%(names)s。") % {"names": "、".join(str(one.organisation) for one in found.silent)}
    asks = sum(1 for one in lines if one.to_coordinate)
    yield _("需要会议协调的事项%(count)s件，见附件1。") % {"count": asks} if asks else _("没有需要会议协调的事项。")


def _to_coordinate(lines: list[DispatchLine]) -> Table:
    head = (_("序号"), _("牵头单位"), _("任务"), _("责任领导"), _("需要协调什么"))
    rows = tuple(
        (Cell(str(number), align="center"), str(one.assignment.organisation), _in_short(one), leader_of(one), one.to_coordinate)
        for number, one in enumerate(lines, 1)
    )  # fmt: skip
    return Table((head,), rows, TO_COORDINATE, SIZE)


def _in_short(one: DispatchLine) -> str:
    return f"{one.assignment.task.number}. {shortened(in_one_line(task_of(one)), SHORT)}"


def _by_lead(lines: list[DispatchLine]) -> Table:
    head = (_("序号"), _("任务"), _("完成时限"), _("进度"), _("进展"), _("问题和需协调事项"), _("下步打算"))
    rows: list[Line] = []
    for (leader, lead), some in groupby(lines, key=lambda one: (leader_of(one), str(one.assignment.organisation))):
        held = list(some)
        band = _("%(leader)s · %(lead)s（%(count)s项）") % {"leader": leader, "lead": lead, "count": len(held)}
        rows += [(Cell(band, across=len(BY_LEAD), strong=True),), *map(_row, held)]
    return Table((head,), tuple(rows), BY_LEAD, SIZE)


def _row(one: DispatchLine) -> Line:
    until = one.until
    asks = _("需协调：%(words)s") % {"words": one.to_coordinate} if one.to_coordinate else ""
    return (
        Cell(str(one.assignment.task.number), align="center"),
        task_of(one),
        Cell(until.isoformat() if until else "", align="center"),
        Cell(standing_of(one), align="center"),
        progress_of(one),
        "\n".join(filter(None, (one.problems, asks))),
        one.next_steps,
    )


def progress_of(one: DispatchLine) -> str:
    """What was said of it, marked where it is as the time before; 未填 where nothing was."""
    if not one.is_filled:
        return _("未填")
    return _("（与上次相同）%(words)s") % {"words": one.progress} if one.unchanged else one.progress


def sheet(dispatch: Dispatch) -> bytes:
    """The same lines as a workbook, for whoever sorts and counts."""
    columns = (
        Column("leader", _("责任领导"), leader_of),
        Column("lead", _("牵头单位"), lambda one: str(one.assignment.organisation)),
        Column("number", _("序号"), lambda one: one.assignment.task.number),
        Column("task", _("任务"), task_of),
        Column("until", _("完成时限"), lambda one: one.until.isoformat() if one.until else ""),
        Column("now", _("进度"), standing_of),
        Column("progress", _("进展"), progress_of),
        *(Column(name, label, attrgetter(name)) for name, label in list(LABELS.items())[1:]),
        Column("behalf", _("代录"), lambda one: one.behalf),
    )
    return workbook(dispatch.title, columns, pack_lines(dispatch))
