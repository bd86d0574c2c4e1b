"""Prepared questions of an actor find what the same questions put for that actor find, and nobody else's rows."""

from datetime import date
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from luoshi.office.desk.models import Ask, Message
from luoshi.office.journal.who import Who
from luoshi.office.organisations.actor import Actor, Behalf, actor_of
from luoshi.office.organisations.asking import asked_by_actor, counted_by_actor
from luoshi.office.organisations.models import Grant, Membership, Organisation, Role
from luoshi.office.plans.models import Assignment, Chaser, Dispatch, Plan

pytestmark = pytest.mark.django_db

SEEN = (Organisation, Membership, Ask, Grant, Plan, Assignment, Chaser, Dispatch)  # by nothing but who asks


@asked_by_actor
def seen(by: Actor, model: Any) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = model.objects.visible_to(by).order_by("pk")
    return found.values_list("pk")


@asked_by_actor
def messages(by: Actor, day: date) -> QuerySet[Any, Any]:
    return Message.objects.visible_on(day, by).order_by("pk").values_list("pk")


number = counted_by_actor(lambda by: Organisation.objects.visible_to(by))


@pytest.fixture
def everybody(world) -> list[Actor]:
    """Each role, and a clerk whom the office stands in for."""
    actors = [world.actor(name) for name in world.memberships]
    school = world.organisation("first")
    behalf = Behalf(1, school, "柏松", timezone.localdate())
    return [*actors, actor_of(world.membership("an"), day=timezone.localdate(), behalf=behalf)]


@pytest.mark.parametrize("model", SEEN, ids=lambda one: one.__name__)
def test_everybody_is_answered_what_they_may_see(world, everybody, model) -> None:
    for actor in everybody:
        assert seen(actor, model) == list(model.objects.visible_to(actor).order_by("pk").values_list("pk"))


def test_two_of_one_role_are_answered_each_for_their_own(world) -> None:
    bo, other = world.actor("bo"), world.actor("village-head")
    assert seen(bo, Organisation) != seen(other, Organisation)
    assert seen(bo, Organisation) == [(bo.organisation.pk,)]


def test_who_stands_in_for_a_school_asks_as_its_clerk(everybody) -> None:
    asked_as = []

    @asked_by_actor
    def asked(by: Actor) -> QuerySet[Any, Any]:
        asked_as.append((by.role, bool(by.behalf), by.organisation.kind))
        return Organisation.objects.visible_to(by).values_list("pk")

    by = everybody[-1]
    assert asked(by) == [(by.organisation.pk,)]
    assert asked_as == [(Role.CLERK, True, "school")]


def test_messages_are_ones_own(world, everybody) -> None:
    who = Who(name="甲", person=None, membership=None)
    for name in ("an", "bo", "leader"):
        Message.objects.create(to=world.membership(name), subject=who.name, sender=who.name)
    for actor in everybody:
        wanted = list(Message.objects.visible_to(actor).order_by("pk").values_list("pk"))
        assert messages(actor, day=timezone.localdate()) == wanted
    assert len(messages(world.actor("bo"), day=timezone.localdate())) == 1


def test_how_many_there_are_is_counted(world, everybody) -> None:
    for actor in everybody:
        assert number(actor) == Organisation.objects.visible_to(actor).count()
