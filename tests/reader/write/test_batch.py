from pathlib import Path

from luoshi.reader.write.batch import Order, orders, run

REPORT = "青禾县召开2031年教育工作会议\n会议要求，要排查校园安全隐患，年底前完成消防设施改造。\n"


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(REPORT, "utf-8")


def found(folder: Path) -> list[str]:
    return [order.path.relative_to(folder).as_posix() for order in orders([str(folder)], to=None, out=None)]


def test_reports_are_known_by_their_ending_in_capitals_too(tmp_path):
    put(tmp_path, "一.TXT", "三.Docx", "二.PDF", "图.PNG")
    assert found(tmp_path) == ["一.TXT", "三.Docx", "二.PDF"]


def test_hidden_folders_are_passed_over_unless_they_are_named(tmp_path):
    put(tmp_path, "一.txt", ".藏/二.txt", "县/.藏/三.txt", "县/~$一.docx")
    assert found(tmp_path) == ["一.txt"]
    assert found(tmp_path / ".藏") == ["二.txt"]


def test_a_report_and_a_link_to_it_are_read_once(tmp_path):
    put(tmp_path, "一.txt")
    (tmp_path / "链接.txt").symlink_to(tmp_path / "一.txt")
    assert found(tmp_path) == ["一.txt"]


def test_the_ending_of_out_counts_in_capitals_too(tmp_path):
    put(tmp_path, "一.txt")
    [order] = orders([str(tmp_path / "一.txt")], to=None, out=str(tmp_path / "台账.XLSX"))
    assert order.to == "xlsx"


def test_results_whose_names_differ_in_capitals_only_get_a_number(tmp_path):
    put(tmp_path, "甲/Report.txt", "乙/REPORT.txt", "乙/台账.JSON")
    given = [str(tmp_path / name) for name in ("甲", "乙/REPORT.txt", "乙/台账.JSON")]
    targets = [order.out.name for order in orders(given, to="json", out=str(tmp_path / "乙"))]
    assert targets == ["Report.json", "REPORT-2.json", "台账-2.json"]


def test_a_fault_of_the_program_in_one_report_does_not_stop_the_others(tmp_path, capfd):
    put(tmp_path, "一.txt", "二.txt")
    faulty, sound = (Order(tmp_path / name, to, None, False) for name, to in (("一.txt", "poem"), ("二.txt", "table")))
    assert run([faulty, sound], workers=1) == 1
    out, err = capfd.readouterr()
    assert "完成消防设施改造" in out
    assert f"未能识别 {faulty.name}：程序出错，不是文件的问题" in err
    assert "KeyError: 'poem' (batch.py:" in err
    assert err.endswith("读完 1 份，拒绝 0 份，未能识别 1 份。\n")
