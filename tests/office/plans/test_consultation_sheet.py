"""A section takes the draft as a workbook, writes in it and hands it back."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.office.desk.models import File
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import consultation_sheet
from luoshi.office.plans.models import Comment, Consultation
from luoshi.office.refused import Refused
from tests.office.desk import made
from tests.office.plans.test_consultation import stamp


def changed(content: bytes, cells: dict[tuple[str, str], str], new: dict[str, str] | None = None) -> bytes:
    """The workbook with other values: (a task's words, a column's head) → what stands there."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["责任分解表"]
    rows = list(sheet.iter_rows())
    head = next(n for n, row in enumerate(rows) if any(cell.value == "任务内容" for cell in row))
    columns = {cell.value: cell.column for cell in rows[head]}
    at = {rows[n][columns["任务内容"] - 1].value: n + 1 for n in range(head + 1, len(rows))}
    for (words, column), value in cells.items():
        sheet.cell(at[words], columns[column]).value = value
    for column, value in (new or {}).items():
        sheet.cell(max(n for words, n in at.items() if words) + 1, columns[column]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(section_asked: Consultation, by: Actor) -> bytes:
    return consultation_sheet.workbook(section_asked, by=by)


def test_a_comment_a_changed_cell_and_a_new_row_come_back(world, section_asked: Consultation) -> None:
    by = world.actor("section")
    content = changed(
        sheet(section_asked, by),
        {
            ("开展校车检查", "意见"): "时限请写明",
            ("开展校车检查", "完成时限"): "2026-09-30",
            ("修订评价方案", "任务内容"): "修订学校评价方案",
            ("修订评价方案", "牵头单位"): "学生资助中心",
            ("修订评价方案", "配合单位"): "县总工会",
        },
        {"任务内容": "开展资助宣传"},
    )
    consultation_sheet.receive(section_asked, content, name="意见.xlsx", by=by)
    said = [(one.task and one.task.number, one.words, one.wanted) for one in section_asked.comments.all()]
    assert said == [
        (None, "建议增加任务：开展资助宣传（）", {}),
        (1, "时限请写明", {"due": "2026-09-30", "due_words": ""}),
        (
            2,
            "配合单位改为：县总工会",
            {"words": "修订学校评价方案", "lead": world.organisation("aid").pk},
        ),
    ]
    section_asked.refresh_from_db()
    assert (section_asked.answered_by, section_asked.file.name) == (world.membership("section"), "意见.xlsx")


def test_a_workbook_that_says_nothing_means_no_comments(world, section_asked: Consultation) -> None:
    by = world.actor("section")
    assert consultation_sheet.receive(section_asked, sheet(section_asked, by), name="意见.xlsx", by=by) == []
    section_asked.refresh_from_db()
    assert section_asked.answered_at is not None


def test_a_centres_workbook_holds_its_own_tasks_alone(world, section_asked: Consultation) -> None:
    of_centre = Consultation.objects.get(organisation=world.organisation("centre"))
    book = openpyxl.load_workbook(io.BytesIO(sheet(of_centre, world.actor("centre"))))
    everything = "".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row)
    assert "石桥镇建食堂" in everything
    assert "开展校车检查" not in everything


def test_what_cannot_be_read_is_said_cell_by_cell_and_nothing_is_kept(world, section_asked: Consultation) -> None:
    by = world.actor("section")
    content = changed(
        sheet(section_asked, by), {("开展校车检查", "完成时限"): "改天", ("修订评价方案", "任务内容"): None}
    )
    with pytest.raises(Refused) as refused:
        consultation_sheet.receive(section_asked, content, name="意见.xlsx", by=by)
    assert len(refused.value.reasons) == 2
    assert all("责任分解表!" in reason for reason in refused.value.reasons)
    assert not File.objects.exists()
    assert not Comment.objects.exists()
    with pytest.raises(Refused, match="不是从这里下载的"):
        consultation_sheet.receive(section_asked, _plain(), name="别的.xlsx", by=by)


def _plain() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "任务"
    book.save(out)
    return out.getvalue()


def test_a_scan_is_kept_beside_the_answer(world, section_asked: Consultation) -> None:
    section, address = world.client("section"), f"/consultations/{section_asked.pk}/"
    given = {"file": SimpleUploadedFile("意见.png", made.png()), **stamp(world, "section")}
    section.post(f"{address}load", given)
    assert [one.words for one in section_asked.comments.all()] == ["意见见附件《意见.png》。"]
    assert "意见.png" in world.client("an").get(f"/plans/{section_asked.plan.pk}/consultation/").content.decode()


def test_the_workbook_is_taken_and_handed_back_on_the_page(world, section_asked: Consultation) -> None:
    section, address = world.client("section"), f"/consultations/{section_asked.pk}/"
    content = section.get(f"{address}sheet.xlsx").content
    back = changed(content, {("开展校车检查", "意见"): "同意"})
    section.post(f"{address}load", {"file": SimpleUploadedFile("意见.xlsx", back), **stamp(world, "section")})
    assert "已收下“意见.xlsx”，共 1 条意见。" in section.get(address).content.decode()
    section.post(f"{address}load", stamp(world, "section"))
    assert "还没有选文件" in section.get(address).content.decode()
    refused = world.client("centre").post(f"{address}load", stamp(world, "centre"))
    assert refused.status_code == 404
