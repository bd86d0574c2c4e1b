"""What a page puts around and into a report, and what it leaves there."""

import pytest

from luoshi.reader.draft import Draft
from luoshi.reader.noise import noise
from luoshi.reader.normalise import normalise
from luoshi.reader.pipeline import run
from luoshi.reader.reading import Reading
from luoshi.reader.source import Block, Cell, Source, Table
from luoshi.reader.text import Text

TITLE = "东湖县召开2024年教育工作会议"
FIRST = "3月5日，东湖县召开2024年教育工作会议。县教育局局长王大山作工作报告，各学校负责人参加会议。"
SECOND = "会议强调，要加强校园安全管理，改善农村学校办学条件，完善教师培训制度，努力办好人民满意的教育。"
BODY = f"{TITLE}\n{FIRST}\n{SECOND}"


def cleaned(text: str) -> Reading:
    return run(Source("", "txt", text), (normalise, noise))


def kinds(reading: Reading) -> list[tuple[str, str]]:
    return [(n.kind, n.raw) for n in reading.noise]


def table_before_the_report(*rows: str) -> Reading:
    """Of a report below a table of the file's own whose cells are parted by tabs."""
    cells, at = [], 0
    for row in rows:
        starts = [at + len("\t".join(row.split("\t")[:n])) + (n > 0) for n in range(row.count("\t") + 1)]
        cells.append(tuple(Cell(start, start + len(c)) for start, c in zip(starts, row.split("\t"), strict=True)))
        at += len(row) + 1
    text = "\n".join((*rows, BODY))
    return run(Source("", "html", text, tables=(Table(tuple(cells)),)), (normalise, noise))


# Around the report


def test_the_card_that_a_site_sets_above_a_document_is_noise() -> None:
    card = ("索引号：\t114300/2024-0667\t主题分类：\t教育", "发文机关：\t东湖县教育局\t成文日期：\t2024年3月6日")
    assert table_before_the_report(*card).text == BODY


def test_a_table_of_the_report_is_not_taken_for_such_a_card() -> None:
    rows = ("任务\t单位", "发文机关：\t东湖县教育局")
    assert table_before_the_report(*rows).text == "\n".join((*rows, BODY))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("首页 > 政务要闻 > 教育动态", "furniture"),
        ("您现在的位置：首页>要闻", "furniture"),
        ("某某新闻网>东湖频道>教育", "furniture"),
        ("发布时间：2024-03-06 09:30:12 来源：东湖教育网 浏览次数：1580", "furniture"),
        ("2024-03-06 09:30 编辑：东湖新闻网", "credits"),
        ("时间：2024-03-06 06:47:00", "furniture"),
        ("索引号：114300/2024-0667 主题分类：教育", "furniture"),
        ("【字体：大 中 小】", "furniture"),
        ("简体版 繁体版 无障碍 关怀版", "furniture"),
        ("本文由会员分享，可在线阅读，更多相关《总结（9页珍藏版）》请在某某网上搜索。", "furniture"),
        ("文档编号：28374 大小：28.07KB", "furniture"),
        ("下面是小编为大家整理的工作总结，供大家参考。", "furniture"),
        ("（仅供学习参考，切勿照搬）", "furniture"),
        ("还剩4页未读，继续阅读", "furniture"),
        ("请先登录", "furniture"),
        ("东湖县教育工作总结.docx", "furniture"),
        ("第K05版：教育 | 上一版3 4下一版", "furniture"),
        ("Still0214_00040_副本.jpg", "furniture"),
        ("娱乐城_亚洲精品在线观看_彩票注册送彩金", "furniture"),
        ("404 Not Found nginx", "furniture"),
        ("7首页 > 新闻中心 > 区内快讯", "furniture"),
        ("东湖县教育网欢迎您!", "furniture"),
        ("您的当前位置:首页正文", "furniture"),
        ("东湖融媒 发表于 2025-9-10 18:08:22", "furniture"),
        ("本篇文章572字,读完约1分钟", "furniture"),
        ("日期:2026-02-06 17:45来源:县教育局 供稿:县教育局 浏览量: 字体:【", "furniture"),
        ("来源：东湖日报", "credits"),
        ("2024年03月06日 07时41分", "furniture"),
        ("| 东湖县政府门户网站 | 繁体版 | 移动版 | 无障碍阅读 | 长者助手", "furniture"),
        ("55线路检测中心(中国)有限公司官网", "furniture"),
    ],
)
def test_a_page_s_head_is_noise(head: str, kind: str) -> None:
    reading = cleaned(f"{head}\n{BODY}")
    assert reading.text == BODY
    assert kinds(reading) == [(kind, head)]


@pytest.mark.parametrize(
    ("tail", "kind"),
    [
        ("撰稿:石 珊", "credits"),
        ("（记者 张三 通讯员 李四）", "credits"),
        ("编辑：王小明 编审：李大红 终审：赵四", "credits"),
        ("原文链接：https://www.example.cn/a/1.html", "credits"),
        ("扫一扫在手机打开当前页", "furniture"),
        ("长按识别二维码更多精彩", "furniture"),
        ("【打印本页】【关闭窗口】", "furniture"),
        ("分享到：", "furniture"),
        ("- 3 -", "furniture"),
        ("(苗东山 向明)", "credits"),
        ("3上一篇 下一篇4", "furniture"),
        ("因篇幅问题不能全部显示,请点此查看更多", "furniture"),
        ("实习记者: 楊 鑫", "credits"),
        ("标签: #东湖教育", "tags"),
        ("评论列表", "tags"),
        ("相关报道：", "tags"),
        ("相关链接>>", "furniture"),
        ("上一页:东湖县收听收看会议.. 下一页:调研组来东湖", "furniture"),
        ("本文为东湖新闻网原创文章,转载请附上出处。", "furniture"),
        ("您访问的链接即将离开“东湖县门户网站”,是否继续?", "furniture"),
        (
            'var _hm = _hm || []; (function() { var h = document.createElement("script"); h.src = "//a.example/h.js?" + "5c15b0dbf5beafad8eb450e251eff8ce"; })();',
            "furniture",
        ),
    ],
)
def test_a_page_s_tail_is_noise(tail: str, kind: str) -> None:
    reading = cleaned(f"{BODY}\n{tail}")
    assert reading.text == BODY
    assert kinds(reading) == [(kind, tail)]


def test_labels_and_values_may_stand_on_lines_of_their_own() -> None:
    head = "当前位置：\n首页\n>\n政务信息\n发表时间：\n2024-03-06 09:45:30\n来源：\n东湖日报客户端\n阅读量：\n【字体：\n小\n中\n大\n】"
    reading = cleaned(f"{head}\n{BODY}")
    assert reading.text == BODY
    assert "2024-03-06 09:45:30" in [n.raw for n in reading.noise]


def test_what_stands_between_and_below_credits_is_not_the_report_s() -> None:
    assert cleaned(f"{BODY}\n编辑：王小明\n关注教育新动态\n审核：李大红\n每天知道一点").text == BODY


def test_related_reading_takes_everything_behind_it_along() -> None:
    tail = "相关阅读\n东湖县召开2022年教育工作会议\n西山县举办教师节活动，全县教师参加。\n猜你喜欢"
    body = f"{BODY}\n会后，与会人员参观了东湖县第一小学和东湖县实验幼儿园，并就下一步工作进行了座谈交流。"
    reading = cleaned(f"{body}\n{tail}")
    assert reading.text == body
    assert kinds(reading) == [("tags", line) for line in tail.split("\n")]


def test_arrows_behind_its_title_end_the_report_too() -> None:
    body = f"{BODY}\n会后，与会人员参观了东湖县第一小学和东湖县实验幼儿园，并就下一步工作进行了座谈交流。"
    assert cleaned(f"{body}\n相关链接>>\n0fd39f1fb7f4:\n东湖县召开2022年教育大会").text == body


def test_related_reading_in_the_middle_does_not_end_the_report() -> None:
    assert cleaned(f"{FIRST}\n相关链接\n{SECOND}\n{FIRST[:-1]}，并讲话。\n{SECOND[:-1]}啊。").text.count("。") >= 4


def test_a_signature_and_its_date_stay() -> None:
    text = f"{BODY}\n东湖县教育局\n2024年3月6日"
    assert cleaned(text).text == text


def test_the_menu_above_the_path_goes_with_it() -> None:
    assert cleaned(f"网上办事\n互动交流\n当前位置：首页>要闻\n{BODY}").text == BODY


def test_what_a_file_s_markup_calls_furniture_is_noise() -> None:
    source = Source("", "html", f"校园文化\n{BODY}", (Block(0, 4, "页面四周", "furniture"),))
    reading = run(source, (normalise, noise))
    assert (reading.text, kinds(reading)) == (BODY, [("furniture", "校园文化")])


@pytest.mark.parametrize(
    "line",
    [
        "大力推进阅读",
        "责任单位：县教育局",
        "时间：3月5日上午",
        "一、总体要求",
        "来源广泛，渠道畅通",
        "内容",
        "中学",
        "安全2",
        "文化：以文育人",
        "（试行）",
        "主题：立德树人",
    ],
)
def test_short_lines_of_a_report_are_no_furniture(line: str) -> None:
    assert line in cleaned(f"{FIRST}\n{line}\n{SECOND}").text.split("\n")


# Inside it


@pytest.mark.parametrize(
    ("line", "left", "kind", "raw"),
    [
        ("本报讯（记者 张三）" + FIRST, FIRST, "credits", ["本报讯（记者 张三）"]),
        ("东湖新闻网3月6日讯 " + FIRST, FIRST, "credits", ["东湖新闻网3月6日讯 "]),
        ("东湖融媒3月6日讯(通讯员 张三)" + FIRST, FIRST, "credits", ["东湖融媒3月6日讯(通讯员 张三)"]),
        (FIRST + "王小明 摄", FIRST, "credits", ["王小明 摄"]),
        (FIRST + "（撰稿：张三 审核：李四）", FIRST, "credits", ["（撰稿：张三 审核：李四）"]),
        (FIRST + " 东湖日报记者 王鼎 摄", FIRST, "credits", ["东湖日报记者 王鼎 摄"]),
        (
            FIRST + "记者 王华 东湖时报 李永 通讯员 郑然 文/图",
            FIRST,
            "credits",
            ["记者 王华 东湖时报 李永 通讯员 郑然 文/图"],
        ),
        (FIRST + "扫一扫在手机打开当前页", FIRST, "furniture", ["扫一扫在手机打开当前页"]),
        (FIRST + "惣纹?/font> 趙偉杰)", FIRST, "mojibake", ["惣纹?/font>", "趙偉杰)"]),
    ],
)
def test_credits_inside_a_line_go_and_the_line_stays(line: str, left: str, kind: str, raw: list[str]) -> None:
    reading = cleaned(f"{TITLE}\n{line}")
    assert reading.text == f"{TITLE}\n{left}"
    assert [n.raw.strip() for n in reading.noise] == [r.strip() for r in raw]
    assert reading.noise[0].kind == kind


def test_of_two_titles_the_upper_one_is_the_page_s() -> None:
    reading = cleaned(f"{TITLE}\n\n{BODY}")
    assert (reading.text, kinds(reading)) == (BODY, [("furniture", TITLE)])
    assert cleaned(f"{TITLE}_东湖县教育局\n{BODY}").text == BODY
    assert (
        cleaned(f"2024年东湖县教育工作要点\n发布时间：2024-03-01\n教育工作要点\n{SECOND}").text
        == f"教育工作要点\n{SECOND}"
    )


def test_a_title_run_together_with_itself_stands_once() -> None:
    assert cleaned(f"{TITLE}{TITLE}{FIRST}").text == TITLE + FIRST


def test_the_abstract_of_the_first_paragraph_goes() -> None:
    for abstract in (FIRST, FIRST[:30] + "……"):
        assert cleaned(f"{TITLE}\n{abstract}\n{FIRST}\n{SECOND}").text == BODY


def test_a_text_that_stands_twice_is_read_once() -> None:
    assert cleaned(f"{BODY}\n{FIRST}\n{SECOND}").text == BODY


def numbered(text: str, *, apart: int = 400) -> str:
    pieces = [text[at : at + apart] for at in range(0, len(text), apart)]
    return "1、" + "".join(piece if not n else f"\n{n + 1}、{piece}" for n, piece in enumerate(pieces))


LONG = "".join(
    f"第{n}项工作是改善农村学校办学条件，建设标准化教室{n}间，培训教师{n}0名，配齐图书仪器，" for n in range(1, 60)
)


def test_block_numbers_inside_sentences_go_with_their_line_breaks() -> None:
    reading = cleaned(numbered(LONG))
    assert reading.text == LONG
    assert [n.raw for n in reading.noise][:3] == ["1、", "2、", "3、"]


def test_numbers_of_true_items_stay() -> None:
    items = "\n".join(f"{n}、{'加强校园安全管理，落实各项责任制度，' * 10}完成任务。" for n in range(1, 7))
    assert cleaned(items).text == items


@pytest.mark.parametrize("width", [28, 33, 40])
def test_lines_wrapped_at_one_width_are_joined_inside_sentences_only(width: int) -> None:
    paragraphs = [
        FIRST,
        SECOND,
        "一、加强党的建设",
        "各学校要把党的建设放在首位，健全党组织领导的校长负责制，开展主题教育，推动党建和教学工作深度融合。",
        "（一）抓好队伍。完善教师招聘、培训、考核、交流各项制度，引进紧缺学科教师，关心乡村教师的工作和生活。",
        "（二）抓好质量。深化课程教学改革，开齐开足各门课程，加强教学常规管理，做好各个学段之间的衔接工作。",
    ]
    wrapped = "\n".join(p[at : at + width] for p in paragraphs for at in range(0, len(p), width))
    text = cleaned(wrapped).text
    assert text.replace("\n", "") == "".join(paragraphs)
    assert all(line[-1] in "。设" for line in text.split("\n"))
    assert set(paragraphs) - set(text.split("\n")) <= {p for p in paragraphs if "。" in p[:-1]}


def test_in_a_wrapped_text_breaks_behind_stops_and_before_numbers_stay() -> None:
    full = [
        f"各学校要落实{what}责任制度，加强隐患排查整改和应急演练工作，健全"
        for what in ("安全", "消防", "交通", "食品", "用电", "运动")
    ]
    stop = "完善教师招聘培训考核交流等各项制度，关心乡村教师工作情况。"
    assert abs(len(full[0]) - len(stop)) <= 2
    lines = [*full[:2], stop, *full[2:4], "（二）抓好质量。", *full[4:], "办好学校。"]
    assert cleaned("\n".join(lines)).text.split("\n") == [
        full[0] + full[1] + stop,
        full[2] + full[3],
        "（二）抓好质量。",
        full[4] + full[5] + "办好学校。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "以党的建设为根本保证，\n坚持和加强党对教育工作的领导。\n" + SECOND,
        "\n".join(
            ["会议强调，要抓好安全。", "各学校要落实责任。", "要改善办学条件。", "要加强教师培训工作。", "要办好教育。"]
        ),
    ],
)
def test_the_author_s_own_line_breaks_stay(text: str) -> None:
    assert cleaned(text).text == text


def test_dots_of_a_preview_go_and_the_end_is_marked_as_cut() -> None:
    reading = cleaned(f"{BODY}\n二是推进教育改革，完善各项制度，落实……")
    assert reading.text == f"{BODY}\n二是推进教育改革，完善各项制度，落实"
    assert [(r.code, r.facts) for r in reading.remarks] == [("cut", (("why", "dots"),))]


def test_an_unfinished_last_line_and_a_login_wall_mark_the_end_as_cut() -> None:
    (unfinished,) = cleaned(f"{BODY}\n二是推进教育改革，完善各项制度，落实责任，继").remarks
    assert (unfinished.code, unfinished.facts) == ("cut", (("why", "unfinished"),))
    (announced,) = cleaned(f"{BODY}\n请先登录后继续阅读").remarks
    assert (announced.code, announced.facts) == ("cut", (("why", "announced"),))
    assert cleaned(BODY).remarks == ()


@pytest.mark.parametrize(
    "last",
    [
        "联系人：王大山，联系电话：0712-3344556",
        "9\t校园安全，逐月排查，全面整改到位\t安全科，各学校",
        "责任领导：林一帆；责任单位：学前股；责任人：苏小棠；完成时限：8月底前",
        "3.新建幼儿园3所，扩建小学2所，年内全部开工。【责任单位：项目办；完成时限：8月底前】",
    ],
)
def test_a_last_line_with_a_telephone_or_cells_is_not_cut(last: str) -> None:
    assert cleaned(f"{BODY}\n{last}").remarks == ()


def test_struck_out_words_and_blanked_values_stay_as_they_are() -> None:
    text = "20XX年，xx县新建×所学校，增长x%，**镇XXX同志参加，贯彻党的X大精神，立XXX树人。"
    assert cleaned(text).text == text


def test_spun_text_is_marked_and_its_words_stay() -> None:
    text = "各校要仔细贯彻会议精神，充足发挥教师作用，提高治理才干，办好人民满足的教育，加强根底教育。"
    (remark,) = cleaned(text).remarks
    assert (remark.code, remark.start, remark.end) == ("spun", 0, len(text))
    assert ("人民满足", "人民满意") in remark.facts
    assert cleaned(text).text == text


def test_one_odd_word_does_not_make_a_text_spun() -> None:
    assert cleaned("各校要仔细贯彻会议精神，加强队伍建设，办好人民满意的教育。").remarks == ()


def test_an_abstract_that_breaks_off_or_lost_its_marks_is_the_pages() -> None:
    lead = "2024年上半年，县教育局推进“项目”建设，成效显著。"
    text = f"清河县推进教育项目建设\n{lead}\n半年来，共投入资金900万元。"
    for abstract in (f"{lead}半年来，共投入", lead.replace("“项目”", "项目")):
        reading = cleaned(f"清河县推进教育项目建设\n核心提示\n{abstract}\n{lead}\n半年来，共投入资金900万元。")
        assert reading.text == text


def test_duty_lines_and_what_is_to_be_done_by_phone_are_the_reports() -> None:
    text = f"{BODY}\n责任部门：人事科；责任科室：教研室；责任人：张三\n请用手机登录平台完成学习。"
    assert cleaned(text).text == text


def test_the_table_of_labels_above_a_document_goes() -> None:
    card = "索引号\tBLZ-2031-00123\t发文机关\t白鹭洲县教育局\n文号\t白教发〔2031〕7号\t成文日期\t2031年2月28日"
    rows, start = [], 0
    for line in card.split("\n"):
        cells = []
        for words in line.split("\t"):
            cells.append(Cell(start, start + len(words)))
            start += len(words) + 1
        rows.append(tuple(cells))
    text = f"{card}\n{BODY}"
    draft = noise(Draft(Source("a.html", "html", text, tables=(Table(tuple(rows)),)), Text.of(text)))
    assert draft.text == BODY
