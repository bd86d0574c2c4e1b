"""征求意见: a draft is sent out, comments come back beside each task, each is followed or declined with a reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.desk.delivery import deliver
from luoshi.office.desk.models import File
from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.asking import asked_by_actor
from luoshi.office.organisations.models import Kind, Organisation, Role
from luoshi.office.pending import Pending
from luoshi.office.plans import tasks as writing
from luoshi.office.plans.drafting import locked
from luoshi.office.plans.models import DRAFTERS, Comment, Consultation, Plan, Responsibility, Task
from luoshi.office.plans.moves import KEEPERS, why_not
from luoshi.office.plans.owners import of_json, organisations
from luoshi.office.plans.telling import people_of
from luoshi.office.refused import Refused, refuse_if

CONSULTED = (Kind.SECTION, Kind.INSTITUTION, Kind.CENTRE, Kind.OUTSIDE)  # an outside body answers by letter: 代录
ANSWERERS = frozenset({Role.SECTION, Role.CENTRE, Role.OFFICE, Role.CLERK})  # a clerk: 代录 for one of them
WANTED = ("words", "due", "due_words", "lead")  # fields that a comment may propose another value for
LONGEST = 1000  # characters of a comment


@dataclass(frozen=True)
class Remark:
    """What somebody says of a task (None: of the whole plan), with the values they propose instead."""

    task: Task | None
    words: str
    wanted: dict[str, Any] = field(default_factory=dict)  # of WANTED: text, an ISO day, the number of an organisation


# Sending


@transaction.atomic
def send(plan: Plan, to: Iterable[Organisation], *, due: date, by: Actor) -> list[Consultation]:
    """Ask these for their comments by a day; who was asked before gets the new day. Raises Refused."""
    plan, chosen = locked(plan, "consult", by=by), list(to)
    refuse_if([*_why_not_send(plan, chosen, due), None if plan.tasks.exists() else _("计划里还没有任务。")])
    held = {one.organisation_id: one for one in plan.consultations.filter(organisation__in=chosen)}
    new = [
        Consultation.objects.create(plan=plan, organisation=one, due=due, sent_by=by.membership)
        for one in chosen
        if one.pk not in held
    ]
    Consultation.objects.filter(pk__in=[one.pk for one in held.values()], answered_at__isnull=True).update(due=due)
    plan.state = Plan.State.CONSULTING
    plan.save(update_fields=["state"])
    for one in new:
        _tell(one, _("请对《%(plan)s》提意见"), by=by)
    detail = {"to": [str(one) for one in chosen], "due": due}
    record.write("consultation.send", by=by.who, about=plan, where=plan.authority.path, detail=detail)
    return new


def _why_not_send(plan: Plan, chosen: list[Organisation], due: date) -> Iterator[str | None]:
    yield None if chosen else _("没有选征求哪些单位的意见。")
    yield _("反馈截止日 %(day)s 已经过去。") % {"day": due} if due < timezone.localdate() else None
    for one in chosen:
        if one.kind not in CONSULTED or not one.path.startswith(plan.authority.path):
            yield _("“%(name)s”不是本局的科室、二级机构、中心校或登记的外单位，不能在这里征求意见。") % {"name": one}


def _tell(one: Consultation, subject: str, *, by: Actor) -> int:
    words = _("请在 %(day)s 前打开链接，逐项写意见；没有意见也请点一下“没有意见”。") % {"day": one.due}
    people = people_of([one.organisation]).get(one.organisation_id, [])
    link = reverse("consultation", args=[one.pk])
    return len(deliver(people, subject=subject % {"plan": one.plan.title[:80]}, text=words, link=link, by=by.who))


@transaction.atomic
def remind(plan: Plan, *, by: Actor) -> int:
    """Tell those who have not answered once more; gives how many people. Raises Refused."""
    plan = locked(plan, "consult", by=by)
    silent = waiting(plan)
    refuse_if([None if silent else _("都已经反馈，不用提醒。")])
    told = sum(_tell(one, _("还没有收到对《%(plan)s》的意见"), by=by) for one in silent)
    detail = {"to": [str(one.organisation) for one in silent], "people": told}
    record.write("consultation.remind", by=by.who, about=plan, where=plan.authority.path, detail=detail)
    return told


def waiting(plan: Plan) -> list[Consultation]:
    """Those who have not answered."""
    return list(plan.consultations.filter(answered_at__isnull=True).select_related("organisation", "plan"))


def chat_text(plan: Plan) -> str:
    """For a group chat: who has not answered, "" where everybody has."""
    silent = waiting(plan)
    if not silent:
        return ""
    due = min(one.due for one in silent)
    return _("关于《%(plan)s》（征求意见稿）：请以下 %(count)s 个单位在%(month)s月%(day)s日前反馈，没有意见也请回复：%(names)s。") % {
        "plan": plan.title,
        "count": len(silent),
        "month": due.month,
        "day": due.day,
        "names": "、".join(str(one.organisation) for one in silent),
    }  # fmt: skip


# What a consulted organisation sees


def concerned(plan: Plan, organisation: Organisation) -> list[Task]:
    """Tasks in which the organisation or one below it has a part. Bureau staff see the whole draft; a centre sees these."""
    today, path = timezone.localdate(), organisation.path
    rows = Responsibility.objects.filter(task__plan=plan).filter(
        Q(organisation__path__startswith=path) | Q(owners__isnull=False) | Q(membership__organisation__path__startswith=path)
    )  # fmt: skip
    found: set[int] = set()
    reached: dict[str, bool] = {}
    for one in rows:
        if not one.owners:
            found.add(one.task_id)
            continue
        said = str(one.owners)
        if said not in reached:
            meant = organisations(of_json(one.owners), plan.authority, today)
            reached[said] = meant.filter(path__startswith=path).exists()
        if reached[said]:
            found.add(one.task_id)
    return list(
        plan.tasks.filter(pk__in=found).select_related("goal").prefetch_related("responsibilities__organisation")
    )


def shown_to(consultation: Consultation, *, by: Actor) -> list[Task]:
    """The tasks on the page of a consultation: all to bureau staff, its own to a centre."""
    if by.role in DRAFTERS:
        rows = consultation.plan.tasks.select_related("goal")
        return list(rows.prefetch_related("responsibilities__organisation"))
    return concerned(consultation.plan, consultation.organisation)


def comments_for(consultation: Consultation, *, by: Actor) -> list[Comment]:
    """What was said, what is still open last; nobody else sees it before the organisation has answered."""
    if consultation.answered_at is None and by.organisation.pk != consultation.organisation_id:
        return []
    return sorted(consultation.comments.all(), key=lambda one: one.state == Comment.State.OPEN)


# Answering


def why_not_answer(consultation: Consultation, *, by: Actor) -> str | None:
    """Why the actor may not answer; None if they may. An answer may be given again until the plan is approved."""
    if by.role not in ANSWERERS or by.organisation.pk != consultation.organisation_id:
        return _("意见由%(who)s的人填写；没有账号的，由局办公室或中心校代录。") % {"who": consultation.organisation}
    if consultation.plan.state != Plan.State.CONSULTING:
        return _("《%(plan)s》%(state)s，不再收意见。") % {
            "plan": consultation.plan,
            "state": consultation.plan.get_state_display(),
        }
    return None


@transaction.atomic
def say(consultation: Consultation, remark: Remark, *, over: int | None = None, by: Actor) -> Comment | None:
    """Write one comment, in place of what the organisation said of the same task and nobody has dealt with; an empty one
    takes that back. `over` is the number of the one that was seen and is replaced, so that what a colleague wrote
    meanwhile is not lost. The office sees it once the organisation has answered. Raises Refused."""
    found = _held(consultation, by=by)
    empty = not remark.words.strip() and not remark.wanted
    before = found.comments.filter(state=Comment.State.OPEN, task=remark.task)
    refuse_if([_overtaken(before.last(), over), *(() if empty else _faults(found, [remark], by=by))])
    before.delete()
    record.write(
        "comment.say", by=by.who, about=found, where=found.organisation.path, detail={"said": _one_line(remark)}
    )
    if empty:
        return None
    return Comment.objects.create(
        consultation=found, task=remark.task, words=remark.words.strip(), wanted=remark.wanted
    )


def _overtaken(now: Comment | None, over: int | None) -> str | None:
    """What has come in between since the page was opened; None if nothing has."""
    if over == (now and now.pk):
        return None
    if now is None:
        return _("原来的意见刚刚处理过或收回了。您写的还没有记下；仍要提，请再按一次“记下”。")
    said = " ".join(filter(None, (now.words, _("（还提议改了内容）") if now.wanted else "")))
    return _("本单位别的同事刚写了：“%(said)s”。您写的还没有记下；两条合起来写好，再按一次“记下”。") % {"said": said}


@transaction.atomic
def answer(consultation: Consultation, *, by: Actor) -> Consultation:
    """That is all; with no comment it means 没有意见. May be given again until the plan is approved."""
    found = _held(consultation, by=by)
    return _answered(found, [str(one) for one in found.comments.all()], by=by)


@transaction.atomic
def answer_by_file(
    consultation: Consultation, remarks: Iterable[Remark], *, file: File | None = None, by: Actor
) -> Consultation:
    """A whole answer at once, in place of what was said before and nobody has dealt with. Raises Refused."""
    found, said = _held(consultation, by=by), list(remarks)
    refuse_if(_faults(found, said, by=by))
    found.comments.filter(state=Comment.State.OPEN).delete()
    known = {(one.task_id, one.words, str(one.wanted)) for one in found.comments.all()}  # decided on already
    for one in said:
        if (one.task.pk if one.task else None, one.words.strip(), str(one.wanted)) not in known:
            Comment.objects.create(consultation=found, task=one.task, words=one.words.strip(), wanted=one.wanted)
    found.file = file or found.file
    return _answered(found, [_one_line(one) for one in said], by=by)


def _held(consultation: Consultation, *, by: Actor) -> Consultation:
    Plan.objects.select_for_update(of=("self",)).get(pk=consultation.plan_id)  # it is not approved meanwhile
    rows = Consultation.objects.select_for_update(of=("self",)).select_related(
        "plan__authority", "organisation", "file"
    )
    found = rows.get(pk=consultation.pk)
    refuse_if([why_not_answer(found, by=by)])
    return found


def _answered(found: Consultation, said: list[str], *, by: Actor) -> Consultation:
    found.answered_by, found.answered_at = by.membership, timezone.now()
    found.save(update_fields=["answered_by", "answered_at", "file"])
    detail = {"comments": said, "file": found.file and found.file.name}
    record.write("consultation.answer", by=by.who, about=found, where=found.organisation.path, detail=detail)
    return found


def _one_line(one: Remark) -> str:
    return f"{one.task.number if one.task else _('整体')}: {one.words} {one.wanted or ''}".strip()


def _faults(found: Consultation, said: list[Remark], *, by: Actor) -> Iterator[str | None]:
    seen = {task.pk for task in shown_to(found, by=by)}
    for one in said:
        where = _("第 %(number)s 项") % {"number": one.task.number} if one.task else _("整体意见")
        if one.task and one.task.pk not in seen:
            yield _("%(where)s与%(who)s无关，不在征求意见的范围里。") % {"where": where, "who": found.organisation}
        if not one.words.strip() and not one.wanted:
            yield _("%(where)s没有写意见。") % {"where": where}
        if len(one.words) > LONGEST:
            yield _("%(where)s的意见有 %(count)s 字，最多 %(most)s 字。") % {
                "where": where, "count": len(one.words), "most": LONGEST,
            }  # fmt: skip
        if unknown := set(one.wanted) - set(WANTED):
            yield _("%(where)s：“%(fields)s”不能在意见里改。") % {"where": where, "fields": "、".join(sorted(unknown))}


# Deciding


def why_not_decide(comment: Comment, *, by: Actor) -> str | None:
    """Why the actor may not follow or decline it; None if they may."""
    if refused := why_not(comment.consultation.plan, "edit", by=by):
        return refused
    if comment.consultation.answered_at is None:
        return _("%(who)s还没有反馈，意见可能还要改。") % {"who": comment.consultation.organisation}
    if comment.state != Comment.State.OPEN:
        return _("这条意见已经定为“%(state)s”。") % {"state": comment.get_state_display()}
    return None


@transaction.atomic
def accept(comment: Comment, *, by: Actor, reason: str = "") -> Comment:
    """Follow it: values that it proposes are the task's from now on. Raises Refused."""
    comment = _locked(comment, by=by)
    if comment.task and comment.wanted:
        task = Task.objects.select_related("plan__authority", "goal").get(pk=comment.task.pk)
        writing.edit(task, wanted_after(task, comment.wanted), version=task.version, by=by)
    return _decided(comment, Comment.State.ACCEPTED, reason, by=by)


@transaction.atomic
def decline(comment: Comment, *, reason: str, by: Actor) -> Comment:
    """Leave the plan as it is and say why; who commented sees it. Raises Refused."""
    comment = _locked(comment, by=by)
    refuse_if([None if reason.strip() else _("请写明为什么不采纳，提意见的单位会看到。")])
    return _decided(comment, Comment.State.DECLINED, reason, by=by)


def wanted_after(task: Task, proposed: dict[str, Any]) -> writing.Wanted:
    """The task with the proposed values in place of its own."""
    wanted = writing.wanted_of(task)
    if words := proposed.get("words"):
        wanted = replace(wanted, words=words)
    if due := proposed.get("due"):
        wanted = replace(wanted, due=date.fromisoformat(due), due_words=proposed.get("due_words", ""))
    if lead := proposed.get("lead"):
        organisation = Organisation.objects.filter(pk=lead).first()
        if organisation is None:
            raise Refused(_("提议的牵头单位已经不在了，请另定牵头单位。"))
        rest = tuple(one for one in wanted.named if one.part != Responsibility.Part.LEAD)
        named = writing.Named(Responsibility.Part.LEAD, str(organisation), organisation)
        wanted = replace(wanted, named=(named, *rest))
    return wanted


def wanted_words(proposed: dict[str, Any], names: dict[int, str]) -> list[tuple[str, str]]:
    """What a comment proposes, as the page shows it."""
    labels = {"words": _("任务改为"), "due": _("时限改为"), "lead": _("牵头改为")}
    said = {**proposed, "lead": names.get(proposed.get("lead", 0), "")}
    return [(label, str(said[key])) for key, label in labels.items() if said.get(key)]


def _locked(comment: Comment, *, by: Actor) -> Comment:
    locked(comment.consultation.plan, "edit", by=by)  # before its comments, as everybody who takes out a task does
    related = ("consultation__plan__authority", "consultation__organisation", "task")
    found = Comment.objects.select_for_update(of=("self",)).select_related(*related).filter(pk=comment.pk).first()
    if found is None:
        raise Refused(_("这条意见刚刚改过或收回了，请刷新页面再看。"))
    refuse_if([why_not_decide(found, by=by)])
    return found


def _decided(comment: Comment, state: str, reason: str, *, by: Actor) -> Comment:
    comment.state, comment.reason = state, reason.strip()[:300]
    comment.decided_by, comment.decided_at = by.membership, timezone.now()
    comment.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    verb = "comment.accept" if state == Comment.State.ACCEPTED else "comment.decline"
    plan = comment.consultation.plan
    detail = {"from": str(comment.consultation.organisation), "words": comment.words, "reason": comment.reason}
    record.write(verb, by=by.who, about=comment.task or plan, where=plan.authority.path, detail=detail)
    return comment


# What waits


@asked_by_actor
def _asked(by: Actor) -> QuerySet[Any, Any]:
    asked = Consultation.objects.filter(organisation=by.organisation, answered_at__isnull=True)
    return asked.filter(plan__state=Plan.State.CONSULTING).values_list("pk", "plan__title", "due")


@asked_by_actor
def _to_decide(by: Actor) -> QuerySet[Any, Any]:
    still = Plan.objects.visible_to(by).filter(state=Plan.State.CONSULTING)
    given = Q(consultations__comments__state=Comment.State.OPEN, consultations__answered_at__isnull=False)
    counted = still.annotate(count=Count("consultations__comments", filter=given)).filter(count__gt=0)
    return counted.values_list("pk", "title", "count")


def pending(actor: Actor) -> Iterable[Pending]:
    """What the actor's organisation is asked to comment on; for the office, comments that wait for a decision."""
    if actor.role in ANSWERERS:
        for pk, plan, day in _asked(actor):
            due = _("%(month)s月%(day)s日前") % {"month": day.month, "day": day.day}
            yield Pending(_("对《%(plan)s》提意见") % {"plan": plan}, reverse("consultation", args=[pk]), due=due)
    if actor.role in KEEPERS:
        for pk, title, count in _to_decide(actor):
            address = reverse("plan-consultation", args=[pk])
            yield Pending(_("《%(plan)s》的意见要处理") % {"plan": title}, address, count=count)
