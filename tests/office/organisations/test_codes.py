"""Which codes are let through, and what is said of the others."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.office.organisations.codes import (
    ALPHABET,
    check_character,
    plain,
    remark_on_school_code,
    why_not_credit_code,
    why_not_mobile,
    why_not_region,
    why_not_school_code,
)

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines are shared

BODIES = st.text(ALPHABET, min_size=17, max_size=17)


def test_an_empty_code_is_no_mistake() -> None:
    assert [why("") for why in (why_not_school_code, why_not_credit_code, why_not_region, why_not_mobile)] == [None] * 4


def test_credit_code_of_the_readme_is_sound() -> None:
    assert why_not_credit_code("91110108551385082Q") is None


@UNHURRIED
@given(BODIES)
def test_credit_code_with_its_check_character_is_sound(body: str) -> None:
    """Also where the sum divides by 31, at which several public versions stumble."""
    assert why_not_credit_code(body + check_character(body)) is None


def test_credit_code_whose_sum_divides_evenly_ends_in_nought() -> None:
    assert check_character("0" * 17) == "0"


@UNHURRIED
@given(BODIES, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_in_a_credit_code_is_noticed(body: str, place: int, other: str) -> None:
    code = body + check_character(body)
    changed = code[:place] + other + code[place + 1 :]
    assert (why_not_credit_code(changed) is None) == (changed == code)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "91110108551385082X",
            "统一社会信用代码“91110108551385082X”的校验位对不上，里面多半有一位抄错了。请对照证书核对。",
        ),
        ("9111010855138508Q", "统一社会信用代码应是 18 位，“9111010855138508Q”是 17 位。请核对有没有漏写或多写。"),
        (
            "91110108 551385082Q",
            "统一社会信用代码“91110108 551385082Q”里有空格，请去掉或改成半角：91110108551385082Q。",
        ),
        (
            "９1110108551385082Q",
            "统一社会信用代码“９1110108551385082Q”里有全角字符，请去掉或改成半角：91110108551385082Q。",
        ),
        ("91110108551385082q", "统一社会信用代码“91110108551385082q”里有小写字母，请改成大写：91110108551385082Q。"),
        (
            "9111O108551385082Q",
            "统一社会信用代码“9111O108551385082Q”里有“O”，这种代码只用数字和除 I、O、S、V、Z 以外的字母。“O”是不是“0”？",
        ),
    ],
)
def test_credit_code_that_cannot_be_right_is_explained(code: str, said: str) -> None:
    assert why_not_credit_code(code) == said


@pytest.mark.parametrize("code", ["2151000123", "1151000123", "4111010001"])
def test_school_code_of_ten_digits_is_sound(code: str) -> None:
    assert why_not_school_code(code) is None


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("215100012", "学校（机构）标识码应是 10 位，“215100012”是 9 位。请核对有没有漏写或多写。"),
        ("２151000123", "学校（机构）标识码“２151000123”里有全角字符，请去掉或改成半角：2151000123。"),
        ("2151 000123", "学校（机构）标识码“2151 000123”里有空格，请去掉或改成半角：2151000123。"),
        (" 2151000123", "学校（机构）标识码“ 2151000123”里有空格，请去掉或改成半角：2151000123。"),
        ("2151-000123", "学校（机构）标识码“2151-000123”里有多余的符号，请去掉或改成半角：2151000123。"),
        ("21510O0123", "学校（机构）标识码“21510O0123”里有“O”，这里只能是数字。请核对。"),
    ],
)
def test_school_code_that_cannot_be_right_is_explained(code: str, said: str) -> None:
    assert why_not_school_code(code) == said


@pytest.mark.parametrize(
    ("code", "kind", "stages", "said"),
    [
        ("2151000123", "school", ["primary"], None),
        ("3151000123", "school", ["primary", "junior"], None),
        ("3451000123", "school", ["primary", "junior", "senior"], None),
        ("2151000123", None, [], None),
        ("9151000123", "institution", [], None),
        ("2151000123", "kindergarten", ["preschool"], "“21”开头，通常是小学，与填的类型或学段不一致"),
        ("1151000123", "school", ["primary"], "“11”开头，通常是幼儿园，与填的类型或学段不一致"),
        ("2151000123", "school", ["junior"], "“21”开头，通常是小学，与填的类型或学段不一致"),
        ("8851000123", "school", ["primary"], "前两位“88”不在常见的类别里"),
        ("2199000123", "school", ["primary"], "第 3、4 位“99”不是省份代码"),
        ("21", "kindergarten", [], None),
    ],
)
def test_school_code_of_an_unusual_class_is_only_remarked_on(code, kind, stages, said) -> None:
    found = remark_on_school_code(code, kind=kind, stages=stages)
    assert (found is None) if said is None else (found is not None and said in found)


@pytest.mark.parametrize("code", ["530427", "530427103205", "110000", "660100"])
def test_region_of_six_or_twelve_digits_is_sound(code: str) -> None:
    assert why_not_region(code) is None


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("5304", "行政区划代码应是 6 位或 12 位，“5304”是 4 位。请核对有没有漏写或多写。"),
        ("990427", "行政区划代码“990427”的前两位“99”不是省份代码，请核对。"),
        ("530427103", "行政区划代码“530427103”只到乡镇（9 位）。请写 6 位，或补三个 0 写成 12 位：530427103000。"),
        ("５３０４２７", "行政区划代码“５３０４２７”里有全角字符，请去掉或改成半角：530427。"),
    ],
)
def test_region_that_cannot_be_right_is_explained(code: str, said: str) -> None:
    assert why_not_region(code) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("13800138000", None),
        ("12800138000", "手机号码“12800138000”的开头不对，手机号码以 13 至 19 开头。请核对。"),
        ("1380013800", "手机号码应是 11 位，“1380013800”是 10 位。请核对有没有漏写或多写。"),
        ("138-0013-8000", "手机号码“138-0013-8000”里有多余的符号，请去掉或改成半角：13800138000。"),
    ],
)
def test_mobile_number_is_told_from_what_is_none(number: str, said: str | None) -> None:
    assert why_not_mobile(number) == said


@UNHURRIED
@given(st.text(max_size=25))
def test_whatever_is_written_is_let_through_or_explained(text: str) -> None:
    for why in (why_not_school_code, why_not_credit_code, why_not_region, why_not_mobile):
        reason = why(text)
        assert reason is None or reason.endswith(("。", "？"))
    plain(text)
