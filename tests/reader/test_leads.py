"""Who leads in each row of the ledger, from a sentence to the row."""

import pytest

from luoshi.reader import read
from luoshi.reader.write.ledger import Row, rows


@pytest.fixture
def ledger(tmp_path):
    def make(sentence: str) -> tuple[Row, ...]:
        path = tmp_path / "points.txt"
        path.write_text(f"石桥县教育局2026年工作要点\n一、重点工作\n{sentence}", "utf-8")
        return rows(read(path))

    return make


@pytest.mark.parametrize(
    ("bracket", "lead", "assist"),
    [
        ("牵头科室：监管科；配合单位：市场监管局、公安局", "监管科", "市场监管局、公安局"),
        ("牵头单位：省教育厅；配合单位：省财政厅、市场监管局", "省教育厅", "省财政厅、省市场监管局"),
        ("牵头单位：乡村振兴局、教育局", "乡村振兴局、教育局", ""),
        ("牵头科室：人事科、纪检组", "人事科、纪检组", ""),
    ],
)
def test_a_name_inherits_a_level_only_from_one_that_has_it(ledger, bracket, lead, assist):
    (row,) = ledger(f"开展师德专项整治。（{bracket}）")
    assert (row.lead, row.assist) == (lead, assist)


@pytest.mark.parametrize(
    ("line", "leader", "person"),
    [
        ("（责任领导：林一帆；责任单位：学前股；责任人：苏小棠；完成时限：8月底前）", "林一帆", "苏小棠"),
        ("\n分管领导：林一帆 责任人：苏小棠、顾远舟", "林一帆", "苏小棠、顾远舟"),
        ("（责任单位：学前股）", "", ""),
    ],
)
def test_a_duty_line_names_the_leader_and_the_person(ledger, line, leader, person):
    (row,) = ledger(f"新建幼儿园3所。{line}")
    assert (row.leader, row.person) == (leader, person)
