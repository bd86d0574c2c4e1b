"""The pages of jobs: what they say, and whom they let do what."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from luoshi.office.desk.job_panel import pending
from luoshi.office.desk.job_views import how_long
from luoshi.office.desk.jobs import claim, run_waiting
from luoshi.office.desk.models import Job

POLLS = 'hx-trigger="every 2s"'


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_says_what_is_under_way_and_what_failed(asked, sign_in) -> None:
    asked("refuse", by="bo")
    run_waiting()
    asked(by="bo")
    page = text(sign_in("an").get("/jobs/"))
    assert "<h1>1 项后台任务在做，7 天内 1 项没有做成</h1>" in page
    assert "第 3 行没有姓名。请补上再导入。" in page
    assert "柏青" in page


def test_an_empty_list_says_so(sign_in) -> None:
    assert "<h1>没有后台任务在做</h1>" in text(sign_in("chen").get("/jobs/"))


@pytest.mark.parametrize(
    ("query", "rows"),
    [("state=done", 1), ("state=waiting", 1), ("kind=hang", 2), ("q=柏青", 2), ("q=陈立", 0), ("state=nonsense", 0)],
)
def test_the_list_is_narrowed(asked, sign_in, query: str, rows: int) -> None:
    asked(by="bo")
    run_waiting()
    asked(by="bo")
    assert (
        text(sign_in("an").get(f"/jobs/?{query}&q=" if "q=" not in query else f"/jobs/?{query}")).count("<tr><td")
        == rows
    )


def test_the_list_is_exported_as_it_is_seen(asked, sign_in) -> None:
    asked(by="bo")
    response = sign_in("an").get("/jobs/?export=xlsx")
    assert response["Content-Type"].endswith("spreadsheetml.sheet")


def test_every_list_costs_the_same_however_long(asked, sign_in, django_assert_max_num_queries) -> None:
    client = sign_in("an")
    for _ in range(12):
        asked(by="bo")
    with django_assert_max_num_queries(14):
        client.get("/jobs/")


def test_an_open_job_asks_for_itself_again_until_it_has_ended(asked, sign_in) -> None:
    job, client = asked(), sign_in("an")
    assert POLLS in text(client.get(f"/jobs/{job.pk}/"))
    claim()
    Job.objects.update(done=30, total=200, words="正在写入")
    page = text(client.get(f"/jobs/{job.pk}/"))
    assert POLLS in page
    assert "15 % 正在写入" in page
    assert '<progress class="job-progress" max="200" value="30"' in page
    Job.objects.update(state="waiting")
    run_waiting()
    page = text(client.get(f"/jobs/{job.pk}/"))
    assert POLLS not in page
    assert 'href="/reports/">看结果' in page


def test_who_oversees_a_job_is_not_led_where_their_role_may_not_look(asked, sign_in) -> None:
    job = asked()
    run_waiting()
    assert "看结果" in text(sign_in("an").get(f"/jobs/{job.pk}/"))
    assert "看结果" not in text(sign_in("system").get(f"/jobs/{job.pk}/"))


def test_reasons_are_shown_and_wait_for_who_asked_until_seen(asked, sign_in, world) -> None:
    job = asked("refuse", by="bo")
    run_waiting()
    assert [(one.what, one.address) for one in pending(world.actor("bo"))] == [
        ("后台任务“退回”没有做成", f"/jobs/{job.pk}/")
    ]
    text(sign_in("an").get(f"/jobs/{job.pk}/"))
    assert list(pending(world.actor("an"))) == []
    assert len(list(pending(world.actor("bo")))) == 1
    page = text(sign_in("bo").get(f"/jobs/{job.pk}/"))
    assert "第 3 行没有姓名。请补上再导入。" in page
    assert "第 9 行的编号重复。请改正再导入。" in page
    assert list(pending(world.actor("bo"))) == []


def test_what_failed_stands_on_the_home_page(asked, sign_in) -> None:
    asked("refuse", by="bo")
    run_waiting()
    assert "后台任务“退回”没有做成" in text(sign_in("bo").get("/"))


def test_a_job_is_cancelled_by_its_button(asked, sign_in) -> None:
    job, client = asked(by="bo"), sign_in("bo")
    assert "取消任务" in text(client.get(f"/jobs/{job.pk}/"))
    response = client.post(f"/jobs/{job.pk}/cancel", follow=True)
    assert "已取消。" in text(response)
    assert "取消任务" not in text(response)
    assert Job.objects.get().state == "cancelled"


def test_a_running_job_says_that_it_is_stopping(asked, sign_in) -> None:
    job = asked(by="bo")
    claim()
    response = sign_in("bo").post(f"/jobs/{job.pk}/cancel", follow=True)
    assert "已要求停下" in text(response)
    assert re.search(r"<button[^>]*disabled>正在停下…", text(response))


def test_who_comes_too_late_is_told_so(asked, sign_in) -> None:
    job = asked(by="bo")
    run_waiting()
    assert "这项任务已完成，不用取消。" in text(sign_in("bo").post(f"/jobs/{job.pk}/cancel", follow=True))


@pytest.mark.parametrize("name", ["clerk", "chen", "leader", "foreign-office"])
def test_a_job_of_somebody_else_is_not_found(asked, sign_in, name: str) -> None:
    job = asked(by="bo")
    assert sign_in(name).get(f"/jobs/{job.pk}/").status_code == 404
    assert sign_in(name).post(f"/jobs/{job.pk}/cancel").status_code == 404
    assert Job.objects.get().state == "waiting"


def test_nobody_at_work_is_said(asked, sign_in) -> None:
    job = asked()
    client = sign_in("an")
    said = "后台程序好像没有在运行"
    assert said not in text(client.get("/jobs/"))
    Job.objects.update(asked_at=timezone.now() - timedelta(minutes=3))
    assert said in text(client.get("/jobs/"))
    assert said in text(client.get(f"/jobs/{job.pk}/"))


def test_everybody_finds_the_jobs_beside_their_name(sign_in) -> None:
    assert '<a href="/jobs/">后台任务</a>' in text(sign_in("bo").get("/"))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 秒"), (59, "59 秒"), (60, "1 分 0 秒"), (3661, "1 小时 1 分"), (360_000, "100 小时 0 分")],
)
def test_a_time_is_said_in_its_two_largest_units(seconds: int, said: str) -> None:
    assert how_long(timedelta(seconds=seconds)) == said
