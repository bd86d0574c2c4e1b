"""What a figure counts, what it came from or is part of, and whether it is a difference."""

import pytest

from luoshi.reader.draft import Draft
from luoshi.reader.figures import figures
from luoshi.reader.reading import Meeting, Sentence
from luoshi.reader.source import Source
from luoshi.reader.text import Text


def read(text, kind="task"):
    """The figures of one sentence in a plan for 2024."""
    sentence = Sentence(0, len(text), 1.0, "", kind, None)
    return figures(
        Draft(Source("x", "txt", text), Text.of(text), meeting=Meeting(year=2024), sentences=(sentence,))
    ).figures


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("占比从2021年的48.6%提高到54.3%，普惠性幼儿园覆盖率达到91.2%。", [None, 0, None]),
        ("占比由48.6%，逐步提高到54.3%。", [None, 0]),
        ("占比由48%提高到54%，覆盖率由80%提高到90%。", [None, 0, None, 2]),
        ("标准从50元/月、80元/年提高到60元/月、90元/年。", [None, None, 0, 1]),
        ("学位由800个扩大到900个和950个。", [None, 0, None]),
        ("学校由5所增加到600人。", [None, None]),
        ("试点学校4所扩大到12所。", [None, 0]),
        ("招生500人达到800人。", [None, None]),
    ],
)
def test_a_from_to_ends_where_another_subject_begins(text, pairs):
    assert [figure.pair for figure in read(text)] == pairs


@pytest.mark.parametrize(
    ("text", "kind", "status", "years"),
    [
        ("到2026年，确保占比由48%提高到55%。", "task", "fact target", [None, 2026]),
        ("试点学校由4所扩大到12所。", "goal", "fact target", [None, None]),
        ("去年，占比由48%提高到55%。", "achievement", "achieved achieved", [None, 2023]),
    ],
)
def test_what_a_target_starts_from_is_a_fact_without_its_year(text, kind, status, years):
    found = read(text, kind=kind)
    assert " ".join(figure.status for figure in found) == status
    assert [figure.year for figure in found] == years
    assert found[0].hardness is None


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("培养30名市级名师。", ["市级名师"]),
        ("初中巩固率达到99%。", ["初中巩固率"]),
        ("力争入园率达95%以上。", ["入园率"]),
        ("入园率由2020年的45%提高到2023年的58%，提高13个百分点。", ["入园率", "入园率", "入园率"]),
        ("教职工80人（公办教师60人）。", ["教职工", "公办教师"]),
        ("“十四五”期间新建学校8所。", ["新建学校"]),
        ("在校生由上年的344人增加到398人。", ["在校生", "在校生"]),
        ("完成率达100%。", ["完成率"]),
        ("占比由48%提高到54%，普惠性幼儿园覆盖率达到91%。", ["占比", "占比", "普惠性幼儿园覆盖率"]),
        ("一是县（市）入园率达到90%，比2023年提高2个百分点。", ["县（市）入园率", "县（市）入园率"]),
        ("2.平均年限从9年提高到10.8年。", ["平均年限", "平均年限"]),
        ("二要确保培训面达100%，总投入高达3亿元。", ["培训面", "总投入"]),
        ("77名教师分别获奖，5位校长作了发言，等3个园区成为基地。", ["教师", "校长", "园区"]),
        ("总值80亿元，比上年同期增长8%，高出全省2个百分点。", ["总值", "总值", "总值"]),
        ("农村初中生、小学生寄宿率分别达到62%、18%。", ["农村初中生寄宿率", "小学生寄宿率"]),
        ("5人。", [None]),
        ("1.新建、改扩建公办园18所。", ["新建、改扩建公办园"]),
        ("公开招聘教师30名。", ["教师"]),
        ("选派骨干教师160余名到薄弱学校任教。", ["骨干教师"]),
        ("年内打造示范学校5所。", ["示范学校"]),
        ("县财政局要统筹资金2000万元。", ["资金"]),
        ("职业学校招生500人。", ["职业学校招生"]),
        ("力争优秀率增5个百分点。", ["优秀率"]),
        ("优秀率力争增5个百分点。", ["优秀率"]),
        ("各学校确保课程课时占比达到9%。", ["课程课时占比"]),
        ("资助人数不低于符合条件人数的15%。", ["资助人数"]),
        ("12月底前全县校园网络全部1000M接入。", ["全县校园网络"]),
        ("稳妥撤并不足30人的教学点8个。", ["教学点", "撤并不足30人的教学点"]),
        ("封闭化管理、专职保安配备和视频监控保持100%。", ["封闭化管理、专职保安配备和视频监控"]),
        ("入学率100%、巩固率99%。", ["入学率", "巩固率"]),
        ("九年义务教育巩固率99%。", ["九年义务教育巩固率"]),
        ("新增学位500个，撤并教学点3个。", ["新增学位", "撤并教学点"]),
        ("联合公安等部门对校园周边开展联合检查每学期≥3次。", ["联合检查"]),
        ("标准由每生每天5元提高到6元。", ["标准每生每天", "标准每生每天"]),
        ("低保标准每月提高20元。", ["低保标准"]),
        ("各校校长、园长等共260余人参加会议。", ["参加"]),
        ("创建40所“书法示范学校”、20所“诵读”特色学校。", ["书法示范学校", "“诵读”特色学校"]),
        ("发放了资金3亿元，实施方案5个。", ["资金", "实施方案"]),
        ("为46所学校更新多媒体教室设备120套。", ["学校", "多媒体教室设备"]),
        ("26所学校书记、校长分设。", ["学校"]),
        ("（二）学生体质健康优良率达到55%。", ["学生体质健康优良率"]),
        ("（二）局办公室每季度通报1次。", ["通报"]),
        ("检查1次校园周边环境。", ["检查"]),
        ("每月至少检查1次食堂。", ["检查"]),
        ("上线率达到54%，在校生达到3200人，力争达到56%。", ["上线率", "在校生", "上线率"]),
        ("公办学位新增2000个，公办园新增3所。", ["公办学位新增", "公办园新增"]),
        ("在校生净增300人，班额递减5个。", ["在校生", "班额"]),
        ("午餐供应2000份，食材节约到5吨。", ["午餐供应", "食材节约"]),
        ("选派30名到村任职教师。", ["到村任职教师"]),
        ("选派20名赴外挂职干部参加培训。", ["赴外挂职干部"]),
        ("核实3名报到教师，5名教师报到。", ["报到教师", "教师"]),
        ("有30人到岗，20名到市教师发展中心跟岗。", [None, None]),
        ("计划外学生5名，组织部门3个，拟任干部20名。", ["计划外学生", "组织部门", "拟任干部"]),
        ("计划新建学校3所，组织教师300名参加培训。", ["新建学校", "教师"]),
    ],
)
def test_the_subject_is_what_is_counted_in_the_reports_words(text, subjects):
    assert [f.subject for f in read(text)] == subjects


def test_parts_point_to_their_total():
    found = read(
        "全县有学校281所（含97个教学点），学生2.3万人，其中小学1.2万人、初中8000人；教师900人。", kind="achievement"
    )
    assert [f.whole for f in found] == [None, 0, None, 2, 2, None]


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("生产总值增长5%左右，其中第一、第二产业分别增长3%、6%。", [None, None, None]),  # rates are no parts
        ("新增幼儿园468所，在园幼儿（包括学前班）1396人。", [None, None]),
        ("在园幼儿8580人（含托班），比上年减少1337人。", [None, None]),
        ("招聘教师120名，其中乡村教师不低于40%。", [None, 0]),
        ("公办园20所，另有民办园30所。", [None, None]),
        ("上线609人，由全市第三位上升至第二位，其中应届生380人。", [None, 0]),
        ("保有量由2552万辆增至3230万辆，其中新能源由45万辆增至356万辆。", [None, None, 0, 1]),
    ],
)
def test_only_as_many_of_the_same_or_a_share_is_a_part(text, wholes):
    assert [figure.whole for figure in read(text, kind="achievement")] == wholes


def test_a_bracket_with_the_same_unit_holds_parts_of_what_stands_before_it():
    found = read("教职工8070人（公办6757人、民办1313人），学校40所。", kind="achievement")
    assert [f.whole for f in found] == [None, 0, 0, None]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("升学率提高5个百分点。", "up"),
        ("升学率提高了5个百分点。", "up"),
        ("升学率增5个百分点。", "up"),
        ("近视率降0.5个百分点。", "down"),
        ("新增5个百分点。", "-"),
        ("发现率新增5%。", "-"),
        ("班额递减5个，在校生每年递增3%。", "down up"),
        ("经费同比增长12%。", "up"),
        ("近视率降低0.5个百分点。", "down"),
        ("城镇和农村收入分别增长3%和5%。", "up up"),
        ("升学率提高到78%。", "-"),
        ("升学率达到78%。", "-"),
    ],
)
def test_a_difference_is_told_from_a_level(text, change):
    assert " ".join(f.change or "-" for f in read(text)) == change


@pytest.mark.parametrize("while_", ["5年来", "2021年以来"])
def test_what_was_reached_over_the_years_is_no_target(while_):
    text = f"{while_}，上线率提高到54%，在校生达到3200人，今年力争达到56%。"
    assert [(f.status, f.year) for f in read(text)] == [("achieved", None), ("achieved", None), ("target", 2024)]
