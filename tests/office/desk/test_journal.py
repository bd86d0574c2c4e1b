"""The auditor searches, looks into, checks and exports the journal; everybody finds their own doings."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luoshi.office.desk import journal_check, journal_list, journal_panel, journal_purge, journal_views
from luoshi.office.desk.models import Job
from luoshi.office.journal import anchor, guard, record, seal
from luoshi.office.journal.models import Entry, Payload
from luoshi.office.organisations.models import Membership, Person, Role
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path) -> None:
    """Keys of this test alone, so that no other test's note of the last seal is met."""
    settings.KEYS = tmp_path / "keys"


@pytest.fixture
def doings(world) -> dict[str, Entry]:
    """What An, Bo and somebody of another county did."""
    county, first, foreign = (world.organisation(name) for name in ("county", "first", "foreign"))
    renamed = {"before": {"name": "旧名"}, "after": {"name": "新名"}}
    numbers = {
        "an": record.write("organisation.rename", by=world.actor("an").who, about=first, where=first.path, detail=renamed),
        "bo": record.write("report.receive", by=world.actor("bo").who, where=first.path, done=False),
        "foreign": record.write("report.discard", by=world.actor("foreign-office").who, about=foreign, where=foreign.path),
        "program": record.write("journal.purge", by=world.actor("system").who, where=county.path),
    }  # fmt: skip
    return {name: Entry.objects.get(pk=number) for name, number in numbers.items()}


@pytest.fixture
def auditor(sign_in):
    return sign_in("auditor")


def rows(response) -> list[int]:
    return [line[0]["value"] for line in response.context["list"].lines]


def test_an_auditor_sees_the_area_the_newest_first(doings, auditor) -> None:
    response = auditor.get("/journal/")
    assert rows(response) == [doings[name].pk for name in ("program", "bo", "an")]
    assert "日志 3 条，其中 1 条未办成" in response.content.decode()


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("q=第一小学", ["bo", "an"]),
        ("q=安知远", ["an"]),
        ("verb=report.receive", ["bo"]),
        ("done=no", ["bo"]),
        ("done=yes&q=安知远", ["an"]),
        ("period=1", ["program", "bo", "an"]),
        ("period=1999-01", []),
        ("person=x", []),
    ],
)
def test_the_journal_is_searched_by_words_verb_outcome_and_period(doings, auditor, search: str, found) -> None:
    assert rows(auditor.get(f"/journal/?{search}")) == [doings[name].pk for name in found]


def test_all_that_a_person_did_is_one_choice(doings, auditor, world) -> None:
    person = world.membership("bo").person
    response = auditor.get(f"/journal/?person={person.pk}")
    assert rows(response) == [doings["bo"].pk]
    assert f'<option value="{person.pk}" selected>柏青' in response.content.decode()


def test_a_month_begins_and_ends_at_midnight_here(db) -> None:
    narrow = journal_list.period(date(2026, 3, 5)).narrow
    first = timezone.make_aware(timezone.datetime(2026, 2, 1))
    moments = (first - timedelta(seconds=1), first, first + timedelta(days=28, seconds=-1), first + timedelta(days=28))
    made = [Entry.objects.create(at=moment, mac="") for moment in moments]
    assert set(Entry.objects.filter(narrow("2026-02"))) == set(made[1:3])
    assert narrow("2025-03") is None
    assert len(journal_list.period(date(2026, 3, 5)).choices) == 3 + journal_list.MONTHS


def test_every_row_of_the_list_costs_no_query_of_its_own(doings, auditor, world, django_assert_num_queries) -> None:
    auditor.get("/journal/")  # the first page of a session costs more
    with CaptureQueriesContext(connection) as few:
        auditor.get("/journal/")
    for _ in range(20):
        record.write("organisation.rename", by=world.actor("an").who, where=world.organisation("first").path)
    with django_assert_num_queries(len(few)):
        auditor.get("/journal/")


def test_an_entry_shows_before_and_after(doings, auditor) -> None:
    response = auditor.get(f"/journal/{doings['an'].pk}/")
    page = response.content.decode()
    assert response.context["changes"] == [("名称", "旧名", "新名")]
    assert "安知远 · 机构更名 · 云岭县第一小学" in page
    assert "还没有封存" in page
    assert "被改动过" not in page


def test_an_entry_leads_to_all_that_was_done_about_the_same(doings, auditor, world) -> None:
    first = world.organisation("first")
    again = record.write("organisation.edit", by=world.actor("an").who, about=first, where=first.path)
    page = auditor.get(f"/journal/{doings['an'].pk}/").content.decode()
    address = f"/journal/?about=organisations.organisation:{first.pk}"
    assert f'href="{address}">此对象的全部日志' in page
    assert rows(auditor.get(address)) == [again, doings["an"].pk]
    assert rows(auditor.get("/journal/?about=organisations.organisation:0")) == rows(auditor.get("/journal/"))


def test_an_entry_says_that_its_detail_was_purged(doings, auditor) -> None:
    with guard.lifted(connection):
        Payload.objects.all().delete()
    assert "明细已经按规定清理" in auditor.get(f"/journal/{doings['an'].pk}/").content.decode()


def test_an_entry_that_was_changed_says_so(doings, auditor) -> None:
    with guard.lifted(connection):
        Entry.objects.filter(pk=doings["an"].pk).update(name="别人")
        Payload.objects.update(content=b"x" * 40)
    page = auditor.get(f"/journal/{doings['an'].pk}/").content.decode()
    assert "这一条被改动过" in page
    assert "明细打不开" in page


@pytest.mark.parametrize(
    ("detail", "changes", "facts"),
    [
        ({"before": None, "after": {"a": True}}, [("a", "—", "是")], []),
        ({"before": "旧", "after": "新", "reason": "合并"}, [("", "旧", "新")], [("原因", "合并")]),
        ({"count": 3, "list": ["甲"]}, [], [("数量", "3"), ("list", "甲")]),
        ({"before": "working", "after": "signed", "step": "urge"}, [("", "办理中", "待核验")], [("催督", "催办")]),
        ({"list": [], "words": "做完了"}, [], [("list", "—"), ("内容", "做完了")]),
        ({"standings": {"late": 2, "normal": 5}}, [], [("各种进度的项数", "滞后 2，正常 5")]),
        (
            {"lines": [{"number": 3, "before": {"progress": ""}, "after": {"progress": "已建成"}}, {"number": 4}]},
            [],
            [("任务", "编号 3，原来 进展 —，改为 进展 已建成；编号 4")],
        ),
    ],
)
def test_details_of_any_shape_can_be_read(detail, changes, facts) -> None:
    assert journal_views.sides_of(detail) == {"changes": changes, "facts": facts}


def test_everybody_finds_their_own_doings_and_nobody_elses(doings, sign_in) -> None:
    response = sign_in("bo").get("/journal/mine/")
    assert "我的操作记录 1 条" in response.content.decode()
    assert [line[2]["value"] for line in response.context["list"].lines] == ["收进报告"]


def test_what_is_exported_is_what_is_seen_and_is_itself_written_down(doings, auditor) -> None:
    response = auditor.get("/journal/?q=安知远&export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[1][2:7] == ["安知远", "办公室 局办公室", "机构更名", "云岭县第一小学", "已办成"]
    assert values[-1][0] == "共 1 行"
    told = Entry.objects.get(verb="journal.export")
    assert (told.name, told.about) == ("申计", "1 条")


def test_more_than_a_workbook_should_hold_is_not_exported(doings, auditor, monkeypatch) -> None:
    monkeypatch.setattr(journal_views, "MOST_EXPORTED", 2)
    response = auditor.get("/journal/?export=xlsx", follow=True)
    assert "选中 3 条，一次最多 2 条" in response.content.decode()
    assert not Entry.objects.filter(verb="journal.export").exists()


def test_a_check_is_asked_for_and_its_result_stays(doings, auditor) -> None:
    seal.seal_all()
    page = auditor.post("/journal/verify/", follow=True).content.decode()
    assert "<h1>日志完好：4 条都与写入时一致</h1>" in page
    assert "申计核对：看了 4 条、1 次封存" in page
    assert Entry.objects.get(verb="journal.check").about == "日志完好：4 条都与写入时一致"


def test_a_check_that_finds_something_names_it(doings, auditor) -> None:
    seal.seal_all()
    with guard.lifted(connection):
        Entry.objects.filter(pk=doings["bo"].pk).update(done=True)
    page = auditor.post("/journal/verify/", follow=True).content.decode()
    assert "<h1>发现 1 处不符</h1>" in page
    assert f"日志第 {doings['bo'].pk} 条被改动过" in page
    assert "保护现场" in page


def test_a_large_journal_is_checked_in_the_background(doings, auditor, monkeypatch, world) -> None:
    monkeypatch.setattr(journal_check, "AT_ONCE", 3)
    monkeypatch.setattr("luoshi.office.web.panels.JOB_HANDLERS", journal_panel.HANDLERS)
    response = auditor.post("/journal/verify/")
    job = Job.objects.get(kind="journal.check")
    assert response.headers["Location"] == f"/jobs/{job.pk}/"
    seen = []
    kind = journal_panel.HANDLERS["journal.check"]
    told = kind.prepare({}, by=world.actor("auditor"), progress=lambda *said: seen.append(said[:2]))
    total = Entry.objects.count()
    assert seen[-1] == (total, total)
    said = kind.do(told, by=world.actor("auditor"), progress=None)
    assert said == {"words": f"日志完好：{total} 条都与写入时一致", "address": "/journal/verify/"}


def test_the_clock_seals_the_journal(doings) -> None:
    kind = journal_panel.HANDLERS["journal.seal"]
    count = kind.prepare({}, by=None, progress=None)
    assert kind.do(count, by=None, progress=None) == {"words": "封存 4 条日志"}
    assert ("journal.seal", "* * * * *") in journal_panel.SCHEDULES


def test_the_days_head_can_be_taken_away_and_read_again(doings, auditor) -> None:
    assert anchor.from_text(auditor.get("/journal/head.txt").content.decode()) is None
    seal.seal_all()
    response = auditor.get("/journal/head.txt")
    assert anchor.from_text(response.content.decode()) == seal.head_of()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    page = auditor.get("/journal/verify/").content.decode()
    assert seal.head_of().hash in page


@pytest.fixture
def city_auditor(world):
    """An auditor whose area holds everything."""
    person = Person.objects.create(login="city-auditor", name="市审")
    world.memberships["city-auditor"] = Membership.objects.create(
        person=person,
        organisation=world.organisation("city"),
        role=Role.AUDITOR,
        since=date(2025, 9, 1),
        confirmed=True,
    )
    return world.client("city-auditor")


def purge_before(client, day: str) -> str:
    return client.post("/journal/purge", {"before": day}, follow=True).content.decode()


def test_old_details_are_purged_by_the_auditor_of_the_whole(doings, city_auditor) -> None:
    today = timezone.localdate()
    with guard.lifted(connection):
        Entry.objects.filter(pk=doings["an"].pk).update(at=timezone.now() - timedelta(days=400))
    assert "已清理 1 条日志的明细" in purge_before(city_auditor, (today - timedelta(days=300)).isoformat())
    assert "没有要清理的" in purge_before(city_auditor, "2020-01-01")
    assert "不满 6 个月" in purge_before(city_auditor, today.isoformat())
    assert "日期没有填" in purge_before(city_auditor, "")
    assert not Payload.objects.filter(pk=doings["an"].pk).exists()


def test_an_auditor_with_others_beside_does_not_purge_what_is_theirs(doings, auditor) -> None:
    page = purge_before(auditor, "2020-01-01")
    assert "请由最上级的审计员清理" in page
    assert "清理明细" not in page


def test_only_an_auditor_purges(world) -> None:
    with pytest.raises(Refused, match="由审计员清理"):
        journal_purge.details_before(date(2020, 1, 1), by=world.actor("system"))
