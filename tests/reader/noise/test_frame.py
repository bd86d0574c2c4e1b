"""What stands around a report and is told by where it stands."""

import pytest

from luoshi.reader import read_text
from luoshi.reader.account import account
from luoshi.reader.noise import noise
from luoshi.reader.normalise import normalise
from luoshi.reader.pipeline import run
from luoshi.reader.source import Source

TITLE = "东湖县召开2024年教育工作会议"
FIRST = "3月5日，东湖县召开2024年教育工作会议。县教育局局长王大山作工作报告，各学校负责人参加会议。"
SECOND = "会议强调，要加强校园安全管理，改善农村学校办学条件，完善教师培训制度，努力办好人民满意的教育。"
BODY = f"{TITLE}\n{FIRST}\n{SECOND}"


def left(text: str) -> str:
    reading = run(Source("", "txt", text), (normalise, noise))
    assert account(reading) == ()
    return reading.text


@pytest.mark.parametrize(
    "head",
    [
        "公告\n\n您所在的位置：东湖城网 > 新闻 > 东湖新闻",
        "当前位置：范文之家>> 公文范文>> 领导讲话>> 科技教育\n科技教育",
        "教育头条",
        "[ 头条新闻 ]",
        "东湖教育信息网_东湖政务网_西山红网（4）",
        "东湖省委宣传部 东湖省文明办 主办",
        "• 新闻热线：0712-3344556",
        "东湖县教育局（东湖县教育局局长）",
        "加大字体 缩小字体 收藏 取消收藏 打印",
        "以稿换稿】【收藏】 作者：佚名 来源：原创 阅读 次",
        "前言：本站为你精心整理了教育汇报范文，希望能为你的创作提供参考价值，欢迎咨询。",
        "教育局工作总结（优质16篇）\n总结是我们提高自己的机会。下面是小编为大家收集的范文，希望大家喜欢。\n教育局工作总结篇一",
    ],
)
def test_a_head_of_channels_sites_and_leads_goes(head: str) -> None:
    assert left(f"{head}\n{BODY}") == BODY


@pytest.mark.parametrize(
    "tail",
    [
        "关于我们 | 版权声明\n地址：东湖县大道39号 邮编：441400\n联系电话：0712-3344556\n清廉东湖",
        f"{TITLE}\n未经允许不得转载：东湖网 » {TITLE}",
        "撰稿人丨张一萌 吴二娟\n编辑丨余三梅\n▲《守法一家》公益宣传片",
        "全媒体记者：黄一瞻",
        "文/王小明 图/李大红",
        "2024年教育工作要点 >>查看更多【返回 工作计划 栏目列表】",
        "【文章共6200字，范文学习借鉴，请勿直接抄袭】\n• 我要加入会员\n• 我用手机阅读\n用户评论\n（以下评论仅代表网友意见）",
        "【东湖县融媒体中心版权与免责声明】\n1、凡本网注明“来源：东湖融媒”的所有作品，版权均属于东湖县融媒体中心，",
        "1、凡本网注明“来源：东湖融媒”的所有作品，版权均属于本网，未经授权不得使用。",
        "https://www.example.cn/a.html\ntrue\n范文网\nreport\n586",
        "相",
        "相关",
        "图为会议现场。",
        "2024年东湖县教育工作会议现场。",
    ],
)
def test_a_tail_of_notes_links_and_captions_goes(tail: str) -> None:
    assert left(f"{BODY}\n{tail}") == BODY


def test_an_excerpt_of_several_lines_at_the_end_goes() -> None:
    excerpt = f"{TITLE} {FIRST}{SECOND[:20]}"
    assert left(f"{BODY}\nhttp://www.example.cn/\n教案网\n{excerpt}\n让爱传递") == BODY


@pytest.mark.parametrize(
    "line",
    ["指导思想", "东湖县教育局文件", "东教〔2024〕3号", "同志们：", "关于印发要点的通知", "中共东湖县委", "王大山"],
)
def test_short_lines_above_a_report_s_text_stay(line: str) -> None:
    text = f"{line}\n2024年东湖县教育工作要点\n{SECOND}"
    assert left(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "二、规范学校网站和微信公众号管理",
        "三、引导网友文明上网，保护著作权。",
        "加强版权保护",
        "推广微信家校沟通",
        "抄送：县委办、县政府办。",
        "东湖县教育局办公室2024年3月6日印发",
        "联系人：王大山，联系电话：0712-3344556",
        "牵头单位：县委网信办\n责任单位：各学校",
        "（王大山在会上的讲话）",
        "（试行）",
        "高质量",
        "与会人员参观了活动现场。",
        "打击侵权盗版，加强版权保护，转载文章要注明出处。",
    ],
)
def test_short_lines_below_a_report_s_text_stay(line: str) -> None:
    assert left(f"{BODY}\n{line}") == f"{BODY}\n{line}"


def test_a_page_number_leaves_the_signature_below_it() -> None:
    assert left(f"{BODY}\n- 3 -\n东湖县教育局\n2024年3月6日") == f"{BODY}\n东湖县教育局\n2024年3月6日"


def test_a_duty_that_ends_many_short_items_stays() -> None:
    text = "\n".join(f"{n}、加强第{n}项安全管理，落实制度。\n责任单位：县委网信办" for n in range(1, 6))
    assert left(f"{TITLE}\n{text}") == f"{TITLE}\n{text}"


def test_a_site_s_slogan_behind_every_paragraph_goes_with_its_random_letters() -> None:
    marked = f"{FIRST}Tu0东湖网 - 东湖第一门户网站\n{SECOND}k9东湖网 - 东湖第一门户网站\n会后座谈。xB东湖网 - 东湖第一门户网站"
    assert left(f"{TITLE}\n{marked}") == f"{BODY}\n会后座谈。"


@pytest.mark.parametrize("word", ["责任单位：县网信办", "（责任单位：县网信办）", "各校、网信办"])
def test_what_ends_many_lines_of_a_plan_is_no_watermark(word: str) -> None:
    text = "\n".join(f"加强第{n}项安全管理工作，{'抓好落实，' * n}改善办学条件。{word}" for n in range(1, 6))
    assert left(text) == text


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("本网讯记者陈小飞报道：" + FIRST, FIRST),
        ("本网讯（王小朝）" + FIRST, FIRST),
        (FIRST + "（县新闻中心 王小明 张大红）", FIRST),
        (FIRST + "马小妮\n责编：陈小曦", FIRST),
        ("？？？ " + FIRST, FIRST),
        (FIRST + "（试行）", FIRST + "（试行）"),
        (FIRST + "高质量", FIRST + "高质量"),
        (FIRST + "（县教育局）", FIRST + "（县教育局）"),
    ],
)
def test_names_glued_to_a_paragraph_go(line: str, kept: str) -> None:
    assert left(f"{TITLE}\n{line}") == f"{TITLE}\n{kept}"


def test_half_characters_of_a_paste_are_lost_ones() -> None:
    reading = read_text(f"{BODY}\n会后座谈\ud800了。\ud83d\ude00")
    assert account(reading) == ()
    assert "座谈\ufffd了" in reading.text
    reading.source.text.encode()
