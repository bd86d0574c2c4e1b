"""The papers: whom, what by which sentence, until when, how late, by whose decision, what to answer."""

import io
from datetime import date

import docx
import pytest

from luoshi.office.plans.chasing import acts, slip
from luoshi.office.plans.chasing.acts import Wish
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Chaser, Plan
from luoshi.scribe.check import check

BASIS = "会议要求，要加强校园安全管理，每学期开展一次校车安全检查。"


@pytest.fixture
def papers(world, given, urged, issued: Plan):
    """Makes a step's paper about two of the school's assignments."""
    urged()
    issued.tasks.update(basis=BASIS)

    def made(step: str, words: str = "", by: str = "leader", **more) -> bytes:
        wish = Wish(step, words, reason="县里督查", **more)
        (one,) = acts.send([given("first"), given("first", 2)], wish, by=world.actor(by)).chasers
        return slip.paper(one)

    return made


def said(paper: bytes) -> tuple[list[str], list[list[str]]]:
    """Its paragraphs, and its first table's rows."""
    file = docx.Document(io.BytesIO(paper))
    words = [one.text.replace("\n", "") for one in file.paragraphs if one.text.strip()]
    return words, [[cell.text for cell in row.cells] for row in file.tables[0].rows]


def test_a_slip_says_everything_that_its_reader_needs(papers) -> None:
    words, rows = said(papers("supervise", "三天内书面说明。", urgent=True))
    assert words == [
        "云岭县教育局督办单（2026年第1号　急件）",
        "云岭县第一小学：",
        "《2026年教育工作要点》（云教〔2026〕3号）中由你校承办的下列2项工作，至2026年7月21日尚未完成。经李望舒2026年7月21日决定，现予督办。",
        "要求：三天内书面说明。",
        "请于2026年7月28日前反馈原因、措施和完成日期。",
        "签发人：李望舒",
        "云岭县教育局",
        "2026年7月21日",
    ]
    assert rows == [
        ["任务号", "要办的事", "依据原文", "完成时限", "逾期"],
        ["1", "开展校车安全检查", BASIS, "2026年6月30日", "21天"],
        ["2", "开展师德培训", BASIS, "2026年6月30日", "21天"],
    ]


def test_it_has_a_receipt_to_send_back(papers) -> None:
    receipt = docx.Document(io.BytesIO(papers("supervise"))).tables[-1]
    cells = [cell.text for row in receipt.rows for cell in row.cells]
    assert "督办单（2026年第1号）已收到。" in cells
    assert "云岭县第一小学" in cells


def test_a_talk_says_when_and_where_and_by_which_paper_it_was_decided(papers) -> None:
    decision = Decision("局长办公会", date(2026, 7, 20), "纪要第6期")
    words, _rows = said(papers("talk", "7月24日15时，局三楼会议室。", by="an", decision=decision))
    assert words[0] == "云岭县教育局约谈通知（2026年第1号）"
    assert words[2].endswith("经局长办公会2026年7月20日决定（纪要第6期），现就有关情况约谈。")
    assert words[3] == "约谈安排：7月24日15时，局三楼会议室。"


def test_a_report_names_all_organisations_of_one_decision_and_no_person(world, given, urged) -> None:
    urged()
    rows = [given("first"), given("second"), given("first", 2)]
    first, _second = acts.send(rows, Wish("name", reason="县里督查"), by=world.actor("leader")).chasers
    file = docx.Document(io.BytesIO(slip.paper(first)))
    words = "\n".join(one.text for one in file.paragraphs)
    assert ("1. 云岭县第一小学" in words, "2. 云岭县第二中学" in words, len(file.tables)) == (True, True, 2)
    assert "柏青" not in words
    assert "陈立" not in words


@pytest.mark.parametrize("step", ["urge", "supervise", "name", "talk"])
def test_papers_are_laid_out_by_the_standard(papers, on, step: str) -> None:
    on(date(2026, 7, 30))
    assert check(papers(step, "请说明。")) == ()


def test_what_has_not_gone_out_is_not_printed(world, urged) -> None:
    (one,) = acts.send([urged()], Wish("supervise"), by=world.actor("an")).chasers
    assert slip.why_not_print(one) == "它还没有发出，发出以后才有打印件。"
    assert slip.why_not_print(Chaser(step="remind", state="sent")) == "提醒不打印。"
