"""计划调整: what changes after a plan was issued, by whose decision; the assignments follow."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import assigning, telling
from luoshi.office.plans.assigning import Followed, Key
from luoshi.office.plans.assignment import acts
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.drafting import locked
from luoshi.office.plans.ledger_cells import BETWEEN
from luoshi.office.plans.models import Amendment, Assignment, Plan, Responsibility, Task
from luoshi.office.plans.owners import of_json, words
from luoshi.office.plans.tasks import Named, Wanted, called, insert, told, wanted_of
from luoshi.office.plans.tasks import change as store
from luoshi.office.refused import Refused, refuse_if
from luoshi.reader.write.wording import one_line

What = Amendment.What
Told = dict[str, Any]  # see tasks.told


@transaction.atomic
def add(plan: Plan, wanted: Wanted, *, decision: Decision, by: Actor) -> Task:
    """One more task for an issued plan; it is given out at once. Raises Refused."""
    plan = locked(plan, "amend", by=by)
    refuse_if(decision.faults())
    task = insert(plan, wanted)
    _amended(task, What.ADDED, ({}, told(task)), {}, decision, by=by)
    return task


@transaction.atomic
def change(task: Task, wanted: Wanted, *, version: int, decision: Decision, by: Actor) -> Task:
    """Other values. Raises Refused, also where somebody else changed it since `version` or nothing is other."""
    task = _live(task, by=by)
    refuse_if(decision.faults())
    if task.version != version:
        raise Refused(_("别人刚调整过这项任务。下面是现在的内容，您填的也还在，请看清后再保存。"))
    was, before, meant = wanted_of(task), told(task), assigning.meant_now(task, day=timezone.localdate())
    Assignment.objects.filter(task=task).update(responsibility=None)  # written anew with the task, then named again
    task = store(task, wanted)
    other = _other_meaning(was.named, wanted_of(task).named)
    if told(task) == before and not other:
        raise Refused(_("内容没有变化，不用登记调整。"))
    after = {**told(task), **{part: now for part, (_was, now) in other.items()}}
    before |= {part: said for part, (said, _now) in other.items()}
    _amended(task, What.CHANGED, (before, after), meant, decision, by=by)
    return task


@transaction.atomic
def cancel(task: Task, *, decision: Decision, by: Actor) -> Task:
    """Nobody is asked for it any more; it stays in the plan, marked. Raises Refused."""
    task = _live(task, by=by)
    refuse_if(decision.faults())
    before, meant = told(task), assigning.meant_now(task, day=timezone.localdate())
    task.cancelled_on, task.version = timezone.localdate(), task.version + 1
    task.save(update_fields=["cancelled_on", "version"])
    _amended(task, What.CANCELLED, (before, {}), meant, decision, by=by)
    return task


def _other_meaning(was: Iterable[Named], now: Iterable[Named]) -> dict[str, tuple[str, str]]:
    """Parts that are called as before and mean somebody else, in full before and after."""
    sides = list(was), list(now)
    found = {}
    for part in Responsibility.Part.values:
        before, after = ([one for one in side if one.part == part] for side in sides)
        if before != after and [called(one) for one in before] == [called(one) for one in after]:
            found[part] = BETWEEN.join(map(_in_full, before)), BETWEEN.join(map(_in_full, after))
    return found


def _in_full(one: Named) -> str:
    """各小学（石桥镇中心校所属小学）."""
    place = one.organisation or (one.membership and f"{one.membership.organisation} {one.membership.person}")
    meant = str(place or "") or (words(of_json(one.owners)) if one.owners else _("没有对上机构或人员"))
    said = called(one)
    return said if said == meant else f"{said}（{meant}）"


def _live(task: Task, *, by: Actor) -> Task:
    plan = locked(task.plan, "amend", by=by)
    found = Task.objects.select_for_update(of=("self",)).select_related("goal").get(pk=task.pk)
    found.plan = plan
    if found.cancelled_on:
        raise Refused(
            _("第 %(number)s 项任务已于 %(day)s 取消。") % {"number": found.number, "day": found.cancelled_on}
        )
    return found


def _amended(
    task: Task, what: str, said: tuple[Told, Told], meant: dict[Key, Assignment], decision: Decision, *, by: Actor
) -> Followed:
    """Keep the amendment, with what is said of the task before and after; let the assignments follow, tell who has new work."""
    plan, (before, after) = task.plan, said
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    made = Amendment.objects.create(
        plan=plan,
        task=task,
        what=what,
        before=before,
        after=after,
        decided_by=one_line(decision.by)[:120],
        decided_on=decision.on,
        document=one_line(decision.document)[:120],
        made_by=by.membership,
    )
    why = _("计划调整：%(what)s（%(by)s决定）") % {"what": made, "by": made.decided_by}
    followed = assigning.follow(task, meant, day=timezone.localdate(), why=why, by=by)
    acts.go_along(task, by=by)
    telling.tell_of_work(plan, assigning.still_issued(followed.opened), by=by.who)
    detail = {
        "decided_by": made.decided_by,
        "decided_on": made.decided_on,
        "document": made.document,
        "before": {name: before.get(name) for name in changed},
        "after": {name: after.get(name) for name in changed},
        "opened": len(followed.opened),
        "cancelled": len(followed.cancelled),
    }
    verb = {What.ADDED: "task.amend_add", What.CHANGED: "task.amend", What.CANCELLED: "task.amend_cancel"}[What(what)]
    record.write(verb, by=by.who, about=task, where=plan.authority.path, detail=detail)
    return followed


LABELS = {
    "words": "任务", "goal": "目标", "grade": "分级", "due": "时限", "due_words": "时限（原文）", "rule": "周期",
    "leader": "责任领导", "lead": "牵头单位", "person": "责任人", "assist": "配合单位", "owner": "落实单位",
    "source": "来源", "basis": "依据", "topic": "主题",
}  # fmt: skip


def differences(one: Amendment) -> list[tuple[str, str, str]]:
    """Label, before, after of what an amendment changed, in words."""
    return [
        (label, str(one.before.get(name, "")), str(one.after.get(name, "")))
        for name, label in LABELS.items()
        if one.what == What.CHANGED and one.before.get(name) != one.after.get(name)
    ]
