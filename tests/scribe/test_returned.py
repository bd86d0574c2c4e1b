"""A document that was filled in and comes back."""

from luoshi.scribe import Cell, Document, Paragraph, Table, to_docx
from luoshi.scribe.returned import read


def test_paragraphs_and_cells_come_back_in_their_places() -> None:
    table = Table(
        (("序号", "任务", "意见"),), (("1", "建食堂", " 时限偏紧 "), (Cell("整体", across=2), "")), (1.0, 3.0, 2.0)
    )
    found = read(to_docx(Document(title="征求意见", blocks=(Paragraph("表号：2-15"), table))))
    assert "表号：2-15" in found["paragraphs"]
    assert found["tables"] == [[["序号", "任务", "意见"], ["1", "建食堂", "时限偏紧"], ["整体", "整体", ""]]]
