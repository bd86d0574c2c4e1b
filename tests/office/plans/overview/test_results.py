"""Per office and school what can be counted; each number opens the rows it is made of, and there is no score."""

import re
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import given as examples
from hypothesis import strategies as st

from luoshi.office.plans.models import Assignment, Movement
from luoshi.office.plans.overview.results import Results
from luoshi.office.plans.overview.scope import scope_of
from tests.office.plans.assignment.conftest import TODAY
from tests.office.plans.overview.test_tallies import DAYS, by_hand

pytestmark = pytest.mark.django_db

NAMES = ("given", "in_time", "over_time", "open", "returned", "extended", "chased", "late")
ROW = st.fixed_dictionaries(
    {
        "state": st.sampled_from(["working", "done", "on_track", "standing", "reported", "behind", "cancelled"]),
        "due": DAYS,
        "reported_on": DAYS,
        "returned": st.integers(0, 2),
        "moved": st.just(TODAY),
        "milestone_due": st.none(),
        "ended_on": st.none(),
        "made": st.just(TODAY),
    }
)


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@examples(rows=st.lists(ROW, max_size=15))
def test_results_are_what_counting_by_hand_gives(world, issued, rows: list[dict[str, Any]]) -> None:
    school, by = world.organisation("first"), world.membership("an")
    with transaction.atomic():
        Assignment.objects.all().delete()
        for n, row in enumerate(rows):
            one = Assignment.objects.create(
                task=issued.tasks.first(), organisation=school, part="owner", occurrence=str(n), state=row["state"],
                due=row["due"], reported_on=row["reported_on"],
            )  # fmt: skip
            for _time in range(row["returned"]):
                Movement.objects.create(assignment=one, verb="send_back", before="signed", after="returned", by=by)
        found = Results(scope_of(world.actor("an"), {}, day=TODAY))
        found.look_up([school])
        counts = {name: found.number(school, name) for name in NAMES}
        transaction.set_rollback(True)
    given = [row for row in rows if row["state"] != "cancelled"]
    done = [row for row in given if row["state"] in ("done", "on_track", "standing")]
    over = [row for row in done if row["due"] and row["reported_on"] and row["reported_on"] > row["due"]]
    assert counts == {
        "given": len(given),
        "in_time": len(done) - len(over),
        "over_time": len(over),
        "open": len(given) - len(done),  # so that what was given is all accounted for
        "returned": sum(row["returned"] > 0 for row in given),
        "extended": 0,
        "chased": 0,
        "late": sum(by_hand(row) == "late" for row in given),
    }


def test_every_number_opens_as_many_rows_as_it_says(client, issued, set_to) -> None:
    set_to("first", 1, due=-3)
    set_to("second", 1, state="done", due=-3, reported_on=-1)
    page = text(client.get("/ledger/results/"))
    assert "<h1>5 个单位的办理情况</h1>" in page
    found = re.findall(r'<td class="number"><a href="([^"]+)">(\d+)</a>', page)
    assert len(found) == 12
    for address, number in found:
        assert f"共 {number} 行" in text(client.get(address.replace("&amp;", "&"))), address


@pytest.mark.parametrize(("group", "count"), [("bureau", 2), ("schools", 3), ("others", 0), ("nonsense", 0)])
def test_offices_and_schools_stand_apart(client, issued, group: str, count: int) -> None:
    assert text(client.get(f"/ledger/results/?group={group}")).count("<tr><td") == count


def test_it_cannot_be_sorted_into_a_ranking(client, issued) -> None:
    assert "sort=-late" not in text(client.get("/ledger/results/"))
    assert text(client.get("/ledger/results/?sort=late")).count("<tr><td") == 5


def test_a_page_asks_the_same_of_the_database_however_many(client, issued, own_questions) -> None:
    few = own_questions(client, "/ledger/results/?group=bureau")
    assert own_questions(client, "/ledger/results/?group=schools") == few <= 8
