"""核对: what the office decides of every finding of a report. One decision a finding, each with its version, so that two
people can work at once and neither overwrites the other unseen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import moves, tasks
from luoshi.office.plans.drafting import locked
from luoshi.office.plans.making import Chosen, Kind, Maker, Measure, unmake
from luoshi.office.plans.models import Candidate, CandidateQuerySet, Plan, Reading, Report, Task
from luoshi.office.plans.outline import NO_HEADING
from luoshi.office.plans.roster import Roster
from luoshi.office.plans.tasks import Named, Wanted
from luoshi.office.refused import Refused, refuse_if
from luoshi.reader.write.wording import one_line

State = Candidate.State
LONGEST_REASON = 200
OLDER = gettext_lazy("这份报告刚刚重新识别过，请打开新的结果再核；已经核过的都带过去了。")
# What a person may call it instead: words are words, and figures stay figures.
OTHER_KINDS = {Kind.TASK: Kind.GOAL, Kind.GOAL: Kind.TASK, Kind.TARGET: Kind.CLAIM, Kind.CLAIM: Kind.TARGET}


class Conflict(Refused):
    """Somebody else decided since the page was opened; the message says who and what."""


def why_not_review(report: Report, *, by: Actor) -> str | None:
    """Why the actor may decide nothing of a report's findings now; None if they may."""
    if report.plan is None:
        return _("“%(name)s”还没有放进计划。请先选定它属于哪份计划，再核对。") % {"name": report.name}
    return moves.why_not(report.plan, "edit", by=by)


@dataclass(frozen=True)
class Instead:
    """What somebody wants a finding to become; what is left out is as proposed. `tasks` is asked once the plan is held."""

    tasks: Callable[[Maker], Sequence[Wanted]] | None = None
    measure: Measure | None = None
    task: Task | None = None  # whose target a figure becomes
    words: str = ""  # of a goal


@transaction.atomic
def accept(candidate: Candidate, *, version: int, instead: Instead = Instead(), by: Actor) -> Candidate:
    """Make it what it is proposed to be, or something else instead: several tasks are a split. Raises Refused."""
    candidate, maker = _held(candidate, version, by=by)
    refuse_if([_why_not_open(candidate), _why_not_task(maker.plan, instead.task)])
    become = tuple(instead.tasks(maker)) if instead.tasks and candidate.kind == Kind.TASK else ()
    made = maker.make([Chosen(candidate, become, instead.measure, instead.task, instead.words)])
    _decide(made, State.ACCEPTED, by=by)
    verb = "candidate.split" if len(become) > 1 else "candidate.accept"
    detail = {"words": candidate.words, "became": [one.words for one in become] or maker.words}
    record.write(verb, by=by.who, about=candidate, where=maker.plan.authority.path, detail=detail)
    return candidate


@transaction.atomic
def accept_under(reading: Reading, headings: Sequence[str], *, by: Actor) -> int:
    """Everything that is open under a heading, as proposed; gives how many. What others decided stays. Raises Refused."""
    maker = _maker(reading.report, by=by)
    _refuse_older(reading)
    depth = len(headings)
    rows = reading.candidates.filter(state=State.OPEN)
    found = [one for one in rows if (one.headings or list(NO_HEADING))[:depth] == list(headings)]
    if not found:
        raise Refused(_("这一部分没有待核的条目了。"))
    made = maker.make([Chosen(one) for one in found])
    _decide(made, State.ACCEPTED, by=by)
    detail = {"headings": list(headings), "words": [one.words for one in made]}
    where = maker.plan.authority.path
    record.write("candidate.accept_all", by=by.who, about=reading.report, where=where, detail=detail)
    return len(made)


@transaction.atomic
def merge(candidates: Sequence[Candidate], versions: Sequence[int], *, by: Actor) -> Candidate:
    """Several open tasks become one; gives the first, under which it stands. Raises Refused."""
    if len({one.pk for one in candidates}) < 2:
        raise Refused(_("合并至少要选两条任务。"))
    held = [_held(one, version, by=by) for one, version in zip(candidates, versions, strict=True)]
    found = sorted((one for one, _maker in held), key=lambda one: one.order)
    maker, first = held[0][1], found[0]
    apart = len({one.reading_id for one in found}) > 1
    refuse_if(
        [
            *(_why_not_open(one) for one in found),
            _("只能合并同一份报告的条目。") if apart else None,
            _("只有任务可以合并，所选的里面有目标或数据。") if {one.kind for one in found} != {Kind.TASK} else None,
        ]
    )
    one = _merged([maker.proposed(each) for each in found])
    made = maker.make([Chosen(first, (one,))])
    task = Task.objects.get(candidates=first)
    task.candidates.add(*found[1:])
    along = Candidate.objects.filter(belongs_to__in=found[1:], state=State.OPEN, kind=Kind.TARGET)
    made += maker.make([Chosen(each, task=task) for each in along])
    _decide([*made, *found[1:]], State.ACCEPTED, by=by)
    detail = {"words": [each.words for each in found], "became": _became(first)}
    record.write("candidate.merge", by=by.who, about=first, where=maker.plan.authority.path, detail=detail)
    return first


def _merged(wanted: Sequence[Wanted]) -> Wanted:
    """One task that asks for all: the words joined, everybody named once, the strictest grade, the latest day."""
    named: dict[tuple[Any, ...], Named] = {}
    for one in (each for task in wanted for each in task.named):
        named.setdefault((one.part, one.words, one.organisation, one.membership), one)
    return replace(
        wanted[0],
        words="；".join(one.words.rstrip("。；") for one in wanted),
        basis="\n".join(dict.fromkeys(one.basis for one in wanted if one.basis)),
        grade=min((one.grade for one in wanted), key=Task.Grade.values.index),
        due=max((one.due for one in wanted if one.due), default=None),
        due_words="、".join(dict.fromkeys(one.due_words for one in wanted if one.due_words)),
        rule=next((one.rule for one in wanted if one.rule), ""),
        named=tuple(named.values()),
    )


@transaction.atomic
def give_back(candidate: Candidate, reason: str, *, version: int, by: Actor) -> Candidate:
    """It does not become anything, and why; a task's own open figures go with it. Raises Refused."""
    candidate, maker = _held(candidate, version, by=by)
    reason = one_line(reason)[:LONGEST_REASON]
    refuse_if([_why_not_open(candidate), why_not_reason(reason)])
    along = candidate.attached.filter(state=State.OPEN)
    _decide([candidate, *along], State.RETURNED, reason=reason, by=by)
    detail = {"words": candidate.words, "reason": reason}
    record.write("candidate.give_back", by=by.who, about=candidate, where=maker.plan.authority.path, detail=detail)
    return candidate


def why_not_reason(reason: str) -> str | None:
    """What is wrong with the reason for which a finding is given back; None if nothing is."""
    return None if one_line(reason) else _("请写一句不采用的原因，例如：重复、去年的工作。")


@transaction.atomic
def take_back(candidate: Candidate, *, version: int, by: Actor) -> Candidate:
    """The decision is taken back, and what was made by it goes. Raises Refused."""
    candidate, maker = _held(candidate, version, by=by)
    if candidate.state == State.OPEN:
        raise Refused(_("这一条还没有核，不用撤回。"))
    made = list(candidate.tasks.all()) if candidate.kind == Kind.TASK else []
    became = [str(task) for task in made] or _became(candidate)
    detail = {"words": candidate.words, "state": candidate.state, "became": became}
    record.write("candidate.take_back", by=by.who, about=candidate, where=maker.plan.authority.path, detail=detail)
    tasks.take_out(*made)
    unmake(candidate)
    if candidate.state == State.RETURNED:
        candidate.attached.filter(state=State.RETURNED, decided_at=candidate.decided_at).reopen()
    if not made:
        Candidate.objects.filter(pk=candidate.pk).reopen()
    candidate.state, candidate.reason, candidate.version = State.OPEN, "", candidate.version + 1
    candidate.decided_by = candidate.decided_at = None
    return candidate


@transaction.atomic
def change_kind(candidate: Candidate, kind: str, *, version: int, by: Actor) -> Candidate:
    """A task is a goal after all, a target what was reached, or the other way. Raises Refused."""
    candidate, maker = _held(candidate, version, by=by)
    known = OTHER_KINDS[Kind(candidate.kind)]
    odd = _("“%(words)s”只能改成%(kind)s。") % {"words": candidate.words, "kind": known.label}
    refuse_if([_why_not_open(candidate), None if kind == known else odd])
    detail = {"words": candidate.words, "before": candidate.kind, "after": kind}
    candidate.kind = kind
    candidate.version += 1
    candidate.save(update_fields=["kind", "version"])
    record.write("candidate.kind", by=by.who, about=candidate, where=maker.plan.authority.path, detail=detail)
    return candidate


@transaction.atomic
def set_grade(candidate: Candidate, grade: str, *, version: int, by: Actor) -> Candidate:
    """How closely its task is followed; an open one is accepted with it. Raises Refused."""
    if grade not in Task.Grade.values:
        raise Refused(_("没有“%(grade)s”这种要求。") % {"grade": grade})
    if Candidate.objects.filter(pk=candidate.pk, state=State.OPEN).exists():
        graded = Instead(lambda maker: [replace(maker.proposed(candidate), grade=grade)])
        return accept(candidate, version=version, instead=graded, by=by)
    candidate, maker = _held(candidate, version, by=by)
    if candidate.kind != Kind.TASK or candidate.state != State.ACCEPTED:
        raise Refused(_("采用为任务的条目，才分督办、常规和原则性要求。"))
    for task in Task.objects.select_for_update().filter(candidates=candidate).exclude(grade=grade):
        detail = {"before": {"grade": task.grade}, "after": {"grade": grade}}
        task.grade, task.version = grade, task.version + 1
        task.save(update_fields=["grade", "version"])
        record.write("task.edit", by=by.who, about=task, where=maker.plan.authority.path, detail=detail)
    return candidate


def undecided(plan: Plan) -> CandidateQuerySet:
    """Tasks that nobody has decided on: of the newest readings of the plan's own reports in their last draft."""
    own = Report.objects.filter(plan=plan, kind=Report.Kind.OWN, replaced_by=None)
    found = Candidate.objects.filter(reading__in=newest_of(own), kind=Kind.TASK, state=State.OPEN)
    return found.order_by("reading", "order")


def undecided_in(plan: Plan) -> list[tuple[int, str, int]]:
    """How many they are in each report: its number, its name."""
    names = ("reading__report", "reading__report__name")
    counted = undecided(plan).order_by(*names).values_list(*names).annotate(number=Count("pk"))
    return list(counted)


def newest_of(reports: Any) -> Any:
    """The newest reading of each of these reports."""
    newest = Reading.objects.filter(report=OuterRef("report")).values("report").annotate(last=Max("pk")).values("last")
    return Reading.objects.filter(report__in=reports, pk=Subquery(newest)).values("pk")


@transaction.atomic
def settle_undecided(plan: Plan, *, by: Actor) -> int:
    """Before the plan is issued, what nobody decided on becomes guiding; gives how many. Raises Refused."""
    refuse_if([moves.why_not(plan, "issue", by=by)])
    waiting = undecided(plan).select_related("reading__report").defer("reading__found", "reading__page")
    by_report: dict[int, list[Candidate]] = {}
    for one in waiting:
        by_report.setdefault(one.reading.report_id, []).append(one)
    for found in by_report.values():
        maker = Maker(plan, found[0].reading.report, Roster(plan.authority, timezone.localdate()))
        guiding = [Chosen(one, (_guiding(maker.proposed(one)),)) for one in found]
        _decide(maker.make(guiding), State.ACCEPTED, by=by)
        detail = {"words": [one.words for one in found]}
        where = plan.authority.path
        record.write("candidate.settle", by=by.who, about=found[0].reading.report, where=where, detail=detail)
    return sum(map(len, by_report.values()))


def _guiding(wanted: Wanted) -> Wanted:
    """Nobody is there to shorten it, and one long finding must not keep a plan from being issued: all of it is its basis."""
    if len(wanted.words) > tasks.LONGEST:
        wanted = replace(wanted, words=f"{wanted.words[: tasks.LONGEST - 1]}…", basis=wanted.words)
    return replace(wanted, grade=Task.Grade.GUIDING)


# What every verb asks


def _maker(report: Report, *, by: Actor) -> Maker:
    refuse_if([why_not_review(report, by=by)])
    assert report.plan
    plan = locked(report.plan, "edit", by=by)
    if not Report.objects.filter(pk=report.pk, plan=plan).exists():
        raise Refused(_("“%(name)s”刚刚换了计划或已经删除，请刷新页面后再核。") % {"name": report.name})
    return Maker(plan, report, Roster(plan.authority, timezone.localdate()))


def _held(candidate: Candidate, version: int, *, by: Actor) -> tuple[Candidate, Maker]:
    """The candidate as it stands now, held with its plan until the transaction ends. Raises Conflict."""
    maker = _maker(candidate.reading.report, by=by)
    later = Reading.objects.filter(report=candidate.reading.report_id, pk__gt=candidate.reading_id)
    found = Candidate.objects.annotate(is_older=Exists(later))
    now: Any = found.get(pk=candidate.pk)
    now.reading = candidate.reading
    refuse_if([str(OLDER) if now.is_older else None])
    if now.version != version:
        raise Conflict(told(now))
    return now, maker


def told(candidate: Candidate) -> str:
    """Who was faster, and what they decided."""
    if candidate.state == State.OPEN:
        return _("别人刚动过这一条，它现在待核。您要做的还没有做，请看清后再定。")
    what = (
        _("采用了") if candidate.state == State.ACCEPTED else _("没有采用（%(reason)s）") % {"reason": candidate.reason}
    )
    said = _("%(who)s在 %(when)s %(what)s这一条。您要做的没有做；要改，请先撤回。")
    when = timezone.localtime(candidate.decided_at)
    return said % {"who": candidate.decided_by and candidate.decided_by.person, "when": f"{when:%H:%M}", "what": what}


def _refuse_older(reading: Reading) -> None:
    later = Reading.objects.filter(report=reading.report_id, pk__gt=reading.pk)
    refuse_if([str(OLDER) if later.exists() else None])


def _why_not_open(candidate: Candidate) -> str | None:
    return None if candidate.state == State.OPEN else told(candidate)


def _why_not_task(plan: Plan, task: Task | None) -> str | None:
    return None if task is None or task.plan_id == plan.pk else _("“%(task)s”不是这份计划的任务。") % {"task": task}


def _decide(candidates: Sequence[Candidate], state: str, *, by: Actor, reason: str = "") -> None:
    decided = {"state": state, "reason": reason, "decided_by": by.membership, "decided_at": timezone.now()}
    Candidate.objects.filter(pk__in=[one.pk for one in candidates]).update(**decided, version=F("version") + 1)
    for one in candidates:
        for name, value in decided.items():
            setattr(one, name, value)
        one.version += 1


def _became(candidate: Candidate) -> list[str]:
    """The words of everything that was made of it."""
    made = (candidate.tasks, candidate.goals, candidate.targets, candidate.claims)
    wanted = {Kind.TASK: 0, Kind.GOAL: 1, Kind.TARGET: 2, Kind.CLAIM: 3}[Kind(candidate.kind)]
    return [str(one) for one in made[wanted].all()]
