"""The pages of a round, as office, leader, section and school see them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.office.plans.dispatch import filling, notice, rounds
from luoshi.office.plans.dispatch.filling import Filled, Mark
from luoshi.office.plans.models import Assignment, Dispatch, DispatchLine, Resolution, Task
from tests.office.plans.assignment.conftest import DUE, TODAY
from tests.office.plans.dispatch.test_sheets import document, in_excel, in_word, workbook


def words(response) -> str:
    return response.content.decode()


def posted(line: DispatchLine, progress: str = "", **more: str) -> dict[str, str]:
    return {f"{line.pk}-mark": str(Mark.of(line)), f"{line.pk}-progress": progress} | {
        f"{line.pk}-{name}": value for name, value in more.items()
    }


@pytest.fixture
def address(world, dispatch) -> str:
    return f"/dispatches/{dispatch.pk}/tables/{world.organisation('basic').pk}/"


def test_the_office_opens_a_round_on_a_page(world, issued, client) -> None:
    assert "没有正在填报的调度" in words(client.get("/dispatches/"))
    given = {"plan": issued.pk, "kind": "monthly", "due": "2026-03-20"}
    made = client.post("/dispatches/new", given)
    found = Dispatch.objects.get()
    assert (made.status_code, made.headers["Location"]) == (302, f"/dispatches/{found.pk}/")
    assert found.title == "第1次月调度"
    assert "第1次月调度：2 家中 0 家已填，2 家未填" in words(client.get(f"/dispatches/{found.pk}/"))
    twice = client.post("/dispatches/new", given)
    assert twice.status_code == 422
    assert "“第1次月调度”已经发起，也是 2026-03-20 截止" in words(twice)
    refused = client.post("/dispatches/new", {**given, "kind": "topic"})
    assert refused.status_code == 422
    assert "专题调度要选一个主题" in words(refused)


@pytest.mark.parametrize("closes", [False, True])
def test_the_list_counts_as_the_page_does(world, dispatch, given, fill, client, office, closes) -> None:
    """What was cancelled since is asked of nobody, on either of them."""
    Assignment.objects.filter(pk=given("office", 3).pk).update(state="cancelled")
    fill(1, "已排查")
    if closes:
        rounds.close(dispatch, by=office)
    assert "1 家中 0 家已填，1 家未填" in words(client.get(f"/dispatches/{dispatch.pk}/"))
    (row,) = client.get("/dispatches/").context["list"].page.object_list
    assert (row.asked, row.silent) == (1, 1)


def test_a_section_comes_to_its_own_table_and_sees_nobody_else_s(world, dispatch, address) -> None:
    section = world.client("section")
    assert section.get(f"/dispatches/{dispatch.pk}/").headers["Location"] == address
    assert "第1次月调度：2 项待填，3月15日前" in words(section.get("/dispatches/"))
    page = words(section.get(address))
    assert "基础教育科 第1次月调度：2 项中 2 项待填，3月15日前" in page
    assert "做好政务公开" not in page
    theirs = f"/dispatches/{dispatch.pk}/tables/{world.organisation('office').pk}/"
    assert section.get(theirs).status_code == 404
    assert section.get(f"/dispatches/{dispatch.pk}/lines").status_code == 403


def test_a_school_comes_in_only_where_it_leads(world, dispatch, given) -> None:
    assert world.client("bo").get(f"/dispatches/{dispatch.pk}/").status_code == 404
    Assignment.objects.filter(pk=given("basic", 2).pk).update(organisation=world.organisation("first"))
    bo = world.client("bo")
    own = f"/dispatches/{dispatch.pk}/tables/{world.organisation('first').pk}/"
    assert bo.get(f"/dispatches/{dispatch.pk}/").headers["Location"] == own
    assert "云岭县第一小学 第1次月调度：1 项中 1 项待填" in words(bo.get(own))


def test_a_section_that_was_not_asked_sees_totals(world, dispatch, given) -> None:
    Assignment.objects.filter(organisation=world.organisation("basic"), part="lead").update(
        organisation=world.organisation("aid")
    )
    page = words(world.client("section").get(f"/dispatches/{dispatch.pk}/"))
    assert "2 家中 0 家已填，2 家未填" in page
    assert "学生资助中心" not in page


def test_the_home_page_leads_to_the_table(world, dispatch, address) -> None:
    page = words(world.client("section").get("/"))
    assert address in page
    assert "第1次月调度：2 项待填" in page


def test_a_section_fills_in_on_screen(world, dispatch, line, address) -> None:
    section = world.client("section")
    assert section.post(address, posted(line(1), "已排查", problems="缺人")).status_code == 302
    assert Filled.of(line(1)) == Filled("已排查", "缺人")
    page = words(section.get(address))
    assert "已保存 1 项" in page
    section.post(address, posted(line(1), "已排查", problems="缺人"))
    assert "没有改动，不用保存" in words(section.get(address))


def test_a_clash_shows_both_and_the_next_save_stands(world, dispatch, line, fill, address) -> None:
    section, before = world.client("section"), line(1)
    fill(1, "同事填的")
    clash = section.post(address, posted(before, "我填的"))
    page = words(clash)
    assert clash.status_code == 422
    assert "同事填的" in page
    assert "我填的" in page
    assert str(Mark.of(line(1))) in page
    section.post(address, posted(line(1), "合成一份"))
    assert line(1).progress == "合成一份"


def test_what_was_typed_stays_when_it_is_refused(world, line, address) -> None:
    refused = world.client("section").post(address, posted(line(1), "", problems="只写了问题"))
    assert refused.status_code == 422
    assert "没有写进展" in words(refused)
    assert "只写了问题" in words(refused)


def test_what_was_typed_stays_in_sight_when_the_round_is_closed_meanwhile(
    world, dispatch, fill, line, address, office
) -> None:
    section = world.client("section")
    fill(2, "早填的")
    given = posted(line(1), "写了一上午", problems="缺照管员", next_steps="月底配齐") | posted(line(2), "早填的")
    rounds.close(dispatch, by=office)
    refused = section.post(address, given)
    page = words(refused)
    assert refused.status_code == 422
    assert "截止，不再收填报" in page
    for typed in ("写了一上午", "问题：缺照管员", "下步打算：月底配齐"):
        assert typed in page
    assert page.count("您填的，没有保存") == 1
    assert not line(1).is_filled


def test_a_table_of_many_lines_is_filled_in_page_by_page(world, dispatch, issued, address) -> None:
    """A form may bring two hundred fields: twenty lines are no more than that."""
    lead = world.organisation("basic")
    tasks = Task.objects.bulk_create(Task(plan=issued, number=n, order=n, words=f"任务{n}") for n in range(10, 55))
    made = Assignment.objects.bulk_create(
        Assignment(task=one, organisation=lead, part="lead", due=DUE) for one in tasks
    )
    DispatchLine.objects.bulk_create(DispatchLine(dispatch=dispatch, assignment=one) for one in made)
    section = world.client("section")
    lines = filling.table(dispatch, lead)
    assert "任务54" not in words(section.get(address))
    assert "任务54" in words(section.get(f"{address}?page=3"))
    assert section.get(f"{address}?page=99x").status_code == 200
    given = {}
    for one in lines[:20]:
        given |= posted(one, "已办", problems="", next_steps="", to_coordinate="")
    assert section.post(address, {**given, "page": "1"}).headers["Location"] == f"{address}?page=1"
    assert DispatchLine.objects.filter(filled_at__isnull=False).count() == 20


@pytest.mark.parametrize(("made", "write", "name"), [(workbook, in_excel, "表.xlsx"), (document, in_word, "表.docx")])
def test_a_file_that_comes_back_shows_its_differences_first(world, dispatch, line, address, made, write, name) -> None:
    section = world.client("section")
    content = write(made(world, dispatch), {(1, "进展"): "表里写的<b>"})
    shown = section.post(f"{address}load", {"file": SimpleUploadedFile(name, content), "membership": section.stamp})
    page = words(shown)
    assert "改了 1 项，还没有保存" in page
    assert "表里写的&lt;b&gt;" in page
    assert not line(1).is_filled
    section.post(f"{address}confirm", {"name": name, "given": shown.context["kept"]})
    assert line(1).progress == "表里写的<b>"
    assert f"已按“{name}”保存 1 项" in words(section.get(address))


def test_in_a_file_that_clashes_one_chooses_line_by_line(world, dispatch, line, fill, address) -> None:
    section = world.client("section")
    content = in_excel(workbook(world, dispatch), {(1, "进展"): "表里的一", (2, "进展"): "表里的二"})
    fill(1, "网页的一")
    fill(2, "网页的二")
    shown = section.post(
        f"{address}load", {"file": SimpleUploadedFile("表.xlsx", content), "membership": section.stamp}
    )
    assert "2 项别人也改过" in words(shown)
    given = {"name": "表.xlsx", "given": shown.context["kept"]}
    section.post(f"{address}confirm", {**given, f"take-{line(1).pk}": "now", f"take-{line(2).pk}": "given"})
    assert (line(1).progress, line(2).progress) == ("网页的一", "表里的二")


def test_who_writes_while_a_file_is_looked_at_is_not_overwritten(world, dispatch, line, fill, address) -> None:
    section = world.client("section")
    content = in_excel(workbook(world, dispatch), {(1, "进展"): "表里的"})
    shown = section.post(
        f"{address}load", {"file": SimpleUploadedFile("表.xlsx", content), "membership": section.stamp}
    )
    fill(1, "刚刚写的")
    again = section.post(f"{address}confirm", {"name": "表.xlsx", "given": shown.context["kept"]})
    assert again.status_code == 422
    assert "刚刚写的" in words(again)
    assert line(1).progress == "刚刚写的"


@pytest.mark.parametrize("given", ["", "[", "3", '[{"mark": 1}]', '[["a"]]', "[" * 3000, '{"a": 1}'])
def test_what_a_page_never_carried_is_refused(world, dispatch, address, given) -> None:
    answer = world.client("section").post(f"{address}confirm", {"given": given})
    assert answer.status_code == 422
    assert "请重新交一次文件" in words(answer)


def test_a_file_that_cannot_be_read_is_said(world, dispatch, address) -> None:
    section = world.client("section")
    section.post(f"{address}load", {"membership": section.stamp})
    assert "还没有选文件" in words(section.get(address))
    section.post(f"{address}load", {"file": SimpleUploadedFile("表.xlsx", b"abc"), "membership": section.stamp})
    assert "表.xlsx" in words(section.get(address))


def test_files_are_taken_away_from_the_page(world, dispatch, address) -> None:
    section = world.client("section")
    assert section.get(f"{address}sheet.xlsx").content[:2] == b"PK"
    assert section.get(f"{address}sheet.docx").content[:2] == b"PK"


def test_the_office_reminds_closes_and_opens_again(world, dispatch, client) -> None:
    here = f"/dispatches/{dispatch.pk}/"
    client.post(f"{here}remind")
    assert "已提醒 2 人" in words(client.get(here))
    client.post(f"{here}close")
    page = words(client.get(here))
    assert "已截止，各项任务的进度按今天的情况定下来了" in page
    client.post(f"{here}close")
    assert "截止过了，不用再办" in words(client.get(here))
    client.post(f"{here}reopen")
    assert "已重新开放填报" in words(client.get(here))


def test_the_office_takes_in_what_came_to_a_lead_since(world, dispatch, client, given, issued) -> None:
    here, task = f"/dispatches/{dispatch.pk}/", issued.tasks.get(number=1)
    assert "补进来" not in words(client.get(here))
    Assignment.objects.create(task=task, organisation=world.organisation("aid"), part="lead")
    assert "又有 1 项任务到了牵头单位手上" in words(client.get(here))
    assert "补进来" not in words(world.client("leader").get(here))
    client.post(f"{here}catch-up")
    page = words(client.get(here))
    assert "已补入 1 项" in page
    assert "3 家中 0 家已填" in page
    assert "补进来" not in page


def test_the_office_moves_the_last_day(world, dispatch, client) -> None:
    here = f"/dispatches/{dispatch.pk}/"
    assert "改截止日（现在是 2026-03-15）" in words(client.get(here))
    refused = client.post(f"{here}due", {"due": "2026-03-01", "version": 1})
    assert refused.status_code == 422
    assert "已经过去" in words(refused)
    client.post(f"{here}due", {"due": "2026-03-20", "version": 1})
    assert "截止日改到 2026-03-20，已告知还没填完的 2 人。" in words(client.get(here))
    assert client.post(f"{here}due", {"due": "", "version": 2}).status_code == 422
    assert "改截止日" not in words(world.client("leader").get(here))


@pytest.mark.parametrize(("ends", "why"), [("close", "再改截止日"), ("withdraw", "不用再办"), ("hold", "不能再改")])
def test_who_is_too_late_for_a_round_is_told_so(world, dispatch, client, office, ends: str, why: str) -> None:
    """The page has no such form any more: it says what happened, whatever was typed."""
    if ends == "withdraw":
        rounds.withdraw(dispatch, why="选错了计划", by=office)
    else:
        rounds.close(dispatch, by=office)
    if ends == "hold":
        rounds.hold(dispatch, meeting="局长办公会第8次会议", on=TODAY, by=office)
    here, back = f"/dispatches/{dispatch.pk}/", "撤回过了" if ends == "withdraw" else "不能撤回"
    for given in ({"due": "2026-03-20", "version": 1}, {"due": "", "version": 1}):
        assert why in words(client.post(f"{here}due", given, follow=True))
    for given in ({"why": "选错了计划"}, {"why": ""}):
        assert back in words(client.post(f"{here}withdraw", given, follow=True))


def test_the_office_takes_a_round_back(world, dispatch, client, fill, address) -> None:
    here = f"/dispatches/{dispatch.pk}/"
    assert client.post(f"{here}withdraw", {"why": ""}).status_code == 422
    fill(1, "已排查")
    assert "已有 1 个单位填过（基础教育科）" in words(client.get(here))
    refused = client.post(f"{here}withdraw", {"why": "选错了计划"})
    assert refused.status_code == 422
    assert "选错了计划" in words(refused)
    fill(1, "")
    client.post(f"{here}withdraw", {"why": "选错了计划"})
    page = words(client.get(here))
    assert "第1次月调度已撤回" in page
    assert "原因：选错了计划" in page
    section = world.client("section")
    assert "原因：选错了计划" in words(section.get(here))
    assert "已撤回，不用填" in words(section.get(address))
    assert "已撤回" in words(client.get("/dispatches/"))
    assert "已撤回，没有通报" in words(client.get(f"{here}notice/"))
    assert client.get(f"{here}meeting").status_code == 200


def test_the_leader_reads_everything_and_changes_nothing(world, dispatch, fill, address) -> None:
    fill(1, "已排查", problems="缺人")
    leader = world.client("leader")
    assert "已排查" in words(leader.get(address))
    assert "缺人" in words(leader.get(f"/dispatches/{dispatch.pk}/lines?filled=trouble"))
    assert "已排查" not in words(leader.get(f"/dispatches/{dispatch.pk}/lines?filled=no"))
    assert leader.post(address, {}).status_code == 403
    assert leader.get(f"/dispatches/{dispatch.pk}/lines?export=xlsx").content[:2] == b"PK"
    assert leader.get("/dispatches/?export=xlsx").content[:2] == b"PK"


@pytest.fixture
def held(dispatch, office) -> Dispatch:
    rounds.close(dispatch, by=office)
    return rounds.hold(dispatch, meeting="局长办公会第8次会议", on=TODAY, by=office)


def test_the_meeting_is_entered_and_what_it_resolved(world, held, client, line, given) -> None:
    here = f"/dispatches/{held.pk}/"
    client.post(f"{here}resolve", {"words": "每周报告", "what": "note", "line": line(1).pk})
    client.post(f"{here}resolve", {"words": "延到九月", "what": "extend", "line": line(1).pk, "new_due": "2026-09-30"})
    page = words(client.get(f"{here}meeting"))
    assert "局长办公会第8次会议议定了 2 项" in page
    assert "基础教育科，2026-06-30 延到 2026-09-30" in page
    bad = client.post(f"{here}resolve", {"words": "延期", "what": "extend"})
    assert bad.status_code == 422
    assert "请选是哪一项任务" in words(bad)
    late = client.post(
        f"{here}resolve", {"words": "提前", "what": "extend", "line": line(1).pk, "new_due": "2026-04-01"}
    )
    assert "晚于原来的时限" in words(late)


def test_two_who_enter_the_meeting_at_once_are_told(world, held, client) -> None:
    here = f"/dispatches/{held.pk}/meeting"
    looked_at = held.version
    client.post(here, {"meeting": "局长办公会第9次会议", "on": "2026-03-09", "version": looked_at})
    late = client.post(here, {"meeting": "局党组第3次会议", "on": "2026-03-10", "version": looked_at})
    assert late.status_code == 422
    assert "现在登记的会议：局长办公会第9次会议，2026-03-09" in words(late)
    assert "局党组第3次会议" in words(late)
    assert Dispatch.objects.get().meeting == "局长办公会第9次会议"
    given = {"meeting": "局党组第3次会议", "on": "2026-03-10", "version": late.context["dispatch"].version}
    assert client.post(here, given).status_code == 302
    assert Dispatch.objects.get().meeting == "局党组第3次会议"


def test_the_office_takes_away_what_it_entered_by_mistake(world, held, client, line) -> None:
    here = f"/dispatches/{held.pk}/"
    client.post(f"{here}resolve", {"words": "别的会议定的", "what": "note"})
    client.post(f"{here}resolve", {"words": "延到九月", "what": "extend", "line": line(1).pk, "new_due": "2026-09-30"})
    wrong, kept = Resolution.objects.all()
    page = words(client.get(f"{here}meeting"))
    assert f"{here}resolutions/{wrong.pk}/remove" in page
    assert f"{here}resolutions/{kept.pk}/remove" not in page
    assert "/remove" not in words(world.client("leader").get(f"{here}meeting"))
    client.post(f"{here}resolutions/{wrong.pk}/remove")
    assert "日志里留着它的内容" in words(client.get(f"{here}meeting"))
    client.post(f"{here}resolutions/{wrong.pk}/remove")
    assert "这一条已经删去了" in words(client.get(f"{here}meeting"))
    client.post(f"{here}resolutions/{kept.pk}/remove")
    page = words(client.get(f"{here}meeting"))
    assert "不能删去" in page
    assert "局长办公会第8次会议议定了 1 项" in page


def test_a_resolution_becomes_a_task_or_a_change(world, held, client, line, issued) -> None:
    here = f"/dispatches/{held.pk}/"
    long = "开展食堂检查，" * 140  # of which no address would take more than half
    asked = client.post(f"{here}resolve", {"words": long, "what": "task"})
    page = words(asked)
    assert asked.status_code == 200
    assert "会议议定：增加一项任务" in page
    assert f'name="said" value="{long}"' in page
    assert f'action="{here}resolve/task"' in page
    assert "谁决定的" not in page
    given = {"said": "开展食堂检查", "words": "开展食堂安全检查", "grade": "routine", "lead": "基础教育科"}
    client.post(f"{here}resolve/task", given)
    assert Resolution.objects.get(what="task").task.words == "开展食堂安全检查"
    asked = client.post(f"{here}resolve", {"words": "改为专题", "what": "change", "line": line(2).pk})
    task = issued.tasks.get(number=2)
    assert "会议议定：调整第 2 项任务" in words(asked)
    change = {"said": "改为专题", "task": task.pk, "words": "开展师德专题培训", "grade": "routine", "lead": "基础教育科",
              "owner": "各校", "version": task.version}  # fmt: skip
    assert client.post(f"{here}resolve/task", change).status_code == 302
    assert Resolution.objects.get(what="change").amendment.decided_by == "局长办公会第8次会议"
    stale = client.post(f"{here}resolve/task", {**change, "words": "又改"})
    assert "别人刚调整过" in words(stale)


def test_a_change_of_a_task_that_was_cancelled_makes_no_new_one(world, held, client, line, issued) -> None:
    here, task = f"/dispatches/{held.pk}/", issued.tasks.get(number=2)
    Task.objects.filter(pk=task.pk).update(cancelled_on=TODAY)
    asked = client.post(f"{here}resolve", {"words": "改为专题", "what": "change", "line": line(2).pk})
    assert asked.status_code == 422
    assert "这项任务已经取消" in words(asked)
    change = {"said": "改为专题", "task": task.pk, "words": "开展师德专题培训", "grade": "routine", "lead": "基础教育科",
              "version": task.version}  # fmt: skip
    late = words(client.post(f"{here}resolve/task", change))
    assert "这项任务已经取消" in late
    assert "改为专题" in late
    assert issued.tasks.count() == 3
    assert not Resolution.objects.exists()


def test_the_notice_is_drafted_agreed_to_and_numbered(world, dispatch, given, client, office) -> None:
    Assignment.objects.filter(pk=given("basic", 1).pk).update(due=TODAY - timedelta(days=9))
    here = f"/dispatches/{dispatch.pk}/notice/"
    assert "填报还没有截止" in words(client.get(here))
    assert client.get(f"{here}notice.docx").status_code == 404
    rounds.close(dispatch, by=office)
    client.post(here, {"to": "机关各科室", "words": "请抓紧。", "version": Dispatch.objects.get().version})
    leader = world.client("leader")
    assert "第1次月调度的通报：是否点名，等您定" in words(leader.get("/"))
    assert "1 家 1 项滞后，还没有同意点名" in words(leader.get(here))
    bare = client.post(f"{here}approve", {})
    assert bare.status_code == 422
    assert not Dispatch.objects.get().may_name
    old = Dispatch.objects.get().version
    client.post(here, {"to": "各中小学", "words": "请抓紧，月底前报送。", "version": old})
    leader.post(f"{here}approve", {"version": old})
    page = words(leader.get(here))
    assert "您打开页面以后，这份通报有改动" in page
    assert "各中小学" in page
    assert "请抓紧，月底前报送。" in page
    leader.post(f"{here}approve")
    assert not Dispatch.objects.get().may_name
    leader.post(f"{here}approve", {"version": old + 1})
    assert Dispatch.objects.get().notice_by == "李望舒"
    assert "李望舒同意点名" in words(client.get(here))
    client.post(f"{here}issue", {"number": "云教通〔2026〕3号", "on": "2026-03-10", "version": old + 2})
    assert "已于 2026-03-10 通报：云教通〔2026〕3号" in words(client.get(here))
    assert client.get(f"{here}notice.docx?red_head=1").content[:2] == b"PK"


def test_the_office_enters_a_leader_s_word(world, dispatch, client, office) -> None:
    rounds.close(dispatch, by=office)
    notice.draft(dispatch, to="各科室", words="", version=Dispatch.objects.get().version, by=office)
    given = {"decided_by": "李望舒", "decided_on": "2026-03-09", "document": "签批单第9号"}
    old = client.post(f"/dispatches/{dispatch.pk}/notice/approve", {**given, "version": 1})
    assert "您打开页面以后，这份通报有改动" in words(old)
    assert "签批单第9号" in words(old)
    given["version"] = old.context["dispatch"].version
    client.post(f"/dispatches/{dispatch.pk}/notice/approve", given)
    assert "李望舒于 2026-03-09 同意。签批单第9号" in words(client.get(f"/dispatches/{dispatch.pk}/notice/"))


def test_who_drafts_while_a_colleague_saves_sees_both(world, dispatch, client, office) -> None:
    here = f"/dispatches/{dispatch.pk}/notice/"
    rounds.close(dispatch, by=office)
    looked_at = Dispatch.objects.get().version
    notice.draft(dispatch, to="各科室", words="同事写的\n第二段", version=looked_at, by=office)
    stale = client.post(here, {"to": "各科室", "words": "我写的", "version": looked_at})
    page = words(stale)
    assert stale.status_code == 422
    assert "现在存着的" in page
    assert "同事写的<br>第二段" in page
    assert ">\n我写的</textarea>" in page
    saved = client.post(here, {"to": "各科室", "words": "合起来的", "version": stale.context["dispatch"].version})
    assert saved.status_code == 302
    assert "现在存着的" not in words(client.get(here))


def test_the_office_sees_what_it_wrote_before_the_round_was_reopened(world, dispatch, client, office) -> None:
    here = f"/dispatches/{dispatch.pk}/"
    rounds.close(dispatch, by=office)
    client.post(f"{here}notice/", {"to": "各科室", "words": "请抓紧。", "version": Dispatch.objects.get().version})
    assert "已拟的通报留着" in words(client.get(here))
    client.post(f"{here}reopen")
    client.post(f"{here}close")
    page = words(client.get(f"{here}notice/"))
    assert "下面是重新开放填报以前拟的" in page
    assert "请抓紧。" in page
    assert "通报（Word）" not in page
    assert "拟通报" in words(client.get(here))


def test_an_observer_has_no_page_of_rounds(world, dispatch) -> None:
    for address in ("/dispatches/", f"/dispatches/{dispatch.pk}/", f"/dispatches/{dispatch.pk}/notice/"):
        assert world.client("observer").get(address).status_code == 403


@pytest.mark.parametrize("page", ["", "lines", "meeting", "notice/", "table"])
def test_a_page_asks_as_much_for_many_lines_as_for_few(world, dispatch, issued, own_questions, page) -> None:
    Dispatch.objects.filter(pk=dispatch.pk).update(
        state="held", closed_at=dispatch.opened_at, meeting="局长办公会", met_on=TODAY
    )
    lead = world.organisation("basic")
    address = f"/dispatches/{dispatch.pk}/" + (f"tables/{lead.pk}/" if page == "table" else page)
    client = world.client("an")
    few = own_questions(client, address)
    tasks = Task.objects.bulk_create(Task(plan=issued, number=n, order=n, words=f"任务{n}") for n in range(10, 40))
    made = Assignment.objects.bulk_create(
        Assignment(task=one, organisation=lead, part="lead", due=DUE) for one in tasks
    )
    DispatchLine.objects.bulk_create(
        DispatchLine(dispatch=dispatch, assignment=one, progress="已办", filled_by=world.membership("section"), filled_at=dispatch.opened_at)
        for one in made
    )  # fmt: skip
    many = own_questions(client, address)
    assert many <= few <= 20
