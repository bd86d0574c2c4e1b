import pytest

from luoshi.reader.extract.numbering import _FORMATS


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
