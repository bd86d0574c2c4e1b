import re

import pytest

from luoshi.reader import read_text
from luoshi.reader.lexicon import load
from luoshi.reader.proofread import ProofRemark, proofread
from luoshi.reader.proofread.wording import said, shown, sureness
from luoshi.reader.text import Span

BLAMING = re.compile("错误|非法|无效|失误|粗心|违规|不合格")


def test_a_remark_says_what_why_and_what_to_do(draft):
    reading = read_text(draft.replace("共11个", "共12个"))
    (remark,) = proofread(reading)
    assert said(reading, remark) == "各项（7个、4个）相加是11个，写的总数是12个。请核对各项和总数。"
    assert sureness(remark) == "请核对"
    assert shown(reading, remark.places[0]) == "…运动场7个、食堂4个，共【12个】。九年义务教育巩固率达到…"


def test_the_year_is_said_only_where_it_is_known(draft):
    reading = read_text(draft.replace("取得明显成效。", "取得明显成效。2030年，全县投入教育资金1.68亿元。"))
    (remark,) = proofread(reading)
    assert "“投入教育资金”（2030 年）两处写得不同：一处是1.68亿元，一处是1.86亿元" in said(reading, remark)
    timeless = draft.replace("2031年，全县", "全县").replace("2031年重点工作", "下一步工作")
    reading = read_text(timeless.replace("规范教育收费", "规范教育收费，年内新增公办学位860个"))
    (remark,) = proofread(reading)
    assert "“新增公办学位”两处写得不同" in said(reading, remark)
    assert sureness(remark) == "请留意"


@pytest.mark.parametrize("code", load("wording")["proof"])
def test_no_sentence_blames_anybody_and_each_says_what_to_do(code):
    sentence = load("wording")["proof"][code]
    assert not BLAMING.search(sentence)
    assert "请" in sentence
    assert sentence.endswith("。")


def test_a_long_place_is_shortened_and_harmless():
    reading = read_text("一、工作要求\n各学校要\u202e" + "认真" * 40 + "落实。")
    long = Span(0, len(reading.text))
    assert "\u202e" not in shown(reading, long)
    remark = ProofRemark("task-twice", True, (long, long), (("likeness", "96"),))
    assert len(said(reading, remark)) < 90
