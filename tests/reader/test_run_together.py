"""Texts whose lines a page ran together are read as if they still had them."""

import pytest

from luoshi.reader import read_text
from luoshi.reader.run_together import begins_at, lines, named_end, starts

PAPER = """砚溪县教育局2031年工作要点
砚教〔2031〕4号
各中心校，县直各学校：
为做好2031年教育工作，制定本要点。
一、指导思想
以办好人民满意的教育为目标，坚持育人为本，推动教育高质量发展。
二、重点工作
（一）加强师德建设
1.开展师德专题教育，每学期组织一次学习研讨，严肃查处有偿补课等师德失范行为。
2.健全师德考核制度，把考核结果作为评优评先的依据，六月底前完成制度修订。
（二）改善办学条件
1.新建小学2所，新增学位1800个，八月底前投入使用。
2.改造食堂12个、厕所20座，更新课桌椅3000套，确保师生用餐用水安全。
三、建设高素质教师队伍
实施名师培养工程，遴选培养骨干教师60名，组织校长到外地跟岗学习，招聘紧缺学科教师80名。
四、组织保障
各学校要成立工作专班，细化任务分工，每月报送一次工作进展。
砚溪县教育局
2031年2月20日"""
ONE_LINE = PAPER.replace("\n", "")


def headings(text: str) -> list[tuple[str, int]]:
    reading = read_text(text)
    return [(reading.text[heading.start : heading.end], heading.level) for heading in reading.headings]


def test_a_text_with_its_own_lines_has_none_that_were_run_together() -> None:
    assert starts(PAPER) == ()


def test_lines_begin_again_where_they_did() -> None:
    assert len(ONE_LINE) > 240
    begun = [0]
    for line in PAPER.split("\n"):
        begun.append(begun[-1] + len(line))
    # What no number, addressee or signature opens cannot be told: the text under a heading, the first sentence of all.
    assert set(starts(ONE_LINE)) < set(begun[1:-1])
    told = [ONE_LINE[place : place + 4] for place in starts(ONE_LINE)]
    assert told == ["砚教〔2", "各中心校", "为做好2", "一、指导", "二、重点", "（一）加", "1.开展", "2.健全", "（二）改", "1.新建",
                    "2.改造", "三、建设", "四、组织", "砚溪县教", "2031"]  # fmt: skip


def test_headings_of_a_paper_in_one_line_end_where_its_text_begins() -> None:
    assert headings(ONE_LINE) == headings(PAPER)


def test_title_year_and_signature_of_a_paper_in_one_line_are_told() -> None:
    whole, joined = read_text(PAPER), read_text(ONE_LINE)
    assert (joined.meeting.title, joined.meeting.year) == (whole.meeting.title, whole.meeting.year)
    assert [limit.due for limit in joined.deadlines] == [limit.due for limit in whole.deadlines]
    kinds = [sentence.kind for sentence in joined.sentences]
    assert (kinds[:3], kinds[-2:]) == (["meeting"] * 3, ["meeting"] * 2)


def test_actions_of_a_paper_in_one_line_are_those_of_its_lines() -> None:
    whole, joined = read_text(PAPER), read_text(ONE_LINE)
    said = [whole.text[action.start : action.end] for action in whole.actions]
    assert [joined.text[action.start : action.end] for action in joined.actions] == said


def test_where_somebody_begins_to_speak_the_lists_begin_anew() -> None:
    report = (
        "2月16日，砚溪县召开2031年教育工作会议，总结去年工作，部署今年任务，全县中小学校长参加会议。报告指出，过去一年成效明显。"
        "一是办学条件持续改善，新建学校7所。二是教育质量稳步提升，巩固率达到98.7%。会议强调，全县教育系统要抓好以下工作。"
        "一要突出党建引领。健全党组织领导的校长负责制，完成章程修订，开展品牌创建。二要补齐办学短板。加快推进城南学校建设，改造食堂15个。"
        "三要守牢安全底线。压实校园安全责任，开展隐患大排查，建立心理健康台账。四要规范办学行为。严防学科类培训隐形变异，规范教育收费。"
    )
    assert [level for words, level in headings(report) if "要" in words[:2]] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    "line",
    [
        "初一、初二年级学生和一、二年级学生分别到校。" * 30,
        "增长1.5倍，其中3.2个百分点来自一、二、三产业。" * 30,
        "要做到一是认真，二是扎实，三是长久，持续推进各项工作。" * 30,
    ],
)
def test_numbers_that_open_no_part_begin_no_line(line: str) -> None:
    assert starts(line + "\n" + line + "\n") == ()


def test_a_paragraph_of_an_authors_length_is_left_whole_among_others() -> None:
    paragraph = "会议提出三点：（一）统一思想，（二）明确任务，（三）狠抓落实，各校要认真贯彻。"
    assert starts("\n".join([paragraph] * 8)) == ()


def test_lines_are_cut_where_each_began() -> None:
    place = ONE_LINE.index("一、指导思想")
    assert begins_at(ONE_LINE, place)
    assert not begins_at(ONE_LINE, place + 1)
    cut = [ONE_LINE[start:end] for start, end in lines(ONE_LINE, [(0, len(ONE_LINE))])]
    assert "".join(cut) == ONE_LINE
    assert cut[0] == "砚溪县教育局2031年工作要点"


@pytest.mark.parametrize(
    ("words", "end"),
    [("指导思想以办好", 4), ("2031年重点工作全面", 9), ("工作目标：到", 0), ("重点工作的落实", 0), ("开展活动", 0)],
)
def test_a_heading_that_names_its_part_ends_with_the_name(words: str, end: int) -> None:
    assert named_end(words, 0, len(words)) == end


def test_looking_for_lost_lines_grows_with_the_text(growth) -> None:
    assert growth(lambda size: starts("一、加强管理（一）提高质量。1.改善条件，" * size), 4000) < 3


def test_an_authors_long_paragraph_with_two_numbers_is_left_whole() -> None:
    paragraph = (
        "要做到：一、提高认识，加强领导。会议强调，安全第一。二、落实责任，"
        + "认真开展隐患排查和整改工作，" * 50
        + "。"
    )
    assert len(paragraph) > 600
    assert starts(f"{paragraph}\n{paragraph}") == ()


def test_a_part_whose_second_is_missing_begins_where_its_inner_list_does() -> None:
    text = (
        "砚溪县教育局工作总结一、去年工作（一）优先发展得到保障。"
        + "落实经费。" * 30
        + "（二）质量稳步提升。"
        + "成绩显著。" * 30
    )
    assert [text[place : place + 4] for place in starts(text)] == ["一、去年", "（一）优", "（二）质"]
