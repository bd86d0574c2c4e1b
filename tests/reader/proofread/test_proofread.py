import re
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.reader import read, read_text
from luoshi.reader.proofread import proofread

SAMPLES = sorted(
    path.name for path in files("luoshi.samples").iterdir() if path.name.endswith((".txt", ".html", ".docx"))
)
# Nothing of the test's own changes between examples.
PLANTING = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_a_clean_draft_yields_no_remark(judged):
    assert judged() == []


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_clean(name):
    assert proofread(read(files("luoshi.samples").joinpath(name).read_bytes(), name=name)) == ()


def test_a_draft_without_numbers_or_names_yields_none():
    assert proofread(read_text("会议要求，各学校要加强校园安全管理，完善值班制度。")) == ()


def test_remarks_stand_in_reading_order(judged):
    found = judged(("三、加强", "二、加强"), ("特岗教师65名", "特岗教师265名"), ("优良率达到60%", "优良率达到160%"))
    assert [code for code, _, _ in found] == ["part-over-whole", "number-repeated", "share-over"]


def test_every_place_is_a_stretch_of_the_cleaned_text(draft):
    reading = read_text(draft.replace("（三）建强", "（四）建强").replace("共11个", "共13个"))
    places = [place for remark in proofread(reading) for place in remark.places]
    assert places
    assert all(0 <= place.start < place.end <= len(reading.text) for place in places)
    assert all(reading.original(place) == reading.quote(place) for place in places)


@PLANTING
@given(parts=st.lists(st.integers(1, 400), min_size=2, max_size=5), slip=st.integers(-3, 3))
def test_parts_in_a_bracket_are_remarked_exactly_when_they_do_not_add_up(parts, slip):
    names = ("小学", "初中", "高中", "幼儿园", "中职")
    listed = "、".join(f"{name}{part}所" for name, part in zip(names, parts, strict=False))
    total = max(*parts, sum(parts) + slip)
    reading = read_text(
        f"一、工作回顾\n过去一年，全县教育工作取得明显成效。全县新建学校{total}所（{listed}），办学条件得到改善。\n"
    )
    found = [(remark.code, [reading.quote(place) for place in remark.places]) for remark in proofread(reading)]
    expected = [("sum-differs", [f"{total}所", *(f"{part}所" for part in parts)])]
    assert found == (expected if total != sum(parts) else [])


@PLANTING
@given(length=st.integers(3, 12), left_out=st.integers(2, 11), sign=st.sampled_from(["{}、", "（{}）", "{}是"]))
def test_a_number_left_out_is_remarked_with_its_neighbours(length, left_out, sign):
    han = ["", *"一二三四五六七八九十", "十一", "十二"]
    tasks = ("阅读", "体育", "美育", "劳动", "科学", "安全", "资助", "招生", "教研", "培训", "督导", "食堂")
    lines = [
        f"{sign.format(han[n])}推进{tasks[n - 1]}工作。各学校要制定{tasks[n - 1]}方案。\n"
        for n in range(1, length + 1)
        if n != left_out
    ]
    reading = read_text("2031年重点工作\n" + "".join(lines))
    found = [[reading.quote(place) for place in remark.places] for remark in proofread(reading)]
    inside = 1 < left_out < length
    assert found == ([[sign.format(han[left_out - 1]), sign.format(han[left_out + 1])]] if inside else [])


@PLANTING
@given(
    order=st.permutations(["防溺水", "防欺凌", "交通安全", "食品安全"]),
    filler=st.sampled_from(["", "持续", "深入", "认真"]),
)
def test_a_task_given_again_in_another_order_is_found(order, filler, draft):
    first, again = "开展防溺水、防欺凌、交通安全和食品安全教育", f"{filler}开展{'、'.join(order)}教育"
    text = draft.replace("规范教育收费", "加强值班").replace("三、加强组织领导\n", f"三、加强组织领导\n{first}。\n")
    reading = read_text(text.replace("确保各项任务落到实处", again))
    found = [
        [reading.quote(place) for place in remark.places]
        for remark in proofread(reading)
        if remark.code == "task-twice"
    ]
    assert len(found) == 1
    assert re.sub("[、和]", "", found[0][0]) == re.sub("[、和]", "", first)
    assert found[0][1].removeprefix(filler) == again.removeprefix(filler)


def test_nothing_that_proofreading_does_grows_faster_than_the_text(growth, draft):
    def work(size):
        proofread(readings[size])

    body = draft[draft.index("一、2030") :]
    readings = {size: read_text(draft + body * size) for size in (6, 12)}
    assert growth(work, 6) < 4
