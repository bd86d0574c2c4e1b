from collections.abc import Callable

import pytest

from luoshi.reader.extract import extract
from luoshi.reader.extract.numbering import _FORMATS
from luoshi.reader.source import Source
from luoshi.reader.text import Text

WordFile = Callable[..., bytes]


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, number: int = 1, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


def numbering(*levels: str, number: str = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>{number}'


def shown(source: Source) -> list[str]:
    """The lines as a person sees them, with the automatic numbers."""
    return Text.of(source.text, source.inserted).chars.split("\n")


@pytest.mark.parametrize(
    ("form", "number", "shown"),
    [
        ("chineseCounting", 1, "一"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 35, "三十五"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1001, "一千零一"),
        ("japaneseCounting", 12, "十二"),
        ("ideographDigital", 10, "一〇"),
        ("ideographDigital", 23, "二三"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("decimal", 7, "7"),
        ("decimalZero", 7, "07"),
        ("lowerLetter", 27, "aa"),
        ("upperLetter", 2, "B"),
        ("lowerRoman", 4, "iv"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 1, "子"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircle", 21, "21"),
    ],
)
def test_numbers_are_shown_as_word_shows_them(form: str, number: int, shown: str) -> None:
    assert _FORMATS[form](number) == shown


@pytest.mark.parametrize(
    ("form", "beyond", "shown"),
    [
        ("chineseCounting", 99, "九十九"),
        ("chineseCounting", 100, "一〇〇"),
        ("chineseCountingThousand", 0, "0"),
        ("chineseCountingThousand", 9999, "九千九百九十九"),
        ("chineseCountingThousand", 10_000, "10000"),
        ("chineseLegalSimplified", 20, "贰拾"),
        ("decimalZero", 10, "10"),
        ("lowerLetter", 0, "0"),
        ("lowerLetter", 1, "a"),
        ("lowerLetter", 26, "z"),
        ("lowerLetter", 53, "aaa"),
        ("lowerLetter", 520, "z" * 20),
        ("lowerLetter", 521, "a" * 20),
        ("lowerRoman", 0, "0"),
        ("lowerRoman", 1, "i"),
        ("lowerRoman", 3999, "mmmcmxcix"),
        ("lowerRoman", 4000, "4000"),
        ("upperRoman", 444, "CDXLIV"),
        ("upperRoman", 666, "DCLXVI"),
        ("ideographTraditional", 0, "0"),
        ("ideographTraditional", 1, "甲"),
        ("ideographTraditional", 11, "甲"),
        ("ideographZodiac", 12, "亥"),
        ("decimalEnclosedCircle", 0, "0"),
        ("decimalEnclosedCircle", 1, "①"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("ideographEnclosedCircle", 10, "㊉"),
        ("ideographEnclosedCircle", 11, "11"),
    ],
)
def test_each_form_has_its_first_and_last_number_and_says_the_rest_otherwise(
    form: str, beyond: int, shown: str
) -> None:
    assert _FORMATS[form](beyond) == shown


def test_every_form_shows_fifteen_in_its_own_way() -> None:
    assert {form: show(15) for form, show in _FORMATS.items()} == {
        "decimal": "15",
        "decimalZero": "15",
        "decimalFullWidth": "15",
        "decimalHalfWidth": "15",
        "lowerLetter": "o",
        "upperLetter": "O",
        "lowerRoman": "xv",
        "upperRoman": "XV",
        "chineseCounting": "十五",
        "chineseCountingThousand": "十五",
        "japaneseCounting": "十五",
        "taiwaneseCounting": "十五",
        "taiwaneseCountingThousand": "十五",
        "koreanCounting": "十五",
        "ideographDigital": "一五",
        "taiwaneseDigital": "一五",
        "japaneseDigitalTenThousand": "一五",
        "chineseLegalSimplified": "壹拾伍",
        "ideographLegalTraditional": "壹拾伍",
        "ideographTraditional": "戊",
        "ideographZodiac": "寅",
        "decimalEnclosedCircle": "⑮",
        "decimalEnclosedCircleChinese": "⑮",
        "ideographEnclosedCircle": "15",
        "decimalEnclosedParen": "(15)",
        "decimalEnclosedFullstop": "15.",
    }


@pytest.mark.parametrize("form", sorted(_FORMATS))
def test_no_form_fails_on_numbers_that_word_allows(form: str) -> None:
    assert all(isinstance(_FORMATS[form](number), str) for number in (0, 1, 9, 10, 26, 27, 99, 100, 3999, 32767))


def test_numbers_go_on_from_text_to_cells(word: WordFile) -> None:
    table = f"<w:tbl><w:tr><w:tc>{numbered('乙')}{numbered('')}{numbered('丙')}</w:tc></w:tr></w:tbl>"
    levels = numbering(level(0, "decimal", "%1."))
    assert shown(extract(word(numbered("甲") + table, numbering=levels), "例.docx")) == ["1.甲", "2.乙", "3.丙"]


def test_automatic_numbers_are_shown_before_the_paragraph_and_are_not_its_text(word: WordFile) -> None:
    levels = numbering(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2."))
    body = (
        numbered("总体要求")
        + numbered("抓学前", level=1)
        + numbered("抓高中", level=1)
        + numbered("保障措施")
        + numbered("抓队伍", level=1)
    )
    source = extract(word(body, numbering=levels), "例.docx")
    assert source.text == "总体要求\n抓学前\n抓高中\n保障措施\n抓队伍"
    assert shown(source) == ["一、总体要求", "1.抓学前", "2.抓高中", "二、保障措施", "1.抓队伍"]


def test_a_deeper_number_repeats_the_levels_above_it(word: WordFile) -> None:
    levels = numbering(level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    body = numbered("总则") + numbered("目标") + numbered("布局", level=1) + numbered("建设", level=1)
    assert shown(extract(word(body, numbering=levels), "例.docx")) == [
        "第一章 总则",
        "第二章 目标",
        "2.1 布局",
        "2.2 建设",
    ]


def test_a_list_begins_anew_where_its_number_says_so(word: WordFile) -> None:
    anew = (
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = numbered("甲") + numbered("乙") + numbered("丙", 2) + numbered("丁", 2)
    source = extract(word(body, numbering=numbering(level(0, "japaneseCounting", "（%1）"), number=anew)), "例.docx")
    assert shown(source) == ["（一）甲", "（二）乙", "（一）丙", "（二）丁"]


def test_a_level_that_never_restarts_goes_on_under_the_next_heading(word: WordFile) -> None:
    levels = numbering(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'))
    body = numbered("甲") + numbered("乙", level=1) + numbered("丙") + numbered("丁", level=1)
    assert shown(extract(word(body, numbering=levels), "例.docx")) == ["一、甲", "1.乙", "二、丙", "2.丁"]


def test_a_level_restarts_only_under_the_level_that_it_names(word: WordFile) -> None:
    under_first = level(2, "decimal", "（%3）", '<w:lvlRestart w:val="1"/>')
    levels = numbering(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2."), under_first)
    body = "".join(numbered("文", level=depth) for depth in (0, 1, 2, 1, 2, 0, 1, 2))
    assert " ".join(shown(extract(word(body, numbering=levels), "例.docx"))).replace("文", "") == (
        "一、 1. （1） 2. （2） 二、 1. （1）"
    )


def test_a_list_begins_at_its_start_and_goes_on_from_its_override(word: WordFile) -> None:
    third = level(0, "decimal", "%1.").replace('<w:start w:val="1"/>', '<w:start w:val="3"/>')
    fifth = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    lists += f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{fifth}</w:num>'
    body = "".join(numbered("文", number) for number in (1, 1, 2, 1, 2))
    source = extract(word(body, numbering=numbering(third, number=lists)), "例.docx")
    assert [line.removesuffix("文") for line in shown(source)] == ["3.", "4.", "5.", "6.", "7."]


def test_a_level_with_an_override_begins_at_it_under_every_heading(word: WordFile) -> None:
    fifth = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = f'<w:num w:numId="1"><w:abstractNumId w:val="7"/>{fifth}</w:num>'
    levels = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%2)"), number=lists)
    body = "".join(numbered("文", level=depth) for depth in (0, 1, 1, 0, 1))
    source = extract(word(body, numbering=levels), "例.docx")
    assert [line.removesuffix("文") for line in shown(source)] == ["1.", "5)", "6)", "2.", "5)"]


def test_a_list_may_show_a_level_in_its_own_way(word: WordFile) -> None:
    own = f'<w:lvlOverride w:ilvl="1">{level(1, "upperLetter", "%1%2)")}</w:lvlOverride>'
    lists = f'<w:num w:numId="1"><w:abstractNumId w:val="7"/>{own}</w:num>'
    levels = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%2."), number=lists)
    body = numbered("甲") + numbered("乙", level=1) + numbered("丙", level=1)
    assert shown(extract(word(body, numbering=levels), "例.docx")) == ["1.甲", "1A)乙", "1B)丙"]


def test_lists_of_different_kinds_count_by_themselves(word: WordFile) -> None:
    two = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n + 6}"/></w:num>' for n in (1, 2))
    other = f'<w:abstractNum w:abstractNumId="8">{level(0, "lowerLetter", "%1)")}</w:abstractNum>'
    levels = other + numbering(level(0, "decimal", "%1."), number=two)
    body = numbered("甲") + numbered("乙", 2) + numbered("丙") + numbered("丁", 2)
    assert shown(extract(word(body, numbering=levels), "例.docx")) == ["1.甲", "a)乙", "2.丙", "b)丁"]


@pytest.mark.parametrize(
    ("form", "text", "more", "label"),
    [
        ("decimal", "第%1条", '<w:suff w:val="nothing"/>', "第2条"),
        ("decimal", "第%1条", '<w:suff w:val="space"/>', "第2条 "),
        ("decimal", "%1.", "", "2."),
        ("decimal", "", "", ""),
        ("none", "附：", "", "附："),
        ("none", "%1、", "", ""),
        ("bullet", "附", "", ""),
        ("hebrew1", "%1.", "", "2."),
    ],
)
def test_a_number_is_set_as_its_level_says(word: WordFile, form: str, text: str, more: str, label: str) -> None:
    levels = numbering(level(0, form, text, more))
    source = extract(word(numbered("甲") + numbered("乙"), numbering=levels), "例.docx")
    assert shown(source)[1] == f"{label}乙"


@pytest.mark.parametrize(("plain", "label"), [("<w:isLgl/>", "1.1"), ('<w:isLgl w:val="0"/>', "一.1"), ("", "一.1")])
def test_a_level_above_is_shown_in_digits_where_the_level_says_so(word: WordFile, plain: str, label: str) -> None:
    levels = numbering(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", plain))
    body = numbered("甲") + numbered("乙", level=1)
    assert shown(extract(word(body, numbering=levels), "例.docx"))[1] == f"{label} 乙"


def test_a_level_above_that_never_came_counts_as_begun(word: WordFile) -> None:
    levels = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."))
    assert shown(extract(word(numbered("甲", level=1), numbering=levels), "例.docx")) == ["1.1.甲"]


@pytest.mark.parametrize(
    "properties",
    [
        '<w:numPr><w:numId w:val="9"/></w:numPr>',
        '<w:numPr><w:ilvl w:val="5"/><w:numId w:val="1"/></w:numPr>',
        '<w:pStyle w:val="missing"/>',
        '<w:pStyle w:val="circle"/>',
    ],
)
def test_a_number_that_leads_nowhere_is_none(word: WordFile, properties: str) -> None:
    circle = '<w:style w:styleId="circle"><w:basedOn w:val="circle"/></w:style>'
    source = extract(
        word(p("甲", properties), numbering=numbering(level(0, "decimal", "%1.")), styles=circle), "例.docx"
    )
    assert shown(source) == ["甲"]


def test_a_paragraph_without_a_level_is_on_the_first(word: WordFile) -> None:
    body = p("甲", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    assert shown(extract(word(body, numbering=numbering(level(0, "decimal", "%1."))), "例.docx")) == ["1.甲"]


def test_a_heading_s_style_finds_its_level_by_the_level_s_own_word(word: WordFile) -> None:
    listed = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    deep = '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = "".join(
        f'<w:style w:styleId="{name}">{properties}</w:style>'
        for name, properties in (("one", listed), ("two", listed), ("deep", deep))
    )
    levels = numbering(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="one"/>'),
        level(1, "decimal", "%2.", '<w:pStyle w:val="two"/>'),
    )
    body = "".join(p("文", f'<w:pStyle w:val="{style}"/>') for style in ("one", "two", "deep"))
    body += p("文", '<w:pStyle w:val="two"/><w:numPr><w:ilvl w:val="0"/></w:numPr>')
    source = extract(word(body, numbering=levels, styles=styles), "例.docx")
    assert [line.removesuffix("文") for line in shown(source)] == ["一、", "1.", "2.", "二、"]


def test_a_list_may_take_its_levels_from_a_style(word: WordFile) -> None:
    link = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="list"/></w:abstractNum>'
    lists = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n + 6}"/></w:num>' for n in (1, 2))
    styles = '<w:style w:styleId="list"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    levels = link + numbering(level(0, "chineseCounting", "%1、"), number=lists)
    source = extract(word(numbered("甲", 2) + numbered("乙", 2), numbering=levels, styles=styles), "例.docx")
    assert shown(source) == ["一、甲", "二、乙"]


def test_numbers_come_from_the_style_that_a_style_is_based_on(word: WordFile) -> None:
    styles = (
        '<w:style w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="own"><w:basedOn w:val="base"/></w:style>'
    )
    body = p("甲", '<w:pStyle w:val="own"/>') + p(
        "乙", '<w:pStyle w:val="own"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    source = extract(word(body, numbering=numbering(level(0, "upperLetter", "%1.")), styles=styles), "例.docx")
    assert shown(source) == ["A.甲", "乙"]


def test_bullets_and_empty_paragraphs_show_and_count_no_number(word: WordFile) -> None:
    two = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    dots = extract(word(numbered("甲"), numbering=numbering(level(0, "bullet", "•"), number=two)), "例.docx")
    assert shown(dots) == ["甲"]
    gaps = extract(
        word(numbered("甲") + numbered(" ") + numbered("乙"), numbering=numbering(level(0, "decimal", "%1."))),
        "例.docx",
    )
    assert shown(gaps) == ["1.甲", "2.乙"]
