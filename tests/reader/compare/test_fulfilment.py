from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reader import read, read_text
from luoshi.reader.fulfilment import AGAIN, KEPT, MISSING, SHORT, STANDINGS, TOLD, fulfilment, same_authority
from luoshi.reader.reading import Reading
from tests.reader.compare.years import CITY, CITY_2026, COUNTY, COUNTY_2024, COUNTY_LATER, DISTRICT, DISTRICT_2025, Year

YEARS = {"county": COUNTY, "district": DISTRICT, "city": CITY, "county, a year later": COUNTY_LATER}


def before(year: Year) -> Reading:
    if "\n" in year.before:
        return read_text(year.before)
    return read(files("luoshi.samples").joinpath(year.before).read_bytes(), name=year.before)


def judged(year: Year) -> list[tuple[str, str, str, bool]]:
    """Each labelled promise: its words, the label's standing, ours, and whether the claim is the one of the label."""
    last, ours = before(year), read_text(year.after)
    found = fulfilment(ours, last).promises
    rows = []
    for words, standing, claim in year.promises:
        near = [one for one in found if last.quote(one.place) in words or words in last.quote(one.place)]
        own = [one for one in near if one.promised and last.quote(one.promised) in words]
        assert near, words
        one = (own or near)[0]
        said = ours.quote(one.claim) if one.claim else None
        rows.append((words, standing, one.standing, claim == said or bool(claim and said and claim in said)))
    return rows


@pytest.mark.parametrize(
    ("name", "right", "of"),
    [("county", 24, 26), ("district", 21, 23), ("city", 26, 28), ("county, a year later", 14, 15)],
)
def test_labelled_promises_stand_as_measured(name, right, of):
    rows = judged(YEARS[name])
    assert (sum(label == found for _, label, found, _ in rows), len(rows)) == (right, of)


@pytest.mark.parametrize("year", YEARS.values(), ids=YEARS)
def test_no_labelled_promise_is_said_to_be_kept_or_short_wrongly(year):
    assert [row for row in judged(year) if row[2] in (KEPT, SHORT) and (row[1] != row[2] or not row[3])] == []


@pytest.mark.parametrize("year", YEARS.values(), ids=YEARS)
def test_nothing_that_was_told_is_said_to_be_missing(year):
    assert [words for words, label, found, _ in judged(year) if found == MISSING != label] == []


def standing(promised: str, told: str, tasks: str = "加强校园安全管理。") -> tuple[str, str | None]:
    """What comes of one task of last year's plan by one sentence of this year's review."""
    last = read_text(f"青禾县教育局2032年工作要点\n1. {promised}。\n2. 修订值班手册。\n")
    ours = read_text(
        f"青禾县教育局2033年工作报告\n一、2032年工作回顾\n过去一年，成绩显著。{told}。\n二、2033年工作安排\n1. {tasks}\n"
    )
    first = fulfilment(ours, last).promises[0]
    return first.standing, ours.quote(first.claim) if first.claim else None


@pytest.mark.parametrize(
    ("promised", "told", "expected"),
    [
        ("新增学位500个", "增加学位480个", SHORT),
        ("新增学位500个", "增加学位500个", KEPT),
        ("义务教育大班额比例控制在0.5%以内", "义务教育大班额比例下降到0.4%", KEPT),
        ("义务教育大班额比例控制在0.5%以内", "义务教育大班额比例下降到0.8%", SHORT),
        ("普惠性幼儿园覆盖率达到55%以上", "普惠性幼儿园覆盖率由50%提高到56%", KEPT),
        ("新增学位2000个", "新增学位由2031年的1500个增加到2100个", KEPT),
        ("教学点压减到12个", "教学点压减到15个", SHORT),
        ("教学点压减到12个", "教学点压减到12个", KEPT),
        ("小学生近视率下降到48%", "小学生近视率下降到47%", KEPT),
        ("小学生近视率下降到48%", "小学生近视率下降到52%", SHORT),
        ("小学辍学率控制在3%左右", "小学辍学率控制在5%", SHORT),
        ("遴选骨干教师20名左右", "遴选骨干教师19名", KEPT),
        ("遴选骨干教师20名左右", "遴选骨干教师12名", SHORT),
        ("学校食堂明厨亮灶覆盖率达到100%", "学校食堂明厨亮灶实现全覆盖", KEPT),
        ("新建公办幼儿园x所", "新建公办幼儿园4所", TOLD),
        ("完成章程修订", "52所学校修订了章程", TOLD),
        ("改造旱厕22座", "新增学位300个", MISSING),
    ],
)
def test_a_promise_is_kept_short_told_or_missing(promised, told, expected):
    assert standing(promised, told)[0] == expected


def test_what_is_only_set_as_a_task_again_is_not_done():
    found = standing("开展校外培训专项治理", "新增学位300个", tasks="开展校外培训机构专项治理。")
    assert found == (AGAIN, "开展校外培训机构专项治理")


def test_a_number_of_something_else_keeps_no_promise():
    assert standing("新建公办幼儿园3所", "新建公共厕所3所")[0] not in (KEPT, SHORT)
    assert standing("适龄残疾儿童少年入学率稳定在97%以上", "小学入学率达到100%")[0] not in (KEPT, SHORT)
    assert standing("专任教师学历达标率达到98%", "小学入学率达到99%")[0] not in (KEPT, SHORT)


def test_one_result_keeps_one_promise():
    last = read_text("青禾县教育局2032年工作要点\n1. 城区新增学位500个。\n2. 乡镇新增学位300个。\n")
    ours = read_text("青禾县教育局2033年工作报告\n一、2032年工作回顾\n过去一年，城区新增学位520个，成绩显著。\n")
    assert [one.standing for one in fulfilment(ours, last).promises].count(KEPT) == 1


def test_what_a_paper_says_again_in_its_table_is_promised_once():
    last = before(CITY)
    words = [last.quote(one.place) for one in fulfilment(read_text(CITY_2026), last).promises]
    assert sum("校企共建实训基地30个" in one for one in words) == 1
    assert sum("结对帮扶关系20对" in one for one in words) == 1


def test_unrelated_papers_keep_few_promises():
    found = [
        fulfilment(read_text(after), before(year)).promises
        for year, after in ((COUNTY, DISTRICT_2025), (DISTRICT, CITY_2026), (CITY, COUNTY_2024))
    ]
    counts = Counter(promise.standing for promises in found for promise in promises)
    assert counts[KEPT] + counts[SHORT] <= 0.1 * counts.total()
    assert counts[MISSING] >= 0.5 * counts.total()


@pytest.mark.parametrize(
    ("ours", "last", "expected"),
    [
        ("青禾县教育局2033年工作要点", "青禾县教育局2032年工作要点", True),
        ("青禾县教育局2033年工作要点", "青禾县教育局2033年工作要点", False),
        ("青禾县教育局2033年工作要点", "南屏市教育局2032年工作要点", False),
        ("在2033年全区教育工作会议上的讲话", "在2032年全区教育工作会议上的讲话", True),
        ("在2033年全区教育工作会议上的讲话", "在2032年全市教育工作会议上的讲话", False),
    ],
)
def test_two_years_of_one_authority_are_told_apart_from_two_authorities(ours, last, expected):
    body = "\n1. 开展防溺水教育。\n2. 治理校园欺凌。\n"
    assert same_authority(read_text(ours + body), read_text(last + body)) == expected


@settings(max_examples=15, deadline=None)
@given(kept=st.sets(st.integers(0, 5)))
def test_what_is_reported_word_for_word_is_never_missing_and_every_promise_has_one_standing(kept):
    tasks = [
        "新建公办幼儿园6所",
        "招聘特岗教师90名",
        "改造学校旱厕40座",
        "评选最美教师30名",
        "监测学生视力",
        "修订学校章程",
    ]
    last = read_text("青禾县教育局2032年工作要点\n" + "".join(f"{n}. {task}。\n" for n, task in enumerate(tasks, 1)))
    told = "，".join(f"已{tasks[n]}" for n in kept) or "成绩显著"
    ours = read_text(f"青禾县教育局2033年工作报告\n一、2032年工作回顾\n过去一年，{told}。\n")
    found = fulfilment(ours, last)
    assert len(found.promises) == len(tasks)
    assert sum(len(found.standing(name)) for name in STANDINGS) == len(tasks)
    missing = {last.quote(one.place) for one in found.standing(MISSING)}
    assert missing.isdisjoint(tasks[n] for n in kept)


def test_comparing_years_grows_as_the_papers_do(growth):
    def work(size):
        fulfilment(readings[size], readings[size])

    body = COUNTY_2024[COUNTY_2024.index("一要") :]
    readings = {size: read_text(COUNTY_2024 + body * size) for size in (4, 8)}
    assert growth(work, 4) < 6
