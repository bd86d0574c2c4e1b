"""A task as those see it who have it: read only, without anybody else's doings."""

from dataclasses import replace

import pytest
from django.utils import timezone

from luoshi.office.plans import amendments
from luoshi.office.plans.assignment.acts import act
from luoshi.office.plans.assignment.said import Said
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Candidate, Reading, Report, Target
from luoshi.office.plans.tasks import Wanted, add, wanted_of
from luoshi.office.plans.why import sources, text_of
from tests.office.plans.assignment.conftest import DUE, TODAY
from tests.office.rows import file

TEXT = "一、安全\n去年发现问题九个。要开展校车安全检查，六月底前完成。张三老师受到表扬。\n二、教学\n"
SENTENCE = "要开展校车安全检查，六月底前完成。"


@pytest.fixture
def read(world, issued):
    """The report that the first task came from."""
    report = Report.objects.create(
        authority=world.organisation("county"), name="2026年工作报告.docx", file=file(world, "county"), digest="d"
    )
    found = '{"format":"luoshi-reading/1","source":{"name":"a","text":"原\\n文"},"text":%s,"origins":[]}'
    quoted = '"' + TEXT.replace("\n", "\\n") + '"'
    reading = Reading.objects.create(
        report=report, title="报告", tasks=1, figures=0, deadlines=0, found=found % quoted, page="", reader="1"
    )
    start = TEXT.index("开展校车")
    one = Candidate.objects.create(
        reading=reading, mark="a1", order=1, kind="task", start=start, end=start + 8, words="开展校车安全检查",
        headings=["一、安全"], said={"basis": SENTENCE}, state="accepted", decided_by=world.membership("an"),
        decided_at=timezone.now(),
    )  # fmt: skip
    task = issued.tasks.get(number=1)
    task.candidates.add(one)
    return task


def test_the_bureau_sees_the_sentence_in_its_paragraph_and_a_school_the_sentence(world, read) -> None:
    assert text_of(read.candidates.get().reading.found) == TEXT
    (source,) = sources(read, by=world.actor("section"))
    assert (source.before, source.words, source.after) == ("去年发现问题九个。", SENTENCE, "张三老师受到表扬。")
    assert source.address.endswith("#a1")
    (source,) = sources(read, by=world.actor("bo"))
    assert (source.before, source.words, source.after, source.address) == ("", SENTENCE, "", "")
    assert source.headings == ("一、安全",)


def test_a_school_reads_its_task_and_nothing_of_others(world, given, read, sign_in) -> None:
    Target.objects.create(plan=read.plan, task=read, subject="整改率", words="整改率达到100%")
    act(given("second"), "note", by=world.actor("chen"), said=Said("二中的进展"))
    decision = Decision("李望舒", TODAY, "云教〔2026〕9号")
    wanted = replace(wanted_of(read), words="开展校车安全大检查")
    amendments.change(read, wanted, version=read.version, decision=decision, by=world.actor("an"))
    page = sign_in("bo").get(f"/plans/tasks/{read.pk}/").content.decode()
    for words in ("校车安全大检查", SENTENCE, "整改率达到100%", "基础教育科", "要办 1 件", "云教〔2026〕9号", "签收"):
        assert words in page
    for words in ("二中", "第二中学", "李望舒", "张三", "安知远", "修改</a>", "删除", "云岭县第二中学"):
        assert words not in page


@pytest.mark.parametrize("who", ["an", "leader", "section", "inspector", "observer", "clerk"])
def test_counts_lead_to_their_rows(world, given, read, sign_in, who: str) -> None:
    act(given("first"), "note", by=world.actor("bo"), said=Said("在办"))
    page = sign_in(who).get(f"/plans/tasks/{read.pk}/").content.decode()
    whole = who in ("an", "leader", "section", "observer")
    address = f"/tasks/{read.pk}/assignments?state=working"
    assert (f'<a href="{address}">办理中 1</a>' in page) == (
        who != "clerk" and who != "inspector"
    )  # of one there is no count
    rows = sign_in(who).get(address).content.decode()
    assert "共 1 行" in rows
    total = sign_in(who).get(f"/tasks/{read.pk}/assignments?standing=normal").content.decode()
    assert f"共 {4 if whole else 1} 行" in total


def test_a_draft_is_the_bureaus_alone(world, plan, office, sign_in) -> None:
    task = add(plan, Wanted("开展校车检查", due=DUE), by=office)
    assert sign_in("an").get(f"/plans/tasks/{task.pk}/").status_code == 200
    assert sign_in("bo").get(f"/plans/tasks/{task.pk}/").status_code == 404


def test_questions_are_few(world, given, read, sign_in, own_questions) -> None:
    for who, most in (("an", 25), ("section", 25), ("bo", 25)):
        assert own_questions(sign_in(who), f"/plans/tasks/{read.pk}/") <= most, who
