"""PostgreSQL: two people at once. Collected only where the tests run on a server."""

from collections.abc import Callable
from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction

from luoshi.office.organisations import groupings
from luoshi.office.organisations.models import GroupingMember
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2025, 10, 1)
PATIENCE = 0.5  # seconds in which the other one would be done, were there nothing to wait for


def beginning(work: Callable[[], object], heard: list[str]) -> Thread:
    """Somebody else's doing, with a connection of its own; what it is refused for is heard."""

    def run() -> None:
        try:
            work()
        except Refused as refusal:
            heard.extend(refusal.reasons)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def test_two_who_include_one_school_at_once_do_not_put_it_in_two_districts(world) -> None:
    an, second = world.actor("an"), world.organisation("second")
    one, other = (
        groupings.form(world.organisation("county"), "district", name, since=DAY, by=an) for name in ("二区", "三区")
    )
    heard: list[str] = []
    with transaction.atomic():
        groupings.include(one, second, since=DAY, by=an)
        thread = beginning(lambda: groupings.include(other, second, since=DAY, by=an), heard)
        thread.join(PATIENCE)
    thread.join()
    assert ["已在“二区”里" in reason for reason in heard] == [True]
    assert [place.grouping for place in GroupingMember.objects.filter(organisation=second)] == [one]
