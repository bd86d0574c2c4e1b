"""Nobody gets where the design does not let them: every address, every role, every place in the tree."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from luoshi.office.organisations.models import Kind, Membership, Organisation, Role
from luoshi.office.organisations.tree import insert
from tests.office.conftest import build
from tests.office.doors import addresses, expected
from tests.office.mutants import SEEN_MODELS, kinds_of, noticed, showing_everything, worse_rules
from tests.office.reach import REACHES
from tests.office.rows import KINDS
from tests.office.walk import (
    Problem,
    Walker,
    carried_out,
    other_methods,
    other_stamps,
    rows_from_elsewhere,
    sights,
    walk,
    walk_in,
)

pytestmark = pytest.mark.django_db

ADDRESSES, DOORS = addresses(), expected()
KNOWN = sorted(ADDRESSES.keys() & DOORS.keys())


@pytest.fixture(scope="module")
def walker(django_db_setup, django_db_blocker) -> Iterator[Walker]:
    """One world for all walks; each knock is taken back by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Walker(build())
        transaction.set_rollback(True)


def test_every_address_has_its_door_and_every_door_its_address() -> None:
    assert sorted(ADDRESSES.keys() - DOORS.keys()) == [], "list them in the doors.yaml of their app"
    assert sorted(DOORS.keys() - ADDRESSES.keys()) == [], "these addresses are gone"


def test_list_of_rules_for_auditors_is_what_the_views_name(script: Callable[[Path], ModuleType], root: Path) -> None:
    tool = script(root / "tools" / "access.py")
    assert set(tool.HEADS) == set(Role)
    assert {tool.app_of(address.view) for address in ADDRESSES.values()} <= set(tool.APPS)
    if tool.page() != tool.PAGE.read_text("utf-8"):
        pytest.fail("the rules have changed: run `make docs`", pytrace=False)


def agree(problems: Iterable[Problem]) -> None:
    if said := "\n".join(map(str, problems)):
        pytest.fail(said, pytrace=False)


@pytest.mark.parametrize("name", KNOWN)
def test_an_address_lets_in_whom_it_should_and_nobody_else(walker: Walker, name: str, second_database: bool) -> None:
    agree((walk_in if second_database else walk)(walker, ADDRESSES[name], DOORS[name]))


@pytest.mark.parametrize("name", KNOWN)
def test_an_address_answers_to_get_head_and_post_alone(walker: Walker, name: str) -> None:
    agree(other_methods(walker, ADDRESSES[name], DOORS[name]))


@pytest.mark.parametrize("name", KNOWN)
def test_a_form_of_another_membership_is_not_carried_out(walker: Walker, name: str) -> None:
    agree(other_stamps(walker, ADDRESSES[name], DOORS[name]))


GIVEN = [name for name in KNOWN if DOORS[name].give is not None]


@pytest.mark.parametrize("name", GIVEN)
def test_a_form_is_carried_out_for_each_role_that_may_send_it(walker: Walker, name: str) -> None:
    agree(carried_out(walker, ADDRESSES[name], DOORS[name]))


@pytest.mark.parametrize("name", GIVEN)
def test_a_form_cannot_name_a_row_from_elsewhere(walker: Walker, name: str) -> None:
    agree(rows_from_elsewhere(walker, ADDRESSES[name], DOORS[name]))


@pytest.mark.parametrize("name", KNOWN)
def test_a_form_from_a_foreign_page_is_not_carried_out(name: str) -> None:
    """The API needs no mark, since it looks at no cookie."""
    assert getattr(ADDRESSES[name].view, "csrf_exempt", False) is DOORS[name].api


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_seen_by_those_who_reach_them_and_nobody_else(walker: Walker, kind: str) -> None:
    """What every page starts from, whatever pages there are."""
    assert [wrong for member in REACHES for wrong in sights(walker, kind, member)] == []


# Pages of allauth's that send whoever is not signed in to the sign-in page by themselves too, whatever the rule says.
GUARDED_TWICE = {"account_reauthenticate", "mfa_activate_totp", "mfa_index", "mfa_reauthenticate", "usersessions_list"}


@pytest.mark.parametrize("name", [name for name in KNOWN if not DOORS[name].demo])  # closed here by any rule
def test_a_rule_that_is_lost_or_widened_is_noticed(walker: Walker, name: str) -> None:
    """benchmarks/mutate_access.py does it for every role by itself."""
    twice = "open to public" if name in GUARDED_TWICE else ""
    rules = [rule for what, rule in worse_rules(ADDRESSES[name].view) if what != twice]
    assert [rule for rule in rules if not noticed(walker, ADDRESSES[name], DOORS[name], rule)] == []


@pytest.mark.parametrize("model", SEEN_MODELS, ids=lambda model: model._meta.label)
def test_a_model_that_shows_everything_is_noticed(walker: Walker, model: type[Model]) -> None:
    """Every model with visible_to has a kind of row, or more, that the walk looks for from everywhere."""
    with showing_everything(model):
        assert any(sights(walker, kind, member) for kind in kinds_of(model) for member in REACHES)


YESTERDAY, TOMORROW = timezone.localdate() - timedelta(days=1), timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize(
    "change",
    [
        {"until": YESTERDAY},
        {"since": TOMORROW},
        {"confirmed": False},
        {"deputises": "bo"},
        {"organisation": "closed"},
    ],
    ids=["ended", "not begun", "not confirmed", "deputy of somebody present", "of a school that is closed"],
)
def test_a_membership_that_is_not_in_force_opens_nothing(walker: Walker, change: dict[str, Any]) -> None:
    world = walker.world
    closed = insert(Organisation(parent=world.organisation("county"), kind=Kind.SCHOOL, name="原城南小学"))
    Organisation.objects.filter(pk=closed.pk).update(closed_on=YESTERDAY)
    named = {"bo": world.membership("bo"), "closed": closed}
    Membership.objects.filter(pk=world.membership("an").pk).update(
        **{name: named.get(value, value) if isinstance(value, str) else value for name, value in change.items()}
    )
    assert world.client("an").get("/").headers.get("Location") == "/membership/"
