"""Programs read what went out to whom."""

import pytest

from luoshi.office.plans.models import Chaser

pytestmark = pytest.mark.django_db


@pytest.fixture
def reminded(world, given) -> Chaser:
    """The school was reminded of its checks."""
    one = given("first")
    made = Chaser.objects.create(
        plan=one.task.plan, step="remind", organisation=one.organisation, words="请报告", sent_on="2026-03-10"
    )
    made.chased.create(assignment=one, step="remind", due=one.due)
    return made


def test_a_chaser_is_read_by_who_sent_it_and_who_got_it(reminded, given, program) -> None:
    for name in ("an", "leader", "bo"):
        (told,) = program(name).get("chasers")["items"]
        assert (told["step"], told["state"], told["sent_on"]) == ("remind", "sent", "2026-03-10")
        assert told["chased"] == [{"assignment": given("first").pk, "due": "2026-06-30"}]
    assert program("chen").get("chasers")["count"] == 0
    assert program("an").get("chasers?step=urge")["count"] == 0


def test_what_a_leader_has_not_decided_is_no_schools_to_read(reminded, program) -> None:
    Chaser.objects.update(state="proposed")
    assert (program("an").get("chasers")["count"], program("bo").get("chasers")["count"]) == (1, 0)
