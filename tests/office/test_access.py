"""Nobody gets where the design does not let them: every address, every role, every place in the tree."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.office.conftest import build
from tests.office.doors import addresses, expected
from tests.office.walk import Walker, other_methods, other_stamps, walk

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


@pytest.mark.parametrize("name", KNOWN)
def test_an_address_lets_in_whom_it_should_and_nobody_else(walker: Walker, name: str) -> None:
    assert [str(one) for one in walk(walker, ADDRESSES[name], DOORS[name])] == []


@pytest.mark.parametrize("name", KNOWN)
def test_an_address_answers_to_get_head_and_post_alone(walker: Walker, name: str) -> None:
    assert [str(one) for one in other_methods(walker, ADDRESSES[name], DOORS[name])] == []


@pytest.mark.parametrize("name", KNOWN)
def test_a_form_of_another_membership_is_not_carried_out(walker: Walker, name: str) -> None:
    assert [str(one) for one in other_stamps(walker, ADDRESSES[name], DOORS[name])] == []
