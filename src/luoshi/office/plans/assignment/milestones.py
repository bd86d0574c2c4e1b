"""节点: the days by which parts of an assignment are to be reached, set by its owner or whoever verifies."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.assignment.acts import changed_since, faults, locked, moved
from luoshi.office.plans.assignment.moves import why_not
from luoshi.office.plans.assignment.said import Said, too_long
from luoshi.office.plans.models import Assignment, Milestone
from luoshi.office.refused import refuse_if
from luoshi.reader.write.wording import one_line

MOST = 24
LONGEST = 200  # characters of one


@transaction.atomic
def plan(
    one: Assignment, wanted: Sequence[tuple[str, date]], *, by: Actor, version: int | None = None
) -> list[Milestone]:
    """Set the milestones; those reached already stay as they are. Raises Refused."""
    one = locked(one)
    said = [(one_line(words), due) for words, due in wanted if words.strip()]
    reached = {each.words: each for each in one.milestones.filter(reached_on__isnull=False)}
    names = [words for words, _due in said]
    refuse_if(
        [
            why_not(one, "plan_milestones", by=by),
            changed_since(one, version),
            _("节点太多，最多 %(most)s 个。") % {"most": MOST} if len(said) > MOST else None,
            *(too_long(_("节点"), words, LONGEST) for words in names),
            *(
                _("节点“%(words)s”写了两遍。") % {"words": words}
                for words in dict.fromkeys(names)
                if names.count(words) > 1
            ),
            *(
                _("节点“%(words)s”的日期 %(due)s 晚于完成时限 %(last)s。")
                % {"words": words, "due": due, "last": one.due}
                for words, due in said
                if one.due and due > one.due
            ),
        ]
    )
    one.milestones.filter(reached_on__isnull=True).delete()
    Milestone.objects.bulk_create(
        Milestone(assignment=one, words=words, due=due) for words, due in said if words not in reached
    )
    told = Said(more={"milestones": [f"{due} {words}" for words, due in said]})
    moved(one, "plan_milestones", by=by, said=told, milestone_due=next_due(one))
    return list(one.milestones.all())


@transaction.atomic
def reach(one: Assignment, milestone: Milestone, *, said: Said, by: Actor, version: int | None = None) -> Assignment:
    """Say that a milestone is reached, with words and proof: a note about it. Raises Refused."""
    one = locked(one)
    held = one.milestones.select_for_update().filter(pk=milestone.pk).first()
    gone = held is None or held.reached_on is not None
    words = said.words.strip() or _("节点“%(words)s”已完成。") % {"words": milestone.words}
    said = Said(words, said.evidence, more={"milestone": milestone.words})
    refuse_if(
        [
            why_not(one, "note", by=by),
            changed_since(one, version),
            *faults(one, "note", said, by=by),
            _("这个节点已经完成，或者已经改掉。") if gone else None,
        ]
    )
    assert held
    movement = moved(one, "note", by=by, said=said)
    held.reached_on, held.movement = timezone.localdate(), movement
    held.save(update_fields=["reached_on", "movement"])
    one.milestone_due = next_due(one)
    one.save(update_fields=["milestone_due"])
    return one


def next_due(one: Assignment) -> date | None:
    """The day of the next milestone that is not reached."""
    return one.milestones.filter(reached_on__isnull=True).values_list("due", flat=True).order_by("due").first()
