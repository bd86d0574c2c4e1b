"""The leader's page: whose tasks are late, what waits for a signature, how the year went; and the same on one page of paper."""

import io
import re
from datetime import date, timedelta
from typing import Any

import docx
import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import given as examples
from hypothesis import strategies as st

from luoshi.office.organisations.models import Organisation
from luoshi.office.plans.assignment import acts
from luoshi.office.plans.assignment.said import Said, Shown
from luoshi.office.plans.models import Assignment, Chaser, Task
from luoshi.office.plans.overview.leader import Leader, Month
from luoshi.office.plans.overview.papers import LINES, briefing, briefing_document, lines_of
from luoshi.office.plans.overview.scope import scope_of
from luoshi.scribe.check import check
from tests.office.plans.assignment.conftest import TODAY
from tests.scribe.conftest import typeset

__all__ = ["typeset"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_the_title_says_what_is_late_and_what_waits(sign_in, world, given, set_to) -> None:
    set_to("first", 1, due=-41)
    acts.act(
        given("basic", 1),
        "report",
        by=world.actor("section"),
        said=Said("查完了。", [Shown(link="https://example.cn")]),
    )
    assert "<h1>1 项任务滞后，最久 41 天；1 件等签批</h1>" in text(sign_in("leader").get("/ledger/overview/"))


def test_every_number_opens_as_many_rows_as_it_says(sign_in, world, given, set_to) -> None:
    set_to("first", 1, due=-41)
    set_to("first", 2, due=-4)
    client = sign_in("leader")
    page = text(client.get("/ledger/overview/"))
    found = re.findall(r'<td class="number"><a (?:class="state-over" )?href="([^"]+)">(\d+)</a>', page)
    assert len(found) >= 5
    for address, number in found:
        assert f"共 {number} 行" in text(client.get(address.replace("&amp;", "&"))), address


def test_the_chart_is_also_words_and_a_table(sign_in, world, set_to) -> None:
    set_to("first", 1, due=-20)
    page = text(sign_in("leader").get("/ledger/overview/"))
    assert "3月完成 0 件，月底滞后 1 件" in page
    assert "style=" not in page[page.index("<svg") : page.index("</svg>")]
    assert re.search(r'月底滞后</th><td class="number">0</td>(<td class="number"><a href="[^"]+">1</a></td>){2}', page)


def test_the_links_of_the_chart_are_called_what_they_count(sign_in, set_to) -> None:
    """A picture holds no links for who has it read aloud: it is a group, and each of its links says month, what and how
    many."""
    set_to("first", 1, due=-20)
    set_to("basic", 2, due=5, state="on_track", reported_on=-1)
    page = text(sign_in("leader").get("/ledger/overview/"))
    chart = page[page.index("<svg") : page.index("</svg>")]
    assert 'role="img"' not in chart
    assert chart.startswith('<svg class="chart"')
    assert 'role="group" aria-labelledby="chart-title"' in chart
    links = re.findall(r'<a href="[^"]+" aria-label="([^"]+)"', chart)
    assert links == ["2月月底滞后 1 件", "3月完成 1 件", "3月月底滞后 1 件"]
    assert chart.count("<a ") == len(links)


def test_a_bar_opens_as_many_rows_as_it_says(sign_in, set_to) -> None:
    set_to("first", 1, due=-20)
    set_to("second", 1, due=-20, state="done", reported_on=-8)
    set_to("first", 2, due=-60, state="reported", reported_on=-30)
    set_to("basic", 2, due=-60, state="on_track", ended_on=-40)
    Assignment.objects.filter(organisation__name__contains="第二").update(part="assist")
    client = sign_in("leader")
    page = text(client.get("/ledger/overview/"))
    bars = re.findall(r'<a href="([^"]+)" aria-label="[^"]+"><text class="chart-number"[^>]*>(\d+)</text></a>', page)
    assert len(bars) >= 4
    for address, number in bars:
        assert f"共 {number} 行" in text(client.get(address.replace("&amp;", "&"))), address


def test_what_only_assists_is_not_late_in_any_month(sign_in, set_to) -> None:
    set_to("first", 1, due=-20)
    Assignment.objects.update(part="assist")
    assert "3月完成 0 件，月底滞后 0 件" in text(sign_in("leader").get("/ledger/overview/"))


def test_what_assists_and_ended_along_with_its_lead_is_not_counted_as_done_either(sign_in, given, set_to) -> None:
    """Else a month counts the same work once for its lead and once for everybody who assisted."""
    set_to("basic", 1, state="done", reported_on=-2, ended_on=-1)
    for place in ("first", "second"):
        one = set_to(place, 1, state="done", ended_on=-1)
        Assignment.objects.filter(pk=one.pk).update(part="assist")
    piece = set_to("village", 1, state="done", ended_on=-1)
    Assignment.objects.filter(pk=piece.pk).update(part="assist", parent=given("basic", 1))
    client = sign_in("leader")
    page = text(client.get("/ledger/overview/"))
    assert "3月完成 2 件，月底滞后 0 件" in page
    assert "两个数里都不算" in page
    (address,) = re.findall(r'<a href="([^"]+)" aria-label="3月完成 2 件"', page)
    assert "共 2 行" in text(client.get(address.replace("&amp;", "&")))


def test_leads_that_do_not_fit_are_counted(sign_in, world, issued) -> None:
    for number in range(20, 30):
        task = Task.objects.create(plan=issued, number=number, order=number, words=f"第{number}项")
        body = Organisation.objects.create(kind="section", name=f"第{number}科", path=f"1/2/{number}000/")
        task.responsibilities.create(part="lead", organisation=body)
    page = text(sign_in("leader").get("/ledger/overview/"))
    assert "另有 5 个，都没有滞后" in page


def test_what_is_proposed_to_a_leader_waits_on_the_page(sign_in, world, issued) -> None:
    made = Chaser.objects.create(
        plan=issued, organisation=world.organisation("basic"), step="supervise", state="proposed",
        made_by=world.membership("an"), words="请查明原因。",
    )  # fmt: skip
    page = text(sign_in("leader").get("/ledger/overview/"))
    assert "<h1>没有滞后的任务；1 份督办等决定</h1>" in page
    assert 'href="/chasing/proposed"' in page
    made.delete()


DAYS = st.none() | st.integers(-100, 60).map(lambda days: TODAY + timedelta(days=days))
ROW = st.fixed_dictionaries(
    {"due": DAYS, "state": st.sampled_from(["working", "done", "reported", "behind", "returned"]), "ended": DAYS}
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@examples(rows=st.lists(ROW, max_size=15))
def test_months_are_what_counting_by_hand_gives(world, issued, rows: list[dict[str, Any]]) -> None:
    cache.clear()
    with transaction.atomic():
        Assignment.objects.all().delete()
        task = Task.objects.filter(plan=issued).first()
        Assignment.objects.bulk_create(
            Assignment(
                task=task, organisation=world.organisation("first"), part="owner", occurrence=str(n), due=row["due"],
                state=row["state"], reported_on=row["ended"],
            )
            for n, row in enumerate(rows)
        )  # fmt: skip
        found = Leader(scope_of(world.actor("leader"), {}, day=TODAY)).months
        transaction.set_rollback(True)
    assert [one.first for one in found] == [date(2026, month, 1) for month in (1, 2, 3)]
    for one in found:
        after = date(2026, one.first.month + 1, 1)
        ended = [row["ended"] if row["state"] in ("done", "reported") else None for row in rows]
        done = sum(day is not None and one.first <= day < after for day in ended)
        late = sum(
            row["due"] is not None and row["due"] < min(after, TODAY) and not (day is not None and day < after)
            for row, day in zip(rows, ended, strict=True)
        )
        assert one == Month(one.first, done, late)


def test_the_page_asks_the_same_of_the_database_however_many_tasks(sign_in, issued, given, own_questions) -> None:
    client = sign_in("leader")
    few = own_questions(client, "/ledger/overview/")
    late = TODAY - timedelta(days=3)
    for number in range(20, 60):
        task = Task.objects.create(plan=issued, number=number, order=number, words=f"第{number}项")
        task.responsibilities.create(part="lead", organisation=given("first").organisation)
        task.assignments.create(organisation=given("first").organisation, part="lead", due=late)
    assert own_questions(client, "/ledger/overview/") == few <= 14


@pytest.fixture
def full(world, issued) -> Leader:
    """As much as a briefing ever holds: long names, many late tasks, much that waits."""
    body = world.organisation("basic")
    type(body).objects.filter(pk=body.pk).update(name="职业教育与成人教育和民办教育综合管理科（社会办学办公室）")
    for number in range(20, 60):
        words = f"第{number}项：深入推进义务教育优质均衡发展和城乡一体化，健全长效机制，确保各项指标全部达到规定要求"
        task = Task.objects.create(plan=issued, number=number, order=number, words=words)
        task.responsibilities.create(part="lead", organisation=body)
        task.assignments.create(organisation=body, part="lead", due=TODAY - timedelta(days=number), state="reported",
                                reported_on=TODAY)  # fmt: skip
    return Leader(scope_of(world.actor("leader"), {}, day=TODAY))


def test_a_briefing_fits_on_one_page_of_the_grid(full: Leader) -> None:
    assert lines_of(briefing_document(full)) <= LINES
    assert check(briefing(full)) == ()


@pytest.mark.typeset
def test_a_briefing_is_one_page_when_it_is_printed(full: Leader, typeset) -> None:
    assert len(typeset(briefing_document(full))) == 1


def test_a_briefing_says_the_numbers_of_the_page(sign_in, world, set_to) -> None:
    set_to("first", 1, due=-41)
    content = sign_in("leader").get("/ledger/overview/briefing.docx").content
    said = "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)
    assert "共3项任务，已完成0项，滞后1项（最久41天）" in said
    assert "滞后较多的牵头单位：基础教育科1项。没有等签批、等决定的。" in said
