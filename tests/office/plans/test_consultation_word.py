"""A section takes the draft as a Word table, writes in it and hands it back."""

import io

import docx
import pytest

from luoshi.office.plans import consultation_sheet, consultation_word
from luoshi.office.plans.models import Comment, Consultation, Plan
from luoshi.office.refused import Refused


def written(content: bytes, comments: dict[str, str], *, renumber: dict[str, str] | None = None) -> bytes:
    """The file with comments in the rows of these numbers."""
    document = docx.Document(io.BytesIO(content))
    for row in document.tables[0].rows:
        number = row.cells[0].text
        if number in comments:
            row.cells[4].text = comments[number]
        if number in (renumber or {}):
            row.cells[0].text = renumber[number]
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_what_is_written_beside_a_task_comes_back_as_its_comment(world, section_asked: Consultation) -> None:
    by = world.actor("section")
    content = written(consultation_word.document(section_asked, by=by), {"1": "时限请写明", "整体": "任务偏多"})
    consultation_sheet.receive(section_asked, content, name="意见.docx", by=by)
    said = [(one.task and one.task.words, one.words, one.wanted) for one in Comment.objects.all()]
    assert said == [("开展校车检查", "时限请写明", {}), (None, "任务偏多", {})]


def test_a_row_that_was_written_twice_is_one_comment(world, section_asked: Consultation) -> None:
    """A word processor that breaks a row over two pages may leave two."""
    by = world.actor("section")
    content = written(
        consultation_word.document(section_asked, by=by), {"1": "时限偏紧", "2": "请推迟"}, renumber={"2": "1"}
    )
    said = consultation_sheet.receive(section_asked, content, name="意见.docx", by=by)
    assert [one.words for one in said] == ["时限偏紧\n请推迟"]


def test_a_form_without_a_word_in_it_says_that_there_is_nothing_to_say(world, section_asked: Consultation) -> None:
    by = world.actor("section")
    assert (
        consultation_sheet.receive(
            section_asked, consultation_word.document(section_asked, by=by), name="意见.docx", by=by
        )
        == []
    )
    section_asked.refresh_from_db()
    assert section_asked.answered_at is not None


def test_a_row_that_is_no_task_s_is_refused_with_its_words(world, section_asked: Consultation) -> None:
    by = world.actor("section")
    content = written(consultation_word.document(section_asked, by=by), {"1": "时限请写明"}, renumber={"1": "41"})
    with pytest.raises(Refused, match="序号“41”对不上任务，它的意见是“时限请写明”"):
        consultation_sheet.receive(section_asked, content, name="意见.docx", by=by)
    assert not Comment.objects.exists()


def test_another_plan_s_form_is_refused(world, office, section_asked: Consultation) -> None:
    by = world.actor("section")
    content = written(consultation_word.document(section_asked, by=by), {"1": "时限请写明"})
    other = Consultation(
        pk=section_asked.pk,
        plan=Plan(pk=section_asked.plan_id + 1, title="另一份"),
        organisation=section_asked.organisation,
    )
    with pytest.raises(Refused, match="是另一份计划的征求意见表"):
        consultation_word.remarks(other, content, name="意见.docx")


def test_a_letter_of_one_s_own_is_kept_to_be_read(world, section_asked: Consultation) -> None:
    made = io.BytesIO()
    letter = docx.Document()
    letter.add_paragraph("总体同意，建议第1项推迟。")
    letter.save(made)
    by = world.actor("section")
    said = consultation_sheet.receive(section_asked, made.getvalue(), name="复函.docx", by=by)
    assert [one.words for one in said] == ["意见见附件《复函.docx》。"]


def test_a_centre_finds_only_what_concerns_it(world, section_asked: Consultation) -> None:
    centre = Consultation.objects.get(organisation=world.organisation("centre"))
    content = consultation_word.document(centre, by=world.actor("centre"))
    rows = [row.cells[1].text for row in docx.Document(io.BytesIO(content)).tables[0].rows]
    assert rows == ["任务", "石桥镇建食堂", "对整份计划的意见"]
