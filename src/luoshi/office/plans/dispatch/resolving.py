"""议定事项: what a round's meeting resolved. It is kept as said, or becomes a task, a change of one, or another day; then
both are stored at once, with the meeting as whoever decided it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import amendments, assigning, telling
from luoshi.office.plans.assignment import acts
from luoshi.office.plans.assignment.moves import ADJUSTING, INSTEAD
from luoshi.office.plans.assignment.said import Said
from luoshi.office.plans.dispatch.rounds import decision_of, locked
from luoshi.office.plans.models import Adjustment, Amendment, Assignment, Dispatch, Resolution, Task
from luoshi.office.plans.tasks import Wanted
from luoshi.office.refused import Refused, refuse_if

What = Resolution.What
LONGEST = 1000  # characters of what was resolved


@transaction.atomic
def note(dispatch: Dispatch, words: str, *, task: Task | None = None, by: Actor) -> Resolution:
    """Keep it as said, about a task of the plan or none. Raises Refused."""
    dispatch = locked(dispatch, "resolve", by=by)
    refuse_if([*_faults(dispatch, words, task), _twice(dispatch, words, What.NOTE, task=task)])
    return _resolved(dispatch, words, What.NOTE, by=by, task=task)


@transaction.atomic
def new_task(dispatch: Dispatch, words: str, wanted: Wanted, *, by: Actor) -> Resolution:
    """One more task of the plan, given out at once. Raises Refused."""
    dispatch = locked(dispatch, "resolve", by=by)
    refuse_if([*_faults(dispatch, words, None), _twice(dispatch, words, What.TASK, task__words=wanted.words.strip())])
    task = amendments.add(dispatch.plan, wanted, decision=decision_of(dispatch), by=by)
    return _resolved(dispatch, words, What.TASK, by=by, task=task, amendment=_newest(task))


@transaction.atomic
def change_task(dispatch: Dispatch, words: str, task: Task, wanted: Wanted, *, version: int, by: Actor) -> Resolution:
    """Other words, leads or days of a task; its assignments follow. Raises Refused."""
    dispatch = locked(dispatch, "resolve", by=by)
    refuse_if(_faults(dispatch, words, task))
    amendments.change(task, wanted, version=version, decision=decision_of(dispatch), by=by)
    return _resolved(dispatch, words, What.CHANGE, by=by, task=task, amendment=_newest(task))


@transaction.atomic
def extend(dispatch: Dispatch, words: str, one: Assignment, new_due: date, *, by: Actor) -> Resolution:
    """Another day for one lead's assignment; the old one is kept. Raises Refused."""
    dispatch = locked(dispatch, "resolve", by=by)
    one = acts.locked(one)
    refuse_if([*_faults(dispatch, words, one.task), why_not_extend(one), _not_later(one, new_due)])
    decision, before, old = decision_of(dispatch), one.state, one.due
    said = Said(words=words, decision=decision, more={"old_due": old, "new_due": new_due})
    movement = acts.moved(one, "grant_change", by=by, said=said, due=new_due)
    made = Adjustment.objects.create(
        assignment=one, kind=Adjustment.Kind.EXTEND, why=words.strip(), old_due=old, new_due=new_due, before=before,
        state=Adjustment.State.GRANTED, asked=movement, answered=movement,
    )  # fmt: skip
    assigning.ask(one.task.plan, [one])
    telling.tell_of_answer([one], _("会议议定延期到 %(due)s") % {"due": new_due}, words.strip(), by=by.who)
    return _resolved(dispatch, words, What.EXTEND, by=by, task=one.task, adjustment=made)


def why_not_extend(one: Assignment) -> str | None:
    """Why a meeting's word gives it no other day; None if it does."""
    if one.state == ADJUSTING:
        return _("%(owner)s已有一份调整申请等着决定，请打开这项承办，按会议的意见同意或不同意。") % {
            "owner": one.organisation
        }
    if not one.is_under_way:
        return _("这一件不在办理中，不用延期：%(instead)s") % {"instead": INSTEAD[one.state]}
    return None


def _not_later(one: Assignment, new_due: date) -> str | None:
    if new_due >= timezone.localdate() and (one.due is None or new_due > one.due):
        return None
    return _("延期要延到今天以后，并且晚于原来的时限%(due)s。") % {"due": one.due or ""}


@transaction.atomic
def remove(resolution: Resolution, *, by: Actor) -> None:
    """Take one away that was entered by mistake; the journal keeps its words. Raises Refused."""
    dispatch = locked(resolution.dispatch, "remove_resolution", by=by)
    found = dispatch.resolutions.select_related("task", "adjustment__assignment__organisation").filter(pk=resolution.pk)
    one = found.first()
    if one is None:
        raise Refused(_("这一条刚刚已经删去了。"))
    refuse_if([became(one)])
    detail = {
        "words": one.words, "what": one.what, "task": str(one.task or ""), "meeting": dispatch.meeting,
        "made_by": str(one.made_by), "made_at": one.made_at,
    }  # fmt: skip
    record.write(
        "dispatch.remove_resolution", by=by.who, about=dispatch, where=dispatch.plan.authority.path, detail=detail
    )
    one.delete()
    _now_other(dispatch)


def became(one: Resolution) -> str | None:
    """Why it stays: what was made of it would have nobody who decided it. None where nothing was made."""
    if one.what == What.TASK and one.task:
        return _("已据此增加第 %(number)s 项任务并下达，不能删去。任务不做了的，请在计划的“调整”里取消它。") % {
            "number": one.task.number
        }
    if one.what == What.CHANGE and one.task:
        return _("已据此调整第 %(number)s 项任务，不能删去。调错了的，请在计划的“调整”里改过来。") % {
            "number": one.task.number
        }
    if one.adjustment:
        return _(
            "已据此把%(owner)s的时限延到 %(day)s，不能删去。还要延的，再登记一条；延得太久的，请在计划的“调整”里改这项任务的时限。"
        ) % {
            "owner": one.adjustment.assignment.organisation,
            "day": one.adjustment.new_due,
        }
    return None


def _faults(dispatch: Dispatch, words: str, task: Task | None) -> Iterable[str | None]:
    yield None if words.strip() else _("没有写议定了什么。")
    long = _("议定事项有 %(count)s 字，最多 %(most)s 字。") % {"count": len(words), "most": LONGEST}
    yield long if len(words) > LONGEST else None
    foreign = task is not None and task.plan_id != dispatch.plan_id
    yield _("这项任务不在《%(plan)s》里。") % {"plan": dispatch.plan} if foreign else None


def _twice(dispatch: Dispatch, words: str, what: str, **same: Any) -> str | None:
    """Whether it was entered already, as when a button is pressed twice. Several tasks may follow from the same words."""
    if not dispatch.resolutions.filter(words=words.strip(), what=what, **same).exists():
        return None
    return _("这一条已经登记过了，不用再登记。内容不同的，请改一下再登记。")


def _newest(task: Task) -> Amendment:
    return Amendment.objects.filter(task=task).latest("pk")


def _resolved(dispatch: Dispatch, words: str, what: str, *, by: Actor, **links: Any) -> Resolution:
    _now_other(dispatch)
    made = Resolution.objects.create(dispatch=dispatch, words=words.strip(), what=what, made_by=by.membership, **links)
    task = links.get("task")
    detail = {"words": made.words, "what": what, "task": str(task or ""), "meeting": dispatch.meeting}
    record.write("dispatch.resolve", by=by.who, about=dispatch, where=dispatch.plan.authority.path, detail=detail)
    return made


def _now_other(dispatch: Dispatch) -> None:
    """Its 通报 tells how many were resolved: who looked at the one before has to look again."""
    dispatch.version += 1
    dispatch.save(update_fields=["version"])
