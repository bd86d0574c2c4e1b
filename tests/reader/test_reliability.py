from collections import defaultdict
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pytest

from luoshi.reader import read, reliability
from luoshi.reader.reading import FINDINGS
from luoshi.reader.reliability import UNMEASURED, code_of, sure
from luoshi.reader.write.as_json import as_object

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
MEASURED = ("sentences", "headings", "actions", "figures", "deadlines", "bodies")


@pytest.fixture(scope="module")
def bench(script: Callable[[Path], ModuleType]) -> ModuleType:
    return script(BENCHMARKS / "reliability.py")


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"figures": {"amount": 0.96, "amount/fact": 0.6}}
    monkeypatch.setattr(reliability, "load", {"reliability": given}.get)
    sure.cache_clear()


@pytest.mark.usefixtures("table")
def test_the_table_is_asked_for_all_of_a_code_and_then_for_less():
    try:
        assert sure("figures", 0.5, "amount", "fact") == 0.6
        assert sure("figures", 0.5, "amount", "fact", "rate") == 0.6
        assert sure("figures", 0.5, "amount", "target") == 0.96
    finally:
        sure.cache_clear()


@pytest.mark.usefixtures("table")
def test_an_unmeasured_rule_keeps_its_estimate_and_never_a_high_one():
    try:
        assert sure("figures", 0.7, "new-rule", "fact") == 0.7
        assert sure("figures", 0.99, "new-rule", "fact") == UNMEASURED < 0.9
        assert sure("unheard-of", 0.99, "amount") == UNMEASURED
    finally:
        sure.cache_clear()


def test_the_steps_give_what_the_table_says_of_their_codes():
    for path in files("luoshi.samples").iterdir():
        if not path.name.endswith((".txt", ".html", ".docx")):
            continue
        found = as_object(read(path.read_bytes(), name=path.name))
        for name in MEASURED:
            for item in found[name]:
                estimate = item["confidence"]
                assert sure(name, estimate, *code_of(name, item)) == estimate, (name, item["text"])


def test_every_list_in_the_table_is_one_of_the_reading_and_every_value_a_share():
    table = reliability.load("reliability")
    assert set(table) == set(MEASURED) <= set(FINDINGS)
    assert all(0 < value < 1 for codes in table.values() for value in codes.values())


def test_a_share_is_taken_the_more_cautiously_the_fewer_reports_it_comes_from(bench):
    def those(reports, each, wrong):
        made = [bench.Judged("figures", ("amount",), 0.9, f"r{r}", True) for r in range(reports) for _ in range(each)]
        return [one._replace(right=number >= wrong) for number, one in enumerate(made)]

    many, few = bench.cautious(those(20, 2, 1)), bench.cautious(those(2, 20, 1))
    assert few < many < 39 / 40
    assert bench.cautious(those(4, 1, 0)) < bench.cautious(those(40, 1, 0)) < 1


def test_what_is_sure_is_right_nine_times_in_ten_on_the_labelled_reports(bench, shared):
    judged = defaultdict(list)
    for one in bench.judged_in(shared, bench.scorer(shared / "gold" / "score.py")):
        if one.confidence >= bench.SURE and one.list not in bench.WITHOUT:
            judged[one.list].append(one.right)
    assert set(judged) >= {"sentences", "headings", "figures", "deadlines", "bodies"}
    shares = {name: sum(rights) / len(rights) for name, rights in judged.items()}
    assert min(shares.values()) >= bench.SURE, shares


def test_more_than_half_of_the_findings_that_are_sure_to_be_right_are_said_to_be(bench, shared):
    judged = list(bench.judged_in(shared, bench.scorer(shared / "gold" / "score.py")))
    for name in ("sentences", "headings", "figures", "bodies"):
        those = [one.confidence for one in judged if one.list == name]
        assert sum(value >= bench.SURE for value in those) > len(those) / 2, name
