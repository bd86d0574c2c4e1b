"""Who sees whose jobs, and what a row says of itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from luoshi.office.desk.models import Job

ASKERS = ("an", "bo", "clerk", "guardian", "village-head", "foreign-office")


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        ("an", {"an", "bo", "clerk", "village-head"}),
        ("system", {"an", "bo", "clerk", "village-head", "clock"}),
        ("bo", {"bo"}),
        ("guardian", {"guardian"}),
        ("leader", set()),
        ("auditor", set()),
        ("foreign-office", {"foreign-office"}),
        ("city-office", {"an", "bo", "clerk", "village-head", "foreign-office"}),
    ],
)
def test_own_jobs_and_those_of_the_area_are_seen(world, asked, actor: str, sees: set[str]) -> None:
    jobs = {asked(by=name): name for name in ASKERS}
    jobs[Job.objects.create(kind="who")] = "clock"
    assert {jobs[job] for job in Job.objects.visible_to(world.actor(actor))} == sees


def test_a_key_is_open_once_in_the_database_too(db) -> None:
    Job.objects.create(kind="hang", key="one", state="done")
    Job.objects.create(kind="hang", key="one", state="running")
    Job.objects.create(kind="hang", key="")
    Job.objects.create(kind="hang", key="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="hang", key="one")


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("/files/3/", "/files/3/"),
        ("//elsewhere.example/", ""),
        ("https://elsewhere.example/", ""),
        ("javascript:x", ""),
        (None, ""),
    ],
)
def test_a_result_leads_to_pages_of_ours_only(address: str | None, leads: str) -> None:
    assert Job(result={"address": address} if address else {}).result_address == leads


@pytest.mark.parametrize(("done", "total", "share"), [(0, 0, None), (1, 3, 33), (3, 3, 100), (9, 3, 100)])
def test_share_is_known_where_the_total_is(done: int, total: int, share: int | None) -> None:
    assert Job(done=done, total=total).share == share


def test_how_long_it_lasted_is_whole_seconds() -> None:
    start = timezone.now()
    assert Job(started_at=start, ended_at=start + timedelta(seconds=65, milliseconds=300)).lasted == timedelta(
        seconds=65
    )
    assert Job().lasted is None
