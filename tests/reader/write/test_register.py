import json

from luoshi.reader.write import register
from luoshi.reader.write.register import NAME, Register, stamp


def test_a_result_stands_as_long_as_its_report_has_not_changed(tmp_path):
    report = tmp_path / "一.txt"
    report.write_text("甲", "utf-8")
    Register(tmp_path, "json").add("一.json", [stamp(report)])
    assert Register(tmp_path, "json").standing([stamp(report)]) == {"一.json": [str(report)]}
    report.write_text("甲乙", "utf-8")
    assert Register(tmp_path, "json").standing([stamp(report)]) == {}


def test_each_format_has_its_own_lines(tmp_path):
    report = tmp_path / "一.txt"
    report.write_text("甲", "utf-8")
    Register(tmp_path, "json").add("一.json", [stamp(report)])
    assert Register(tmp_path, "table").standing([stamp(report)]) == {}


def test_what_another_program_read_does_not_stand(tmp_path, monkeypatch):
    report = tmp_path / "一.txt"
    report.write_text("甲", "utf-8")
    Register(tmp_path, "json").add("一.json", [stamp(report)])
    monkeypatch.setattr(register, "program", lambda: "0.0.1-another")
    assert Register(tmp_path, "json").standing([stamp(report)]) == {}


def test_the_program_is_known_by_its_rules():
    assert register.program() == register.program()
    assert len(register.program().split("-")[1]) == 16


def test_a_line_that_was_torn_is_passed_over_and_the_next_stands_apart(tmp_path):
    one, two = tmp_path / "一.txt", tmp_path / "二.txt"
    for report in (one, two):
        report.write_text("甲", "utf-8")
    Register(tmp_path, "json").add("一.json", [stamp(one)])
    whole = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(whole + whole[: len(whole) // 2])
    Register(tmp_path, "json").add("二.json", [stamp(two)])
    assert Register(tmp_path, "json").standing([stamp(one), stamp(two)]) == {
        "一.json": [str(one)],
        "二.json": [str(two)],
    }


def test_a_result_of_which_one_report_is_unknown_is_made_anew(tmp_path):
    Register(tmp_path, "parquet").add("00001", [None])
    assert json.loads((tmp_path / NAME).read_text("utf-8"))["result"] == "00001"
    assert Register(tmp_path, "parquet").standing([None]) == {}
