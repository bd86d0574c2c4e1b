"""Figures: every number that says how much is found exactly, and nothing else is."""

import json
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reader.draft import Draft
from luoshi.reader.figures import figures
from luoshi.reader.reading import Figure, Meeting, Sentence
from luoshi.reader.source import Source
from luoshi.reader.text import Text


def read(text, kind="task", *, year=2024, title=None, kinds=None):
    """The figures of a text whose sentences, cut at 。 and line ends, are all of one kind (or of `kinds` in turn)."""
    sentences, start = [], 0
    for line in text.replace("。", "。\0").replace("\n", "\n\0").split("\0"):
        if line.strip():
            given_kind = kinds[len(sentences)] if kinds else kind
            sentences.append(Sentence(start, start + len(line), 1.0, "", given_kind, None))
        start += len(line)
    meeting = Meeting(title=title, year=year)
    draft = Draft(Source("x", "txt", text), Text.of(text), meeting=meeting, sentences=tuple(sentences))
    return figures(draft).figures


def said(text, **about):
    """(words, value, unit, comparator) of each figure."""
    return [(text[f.start : f.end], f.value, f.unit, f.comparator) for f in read(text, **about)]


# The law: what is put into a sentence is found there, exactly.

UNITS = [
    "所",
    "个",
    "名",
    "人",
    "人次",
    "户",
    "节",
    "课时",
    "万元",
    "亿元",
    "%",
    "个百分点",
    "平方米",
    "套",
    "亩",
    "场",
]
WORTH = {"万元": ("元", 10**4), "亿元": ("元", 10**8)}
BOUNDS = [
    ("", "", "="),
    ("近", "", "~"),
    ("约", "", "~"),
    ("", "左右", "~"),
    ("超过", "", ">"),
    ("超", "", ">"),
    ("不低于", "", ">="),
    ("", "以上", ">="),
    ("不超过", "", "<="),
    ("", "以内", "<="),
    ("低于", "", "<"),
    ("不足", "", "<"),
]
LEADS = ["新增", "共有", "达到", "培训", "覆盖率达", "总投资", "2023年，完成", "其中小学", "“双减”工作惠及"]
TAILS = ["。", "，成效明显。", "；其余按时完成。", "（含民办）。", "\n"]


@given(
    st.sampled_from(LEADS),
    st.integers(1, 99_999) | st.decimals(min_value="0.1", max_value="999.9", places=1),
    st.sampled_from(UNITS),
    st.sampled_from(BOUNDS),
    st.sampled_from(TAILS),
    st.sampled_from(["achievement", "task", "goal", "meeting"]),
)
@settings(deadline=None)  # the first call makes the patterns
def test_a_figure_put_into_a_sentence_is_found_with_its_value_unit_and_bound(lead, number, unit, bound, tail, kind):
    before, behind, sign = bound
    name, factor = WORTH.get(unit, (unit, 1))
    words = f"{before}{number}{unit}{behind}"
    text = f"{lead}{words}{tail}"
    found = read(text, kind=kind)
    assert [(text[f.start : f.end], f.unit, f.comparator) for f in found] == [(words, name, sign)]
    assert found[0].value == pytest.approx(float(number) * factor, rel=1e-12)
    assert found[0].status == {"achievement": "achieved", "meeting": "fact"}.get(kind, "target")


ANYTHING = st.text(
    alphabet="一二三两十百千万亿零几数余多近约超第每从到至达其中含提高增长分别为所个名人次%％元年月日岁点"
    "0123456789.,、，。；：（）()“”《》×xX*-~～—/ \nab新建学校达标率",
    max_size=120,
)


@given(ANYTHING)
@settings(max_examples=300, deadline=None)
def test_whatever_is_read_spans_lie_in_the_text_in_order_and_hold_a_number(text):
    end = 0
    for found in read(text):
        assert end <= found.start < found.end <= len(text)
        assert set(text[found.start : found.end]) & set("0123456789零一二三两十百千万亿几数×xX*")
        assert found.high is None or found.high > found.value
        end = found.end


@given(ANYTHING)
@settings(max_examples=100, deadline=None)
def test_links_point_to_earlier_figures(text):
    found = read(text)
    for number, figure in enumerate(found):
        assert figure.pair is None or 0 <= figure.pair < number
        assert figure.whole is None or 0 <= figure.whole < number


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        "1,",
        "1.",
        "一",
        "千",
        "xx",
        "×所",
        "1、",
        "5所、",
        "（5所",
        "“3个",
        "从1到",
        "百分之",
        "3至",
        "2024年",
        "每",
    ],
)
def test_time_is_linear_on_hostile_text(piece):
    def seconds(times):
        start = time.process_time()
        read(piece * times)
        return time.process_time() - start

    seconds(100)
    small, large = min(seconds(2_000) for _ in range(3)), seconds(20_000)
    assert large < max(40 * small, 0.3)


# One by one.


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("资助资金9000余万元。", [("9000余万元", 90_000_000, "元", "~")]),
        ("惠及近10万儿童。", [("近10万儿童", 100_000, "儿童", "~")]),
        ("占地25亩，投资约4525 万元。", [("25亩", 25, "亩", "="), ("约4525 万元", 45_250_000, "元", "~")]),
        ("达标率为百分之九十五以上。", [("百分之九十五以上", 95, "%", ">=")]),
        ("九成以上的学校达标。", [("九成以上", 90, "%", ">=")]),
        ("三分之二的学校达标。", [("三分之二", 66.67, "%", "=")]),
        ("新建两所小学、三所幼儿园。", [("两所", 2, "所", "="), ("三所", 3, "所", "=")]),
        ("每校至少配备一名医生。", [("一名", 1, "名", ">=")]),
        ("每三年一次督导评估。", [("一次", 1, "次", "=")]),
        ("至少学会1项艺术技能。", [("1项", 1, "项", ">=")]),
        ("至少培训2次教师30名。", [("2次", 2, "次", ">="), ("30名", 30, "名", "=")]),
        ("附近30所学校。", [("30所", 30, "所", "=")]),
        ("建成3个中心。", [("3个", 3, "个", "=")]),
        ("班额控制在45人。", [("45人", 45, "人", "<=")]),
        ("总投资1.2亿，年底完工。", [("1.2亿", 120_000_000, "元", "=")]),
        ("共1704（所次）。", [("1704（所次）", 1704, "所次", "=")]),
        ("项目1 122个。", [("1 122个", 1122, "个", "=")]),
        ("标准提高到801元/月。", [("801元/月", 801, "元/月", "=")]),
        ("百余名教师参加。", [("百余名", 100, "名", "~")]),
        ("近百所学校参加。", [("近百所", 100, "所", "~")]),
        ("人均预期寿命达79岁。", [("79岁", 79, "岁", "=")]),
        ("平均受教育年限达11.2年。", [("11.2年", 11.2, "年", "=")]),
        ("1.30名教师参加。", [("30名", 30, "名", "=")]),
        ("建设百支乐团、千支舞队。", [("百支", 100, "支", "="), ("千支", 1000, "支", "=")]),
        ("每周3节体育课＋2节游戏课。", [("3节", 3, "节", "="), ("2节", 2, "节", "=")]),
        ("全年十大类36项实事。", [("十大类", 10, "大类", "="), ("36项", 36, "项", "=")]),
        ("集中1~2周的时间整改。", [("1~2周", 1, "周", "=")]),
        ("惠及4821名家庭困难学生和30名优秀教师。", [("4821名", 4821, "名", "="), ("30名", 30, "名", "=")]),
        ("排查2所有条件的学校、5所在建学校。", [("2所", 2, "所", "="), ("5所", 5, "所", "=")]),
        ("关停12家校外培训机构。", [("12家", 12, "家", "=")]),
        ("建成3个体育公园，举办5场面向家长的讲座。", [("3个", 3, "个", "="), ("5场", 5, "场", "=")]),
        ("对7015学生实施体检。", [("7015", 7015, None, "=")]),
        ("在园幼儿达到4800万，比例不变。", [("4800万", 48_000_000, None, "=")]),
        (
            "总值从10.9万亿增长至12万亿。",
            [("10.9万亿", 10_900_000_000_000, None, "="), ("12万亿", 12_000_000_000_000, None, "=")],
        ),
        ("新开工10亿元以上项目6个。", [("6个", 6, "个", "=")]),
        ("总量增至1.3万亿斤。", [("1.3万亿斤", 1_300_000_000_000, "斤", "=")]),
        ("采购设备3万台件套。", [("3万台件套", 30_000, "台件套", "=")]),
        ("办好甲县赛、乙县赛等两项国家级赛事。", [("两项", 2, "项", "=")]),
        (
            "生师比为14.93:1，比上年的14.21:1有所提高。",
            [("14.93:1", 14.93, ":1", "="), ("14.21:1", 14.21, ":1", "=")],
        ),
        ("师生比不低于1∶14.9。", [("不低于1∶14.9", 14.9, "1:", ">=")]),
        ("联合检查每学期≥1次，近视率＜0.5%。", [("≥1次", 1, "次", ">="), ("＜0.5%", 0.5, "%", "<")]),
        ("残疾人服务率等5项指标居前。", [("5项", 5, "项", "=")]),
    ],
)
def test_amounts_in_every_dress(text, found):
    assert said(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "2024年3月10日上午8:30召开。",
        "印发青政办〔2024〕33号文件。",
        "第18次会议，第二届运动会，前10名，第3所。",
        "“1155”模式，“5+2”服务，“十四五”规划，实施“三名”工程。",
        "落实《关于加强20条措施的通知》。",
        "推进九年一贯制学校一体化。",
        "培育一批名师，打造一支队伍，做一名好老师。",
        "做好四项重点工作，从3个方面发力，抓住五个关键。",
        "庆祝建校75周年，3至6岁儿童，60岁以上老人。",
        "全区无一名学生失学。",
        "联系电话0355-6022345，邮箱a1b2@c3。",
        "消除56人以上大班额。",
        "连续三年，近五年来，每2年。",
        "为每一个孩子，这两所学校，四套班子。",
        "高三人数，初二人数，周五下午。",
        "工期2个月，3个工作日办结。",
        "成效十分显著，各学段三级书记。",
        "深入贯彻党的二十届三中全会精神。",
        "上午8:30开会，比分3:1，比赛9:1结束。",
        "生师比偏高，8:30到校。",
        "各类人员配比3:2。",
        "海拔1500米以上。",
        "贯彻市委十二届十九次全会和区委十三次党代会精神，落实县委十五届十一次会议部署。",
        "完善足球4＋X体系，推行5+2门特色课程。",
        "落实关于实施‘甲’和‘乙’等3项教育改革重点事项的安排。",
        "抓好课程、课堂等三项任务。",
        "2周内办结，3周以内销号，第3周五，20家长。",
    ],
)
def test_what_is_no_amount_is_left_alone(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("引进1~2所学院。", 1, 2, "所"),
        ("开设16～18课时。", 16, 18, "课时"),
        ("掌握一至两项技能。", 1, 2, "项"),
        ("招聘3到5名教师。", 3, 5, "名"),
        ("安排8-10万元。", 80_000, 100_000, "元"),
        ("增长10%-15%。", 10, 15, "%"),
        ("新建两三所学校。", 2, 3, "所"),
        ("投入一百二十到一百五十万元。", 1_200_000, 1_500_000, "元"),
    ],
)
def test_ranges_have_both_ends(text, low, high, unit):
    assert [(f.value, f.high, f.unit) for f in read(text)] == [(low, high, unit)]


@pytest.mark.parametrize("mark", ["×", "x", "xx", "XX", "**", "X.X", "1x"])
def test_a_struck_out_value_stays_a_target_with_its_unit(mark):
    (found,) = read(f"新增学位{mark}个。")
    assert (found.value, found.unit, found.status, found.reason) == (None, "个", "target", "unknown")


@pytest.mark.parametrize("text", ["数十所学校参加。", "几百名教师参加。"])
def test_a_number_of_unknown_size_has_no_value(text):
    (found,) = read(text)
    assert (found.value, found.comparator, found.reason) == (None, "~", "vague")


def test_members_of_a_list_share_the_unit_written_last():
    found = read("新增公办学位300、450个。")
    assert [(f.value, f.unit, f.shared) for f in found] == [(300, "个", True), (450, "个", False)]


def test_members_of_a_list_share_out_what_stands_before_respectively():
    found = read("学前、小学、初中入学率分别达到95%、100%、98.5%。")
    assert [(f.value, f.subject) for f in found] == [(95, "学前入学率"), (100, "小学入学率"), (98.5, "初中入学率")]


def test_from_and_to_are_two_figures_with_their_own_years():
    before, after = read("达线人数从2021年的78人跃升到2024年的367人。", kind="achievement")
    assert (before.value, before.year, before.pair) == (78, 2021, None)
    assert (after.value, after.year, after.pair) == (367, 2024, 0)


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("入园率达到95%。", "achievement", "achieved"),
        ("入园率达到95%。", "task", "target"),
        ("入园率达到95%。", "goal", "target"),
        ("入园率只有75%。", "problem", "fact"),
        ("共120人参加。", "meeting", "fact"),
        ("目前已建成12所。", "task", "achieved"),
        ("已建成12所，今年再建8所。", "task", "achieved target"),
        ("培训了300人。", "task", "achieved"),
        ("下一步力争达到98%。", "achievement", "target"),
        ("力争先进，入园率达到95%。", "achievement", "achieved"),
        ("我区将新建两所小学，启动3个项目。", "meeting", "target target"),
        ("争取中央资金300万元。", "achievement", "achieved"),
        ("预计全县实现总值90亿元，比上年增长8%。", "achievement", "achieved achieved"),
        ("按计划完成项目10个。", "achievement", "achieved"),
        ("计划采购设备800台。", "achievement", "target"),
        ("实际新增学位900个。", "task", "achieved"),
        ("累计达到98%。", None, "achieved"),
        ("力争达到98%。", None, "target"),
        ("共98所。", None, "fact"),
    ],
)
def test_status_follows_the_sentence_and_its_cues(text, kind, status):
    assert " ".join(f.status for f in read(text, kind=kind)) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("撤并不足30人的教学点8个。", "fact target"),
        ("班额超过55人的班级全部化解。", "fact"),
        ("入园率比2023年的85%提高5个百分点，达到90%。", "fact target target"),
        ("组建超过30人的队伍。", "target"),
        ("超过90%的教师完成培训。", "target"),
        ("开展不少于30分钟的活动。", "target"),
        ("招生低于300人。", "target"),
        ("班额达到不超过50人的标准。", "target"),
        ("人数降到低于50人的水平。", "target"),
    ],
)
def test_what_only_says_which_things_are_meant_is_no_target(text, status):
    assert " ".join(figure.status for figure in read(text)) == status


def test_without_sentences_figures_are_found_all_the_same():
    text = "共98所。"
    draft = Draft(Source("x", "txt", text), Text.of(text))
    assert [(f.value, f.status) for f in figures(draft).figures] == [(98, "fact")]


@pytest.mark.parametrize(
    ("text", "hardness"),
    [
        ("确保达到98%。", "firm"),
        ("力争达到98%。", "aspired"),
        ("达到98%。", None),
        ("力争建成8所，投入5万元。", "aspired aspired"),
    ],
)
def test_hardness_is_what_was_promised(text, hardness):
    assert " ".join(f.hardness or "-" for f in read(text)) == (hardness or "-")


@pytest.mark.parametrize(
    ("text", "kind", "years"),
    [
        ("到2026年，建成8所。", "task", [2026]),
        ("去年，新增300名。", "achievement", [2023]),
        ("去年，新增300名。入园率达90%。", "achievement", [2023, 2023]),
        ("去年，新增300名。每年投入30万元。建成8所。", "achievement", [2023, None, None]),
        ("近年来，新增300名。", "achievement", [None]),
        ("累计投入3亿元，新增300名。", "achievement", [None, None]),
        ("较2021年增长3%。", "achievement", [None]),
        ("去年，占比从2021年的48.6%提高到54.3%，覆盖率达到91.2%。", "achievement", [2021, 2023, 2023]),
        ("到2026年，入园率由2022年的90%提高到95%，巩固率达到99%。", "task", [2022, 2026, 2026]),
        (
            "标准从2020年的50元、80元提高到2023年的60元、90元，惠及3万人。",
            "achievement",
            [2020, 2020, 2023, 2023, None],
        ),
        ("在校生由上年的344人增加到398人。", "achievement", [2023, None]),
        ("今年新建8所。", "task", [2024]),
        ("“十四五”期间新建8所。", "task", [2025]),
        ("建成8所。", "task", [None]),
        ("共120人参加。", "meeting", [2024]),
    ],
)
def test_the_year_is_set_only_where_the_text_ties_it(text, kind, years):
    assert [f.year for f in read(text, kind=kind)] == years


def test_a_year_is_carried_by_the_section_that_it_opens():
    text = "二、2024年工作任务\n新建8所。\n她说，人人有责。\n扩建9所。\n"
    found = read(text, kinds=["task", "task", "framing", "task"])
    assert [f.year for f in found] == [2024, 2024]


def test_a_paper_about_one_year_lends_it_to_its_targets():
    assert [f.year for f in read("新建8所。", title="青禾县教育局2024年工作要点")] == [2024]
    assert [f.year for f in read("新建8所。", title="2024年教育工作会议")] == [None]


def test_figures_are_read_only_findings_with_confidence():
    (found,) = read("新建8所。")
    assert isinstance(found, Figure)
    assert 0 < found.confidence <= 1
    assert found.reason


# The labelled reports.


def test_figures_of_the_labelled_reports_are_found(shared):
    sys.path.insert(0, str(shared / "gold"))
    import score

    hits = gold_count = found_count = 0
    for path in sorted((shared / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = gold["clean"]
        kinds = tuple(
            Sentence(s["start"], s["end"], 1.0, "", s["kind"], None) for s in score.locate(gold["sentences"], text)
        )
        meeting = Meeting(title=gold["meeting"]["title"], date=gold["meeting"]["date"], year=gold["meeting"]["year"])
        draft = Draft(Source(path.stem, "txt", text), Text.of(text), meeting=meeting, sentences=kinds)
        keys = ("start", "end", "value", "high", "unit", "comparator", "status")
        found = [{key: getattr(figure, key) for key in keys} for figure in figures(draft).figures]
        labels = score.locate(gold["figures"], text)
        pairs = score.pair(labels, found, score.FIGURE_OVERLAP, score.value_equal)
        hits += sum(all(labels[i][key] == found[j][key] for key in keys[4:]) for i, j in pairs)
        gold_count += len(labels)
        found_count += len(found)
    assert 2 * hits / (gold_count + found_count) >= 0.98
