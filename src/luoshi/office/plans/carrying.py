"""What was decided of an older reading is carried over to a newer one; nothing that was decided is changed."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, Case, When

from luoshi.office.plans.models import Candidate, Claim, Goal, Reading, Report, Target, Task

# What of a decision comes over. The kind too, since a person may have corrected it.
DECIDED = ("kind", "state", "reason", "decided_by_id", "decided_at")
Key = tuple[object, ...]


def carry(reading: Reading) -> None:
    """Find every decided finding of the reading before in this one, and let what was made of it rest on that.

    The same report has the same finding at the same place; of another draft it is the one with the same words.
    """
    before = _before(reading)
    if before is None:
        return
    new, old = list(reading.candidates.all()), list(before.candidates.all())
    pairs = _pairs(old, new, by_place=before.report_id == reading.report_id)
    decided = [(was, now) for was, now in pairs if was.state != Candidate.State.OPEN]
    for was, now in decided:
        for name in DECIDED:
            setattr(now, name, getattr(was, name))
    Candidate.objects.bulk_update([now for _, now in decided], DECIDED, batch_size=200)
    _hand_over({was.pk: now.pk for was, now in decided})
    Claim.objects.filter(candidate__reading=reading).update(
        report=reading.report_id
    )  # or the draft before could not go
    kept = {was.pk for was, _ in pairs}
    reading.carried = {
        "same": len(decided),
        "new": len(new) - len(pairs),
        "gone": sum(1 for one in old if one.state == Candidate.State.ACCEPTED and one.pk not in kept),
    }
    reading.save(update_fields=["carried"])


def gone(reading: Reading) -> Iterable[Candidate]:
    """What was accepted of older readings and drafts and is not found any more; its tasks still stand in the plan."""
    reports, at = [], reading.report_id
    while at and at not in reports:
        reports.append(at)
        at = Report.objects.filter(pk=at).values_list("replaces_id", flat=True).first() or 0
    stands = Candidate.objects.filter(reading__report__in=reports).exclude(reading=reading)
    return stands.filter(tasks__isnull=False).distinct()


def _before(reading: Reading) -> Reading | None:
    """The reading before this one: of the same report, else of the draft that it replaces."""
    older = Reading.objects.defer("found", "page").exclude(pk=reading.pk)
    own = older.filter(report=reading.report_id).first()
    if own or reading.report.replaces_id is None:
        return own
    return older.filter(report=reading.report.replaces_id).first()


def _pairs(old: list[Candidate], new: list[Candidate], *, by_place: bool) -> list[tuple[Candidate, Candidate]]:
    """Findings of both that are the same; of several that look alike, in turn, if both have as many."""
    alike: dict[Key, tuple[list[Candidate], list[Candidate]]] = {}
    for side, found in enumerate((old, new)):
        for one in found:
            alike.setdefault(_key(one, by_place=by_place), ([], []))[side].append(one)
    equal = (sides for sides in alike.values() if len(sides[0]) == len(sides[1]))
    return [pair for sides in equal for pair in zip(*sides, strict=True)]


def _key(one: Candidate, *, by_place: bool) -> Key:
    # A duty row and an action are both tasks; what a person called them since does not count.
    sort = {"a": "task", "t": "task", "f": "figure"}.get(one.mark[0], "sentence")
    return (sort, one.words, *((one.start, one.end) if by_place else ()))


def _hand_over(numbers: dict[int, int]) -> None:
    """What rests on the old findings rests on the new ones."""
    if not numbers:
        return
    to = Case(*(When(candidate_id=was, then=now) for was, now in numbers.items()), output_field=BigIntegerField())
    for made in (Task.candidates.through.objects, Goal.objects, Target.objects, Claim.objects):
        made.filter(candidate_id__in=numbers).update(candidate_id=to)
