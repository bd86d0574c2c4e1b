"""The moves of an assignment as programs make them: one operation for those of words and proof, one for each of the rest."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal, get_args

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from pydantic import ConfigDict

from luoshi.office.api import NUMBER, Words, answers
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.actions import EditedMeanwhile
from luoshi.office.organisations.models import Membership, Organisation
from luoshi.office.plans.assignment import acts, adjusting, api, milestones, splitting
from luoshi.office.plans.assignment.moves import MOVES
from luoshi.office.plans.assignment.said import LONGEST, Said, Shown
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Adjustment, Assignment, Milestone, Target
from luoshi.office.refused import Refused, refuse_if

router = Router(tags=["办理"])

MoveName = Literal[
    "receive", "withdraw_change", "grant_change", "refuse_change", "note", "report", "take_back", "sign", "send_back",
    "verify", "on_track", "behind", "standing", "reopen", "recall",
]  # fmt: skip
PLAIN: tuple[str, ...] = get_args(MoveName)
ACTORS = frozenset(role for name in PLAIN for role in MOVES[name].roles)

LINE = Annotated[Words, Field(max_length=200)]
TEXT = Annotated[Words, Field(max_length=LONGEST)]
AFTER = answers(api.AssignmentWhole, 404, 409, 415)


class Given(Schema):
    """What comes with every move: which version of the assignment the program has read. Nothing unknown is taken in."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(ge=1, le=2**31 - 1, description="读到的 version；别人办过一步以后不再相同，回答 409")


class ProofGiven(Schema):
    """A link, or a figure. Files are handed in on the page, where they are looked through."""

    model_config = ConfigDict(extra="forbid")

    words: LINE = Field("", description="说明什么")
    link: Annotated[Words, Field(max_length=500)] = ""
    target: NUMBER | None = Field(None, description="本任务指标的编号")
    value: Annotated[Decimal, Field(max_digits=24, decimal_places=6)] | None = None
    unit: Annotated[Words, Field(max_length=20)] = ""
    as_of: date | None = Field(None, description="截至哪天")


class DecisionGiven(Schema):
    """Who decided, where somebody else enters it."""

    model_config = ConfigDict(extra="forbid")

    by: Annotated[Words, Field(max_length=120)]
    on: date
    document: Annotated[Words, Field(max_length=120)] = ""


class MoveGiven(Given):
    """Words and proof."""

    words: TEXT = ""
    evidence: list[ProofGiven] = Field([], max_length=20)
    decision: DecisionGiven | None = Field(None, description="登记领导决定的，写明谁、哪天")


class ReachGiven(Given):
    """That a milestone is reached, with words and proof."""

    words: TEXT = ""
    evidence: list[ProofGiven] = Field([], max_length=20)


class ChangeGiven(Given):
    """申请调整: what is asked for, and why."""

    kind: Adjustment.Kind
    why: TEXT
    new_due: date | None = Field(None, description="延期的，延到哪天")
    to: NUMBER | None = Field(None, description="改由其他单位承办的，哪个机构")


class SplitGiven(Given):
    """分办: what is asked of whom."""

    words: Annotated[Words, Field(max_length=300)] = Field("", description="空着：与任务相同")
    due: date | None = None
    organisations: list[NUMBER] = Field(min_length=1, max_length=splitting.MOST)


class MilestoneGiven(Schema):
    """A milestone to be reached."""

    model_config = ConfigDict(extra="forbid")

    words: LINE
    due: date


class MilestonesGiven(Given):
    """设置节点: all of them; those reached stay as they are."""

    milestones: list[MilestoneGiven] = Field(max_length=milestones.MOST)


class VerifierGiven(Given):
    """指定核验人."""

    verifier: NUMBER = Field(description="岗位的编号")


Answer = dict[str, Any] | HttpResponse


def _carry_out(request: Request, pk: int, version: int, verb: Callable[[Assignment], object]) -> Answer:
    """What the verb does, and the assignment after it. Raises Refused, and EditedMeanwhile where somebody was quicker."""
    one = get_object_or_404(api.seen(request.actor), pk=pk)
    try:
        verb(one)
    except Refused as refusal:
        if Assignment.objects.filter(pk=pk).exclude(version=version).exists():
            raise EditedMeanwhile(*refusal.reasons) from refusal
        raise
    return api.whole(api.seen(request.actor).get(pk=pk), request.actor)


def _said(given: MoveGiven | ReachGiven, one: Assignment) -> Said:
    decision = given.decision if isinstance(given, MoveGiven) else None
    decided = Decision(decision.by, decision.on, decision.document) if decision else None
    return Said(given.words, [_shown(proof, one) for proof in given.evidence], decided)


def _shown(proof: ProofGiven, one: Assignment) -> Shown:
    target = None
    if proof.target is not None:
        target = Target.objects.filter(pk=proof.target, task=one.task_id).first()
        refuse_if([None if target else _("这项任务没有编号为 %(number)s 的指标。") % {"number": proof.target}])
    return Shown(proof.words, None, proof.link, target, proof.value, proof.unit, proof.as_of)


def _organisations(numbers: Iterable[int], one: Assignment) -> list[Organisation]:
    """Those of the plan's authority with these numbers. Raises Refused, naming those that are not there."""
    here = Organisation.objects.filter(path__startswith=one.task.plan.authority.path)
    found = {body.pk: body for body in here.filter(pk__in=set(numbers))}
    refuse_if(_("本局没有编号为 %(number)s 的机构。") % {"number": each} for each in numbers if each not in found)
    return list(found.values())


@open_to((), act=MOVES["ask_change"].roles)
@router.post("assignments/{pk}/ask_change", response=AFTER, url_name="api-ask-change", summary="申请调整")
def ask_change(request: Request, pk: NUMBER, given: ChangeGiven) -> Answer:
    def verb(one: Assignment) -> object:
        to = _organisations([given.to], one)[0] if given.to is not None else None
        asked = adjusting.Asked(given.kind, given.why, given.new_due, to)
        return adjusting.ask_change(one, asked, by=request.actor, version=given.version)

    return _carry_out(request, pk, given.version, verb)


@open_to((), act=MOVES["split"].roles)
@router.post("assignments/{pk}/split", response=AFTER, url_name="api-split", summary="分办")
def split(request: Request, pk: NUMBER, given: SplitGiven) -> Answer:
    """分给几个单位，都分或都不分。"""

    def verb(one: Assignment) -> object:
        piece = splitting.Piece(given.words, given.due, _organisations(given.organisations, one))
        return splitting.split(one, piece, by=request.actor, version=given.version)

    return _carry_out(request, pk, given.version, verb)


@open_to((), act=MOVES["plan_milestones"].roles)
@router.post("assignments/{pk}/plan_milestones", response=AFTER, url_name="api-plan-milestones", summary="设置节点")
def plan_milestones(request: Request, pk: NUMBER, given: MilestonesGiven) -> Answer:
    """写全部节点；已经完成的照旧。"""

    def verb(one: Assignment) -> object:
        wanted = [(each.words, each.due) for each in given.milestones]
        return milestones.plan(one, wanted, by=request.actor, version=given.version)

    return _carry_out(request, pk, given.version, verb)


@open_to((), act=MOVES["note"].roles)
@router.post(
    "assignments/{pk}/milestones/{milestone}/reach", response=AFTER, url_name="api-reach", summary="完成一个节点"
)
def reach(request: Request, pk: NUMBER, milestone: NUMBER, given: ReachGiven) -> Answer:
    def verb(one: Assignment) -> object:
        held = get_object_or_404(Milestone, pk=milestone, assignment=one)
        return milestones.reach(one, held, said=_said(given, one), by=request.actor, version=given.version)

    return _carry_out(request, pk, given.version, verb)


@open_to((), act=MOVES["name_verifier"].roles)
@router.post("assignments/{pk}/name_verifier", response=AFTER, url_name="api-name-verifier", summary="指定核验人")
def name_verifier(request: Request, pk: NUMBER, given: VerifierGiven) -> Answer:
    def verb(one: Assignment) -> object:
        found = Membership.objects.visible_to(request.actor).select_related("organisation", "person")
        verifier = found.filter(pk=given.verifier).first()
        if verifier is None:
            raise Refused(_("辖区内没有编号为 %(number)s 的岗位。") % {"number": given.verifier})
        return acts.name_verifier(one, verifier, by=request.actor, version=given.version)

    return _carry_out(request, pk, given.version, verb)


@open_to((), act=ACTORS)
@router.post("assignments/{pk}/{move}", response=AFTER, url_name="api-move", summary="办一步")
def move(request: Request, pk: NUMBER, move: MoveName, given: MoveGiven) -> Answer:
    """签收、填写进展、报告完成、签批、退回、核验等。能办哪一步、不能办的为什么，见读取一件承办的 moves。"""

    def verb(one: Assignment) -> object:
        if move == "recall":
            return splitting.recall(one, why=given.words, by=request.actor, version=given.version)
        make = OWN_VERBS.get(move, partial(acts.act, move=move))
        return make(one, said=_said(given, one), by=request.actor, version=given.version)

    return _carry_out(request, pk, given.version, verb)


# Moves that do more than write down words; every other is acts.act.
OWN_VERBS: dict[str, Callable[..., Assignment]] = {
    "withdraw_change": adjusting.withdraw_change,
    "grant_change": adjusting.grant_change,
    "refuse_change": adjusting.refuse_change,
}
