"""Test suites made by others, asked of the reader's own steps: which cases a report can contain, which are read as expected,
and which are read otherwise on purpose. The rules stand in tests/reader/suites.yaml; benchmarks/suites.py prints the table."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from opencc import OpenCC

from luoshi.reader.deadlines import deadlines
from luoshi.reader.draft import Draft
from luoshi.reader.extract.txt import extract_txt
from luoshi.reader.figures.amounts import Amount, amounts
from luoshi.reader.meeting.dates import days, published
from luoshi.reader.normalise import normalise
from luoshi.reader.normalise.script import simplify
from luoshi.reader.numerals import CHINESE, share, value
from luoshi.reader.pipeline import run
from luoshi.reader.reading import Meeting
from luoshi.reader.source import Source
from luoshi.reader.text import Text

SUITES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "reader" / "suites.yaml").read_text("utf-8")
)


@dataclass(frozen=True, slots=True)
class Case:
    """One expectation of a suite: the words it is about, the whole input, what it expects, None that nothing is found."""

    text: str
    input: str
    expected: Any
    kind: str = ""
    day: date | None = None


@dataclass(slots=True)
class Tally:
    """A suite's cases by what became of them; `by_rule` counts those outside and otherwise by their reason."""

    cases: int = 0
    outside: int = 0
    otherwise: int = 0
    passed: int = 0
    missed: list[Case] = field(default_factory=list)
    by_rule: dict[str, int] = field(default_factory=dict)

    @property
    def in_scope(self) -> int:
        return self.cases - self.outside

    @property
    def passed_share(self) -> float:
        """Of the cases in scope that are not declared."""
        asked = self.in_scope - self.otherwise
        return self.passed / asked if asked else 1.0

    @property
    def declared_share(self) -> float:
        """Of all cases of the suite."""
        return self.otherwise / self.cases if self.cases else 0.0


def tally(name: str, shared: Path) -> Tally:
    """Every case of a suite, asked."""
    suite, told = SUITES[name], Tally()
    for case in _cases(suite, shared / "suites"):
        told.cases += 1
        rule = _rule(case, suite["outside"])
        if rule:
            told.outside += 1
        elif READS[suite["reads"]](case):
            told.passed += 1
        elif rule := _rule(case, suite["otherwise"]):
            told.otherwise += 1
        else:
            told.missed.append(case)
        if rule:
            told.by_rule[rule] = told.by_rule.get(rule, 0) + 1
    return told


def _rule(case: Case, rules: list[dict[str, str]]) -> str | None:
    """The reason of the first rule of which every part holds."""
    return next((rule["why"] for rule in rules if _holds(case, rule)), None)


def _holds(case: Case, rule: dict[str, str]) -> bool:
    fields = {"text": case.text, "input": case.input, "expected": str(case.expected), "kind": case.kind}
    said = all(re.search(rule[name], words) for name, words in fields.items() if name in rule)
    return said and ("is" not in rule or PREDICATES[rule["is"]](case))


# What the suites hold


def _cases(suite: dict[str, Any], folder: Path) -> Iterator[Case]:
    paths = sorted(folder.glob(suite["file"]))
    assert paths, f"no such suite: {suite['file']}"
    for path in paths:
        yield from LOADS[path.relative_to(folder).parts[0]](path)


def _recognizers(path: Path) -> Iterator[Case]:
    for case in json.loads(path.read_text("utf-8-sig")):
        base = case.get("Context", {}).get("ReferenceDateTime", "")[:10]
        day = date.fromisoformat(base) if base else None
        if not case["Results"]:
            yield Case(case["Input"], case["Input"], None)
        for found in case["Results"]:
            said = (found.get("Value") or {}).get("FutureResolution") if day else found["Resolution"]
            yield Case(found["Text"], case["Input"], said or {}, (found.get("Value") or {}).get("Timex") or "", day)


def _opencc(path: Path) -> Iterator[Case]:
    listed = json.loads(re.sub(r",(\s*[\]}])", r"\1", path.read_text("utf-8")))["cases"]
    for case in listed:
        for conversion, expected in case["expected"].items():
            if conversion in ("t2s", "tw2s", "tw2sp", "hk2s", "hk2sp"):
                yield Case(case["input"], case["input"], expected, conversion)


def _jionlp(path: Path) -> Iterator[Case]:
    for group in json.loads(path.read_text("utf-8"))["groups"]:
        for text, expected in group["cases"]:
            yield Case(text, text, expected)


def _wetext(path: Path) -> Iterator[Case]:
    """Spoken words in front; of the half that was written to be spoken, both sides."""
    spoken_first = path.parts[-3] == "itn"
    for line in path.read_text("utf-8").splitlines():
        left, arrow, right = (part.strip() for part in line.partition("=>"))
        if arrow:
            spoken, written = (left, right) if spoken_first else (right, left)
            yield Case(spoken, left, written, "itn" if spoken_first else "tn")


LOADS: dict[str, Callable[[Path], Iterator[Case]]] = {
    "recognizers-text": _recognizers,
    "opencc": _opencc,
    "jionlp": _jionlp,
    "wetextprocessing": _wetext,
}


# How the reader is asked


@cache
def cleaned(words: str) -> str:
    """The words as the reader's later steps see them."""
    return run(extract_txt(words, "例.txt"), (normalise,)).text


def same(got: float | None, expected: float) -> bool:
    return got is not None and abs(got - expected) <= 1e-9 * max(1, abs(expected))


def numerals(case: Case) -> bool:
    if case.expected is None:
        return amounts(cleaned(case.input)) == []
    return same(value(cleaned(case.text)), float(case.expected["value"]))


def shares(case: Case) -> bool:
    words = cleaned(case.text)
    if case.expected is None:
        return not any(amount.unit == "%" for amount in amounts(cleaned(case.input)))
    expected = float(case.expected["value"].rstrip("%"))
    points = [amount.low for amount in amounts(words) if amount.unit == "个百分点"]
    return same(share(words), expected) or any(same(low, expected) for low in points)


_BARE = re.compile(rf"(?:[0-9][0-9,.]*+[十百千万亿多余]*+|{CHINESE}[多余几]?+[万亿]?+)(?![％%分年个岁次平倍])")


def ranges(case: Case) -> bool:
    """Reports bound what they count: a number that counts nothing is given people to count."""
    words = cleaned(case.input)
    at = words.find(cleaned(case.text))
    end = at + len(cleaned(case.text))
    if at < 0:
        at, end = 0, len(words)
    counted = _BARE.sub(lambda number: number[0] + "人", words[at:end] + words[end : end + 1]) + words[end + 1 :]
    low, high = (float(bound) if bound else None for bound in case.expected["value"][1:-1].split(","))
    found = [bounds(amount) for amount in amounts(counted)]
    lows, highs = (
        ([bound for bound in side if bound is not None] for side in zip(*found, strict=True)) if found else ([], [])
    )
    return _is_bound(lows, low) and _is_bound(highs, high)


def _is_bound(found: list[float], expected: float | None) -> bool:
    return found == [] if expected is None else any(same(bound, expected) for bound in found)


def bounds(amount: Amount) -> tuple[float | None, float | None]:
    """The lowest and highest that an amount allows; 500余人 are 500 and more."""
    more = amount.comparator in (">", ">=") or (amount.comparator == "~" and amount.high is None)
    low = amount.low if amount.high is not None or more else None
    return low, amount.high if amount.high is not None else amount.low if amount.comparator in ("<", "<=") else None


UNITS = {"Mu": "亩", "Kilogram": "公斤千克", "Ton": "吨", "Meter": "米", "Kilometer": "公里", "Gram": "克", "Kilowatt": "千瓦",
         "Centimeter": "厘米"}  # fmt: skip


def quantities(case: Case) -> bool:
    if case.expected is None:
        return amounts(cleaned(case.input)) == []
    wanted, unit = float(case.expected["value"]), UNITS.get(case.expected["unit"], "")
    return any(same(amount.low, wanted) and (amount.unit or "?") in unit for amount in amounts(cleaned(case.input)))


def last_days(text: str, day: date) -> list[str | None]:
    """The last days of the limits that an order of that day holds."""
    words = cleaned(f"{text}完成任务。")
    draft = Draft(Source("x", "txt", words), Text.of(words), meeting=Meeting(year=day.year, date=day.isoformat()))
    return [limit.due for limit in deadlines(draft).deadlines]


def periods(case: Case) -> bool:
    """A period with its own year is asked of a paper of the year before, so that it lies ahead."""
    assert case.day is not None
    begin = date.fromisoformat(case.expected["startDate"])
    asked = date(begin.year - 1, 12, 1) if has_own_year(case) else case.day
    return last_day(case).isoformat() in last_days(case.text, asked)


def last_day(case: Case) -> date:
    """The last day of the period; the suite gives the day behind it, but for one that names its days."""
    end = date.fromisoformat(case.expected["endDate"])
    named = case.kind.startswith("(") and re.search("[日号天]", case.text)
    return end if named else end - timedelta(days=1)


def simplified(case: Case) -> bool:
    return simplify(Text.of(case.input)).chars == case.expected


def money(case: Case) -> bool:
    found = amounts(cleaned(case.input))
    if len(found) != 1 or found[0].unit != case.expected["case"]:
        return False
    [amount], number = found, case.expected["num"]
    low, high = number if isinstance(number, list) else (number, None)
    right_end = amount.high is None if high is None else same(amount.high, float(high))
    return same(amount.low, float(low)) and right_end and _is_vague(amount, case.expected["definition"])


def _is_vague(amount: Amount, definition: str) -> bool:
    """近 is about so much here, and less in the suite."""
    signs = {"accurate": "=", "blur+": ">=", "blur-": "<=~", "blur": "~"}
    return amount.high is not None or amount.comparator in signs[definition]


def written_numbers(case: Case) -> bool:
    return same(value(cleaned(case.text)), float(value(cleaned(case.expected)) or 0))


def written_dates(case: Case) -> bool:
    wanted = re.findall(r"(?:(\d{4})[年/.-])?(\d{1,2})[/.-](\d{1,2})|(\d{4})[年/.-](\d{1,2})?", case.expected)
    words = cleaned(case.input)
    got = [(day.year, day.month, day.day) for day in days(words)]
    got += [(day.year, day.month, day.day) for day in published([words])]
    for year, month, day, only, half in wanted:
        if only:
            last = f"{only}-{int(half or 12):02}-"
            if not any((due or "").startswith(last) for due in last_days(words, date(int(only) - 1, 1, 1))):
                return False
        elif (int(year) if year else None, int(month), int(day)) not in got:
            return False
    return bool(wanted)


_WRITTEN = re.compile(r"(?<![\d.])\d+(?:\.\d+)?[万亿]*\d*(?:[~-]\d+(?:\.\d+)?[万亿]*)?")


def measures(case: Case) -> bool:
    """Each number of the written side is the value of an amount of the spoken side, in order."""
    words = cleaned(case.text)
    found = [(amount.low, amount.high) for amount in amounts(words)]
    wanted = []
    for written in _WRITTEN.findall(case.expected):
        first, sign, second = written.replace("-", "~").partition("~")
        if "-" in written:  # 730-40 are 730 to 740
            digits = len(re.sub("[万亿]", "", second))
            second = first[: len(first) - digits] + second
        scale = re.sub(r"[\d.]", "", second) if not re.search("[万亿]", first) else ""
        wanted.append((value(first + scale), value(second) if sign else None))
    return [(low, high) for low, high in found] == wanted


def amounts_of_money(case: Case) -> bool:
    found = amounts(cleaned(case.text))
    number = re.search(r"[\d.]+(?:~[\d.]+)?", case.expected)
    assert number is not None
    first, _, second = number[0].replace("-", "~").partition("~")
    unit = "美元" if "$" in case.expected else "元"
    return [(amount.low, amount.high, amount.unit) for amount in found] == [
        (value(first), value(second) if second else None, unit)
    ]


READS: dict[str, Callable[[Case], bool]] = {
    reads.__name__: reads
    for reads in (numerals, shares, ranges, quantities, periods, simplified, money, written_numbers, written_dates,
                  measures, amounts_of_money)
}  # fmt: skip


# What a rule may ask for beside words


def has_own_year(case: Case) -> bool:
    return bool(re.search("(?:19|20)[0-9]{2}|二零[一-九零]{2}年", cleaned(case.text)))


def lies_behind(case: Case) -> bool:
    """The period is counted from the day that it is told on and ends before it."""
    assert case.day is not None
    return not has_own_year(case) and "endDate" in case.expected and last_day(case) < case.day


def turns_words(case: Case) -> bool:
    """The case turns on a word and not on its characters: these alone do not give what is expected."""
    return case.kind.endswith("p") and str(OpenCC(case.kind[:-1]).convert(case.input)) != case.expected


def is_nearly_simplified(case: Case) -> bool:
    """So few of its characters are traditional that the text is a simplified one."""
    simple = str(OpenCC("t2s").convert(case.input))
    return sum(a != b for a, b in zip(case.input, simple, strict=False)) < 0.04 * len(case.input)


PREDICATES: dict[str, Callable[[Case], bool]] = {
    predicate.__name__: predicate for predicate in (lies_behind, turns_words, is_nearly_simplified)
}
