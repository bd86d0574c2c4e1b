"""What a chased organisation answers: once, in words, which also stand in each assignment's history."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.assignment import acts as moving
from luoshi.office.plans.assignment.moves import why_not
from luoshi.office.plans.assignment.parties import OWNER_ROLES
from luoshi.office.plans.assignment.said import Said
from luoshi.office.plans.chasing import acts
from luoshi.office.plans.chasing.deciding import locked
from luoshi.office.plans.chasing.ladder import State
from luoshi.office.plans.models import Chaser
from luoshi.office.refused import refuse_if


def why_not_answer(one: Chaser, *, by: Actor) -> str | None:
    """Why the actor may not answer it; None if they may. Whoever enters for a body that does not sign in may."""
    works = by.organisation.pk == one.organisation_id
    if not works or not (by.behalf or by.role in OWNER_ROLES[one.organisation.kind]):
        return _("反馈由%(who)s的人填写；不登录系统的，由局办公室或中心校代录。") % {"who": one.organisation}
    if one.state == State.ANSWERED:
        return _("已经反馈过。有新的进展，请在任务页上写明。")
    if one.state != State.SENT:
        return _("它还没有发出。")
    if one.answer_by is None:
        return _("%(step)s不用单独反馈：有进展请在任务页上写明。") % {"step": one.get_step_display()}
    return None


@transaction.atomic
def answer(one: Chaser, words: str, *, by: Actor) -> Chaser:
    """Say why, what is done and until when. Raises Refused. Where the assignment is still in hand it is its progress too."""
    one, words = locked(one), words.strip()
    long = len(words) > acts.LONGEST
    refuse_if(
        [
            why_not_answer(one, by=by),
            None if words else _("请写明原因、措施和完成日期。"),
            _("反馈太长，最多 %(most)s 字。") % {"most": acts.LONGEST} if long else None,
        ]
    )
    one.state, one.answer, one.answered_at = State.ANSWERED, words, timezone.now()
    one.answered_by, one.behalf = by.membership, str(by.behalf or "")
    one.save(update_fields=["state", "answer", "answered_at", "answered_by", "behalf"])
    for each in sorted(one.chased.all(), key=lambda each: each.assignment_id):
        held = moving.locked(each.assignment)
        if why_not(held, "note", by=by) is None:
            moving.moved(held, "note", by=by, said=Said(words, more={"chaser": one.pk}))
    acts.write("answer", one, by=by.who, said=words)
    return one
