"""The clock asks once for each time, also when nobody was at work then."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from luoshi.office.desk.jobs import run_waiting
from luoshi.office.desk.models import Job
from luoshi.office.desk.schedule import ask_for_due, is_due
from luoshi.office.web import panels

EVERY_MINUTE, AT_FIVE, ON_MONDAYS = "* * * * *", "0 17 * * *", "30 8 * * 1"


def at(words: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(f"2026-03-{words}"))


@pytest.mark.parametrize(
    ("words", "last", "now", "due"),
    [
        (EVERY_MINUTE, None, "02 12:00:05", True),
        (EVERY_MINUTE, "02 12:00:01", "02 12:00:58", False),
        (EVERY_MINUTE, "02 12:00:58", "02 12:01:01", True),
        (AT_FIVE, None, "02 17:00:30", True),
        (AT_FIVE, None, "02 17:01:30", False),  # a fresh installation makes up for nothing
        (AT_FIVE, "01 17:00:30", "02 16:59:59", False),
        (AT_FIVE, "01 17:00:30", "02 17:00:00", True),
        (AT_FIVE, "01 17:00:30", "03 08:00:00", True),  # the machine was off at five
        (AT_FIVE, "02 17:00:00", "02 17:00:45", False),
        (ON_MONDAYS, "01 09:00:00", "02 08:30:00", True),  # 2026-03-02 is a Monday
        (ON_MONDAYS, "02 09:00:00", "03 08:30:00", False),
    ],
)
def test_what_is_due(words: str, last: str | None, now: str, due: bool) -> None:
    assert is_due(words, last=last and at(last), now=at(now)) is due


def test_words_that_are_no_time_are_not_taken_for_one() -> None:
    with pytest.raises(ValueError, match="not a valid input"):
        is_due("noon * * * *", last=None, now=at("02 12:00:00"))


def test_every_schedule_of_the_product_can_be_read_and_has_its_kind(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("monkeypatch").undo()
    assert panels.JOB_SCHEDULES
    for kind, words in panels.JOB_SCHEDULES:
        assert kind in panels.JOB_HANDLERS
        is_due(words, last=None, now=at("02 12:00:00"))


def test_what_is_due_is_asked_for_once(db) -> None:
    five = at("02 17:00:10")
    (job,) = ask_for_due(five)
    assert (job.kind, job.membership, job.organisation) == ("who", None, None)
    Job.objects.update(asked_at=five)
    assert ask_for_due(five + timedelta(seconds=15)) == []
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.result["words"]) == ("done", "clock")
    assert ask_for_due(five + timedelta(seconds=30)) == []


def test_one_still_open_is_not_asked_for_again(db) -> None:
    (first,) = ask_for_due(at("02 17:00:10"))
    Job.objects.update(asked_at=at("02 17:00:10"))
    assert ask_for_due(at("03 17:00:10")) == [first]
    assert Job.objects.count() == 1


def test_of_those_that_went_well_only_the_last_is_kept(db) -> None:
    for day in ("02", "03", "04"):
        ask_for_due(at(f"{day} 17:00:10"))
        run_waiting()
        Job.objects.update(asked_at=at(f"{day} 17:00:10"))
    failed = Job.objects.create(kind="who", state="failed", asked_at=at("04 17:00:10"))
    ask_for_due(at("05 17:00:10"))
    assert list(Job.objects.values_list("state", flat=True)) == ["waiting", "failed"]
    assert failed in Job.objects.all()
