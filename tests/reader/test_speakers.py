"""Who speaks from where on; every person and place is invented."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reader import read_text
from luoshi.reader.draft import Draft
from luoshi.reader.meeting import meeting, read_meeting
from luoshi.reader.reading import STANDINGS, Sentence
from luoshi.reader.source import Source
from luoshi.reader.speakers import find_speakers, speakers
from luoshi.reader.text import Text

LEAD = "3月6日，清溪县召开2031年教育工作会议。县委常委、宣传部长林知远出席。县教育局党组书记、局长罗青作工作报告。\n"


def said(text, *, meeting_sentences=()):
    sentences = tuple(
        Sentence(text.index(words), text.index(words) + len(words), 1.0, "", "meeting", None)
        for words in meeting_sentences
    )
    return find_speakers(text, sentences, read_meeting(text))


def who(text):
    return [(speaker.name, speaker.standing) for speaker in said(text)]


def test_the_meeting_itself_speaks_until_the_next_verb():
    text = "会议指出，过去一年成绩显著。会议强调\n要抓好落实。"
    assert [(s.name, s.standing, text[slice(*s.covers)]) for s in said(text)] == [
        (None, "meeting", "过去一年成绩显著。"),
        (None, "meeting", "要抓好落实。"),
    ]


def test_a_person_named_with_the_verb_keeps_the_office_from_an_earlier_mention():
    text = LEAD + "林知远要求\n要压实责任。\n罗青最后强调，要办好实事。"
    first, second = said(text)
    assert (first.name, first.authority, first.office, first.standing) == ("林知远", "县委", "常委、宣传部长", "leader")
    assert (second.name, second.authority, second.office) == ("罗青", "县教育局", "党组书记、局长")
    assert (second.standing, text[slice(*second.covers)]) == ("bureau", "要办好实事。")


def test_a_name_may_hold_a_rare_character():
    assert who(LEAD.replace("罗青", "罗䶮") + "罗䶮强调，要办好实事。") == [("罗䶮", "bureau")]


def test_a_pronoun_is_the_person_named_last():
    text = LEAD + "林知远充分肯定了成绩，她指出，教育是名片；她强调，要抓质量。"
    assert who(text) == [("林知远", "leader"), ("林知远", "leader")]
    assert who("她指出，教育是名片。") == []


def test_what_the_report_says_is_said_by_who_gave_it():
    assert who(LEAD + "报告指出，要抓质量。") == [("罗青", "bureau")]
    assert who("报告指出，要抓质量。") == [(None, "meeting")]


def test_a_sentence_about_the_meeting_ends_a_speech():
    text = "会议强调，要抓好落实。\n各校校长参加会议。\n"
    (speaker,) = said(text, meeting_sentences=["各校校长参加会议。"])
    assert text[slice(*speaker.covers)] == "要抓好落实。"


def test_a_quoted_superior_covers_the_sentence_and_interrupts_nobody():
    text = "会议强调，要抓好落实。习近平总书记指出“要办好教育。”各校要学习。"
    first, second = said(text)
    assert text[slice(*first.covers)].endswith("各校要学习。")
    assert (second.standing, second.name, text[slice(*second.covers)]) == ("superior", "习近平", "“要办好教育。")


def test_who_comes_from_a_higher_level_is_a_superior():
    text = LEAD + "市教育局副局长孟达强调，要抓好落实。"
    assert who(text) == [("孟达", "superior")]


def test_an_officer_without_a_bureau_belongs_to_the_one_that_holds_the_meeting():
    text = "3月6日，白石区教体局召开2031年教育工作会议。党组成员、副局长石开要求，要抓好落实。"
    (speaker,) = said(text)
    assert (speaker.authority, speaker.office, speaker.standing) == ("白石区教体局", "党组成员、副局长", "bureau")


def test_a_whole_speech_is_its_givers():
    text = "在全县教育工作会议上的讲话\n县委书记 林知远\n同志们：\n要抓好落实。\n"
    (speaker,) = said(text)
    assert (speaker.name, speaker.standing) == ("林知远", "leader")
    assert text[slice(*speaker.covers)] == "同志们：\n要抓好落实。"
    (unnamed,) = said("县教育局局长在2031年工作会议上的讲话\n同志们：\n要抓好落实。")
    assert (unnamed.name, unnamed.authority, unnamed.office) == (None, "县教育局", "局长")


@pytest.mark.parametrize(
    "text", ["要求各校落实责任。", "会议强调了重点。", "党中央要求，要抓好。", "方案提出，要抓好。"]
)
def test_what_is_no_speaker_is_none(text):
    assert who(text) == []


def test_the_step_reads_the_meeting_of_the_draft():
    source = Source("a.txt", "txt", LEAD + "林知远要求\n要压实责任。")
    draft = meeting(Draft(source, Text.of(source.text)))
    assert [speaker.name for speaker in speakers(draft).speakers] == ["林知远"]


PIECES = """会议 指出 强调 ， ： 。 局长 县委书记 林知远 罗青 她 报告 在…会议上的讲话
XXX 习近平总书记 要 最后 省教育厅 批示 召开2031年教育工作会议"""
pieces = st.sampled_from([*PIECES.split(), "\n"])


@given(st.lists(pieces, max_size=50).map("".join) | st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_whatever_the_text_speakers_lie_in_order_inside_it(text):
    given_speakers = said(text)
    for speaker in given_speakers:
        assert 0 <= speaker.start < speaker.end <= len(text)
        assert speaker.end <= speaker.covers.start <= speaker.covers.end <= len(text)
        assert speaker.standing in STANDINGS
    for before, after in pairwise(given_speakers):
        assert before.end <= after.start


@pytest.mark.parametrize("piece", ["会议指出，", "他强调，", "局长张三指出，", "习近平总书记指出", "，最后"])
def test_hostile_text_takes_linear_time(piece, growth):
    meeting = read_meeting("会议")
    assert growth(lambda size: find_speakers(piece * (size // len(piece)), (), meeting), 12_000) < 3.2


NEWS = LEAD + (
    "市委书记郑重批示：清溪县要把消除大班额作为头等大事。\n省教育厅要求，各县要落实课后服务经费。\n"
    "林知远要求，要守牢安全底线。\n罗青强调，今年要新建公办幼儿园2所。\n县委主要领导批示：要抓紧办好。\n会议强调，要压实责任。"
)


def test_who_asks_for_a_task_is_told_with_it():
    found = read_text(NEWS)
    assert [(one.standing, found.quote(one)) for one in found.actions] == [
        ("superior", "把消除大班额作为头等大事"),
        ("superior", "落实课后服务经费"),
        ("leader", "守牢安全底线"),
        ("bureau", "新建公办幼儿园2所"),
        ("leader", "抓紧办好"),
        ("meeting", "压实责任"),
    ]


@pytest.mark.parametrize(
    ("title", "standing"),
    [
        ("清溪县教育局2031年工作要点", "bureau"),
        ("清溪县人民政府关于办好教育的意见", "leader"),
        ("关于办好教育的若干做法", None),
    ],
)
def test_a_paper_in_which_nobody_speaks_asks_for_who_issued_it(title, standing):
    found = read_text(f"{title}\n一、扩大资源\n1.新建公办幼儿园2所，改造农村学校食堂3个。\n2.加强教师培训。")
    assert {one.standing for one in found.actions} == {standing}


@pytest.mark.parametrize("giver", ["\n县教育局局长 罗青\n", "\n"])
def test_what_a_script_asks_is_asked_by_the_chair(giver):
    text = f"清溪县教育工作会议主持词{giver}同志们：\n进行会议第一项：请罗青讲话。\n会后，各学校要排查校舍安全隐患。\n"
    found = read_text(text)
    assert [one.standing for one in found.speakers] == ["chair"]
    assert [(one.standing, found.quote(one)) for one in found.actions] == [("chair", "排查校舍安全隐患")]


@pytest.mark.parametrize(
    "text",
    [
        "各校要按照省教育厅要求，抓好安全。",
        "省教育厅要求各校抓好安全。",
        "落实市委批示精神。",
        "按市教育局强调的要求办。",
    ],
)
def test_a_body_whose_demand_is_only_mentioned_does_not_speak(text):
    assert said(text) == ()
