"""Time limits become days, rhythms become rules, and nothing else is taken for either."""

import json
import sys
import time
from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reader import read_text
from luoshi.reader.deadlines import deadlines
from luoshi.reader.draft import Draft
from luoshi.reader.lexicon import load
from luoshi.reader.reading import Meeting, Sentence
from luoshi.reader.recurrences import _SIGN
from luoshi.reader.source import Source
from luoshi.reader.text import Text


def read(text, kind="task", *, year=2024, day="2024-03-01"):
    sentences = (Sentence(0, len(text), 1.0, "", kind, None),) if kind else ()
    meeting = Meeting(year=year, date=day)
    return deadlines(Draft(Source("x", "txt", text), Text.of(text), meeting=meeting, sentences=sentences))


def limits(text, **about):
    return [(text[limit.start : limit.end], limit.due) for limit in read(text, **about).deadlines]


def rhythms(text, **about):
    return [(text[again.start : again.end], again.rule) for again in read(text, **about).recurrences]


# The law: a day put into a task is found there, and is that day.


@given(
    st.dates(date(2024, 1, 1), date(2040, 12, 28)),
    st.sampled_from(["day", "month", "year"]),
    st.sampled_from(["", "到", "在", "于"]),
    st.sampled_from(["确保", "各校要", "力争"]),
)
def test_a_limit_put_into_a_task_is_found_with_its_last_day(day, finest, before, lead):
    last = {"day": day, "month": day.replace(day=monthrange(day.year, day.month)[1]), "year": date(day.year, 12, 31)}
    words = {"day": f"{day.month}月{day.day}日前", "month": f"{day.month}月底前", "year": "底前"}[finest]
    said = f"{before}{day.year}年{words}"
    assert limits(f"{lead}{said}完成整改。") == [(said, last[finest].isoformat())]


ANYTHING = st.text(
    alphabet="到至在每年底前内期间月日份上下半春秋季学开学第一二三四五十“”今明后本当用左右时间个0123456789xX-—~，。 完成",
    max_size=80,
)


@given(ANYTHING, st.sampled_from([None, 2024]), st.sampled_from([None, "2024-02-29"]))
@settings(max_examples=300)
def test_whatever_is_read_spans_lie_in_the_text_and_days_exist(text, year, day):
    draft = read(text, year=year, day=day)
    for found in (draft.deadlines, draft.recurrences):
        end = 0
        for item in found:
            assert end <= item.start < item.end <= len(text)
            end = item.end
    for limit in draft.deadlines:
        assert limit.due is None or date.fromisoformat(limit.due)


@pytest.mark.parametrize(
    "piece", ["2", "到", "年", "年底", "每", "每年", "十", "“十", "1月", "1月1日至", "秋季", "三年内"]
)
def test_time_is_linear_on_hostile_text(piece):
    def seconds(times):
        start = time.process_time()
        read(piece * times)
        return time.process_time() - start

    seconds(100)
    small, large = (min(seconds(times) for _ in range(3)) for times in (2_000, 20_000))
    assert large < max(40 * small, 0.3)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("到2025年实现全覆盖。", [("到2025年", "2025-12-31")]),
        ("编制2025—2030年布局规划，8月底前报批。", [("8月底前", "2024-08-31")]),
        ("截止到10月底前完成方案。", [("截止到10月底前", "2024-10-31")]),
        ("到2025年底，全部建成。", [("到2025年底", "2025-12-31")]),
        ("从4月10日到12日开展督导。", [("从4月10日到12日", "2024-04-12")]),
        ("从4月10日至5月20日集中整治。", [("从4月10日至5月20日", "2024-05-20")]),
        ("从2025年6月1日-6月30日开展普查。", [("从2025年6月1日-6月30日", "2025-06-30")]),
        ("自4月10日至20日集中整治。", [("自4月10日至20日", "2024-04-20")]),
        ("下个月底前报送方案。", [("下个月底前", "2024-04-30")]),
        ("下月完成竣工验收。", [("下月", "2024-04-30")]),
        ("2024年底前配齐教师。", [("2024年底前", "2024-12-31")]),
        ("确保年底前建成。", [("年底前", "2024-12-31")]),
        ("年内完成招标。", [("年内", "2024-12-31")]),
        ("明年6月底前建成。", [("明年6月底前", "2025-06-30")]),
        ("6月底前完成摸底。", [("6月底前", "2024-06-30")]),
        ("6月前完成摸底。", [("6月前", "2024-05-31")]),
        ("9月30日前报县教育局。", [("9月30日前", "2024-09-30")]),
        ("九月三十日前报县教育局。", [("九月三十日前", "2024-09-30")]),
        ("二〇二六年底前建成。", [("二〇二六年底前", "2026-12-31")]),
        ("10月上旬开展检查。", [("10月上旬", "2024-10-10")]),
        ("今年秋季开学前投入使用。", [("今年秋季开学前", "2024-08-31")]),
        ("2025年秋季学期投入使用。", [("2025年秋季学期", "2025-08-31")]),
        ("春季学期开学前完成。", [("春季学期开学前", "2024-02-28")]),
        ("国庆节前完成。", [("国庆节前", "2024-09-30")]),
        ("今年上半年完成。", [("今年上半年", "2024-06-30")]),
        ("第三季度开工。", [("第三季度", "2024-09-30")]),
        ("力争“十四五”期间建成。", [("“十四五”期间", "2025-12-31")]),
        ("到“十四五”末建成。", [("到“十四五”末", "2025-12-31")]),
        ("十五五时期建成。", [("十五五时期", "2030-12-31")]),
        ("在3年内轮训一遍。", [("在3年内", "2027-03-01")]),
        ("用三至五年时间解决。", [("用三至五年时间", "2029-03-01")]),
        ("今后三年全部达标。", [("今后三年", "2027-03-01")]),
        ("3个月内整改到位。", [("3个月内", "2024-06-01")]),
        ("2024年8月11日至8月22日开展检查。", [("2024年8月11日至8月22日", "2024-08-22")]),
        ("2025年3月至4月开展。", [("2025年3月至4月", "2025-04-30")]),
        ("9月1日-3日报到。", [("9月1日-3日", "2024-09-03")]),
        ("2024-2026年新增学位800个。", [("2024-2026年", "2026-12-31")]),
        ("将2025年作为冲刺之年，争创先进。", [("2025年", "2025-12-31")]),
    ],
)
def test_each_way_of_saying_until_when(text, found):
    assert limits(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "2024年要抓好落实。",
        "从2025年起实施。",
        "自2024年3月1日施行。",
        "2025年秋季学期起招生。",
        "较2023年增长3%，比2025年更高。",
        "贯彻《中国教育现代化2035》和《2026年底前工作安排》。",
        "实施三年行动计划（2024-2026年）。",
        "2022年底前未完成的。",
        "近三年来持续推进，前三年打基础。",
        "明年初启动。",
        "2024年前两个季度稳步推进。",
        "去年底已建成。",
        "每年底前上报。",
        "长期坚持，常态化推进。",
        "落实“十四五”规划。",
        "20XX年建成。",
        "编制2025—2030年学校布局专项规划。",
        "制定“十五五”时期教育发展规划，启动2025年招生计划。",
        "“十五五”时期，是建设教育强区的关键五年。",
        "截至2024年8月底，已开工20个。",
        "1月32日前，13月底前。",
    ],
)
def test_what_is_no_limit_is_left_alone(text):
    assert limits(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("20XX年底前完成。", "20XX年底前"),
        ("x月底前报送。", "x月底前"),
        ("X月X日前报送。", "X月X日前"),
        ("20XX年11月底完成。", "20XX年11月底"),
    ],
)
def test_a_limit_that_was_struck_out_has_no_day(text, words):
    assert limits(text) == [(words, None)]
    assert read(text).deadlines[0].reason == "unknown"


def test_without_the_papers_year_and_day_a_limit_stands_without_one():
    assert limits("上半年完成，三年内达标，2026年底前建成。", year=None, day=None) == [
        ("上半年", None),
        ("三年内", None),
        ("2026年底前", "2026-12-31"),
    ]


@pytest.mark.parametrize("kind", ["achievement", "problem", "framing", "meeting"])
def test_only_what_asks_for_something_has_limits_and_rhythms(kind):
    assert limits("到2025年底，每学期两次。", kind=kind) == []
    assert rhythms("到2025年底，每学期两次。", kind=kind) == []


def test_without_sentences_limits_are_found_everywhere():
    assert limits("年底前建成。", kind=None) == [("年底前", "2024-12-31")]


@pytest.mark.parametrize(
    ("text", "hardness"), [("确保年底前建成。", "firm"), ("力争到2026年建成。", "aspired"), ("年底前建成。", None)]
)
def test_hardness_is_what_was_promised(text, hardness):
    assert [limit.hardness for limit in read(text).deadlines] == [hardness]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("每年开展检查。", [("每年", "FREQ=YEARLY")]),
        ("每三年一次监测。", [("每三年一次", "FREQ=YEARLY;INTERVAL=3")]),
        ("每两年轮岗。", [("每两年", "FREQ=YEARLY;INTERVAL=2")]),
        ("每年9月30日前上报。", [("每年9月30日前", "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=30")]),
        ("每年6月、12月检查。", [("每年6月、12月", "FREQ=YEARLY;BYMONTH=6,12")]),
        ("每年年底上报。", [("每年年底", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31")]),
        ("每月10日前报送。", [("每月10日前", "FREQ=MONTHLY;BYMONTHDAY=10")]),
        ("每月底报送。", [("每月底", "FREQ=MONTHLY;BYMONTHDAY=-1")]),
        ("每季度通报。", [("每季度", "FREQ=MONTHLY;INTERVAL=3")]),
        ("每周五清洁。", [("每周五", "FREQ=WEEKLY;BYDAY=FR")]),
        ("每周三节体育课。", [("每周", "FREQ=WEEKLY")]),
        ("每周五前报送。", [("每周五前", "FREQ=WEEKLY;BYDAY=FR")]),
        ("每季度末月20日前报送。", [("每季度末月20日前", "FREQ=MONTHLY;INTERVAL=3")]),
        ("每学期开学前检查。", [("每学期开学前", "TERM")]),
        ("放假前、开学前各检查一次。", [("放假前、开学前", "TERM")]),
        ("每天锻炼一小时。", [("每天", "FREQ=DAILY")]),
        ("每学期不少于2次。", [("每学期", "TERM")]),
        ("每学年自评。", [("每学年", "SCHOOLYEAR")]),
        ("节假日每日提醒。", [("节假日每日", "HOLIDAY")]),
        ("每个工作日晨检。", [("每个工作日", "WEEKDAY")]),
        ("常态化开展。", []),
        ("标准由每生每天5元提高到6元。", []),
        ("每校每年安排20万元。", [("每年", "FREQ=YEARLY")]),
    ],
)
def test_each_way_of_saying_how_often(text, found):
    assert rhythms(text) == found


def test_a_day_that_belongs_to_a_rhythm_is_no_limit():
    assert limits("每年9月30日前上报，10月底前公示。") == [("10月底前", "2024-10-31")]
    assert limits("每年6月、12月检查。") == []
    assert limits("放假前、开学前各检查一次。") == []
    assert limits("每学期开学前检查。") == []


def test_deadlines_of_the_labelled_reports_are_found(shared):
    sys.path.insert(0, str(shared / "gold"))
    import score

    for path in sorted((shared / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = gold["clean"]
        sentences = tuple(
            Sentence(s["start"], s["end"], 1.0, "", s["kind"], None) for s in score.locate(gold["sentences"], text)
        )
        meeting = Meeting(date=gold["meeting"]["date"], year=gold["meeting"]["year"])
        draft = deadlines(Draft(Source(path.stem, "txt", text), Text.of(text), meeting=meeting, sentences=sentences))
        found = {(limit.start, limit.end, limit.due) for limit in draft.deadlines}
        assert found == {(g["start"], g["end"], g["due"]) for g in score.locate(gold["deadlines"], text)}, path.stem


def test_days_of_the_term_behind_every_year_belong_to_its_rhythm():
    assert rhythms("各学校每年开学前、放假前要开展排查。") == [("每年开学前、放假前", "FREQ=YEARLY")]
    assert rhythms("放假前、开学前各开展一次排查。") == [("放假前、开学前", "TERM")]


def test_next_month_is_the_one_behind_the_papers_day():
    assert limits("下个月完成。", day="2024-12-05") == [("下个月", "2025-01-31")]
    assert limits("下个月完成。", day=None) == [("下个月", None)]
    assert limits("下个月起实施。") == limits("从4月10日起实施。") == []


def test_every_rhythm_of_the_lexicon_shows_the_sign_that_is_asked_for_first():
    assert [word for word in load("calendar")["rhythms"] if not _SIGN.search(word)] == []


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("县第一中学10月底前完成操场改造。", "2031-10-31"),
        ("各中学8月25日前上报方案。", "2031-08-25"),
        ("县实验小学年底前完成改造。", "2031-12-31"),
    ],
)
def test_a_schools_name_right_before_a_limit_does_not_hide_it(text, due):
    found = read_text(f"青禾县教育局2031年工作要点\n一、建设\n{text}")
    assert [limit.due for limit in found.deadlines] == [due]


@pytest.mark.parametrize(
    ("words", "rule"),
    [("每周一调度", "FREQ=WEEKLY"), ("每周一通报", "FREQ=WEEKLY"), ("每周一召开例会", "FREQ=WEEKLY;BYDAY=MO")],
)
def test_once_a_week_is_told_from_monday(words, rule):
    assert [one.rule for one in read_text(f"青禾县教育局2031年工作要点\n一、安全\n要{words}。").recurrences] == [rule]
