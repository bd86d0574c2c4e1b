"""Whoever does whatever in whatever order, for themselves or for others: what is true of every assignment stays true."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from luoshi.office.desk.models import Ask
from luoshi.office.journal import anchor, seal
from luoshi.office.journal.check import Check
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import Actor, Behalf, actor_of
from luoshi.office.organisations.models import SCHOOLS, Membership, Person
from luoshi.office.plans import assigning
from luoshi.office.plans.assignment import acts, adjusting, milestones, queries, splitting
from luoshi.office.plans.assignment.moves import MOVES, leads_to, why_not
from luoshi.office.plans.assignment.said import Said, Shown
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Adjustment, Assignment, Movement
from luoshi.office.refused import Refused
from tests.office.plans.assignment.conftest import DUE, TODAY

State = Assignment.State
AWAITED = {State.ISSUED, State.ADJUSTING, State.RECEIVED, State.WORKING, State.RETURNED, State.BEHIND}
THROUGH = {State.DONE, State.ON_TRACK, State.STANDING}
PEOPLE = (
    "an", "other-an", "leader", "section", "aid", "centre", "bo", "clerk", "chen", "village-head", "inspector",
    "observer", "foreign-office",
)  # fmt: skip
BEHALF = {"centre for village": ("centre", "village"), "an for aid": ("an", "aid"), "an for first": ("an", "first")}
BODIES = ("first", "second", "village", "aid", "police", "basic")
USUAL = {
    State.ISSUED: "report", State.RECEIVED: "report", State.WORKING: "report", State.RETURNED: "report",
    State.REPORTED: "sign", State.SIGNED: "verify",
}  # fmt: skip
# Half of the moves are tried by whoever may make them, so that assignments get far; the rest by anybody.
WHO = st.sampled_from((*PEOPLE, *BEHALF))
ONE = st.integers(0, 40)
FEW = st.integers(0, 4)
VERBS = st.sampled_from(sorted(acts.PLAIN))


def newest_verb(one: Assignment) -> str:
    newest = one.movements.first()
    return newest.verb if newest else ""


class Life(RuleBasedStateMachine):
    """A year of an issued plan. `world` is given by the test."""

    world: Any

    def __init__(self) -> None:
        super().__init__()
        self.held = transaction.atomic()
        self.held._from_testcase = True  # what is sealed wants to be alone
        self.held.__enter__()
        self.day = TODAY
        timezone.localdate = lambda *given: self.day if not given else given[0].date()
        self.known = set(Assignment.objects.values_list("pk", flat=True))
        self.before = Movement.objects.count()

    def teardown(self) -> None:
        try:
            self.is_written_down()
        finally:
            anchor.replace(None)  # what was sealed is taken back
            transaction.set_rollback(True)
            self.held.__exit__(None, None, None)

    def actor(self, name: str) -> Actor:
        if name in PEOPLE:
            return self.world.actor(name)
        who, place = BEHALF[name]
        behalf = Behalf(1, self.world.organisation(place), "签字人", TODAY)
        return actor_of(self.world.actor(who).membership, day=date.today(), behalf=behalf)  # noqa: DTZ011 (what the world's people hold, whatever day it is here)

    def one(self, number: int) -> Assignment:
        rows = list(Assignment.objects.order_by("pk").values_list("pk", flat=True))
        return Assignment.objects.select_related(*acts.BESIDE).get(pk=rows[number % len(rows)])

    def willing(self, one: Assignment, move: str, name: str) -> Actor:
        """The first from there on who may, if there is anybody; else whoever was drawn."""
        everybody = (*PEOPLE, *BEHALF)
        at = everybody.index(name)
        actors = (self.actor(each) for each in (*everybody[at:], *everybody[:at]))
        return next((by for by in actors if why_not(one, move, by=by) is None), self.actor(name))

    @contextmanager
    def tried(self, *, makes: bool = False) -> Iterator[None]:
        """What is refused changes nothing; what is done makes new assignments only where that is its sense."""
        seen, count = set(Assignment.objects.values_list("pk", "state", "version")), Movement.objects.count()
        refused = True
        with suppress(Refused):
            yield
            refused = False
        now = set(Assignment.objects.values_list("pk", "state", "version"))
        assert (now == seen and Movement.objects.count() == count) if refused else Movement.objects.count() > count
        numbers = {pk for pk, _state, _version in now}
        assert self.known <= numbers
        assert makes or self.known == numbers
        self.known = numbers

    @initialize()
    def begin(self) -> None:
        """Everything is as issued."""

    @rule(who=WHO, number=ONE, verb=VERBS, proof=st.booleans(), free=st.booleans())
    def act(self, who: str, number: int, verb: str, proof: bool, free: bool) -> None:
        one = self.one(number)
        self.done(one, verb, self.actor(who) if free else self.willing(one, verb, who), proof=proof)

    def done(self, one: Assignment, verb: str, by: Actor, *, proof: bool) -> None:
        evidence = (Shown("校车", value=4, unit="辆"),) if proof else ()
        decision = Decision("李望舒", self.day) if acts.needs_decision(one, verb, by=by) else None
        with self.tried():
            acts.act(one, verb, by=by, said=Said("说明", evidence, decision), version=one.version)

    @rule(who=WHO, number=FEW, proof=st.booleans())
    def carry_on(self, who: str, number: int, proof: bool) -> None:
        """What usually comes next, so that some get to their end."""
        one = self.one(number)
        if verb := USUAL.get(one.state):
            self.done(one, verb, self.willing(one, verb, who), proof=proof)

    @rule(who=st.sampled_from(("an for first", "an")), number=st.booleans())
    def the_office_does_all_of_it(self, who: str, number: bool) -> None:
        """An reports for a school what it signed, and looks at it as the office."""
        first = Assignment.objects.filter(organisation=self.world.organisation("first")).order_by("pk")
        one = first.select_related(*acts.BESIDE)[int(number)]
        if verb := USUAL.get(one.state):
            self.done(one, verb, self.actor(who), proof=True)

    @rule(who=WHO, number=ONE, kind=st.sampled_from(sorted(Adjustment.Kind.values)), to=st.sampled_from(BODIES))
    def ask_change(self, who: str, number: int, kind: str, to: str) -> None:
        one = self.one(number)
        asked = adjusting.Asked(kind, "有变化", DUE + timedelta(days=200), self.world.organisation(to))
        with self.tried():
            adjusting.ask_change(one, asked, by=self.willing(one, "ask_change", who))

    @rule(who=WHO, number=ONE, answer=st.sampled_from(("grant_change", "refuse_change", "withdraw_change")))
    def answer(self, who: str, number: int, answer: str) -> None:
        one = self.one(number)
        by = self.willing(one, answer, who)
        decision = Decision("李望舒", self.day) if acts.needs_decision(one, answer, by=by) else None
        with self.tried(makes=answer == "grant_change"):
            getattr(adjusting, answer)(one, by=by, said=Said("意见", decision=decision))

    @rule(
        who=WHO, number=ONE, names=st.sets(st.sampled_from(BODIES), max_size=3), words=st.sampled_from(("", "报台账"))
    )
    def split(self, who: str, number: int, names: set[str], words: str) -> None:
        one = self.one(number)
        piece = splitting.Piece(words, None, [self.world.organisation(name) for name in sorted(names)])
        with self.tried(makes=True):
            splitting.split(one, piece, by=self.willing(one, "split", who))

    @rule(who=WHO, number=ONE, verifier=st.sampled_from(("leader", "section", "inspector", "an", "other-an", "bo")))
    def name_verifier(self, who: str, number: int, verifier: str) -> None:
        one = self.one(number)
        with self.tried():
            acts.name_verifier(one, self.world.membership(verifier), by=self.willing(one, "name_verifier", who))

    @rule(who=WHO, number=ONE, days=st.sets(st.integers(0, 200), max_size=3))
    def plan_milestones(self, who: str, number: int, days: set[int]) -> None:
        one = self.one(number)
        wanted = [(f"第{day}天", TODAY + timedelta(days=day)) for day in sorted(days)]
        with self.tried():
            milestones.plan(one, wanted, by=self.willing(one, "plan_milestones", who))

    @rule(who=WHO, verb=st.sampled_from(("verify", "sign", "receive")))
    def many(self, who: str, verb: str) -> None:
        by = self.actor(who)
        rows = {"verify": queries.to_verify, "sign": queries.to_sign, "receive": queries.to_do}[verb](by)
        with self.tried():
            acts.act_on_all(list(rows), verb, by=by, said=Said("一并"))

    @rule(days=st.integers(1, 150))
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days=days)

    @invariant()
    def nobody_verifies_their_own_report(self) -> None:
        for one in Assignment.objects.filter(state=State.DONE):
            if newest_verb(one) == "along":  # with its lead: nobody reported it
                continue
            last = {verb: one.movements.filter(verb=verb).first() for verb in ("report", "verify")}
            assert last["report"]
            assert last["verify"]
            assert last["report"].by.person_id != last["verify"].by.person_id
            assert one.organisation_id != last["verify"].by.organisation_id

    @invariant()
    def who_assists_is_through_as_long_as_all_leads_are(self) -> None:
        given = Assignment.objects.of_the_plan().given_out()
        for one in Assignment.objects.of_the_plan().filter(part="assist"):
            leads = set(given.filter(part="lead", task=one.task_id).values_list("state", flat=True))
            through = bool(leads) and leads <= THROUGH
            if newest_verb(one) == "along":
                assert (one.state, through) == (State.DONE, True)
            elif through and one.state not in THROUGH | {State.CANCELLED}:  # then somebody took it up by itself
                assert one.movements.filter(verb__in=("reopen", "on_track", "standing")).exists()

    @rule(who=st.sampled_from(("an", "other-an")), task=st.integers(1, 3), verb=st.sampled_from(("verify", "reopen")))
    def a_whole_task_at_once(self, who: str, task: int, verb: str) -> None:
        """Leads and who assists them, in one selection."""
        by = self.actor(who)
        rows = Assignment.objects.filter(task__number=task).select_related(*acts.BESIDE)
        with self.tried():
            acts.act_on_all([one for one in rows if why_not(one, verb, by=by) is None], verb, by=by, said=Said("一并"))

    @rule(task=st.integers(1, 3))
    def the_leads_get_to_their_end(self, task: int) -> None:
        for one in Assignment.objects.of_the_plan().filter(task__number=task, part="lead"):
            for _step in range(3):
                again = Assignment.objects.select_related(*acts.BESIDE).get(pk=one.pk)
                if verb := USUAL.get(again.state):
                    self.done(again, verb, self.willing(again, verb, "an"), proof=True)

    @rule(task=st.integers(1, 3))
    def a_lead_is_taken_up_again(self, task: int) -> None:
        for one in Assignment.objects.of_the_plan().filter(task__number=task, part="lead").select_related(*acts.BESIDE):
            self.done(one, "reopen", self.willing(one, "reopen", "an"), proof=False)

    @invariant()
    def a_school_is_asked_as_long_as_something_is_awaited_of_it(self) -> None:
        states = dict(Assignment.objects.filter(organisation__kind__in=SCHOOLS).values_list("pk", "state"))
        asks = {int(ask.source_id): ask.is_open for ask in Ask.objects.all()}
        assert asks == {pk: state in AWAITED for pk, state in states.items()}

    def is_written_down(self) -> None:
        """Every movement leads from the state that the one before left, as the table has it, and stands in the journal."""
        moved: dict[int, str] = {}
        for each in Movement.objects.order_by("pk"):
            given_again = each.verb == "split" and each.before == State.CANCELLED
            assert given_again or each.before in MOVES[each.verb].states
            assert each.after in leads_to(each.verb, each.before), each
            assert moved.get(each.assignment_id, State.ISSUED) == each.before
            moved[each.assignment_id] = each.after
        states = dict(Assignment.objects.values_list("pk", "state"))
        assert all(states[pk] == moved.get(pk, State.ISSUED) for pk in states)
        entries = Entry.objects.filter(verb__startswith="assignment.", done=True)
        said = sorted(
            (f"assignment.{verb}", str(pk)) for verb, pk in Movement.objects.values_list("verb", "assignment")
        )
        assert sorted(entries.values_list("verb", "about_id")) == said
        open_ones = Adjustment.objects.filter(state=Adjustment.State.OPEN).values_list("assignment", flat=True)
        assert set(open_ones) == {pk for pk, state in states.items() if state == State.ADJUSTING}
        seal.seal_all()
        assert list(Check().flaws()) == []


def test_whatever_is_done_the_laws_hold(world, issued, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", timezone.localdate)  # put back in the end
    for short, place, role in (("other-an", "office", "office"), ("aid", "aid", "section")):
        person = Person.objects.create(login=short, name=f"{short}的人")
        world.memberships[short] = Membership.objects.create(
            person=person, organisation=world.organisation(place), role=role, since=date(2025, 9, 1), confirmed=True
        )
    for number, name in ((1, "aid"), (1, "second"), (2, "police"), (2, "office"), (3, "aid")):
        task = issued.tasks.get(number=number)
        assigning.store(issued, [Assignment(task=task, organisation=world.organisation(name), part="assist", due=DUE)])
    beside = Assignment(task=issued.tasks.get(number=2), organisation=world.organisation("aid"), part="lead", due=DUE)
    assigning.store(issued, [beside])
    machine = type("ThisLife", (Life,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate),  # to make a failing life shorter takes longer than to read it
        ),
    )
