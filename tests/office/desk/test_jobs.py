"""A job is done once or not at all, whatever happens to it, and says what became of it."""

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from luoshi.office.desk import jobs
from luoshi.office.desk.jobs import JobProgress, ask_for, cancel, clear_old, put_back, run, run_waiting, sweep
from luoshi.office.desk.models import Job
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import Behalf
from luoshi.office.organisations.models import Membership, Organisation, Person
from luoshi.office.refused import Refused

WAITING, RUNNING, DONE, FAILED, CANCELLED = Job.State
Asked = Callable[..., Job]


def again(job: Job) -> Job:
    job.refresh_from_db()
    return job


def test_what_was_asked_for_waits_until_somebody_does_it(asked: Asked, hats) -> None:
    job = asked()
    assert (job.state, hats()) == (WAITING, 0)
    assert run_waiting() == 1
    assert (again(job).state, hats(), job.result["words"], job.done, job.total) == (DONE, 3, "写入 3 行", 3, 3)
    assert run_waiting() == 0
    assert hats() == 3


def test_jobs_are_done_in_the_order_in_which_they_were_asked_for(asked: Asked) -> None:
    first, second = asked(name="甲"), asked(name="乙")
    assert jobs.claim() == first
    assert jobs.claim() == second
    assert jobs.claim() is None


def test_what_is_claimed_is_nobody_elses(asked: Asked, hats) -> None:
    job = asked()
    assert jobs.claim() == job
    assert run(job) is False
    assert hats() == 0


def test_asking_and_what_it_belongs_to_are_one_transaction(asked: Asked) -> None:
    def ask_and_fail() -> None:
        with transaction.atomic():
            asked()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    assert not Job.objects.exists()


def test_a_worker_is_woken_when_the_asking_is_committed(
    asked: Asked, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    woken: list[int] = []
    monkeypatch.setattr("luoshi.office.desk.waker.wake", lambda: woken.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        asked()
        assert woken == []
    assert woken == [1]


def test_an_unknown_kind_is_not_asked_for(world) -> None:
    with pytest.raises(KeyError):
        ask_for("nonsense", by=world.actor("an"))


def test_a_kind_that_this_version_does_not_know_fails_in_words(asked: Asked, kinds) -> None:
    job = asked()
    Job.objects.update(kind="gone")
    run_waiting()
    assert again(job).state == FAILED
    assert job.reasons == ["这一版程序没有“gone”这种任务。请确认网页和后台程序是同一个版本，再重新操作。"]


def test_a_key_makes_one_of_all_that_are_open(asked: Asked) -> None:
    first = asked(key="import 7")
    assert asked(key="import 7") == first
    assert asked(key="import 8") != first
    run_waiting()
    assert asked(key="import 7") != first


def test_the_long_part_is_done_before_the_transaction_begins(asked: Asked, kinds, monkeypatch) -> None:
    steps: list[str] = []
    real = transaction.atomic
    noted = replace(
        kinds["hang"],
        prepare=lambda *_, **__: steps.append("prepares"),
        do=lambda *_, **__: steps.append("does"),
    )
    monkeypatch.setitem(kinds, "hang", noted)
    asked()
    job = jobs.claim()
    monkeypatch.setattr(transaction, "atomic", lambda: steps.append("begins") or real())
    jobs.carry_out(job)
    assert steps == ["prepares", "begins", "does"]


def test_what_was_prepared_is_what_is_done(asked: Asked, hats) -> None:
    asked("counted", rows=9)
    run_waiting()
    assert hats() == 2


# What goes wrong


def test_a_refusal_gives_all_reasons_and_leaves_nothing_behind(asked: Asked, hats) -> None:
    job = asked("refuse")
    run_waiting()
    assert (again(job).state, hats()) == (FAILED, 0)
    assert job.reasons == ["第 3 行没有姓名。请补上再导入。", "第 9 行的编号重复。请改正再导入。"]


def test_an_error_gives_a_number_that_stands_in_the_log(asked: Asked, hats, caplog) -> None:
    job = asked("break")
    with caplog.at_level(logging.ERROR):
        run_waiting()
    assert (again(job).state, hats()) == (FAILED, 0)
    (reason,) = job.reasons
    number = re.search(r"编号 ([0-9a-f]{8}) ", reason)[1]
    assert number in caplog.text
    assert "secret words" in caplog.text
    assert "secret" not in reason


def test_one_that_fails_does_not_hold_up_the_next(asked: Asked) -> None:
    asked("break")
    last = asked()
    assert run_waiting() == 2
    assert again(last).state == DONE


def test_whoever_lost_the_claim_puts_back_what_it_wrote(asked: Asked, hats) -> None:
    job = asked("swept")
    run_waiting()
    assert hats() == 0
    assert (again(job).state, job.result, job.ended_at) == (RUNNING, {}, None)


def test_a_database_that_was_busy_is_no_fault_of_the_job(asked: Asked, kinds, monkeypatch) -> None:
    def locked(*_, **__) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setitem(kinds, "hang", replace(kinds["hang"], do=locked))
    job = asked()
    assert run_waiting() == jobs.ATTEMPTS
    assert again(job).state == FAILED
    assert "中断了 3 次" in job.reasons[0]


def test_a_job_of_somebody_who_is_no_longer_in_office_is_not_done(asked: Asked, hats) -> None:
    job = asked()
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(pk=job.membership_id).update(since=date(2020, 1, 1), until=yesterday)
    run_waiting()
    assert (again(job).state, hats()) == (FAILED, 0)
    assert job.reasons == ["提出这项任务的岗位已经到期或收回，所以没有执行。请由现任人员重新提出。"]


def test_words_hold_nothing_that_a_database_refuses(asked: Asked, kinds, monkeypatch) -> None:
    def odd(_arguments, *, progress, **_) -> None:
        progress(1, 2, "a\0b" * 200)
        raise Refused("c\0d")

    monkeypatch.setitem(kinds, "hang", replace(kinds["hang"], do=odd))
    job = asked()
    run_waiting()
    assert again(job).reasons == ["cd"]


# Who asked


def test_who_asked_acts_and_nobody_else(asked: Asked) -> None:
    job = asked("who", by="bo")
    run_waiting()
    assert again(job).result["words"] == "head "


def test_what_was_asked_on_behalf_is_done_on_behalf(world) -> None:
    school = world.organisation("first")
    behalf = Behalf(7, school, "柏青", date(2026, 3, 1))
    job = ask_for("who", by=replace(world.actor("an"), behalf=behalf, address="10.0.0.8"))
    assert job.organisation == school
    run_waiting()
    assert again(job).result["words"] == f"clerk {behalf}10.0.0.8"


def test_what_was_asked_on_behalf_is_not_done_once_the_organisation_is_another_s(world) -> None:
    school = world.organisation("first")
    job = ask_for("who", by=replace(world.actor("an"), behalf=Behalf(7, school, "柏青", date(2026, 3, 1))))
    Organisation.objects.filter(pk=school.pk).update(path=f"{world.organisation('foreign').path}{school.pk}/")
    run_waiting()
    assert (again(job).state, "不在您的辖区内" in again(job).reasons[0]) == ("failed", True)


def test_nothing_is_done_for_an_account_that_was_locked_since(asked: Asked) -> None:
    job = asked("who", by="bo")
    Person.objects.filter(login="bo").update(is_active=False)
    run_waiting()
    assert (again(job).state, "账号已停用" in again(job).reasons[0]) == ("failed", True)


def test_nothing_is_done_for_a_deputy_whose_principal_is_back(asked: Asked, world) -> None:
    job = asked("who", by="bo")
    Membership.objects.filter(pk=world.membership("bo").pk).update(deputises=world.membership("chen"))
    run_waiting()
    assert (again(job).state, "已经到期或收回" in again(job).reasons[0]) == ("failed", True)


def test_asking_and_cancelling_stand_in_the_journal(asked: Asked, world) -> None:
    job = asked(by="bo")
    cancel(job, by=world.actor("an"))
    entries = Entry.objects.order_by("pk").values_list("verb", "name", "where")
    path = world.organisation("first").path
    assert list(entries) == [("job.ask", "柏青", path), ("job.cancel", "安知远", path)]


# Cancelling


def test_what_waits_is_cancelled_at_once(asked: Asked, world, hats) -> None:
    job = asked()
    cancel(job, by=world.actor("an"))
    assert job.state == CANCELLED
    assert run_waiting() == 0
    assert hats() == 0


def test_what_runs_stops_and_puts_everything_back(asked: Asked, hats) -> None:
    job = asked("cancel")
    run_waiting()
    assert hats() == 0
    assert again(job).state == CANCELLED


@pytest.mark.parametrize(
    ("actor", "may"),
    [("bo", True), ("an", True), ("system", True), ("clerk", False), ("leader", False), ("foreign-office", False)],
)
def test_who_may_cancel_a_job_of_bo(asked: Asked, world, actor: str, may: bool) -> None:
    job = asked(by="bo")
    assert (jobs.why_not_cancel(job, world.actor(actor)) is None) is may
    if not may:
        with pytest.raises(Refused, match="由提出的人取消"):
            cancel(job, by=world.actor(actor))
        assert again(job).state == WAITING


def test_what_has_ended_is_not_cancelled(asked: Asked, world) -> None:
    job = asked()
    run_waiting()
    with pytest.raises(Refused, match="这项任务已完成，不用取消"):
        cancel(job, by=world.actor("an"))
    assert again(job).state == DONE


# Progress and the sweep


def claimed(asked: Asked, **age: float) -> Job:
    asked()
    job = jobs.claim()
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - timedelta(**age))
    return again(job)


def test_a_beat_is_written_at_most_once_a_second(asked: Asked, clock, django_assert_num_queries) -> None:
    progress = JobProgress(claimed(asked, minutes=1))
    progress(1, 10, "一")
    with django_assert_num_queries(0):
        progress(2, 10, "二")
    clock.now += 1
    progress(3, 10, "三")
    job = again(progress.job)
    assert (job.done, job.total, job.words) == (3, 10, "三")
    assert job.beat_at > timezone.now() - timedelta(seconds=5)


def test_a_worker_that_lost_its_claim_is_told_by_its_beat(asked: Asked) -> None:
    progress = JobProgress(claimed(asked, minutes=1))
    Job.objects.update(worker="another")
    with pytest.raises(jobs._LostError):
        progress(1)


def test_a_worker_that_is_stopped_leaves_the_job_to_the_next(asked: Asked, kinds, monkeypatch, hats) -> None:
    def halted(_arguments, *, progress, **_) -> None:
        progress.halt()
        progress(1)

    job = asked()
    monkeypatch.setitem(kinds, "hang", replace(kinds["hang"], do=halted))
    jobs.carry_out(jobs.claim())
    assert (again(job).state, job.attempts) == (WAITING, 0)


def test_silent_workers_lose_their_jobs_and_the_job_is_done_once(asked: Asked, hats) -> None:
    job = claimed(asked, minutes=4)
    assert sweep() == 1
    assert again(job).state == WAITING
    run_waiting()
    assert (again(job).state, job.attempts, hats()) == (DONE, 2, 3)


def test_a_worker_heard_of_lately_keeps_its_job(asked: Asked) -> None:
    job = claimed(asked, minutes=2)
    assert sweep() == 0
    assert again(job).state == RUNNING


def test_after_three_attempts_a_job_has_failed_with_the_reason(asked: Asked) -> None:
    job = claimed(asked, minutes=4)
    Job.objects.update(attempts=3)
    assert sweep() == 1
    assert again(job).state == FAILED
    assert job.reasons[0].startswith("这项任务中断了 3 次，没有做成")


def test_a_silent_job_that_was_to_be_cancelled_ends(asked: Asked, world) -> None:
    job = claimed(asked, minutes=4)
    cancel(job, by=world.actor("an"))
    assert (again(job).state, job.cancel_asked) == (RUNNING, True)
    sweep()
    assert again(job).state == CANCELLED


def test_what_a_worker_put_back_counts_as_no_attempt(asked: Asked) -> None:
    job = claimed(asked, minutes=0)
    assert put_back(job.worker) == 1
    assert (again(job).state, job.attempts, job.worker) == (WAITING, 0, "")


def test_jobs_that_ended_long_ago_are_cleared(asked: Asked) -> None:
    old, young, open_ = asked(), asked(), asked()
    long_ago = timezone.now() - timedelta(days=200)
    Job.objects.filter(pk=old.pk).update(state=DONE, ended_at=long_ago)
    Job.objects.filter(pk=young.pk).update(state=DONE, ended_at=timezone.now())
    assert clear_old({}) == {"words": "清理了 1 项"}
    assert set(Job.objects.all()) == {young, open_}
