import io
import zipfile
from collections.abc import Callable

import pytest

from luoshi.reader.extract import extract
from luoshi.reader.source import Source, Unreadable

WordFile = Callable[..., bytes]
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def words_of(source: Source) -> list[list[str]]:
    [table] = source.tables
    return [[source.text[c.start : c.end] for c in cells] for cells in table.rows]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def between(run: str) -> str:
    """A paragraph of two words with something between them."""
    return f"<w:p><w:r><w:t>甲</w:t></w:r>{run}<w:r><w:t>乙</w:t></w:r></w:p>"


def changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The package with one part rewritten."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            xml = old.read(name).decode()
            new.writestr(name, change(xml) if name == part else xml)
    return out.getvalue()


def test_paragraphs_and_tables_stand_in_the_order_of_the_file(word: WordFile) -> None:
    table = f"<w:tbl>{row(cell('任务'), cell('单位'))}{row(cell('建校'), cell('基建科'))}</w:tbl>"
    source = extract(word(p("甲") + table + p("乙")), "例.docx")
    assert (source.name, source.medium) == ("例.docx", "docx")
    assert source.text == "甲\n任务\t单位\n建校\t基建科\n乙"
    assert [block.place for block in source.blocks] == [
        "第 1 段",
        "表 1 第 1 行第 1 列",
        "表 1 第 1 行第 2 列",
        "表 1 第 2 行第 1 列",
        "表 1 第 2 行第 2 列",
        "第 2 段",
    ]
    assert all(source.text[block.start : block.end] for block in source.blocks)


def test_merged_cells_stand_in_every_row_and_column_they_cover(word: WordFile) -> None:
    first = row(cell("安全", '<w:vMerge w:val="restart"/>'), cell("排查"), cell("安全科"))
    second = row(cell("", "<w:vMerge/>"), cell("培训", '<w:gridSpan w:val="2"/>'))
    source = extract(word(f"<w:tbl>{first}{second}</w:tbl>"), "例.docx")
    assert words_of(source) == [["安全", "排查", "安全科"], ["安全", "培训", "培训"]]
    assert source.tables[0].rows[0][0] == source.tables[0].rows[1][0]
    assert source.text == "安全\t排查\t安全科\n培训"


def test_empty_cells_keep_their_columns(word: WordFile) -> None:
    rows = row(cell(""), cell("甲"), cell(""), cell("乙")) + row(cell("丙"))
    source = extract(word(f"<w:tbl>{rows}</w:tbl>{p('丁')}"), "例.docx")
    assert words_of(source) == [["", "甲", "", "乙"], ["丙", "", "", ""]]
    assert source.text == "甲\t\t乙\n丙\n丁"
    assert [block.place for block in source.blocks][:2] == ["表 1 第 1 行第 2 列", "表 1 第 1 行第 4 列"]


def test_columns_that_a_row_leaves_out_in_front_are_counted(word: WordFile) -> None:
    late = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("丙")}</w:tr>'
    source = extract(word(f"<w:tbl>{row(cell('甲'), cell('乙'))}{late}</w:tbl>"), "例.docx")
    assert words_of(source) == [["甲", "乙"], ["", "丙"]]
    assert source.blocks[-1].place == "表 1 第 2 行第 2 列"


def test_a_merged_cell_goes_on_however_the_file_says_so(word: WordFile) -> None:
    wide = '<w:gridSpan w:val="2"/>'
    rows = row(cell("甲", f'{wide}<w:vMerge w:val="restart"/>'), cell("乙"))
    rows += row(cell("", f'{wide}<w:vMerge w:val="continue"/>'), cell("丙"))
    rows += row(cell("丁", '<w:vMerge w:val="restart"/>'), cell("戊"), cell("己"))
    rows += row(cell("", "<w:vMerge/>"), cell("庚"), cell("辛"))
    assert words_of(extract(word(f"<w:tbl>{rows}</w:tbl>"), "例.docx")) == [
        ["甲", "甲", "乙"],
        ["甲", "甲", "丙"],
        ["丁", "戊", "己"],
        ["丁", "庚", "辛"],
    ]


def test_a_cell_that_goes_on_from_nowhere_is_a_cell(word: WordFile) -> None:
    rows = row(cell("甲", "<w:vMerge/>")) + row(cell("乙"), cell("丙", "<w:vMerge/>"))
    assert words_of(extract(word(f"<w:tbl>{rows}</w:tbl>"), "例.docx")) == [["甲", ""], ["乙", "丙"]]


@pytest.mark.parametrize(
    ("width", "columns"), [("0", 0), ("many", 1), ("-2", 1), ("²", 1), ("100", 100), ("100000000", 100)]
)
def test_a_cell_is_never_wider_than_a_hundred_columns(word: WordFile, width: str, columns: int) -> None:
    wide = cell("甲", f'<w:gridSpan w:val="{width}"/>')
    source = extract(word(f"<w:tbl>{row(wide, cell('乙'))}</w:tbl>"), "例.docx")
    assert len(source.tables[0].rows[0]) == columns + 1


def test_a_cell_holds_all_its_paragraphs_and_the_tables_in_it(word: WordFile) -> None:
    inner = f"<w:tbl>{row(cell('丙'), cell('丁'))}</w:tbl>"
    held = f"<w:tc>{p('甲')}{p('')}<w:sdt><w:sdtContent>{p(' 乙 ')}</w:sdtContent></w:sdt>{inner}</w:tc>"
    control = f"<w:sdt><w:sdtContent>{cell('戊')}</w:sdtContent></w:sdt>"
    source = extract(word(f"<w:tbl>{row(held, control)}</w:tbl>"), "例.docx")
    assert words_of(source) == [["甲\n乙\n丙\n丁", "戊"]]
    assert {block.place for block in source.blocks} == {"表 1 第 1 行第 1 列", "表 1 第 1 行第 2 列"}


@pytest.mark.parametrize("held", ["<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:customXml>{}</w:customXml>"])
def test_rows_and_cells_may_stand_in_what_the_file_holds_them_by(word: WordFile, held: str) -> None:
    rows = row(cell("甲"), cell("乙")) + held.format(row(cell("丙"), held.format(cell("丁"))) + row(cell("戊")))
    source = extract(word(f"<w:tbl>{rows}{row(cell('己'))}</w:tbl>"), "例.docx")
    assert words_of(source) == [["甲", "乙"], ["丙", "丁"], ["戊", ""], ["己", ""]]
    assert source.text == "甲\t乙\n丙\t丁\n戊\n己"


@pytest.mark.parametrize(
    ("kept_in", "shown"),
    [("ins", "甲\n乙"), ("moveTo", "甲\n乙"), ("smartTag", "甲\n乙"), ("customXml", "甲\n乙"), ("moveFrom", "乙")],
)
def test_paragraphs_are_read_from_what_keeps_them_and_not_from_where_they_were(
    word: WordFile, kept_in: str, shown: str
) -> None:
    assert extract(word(f"<w:{kept_in}>{p('甲')}</w:{kept_in}>{p('乙')}"), "例.docx").text == shown


def test_tables_are_counted_and_parted_from_the_text_around_them(word: WordFile) -> None:
    table = f"<w:tbl>{row(cell('甲'))}</w:tbl>"
    tracked = f"<w:ins>{p('乙')}</w:ins><w:customXml>{table}</w:customXml>"
    source = extract(word(table + tracked), "例.docx")
    assert source.text == "甲\n乙\n甲"
    assert [block.place for block in source.blocks] == ["表 1 第 1 行第 1 列", "第 1 段", "表 2 第 1 行第 1 列"]


def test_rows_of_a_ragged_table_are_filled_to_one_length(word: WordFile) -> None:
    source = extract(word(f"<w:tbl>{row(cell('甲'), cell('乙'))}{row(cell('丙'))}</w:tbl>"), "例.docx")
    assert [len(cells) for cells in source.tables[0].rows] == [2, 2]


def test_deleted_text_is_out_and_inserted_text_is_in(word: WordFile) -> None:
    body = (
        "<w:p><w:r><w:t>新建</w:t></w:r><w:del><w:r><w:delText>三</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>五</w:t></w:r></w:ins><w:r><w:t>所</w:t></w:r>"
        "<w:moveFrom><w:r><w:t>学校</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r></w:p>"
    )
    assert extract(word(body), "例.docx").text == "新建五所"


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<w:tab/>", "甲\t乙"),
        ("<w:ptab/>", "甲\t乙"),
        ("<w:br/>", "甲\n乙"),
        ("<w:cr/>", "甲\n乙"),
        ('<w:br w:type="page"/>', "甲乙"),
        ('<w:br w:type="column"/>', "甲乙"),
        ("<w:noBreakHyphen/>", "甲-乙"),
        ("<w:rPr><w:vanish/></w:rPr><w:t>隐</w:t>", "甲乙"),
        ('<w:rPr><w:vanish w:val="1"/></w:rPr><w:t>隐</w:t>', "甲乙"),
        ('<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t>', "甲显乙"),
        ('<w:rPr><w:vanish w:val="false"/></w:rPr><w:t>显</w:t>', "甲显乙"),
        (
            "<w:ruby><w:rt><w:r><w:t>pīn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby>",
            "甲拼乙",
        ),
        (
            "<mc:AlternateContent><mc:Choice><w:t>新</w:t></mc:Choice><mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent>",
            "甲新乙",
        ),
    ],
)
def test_a_run_shows_what_a_person_sees_of_it(word: WordFile, inside: str, shown: str) -> None:
    assert extract(word(between(f"<w:r>{inside}</w:r>")), "例.docx").text == shown


@pytest.mark.parametrize(
    ("around", "shown"),
    [
        ("<w:del><w:r><w:tab/><w:t>三</w:t></w:r></w:del>", "甲乙"),
        ("<w:moveFrom><w:r><w:tab/></w:r></w:moveFrom>", "甲乙"),
        ("<w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo>", "甲来乙"),
        ("<w:smartTag><w:r><w:t>县</w:t></w:r><w:r><w:t>局</w:t></w:r></w:smartTag>", "甲县局乙"),
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>3日</w:t></w:r></w:fldSimple>', "甲3日乙"),
        (f'<m:oMath xmlns:m="{MATH}"><m:r><m:t>x+1</m:t></m:r></m:oMath>', "甲x+1乙"),
    ],
)
def test_what_stands_around_runs_is_shown_unless_it_was_taken_out(word: WordFile, around: str, shown: str) -> None:
    assert extract(word(between(around)), "例.docx").text == shown


def test_the_stops_of_a_paragraph_s_ruler_are_no_tabs_in_it(word: WordFile) -> None:
    assert extract(word(p("甲", '<w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs>')), "例.docx").text == "甲"


def test_blank_paragraphs_are_neither_shown_nor_counted(word: WordFile) -> None:
    source = extract(word(p("甲") + p("　 ") + p("乙")), "例.docx")
    assert [(source.text[b.start : b.end], b.place) for b in source.blocks] == [("甲", "第 1 段"), ("乙", "第 2 段")]


def boxed(text: str) -> str:
    """A run with a text box as Word writes it: drawn anew, and once more for older programs."""
    box = f"<w:txbxContent>{text}</w:txbxContent>"
    choices = f"<mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    return f"<w:r><mc:AlternateContent>{choices}</mc:AlternateContent></w:r>"


def test_a_text_box_in_a_cell_is_the_cell_s(word: WordFile) -> None:
    held = f"<w:tc>{between(boxed(p('框一') + p('框二')))}{p('丙')}</w:tc>"
    inner = f"<w:tc><w:tbl>{row(held)}</w:tbl></w:tc>"
    source = extract(word(f"<w:tbl>{row(held, inner)}</w:tbl>{p('后文')}"), "例.docx")
    assert words_of(source) == [["甲乙\n框一\n框二\n丙"] * 2]
    assert {block.place for block in source.blocks} == {"表 1 第 1 行第 1 列", "表 1 第 1 行第 2 列", "第 1 段"}


def test_a_box_inside_a_box_that_word_writes_twice_is_shown_once(word: WordFile) -> None:
    assert extract(word(between(boxed(between(boxed(p("内")))))), "例.docx").text == "甲乙\n甲乙\n内"


def test_a_box_inside_a_box_is_shown_once(word: WordFile) -> None:
    inner = f"<w:p><w:r><w:t>外</w:t><w:pict><w:txbxContent>{p('内')}</w:txbxContent></w:pict></w:r></w:p>"
    boxes = f"<w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>"
    source = extract(word(between(boxes) + between(boxes)), "例.docx")
    assert source.text == "甲乙\n外\n内\n甲乙\n外\n内"
    assert [block.place for block in source.blocks][1::2] == ["文本框 1", "第 2 段", "文本框 2"]


def test_text_boxes_and_footnotes_are_lines_of_their_own(word: WordFile) -> None:
    box = f"<w:txbxContent>{p('框里的话')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t><mc:AlternateContent><mc:Choice>"
        + box
        + "</mc:Choice><mc:Fallback>"
        + box
        + "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    notes = f'<w:footnote w:type="separator"><w:p/></w:footnote><w:footnote w:id="2">{p("注释的话")}</w:footnote>'
    source = extract(word(body, footnotes=notes), "例.docx")
    assert source.text == "正文\n框里的话\n注释的话"
    assert [block.place for block in source.blocks] == ["第 1 段", "文本框 1", "脚注 1"]


def test_notes_are_counted_together_and_each_is_one_line(word: WordFile) -> None:
    foot = f'<w:footnote w:type="separator">{p("线")}</w:footnote><w:footnote>{p("注一")}{p("又注")}</w:footnote>'
    end = f'<w:endnote w:type="normal">{p("注二 ")}</w:endnote><w:other>{p("别的")}</w:other>'
    source = extract(word(p("正文"), footnotes=foot, endnotes=end), "例.docx")
    assert source.text == "正文\n注一 又注\n注二"
    assert [block.place for block in source.blocks] == ["第 1 段", "脚注 1", "脚注 2"]


def test_what_head_and_foot_of_the_page_both_say_is_said_once(word: WordFile) -> None:
    source = extract(word(p("正文"), header=p(" 内部材料 ") + p(""), footer=p("内部材料") + p("第 1 页")), "例.docx")
    assert [(source.text[b.start : b.end], b.place) for b in source.blocks] == [
        ("内部材料", "页眉"),
        ("第 1 页", "页脚"),
        ("正文", "第 1 段"),
    ]


def test_headers_and_footers_are_marked_as_the_pages_own(word: WordFile) -> None:
    source = extract(word(p("正文"), header=p("内部材料"), footer=p("第 1 页")), "例.docx")
    assert [(source.text[b.start : b.end], b.hint) for b in source.blocks] == [
        ("内部材料", "furniture"),
        ("第 1 页", "furniture"),
        ("正文", ""),
    ]


def test_text_inside_links_and_content_controls_is_kept(word: WordFile) -> None:
    inner = f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"
    body = "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>" + inner
    assert extract(word(body), "例.docx").text == "链接\n控件"


def code_of(data: bytes) -> str:
    """Of the refusal; "" for a file that is read."""
    try:
        extract(data, "例.docx")
    except Unreadable as refusal:
        return refusal.code
    return ""


def with_part(data: bytes, unpacked: int, packed: int) -> bytes:
    """The package with one more part of which its directory says that it has these sizes."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/media/image1.bin", b"x")
        part = package.filelist[-1]
        part.file_size, part.compress_size = unpacked, packed
    return out.getvalue()


@pytest.mark.parametrize(
    ("unpacked", "packed", "code"),
    [
        (1_000_000, 1, ""),
        (1_000_001, 1, "bomb"),
        (3_000_000, 10_000, ""),
        (3_000_001, 10_000, "bomb"),
        (1_000_001, 0, "bomb"),
        (199_000_000, 100_000_000, ""),
        (200_000_001, 100_000_000, "bomb"),
    ],
)
def test_a_package_that_unpacks_to_more_than_a_report_is_refused(
    word: WordFile, unpacked: int, packed: int, code: str
) -> None:
    assert code_of(with_part(word(p("正文")), unpacked, packed)) == code


def test_a_package_of_very_many_parts_is_refused(word: WordFile) -> None:
    out = io.BytesIO(word(p("正文")))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/media/image1.bin", b"x")
        package.filelist += [package.filelist[-1]] * 20_000
    assert code_of(out.getvalue()) == "bomb"


def test_a_package_with_a_password_is_refused(word: WordFile) -> None:
    out = io.BytesIO(word(p("正文")))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("更多", "")
        for part in package.filelist:
            part.flag_bits |= 1
    assert code_of(out.getvalue()) == "broken"


def test_a_broken_package_is_refused_and_not_a_stack_of_errors(word: WordFile) -> None:
    whole = word(p("正文"))
    for data in (whole[: len(whole) // 2], whole[:60] + b"\0" * 40 + whole[100:], word("<w:p><w:r>")):
        with pytest.raises(Unreadable) as refusal:
            extract(data, "例.docx")
        assert refusal.value.code == "broken"


def test_external_entities_are_not_fetched(word: WordFile) -> None:
    outside = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    data = word(p("正文"), footnotes=f"<w:footnote>{p('注')}</w:footnote>")
    for part, here in (("document", "正文"), ("footnotes", "注")):
        data = changed(data, f"word/{part}.xml", lambda xml, here=here: outside + xml.replace(here, f"{here}&e;"))
    assert extract(data, "例.docx").text == "正文\n注"


def test_parts_outside_the_package_are_not_fetched(word: WordFile) -> None:
    linked = "".join(
        f'<Relationship Id="x{kind}" Type="{KIND}{kind}" Target="http://127.0.0.1:1/x.xml" TargetMode="External"/>'
        for kind in ("header", "footnotes", "numbering")
    )
    data = changed(word(p("正文")), "word/_rels/document.xml.rels", lambda xml: xml.replace("</Rel", f"{linked}</Rel"))
    assert extract(data, "例.docx").text == "正文"


def test_very_deep_nesting_is_refused(word: WordFile) -> None:
    deep = "<w:sdt><w:sdtContent>" * 400 + p("深") + "</w:sdtContent></w:sdt>" * 400
    with pytest.raises(Unreadable):
        extract(word(deep), "例.docx")
