"""Who answers for which row and until when, from the sentence to the ledger; places and offices are invented."""

import pytest

from luoshi.reader import read_text
from luoshi.reader.write.ledger import rows


def ledger(sentence):
    return rows(read_text(f"石桥县教育局2026年工作要点\n一、重点工作\n{sentence}"))


def owners(sentence):
    return [(row.measure, row.lead, row.assist) for row in ledger(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "县发改局、县自然资源局要做好校舍选址，县财政局要统筹建设资金，县住建局要加快项目审批。",
            [
                ("做好校舍选址", "县发改局、县自然资源局", ""),
                ("统筹建设资金", "县财政局", ""),
                ("加快项目审批", "县住建局", ""),
            ],
        ),
        (
            "县教育局要加强督导检查，县财政局要保障经费，县人社局要落实编制。",
            [("加强督导检查", "县教育局", ""), ("保障经费", "县财政局", ""), ("落实编制", "县人社局", "")],
        ),
        (
            "各学校要提高认识，落实责任，县财政局要保障经费。",
            [("提高认识，落实责任", "各学校", ""), ("保障经费", "县财政局", "")],
        ),
        (
            "结合实际，各学校要制定方案，县财政局要保障经费。",
            [("结合实际，各学校要制定方案", "各学校", ""), ("保障经费", "县财政局", "")],
        ),
        (
            "由县教育局负责制定方案，由县财政局负责落实资金。",
            [("由县教育局负责制定方案", "县教育局", ""), ("由县财政局负责落实资金", "县财政局", "")],
        ),
        ("规范收费行为，各学校要设立公示栏。", [("规范收费行为", "", ""), ("设立公示栏", "各学校", "")]),
    ],
)
def test_each_body_of_a_sentence_answers_for_its_own_clauses(sentence, expected):
    assert owners(sentence) == expected
