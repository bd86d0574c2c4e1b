"""The 通报: figures at once, names only after a leader agreed; and the papers of the meeting."""

import io
import zipfile
from datetime import date, datetime, timedelta

import docx
import openpyxl
import pytest
from django.utils import timezone

from luoshi.office.plans.decision import Decision
from luoshi.office.plans.dispatch import meeting_pack, notice, queries, rounds
from luoshi.office.plans.models import Assignment, Dispatch
from luoshi.office.refused import Refused
from luoshi.scribe.check import check
from tests.office.plans.assignment.conftest import TODAY

WORD = Decision("李望舒", TODAY, "签批单第9号")


@pytest.fixture
def closed(dispatch, fill, given, office) -> Dispatch:
    """办公室 is on time, 基础教育科 late with one task and silent about the other."""
    Assignment.objects.filter(pk=given("basic", 1).pk).update(due=TODAY - timedelta(days=9))
    fill(1, "已排查18台校车", problems="缺照管员", to_coordinate="请财政局核增经费")
    fill(3, "已公开12条", lead="office", by="an")
    return rounds.close(dispatch, by=office)


@pytest.fixture
def drafted(closed, office) -> Dispatch:
    return notice.draft(closed, to="机关各科室", words="请抓紧补上。\n月底前报来。", version=closed.version, by=office)


def refused(verb, *given, **more) -> str:
    with pytest.raises(Refused) as raised:
        verb(*given, **more)
    return "\n".join(raised.value.reasons)


def everything(content: bytes) -> str:
    """Every part of the file, also what no page shows."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def text_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


SECRET = ("基础教育科", "办公室", "孙启明", "校车", "师德", "政务公开", "照管员", "核增经费")


@pytest.mark.parametrize("red_head", [True, False])
def test_before_a_leader_agreed_no_part_of_the_paper_names_anybody(drafted, red_head) -> None:
    """Neither the late nor the good: who is missing among the good would be known too."""
    content = notice.paper(drafted, red_head=red_head)
    assert [word for word in SECRET if word in everything(content)] == []
    said = text_of(content)
    assert "1个单位牵头的1项任务滞后。" in said
    assert "1个单位没有在截止前报齐进展。" in said
    assert "1个单位报齐了进展，牵头的任务没有滞后和停滞。" in said
    assert (
        "报送" not in said
    )  # one of the two tasks of who is not through was reported, the day due is not the day closed


def test_a_round_that_was_closed_before_its_day_says_so(drafted) -> None:
    """Who has not answered yet had days left: whoever reads it is to know."""
    drafted.closed_at = datetime(2026, 3, 10, 9, tzinfo=timezone.get_current_timezone())
    early = "填报原定2026年3月15日截止，提前到2026年3月10日。现将截至2026年3月10日的情况通报如下。"
    assert early in text_of(notice.paper(drafted))
    drafted.due = TODAY
    assert "提前" not in text_of(notice.paper(drafted))


def test_after_a_leader_agreed_the_late_ones_and_the_good_ones_are_named(world, drafted) -> None:
    found = notice.approve(drafted, version=drafted.version, by=world.actor("leader"))
    said = text_of(notice.paper(found))
    assert "没有在截止前报齐进展：基础教育科" in said
    assert "没有滞后和停滞：办公室。" in said
    assert "开展校车安全检查" in said
    assert "2026-03-01" in said
    assert "照管员" not in said  # what was said of it is for the meeting


def test_only_a_leader_s_word_names_and_the_office_enters_it_with_name_day_and_paper(world, drafted, office) -> None:
    assert "请写明是谁、哪天同意的" in refused(notice.approve, drafted, version=drafted.version, by=office)
    assert "没有写谁决定的" in refused(
        notice.approve, drafted, version=drafted.version, decision=Decision(" ", TODAY), by=office
    )
    ahead = Decision("李望舒", TODAY + timedelta(days=1))
    assert "还没有到" in refused(notice.approve, drafted, version=drafted.version, decision=ahead, by=office)
    assert "由局办公室" in refused(
        notice.approve, drafted, version=drafted.version, decision=WORD, by=world.actor("section")
    )
    found = notice.approve(drafted, version=drafted.version, decision=WORD, by=office)
    assert (found.notice_by, found.notice_on, found.notice_document) == ("李望舒", TODAY, "签批单第9号")
    assert "已于 2026-03-10 同意点名" in refused(notice.approve, found, version=found.version, by=world.actor("leader"))


def test_a_draft_that_changes_takes_the_leader_s_word_away(world, drafted, office) -> None:
    found = notice.approve(drafted, version=drafted.version, by=world.actor("leader"))
    again = notice.draft(found, to="机关各科室", words="另有要求。", version=found.version, by=office)
    assert not again.may_name
    assert [word for word in SECRET if word in everything(notice.paper(again))] == []


def test_saving_what_stands_there_leaves_the_leader_s_word_and_the_number(world, drafted, office) -> None:
    """Somebody looked at the draft and pressed the button; browsers send other ends of lines than programs do."""
    found = notice.approve(drafted, version=drafted.version, by=world.actor("leader"))
    found = notice.issue(found, number="云教通〔2026〕3号", on=TODAY, version=found.version, by=office)
    for words in (found.notice, found.notice.replace("\n", "\r\n")):
        said = refused(notice.draft, found, to=f" {found.notice_to}", words=words, version=found.version, by=office)
        assert "没有改动，不用保存" in said
    found.refresh_from_db()
    assert (found.may_name, found.notice_number) == (True, "云教通〔2026〕3号")


def test_a_leader_agrees_only_to_what_the_page_showed(world, drafted, office) -> None:
    """The office wrote other words while the leader looked at the page; the number likewise is of what was looked at."""
    looked_at = drafted.version
    again = notice.draft(drafted, to="各中小学", words="另有要求。", version=looked_at, by=office)
    for by, more in ((world.actor("leader"), {}), (office, {"decision": WORD})):
        assert "您打开页面以后，这份通报有改动" in refused(notice.approve, again, version=looked_at, by=by, **more)
    assert "您打开页面以后，这份通报有改动" in refused(
        notice.issue, again, number="云教通〔2026〕3号", on=TODAY, version=looked_at, by=office
    )
    again.refresh_from_db()
    assert (again.may_name, again.issued_on) == (False, None)


def test_what_the_office_writes_cannot_name_the_late_ones_either(closed, office) -> None:
    said = refused(notice.draft, closed, to="机关各科室", words="请基础教育科抓紧。", version=closed.version, by=office)
    assert "要求里写了“基础教育科”" in said


def test_a_leader_cannot_agree_to_what_is_not_drafted(world, closed) -> None:
    assert "通报还没有拟好" in refused(notice.approve, closed, version=closed.version, by=world.actor("leader"))


def test_an_open_round_has_no_notice(dispatch, office) -> None:
    assert "通报要等截止以后再拟" in refused(
        notice.draft, dispatch, to="各科室", words="", version=dispatch.version, by=office
    )


def test_two_who_draft_at_once_are_told(drafted, closed, office) -> None:
    assert "别人刚改过这份通报" in refused(
        notice.draft, drafted, to="各科室", words="旧页面", version=drafted.version - 1, by=office
    )
    assert "没有写主送" in refused(notice.draft, drafted, to=" ", words="", version=drafted.version, by=office)


def test_a_round_that_is_reopened_wants_its_notice_anew_and_keeps_what_was_written(
    world, drafted, fill, office
) -> None:
    """What was drafted told of the first close; another is late at the second."""
    found = notice.draft(
        drafted, to="机关各科室", words="请照办公室的做法报送。", version=drafted.version, by=office
    )  # 办公室 was on time
    found = notice.approve(found, version=found.version, by=world.actor("leader"))
    found = rounds.reopen(found, by=office)
    assert (found.drafted_at, found.notice_by, found.notice_on) == (None, "", None)
    assert found.notice == "请照办公室的做法报送。"
    Assignment.objects.filter(task__number=3).update(due=TODAY - timedelta(days=1))
    found = rounds.close(found, by=office)
    assert [word for word in SECRET if word in everything(notice.paper(found))] == []
    leader = world.actor("leader")
    assert "还没有拟好" in refused(notice.approve, found, version=found.version, by=leader)
    assert "还没有拟好" in refused(notice.issue, found, number="3号", on=TODAY, version=found.version, by=office)
    assert list(queries.pending(leader)) == []
    again = {"to": found.notice_to, "words": found.notice, "version": found.version}
    assert "要求里写了“办公室”" in refused(notice.draft, found, **again, by=office)
    found = notice.draft(found, **{**again, "words": "请抓紧。"}, by=office)
    named = notice.approve(found, version=found.version, by=leader)
    assert {one.lead for one in notice.late_of(named)} == {"基础教育科", "办公室"}


def test_what_went_out_is_of_its_round_and_its_number_of_its_words(world, drafted, office) -> None:
    """It is neither reopened nor named in afterwards; other words are another paper, without its number."""
    found = notice.issue(drafted, number="云教通〔2026〕3号", on=TODAY, version=drafted.version, by=office)
    assert "已于 2026-03-10 印发（云教通〔2026〕3号）" in refused(rounds.reopen, found, by=office)
    assert "没有点名" in refused(notice.approve, found, version=found.version, by=world.actor("leader"))
    again = notice.draft(found, to="各科室", words="改一句。", version=found.version, by=office)
    assert (again.notice_number, again.issued_on) == ("", None)
    assert rounds.reopen(again, by=office).is_open


def test_number_and_day_stand_on_the_paper(drafted, office) -> None:
    assert "没有写文号" in refused(notice.issue, drafted, version=drafted.version, number=" ", on=TODAY, by=office)
    found = notice.issue(drafted, version=drafted.version, number="云教通〔2026〕3号", on=date(2026, 3, 9), by=office)
    said = text_of(notice.paper(found, red_head=True))
    assert "云教通〔2026〕3号" in said
    assert "2026年3月9日" in said
    assert "云岭县教育局文件" in said


def test_the_papers_are_as_the_standard_has_them(world, drafted, office) -> None:
    named = notice.approve(drafted, version=drafted.version, by=world.actor("leader"))
    named = notice.issue(named, number="云教通〔2026〕3号", on=TODAY, version=named.version, by=office)
    assert check(notice.paper(named, red_head=True)) == ()
    assert check(notice.paper(named)) == ()
    assert check(meeting_pack.paper(named)) == ()


def test_the_meeting_sees_what_is_to_be_coordinated_first_and_trouble_before_the_rest(closed) -> None:
    document = docx.Document(io.BytesIO(meeting_pack.paper(closed)))
    coordinate, leads = document.tables
    assert [cell.text for cell in coordinate.rows[1].cells] == [
        "1", "基础教育科", "1. 开展校车安全检查", "李望舒", "请财政局核增经费",
    ]  # fmt: skip
    first = [row.cells[1].text for row in leads.rows[1:]]
    assert first == [
        "李望舒 · 基础教育科（1项）", "开展校车安全检查", "未写明责任领导 · 办公室（1项）", "做好政务公开",
        "未写明责任领导 · 基础教育科（1项）", "开展师德培训",
    ]  # fmt: skip
    assert leads.rows[6].cells[4].text == "未填"
    summary = "\n".join(one.text for one in document.paragraphs)
    assert "第1次月调度：2 家中 1 家已填，1 家未填" in summary
    assert "滞后的任务：基础教育科1项。" in summary
    assert "需要会议协调的事项1件，见附件1。" in summary


def test_the_pack_is_also_a_workbook_with_a_row_for_each_line(closed) -> None:
    page = openpyxl.load_workbook(io.BytesIO(meeting_pack.sheet(closed))).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0][:6] == ["责任领导", "牵头单位", "序号", "任务", "完成时限", "进度"]
    assert rows[1][1:6] == ["基础教育科", 1, "开展校车安全检查", "2026-03-01", "滞后"]
    assert rows[-1][0] == "共 3 行"


def test_a_quiet_round_makes_a_paper_too(dispatch, fill, office) -> None:
    for number, lead, by in ((1, "basic", "section"), (2, "basic", "section"), (3, "office", "an")):
        fill(number, "已办", lead=lead, by=by)
    found = rounds.close(dispatch, by=office)
    found = notice.draft(found, to="各科室", words="", version=found.version, by=office)
    assert "存在的问题" not in text_of(notice.paper(found))
    assert "没有需要会议协调的事项" in text_of(meeting_pack.paper(found))


def test_a_leader_is_asked_only_where_there_is_somebody_to_name(world, dispatch, fill, office) -> None:
    leader = world.actor("leader")
    for number in (1, 2):
        fill(number, "已办")
    closed = rounds.close(dispatch, by=office)
    closed = notice.draft(closed, to="各科室", words="", version=closed.version, by=office)
    (asked,) = queries.pending(leader)  # 办公室 is silent
    assert asked.what == "第1次月调度的通报：是否点名，等您定"
    here, waits = f"/dispatches/{closed.pk}/", "等领导定是否点名"
    assert waits in world.client("an").get(here).content.decode()
    rounds.reopen(closed, by=office)
    fill(3, "已公开", lead="office", by="an")
    closed = rounds.close(dispatch, by=office)
    notice.draft(closed, to="各科室", words="", version=closed.version, by=office)
    assert list(queries.pending(leader)) == []
    round_page = world.client("an").get(here).content.decode()
    assert "通报已拟好，没有要点名的，可以登记文号" in round_page
    assert waits not in round_page
    page = world.client("leader").get(f"{here}notice/").content.decode()
    assert "没有要点名的" in page
    assert "同意点名</button>" not in page


def test_a_draft_names_nobody_who_is_silent(dispatch, fill, office) -> None:
    """基础教育科 is late with nothing; that it said nothing is told with names only after a leader agreed."""
    fill(3, "已公开12条", lead="office", by="an")
    closed = rounds.close(dispatch, by=office)
    assert "基础教育科" in refused(
        notice.draft, closed, to="各科室", words="请基础教育科补报。", version=closed.version, by=office
    )
