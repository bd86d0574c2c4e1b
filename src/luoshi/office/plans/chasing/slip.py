"""The papers of the ladder: 催办单、督办单、约谈通知 for one organisation, with a receipt; 通报 of all that one decision names."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.organisations.models import SCHOOLS
from luoshi.office.plans import pack
from luoshi.office.plans.chasing import acts
from luoshi.office.plans.chasing.ladder import NAME, RUNGS, TALK, URGE
from luoshi.office.plans.models import Chased, Chaser
from luoshi.scribe import Block, Cell, Document, Heading, Paragraph, Signature, Table, to_docx
from luoshi.scribe.document import Line

SIZE = 10.5  # 五号
COLUMNS = (("任务号", 13.0), ("要办的事", 51.0), ("依据原文", 51.0), ("完成时限", 38.0), ("逾期", 17.0))


def why_not_print(one: Chaser) -> str | None:
    """Why there is no paper; None if there is."""
    if not one.is_sent:
        return _("它还没有发出，发出以后才有打印件。")
    if not RUNGS[one.step].paper:
        return _("提醒不打印。")
    return None


def name_of(one: Chaser) -> str:
    """The file's name, without its ending."""
    to = "" if one.step == NAME else _("（%(to)s）") % {"to": one.organisation}
    return _("%(paper)s第%(number)s号%(to)s") % {"paper": RUNGS[one.step].paper, "number": one.number, "to": to}


def paper(one: Chaser) -> bytes:
    """As DOCX. `one` comes from acts.whole."""
    return to_docx(_report(one) if one.step == NAME else _slip(one))


def together(one: Chaser) -> list[Chaser]:
    """All that the same decision of the same day names: they stand in one 通报."""
    same = Chaser.objects.sent().filter(
        plan=one.plan_id, step=one.step, decided_by=one.decided_by, decided_on=one.decided_on,
        document=one.document, sent_on=one.sent_on,
    )  # fmt: skip
    return sorted(acts.whole(same.values_list("pk", flat=True)), key=lambda each: each.number or 0)


# For one organisation


def _slip(one: Chaser) -> Document:
    plan = one.plan
    blocks: list[Block] = [Paragraph(_opening(one)), _table(list(one.chased.all()))]
    if one.words:
        blocks.append(
            Paragraph((_("约谈安排：%(words)s") if one.step == TALK else _("要求：%(words)s")) % {"words": one.words})
        )
    if one.answer_by:
        blocks.append(Paragraph(_answer_words(one)))
    if one.decided_by:
        blocks.append(Paragraph(_("签发人：%(who)s") % {"who": one.decided_by}))
    urgent = _("　急件") if one.urgent else ""
    return Document(
        title=f"{plan.authority.name}{RUNGS[one.step].paper}\n（{_number(one)}{urgent}）",
        addressees=one.organisation.name,
        blocks=tuple(blocks),
        signature=Signature(plan.authority.name, _day(one), sealed=True),
        below=(_receipt(one),),
    )


def _number(one: Chaser) -> str:
    return _("%(year)s年第%(number)s号") % {"year": one.plan.year, "number": one.number}


def _day(one: Chaser) -> date:
    return one.sent_on or timezone.localdate()


def _opening(one: Chaser) -> str:
    you = _("你校") if one.organisation.kind in SCHOOLS else _("你单位")
    source = f"《{one.plan.title}》" + (f"（{one.plan.number}）" if one.plan.number else "")
    said = {
        "you": you, "source": source, "count": len(one.chased.all()), "day": words_of(_day(one)),
        "act": _act(one), "why": _whose(one),
    }  # fmt: skip
    return _("%(source)s中由%(you)s承办的下列%(count)s项工作，至%(day)s尚未完成。%(why)s%(act)s") % said


def _act(one: Chaser) -> str:
    said: dict[str, str] = {URGE: _("现予催办。"), TALK: _("现就有关情况约谈。")}
    return said.get(one.step, _("现予督办。"))


def _whose(one: Chaser) -> str:
    """Whose decision it is, on which day, by which paper."""
    if not one.decided_by or one.decided_on is None:
        return ""
    paper = _("（%(paper)s）") % {"paper": one.document} if one.document else ""
    said = {"who": one.decided_by, "day": words_of(one.decided_on), "paper": paper}
    return _("经%(who)s%(day)s决定%(paper)s，") % said


def words_of(day: date) -> str:
    """As official papers write a day."""
    return _("%(year)s年%(month)s月%(day)s日") % {"year": day.year, "month": day.month, "day": day.day}


def _answer_words(one: Chaser) -> str:
    assert one.answer_by
    return _("请于%(day)s前反馈原因、措施和完成日期。") % {"day": words_of(one.answer_by)}


def _table(about: Sequence[Chased]) -> Table:
    head = tuple(name for name, _width in COLUMNS)
    return Table((head,), tuple(map(_row, about)), tuple(width for _name, width in COLUMNS), SIZE)


def _row(each: Chased) -> Line:
    task = each.assignment.task
    late = _("%(days)s天") % {"days": each.days_late} if each.days_late else "—"
    due = words_of(each.due) if each.due else pack.due_words(task) or "—"
    return (
        Cell(str(task.number), align="center"),
        each.assignment.called,
        task.basis or "—",
        Cell(due, align="center"),
        Cell(late, align="center"),
    )


def _receipt(one: Chaser) -> Table:
    """To cut off, sign and send back; in one piece with its heading."""
    name = f"{RUNGS[one.step].paper}（{_number(one)}）"
    heading = Cell(_("回　执"), across=4, align="center", strong=True)
    said = Cell(_("%(name)s已收到。") % {"name": name}, across=4)
    line = (_("签收单位\n（盖章）"), Cell(one.organisation.name, align="center"), _("签收人"), "\n")
    dated = (_("联系电话"), "\n", _("签收日期"), Cell(_("　　年　　月　　日"), align="right"))
    return Table((), ((heading,), (said,), line, dated), (16, 30, 12, 24), together=True)


# Of all that a decision names


def _report(one: Chaser) -> Document:
    """通报: it names organisations, never persons."""
    plan, all_of_it = one.plan, together(one)
    count = {"source": f"《{plan.title}》", "day": words_of(_day(one)), "why": _whose(one), "count": len(all_of_it)}
    blocks: list[Block] = [
        Paragraph(_("至%(day)s，%(source)s中有%(count)s个单位承办的工作进展滞后。%(why)s现予通报。") % count)
    ]
    for number, each in enumerate(all_of_it, 1):
        blocks += [Heading(f"{number}. {each.organisation.name}", 3), _table(list(each.chased.all()))]
    blocks += [Paragraph(words) for words in dict.fromkeys(each.words for each in all_of_it) if words]
    if one.answer_by:
        blocks.append(Paragraph(_answer_words(one)))
    return Document(
        title=_("%(authority)s\n关于部分工作进展滞后情况的通报") % {"authority": plan.authority.name},
        addressees=pack.addressees(plan),
        blocks=tuple(blocks),
        signature=Signature(plan.authority.name, _day(one), sealed=True),
    )
