"""How each way of writing the same words becomes one."""

import json
import re
from pathlib import Path

import pytest

from luoshi.reader.draft import Draft
from luoshi.reader.lexicon import load
from luoshi.reader.normalise import normalise
from luoshi.reader.normalise.script import simplify
from luoshi.reader.source import Source
from luoshi.reader.text import Text


def draft(text: str) -> Draft:
    return normalise(Draft(Source("", "txt", text), Text.of(text)))


def clean(text: str) -> str:
    return draft(text).text


# Glosses


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("東湖區(qū)教育局召開(kāi)會(huì)議", "东湖区教育局召开会议"),
        ("會(huì )議", "会议"),
        ("會(huì\xa0)議", "会议"),
        ("會 (huì)議", "会议"),
        ("國(ɡuó)家", "国家"),
        ("區（qū）長", "区长"),
        ("我们(men)的学校", "我们的学校"),
        ("踏實的作風（fēng", "踏实的作风"),
    ],
)
def test_a_reading_in_brackets_behind_its_character_goes(written: str, meant: str) -> None:
    assert clean(written) == meant


@pytest.mark.parametrize(
    "kept", ["2016年（2016）", "安装（APP）", "图片（jpg）", "校（园）长", "字母（zì）表", "教育（abc）"]
)
def test_other_brackets_stay(kept: str) -> None:
    assert clean(kept) == kept


def test_on_a_page_of_glosses_one_behind_a_damaged_character_goes_too() -> None:
    assert clean("東區(qū)開(kāi)會(huì)，推七M(jìn)落實").startswith("东区开会，推七M落实")


# Script


def test_traditional_text_becomes_simplified_by_meaning() -> None:
    text = "東湖縣教育局著力推進義務教育優質均衡發展，成效顯著，說幹就幹，乾淨整潔，乾隆年間的書院後來成為學校。"
    assert (
        clean(text)
        == "东湖县教育局着力推进义务教育优质均衡发展，成效显著，说干就干，干净整洁，乾隆年间的书院后来成为学校。"
    )


def test_simplified_text_with_a_traditional_character_stays_as_it_is() -> None:
    text = "东湖县教育局局长陳某主持会议，强调成效显著，出版著作三部，要办好人民满意的教育。"
    assert clean(text) == text


def test_a_traditional_line_above_a_simplified_text_becomes_simplified() -> None:
    body = "东湖县教育局召开全县教育工作会议，总结去年工作，部署今年任务。\n" * 6
    assert clean("網站導覽與繁體版說明\n" + body).startswith("网站导览与繁体版说明\n东湖县")


def test_taiwan_words_are_mapped_back_where_a_text_shows_several() -> None:
    text = "東湖縣優化國小和幼稚園佈局，推進教育資訊化與網路建設，對口支援農村學校，全國小學教師培訓專案。"
    assert (
        clean(text) == "东湖县优化小学和幼儿园布局，推进教育信息化与网络建设，对口支援农村学校，全国小学教师培训项目。"
    )


def test_one_taiwan_word_alone_maps_nothing() -> None:
    assert clean("東湖縣建設優質幼稚園，保障適齡兒童入園，推進學前教育發展。").startswith("东湖县建设优质幼稚园")


def test_words_never_grow_when_mapped() -> None:
    lexicon = load("script")
    assert [a for a, b in {**lexicon["taiwan"], **lexicon["variants"]}.items() if len(b) > len(a)] == []
    assert set(lexicon["taiwan_marks"]) <= set(lexicon["taiwan"])


# Widths, quotes, marks


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("会议强调,要抓落实;一是(试点)先行:全面铺开!好吗?", "会议强调，要抓落实；一是（试点）先行：全面铺开！好吗？"),
        ("２０２４年新增学位５００个", "2024年新增学位500个"),
        ("增长３．５％，覆盖率９０％以上", "增长3.5%，覆盖率90%以上"),
        ("每周１～２节，比例１５∶１，２０１８－２０２０年", "每周1~2节，比例15:1，2018-2020年"),
        ("入学率100%,巩固率99.2%", "入学率100%，巩固率99.2%"),
        ("投入1,200万元", "投入1,200万元"),
        ("上午8:30开会", "上午8:30开会"),
        ("投入1 122个", "投入1122个"),
        ("(一)抓安全", "（一）抓安全"),
        ("（一)抓安全", "（一）抓安全"),
        ("A（1)B", "A（1）B"),
        ('应当从重处罚。"', "应当从重处罚。”"),
        ('会议提出,"要抓落实。', "会议提出，“要抓落实。"),
        ('人员”担任，"责任"到人', "人员”担任，“责任”到人"),
        ("来源 : 某报", "来源：某报"),
        ('坚持“科教兴县"战略', "坚持“科教兴县”战略"),
        ('推进"双减"工作,落实"五项管理"', "推进“双减”工作，落实“五项管理”"),
        ("开展'三大'服务", "开展“三大”服务"),
        ("开展'三大服务“活动", "开展“三大服务”活动"),
        ("要,，抓紧", "要，抓紧"),
        ("抓安全。★ღ抓质量。★", "抓安全。抓质量。"),
        ("建成五★级饭店", "建成五★级饭店"),
        ("教育是`生命线", "教育是生命线"),
        ("继、、、年之后", "继、、、年之后"),
        ("《““十四五””规划》", "《“十四五”规划》"),
    ],
)
def test_marks_and_widths_are_those_of_a_careful_typist(written: str, meant: str) -> None:
    assert clean(written) == meant


@pytest.mark.parametrize(
    "kept",
    ["the school, (a) first: yes! ok?", "读《关于“双减”工作的意见》", "他说：“要办‘好’学校。”", "人员”担任，“责任"],
)
def test_what_is_right_already_stays(kept: str) -> None:
    assert clean(kept) == kept


# Blanks


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("推进教育 综合改革，提高教学质 量。", "推进教育综合改革，提高教学质量。"),
        ("投入 4525 万元，“十 四五 ”期间", "投入4525万元，“十四五”期间"),
        ("通　知", "通知"),
        ("县长 王大山", "县长 王大山"),
        ("开展“凝心聚力 铸魂育人”行动，成效好。", "开展“凝心聚力 铸魂育人”行动，成效好。"),
        ("1 总体要求", "1 总体要求"),
        ("2 年级学生", "2 年级学生"),
        ("2025 年工作要点", "2025年工作要点"),
        ("3 月底前完成", "3月底前完成"),
        ("　　第一段\n\n \t\n　　第二段  \n", "第一段\n第二段"),
        ("甲\r\n乙\r丙\u2028丁", "甲\n乙\n丙\n丁"),
        ("教\u200b育\ufeff局\x00", "教育局"),
        ("教\u202a育\u202e局\u2066长\u2069", "教育局长"),
        ("单位\t时间", "单位\t时间"),
        ("牵头单位：甲局　　责任单位：乙局", "牵头单位：甲局　　责任单位：乙局"),
    ],
)
def test_blanks_stay_only_where_they_part_words(written: str, meant: str) -> None:
    assert clean(written) == meant


# Markup


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("要抓好安全。</p><p style='x:1'>要抓好质量。</p>", "要抓好安全。\n要抓好质量。"),
        ("要<b>抓好</b>安全&nbsp;&ldquo;双减&rdquo;&#8212;", "要抓好安全“双减”—"),
        ('style="margin:0 12px"要抓好安全', "要抓好安全"),
        ("## 总体要求\n**抓安全：**排查\n## 保障", "总体要求\n抓安全：排查\n保障"),
        ("若a<b且c>d", "若a<b且c>d"),
        ("学**贯彻**县委部署", "学**贯彻**县委部署"),
    ],
)
def test_markup_goes_and_struck_out_words_stay(written: str, meant: str) -> None:
    assert clean(written) == meant


# Lost bytes


@pytest.mark.parametrize(
    ("seen", "was"),
    [("抓好建設?蓖七M改革", "抓好建设。”推进改革"), ("各項工作??h教育局落實", "各项工作。县教育局落实")],
)
def test_shifted_bytes_are_undone_where_the_true_ones_are_common(seen: str, was: str) -> None:
    result = draft("全面貫徹落實會議精神，" + seen + "。")
    assert was in result.text
    assert [remark.code for remark in result.remarks] == ["damaged"]


def test_what_a_shift_has_swallowed_is_not_guessed() -> None:
    assert "示范！”实验区" in clean("建設國家級示範!睂嶒瀰^，推進發展。")


@pytest.mark.parametrize("seen", ["高質量發展?;A教育", "發展?!?/p>"])
def test_damage_beyond_repair_is_marked_and_ends_the_sentence(seen: str) -> None:
    result = draft("全面推進教育" + seen + "要抓好落實。")
    assert "？" in result.text
    assert {remark.code for remark in result.remarks} == {"damaged"}


@pytest.mark.parametrize("text", ["怎么办?本校A组", "副厅长沈堃、王嫱嬅出席", "由本龘靐\n主持", "提高？嘉奖！嬅某"])
def test_rare_names_are_no_damage(text: str) -> None:
    assert clean(text).replace("？", "?") == text.replace("？", "?")


def test_half_of_a_lost_pair_never_becomes_a_figure() -> None:
    assert "9" not in clean("推进廉政建设９\ufffd固拓展成果")


# Suites by others


def suite(shared: Path, name: str) -> list[dict]:
    text = (shared / "suites" / name).read_text("utf-8")
    data = json.loads(re.sub(r",(\s*[\]}])", r"\1", text))
    return data["cases"] if isinstance(data, dict) else data


# Where this project decides otherwise than OpenCC: 想像 and 慰藉著 are written 想象 and 慰藉着 on the mainland.
DECLARED = {"BYVoid_OpenCC_PR_1035_t2s", "BYVoid_OpenCC_Issue_767_solace"}


def differing(shared: Path, conversion: str) -> tuple[set[str], int]:
    cases = [c for c in suite(shared, "opencc/testcases.json") if conversion in c["expected"]]
    wrong = {c["id"] for c in cases if simplify(Text.of(c["input"])).chars != c["expected"][conversion]}
    return wrong, len(cases)


def test_script_agrees_with_opencc_s_own_cases(shared: Path) -> None:
    assert differing(shared, "t2s") == (DECLARED, 55)


def test_taiwan_vocabulary_goes_as_far_as_education_reports_need(shared: Path) -> None:
    """The other 37 cases are medicine, computing, chemistry and names of persons, films and firms, which no
    report of this genre holds, and words too short to tell that they come from Taiwan."""
    wrong, count = differing(shared, "tw2sp")
    assert count - len(wrong) >= 16


def test_sound_text_in_other_languages_is_left_alone(shared: Path) -> None:
    for case in suite(shared, "ftfy/negative.json"):
        text = case["original"].replace("\xa0", " ").strip()
        result = draft(text)
        assert not result.remarks or "\ufffd" in text, case["label"]
