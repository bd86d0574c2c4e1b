"""How a workbook shows numbers and days."""

from datetime import date, datetime, time, timedelta

import pytest

from luoshi.reader.extract.cells import shown


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (1.0, "", "1"),
        (1.0, "General", "1"),
        (2031, "", "2031"),
        (0.1 + 0.2, "", "0.3"),
        (1234567.0, "", "1234567"),
        (123456789012345.0, "", "123456789012345"),
        (0.95, "0%", "95%"),
        (0.955, "0.0%", "95.5%"),
        (0.9999, "0.0%", "100.0%"),
        (-0.025, "0.0%", "-2.5%"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (12.0, '0"所"', "12所"),
        (2.0, '"约"0"所"', "约2所"),
        (98.0, "0_ ", "98"),
        (98.0, "[红色][>90]0.0", "98.0"),
        (-3.5, "0.0;(0.0)", "(3.5)"),
        (-3.5, "0.0", "-3.5"),
        (0.0, '0;-0;"无"', "0"),
        (12345678.0, '0.00,"千元"', "12345.68千元"),
        (12000.0, '0!.0,"万"', "1.2万"),
        (3.0, "@", "3"),
        (0.5, "# ?/?", "0.5"),
        (float("nan"), "", ""),
        (float("inf"), "0.0", ""),
        (True, "", "TRUE"),
        (" 建成学校 ", "0%", "建成学校"),
        (None, "", ""),
    ],
)
def test_a_number_is_said_as_its_format_shows_it(value, form, said):
    assert shown(value, form) == said


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("", "2031年8月31日"),
        ("yyyy/m/d", "2031年8月31日"),
        ('yyyy"年"m"月"d"日";@', "2031年8月31日"),
        ('yyyy"年"m"月"', "2031年8月"),
        ("[$-804]yyyy\\年m\\月", "2031年8月"),
        ('m"月"d"日"', "8月31日"),
        ("yyyy", "2031年"),
        ("yyyy-mm-dd hh:mm", "2031年8月31日 8:05"),
    ],
)
def test_a_day_is_said_as_an_office_says_it(form, said):
    assert shown(datetime(2031, 8, 31, 8, 5), form) == said  # noqa: DTZ001  # a cell knows no zone


def test_a_time_and_a_length_of_time_are_said_plainly():
    assert [shown(date(2031, 1, 2)), shown(time(8, 5)), shown(timedelta(hours=2))] == [
        "2031年1月2日",
        "8:05",
        "2:00:00",
    ]
