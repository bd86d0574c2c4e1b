"""The law of cleaning: whatever is done to a text, every character of the source is accounted for, and what a
mechanical damage put in comes out again (the eight damages of the genre's page, section 1.6)."""

import json
import random
import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.reader.account import account
from luoshi.reader.decode import decode
from luoshi.reader.extract.txt import extract_txt
from luoshi.reader.noise import noise
from luoshi.reader.normalise import normalise
from luoshi.reader.pipeline import run
from luoshi.reader.reading import Reading, Span
from luoshi.reader.source import Unreadable
from luoshi.reader.text import INSERTED
from tests.damages import DAMAGES, HEAD_WITHOUT_DAY, TAIL, by_phrases, byte_dropped, damaged, wrapped

# Our own report, of invented places; long enough for every damage to bite.
REPORT = """东湖县召开2024年教育工作会议
3月5日上午，东湖县教育局召开2024年全县教育工作会议。县委教育工委书记、县教育局局长王大山作工作报告，副局长李秀英主持会议，各中心校校长、县直学校（园）负责人共120余人参加。
会议指出，过去一年，全县教育系统坚持立德树人根本任务，新增公办学位1500个，改造校舍12所，学前教育普惠率达到92.5%，“双减”工作扎实推进，高考本科上线人数从210人提高到286人。
会议强调，2024年是实施“十四五”规划的关键一年，全县教育系统要抓好以下工作：
一、加强党对教育工作的全面领导
（一）健全领导体制。深入落实中小学校党组织领导的校长负责制，年底前实现全覆盖。
（二）严格党风廉政。开展群众身边不正之风专项整治，规范学校收费行为，严肃查处违规问题；完善监督机制，堵塞制度漏洞。
二、推进义务教育优质均衡发展
（一）优化学校布局。新建2所小学、改扩建5所农村寄宿制学校，8月底前投入使用，有效化解大班额。
（二）提高教学质量。深化课程教学改革，配齐配强教研员，每学期开展1次教学常规检查；开展“一校一品”建设，办好3所特色高中。
三、保障校园安全稳定
建立学校安全风险排查台账，每月排查一次，确保问题整改率100%。加强食品、交通、消防、防溺水教育，健全学生心理健康预警机制，努力办好人民满意的教育。
会议还宣读了《关于表彰2023年度教育工作先进集体的决定》。"""


def in_one_line(text: str) -> str:
    return text.replace("\n", "")


def clean(text: str) -> Reading:
    return run(extract_txt(text, "例.txt"), (normalise, noise))


def assert_sound(reading: Reading) -> None:
    """The account closes, places rise, and every span leads back to exactly its own stretch of the source."""
    assert account(reading) == ()
    places = [place for place in reading.cleaned.origins if place != INSERTED]
    assert all(a < b for a, b in pairwise(places))
    assert len(reading.cleaned.origins) == len(reading.text)
    for remark in reading.remarks:
        assert 0 <= remark.start <= remark.end <= len(reading.text)
    choose = random.Random(len(reading.text))
    for _ in range(40 if reading.text else 0):
        start, end = sorted(choose.sample(range(len(reading.text) + 1), 2))
        where = reading.cleaned.origins
        assert reading.original(Span(start, end)) == reading.source.text[where[start] : where[end - 1] + 1]


def texts(shared: Path) -> list[str]:
    return [json.loads(path.read_text("utf-8"))["clean"] for path in sorted((shared / "gold").glob("*.json"))]


def after(name: str, text: str) -> str:
    """The text under a damage, or under several (ah)."""
    return damaged(text, *name).text


def struck(name: str, text: str) -> str:
    """What cleaning has to give back: the text, but what g struck out of it is gone."""
    return after("g", text) if name == "g" else text


def test_a_clean_text_stays_as_it_is() -> None:
    reading = clean(REPORT)
    assert (reading.text, reading.noise, reading.remarks) == (REPORT, (), ())


@pytest.mark.parametrize("name", ["a", "e", "g", "h"])
def test_a_damage_that_takes_nothing_away_comes_out_again(name: str) -> None:
    assert clean(after(name, REPORT)).text == struck(name, REPORT)


@pytest.mark.parametrize("name", ["c", "d"])
def test_line_breaks_aside_joined_and_wrapped_texts_are_the_clean_one(name: str) -> None:
    assert in_one_line(clean(after(name, REPORT)).text) == in_one_line(REPORT)


def test_a_wrapped_text_has_no_break_inside_a_sentence() -> None:
    ends = {line[-1] for line in clean(wrapped(REPORT).text).text.split("\n")}
    assert ends <= set("议。导展定：；")


def test_two_damages_at_once_come_out_again() -> None:
    assert clean(after("ah", REPORT)).text == REPORT


def test_of_a_dropped_byte_only_the_touched_sentence_suffers() -> None:
    lines = clean(byte_dropped(REPORT, every=7).text).text.split("\n")
    assert len(set(lines) & set(REPORT.split("\n"))) >= len(REPORT.split("\n")) - 3


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_every_damage_of_every_real_report_keeps_the_account(shared: Path, name: str) -> None:
    for text in texts(shared):
        assert_sound(clean(after(name, text)))


@pytest.mark.parametrize("name", ["a", "e", "g", "h"])
def test_real_reports_come_out_of_their_damages_unchanged(shared: Path, name: str) -> None:
    for text in texts(shared):
        assert clean(after(name, text)).text == struck(name, text)


@pytest.mark.parametrize("name", ["c", "d"])
def test_real_reports_come_out_unchanged_but_for_line_breaks(shared: Path, name: str) -> None:
    for text in texts(shared):
        # A blank between office and name is told from a stray one by its line, which c takes away.
        assert in_one_line(clean(after(name, text)).text).replace(" ", "") == in_one_line(text).replace(" ", "")


def test_real_reports_converted_by_phrases_come_back(shared: Path) -> None:
    """建立 may have been 创建, 自闭症 孤独症, 联络 联系: what cannot be told is left as it is."""
    for text in texts(shared):
        back = clean(by_phrases(text).text).text
        differing = sum(a != b for a, b in zip(back, text, strict=False)) if len(back) == len(text) else len(text)
        assert differing <= 0.005 * len(text)


def test_real_reports_lose_at_most_the_sentences_whose_bytes_were_dropped(shared: Path) -> None:
    for text in texts(shared):
        back = clean(byte_dropped(text).text).text
        kept = set(re.split("[。\n]", text)) & set(re.split("[。\n]", back))
        touched = 2 * (text.count("。") // 20) + 2
        assert len(kept) >= len(set(re.split("[。\n]", text))) - touched


def test_the_reports_as_collected_are_cleaned_as_people_did(shared: Path) -> None:
    for path in sorted((shared / "reports").glob("*.txt")):
        reading = clean(path.read_text("utf-8"))
        assert_sound(reading)
        assert reading.text == json.loads((shared / "gold" / f"{path.stem}.json").read_text("utf-8"))["clean"]


# Random damages

PIECES = [
    *REPORT.split("\n"),
    HEAD_WITHOUT_DAY,
    TAIL,
    "會(huì)",
    "(huì",
    "  ",
    "\n",
    "\t",
    "\u3000",
    "?",
    "？蓖七M",
    "2、",
    "\n3、",
    '"',
    "“",
]
PIECES += [
    "（",
    ")",
    "<p>",
    "&nbsp;",
    "★",
    "……",
    "\ufffd",
    "\r\n",
    "\u200b",
    "，,",
    "来源：",
    "首页",
    "記者",
    "國小",
    "資訊",
    "# ",
]
PIECES += ["**", "\x00", "１", "\U00020000"]
pieces = st.sampled_from(PIECES)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(pieces, st.text(max_size=6)), max_size=30).map("".join))
def test_any_text_at_all_keeps_the_account(text: str) -> None:
    assert_sound(clean(text))


@st.composite
def cut_damages(draw: st.DrawFn) -> str:
    text = damaged(REPORT, *draw(st.lists(st.sampled_from(sorted(DAMAGES)), max_size=3, unique=True))).text
    start = draw(st.integers(0, len(text)))
    return text[start : draw(st.integers(start, len(text)))] + draw(st.text(max_size=3))


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(cut_damages())
def test_any_cut_of_any_damages_keeps_the_account(text: str) -> None:
    assert_sound(clean(text))


@settings(deadline=None, max_examples=120)
@given(st.sampled_from(["utf-8", "gb18030", "utf-16"]), st.data())
def test_any_flipped_bytes_keep_the_account(encoding: str, data: st.DataObject) -> None:
    content = bytearray(REPORT.encode(encoding))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        decoded = decode(bytes(content))
    except Unreadable:
        return
    assert_sound(clean(decoded.text))


@settings(deadline=None, max_examples=60)
@given(cut_damages())
def test_a_cleaned_text_is_clean(text: str) -> None:
    """Cleaning what was cleaned takes little more away (layout may tell more once the noise is gone)."""
    once = clean(text).text
    twice = clean(once).text
    assert len(twice) >= 0.9 * len(once) - 40


HOSTILE = {
    "digits": "1" * 60_000,
    "brackets": "（" * 30_000 + "(" * 30_000,
    "numbering": "一、" * 30_000,
    "block numbers": "1、2、3、" * 10_000,
    "blanks in a line": "教育 " * 20_000,
    "blanks": " " * 60_000 + "教",
    "quotes": '"' * 60_000,
    "apostrophes": "教'" * 30_000,
    "open tags": "<a " * 20_000,
    "entities": "&a" * 30_000,
    "rare characters": "龘靐" * 30_000,
    "marks before rare characters": "好?龘" * 20_000,
    "lost characters": "教\ufffd" * 30_000,
    "ornaments": "好★★" * 20_000,
    "dots": "…" * 60_000,
    "glosses": "会(hu " * 12_000,
    "short lines": "会\n" * 30_000,
    "labels": "来源：" * 20_000,
    "paths": "首页>" * 20_000,
    "equal paragraphs": ("教育工作。" * 10 + "\n") * 1_200,
    "commas": "，," * 30_000,
    "headings": "## 甲\n" * 12_000,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_takes_no_longer_than_its_length_allows(name: str) -> None:
    """60,000 characters of a kind that makes careless patterns look back or start anew; a quadratic step takes minutes."""
    begun = time.process_time()
    assert_sound(clean(HOSTILE[name]))
    assert time.process_time() - begun < 5


def test_the_account_names_what_is_missing_or_counted_twice() -> None:
    reading = clean(after("h", REPORT))
    broken = Reading(reading.source, reading.cleaned, noise=(*reading.noise[1:], reading.noise[1]))
    first, second = reading.noise[:2]
    assert {count for place, count in account(broken) if first.start <= place < first.end} == {0}
    assert {count for place, count in account(broken) if second.start <= place < second.end} == {2}
