"""Whatever the organisations, people and assignments: the lists of what waits and the table of moves say the same."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from luoshi.office.organisations.actor import Actor, Behalf, actor_of
from luoshi.office.organisations.models import Membership, Organisation, Person, Role
from luoshi.office.plans.assignment import acts, lists, queries
from luoshi.office.plans.assignment.moves import why_not
from luoshi.office.plans.assignment.parties import IN_BUREAU
from luoshi.office.plans.models import Adjustment, Assignment, Movement, Plan, Responsibility, Task
from tests.office.plans.assignment.conftest import TODAY

State, Part = Assignment.State, Responsibility.Part
YESTERDAY = TODAY - timedelta(days=1)
BODIES = ("county", "office", "basic", "aid", "centre", "village", "first", "second", "police")
PEOPLE = (
    "an", "other-an", "county-an", "section", "aid", "deputy", "centre", "village-head", "bo", "clerk", "chen", "leader",
    "inspector", "guardian", "observer", "city-office", "foreign-office",
)  # fmt: skip
BEHALF = ("police", "first", "aid", "basic")
JOINED = (  # short name, organisation, role
    ("other-an", "office", Role.OFFICE), ("county-an", "county", Role.OFFICE), ("aid", "aid", Role.SECTION),
    ("deputy", "basic", Role.SECTION),
)  # fmt: skip
VERIFIERS = (None, "leader", "section", "an", "inspector", "other-an")
ROW = st.tuples(
    st.sampled_from(BODIES), st.sampled_from([Part.LEAD, Part.LEAD, Part.ASSIST, Part.OWNER]),
    st.sampled_from([State.SIGNED, State.SIGNED, State.SIGNED, State.REPORTED, State.ADJUSTING, *State.values]),
    st.sampled_from([None, None, None, *VERIFIERS]), st.sampled_from([None, "bo", "section", "an", "aid", "centre"]),
    st.sampled_from([None, None, *BODIES]),
)  # fmt: skip
GONE = st.sets(
    st.sampled_from(("an", "other-an", "county-an", "section", "deputy", "aid", "centre", "leader")), max_size=4
)


def rows_of(world: Any, task: Task, drawn: list[Any]) -> None:
    """Assignments of a task, without what led to them; pieces under the first that leads."""
    lead: Assignment | None = None
    seen = set()
    for number, (body, part, state, verifier, submitter, under) in enumerate(drawn):
        parent = lead if under and lead and _may_ask(lead.organisation, world.organisation(body)) else None
        if (body, part) in seen and parent is None:
            continue
        seen.add((body, part))
        one = Assignment.objects.create(
            task=task, organisation=world.organisation(body), part=Part.ASSIST if parent else part, state=state,
            parent=parent, asked=f"第{number}件" if parent else "",
            verifier=world.membership(verifier) if verifier else None,
            submitted_by=world.membership(submitter) if submitter else None,
        )  # fmt: skip
        lead = lead or (one if one.part == Part.LEAD else None)
        if state == State.ADJUSTING:
            asked = Movement.objects.create(
                assignment=one, verb="ask_change", before="issued", after=state, by=world.membership("an")
            )
            Adjustment.objects.create(assignment=one, kind="drop", why="不归我", before="issued", asked=asked)


def _may_ask(lead: Organisation, body: Organisation) -> bool:
    """As splitting and adjusting keep it: a centre or school asks only those below it."""
    return lead != body and (lead.kind in IN_BUREAU or body.path.startswith(lead.path))


def actors(world: Any, gone: set[str]) -> dict[str, Actor]:
    found = {name: world.actor(name) for name in PEOPLE if name not in gone}
    for name in BEHALF:
        body = world.organisation(name)
        found[f"for {name}"] = actor_of(
            world.membership("inspector"), day=TODAY, behalf=Behalf(1, body, "签字人", TODAY)
        )
    return found


def others_do(one: Assignment, move: str, by: Actor, there: dict[str, Actor]) -> bool:
    """Whether the actor may only stand in: it waits for somebody else, who is there."""
    if move == "sign":
        return by.role == Role.OFFICE or by.behalf is not None  # they enter what was signed on paper
    if move == "grant_change":
        own = one.parent is not None and by.organisation == one.parent.organisation and by.role != Role.LEADER
        if one.parent is None or own:
            return False
        held = any(each.organisation == one.parent.organisation and each.role in OWNERS for each in there.values())
        return by.role == Role.LEADER or held
    if move != "verify" or by.role != Role.OFFICE or one.verifier_id or (one.part == Part.LEAD and not one.parent):
        return False
    leads = Assignment.objects.filter(task=one.task, part=Part.LEAD, parent=None).exclude(
        state__in=(State.PROPOSED, State.CANCELLED)
    )
    bodies = {one.parent.organisation_id} if one.parent else set(leads.values_list("organisation", flat=True))
    if by.organisation.pk in bodies:
        return False
    looking = [each for each in there.values() if each.behalf is None and each.role in (Role.SECTION, Role.CENTRE)]
    return any(
        each.organisation.pk in bodies - {one.organisation_id} and each.area.holds(one.organisation.path)
        for each in looking
    )


OWNERS = {Role.OFFICE, Role.SECTION, Role.CENTRE, Role.HEAD}
LISTS = (
    (queries.to_verify, "verify"), (queries.to_sign, "sign"), (queries.to_decide, "grant_change"),
    (queries.to_do, "report"),
)  # fmt: skip


def check(world: Any, gone: set[str]) -> None:
    there = actors(world, gone)
    rows = list(Assignment.objects.select_related(*acts.BESIDE))
    for name, by in there.items():
        for found, move in LISTS:
            listed = set(found(by).values_list("pk", flat=True))
            may = {one.pk for one in rows if why_not(one, move, by=by) is None and one.state != State.ON_TRACK}
            waits = {one.pk for one in rows if one.pk in may and not others_do(one, move, by, there)}
            differ = [_told(one, listed) for one in rows if one.pk in listed ^ waits]
            assert not differ, (name, move, differ)
        told = {one.address: one.count for one in lists.pending(by)}
        kinds = lists.kinds_of(by)
        assert told == {reverse(one.address): count for one in kinds if (count := one.rows(by).count())}, name


def _told(one: Assignment, listed: set[int]) -> tuple[Any, ...]:
    asker = one.parent and one.parent.organisation.name
    return "listed" if one.pk in listed else "may", str(one), one.part, one.state, asker, one.verifier, one.submitted_by


def test_what_waits_for_somebody_is_what_they_may_do(world, issued: Plan) -> None:
    for short, place, role in JOINED:
        person = Person.objects.create(login=short, name=f"{short}的人")
        world.memberships[short] = Membership.objects.create(
            person=person, organisation=world.organisation(place), role=role, since=YESTERDAY, confirmed=True
        )
    Membership.objects.filter(pk=world.membership("deputy").pk).update(deputises=world.membership("section"))
    tasks = list(Task.objects.filter(plan=issued).order_by("number"))[:2]

    @settings(
        max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
    )
    @given(st.lists(ROW, min_size=2, max_size=7), st.lists(ROW, max_size=3), GONE)
    def one_world(first: list[Any], second: list[Any], gone: set[str]) -> None:
        with transaction.atomic():
            Movement.objects.all().delete()
            Assignment.objects.all().delete()
            Membership.objects.filter(pk__in=[world.membership(name).pk for name in gone]).update(until=YESTERDAY)
            for task, drawn in zip(tasks, (first, second), strict=True):
                rows_of(world, task, drawn)
            check(world, gone)
            transaction.set_rollback(True)

    one_world()
