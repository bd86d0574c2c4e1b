"""Programs read rounds, and a lead's program fills its own lines in."""

import pytest

from luoshi.office.journal.models import Entry
from luoshi.office.plans.dispatch.queries import headline, tally
from luoshi.office.plans.models import DispatchLine

pytestmark = pytest.mark.django_db


def row(line: DispatchLine, progress: str, **more) -> dict:
    return {"line": line.pk, "version": line.version, "progress": progress, **more}


def test_a_round_is_told_as_its_page_shows_it(world, dispatch, fill, program) -> None:
    fill(1, "已检查12校", problems="缺车辆")
    told = program("an").get(f"dispatches/{dispatch.pk}")
    assert told["headline"] == headline(dispatch, tally(dispatch))
    basic = next(one for one in told["leads"] if one["organisation"]["name"] == "基础教育科")
    assert (basic["lines"], basic["waiting"], basic["problems"]) == (2, 1, 1)
    assert [one["id"] for one in program("an").get("dispatches?state=open")["items"]] == [dispatch.pk]


def test_what_others_said_is_for_the_office_and_the_leaders(dispatch, program) -> None:
    section = program("section")
    assert section.get(f"dispatches/{dispatch.pk}")["leads"] == []
    own = section.get(f"dispatch-lines?dispatch={dispatch.pk}")
    assert {one["organisation"]["name"] for one in own["items"]} == {"基础教育科"}
    for name in ("an", "leader"):
        assert program(name).get("dispatch-lines")["count"] == 3
    assert program("bo").get("dispatch-lines")["count"] == 0


def test_a_lead_fills_its_lines_in(dispatch, line, program) -> None:
    section = program("section")
    given = [row(line(1), "已检查12校", problems="缺车辆"), row(line(2), "培训已完成一半")]
    status, told = section.post(f"dispatches/{dispatch.pk}/fill", lines=given)
    assert (status, [one["progress"] for one in told]) == (200, ["已检查12校", "培训已完成一半"])
    assert line(1).problems == "缺车辆"
    entry = Entry.objects.get(verb="dispatch.fill")
    assert entry.behalf.startswith("令牌程序")
    again = section.post(f"dispatches/{dispatch.pk}/fill", lines=[row(line(1), "已检查12校", problems="缺车辆")])
    assert again == (200, [])  # nothing is other than it was


def test_somebody_who_filled_in_meanwhile_is_told_of(dispatch, line, fill, program) -> None:
    before = line(1)
    fill(1, "已检查12校")
    status, told = program("section").post(f"dispatches/{dispatch.pk}/fill", lines=[row(before, "另一种说法")])
    assert (status, "孙启明刚刚也填过" in told["reasons"][0]) == (409, True)
    assert line(1).progress == "已检查12校"


def test_a_line_of_another_lead_is_not_filled_in(dispatch, line, program) -> None:
    theirs = line(3, "office")
    status, told = program("section").post(f"dispatches/{dispatch.pk}/fill", lines=[row(theirs, "办完了")])
    assert (status, len(told["reasons"])) == (422, 1)
    assert not Entry.objects.filter(verb="dispatch.fill").exists()


@pytest.mark.parametrize("path", ["dispatches", "dispatches/{pk}", "dispatch-lines"])
def test_a_round_asks_few_questions(dispatch, program, path: str, django_assert_max_num_queries) -> None:
    an, address = program("an"), path.format(pk=dispatch.pk)
    an.get(address)
    with django_assert_max_num_queries(25):
        an.get(address)
