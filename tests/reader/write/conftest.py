"""A reading made by hand, with one of everything; places and people are invented."""

import pytest

from luoshi.reader.reading import (
    Act,
    Action,
    Body,
    Deadline,
    Duty,
    Figure,
    Heading,
    Meeting,
    Reading,
    Recurrence,
    Sentence,
    Speaker,
)
from luoshi.reader.source import Block, Source
from luoshi.reader.text import Noise, Remark, Span, Text
from tests.reader.write.changed import changed

SOURCE = """\
首页 > 教育要闻
青禾縣(xiàn)召开2031年教育工作会议
3月2日，青禾县2031年教育工作会议召开，县教育局局长顾远舟主持，共120余人参加。
过去一年，新增学位3200个，小学入学率达100%。
农村学校教研力量仍然薄弱。
一、办好学前教育
（一）扩大普惠资源。2031年底前新建公办园2所，确保普惠率达到90%以上，每学期开展一次“A&B<课程>”观摩。
（责任单位：县教育局、县财政局，配合单位：县自然资源局）
二、守住安全底线
持续开展防溺水巡查，办学经费增长XX%。
编辑：闻溪
"""

REPORT = SOURCE.removeprefix("首页 > 教育要闻\n").removesuffix("编辑：闻溪\n").replace("縣(xiàn)", "县")


def at(words: str, nth: int = 0) -> Span:
    """The place of words in the cleaned report."""
    start = -1
    for _ in range(nth + 1):
        start = REPORT.index(words, start + 1)
    return Span(start, start + len(words))


@pytest.fixture(name="at")
def place_in_report():
    return at


def cleaned() -> Text:
    text = Text.of(SOURCE)
    head, gloss, tail = SOURCE.index("青禾縣"), SOURCE.index("(xiàn)"), SOURCE.index("编辑")
    text = text.cut([(0, head), (gloss, gloss + 6), (tail, len(SOURCE))], "pinyin")
    return text.swap(text.chars.replace("縣", "县"))


def blocks() -> tuple[Block, ...]:
    made, start = [], 0
    for number, line in enumerate(SOURCE.splitlines(keepends=True), start=1):
        made.append(Block(start, start + len(line), f"第 {number} 行"))
        start += len(line)
    return tuple(made)


def sentence(words: str, kind: str, heading: int | None = None) -> Sentence:
    return Sentence(*at(words), 0.9, "test", kind=kind, heading=heading)


def figure(words: str, value: float | None, unit: str, comparator: str, status: str, subject: str) -> Figure:
    return Figure(
        *at(words),
        0.9,
        "test",
        value=value,
        high=None,
        unit=unit,
        comparator=comparator,
        status=status,
        subject=subject,
        year=2031 if status == "target" else 2030,
    )


KINDERGARTENS = "（一）扩大普惠资源。2031年底前新建公办园2所，确保普惠率达到90%以上，每学期开展一次“A&B<课程>”观摩。"
DUTY_LINE = "（责任单位：县教育局、县财政局，配合单位：县自然资源局）"


def meeting() -> Meeting:
    host = Act(*at("县教育局局长顾远舟主持"), 0.9, "test", act="host", who="顾远舟", office="县教育局局长")
    return Meeting(
        title="青禾县2031年教育工作会议",
        date="2031-03-02",
        place="青禾县",
        level="county",
        year=2031,
        host="顾远舟",
        attendance=120,
        agenda=(host,),
        reasons=(("date", "before_held"),),
    )


def sentences() -> tuple[Sentence, ...]:
    return (
        sentence("青禾县召开2031年教育工作会议", "meeting"),
        sentence("3月2日，青禾县2031年教育工作会议召开，县教育局局长顾远舟主持，共120余人参加。", "meeting"),
        sentence("过去一年，新增学位3200个，小学入学率达100%。", "achievement"),
        sentence("农村学校教研力量仍然薄弱。", "problem"),
        sentence("一、办好学前教育", "task", 0),
        sentence(KINDERGARTENS, "task", 1),
        sentence(DUTY_LINE, "task", 1),
        sentence("二、守住安全底线", "task", 2),
        sentence("持续开展防溺水巡查，办学经费增长XX%。", "task", 2),
    )


def headings() -> tuple[Heading, ...]:
    return (
        Heading(*at("一、办好学前教育"), 0.9, "test", level=1, scheme="cn", parent=None),
        Heading(*at("（一）扩大普惠资源。"), 0.9, "test", level=2, scheme="cn_bracket", parent=0),
        Heading(*at("二、守住安全底线"), 0.9, "test", level=1, scheme="cn", parent=None),
    )


def actions() -> tuple[Action, ...]:
    return (
        Action(*at("新建公办园2所，确保普惠率达到90%以上"), 0.9, "test", topic="preschool", heading=1, sentence=5),
        Action(*at("开展一次“A&B<课程>”观摩"), 0.8, "test", topic="preschool", heading=1, sentence=5),
        Action(*at("持续开展防溺水巡查"), 0.9, "test", topic="safety", heading=2, sentence=8),
    )


def figures() -> tuple[Figure, ...]:
    return (
        figure("120余人", 120, "人", "~", "fact", "参加"),
        figure("3200个", 3200, "个", "=", "achieved", "新增学位"),
        figure("100%", 100, "%", "=", "achieved", "小学入学率"),
        figure("2所", 2, "所", "=", "target", "新建公办园"),
        figure("90%以上", 90, "%", ">=", "target", "普惠率"),
        figure("XX%", None, "%", "=", "target", "办学经费增长"),
    )


def bodies() -> tuple[Body, ...]:
    item = Span(at("（一）扩大").start, at("观摩。").end)
    return (
        Body(*at("县教育局", 1), 0.9, "test", name="县教育局", role="lead", covers=item),
        Body(*at("县财政局"), 0.9, "test", name="县财政局", role="owner", covers=item),
        Body(*at("县自然资源局"), 0.9, "test", name="县自然资源局", role="assist", covers=item),
    )


@pytest.fixture
def reading() -> Reading:
    host = Speaker(*at("县教育局局长顾远舟"), 0.9, "test", "顾远舟", "局长", "县教育局", "bureau", at("县教育局局长"))
    return changed(
        Reading(
            source=Source("qinghe.html", "html", SOURCE, blocks(), encoding="utf-8"),
            cleaned=cleaned(),
            noise=(
                Noise("furniture", "首页 > 教育要闻\n", 0, SOURCE.index("青禾縣")),
                Noise("credits", "编辑：闻溪\n", SOURCE.index("编辑"), len(SOURCE)),
            ),
            remarks=(Remark("blank", *at("XX%"), (("what", "XX"),)),),
            meeting=meeting(),
            headings=headings(),
            sentences=sentences(),
            actions=actions(),
            figures=figures(),
            deadlines=(Deadline(*at("2031年底前"), 0.9, "test", due="2031-12-31"),),
            recurrences=(Recurrence(*at("每学期"), 0.9, "test", rule="TERM"),),
            bodies=bodies(),
            speakers=(host,),
        )
    )


TABLE = """\
序号
任务
措施
牵头
时限
1
建强队伍
招聘教师30名。
县教育局
2031年8月底前
2
组织全员培训
县教师进修学校
长期坚持
"""


def cell(words: str) -> Span:
    start = TABLE.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def table_reading() -> Reading:
    """A 责任分解表 of two rows whose task cell is merged over both."""

    def duty(number: str, measure: str, lead: str, due: str) -> Duty:
        return Duty(cell(number), cell("建强队伍"), cell(measure), None, cell(lead), None, None, cell(due))

    limit = cell("2031年8月底前")
    return changed(
        Reading(
            source=Source("duties.docx", "docx", TABLE),
            cleaned=Text.of(TABLE),
            sentences=(Sentence(*cell("招聘教师30名。"), 0.9, "test", kind="task", heading=None),),
            actions=(Action(*cell("招聘教师30名"), 0.9, "test", topic="teachers", heading=None, sentence=0),),
            figures=(Figure(*cell("30名"), 0.9, "test", 30, None, "名", "=", "target", "招聘教师", 2031),),
            deadlines=(Deadline(*limit, 0.9, "test", due="2031-08-31"),),
            duties=(
                duty("1", "招聘教师30名。", "县教育局", "2031年8月底前"),
                duty("2", "组织全员培训", "县教师进修学校", "长期坚持"),
            ),
        )
    )
