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


@pytest.mark.parametrize("form", sorted(_FORMATS))
def test_no_form_fails_on_numbers_that_word_allows(form: str) -> None:
    assert all(isinstance(_FORMATS[form](number), str) for number in (0, 1, 9, 10, 26, 27, 99, 100, 3999, 32767))
