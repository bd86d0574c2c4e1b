"""Whatever is tried by whomever, whenever the night comes: 督办 and above never go out without a leader's decision, and the
clock takes no step that was not set."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import transaction

from luoshi.office.organisations.models import Role
from luoshi.office.plans.chasing import acts, answering, deciding, schedule, setting
from luoshi.office.plans.chasing.acts import Wish
from luoshi.office.plans.chasing.deciding import Verdict
from luoshi.office.plans.chasing.ladder import BY_HAND, LEADERS, Step
from luoshi.office.plans.chasing.setting import Chosen
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Assignment, Chased, Chaser, Plan
from luoshi.office.refused import Refused

PEOPLE = (
    "an",
    "leader",
    "section",
    "centre",
    "bo",
    "clerk",
    "chen",
    "inspector",
    "observer",
    "auditor",
    "foreign-office",
)
FIRST, LAST = date(2026, 6, 1), date(2026, 11, 30)


class Year:
    """Half a year in which anybody may try anything on any day."""

    def __init__(self, world, plan: Plan, dice: random.Random) -> None:
        self.world, self.plan, self.dice = world, plan, dice
        self.day = FIRST
        self.done: list[str] = []

    def rows(self) -> list[Assignment]:
        found = list(Assignment.objects.filter(task__plan=self.plan))
        return self.dice.sample(found, self.dice.randint(1, 3))

    def who(self):
        return self.world.actor(self.dice.choice((*PEOPLE, *("an", "leader") * 4)))

    def wish(self) -> Wish:
        dice = self.dice
        decision = Decision("李望舒", self.day, "") if dice.random() < 0.2 else None
        reason = "县里下月督查" if dice.random() < 0.8 else ""
        return Wish(dice.choice(list(Step)), dice.choice(["", "说明原因"]), None, reason, dice.random() < 0.1, decision)

    def chaser(self) -> Chaser | None:
        found = list(Chaser.objects.all())
        return self.dice.choice(found) if found else None

    def send(self) -> None:
        acts.send(self.rows(), self.wish(), by=self.who())

    def decide(self) -> None:
        if one := self.chaser():
            decision = Decision("李望舒", self.day) if self.dice.random() < 0.3 else None
            agree = self.dice.random() < 0.7
            deciding.decide(one, Verdict(agree, "看过", urgent=False, decision=decision), by=self.who())

    def answer(self) -> None:
        if one := self.chaser():
            answering.answer(one, "正在补", by=self.who())

    def choose(self) -> None:
        days = [self.dice.choice([None, 3, 10, 20]) for _ in range(3)]
        setting.choose(self.plan, Chosen(*days), by=self.who())

    def finish(self) -> None:
        for one in self.rows()[:1]:
            Assignment.objects.filter(pk=one.pk).update(
                state=self.dice.choice(["done", "working", "signed", "adjusting"])
            )

    def night(self) -> None:
        before = {one.pk for one in Chaser.objects.all()}
        plan = Plan.objects.get(pk=self.plan.pk)
        schedule.chase_all({}, progress=lambda *_: None)
        made = Chaser.objects.exclude(pk__in=before)
        allowed = {
            step
            for step, days in zip(
                Step, (plan.remind_before, plan.urge_after, plan.supervise_after, None, None), strict=True
            )
            if days is not None
        }
        assert {one.step for one in made} <= allowed
        assert {one.made_by for one in made} <= {None}
        schedule.chase_all({}, progress=lambda *_: None)
        assert Chaser.objects.exclude(pk__in=before).count() == len(made)

    def go(self) -> Iterator[str]:
        while self.day < LAST:
            verb = self.dice.choice(["send", "send", "send", "decide", "answer", "choose", "finish", "night", "night"])
            try:
                with transaction.atomic():
                    getattr(self, verb)()
                yield verb
            except Refused:
                pass
            self.day += timedelta(days=self.dice.choice([0, 0, 1, 3, 8]))


@pytest.mark.parametrize("seed", range(3))
def test_no_step_is_taken_without_whose_it_is(world, issued, monkeypatch, seed: int) -> None:
    from django.utils import timezone

    year = Year(world, issued, random.Random(seed))
    monkeypatch.setattr(timezone, "localdate", lambda *given: year.day if not given else given[0].date())
    done = set(year.go())
    assert {"send", "night"} <= done
    assert Chaser.objects.filter(step__in=LEADERS).sent().exists()
    leader = world.membership("leader")
    for one in Chaser.objects.filter(step__in=LEADERS).sent().select_related("decider", "plan"):
        assert (one.decided_by, one.decided_on is not None) == ("李望舒", True)
        assert one.decider.role in (Role.LEADER, Role.OFFICE)
        if one.made_by is None:
            assert (one.document, one.decider) == ("计划设置", leader)
    hands = Chaser.objects.filter(step__in=BY_HAND, made_by__isnull=False)
    assert {one.made_by.role for one in hands} <= {Role.OFFICE, Role.LEADER, Role.SECTION, Role.CENTRE}
    assert {one.authority for one in {chaser.plan for chaser in Chaser.objects.all()}} <= {issued.authority}
    by_itself = Chased.objects.filter(scheduled=True).values_list("assignment", "step", "due")
    assert len(set(by_itself)) == len(by_itself)
    numbers = Chaser.objects.filter(number__isnull=False).values_list("step", "number")
    for step in Step:
        held = sorted(number for name, number in numbers if name == step)
        assert held == list(range(1, len(held) + 1))
    for one in Chaser.objects.filter(state="answered").select_related("answered_by"):
        assert one.answered_by.organisation_id == one.organisation_id
