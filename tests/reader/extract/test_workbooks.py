"""Workbooks with a 责任分解表; every office, school and person is invented."""

import contextlib
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reader import read
from luoshi.reader.extract.workbook import extract_workbook, letters
from luoshi.reader.pipeline import run
from luoshi.reader.source import Unreadable
from luoshi.reader.write.ledger import rows
from luoshi.reader.write.table import to_table
from luoshi.reader.write.xlsx import to_workbook

OLD = Path(__file__).parent / "files/duties.xls"
HEAD = ["序号", "工作任务", "具体措施", "牵头单位", "配合单位", "完成时限"]
PLAN = "青禾县教育局2031年工作要点\n一、扩大资源\n1.新建公办幼儿园2所，8月底前投用。（牵头单位：基建股；配合单位：县财政局）\n"
PLAN += "2.认定普惠性民办园5所。（牵头单位：学前教育股）\n二、抓实控辍\n3.开展劝返复学行动，年底前巩固率达到99%。（牵头单位：基教股）\n"


def book(*sheets, forms=None):
    """An .xlsx of sheets, each a name and its rows; a cell of a format is (value, its name in `forms`)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        made = {name: workbook.add_format({"num_format": form}) for name, form in (forms or {}).items()}
        for name, lines, *more in sheets:
            sheet = workbook.add_worksheet(name)
            for at, line in enumerate(lines):
                for column, cell in enumerate(line):
                    value, form = cell if isinstance(cell, tuple) else (cell, None)
                    if isinstance(value, date):
                        sheet.write_datetime(at, column, value, made[form])
                    elif value is not None:
                        sheet.write(at, column, value, made.get(form))
            for change in more:
                change(sheet)
    return out.getvalue()


def duties(reading):
    """Every duty as the words of the cells that it has."""
    names = ("section", "number", "task", "measure", "target", "lead", "assist", "due")
    return [{n: reading.quote(cell) for n in names if (cell := getattr(duty, n))} for duty in reading.duties]


def test_a_sheet_is_read_as_a_table_of_a_word_file_is():
    line = [1, "扩大资源", "新建幼儿园2所。", "基建股", "县财政局、县自然资源局", "8月底"]
    reading = read(book(("任务", [HEAD, line])), name="表.xlsx")
    assert duties(reading) == [
        {
            "number": "1",
            "task": "扩大资源",
            "measure": "新建幼儿园2所。",
            "lead": "基建股",
            "assist": "县财政局、县自然资源局",
            "due": "8月底",
        }
    ]
    assert [(body.name, body.role) for body in reading.bodies] == [
        ("基建股", "lead"),
        ("县财政局", "assist"),
        ("县自然资源局", "assist"),
    ]
    assert reading.source.medium == "sheet"


def test_a_finding_tells_its_sheet_and_cell():
    reading = read(
        book(("空的", []), ("教育任务", [HEAD, [1, "扩大资源", "新建幼儿园2所。", "基建股"]])), name="表.xlsx"
    )
    assert reading.place(reading.duties[0].lead) == "“教育任务”D2"
    assert [letters(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_title_two_rows_of_heads_section_sum_and_note_are_told_from_tasks():
    def merge(sheet):
        sheet.merge_range("A1:F1", "2031年青禾县教育重点工作责任分解表")
        sheet.merge_range("A2:A3", "序号")
        sheet.merge_range("B2:B3", "工作任务")
        sheet.merge_range("C2:C3", "具体措施")
        sheet.merge_range("D2:E2", "责任分工")
        sheet.merge_range("F2:F3", "完成时限")
        sheet.merge_range("A4:F4", "一、学前教育")
        sheet.merge_range("A5:A6", 1)
        sheet.merge_range("B5:B6", "扩大普惠资源")
        sheet.merge_range("A8:F8", "注：完成时限为长期坚持的，要每季度报送一次进展。")

    lines = [[], [], [None, None, None, "牵头单位", "配合单位"], []]
    lines += [[None, None, "新建幼儿园2所。", "基建股", "县财政局", "8月底"]]
    lines += [[None, None, "认定普惠园。", "学前股", None, "年底"], ["合计", None, 2]]
    reading = read(book(("任务", lines, merge)), name="表.xlsx")
    both = {"section": "一、学前教育", "number": "1", "task": "扩大普惠资源"}
    assert duties(reading) == [
        {**both, "measure": "新建幼儿园2所。", "lead": "基建股", "assist": "县财政局", "due": "8月底"},
        {**both, "measure": "认定普惠园。", "lead": "学前股", "due": "年底"},
    ]
    assert reading.meeting.title == "2031年青禾县教育重点工作责任分解表"
    ledger = rows(reading)
    assert [row.goal for row in ledger] == [("一、学前教育", "扩大普惠资源")] * 2
    assert [row.measure for row in ledger] == ["新建幼儿园2所。", "认定普惠园。"]


def test_numbers_rates_and_days_stand_as_the_sheet_shows_them():
    forms = {"rate": "0.0%", "unit": '0"所"', "day": 'm"月"d"日"'}
    head = ["序号", "工作任务", "指标", "目标值", "牵头单位", "完成时限"]
    lines = [
        [1.0, "扩大学前资源", "新建数", (2, "unit"), "基建股", (date(2031, 8, 31), "day")],
        [2.0, "提高普惠水平", "普惠率", (0.905, "rate"), "学前股", (date(2031, 12, 1), "day")],
    ]
    title = [["2031年教育任务分解表"]]
    reading = read(book(("任务", [*title, head, *lines]), forms=forms), name="表.xlsx")
    assert [duty["due"] for duty in duties(reading)] == ["8月31日", "12月1日"]
    assert [(row.indicators, row.dues[0].day) for row in rows(reading)] == [
        (("新建数 2所",), "2031-08-31"),
        (("普惠率 90.5%",), "2031-12-01"),
    ]


def test_what_a_workbook_hides_is_left_where_it_is_and_said():
    def hide(sheet):
        for row in (2, 3, 5):
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column("G:G", None, None, {"hidden": True})

    lines = [HEAD, *[[at, f"扩大资源{at}", "建学校。", "基建股", "县财政局", "年底", "内部"] for at in range(1, 6)]]
    data = book(("任务", lines, hide), ("草稿", [["教育草稿"]], lambda sheet: sheet.hide()))
    reading = read(data, name="表.xlsx")
    assert [duty["number"] for duty in duties(reading)] == ["1", "4"]
    said = "工作表“草稿”、工作表“任务”第 3—4、6 行、工作表“任务”G 列"
    assert "、".join(reading.source.unread) == said
    assert f"文件里隐藏的内容和图片没有读：{said}" in "".join(to_table(reading).split("\n      ")).replace("\n", "")
    assert "内部" not in reading.text
    assert "草稿" not in reading.text


@pytest.mark.parametrize("name", ["表.xls", "表.et", ""])
def test_an_old_workbook_tells_its_formats_merged_cells_and_hidden_rows(name):
    """The file is of LibreOffice and holds the invented table of a county."""
    reading = read(OLD.read_bytes(), name=name)
    first, second, third, *_ = duties(reading)
    assert (first["task"], first["target"], first["due"]) == ("扩大普惠性学前教育资源", "新建数\t2所", "2031年8月31日")
    assert (second["task"], second["target"]) == ("扩大普惠性学前教育资源", "普惠率\t90.5%")
    assert third["target"] == "巩固率\t99%"
    assert reading.source.unread == ("工作表“草稿”", "工作表“教育重点工作”第 8 行")


SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def ods(lines):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "content.xml",
            f'<office:document-content {SPACES} office:version="1.3"><office:body><office:spreadsheet>'
            f'<table:table table:name="任务">{lines}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
    return out.getvalue()


def cell(words, kind='office:value-type="string"', more=""):
    return f"<table:table-cell {kind} {more}><text:p>{words}</text:p></table:table-cell>"


def line(*cells, more=""):
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def test_an_open_document_sheet_is_read_by_the_words_that_it_shows():
    rate = cell("90.5%", 'office:value-type="percentage" office:value="0.905"')
    day = cell("31/8/31", 'office:value-type="date" office:date-value="2031-08-31"')
    covered = "<table:covered-table-cell/>"
    data = ods(
        line(*map(cell, ["任务", "措施", "目标", "牵头单位", "完成时限"]))
        + line(cell("提高普惠", more='table:number-rows-spanned="2"'), cell("建公办园。"), rate, cell("基建股"), day)
        + line(covered, cell("认定普惠园。"), "<table:table-cell/>", cell("学前股"))
        + line(cell("旧任务"), cell("旧措施"), more='table:visibility="collapse"')
        + line("<table:table-cell/>", more='table:number-rows-repeated="1048570"')
    )
    reading = read(data, name="表.ods")
    assert duties(reading) == [
        {"task": "提高普惠", "measure": "建公办园。", "target": "90.5%", "lead": "基建股", "due": "2031年8月31日"},
        {"task": "提高普惠", "measure": "认定普惠园。", "lead": "学前股"},
    ]
    assert reading.source.unread == ("工作表“任务”第 4 行",)


def test_a_csv_file_is_read_as_a_sheet_by_its_name():
    text = '序号,工作任务,牵头单位,完成时限\n1,"开展控辍保学行动，\n做到一个不少",基教股,年底前\n2,新建学校2所,基建股,8月底前\n'
    reading = read(text.encode("gb18030"), name="任务.csv")
    assert duties(reading) == [
        {"number": "1", "task": "开展控辍保学行动，\n做到一个不少", "lead": "基教股", "due": "年底前"},
        {"number": "2", "task": "新建学校2所", "lead": "基建股", "due": "8月底前"},
    ]
    assert reading.place(reading.duties[1].lead) == "C3"


def test_our_own_sheet_is_known_as_such_and_holds_what_it_was_made_of():
    reading = read(PLAN.encode(), name="要点.txt")
    made = to_workbook(reading)
    with pytest.raises(Unreadable) as refused:
        read(made, name="责任分解表.xlsx")
    assert (refused.value.code, str(refused.value)) == (
        "own",
        "“责任分解表.xlsx”是落实自己写出的责任分解表，不是报告。请交原来的报告。",
    )
    again = run(extract_workbook(made, ""))
    first, second = (
        [
            (one.quote(row.span), row.lead, row.assist, [due.day for due in row.dues])
            for row in rows(one)
            if row.finding[0] == kind
        ]
        for one, kind in ((reading, "action"), (again, "duty"))
    )
    assert len(first) == 4
    assert second == first


def miscounted():
    """A workbook that says it holds more words than memory could."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(("任务", [HEAD])))) as whole, zipfile.ZipFile(out, "w") as package:
        for part in whole.namelist():
            held = re.sub(rb'uniqueCount="[0-9]+"', b'uniqueCount="99999999999"', whole.read(part))
            package.writestr(part, held)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (OLD.read_bytes()[:-600], "broken"),
        (miscounted(), "broken"),
        (book(("任务", [[None] * 310 + ["远"]])), "large"),
        (book(("任务", [[]] * 20_000 + [["远"]])), "large"),
        (
            ods(line(cell("远", more='table:number-columns-repeated="16384"'), more='table:number-rows-repeated="99"')),
            "large",
        ),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xls"),
        (book(("任务", [])), "empty"),
        (book(("成绩", [["姓名", "分数"], ["罗青", 98]])), "not_chinese"),
    ],
)
def test_what_cannot_be_read_as_a_sheet_is_refused_with_the_remedy(data, code):
    with pytest.raises(Unreadable) as refused:
        read(data, name="表.xlsx")
    assert refused.value.code == code
    assert str(refused.value).startswith("“表.xlsx”")


WHOLE = (OLD.read_bytes(), book(("任务", [HEAD, [1, "扩大资源", "建园。", "基建股"]])))


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data):
    whole = data.draw(st.sampled_from(WHOLE))
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:at] + data.draw(st.binary(min_size=1, max_size=8)) + whole[at + 4 :]
    with contextlib.suppress(Unreadable):
        read(damaged, name="表.xls")


def test_a_workbook_of_too_many_sheets_is_refused_with_their_number(tmp_path):
    path = tmp_path / "合集.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for number in range(61):
            book.add_worksheet(f"表{number}").write(0, 0, "要加强管理")
    with pytest.raises(Unreadable, match="有 61 张表，这里一次最多读 60 张"):
        read(path)
