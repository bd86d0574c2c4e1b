"""Pages as the systems of government sites make them: the article, its order and its tables come out whole."""

import pytest

from luoshi.reader import read
from luoshi.reader.source import Unreadable

TITLE = "2025年全县教育工作要点"
FIRST = "全县教育工作会议强调，2025年要抓好校园安全，新建学校五所，新增学位三千个。"
SECOND = "一、加强教师队伍建设。年底前招聘教师二百名，培训校长一百人次。"
THIRD = "二、优化资源配置。县教育局牵头，6月底前完成中小学布局调整方案。"
ARTICLE = [FIRST, SECOND, THIRD]
SCRIPT = "<script>" + "var theForm = document.forms['form1'];" * 40 + "</script>"
MENU = "<div id=nav><a>首页</a> <a>要闻</a> <a>政务公开</a></div>"
FOOT = "<div id=footer>版权所有：某县教育局　地址：某县中心路1号</div>"


def lines(body: str, head: str = "") -> list[str]:
    return read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()).text.split("\n")


def paragraphs(tag: str = "p", indent: str = "") -> str:
    return "".join(f"<{tag}>{indent}{paragraph}</{tag}>" for paragraph in ARTICLE)


def test_cells_that_lay_out_the_page_around_comments_that_mark_the_content() -> None:
    about = "<td>发布日期：2025-02-18 10:11</td><td>浏览次数：<script>n()</script></td><td>字体：[ <a>大</a> <a>小</a> ]</td>"
    page = (
        "<table width=1000><tr><td class=bt_position>当前位置：<a>首页</a> &gt; <a>教育</a></td></tr></table>"
        f"<table id=article><tr><td class=title><!--<$[标题]>begin-->{TITLE}<!--<$[标题]>end--></td></tr>"
        f"<tr><td><table><tr>{about}</tr></table></td></tr>"
        f"<tr><td><div id=zoom><!--<$[信息内容]>begin--><meta name=ContentStart>{paragraphs()}<!--end--></div></td></tr>"
        "</table><table><tr><td>【打印本页】</td><td>【关闭窗口】</td></tr></table>"
    )
    assert lines(SCRIPT + page + FOOT) == [TITLE, *ARTICLE]


def test_paragraphs_that_only_line_breaks_part_and_hard_blanks_indent() -> None:
    text = "<br />\n<br />\n".join(f"&nbsp;&nbsp;&nbsp; {paragraph}" for paragraph in ARTICLE)
    page = (
        f"<div class=xl><h2>{TITLE}</h2><div><span>来源：县教育局</span><span>发布时间：2025-02-18</span></div>"
        f"<div class=TRS_Editor><style>.TRS_Editor P{{margin:0}}</style>{text}<br></div></div>"
        f"<div style='display:none' id=wxshare>{TITLE}</div>"
    )
    assert lines(MENU + page + FOOT) == [TITLE, *ARTICLE]


def test_a_form_around_the_whole_page() -> None:
    state = f"<div class=aspNetHidden><input type=hidden name=__VIEWSTATE value='{'ab' * 900}'></div>"
    menu = "<td width=220><div class=nav><a>通知公告</a><br><a>工作动态</a></div></td>"
    page = (
        f"<table><tr>{menu}<td><table><tr><td><span id=lblTitle>{TITLE}</span></td></tr>"
        "<tr><td>作者：<span>办公室</span> 时间：<span>2025/2/18 0:00:00</span> 点击：<span>123</span></td></tr>"
        f"<tr><td><span id=lblContent>{paragraphs(indent='&nbsp; &nbsp; ')}</span></td></tr></table></td></tr></table>"
        "<select><option>友情链接</option><option>教育部</option></select>"
    )
    assert lines(f"<form id=form1>{state}{SCRIPT}{page}{FOOT}</form>") == [TITLE, *ARTICLE]


def test_a_form_around_the_article_alone() -> None:
    assert lines(f"{SCRIPT}{MENU}<form><p>{TITLE}</p>{paragraphs()}</form>{FOOT}") == [TITLE, *ARTICLE]


def test_a_page_saved_by_word_is_wrapped_anywhere_and_numbers_its_lists_in_brackets() -> None:
    nothing = "<span lang=EN-US><o:p>&nbsp;</o:p></span>"
    number = "<![if !supportLists]><span style='mso-list:Ignore'>一、<span>&nbsp;&nbsp;</span></span><![endif]>"
    table = (
        "<table class=MsoNormalTable><tr><td><p>任务</p></td><td><p>单位</p></td></tr>"
        "<tr><td><p>招聘教师</p></td><td><p>人事科<o:p></o:p></p></td></tr></table>"
    )
    page = (
        f"<p class=MsoNormal>{FIRST.replace('新建', '新建' + chr(10))}</p><p>{number}{SECOND[2:]}</p>"
        f"<p>{nothing}</p>{table}<p>{THIRD}</p>"
    )
    head = "<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><style><!-- p {margin:0} --></style>"
    assert lines(page, head) == [FIRST, SECOND, "任务\t单位", "招聘教师\t人事科", THIRD]


def test_a_short_article_beside_the_menu_of_a_page_laid_out_by_one_table() -> None:
    page = (
        "<table><tr><td colspan=2><a>首页</a> &gt; <a>要闻</a></td></tr>"
        f"<tr><td class=nav><a>通知公告</a></td><td><h1>{TITLE}</h1>{paragraphs()}</td></tr>"
        "<tr><td colspan=2>版权所有：某县教育局</td></tr></table>"
    )
    assert lines(page) == [TITLE, *ARTICLE]


def test_a_table_of_data_inside_tables_that_lay_out_the_page() -> None:
    data = (
        "<table border=1><tr><td><p>任务</p></td><td><p>单位</p></td></tr><tr><td>建校</td><td>基建科</td></tr></table>"
    )
    cell = f"<p>{FIRST}</p><p>{SECOND}</p>{data}<p>{THIRD}</p>"
    page = f"<table><tr><td>{TITLE}</td></tr><tr><td><table><tr><td>{cell}</td></tr></table></td></tr></table>"
    assert lines(page) == [TITLE, FIRST, SECOND, "任务\t单位", "建校\t基建科", THIRD]


def test_a_card_above_the_document_and_the_document_once_more_for_small_screens() -> None:
    card = (
        "<table><tr><td>索引号：</td><td>000014349/2025-00012</td><td>主题分类：</td><td>教育</td></tr>"
        "<tr><td>发文机关：</td><td>某县教育局</td><td>成文日期：</td><td>2025年2月18日</td></tr></table>"
    )
    short = f"<div hidden><p>{FIRST}</p></div>"
    assert lines(f"{card}<div id=UCAP-CONTENT><p align=center>{TITLE}</p>{paragraphs()}</div>{short}") == [
        TITLE,
        *ARTICLE,
    ]


def test_what_is_hidden_in_an_article_that_a_script_is_to_show() -> None:
    junk = (
        "<p>年底前<span style='display: none'>本文转自某网</span>招聘教师二百名。</p><p style=display:none>某网独家</p>"
    )
    page = f"<div id=js_content style='visibility: hidden; opacity: 0'>{paragraphs('section')}{junk}</div>"
    unseen = f"<noscript><p>请打开脚本。</p></noscript><textarea style='display:none'>{FIRST * 9}</textarea>"
    assert lines(unseen + page) == [*ARTICLE, "年底前招聘教师二百名。"]


def test_an_article_in_plain_blocks_with_a_merged_table_and_related_reading() -> None:
    table = (
        "<table><tbody><tr class=firstRow><td rowspan=4>安全</td><td>排查隐患</td></tr><tr><td>培训教师</td></tr>"
        "<tr></tr><tr><td>演练</td></tr><tr><td>学位</td><td>建校</td></tr></tbody></table>"
    )
    related = "<div class=relate><h3>相关阅读</h3><ul><li><a>某县召开会议</a></li></ul></div>"
    page = (
        f"<div class='tools-bar share'>分享到：<a>微信</a></div>{paragraphs('div', '&#12288;&#12288;')}<div><br></div>"
    )
    assert lines(page + table + related) == [*ARTICLE, "安全\t排查隐患", "培训教师", "演练", "学位\t建校"]


def test_a_page_of_frames_is_refused_and_where_the_report_is_told() -> None:
    frames = (
        "<frameset><frame src=a.htm><noframes><body><p>您的浏览器不支持框架，请升级。</p></body></noframes></frameset>"
    )
    with pytest.raises(Unreadable, match="只是网页的框架，正文在另一个文件里"):
        read(f"<html><head><title>{TITLE}</title></head>{frames}</html>".encode(), name="页.html")
