"""How the notice of a year's days off is read, and what speaks against saving one."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.office.organisations.calendar_actions import notice_that_comes_with_the_program, seeds
from luoshi.office.organisations.day_notice import NamedDay, read_notice

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines are shared

NOTICE = """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
2025年11月4日
"""


def test_notice_gives_each_day_with_the_holiday_it_belongs_to() -> None:
    notice = read_notice(NOTICE, year=2030)
    assert (notice.year, notice.document, notice.reasons, notice.remarks) == (2026, "国办发明电〔2025〕7号", (), ())
    assert notice.days[:4] == (
        NamedDay(date(2026, 1, 1), False, "元旦"),
        NamedDay(date(2026, 1, 2), False, "元旦"),
        NamedDay(date(2026, 1, 3), False, "元旦"),
        NamedDay(date(2026, 1, 4), True, "元旦调休上班"),
    )
    assert [one.day.day for one in notice.days[4:]] == [14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 28]


# Days off and make-up days, counted by hand in the notices; 2024 leaves out the weekends beside 元旦 and 端午.
@pytest.mark.parametrize(("year", "off", "worked"), [(2024, 28, 8), (2025, 28, 5), (2026, 33, 6)])
def test_notices_that_come_with_the_program_are_read_without_doubt(year: int, off: int, worked: int) -> None:
    notice = notice_that_comes_with_the_program(year)
    assert notice
    assert (notice.reasons, notice.remarks, notice.document) == ((), (), seeds()["notices"][year]["document"])
    assert sum(not one.works for one in notice.days) == off
    assert sum(one.works for one in notice.days) == worked
    assert {one.day.year for one in notice.days} == {year}


def test_program_brings_no_year_that_was_not_published() -> None:
    assert notice_that_comes_with_the_program(2027) is None


def test_older_wording_is_read_too() -> None:
    """2017: a day in lieu is named by itself; some notices number their items otherwise."""
    text = "1. 元旦：1月1日放假，1月2日（星期一）补休。\n（二）劳动节：5月1日放假，与周末连休。"
    assert [(one.day, one.works) for one in read_notice(text, year=2017).days] == [
        (date(2017, 1, 1), False),
        (date(2017, 1, 2), False),
        (date(2017, 5, 1), False),
    ]


def test_new_year_may_begin_in_december_before() -> None:
    text = "一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。"
    assert read_notice(text, year=2023).days[0].day == date(2022, 12, 31)
    assert read_notice("一、元旦：12月31日至1月2日放假，共3天。", year=2023).days[0].day == date(2022, 12, 31)


def test_half_width_marks_and_spaces_make_no_difference() -> None:
    plain = (
        NOTICE.translate(str.maketrans("（）：，", "():,")).replace("放假", " 放假 ").replace("\n一、", "\n　　一、")
    )
    assert read_notice(plain, year=2026) == read_notice(NOTICE, year=2026)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "一、元旦：1月1日（周三）至3日（周六）放假调休，共3天。",
            "“元旦”写的是 1月1日（周三），2026 年的这一天是周四。请核对是不是这一年的通知。",
        ),
        ("一、元旦：1月1日至3日放假调休，共4天。", "“元旦”写的是 4 天，按日期算是 3 天。请对照原文核对。"),
        (
            "一、元旦：1月1日放假。1月5日上班。",
            "2026-01-05 写的是调休上班，但它是周一，本来就上班。请核对是不是这一年的通知。",
        ),
        ("一、元旦：1月1日放假。\n二、春节：1月1日放假。", "2026-01-01 出现了两次：元旦、春节。请对照原文核对。"),
        ("一、元旦：2月30日放假。", "“元旦”里的 2 月 30 日，2026 年没有这一天。请对照原文核对。"),
        ("一、元旦：1月1日至5月3日放假。", "“元旦”从 2026-01-01 到 2026-05-03，不像一个假期。请对照原文核对。"),
        (
            "放假通知",
            "没有读到放假安排。请粘贴通知的正文，每个节日一行，如“一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。”",
        ),
    ],
)
def test_notice_that_contradicts_itself_or_the_year_is_not_to_be_saved(text: str, said: str) -> None:
    assert said in read_notice(text, year=2026).reasons


def test_sentence_with_a_day_that_was_not_understood_is_named() -> None:
    notice = read_notice("一、元旦：1月1日放假。1月4日另行通知。", year=2026)
    assert notice.remarks == ("“元旦”这一句没有读懂：1月4日另行通知",)


def test_notice_of_another_year_is_noticed_by_its_weekdays() -> None:
    assert read_notice(NOTICE.replace("2026", "2027"), year=2026).reasons


@UNHURRIED
@given(st.dates(date(2024, 1, 2), date(2030, 12, 1)), st.integers(1, 9))
def test_every_span_is_read_as_it_was_written(first: date, length: int) -> None:
    last = first + timedelta(days=length - 1)
    weekday = "一二三四五六日"
    text = (
        f"一、校庆：{first.year}年{first.month}月{first.day}日（周{weekday[first.weekday()]}）至"
        f"{last.month}月{last.day}日（周{weekday[last.weekday()]}）放假调休，共{length}天。"
    )
    notice = read_notice(text, year=first.year)
    assert notice.reasons == ()
    assert [one.day for one in notice.days] == [first + timedelta(days=number) for number in range(length)]


@UNHURRIED
@given(st.text("一二、：0123456789月日至（周六）放假上班共天。\n", max_size=80))
def test_no_text_brings_the_reader_down(text: str) -> None:
    notice = read_notice(text, year=2026)
    assert notice.days or notice.reasons
