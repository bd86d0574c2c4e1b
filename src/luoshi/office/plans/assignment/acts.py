"""The verbs of an assignment. Each locks the row, asks the table of moves, writes one 办理记录 and one line in the journal."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.desk import asks
from luoshi.office.journal import record
from luoshi.office.journal.who import PROGRAM
from luoshi.office.organisations.actor import Actor, area_of
from luoshi.office.organisations.models import Membership, Role
from luoshi.office.plans import telling
from luoshi.office.plans.assigning import SOURCE
from luoshi.office.plans.assignment import parties
from luoshi.office.plans.assignment.moves import ABIDING, MOVES, WORKING, why_not
from luoshi.office.plans.assignment.said import LONGEST, LONGEST_NAME, NOTHING, SHORT, Said, Shown, too_long
from luoshi.office.plans.models import (
    CONCLUDED,
    Adjustment,
    Assignment,
    AssignmentQuerySet,
    Evidence,
    Movement,
    Responsibility,
    Task,
    kept,
)
from luoshi.office.refused import refuse_if

State = Assignment.State
THROUGH = tuple(state for state in CONCLUDED if state != State.BEHIND)  # after which nothing more is awaited
SAID_DONE = (*THROUGH, State.REPORTED, State.SIGNED)  # by the lead itself at least
BY_OWNER = ("receive", "ask_change", "withdraw_change", "note", "report", "take_back", "split")
ANSWERS = ("send_back", "refuse_change", "grant_change", "recall", "reopen")  # of which who has it in hand is told
# Moves that need no more than words and proof; the others have verbs of their own.
PLAIN = (
    "receive", "note", "report", "take_back", "sign", "send_back", "verify", "on_track", "behind", "standing", "reopen",
    "recall",
)  # fmt: skip


BESIDE = ("task__plan__authority", "organisation", "parent__organisation", "submitted_by", "verifier")


def locked(one: Assignment) -> Assignment:
    """The row as it is now, held until the transaction ends."""
    hold_tasks([one.task_id])
    return Assignment.objects.select_for_update(of=("self",)).select_related(*BESIDE).get(pk=one.pk)


def hold_tasks(numbers: Collection[int]) -> None:
    """Their tasks first, as who amends one does, so that neither waits for the other; and the last of two leads at once
    sees the other's end."""
    list(Task.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=numbers).order_by("pk"))


@transaction.atomic
def act(one: Assignment, move: str, *, by: Actor, said: Said = NOTHING, version: int | None = None) -> Assignment:
    """Do one of the moves that need no more than words and proof. Raises Refused.

    `version` is what the page showed; None where nobody looked at the row before.
    """
    assert move in PLAIN, move
    one = locked(one)
    refuse_if([why_not(one, move, by=by), changed_since(one, version), *faults(one, move, said, by=by)])
    moved(one, move, by=by, said=said)
    tell([one], move, said, by=by)
    return one


def tell(rows: Sequence[Assignment], move: str, said: Said, *, by: Actor) -> None:
    """Who has them in hand hears what was decided elsewhere."""
    if move in ANSWERS:
        telling.tell_of_answer(rows, str(MOVES[move].label), said.words.strip(), by=by.who)


def changed_since(one: Assignment, version: int | None) -> str | None:
    if version is None or version == one.version:
        return None
    newest = one.movements.select_related("by__person").first()
    who = newest.by.person if newest and newest.by else PROGRAM.name
    return _("您打开页面以后，%(who)s已经办了一步，现在是“%(state)s”。请看清后再办，您填的还在。") % {
        "who": who,
        "state": one.get_state_display(),
    }


def faults(one: Assignment, move: str, said: Said, *, by: Actor) -> Iterable[str | None]:
    """What is missing in what comes with a move."""
    rule = MOVES[move]
    yield (
        _("“%(move)s”要写几句话，说明情况。") % {"move": rule.label}
        if (rule.needs_words and not said.words.strip())
        else None
    )
    yield _("说明太长，最多 %(most)s 字。") % {"most": LONGEST} if len(said.words) > LONGEST else None
    for shown in said.evidence:
        yield from shown.faults()
    yield proof_missing(one, move, said.evidence)
    if said.decision:
        yield from said.decision.faults()
        yield too_long(_("决定的会议或领导"), said.decision.by, LONGEST_NAME)
        yield too_long(_("签批单的名称"), said.decision.document, LONGEST_NAME)
    elif needs_decision(one, move, by=by):
        yield _("这一步是领导的决定。请写明是谁、哪天决定的，有签批单的写上名称。")


def proof_missing(one: Assignment, move: str, evidence: Collection[object]) -> str | None:
    """A supervised task is not said to be done without proof, sent with the report or before."""
    if move != "report" or one.task.grade != Task.Grade.SUPERVISED or evidence:
        return None
    if Evidence.objects.filter(movement__assignment=one).exists():
        return None
    return _("督办任务报告完成要附佐证：文件、照片、链接或数据，至少一条。")


def needs_decision(one: Assignment, move: str, *, by: Actor) -> bool:
    """Whether who does it enters somebody else's decision, and so has to say whose."""
    return is_leaders(one, move) and by.role != Role.LEADER and not _is_leads(one, by)


def is_leaders(one: Assignment, move: str) -> bool:
    """Whether the move is a leader's: who enters it for them says whose decision it was."""
    if move in ("grant_change", "refuse_change"):
        return True
    return move == "sign" and one.organisation.kind in parties.IN_BUREAU


def _is_leads(one: Assignment, by: Actor) -> bool:
    return one.parent is not None and parties.is_owner(one.parent, by)


def moved(
    one: Assignment, move: str, *, by: Actor, said: Said = NOTHING, to: str | None = None, **values: Any
) -> Movement:
    """Write the movement and everything that follows from it, for verbs that have checked their own leave."""
    now, before = timezone.now(), one.state
    one.state = to or _next(one, move, by=by)
    one.version += 1
    for name, value in values.items():
        setattr(one, name, value)
    if move in BY_OWNER and before != State.CANCELLED:  # what is asked for again was not heard of for that
        one.moved_at = now
    if move == "report":
        one.submitted_by, one.reported_on = by.membership, timezone.localdate()
    if move == "reopen" and one.verifier and parties.has_left(one.verifier):
        one.verifier = None  # or what is reported next would wait for them
    if one.state in CONCLUDED:
        one.ended_on = timezone.localdate()
    elif before in CONCLUDED:
        one.ended_on = None
    one.save()
    movement = _movement(one, move, before, said, by=by)
    _tell_the_asks(one, before, by=by)
    detail: dict[str, Any] = {"before": before, "after": one.state, "words": said.words.strip(), **said.more}
    if said.evidence:
        detail["evidence"] = [_told(shown) for shown in said.evidence]
    if said.decision:
        detail |= {"decided_by": said.decision.by, "decided_on": said.decision.on, "document": said.decision.document}
    record.write(f"assignment.{move}", by=by.who, about=one, where=one.organisation.path, detail=detail)
    if before == State.ADJUSTING and one.state in (State.CANCELLED, *CONCLUDED) and move != "grant_change":
        open_ones = one.adjustments.filter(state=Adjustment.State.OPEN)  # what was asked for needs no answer any more
        open_ones.update(state=Adjustment.State.WITHDRAWN, answered=movement)
    if parties.is_lead(one):
        _lead_on(one, before, by=by)
    return movement


def _lead_on(lead: Assignment, before: str, *, by: Actor) -> None:
    """Who assists is through as long as the leads are; one that is let off leads no more."""
    if lead.state in (*THROUGH, State.CANCELLED) and before not in (*THROUGH, State.CANCELLED):
        _end_along(lead.task_id, lead.occurrence, by=by)
    elif before in SAID_DONE and lead.state not in SAID_DONE:
        _take_up_along(lead.task_id, lead.occurrence, by=by)


def go_along(task: Task, *, by: Actor) -> None:
    """After the leads of a task became others: who assists is through if they are, and goes on if one of them does not."""
    times = Assignment.objects.of_the_plan().filter(task=task, part=Responsibility.Part.ASSIST).order_by()
    for occurrence in times.values_list("occurrence", flat=True).distinct():
        _end_along(task.pk, occurrence, by=by)
        _take_up_along(task.pk, occurrence, by=by)


def _leads(task: int, occurrence: str) -> AssignmentQuerySet:
    given = Assignment.objects.of_the_plan().given_out().filter(task=task, occurrence=occurrence)
    return given.filter(part=Responsibility.Part.LEAD)


def _end_along(task: int, occurrence: str, *, by: Actor) -> None:
    """Once every lead of a task is through, who assists is too: nothing was asked of them but through a lead."""
    leads = _leads(task, occurrence)
    if not leads.exists() or leads.exclude(state__in=THROUGH).exists():
        return
    names = "、".join(str(each.organisation) for each in leads.select_related("organisation"))
    rows = Assignment.objects.of_the_plan().given_out().filter(task=task, occurrence=occurrence)
    helping = rows.filter(part=Responsibility.Part.ASSIST).exclude(state__in=THROUGH)
    for one in helping.select_for_update(of=("self",)).select_related(*BESIDE).order_by("pk"):
        moved(one, "along", by=by, said=Said(_("牵头单位%(leads)s已办结。") % {"leads": names}))


def _take_up_along(task: int, occurrence: str, *, by: Actor) -> None:
    """What ended with its leads goes on with them, from where it was. What was verified by itself stays verified."""
    leads = _leads(task, occurrence).exclude(state__in=SAID_DONE).select_related("organisation")
    newest = Movement.objects.filter(assignment=OuterRef("pk")).order_by("-pk").values("verb")[:1]
    rows = Assignment.objects.of_the_plan().filter(task=task, occurrence=occurrence, state=State.DONE)
    rows = rows.filter(part=Responsibility.Part.ASSIST).annotate(newest=Subquery(newest)).filter(newest="along")
    helping = list(rows.select_for_update(of=("self",)).select_related(*BESIDE).order_by("pk"))
    names = "、".join(str(each.organisation) for each in leads) if helping else ""
    for one in helping if names else ():
        ended = one.movements.latest("pk")
        asked = Adjustment.objects.filter(answered=ended).first()  # which was withdrawn by that, and may be asked anew
        said = Said(_("牵头单位%(lead)s在办。") % {"lead": names})
        moved(one, "along_again", by=by, said=said, to=asked.before if asked else ended.before)


def _next(one: Assignment, move: str, *, by: Actor) -> str:
    """The state after a move where the table leaves it open."""
    rule = MOVES[move]
    if rule.to:
        return rule.to
    if move == "note":
        return one.state if one.state in ABIDING else WORKING
    if move == "report":
        return State.REPORTED if parties.needs_signature(one, by) else State.SIGNED
    return one.state


def _movement(one: Assignment, move: str, before: str, said: Said, *, by: Actor) -> Movement:
    decision = said.decision
    made = Movement.objects.create(
        assignment=one,
        verb=move,
        before=before,
        after=one.state,
        words=said.words.strip(),
        by=by.membership,
        behalf=str(by.behalf or ""),
        decided_by=decision.by.strip() if decision else "",
        decided_on=decision.on if decision else None,
        document=decision.document.strip() if decision else "",
    )
    Evidence.objects.bulk_create(
        Evidence(
            movement=made, kind=shown.kind, words=shown.words.strip(), file=shown.file, link=shown.link,
            target=shown.target, value=kept(shown.value), unit=shown.unit.strip(),
            as_of=shown.as_of or (timezone.localdate() if shown.value is not None else None),
        )
        for shown in said.evidence
    )  # fmt: skip
    return made


def _told(shown: Shown) -> str:
    if shown.file:
        return f"{shown.words} {shown.file.name} {shown.file.pk}".strip()
    return f"{shown.words} {shown.link or f'{shown.value}{shown.unit}'}".strip()


def _tell_the_asks(one: Assignment, before: str, *, by: Actor) -> None:
    """A school's ledger of asks says done from when the school says so, and open again when it is sent back."""
    waits = (State.REPORTED, State.SIGNED, *THROUGH)
    if one.state in waits and before not in waits:
        asks.close(SOURCE, [str(one.pk)], by=by.membership, behalf=str(by.behalf or ""))
    elif before in waits and one.state not in waits:
        if one.state == State.CANCELLED:
            return
        asks.reopen(SOURCE, [str(one.pk)])


# Naming who verifies


@transaction.atomic
def name_verifier(one: Assignment, verifier: Membership, *, by: Actor, version: int | None = None) -> Assignment:
    """Say who verifies it. Raises Refused; nobody verifies their own organisation's work."""
    one = locked(one)
    day = timezone.localdate()
    held = Membership.objects.in_force(day).filter(pk=verifier.pk, organisation__path__startswith=_reach(one)).exists()
    own = verifier.organisation_id == one.organisation_id
    can = verifier.role in (Role.LEADER, Role.OFFICE, Role.SECTION, Role.INSPECTOR)
    refuse_if(
        [
            why_not(one, "name_verifier", by=by),
            changed_since(one, version),
            None if held else _("“%(who)s”现在不在本局任职，请另选一位。") % {"who": verifier},
            _("“%(who)s”是承办单位自己的人，核验要由别人做。") % {"who": verifier} if held and own else None,
            _("核验人要是局领导、局机关人员或责任督学。") if held and not can else None,
            _out_of_district(one, verifier) if held and can and not own else None,
        ]
    )
    said = Said(words=str(verifier), more={"verifier": verifier.pk})
    moved(one, "name_verifier", by=by, said=said, verifier=verifier)
    return one


def _out_of_district(one: Assignment, verifier: Membership) -> str | None:
    """Who cannot open an assignment cannot verify it: an inspector sees the schools of their districts."""
    area = area_of(verifier, authority=one.task.plan.authority, day=timezone.localdate())
    if area.holds(one.organisation.path):
        return None
    said = _("“%(organisation)s”不在“%(who)s”的责任区里，看不到这一件。请另选一位，或先把它划进这个责任区。")
    return said % {"organisation": one.organisation, "who": verifier}


def _reach(one: Assignment) -> str:
    return one.task.plan.authority.path


# Many at once


@transaction.atomic
def act_on_all(rows: Iterable[Assignment], move: str, *, by: Actor, said: Said = NOTHING) -> int:
    """The same move for many, all or none; gives how many. Raises Refused with every reason, each naming its row."""
    assert move in PLAIN, move
    found = all_locked(rows)
    refuse_unless_all(found, move, by=by, said=said)
    for one in sorted(found, key=parties.is_lead):  # a lead's end would end who assists it before their own turn
        moved(one, move, by=by, said=said)
    tell(found, move, said, by=by)
    return len(found)


def all_locked(rows: Iterable[Assignment]) -> list[Assignment]:
    """Many as they are now, held in one order, so that two who hold many do not wait for each other."""
    rows = list(rows)
    hold_tasks({one.task_id for one in rows})
    held = Assignment.objects.select_for_update(of=("self",)).select_related(*BESIDE).order_by("pk")
    found = list(held.filter(pk__in=[one.pk for one in rows]))
    refuse_if([None if found else _("还没有选中任何一件。")])
    return found


def refuse_unless_all(found: Iterable[Assignment], move: str, *, by: Actor, said: Said) -> None:
    reasons: list[str] = []
    for one in found:
        why = [why_not(one, move, by=by), *faults(one, move, said, by=by)]
        reasons += [f"{called(one)}：{reason}" for reason in why if reason]
    refuse_if(dict.fromkeys(reasons))


def called(one: Assignment) -> str:
    """As a list of reasons names it."""
    words = one.what if len(one.what) <= SHORT else f"{one.what[:SHORT]}……"
    return _("%(organisation)s“%(what)s”") % {"organisation": one.organisation, "what": words}
