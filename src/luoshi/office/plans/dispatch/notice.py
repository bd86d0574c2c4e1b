"""调度通报: figures at once, names only after a leader agreed. What is drafted holds no name, whoever asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Role
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.dispatch.queries import Tally, lines_of, tally
from luoshi.office.plans.dispatch.rounds import locked
from luoshi.office.plans.dispatch.rows import task_of
from luoshi.office.plans.models import Dispatch, Standing
from luoshi.office.refused import refuse_if
from luoshi.reader.write.wording import one_line
from luoshi.scribe import Cell, Document, Heading, Letterhead, Paragraph, Signature, Table, numbered, to_docx
from luoshi.scribe.document import Block, day_in_words

LONGEST = 4000  # characters of what it asks for


@dataclass(frozen=True)
class Late:
    """滞后的任务: whose, what, since when."""

    lead: str
    number: int
    task: str
    due: date | None


def late_of(dispatch: Dispatch) -> list[Late]:
    """The late ones as they stood when the round was closed, by lead."""
    rows = lines_of(dispatch).filter(now=Standing.LATE).select_related("assignment__task", "assignment__organisation")
    return [Late(str(one.assignment.organisation), one.assignment.task.number, task_of(one), one.until) for one in rows]


# Verbs


@transaction.atomic
def draft(dispatch: Dispatch, *, to: str, words: str, version: int, by: Actor) -> Dispatch:
    """Write whom it is sent to and what it asks for. A leader's word and the number were about the draft before and lapse.
    Raises Refused."""
    dispatch = locked(dispatch, "draft_notice", by=by)
    to, words = one_line(to)[:300], words.strip()
    changed = _("别人刚改过这份通报。下面是现在的内容，您填的也还在，请看清后再保存。")
    other = changed if version != dispatch.version else _same(dispatch, to, words)
    refuse_if([*_faults(dispatch, to, words), other])
    before = {
        "to": dispatch.notice_to, "words": dispatch.notice, "named_by": dispatch.notice_by,
        "number": dispatch.notice_number, "issued_on": dispatch.issued_on,
    }  # fmt: skip
    dispatch.notice_to, dispatch.notice, dispatch.drafted_at = to, words, timezone.now()
    dispatch.notice_by, dispatch.notice_on, dispatch.notice_document = "", None, ""
    dispatch.notice_number, dispatch.issued_on = "", None
    dispatch.version += 1
    dispatch.save()
    detail = {"before": before, "after": {"to": to, "words": words}}
    record.write("dispatch.draft_notice", by=by.who, about=dispatch, where=dispatch.plan.authority.path, detail=detail)
    return dispatch


def _same(dispatch: Dispatch, to: str, words: str) -> str | None:
    """Whether it is what stands there: nothing was changed, so what a leader said of it and its number hold. After a round
    was reopened its draft has to be seen anew, also where it stays as it was."""
    if dispatch.drafted_at is None or (to, _lines(words)) != (dispatch.notice_to, _lines(dispatch.notice)):
        return None
    return _("主送和要求都没有改动，不用保存，领导的意见和文号照旧。要重拟的，改好再保存。")


def _lines(words: str) -> str:
    """As every browser and every program would send them."""
    return words.replace("\r\n", "\n")


def _faults(dispatch: Dispatch, to: str, words: str) -> Iterable[str | None]:
    yield None if to else _("没有写主送哪些单位。")
    long = _("要求有 %(count)s 字，最多 %(most)s 字。") % {"count": len(words), "most": LONGEST}
    yield long if len(words) > LONGEST else None
    for name in _named_in(dispatch, words):
        yield _("要求里写了“%(name)s”。滞后和没有报齐的单位要领导同意才点名，同意以后由表格列出，这里不写单位。") % {
            "name": name
        }


def _named_in(dispatch: Dispatch, words: str) -> list[str]:
    """Those of the late and the silent leads that a text names."""
    found = tally(dispatch)
    bodies = [one.organisation for one in (*found.late, *found.silent)]
    names = {name for one in bodies for name in (one.name, one.short_name) if name}
    return sorted(name for name in names if name in words)


@transaction.atomic
def approve(dispatch: Dispatch, *, version: int, decision: Decision | None = None, by: Actor) -> Dispatch:
    """A leader agrees that the late ones are named; the office enters a leader's word with name, day and document.
    `version` is the round's as they looked at it. Raises Refused."""
    dispatch = locked(dispatch, "approve_notice", by=by)
    if by.role == Role.LEADER:
        decision = Decision(by.person.name, timezone.localdate())
    whose = _("是否点名由局领导定。请写明是谁、哪天同意的，有签批单的写上名称。")
    refuse_if([_why_another(dispatch, version), *(decision.faults() if decision else [whose])])
    assert decision
    dispatch.notice_by = one_line(decision.by)[:120]
    dispatch.notice_on, dispatch.notice_document = decision.on, one_line(decision.document)[:120]
    dispatch.version += 1
    dispatch.save(update_fields=["notice_by", "notice_on", "notice_document", "version"])
    detail = {"by": decision.by, "on": decision.on, "document": decision.document, "late": len(late_of(dispatch))}
    record.write(
        "dispatch.approve_notice", by=by.who, about=dispatch, where=dispatch.plan.authority.path, detail=detail
    )
    return dispatch


def _why_another(dispatch: Dispatch, version: int) -> str | None:
    """Whether the draft, the meeting that it tells of or its number are other than what somebody looked at."""
    if version == dispatch.version:
        return None
    return _("您打开页面以后，这份通报有改动。页面上是现在的内容，请看清再办；您填的还在。")


@transaction.atomic
def issue(dispatch: Dispatch, *, number: str, on: date, version: int, by: Actor) -> Dispatch:
    """Write down its number and day; it may go out without names too. `version` is the round's as somebody looked at it.
    Raises Refused."""
    dispatch = locked(dispatch, "issue_notice", by=by)
    number, ahead = one_line(number)[:60], on > timezone.localdate()
    refuse_if(
        [
            _why_another(dispatch, version),
            None if number else _("没有写文号，如：云教通〔2026〕3号。"),
            _("印发日期 %(day)s 还没有到。") % {"day": on} if ahead else None,
        ]
    )
    before = {"number": dispatch.notice_number, "on": dispatch.issued_on}
    dispatch.notice_number, dispatch.issued_on, dispatch.version = number, on, dispatch.version + 1
    dispatch.save(update_fields=["notice_number", "issued_on", "version"])
    detail = {"before": before, "after": {"number": number, "on": on}, "named": dispatch.may_name}
    record.write("dispatch.issue_notice", by=by.who, about=dispatch, where=dispatch.plan.authority.path, detail=detail)
    return dispatch


# The paper


def paper(dispatch: Dispatch, *, red_head: bool = False) -> bytes:
    """通报.docx, by GB/T 9704. Names stand in it once a leader agreed, and nowhere before."""
    authority = dispatch.plan.authority.name
    day = dispatch.issued_on or timezone.localdate()
    found = tally(dispatch)
    blocks = [
        Paragraph(_opening(dispatch, found)),
        Heading(_("总体情况")),
        Paragraph(_figures(found)),
        *_good(dispatch, found),
        *_late(dispatch, found),
        *_resolved(dispatch),
        *_asked(dispatch),
    ]
    return to_docx(
        Document(
            title=_("%(authority)s\n关于《%(plan)s》%(round)s情况的通报")
            % {"authority": authority, "plan": dispatch.plan.title, "round": dispatch.title},
            addressees=dispatch.notice_to,
            blocks=numbered(tuple(blocks)),
            signature=Signature(authority, day),
            letterhead=Letterhead(_("%(authority)s文件") % {"authority": authority}, dispatch.notice_number)
            if red_head
            else None,
        )
    )


def _opening(dispatch: Dispatch, found: Tally) -> str:
    closed = timezone.localtime(dispatch.closed_at).date() if dispatch.closed_at else dispatch.due
    said = {
        "round": dispatch.title, "plan": dispatch.plan.title, "day": day_in_words(closed), "leads": len(found.leads),
        "lines": found.lines,
    }  # fmt: skip
    done = _("按照《%(plan)s》的安排，我局开展了%(round)s，涉及%(leads)s个牵头单位的%(lines)s项任务。") % said
    early = _("填报原定%(due)s截止，提前到%(day)s。") % {**said, "due": day_in_words(dispatch.due)}
    return f"{done}{early if dispatch.closed_early else ''}{_('现将截至%(day)s的情况通报如下。') % said}"


def _figures(found: Tally) -> str:
    stands = found.standings
    labels = (
        (Standing.DONE, _("已完成")), (Standing.NORMAL, _("按时序推进")), (Standing.NEAR, _("临近时限")),
        (Standing.STALLED, _("较长时间没有进展")), (Standing.LATE, _("滞后")),
    )  # fmt: skip
    counts = "，".join(_("%(label)s%(count)s项") % {"label": label, "count": stands[one]} for one, label in labels)
    said = {"leads": len(found.leads), "answered": len(found.answered), "counts": counts, "lines": found.lines}
    return _("%(leads)s个牵头单位中，%(answered)s个在截止前报齐了进展。%(lines)s项任务中，%(counts)s。") % said


def _good(dispatch: Dispatch, found: Tally) -> Iterable[Block]:
    """Those whose work goes as it should: how many, and who they are once names may be named at all: a name here would say
    who is missing."""
    if not found.good:
        return
    yield Heading(_("推进较好的单位"))
    said = _("%(count)s个单位报齐了进展，牵头的任务没有滞后和停滞") % {"count": len(found.good)}
    names = "、".join(str(one.organisation) for one in found.good)
    yield Paragraph(f"{said}：{names}。" if dispatch.may_name else f"{said}。")


def _late(dispatch: Dispatch, found: Tally) -> Iterable[Block]:
    late = late_of(dispatch)
    if not late and not found.silent:
        return
    yield Heading(_("存在的问题"))
    if late:
        said = {"leads": len(found.late), "count": len(late)}
        yield Paragraph(_("%(leads)s个单位牵头的%(count)s项任务滞后%(more)s。") % {
            **said, "more": _("，见下表") if dispatch.may_name else "",
        })  # fmt: skip
    if found.silent:
        names = "、".join(str(one.organisation) for one in found.silent)
        more = f"：{names}" if dispatch.may_name else ""
        yield Paragraph(_("%(count)s个单位没有在截止前报齐进展%(more)s。") % {"count": len(found.silent), "more": more})
    if late and dispatch.may_name:
        head = (_("牵头单位"), _("序号"), _("任务"), _("完成时限"))
        rows = tuple(
            (one.lead, Cell(str(one.number), align="center"), one.task, Cell(one.due.isoformat() if one.due else "", align="center"))
            for one in late
        )  # fmt: skip
        yield Table((head,), rows, (32.0, 12.0, 76.0, 26.0))


def _resolved(dispatch: Dispatch) -> Iterable[Block]:
    """What the meeting resolved is counted; its words may name anybody and are for those who carry it out."""
    count = dispatch.resolutions.count()
    if dispatch.met_on and count:
        yield Heading(_("会议议定"))
        said = {"day": day_in_words(dispatch.met_on), "meeting": dispatch.meeting, "count": count}
        yield Paragraph(_("%(day)s，%(meeting)s听取了调度情况汇报，议定%(count)s项事项，已分别交办。") % said)


def _asked(dispatch: Dispatch) -> Iterable[Block]:
    """As the office wrote it, having seen who is late: not what is left of a draft from before the round was reopened."""
    if dispatch.notice and dispatch.drafted_at:
        yield Heading(_("下一步要求"))
        yield from (Paragraph(line.strip()) for line in dispatch.notice.splitlines() if line.strip())
