import time
from collections.abc import Callable

import pytest

from luoshi.reader.extract import extract
from luoshi.reader.extract.html import extract_html
from luoshi.reader.extract.sniff import is_html
from luoshi.reader.pipeline import run
from luoshi.reader.source import Source, Unreadable


def page(body: str, head: str = "") -> Source:
    return extract(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "页.html")


def lines(source: Source, hint: str = "") -> list[str]:
    return [source.text[b.start : b.end] for b in source.blocks if b.hint == hint]


def cells(source: Source) -> list[list[str]]:
    [table] = source.tables
    return [[source.text[c.start : c.end] for c in row] for row in table.rows]


def test_block_elements_become_lines_and_inline_ones_do_not() -> None:
    source = page("<div>新建<b>五</b>所<br>学校<p>改建<span>三所</span></p>尾</div>")
    assert source.text == "新建五所\n学校\n改建三所\n尾"
    assert [block.place for block in source.blocks] == ["第 1 段", "第 2 段", "第 3 段", "第 4 段"]


@pytest.mark.parametrize(
    ("text", "name", "medium"),
    [
        ("<p>甲", "页.html", "html"),
        ("<p>甲", "页.HTM", "html"),
        ("<p>甲", "页.xhtml", "html"),
        ("<p>甲", "页.shtml", "html"),
        ("<p>甲", "文.txt", "txt"),
        ("<P>甲</p><p>乙</p></p>", "文.txt", "html"),
        ("<p>甲</p><p>乙</p>", "文.txt", "txt"),
        ("甲<p>乙</p>", "页.html", "txt"),
        ("<pre>甲", "页.html", "txt"),
        ("\n<?xml version='1.0'?>\n<!-- 一\n二 --> <!-- 三 --><table><tr><td>甲", "页.html", "html"),
        ("<!doctype  html>甲", "页.html", "html"),
    ],
)
def test_a_page_is_told_by_how_it_begins(text: str, name: str, medium: str) -> None:
    source = extract(text.encode(), name)
    assert (source.name, source.medium) == (name, medium)


@pytest.mark.parametrize(
    "data",
    [
        b"<?xml version='1.0' encoding='gb2312'?><html><body><p>%s</p></body></html>",
        b"<html><head><meta http-equiv=Content-Type content='text/html; charset=gb2312'></head><body><p>%s</p></body>",
        b"<html><META CHARSET = 'gb2312'><body><p>%s</p></body>",
    ],
)
def test_the_encoding_may_be_named_in_any_of_a_page_s_ways(data: bytes) -> None:
    source = extract(data.replace(b"%s", "甲乙丙".encode("gb18030")), "页.html")
    assert (source.text, source.encoding) == ("甲乙丙", "gb18030")


def test_characters_that_no_page_may_hold_do_not_end_it() -> None:
    assert page("<p>甲\0乙</p><p>丙</p>").text == "甲乙\n丙"


def test_scripts_styles_and_the_title_of_the_window_are_no_text() -> None:
    source = page(
        "<script>alert('甲')</script><p>正文</p><style>p{}</style>", "<title>某网</title><meta name=a content=乙>"
    )
    assert source.text == "正文"


def test_words_for_browsers_without_frames_are_no_text() -> None:
    assert (
        page("<noframes><p>不支持框架</p></noframes><noscript><p>请打开脚本</p></noscript><p>正文</p>").text == "正文"
    )


@pytest.mark.parametrize("hidden", ["style='display: none'", "style=visibility:hidden", "hidden"])
def test_hidden_words_within_a_line_are_no_text(hidden: str) -> None:
    source = page(f"<p>招聘教师<span {hidden}>转载<div>自</div>某网</span>二百名。</p>{LONG}")
    assert source.text.split("\n")[0] == "招聘教师二百名。"


@pytest.mark.parametrize("tag", ["span", "div"])
def test_the_article_is_read_though_a_script_is_to_show_it(tag: str) -> None:
    assert page(f"<{tag} style='visibility: hidden; opacity: 0'>{LONG}</{tag}><p>后文</p>").blocks[0].hint == ""


def test_menus_and_page_feet_are_kept_and_marked() -> None:
    source = page(
        "<header><a>首页</a></header><nav>新闻</nav><div class='left-nav'>公告</div>"
        "<article><header><h1>标题</h1></header><p>这是一篇很长的正文，说的是学校的事。</p></article>"
        "<aside>热点</aside><div id='footer'>版权</div>"
    )
    assert lines(source, "furniture") == ["首页", "新闻", "公告", "热点", "版权"]
    assert lines(source) == ["标题", "这是一篇很长的正文，说的是学校的事。"]


LONG = "<p>会议强调，要抓好校园安全，办好人民满意的教育。</p>"


@pytest.mark.parametrize(
    ("part", "hint"),
    [
        ("<div role=navigation>栏目</div>", "furniture"),
        ("<div role=main>栏目</div>", ""),
        ("<div style='Display : none'>栏目</div>", "furniture"),
        ("<div style='visibility:hidden'>栏目</div>", "furniture"),
        ("<div style='display:block'>栏目</div>", ""),
        ("<div hidden>栏目</div>", "furniture"),
        ("<div id=Left-Nav>栏目</div>", "furniture"),
        ("<div class='a nav2'>栏目</div>", "furniture"),
        ("<div class=navy>栏目</div>", ""),
        ("<div class=nav><b>栏目</b></div>", "furniture"),
        ("<div class=nav><div><h1>栏目</h1></div></div>", ""),
        ("<nav><h1>栏目</h1></nav>", "furniture"),
        ("<h2 class=location>栏目</h2>", ""),
        ("<h6>栏目</h6>", ""),
        ("<header>栏目</header>", "furniture"),
        ("<article><header>栏目</header></article>", ""),
        ("<main><section><header>栏目</header></section></main>", ""),
        ("<article class=links>栏目</article>", ""),
        ("<main class=links>栏目</main>", ""),
        ("<article><div class=share>栏目</div></article>", "furniture"),
    ],
)
def test_what_a_part_is_follows_from_its_name_its_style_and_its_place(part: str, hint: str) -> None:
    source = page(part + LONG)
    assert [(source.text[b.start : b.end], b.hint) for b in source.blocks] == [
        ("栏目", hint),
        ("会议强调，要抓好校园安全，办好人民满意的教育。", ""),
    ]


@pytest.mark.parametrize(("rest", "hint"), [("一二三四五六", "furniture"), ("一二三四五", "")])
def test_a_part_with_more_than_two_fifths_of_the_text_is_the_article(rest: str, hint: str) -> None:
    assert page(f"<nav>栏<i> 目 </i> 首页 </nav><p>{rest}</p>").blocks[0].hint == hint


@pytest.mark.parametrize("unseen", ["script", "style", "textarea"])
@pytest.mark.parametrize("part", ["<form>{}</form>", "<div class=location>{}</div>"])
def test_what_nobody_sees_is_no_part_of_the_page_s_text(unseen: str, part: str) -> None:
    source = page(f"<{unseen}>{'var n = 1; ' * 50}</{unseen}>{part.format(LONG)}")
    assert [block.hint for block in source.blocks] == [""]


def test_a_line_is_furniture_if_all_its_words_are() -> None:
    source = page(f"<p>正文<span class=nav><div>栏目</div></span>后文</p><p><a class=share>分享</a> </p>{LONG}")
    assert [block.hint for block in source.blocks] == ["", "furniture", "", "furniture", ""]


def test_paragraphs_are_counted_without_what_stands_around_them() -> None:
    source = page(f"<nav>首页</nav>{LONG}<p>&nbsp;</p><p>\u3000</p><aside>热点</aside><h2>附件</h2>")
    assert [block.place for block in source.blocks] == ["页面四周", "第 1 段", "页面四周", "第 2 段"]


def test_a_part_that_holds_most_of_the_text_is_no_menu_whatever_its_name() -> None:
    assert lines(page("<nav>首页</nav><div class='content-links'>" + "正文很长，" * 20 + "</div>")) == [
        "正文很长，" * 20
    ]


def test_a_table_of_data_keeps_its_cells_and_its_merged_ones() -> None:
    source = page(
        "<table><tr><th>任务</th><th>单位</th></tr><tr><td rowspan=2>安全</td><td>甲科</td></tr>"
        "<tr><td>乙<br>科</td></tr><tr><td colspan=2>合计</td></tr></table><p>后文</p>"
    )
    assert cells(source) == [["任务", "单位"], ["安全", "甲科"], ["安全", "乙\n科"], ["合计", "合计"]]
    assert source.text == "任务\t单位\n安全\t甲科\n乙\n科\n合计\n后文"
    assert source.blocks[2].place == "表 1 第 2 行第 1 列"
    assert source.blocks[4].place == "表 1 第 3 行第 2 列"


def test_cells_that_reach_down_and_across_stand_in_all_they_cover() -> None:
    source = page(
        "<table><tr><td>甲</td><td rowspan=3 colspan=2>乙</td></tr><tr><td>丙</td></tr>"
        "<tr><td rowspan=9>丁</td><td>戊</td></tr><tr><td>己</td><td>庚</td><td>辛</td></tr></table>"
    )
    assert cells(source) == [
        ["甲", "乙", "乙", ""],
        ["丙", "乙", "乙", ""],
        ["丁", "乙", "乙", "戊"],
        ["丁", "己", "庚", "辛"],
    ]


def test_a_merged_cell_reaches_as_far_as_it_says_behind_another_that_does() -> None:
    source = page(
        "<table><tr><td>1</td><td>甲</td><td rowspan=3>乙科</td></tr><tr><td>2</td><td rowspan=2>丙</td></tr>"
        "<tr><td>3</td></tr><tr><td>4</td><td>丁</td><td>戊科</td></tr></table>"
    )
    assert cells(source) == [["1", "甲", "乙科"], ["2", "丙", "乙科"], ["3", "丙", "乙科"], ["4", "丁", "戊科"]]


def test_a_row_without_cells_uses_up_what_reaches_into_it() -> None:
    source = page("<table><tr><td rowspan=2>甲</td><td>乙</td></tr><tr></tr><tr><td>丙</td><td>丁</td></tr></table>")
    assert cells(source) == [["甲", "乙"], ["丙", "丁"]]
    assert source.blocks[-1].place == "表 1 第 2 行第 2 列"


def test_a_row_that_ends_before_a_merged_cell_has_a_gap_there() -> None:
    source = page(
        "<table><tr><td>1</td><td>甲</td><td rowspan=2>乙科</td></tr><tr><td>2</td></tr>"
        "<tr><td>3</td><td>丙</td><td>丁科</td></tr></table>"
    )
    assert cells(source) == [["1", "甲", "乙科"], ["2", "", "乙科"], ["3", "丙", "丁科"]]


def test_a_wide_cell_that_meets_a_merged_one_leaves_it_its_column() -> None:
    source = page(
        "<table><tr><td>1</td><td rowspan=2>甲</td></tr><tr><td colspan=2 rowspan=2>2</td></tr>"
        "<tr><td>乙</td></tr></table>"
    )
    assert cells(source) == [["1", "甲", ""], ["2", "甲", ""], ["2", "2", "乙"]]


@pytest.mark.parametrize(
    ("width", "columns"), [("0", 1), ("-1", 1), ("half", 1), (" 2 ", 2), ("100", 100), ("99999", 100), ("100000", 1)]
)
def test_a_cell_is_as_wide_as_it_says_up_to_a_hundred_columns(width: str, columns: int) -> None:
    wide = f"<table><tr><td colspan='{width}'>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    assert len(cells(page(wide))[0]) == columns + 1


def merged(times: int) -> str:
    first = f"<td colspan={times} rowspan={times}>甲</td>" * times
    return f"<table><tr>{first}</tr>{'<tr><td>乙</td></tr>' * (times - 1)}</table>"


def test_cells_merged_over_more_places_than_anyone_looks_through_are_lines() -> None:
    source = page(merged(100))
    assert source.tables == ()
    assert lines(source) == ["甲"] * 100 + ["乙"] * 99


def test_a_long_table_stays_one_whatever_its_length() -> None:
    rows = f"<tr>{'<td>甲' * 30}" * 700
    assert len(cells(page(f"<table>{rows}</table>"))) == 700


def test_cells_merged_over_a_whole_page_take_linear_time(growth: Callable[..., float]) -> None:
    assert growth(lambda times: run(page(merged(times))), 40) < 3.2


def test_what_parts_words_in_a_cell_is_a_line_break_of_the_cell() -> None:
    source = page(
        "<table><tr><td> 甲 <ul><li>一</li> <li>二</li></ul></td><td><p>乙</p></td></tr>"
        "<tr><td></td><td><div></div>丙<br><br>丁</td></tr></table>"
    )
    assert cells(source) == [["甲\n一\n二", "乙"], ["", "丙\n丁"]]
    assert source.text == "甲\n一\n二\t乙\n\t丙\n丁"


def test_what_stands_beside_the_cells_of_a_table_is_a_line_of_its_own() -> None:
    table = "<table><caption>表一</caption> <thead><tr> <th>甲</th> <th>乙</th></tr></thead><tr><td>丙</td><td>丁</td></tr></table>"
    source = page(f"前{table}后{table}")
    assert source.text == "前\n表一\n甲\t乙\n丙\t丁\n后\n表一\n甲\t乙\n丙\t丁"
    assert source.blocks[-1].place == "表 2 第 2 行第 2 列"
    assert len(source.tables) == 2


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("题<tr><td>甲</td><td>乙</td></tr><tr>注<td>丙</td><td>丁</td></tr>", "题\n甲\t乙\n注\n丙\t丁"),
        ("题<tr>注<td>甲</td></tr>", "题\n注\n甲"),
    ],
    ids=["data", "layout"],
)
def test_loose_words_between_cells_are_no_cell_s(table: str, text: str) -> None:
    assert page(f"<table>{table}</table>").text == text


@pytest.mark.parametrize(
    ("rows", "is_data"),
    [
        ("<tr><td>甲</td><td>乙</td></tr>", False),
        ("<tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr>", True),
        ("<tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr><tr><td>丁</td></tr>", False),
        ("<tr><td>甲</td></tr><tr><td>乙</td></tr>", False),
        ("<tr><td colspan=2>甲</td></tr><tr><th>乙</th><th>丙</th></tr>", True),
        ("<tr><td rowspan=3>甲</td><td>乙</td></tr><tr><td>丙</td></tr><tr><td>丁</td></tr>", True),
        ("<tr><td>甲</td><td>乙</td></tr><tr></tr><tr></tr><tr><td>丙</td></tr>", True),
        ("<tr><td rowspan=2>甲</td><td>乙</td></tr><tr></tr>", False),
        (f"<tr><td>甲</td><td>{'乙' * 1500}</td></tr><tr><td>丙</td><td>丁</td></tr>", True),
        (f"<tr><td>甲</td><td>{'乙' * 1501}</td></tr><tr><td>丙</td><td>丁</td></tr>", False),
    ],
)
def test_a_table_of_data_has_several_rows_of_several_short_cells(rows: str, is_data: bool) -> None:
    assert len(page(f"<table>{rows}</table>").tables) == is_data


def test_a_table_in_a_menu_is_the_menu_s() -> None:
    table = "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    assert lines(page(f"<nav>{table}</nav>{LONG}"), "furniture") == ["甲", "乙", "丙", "丁"]


def test_a_table_that_lays_out_the_page_gives_lines_only() -> None:
    inner = "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    source = page(f"<table><tr><td>左</td><td><p>正文</p>{inner}</td></tr></table>")
    assert source.text == "左\n正文\n甲\t乙\n丙\t丁"
    assert [block.place for block in source.blocks][1:3] == ["第 2 段", "表 1 第 1 行第 1 列"]
    assert len(source.tables) == 1


@pytest.mark.parametrize("sign", ["<h1>要点</h1>", "<script>n()</script>", "<form>搜索</form>"])
def test_a_short_article_beside_a_menu_is_no_cell(sign: str) -> None:
    source = page(
        f"<table><tr><td colspan=2>首页</td></tr><tr><td>栏目</td><td>{sign}{LONG}</td></tr>"
        "<tr><td colspan=2>版权</td></tr></table>"
    )
    assert source.tables == ()
    assert LONG[3:-4] in source.text.split("\n")


def test_a_part_inside_a_table_that_lays_out_the_page_is_what_it_is_elsewhere() -> None:
    source = page(f"<table><tr><td><div class=nav>首页</div><h2>标题</h2>{LONG}</td></tr></table>")
    assert [block.hint for block in source.blocks] == ["furniture", "", ""]


def test_a_pronunciation_above_a_character_is_no_text() -> None:
    assert page("<p><ruby>区<rp>(</rp><rt>qū</rt><rp>)</rp></ruby>教育局</p>").text == "区教育局"


def test_blanks_of_the_markup_are_one_blank_and_entities_are_characters() -> None:
    assert page("<p>\n  甲 &nbsp;\n乙&ldquo;丙&rdquo;</p>\n\n<p> </p>").text == "甲 \xa0 乙“丙”"


def test_blanks_of_a_text_set_by_hand_stay_as_they_are() -> None:
    assert page("<pre>甲  乙\n丙\t丁</pre><p>戊  己\n庚\t辛</p>").text == "甲  乙\n丙\t丁\n戊 己 庚 辛"


@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb18030"])
def test_the_encoding_a_page_names_is_used(label: str) -> None:
    data = f"<html><head><meta charset={label}></head><body><p>教育局召开会议</p><p>甲</p></body></html>".encode(
        "gb18030"
    )
    source = extract(data, "页.htm")
    assert (source.text, source.encoding, source.medium) == ("教育局召开会议\n甲", "gb18030", "html")


def test_a_text_with_some_tags_left_in_it_is_a_text() -> None:
    source = extract("全县教育工作会议召开。</p><p>会议强调，要抓好安全。".encode(), "文.txt")
    assert source.medium == "txt"


def test_a_page_s_own_word_decides_where_its_bytes_read_well_either_way() -> None:
    data = b"<html><head><meta charset=big5></head><body><p>%s</p></body></html>" % "教學".encode("big5")
    assert extract(data, "页.html").text == "教學"
    assert extract(data.replace(b"big5", b"none"), "页.html").text == "教學".encode("big5").decode("gb18030")


def test_a_page_of_which_nothing_is_left_is_refused_by_name() -> None:
    with pytest.raises(Unreadable, match=r"^“页\.html”里没有文字。") as refusal:
        extract_html("<!-- 空 -->", "页.html")
    assert refusal.value.code == "empty"


def test_pages_without_text_are_refused() -> None:
    with pytest.raises(Unreadable):
        extract(b"<!DOCTYPE html><html></html><!-- </ </ </ -->"[:0], "页.html")


@pytest.mark.parametrize("depth", [300, 20_000])
def test_deep_nesting_neither_fails_nor_loses_what_stands_before_it(depth: int) -> None:
    source = page("<p>正文</p>" + "<div>" * depth + "深" + "</div>" * depth)
    assert source.text.startswith("正文")


def test_unclosed_and_wrongly_nested_markup_still_gives_its_text() -> None:
    assert page("<p>甲<b>乙<p>丙</b></div></td>丁<table><td>戊").text.replace("\n", "") == "甲乙丙丁戊"


def test_comments_without_a_page_behind_them_are_looked_through_once():
    start = time.process_time()
    assert not is_html("<!---->" * 700, "报告.txt")
    assert time.process_time() - start < 1
