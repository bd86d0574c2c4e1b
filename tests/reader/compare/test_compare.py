from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reader import read, read_text
from luoshi.reader.compare import COVERED, MISSING, UNSURE, Comparison, compare
from luoshi.reader.reading import Reading
from tests.reader.compare.pairs import CITY, DISTRICT, PROVINCE, Pair

SAMPLES = sorted(
    path.name for path in files("luoshi.samples").iterdir() if path.name.endswith((".txt", ".html", ".docx"))
)
PAIRS = {"city": CITY, "province": PROVINCE, "district": DISTRICT}


def both(pair: Pair) -> tuple[Reading, Reading, Comparison]:
    ours, theirs = read_text(pair.ours), read_text(pair.theirs)
    return ours, theirs, compare(ours, theirs)


def standings(pair: Pair) -> dict[str, set[str]]:
    """Each labelled demand with what was said of the actions in it."""
    _, theirs, found = both(pair)
    said: dict[str, set[str]] = {words: set() for words, _ in pair.demands}
    for demand in found.demands:
        words = next(words for words in said if theirs.quote(demand.place) in words)
        said[words].add(demand.standing)
    return {words: those for words, those in said.items() if those}


def counted(pair: Pair) -> dict[tuple[bool, str], int]:
    """How many demands that ours mentions, or not, were said to be what; of several parts the best counts."""
    counts: dict[tuple[bool, str], int] = {}
    labels = dict(pair.demands)
    for words, those in standings(pair).items():
        best = min(those, key=(COVERED, UNSURE, MISSING).index)
        key = (labels[words] is not None, best)
        counts[key] = counts.get(key, 0) + 1
    return counts


@pytest.mark.parametrize("name", SAMPLES)
def test_a_paper_compared_with_itself_leaves_nothing_open(name):
    reading = read(files("luoshi.samples").joinpath(name).read_bytes(), name=name)
    found = compare(reading, reading)
    assert found.demands
    assert found.standing(MISSING, UNSURE) == ()
    assert found.shortfalls == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("city", {(True, COVERED): 14, (True, UNSURE): 7, (False, MISSING): 8}),
        ("province", {(True, COVERED): 20, (True, UNSURE): 2, (False, MISSING): 7}),
        (
            "district",
            {
                (True, COVERED): 18,
                (True, UNSURE): 2,
                (True, MISSING): 1,  # 校长任期考核 and 校长聘期管理
                (False, COVERED): 1,  # 民办幼儿园财务审计 and 民办幼儿园年检
                (False, UNSURE): 2,
                (False, MISSING): 8,
            },
        ),
    ],
)
def test_labelled_demands_stand_as_measured(name, expected):
    assert counted(PAIRS[name]) == expected


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_what_is_covered_is_shown_where_it_stands(pair):
    ours, theirs, found = both(pair)
    labels = dict(pair.demands)
    wrong = []
    for demand in found.standing(COVERED):
        label = next(label for words, label in labels.items() if theirs.quote(demand.place) in words)
        at = pair.ours.find(label) if label else -1
        if (
            label
            and demand.nearest
            and label not in ours.text[max(0, demand.nearest.start - 40) : demand.nearest.end + 40]
        ):
            wrong.append((theirs.quote(demand.place), ours.quote(demand.nearest), at))
    assert len(wrong) <= 1


def test_places_are_stretches_of_the_two_texts():
    ours, theirs, found = both(CITY)
    assert all(theirs.quote(demand.place) in CITY.theirs for demand in found.demands)
    assert all(0 <= demand.nearness <= 1 for demand in found.demands)
    assert all(demand.nearest is None or ours.quote(demand.nearest) for demand in found.demands)
    assert all(demand.nearness < 0.13 for demand in found.standing(MISSING))


def test_a_rate_set_lower_than_asked_is_told_with_both_places():
    ours, theirs, found = both(DISTRICT)
    told = [(one.what, theirs.quote(one.asked), ours.quote(one.given), one.sure) for one in found.shortfalls]
    assert told == [("适龄残疾儿童少年义务教育入学率", "98%以上", "97%", True)]


@pytest.mark.parametrize(
    ("asked", "given", "told"),
    [
        ("普惠性幼儿园覆盖率达到92%以上", "普惠园覆盖率达到90%", True),
        ("普惠性幼儿园覆盖率达到92%以上", "普惠性幼儿园覆盖率达到93%", False),
        ("普惠性幼儿园覆盖率达到92%以上", "公办园在园幼儿占比达到60%", False),
        ("义务教育大班额比例控制在0.5%以内", "义务教育大班额比例控制在0.8%以内", True),
        ("义务教育大班额比例控制在0.5%以内", "义务教育大班额比例控制在0.3%以内", False),
        ("新增公办学位3000个", "新增公办学位200个", False),
    ],
)
def test_only_rates_that_ask_for_less_are_told(asked, given, told):
    theirs = read_text(f"市教育局2033年工作要点\n1. {asked}。\n2. 加强校园安全管理。\n")
    ours = read_text(f"县教育局2033年工作要点\n1. {given}。\n2. 加强校园安全管理。\n")
    assert bool(compare(ours, theirs).shortfalls) == told


def test_what_ours_reports_as_done_answers_less_than_what_it_plans():
    theirs = read_text("市教育局2033年工作要点\n1. 建设智慧校园示范学校。\n2. 加强校园安全管理。\n")
    plan = "县教育局2033年工作要点\n1. 建设智慧校园示范学校3所。\n2. 加强安全管理。\n"
    past = (
        "一、2032年工作回顾\n过去一年，建成了智慧校园示范学校3所，成绩显著。\n二、2033年工作\n1. 加强校园安全管理。\n"
    )
    planned, done = (compare(read_text(text), theirs).demands[0] for text in (plan, past))
    assert planned.nearness > done.nearness


def test_a_place_that_only_shares_words_is_not_shown_as_near():
    theirs = read_text("市教育局2033年工作要点\n1. 依法保障教师工资待遇。\n2. 加强校园安全管理。\n")
    ours = read_text("县教育局2033年工作要点\n1. 加强校园安全管理，保障道路畅通。\n")
    demand = compare(ours, theirs).demands[0]
    assert (demand.standing, demand.nearest) == ("missing", None)


def test_words_that_only_say_how_make_no_demand():
    theirs = read_text("市教育局2033年工作要点\n1. 进一步加强工作，全面提升水平。\n2. 开展校园欺凌治理。\n")
    ours = read_text("县教育局2033年工作要点\n1. 治理校园欺凌。\n")
    assert [theirs.quote(demand.place) for demand in compare(ours, theirs).demands] == ["开展校园欺凌治理"]


@settings(max_examples=15, deadline=None)
@given(kept=st.sets(st.integers(0, 7)))
def test_a_demand_taken_over_word_for_word_is_covered_and_one_left_out_is_not(kept):
    tasks = (
        "建设校园书屋",
        "开展防溺水教育",
        "评选最美教师",
        "改造学生食堂",
        "治理校园欺凌",
        "修订学校章程",
        "开办老年大学",
        "监测学生视力",
    )
    theirs = read_text("市教育局2033年工作要点\n" + "".join(f"{n}. {task}。\n" for n, task in enumerate(tasks, 1)))
    ours = read_text("县教育局2033年工作要点\n1. 落实值班制度。\n" + "".join(f"{n}. {tasks[n]}。\n" for n in kept))
    found = compare(ours, theirs)
    covered = {theirs.quote(demand.place) for demand in found.standing(COVERED)}
    assert {tasks[n] for n in kept} <= covered
    assert len(found.demands) == len(tasks)
    assert {theirs.quote(demand.place) for demand in found.standing(MISSING)} >= set(tasks) - covered - {
        "建设校园书屋",
        "治理校园欺凌",
    }


def test_comparing_grows_as_the_papers_do(growth):
    def work(size):
        compare(readings[size], readings[size])

    body = DISTRICT.ours[DISTRICT.ours.index("一、") :]
    readings = {size: read_text(DISTRICT.ours + body * size) for size in (4, 8)}
    assert growth(work, 4) < 6
