import errno
import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from luoshi.cli import main
from luoshi.reader.write.schema import reading_schema
from luoshi.reader.write.wording import width

REPORT = """\
青禾县召开2031年教育工作会议
3月2日，青禾县召开2031年教育工作会议。县教育局局长顾远舟主持会议并讲话。
会议指出，过去一年，全县新增学位3200个，小学入学率达100%，教育质量明显提升。
会议要求，2031年要抓好以下工作。
一、办好学前教育。新建公办幼儿园2所，普惠性幼儿园覆盖率达到90%以上。
二、守住安全底线。持续开展校园安全隐患排查，年底前完成消防设施改造。
"""


@pytest.fixture
def report(tmp_path) -> Path:
    path = tmp_path / "青禾.txt"
    path.write_text(REPORT, "utf-8")
    return path


@pytest.fixture
def folder(tmp_path, report) -> Path:
    """Two reports of one name, one that is none, and what is not looked at."""
    (tmp_path / "乡镇").mkdir()
    (tmp_path / "乡镇" / "青禾.txt").write_text(REPORT.replace("青禾", "白石"), "utf-8")
    (tmp_path / "坏.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "~$青禾.docx").write_bytes(b"lock")
    (tmp_path / ".隐藏.txt").write_text(REPORT, "utf-8")
    (tmp_path / "照片.jpg").write_bytes(b"\xff\xd8")
    return tmp_path


def shown(folder: Path) -> list[str]:
    """What a person sees in a folder."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_a_report_is_printed_as_a_table(report, capfd):
    assert main(["read", str(report)]) == 0
    out, err = capfd.readouterr()
    assert "青禾县2031年教育工作会议" in out
    assert "完成消防设施改造" in out
    assert "2031-12-31" in out
    assert err == ""


def test_json_goes_to_standard_output_and_follows_the_schema(report, capfd):
    assert main(["read", str(report), "--to", "json"]) == 0
    reading = json.loads(capfd.readouterr().out)
    Draft202012Validator(reading_schema()).validate(reading)
    assert "青禾县" in reading["text"]
    assert reading["actions"]


def test_the_ending_of_out_chooses_the_format(report, tmp_path, capfd):
    target = tmp_path / "结果" / "分解表.xlsx"
    assert main(["read", str(report), "--out", str(target)]) == 0
    assert openpyxl.load_workbook(target).sheetnames == ["责任分解表", "指标与数据", "说明"]
    assert f"→ {target}" in capfd.readouterr().err


def test_a_folder_gives_one_file_per_report_and_says_which_was_refused(folder, tmp_path, capfd):
    out = tmp_path / "结果"
    assert main(["read", str(folder), "--to", "json", "--out", str(out)]) == 1
    assert shown(out) == ["没有读成的报告.csv", "青禾-2.json", "青禾.json"]
    err = capfd.readouterr().err
    assert f"拒绝 {folder / '坏.txt'}：" in err
    assert err.endswith("读完 2 份，拒绝 1 份。\n")
    assert "照片" not in err
    assert "隐藏" not in err


def test_several_jobs_give_the_same_files(folder, tmp_path, capfd):
    one, two = tmp_path / "1", tmp_path / "2"
    reports = [str(folder / "青禾.txt"), str(folder / "乡镇"), str(folder / "坏.txt")]
    assert main(["read", *reports, "--to", "json", "--out", str(one)]) == 1
    assert main(["read", *reports, "--to", "json", "--out", str(two), "--jobs", "2"]) == 1
    assert shown(one) == shown(two)
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in shown(one))


def test_several_readings_in_one_stream_are_a_line_each(folder, capfd):
    assert main(["read", str(folder), "--to", "json"]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert [json.loads(line)["source"]["name"] for line in lines] == ["青禾.txt", "青禾.txt"]


def test_a_report_named_twice_is_read_once(report, capfd):
    assert main(["read", str(report), str(report), str(report.parent), "--to", "json"]) == 0
    assert len(capfd.readouterr().out.splitlines()) == 1


def test_a_single_report_goes_into_a_folder_when_out_ends_as_one(report, tmp_path, capfd):
    assert main(["read", str(report), "--to", "table", "--out", f"{tmp_path / '台账'}/"]) == 0
    assert "完成消防设施改造" in (tmp_path / "台账" / "青禾.txt").read_text("utf-8")


def test_a_report_is_never_written_over(tmp_path, capfd):
    page = tmp_path / "青禾.html"
    page.write_text(f"<meta charset=utf-8><body>{REPORT.replace(chr(10), '<p>')}", "utf-8")
    before = page.read_bytes()
    assert main(["read", str(page), "--out", str(page)]) == 2
    assert main(["read", str(page), "--to", "html", "--out", f"{tmp_path}/"]) == 0
    assert page.read_bytes() == before
    assert (tmp_path / "青禾-2.html").exists()


def test_a_file_that_is_not_there_is_refused_with_its_name(tmp_path, report, capfd):
    missing = tmp_path / "没有.txt"
    assert main(["read", str(missing), str(report)]) == 1
    out, err = capfd.readouterr()
    assert f"拒绝 {missing}：" in err
    assert "完成消防设施改造" in out


def test_results_that_could_not_be_written_are_counted_apart(folder, tmp_path, capfd):
    (tmp_path / "结果" / "青禾.json").mkdir(parents=True)
    assert main(["read", str(folder), "--to", "json", "--out", f"{tmp_path / '结果'}/"]) == 1
    err = capfd.readouterr().err
    assert f"未能写出 {tmp_path / '结果' / '青禾.json'}：这是一个文件夹。" in err
    assert err.endswith("读完 1 份，拒绝 1 份，未能写出 1 份。\n")


@pytest.mark.parametrize(
    ("place", "why"), [("台账.json", "那里已有同名的文件，建不成文件夹"), ("结果/台账.json", "路径中有一段不是文件夹")]
)
def test_a_ledger_that_cannot_be_written_is_said_with_its_place(report, capfd, place, why):
    target = report / place
    assert main(["read", str(report), "--out", str(target)]) == 1
    said = f"{report} 已读好，请换一个 --out，或让那里能写，再读一次。"
    assert capfd.readouterr().err == f"未能写出 {target}：{why}。{said}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["read"], "还缺：路径"),
        (
            ["read", "x.txt", "--to", "pdf"],
            "--to 没有“pdf”这一项。可以是：“table”、“json”、“html”、“xlsx”、“parquet”。",
        ),
        (["read", "x.txt", "--jobs", "many"], "--jobs：要 1 到 64 的整数，写的是“many”"),
        (["read", "x.txt", "--speed", "9"], "不认识“--speed 9”"),
        (["read", "x.txt", "--out"], "--out 后面要有一个值"),
        (["read", ""], "写的是空的，要写文件或文件夹的名字"),
        (["read", "x.txt", "--out", ""], "--out：写的是空的"),
        (["serve", "--data", ""], "--data：写的是空的"),
        (["read", "-", "-"], "标准输入（-）只能写一次"),
        (["read", "a.txt", "b.txt", "--to", "html"], "请用 --out 指定文件夹"),
        (
            ["write"],
            "没有“write”这个命令。可以是：“read”、“proof”、“compare”、“demo”、“init”、“serve”、“work”、“check”。",
        ),
        (["raed"], "没有“raed”这个命令，是不是“read”？可以是：“read”"),
        (["read", "x.txt", "--to", "xlxs"], "--to 没有“xlxs”这一项，是不是“xlsx”？"),
        ([], "还缺：命令"),
    ],
)
def test_wrong_use_is_explained_and_ends_with_2(arguments, said, capfd):
    try:
        code = main(arguments)
    except SystemExit as ended:
        code = ended.code
    assert code == 2
    assert said in capfd.readouterr().err


@pytest.mark.parametrize(("to", "ending"), [("html", "html"), ("table", "txt"), ("json", "json"), ("xlsx", "xlsx")])
def test_our_own_output_is_no_report(report, tmp_path, to, ending, capfd):
    out = tmp_path / "结果"
    for _ in range(2):
        assert main(["read", str(report.parent), "--to", to, "--out", f"{out}/"]) == 0
        assert shown(out) == [f"青禾.{ending}"]
    assert main(["read", str(out / f"青禾.{ending}")]) == 1
    assert f"“青禾.{ending}”是落实自己写出的" in capfd.readouterr().err


def test_our_own_output_in_a_folder_is_named_and_does_not_count(report, tmp_path, capfd):
    arguments = ["read", str(tmp_path), "--to", "html", "--out", f"{tmp_path}/"]
    assert main(arguments) == 0
    assert main(arguments) == 0
    err = capfd.readouterr().err
    assert f"跳过 {tmp_path / '青禾.html'}：是落实自己写出的网页，不是报告。" in err
    assert err.endswith("读完 1 份，拒绝 0 份，跳过 1 份。\n")
    report.unlink()
    assert main(arguments) == 2
    assert "里没有报告，只有落实自己写出的文件（1 个）" in capfd.readouterr().err


@pytest.fixture
def locked(monkeypatch) -> Path:
    """A folder's name that the system does not open; permissions do not stop a test that runs as root."""
    opened = os.scandir

    def scandir(path):
        if Path(path).name == "锁着":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return opened(path)

    monkeypatch.setattr(os, "scandir", scandir)
    return Path("锁着")


def test_a_subfolder_that_cannot_be_opened_is_among_the_refusals(folder, locked, capfd):
    (folder / locked).mkdir()
    assert main(["read", str(folder), "--to", "json", "--out", f"{folder / '结果'}/"]) == 1
    err = capfd.readouterr().err
    assert f"拒绝 {folder / locked}：这个文件夹打不开：没有权限。里面的报告没有读" in err
    assert err.endswith("读完 2 份，拒绝 2 份。\n")


def test_a_folder_that_cannot_be_opened_does_not_pass_for_an_empty_one(tmp_path, locked, capfd):
    (tmp_path / locked).mkdir()
    assert main(["read", str(tmp_path / locked)]) == 1
    err = capfd.readouterr().err
    assert "这个文件夹打不开：没有权限" in err
    assert "没有找到报告" not in err


@pytest.mark.parametrize("name", ["长" * 100, "圈.txt"])
def test_a_path_that_the_system_does_not_follow_is_refused(tmp_path, name, capfd):
    (tmp_path / "圈.txt").symlink_to(tmp_path / "圈.txt")
    assert main(["read", str(tmp_path / name), "--out", str(tmp_path / name)]) == 1
    assert "打不开：" in capfd.readouterr().err


def test_a_folder_without_reports_is_wrong_use(tmp_path, capfd):
    assert main(["read", str(tmp_path)]) == 2
    assert "没有找到报告" in capfd.readouterr().err


@pytest.mark.parametrize(("given", "out"), [("青禾.txt", "结果.pdf"), (".", "结果.json")])
def test_an_ending_that_cannot_be_meant_is_wrong_use(folder, given, out, capfd):
    assert main(["read", str(folder / given), "--out", str(folder / out)]) == 2
    assert out in capfd.readouterr().err
    assert not (folder / out).exists()


def test_several_reports_do_not_go_into_one_file(folder, tmp_path, capfd):
    target = tmp_path / "a.json"
    target.write_text("", "utf-8")
    assert main(["read", str(folder), "--out", str(target)]) == 2
    assert "要是文件夹" in capfd.readouterr().err


def test_help_shows_an_example(capfd):
    with pytest.raises(SystemExit) as ended:
        main(["read", "--help"])
    assert ended.value.code == 0
    assert "luoshi read 报告.docx --out 责任分解表.xlsx" in capfd.readouterr().out


@pytest.mark.parametrize("command", [[], ["read"], ["demo"], ["serve"], ["work"], ["check"]])
def test_help_is_chinese_and_says_each_thing_once(command, capfd):
    with pytest.raises(SystemExit):
        main([*command, "--help"])
    said = capfd.readouterr().out
    assert not re.findall(r"\b[A-Z]{2,}\b", said.replace("JSON", ""))
    assert not [line for line in said.splitlines() if line.endswith(":")]
    assert "选项：\n" in said
    assert "\n  命令\n" not in said
    options = said.split("选项：\n")[1].split("\n\n")[0].splitlines()
    assert len({width(re.match(r" +\S.*?  +", line)[0]) for line in options}) == 1, "columns"


def _run(*arguments: str, **given: object) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen([sys.executable, "-m", "luoshi", *arguments], env=environment, **given)


def test_standard_input_is_read():
    process = _run("read", "-", "--to", "json", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    out, _ = process.communicate(REPORT.encode("gb18030"))
    assert process.returncode == 0
    assert json.loads(out)["source"]["encoding"].lower().startswith("gb")


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path):
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(REPORT, "utf-8")
    process = _run("read", str(tmp_path), "--to", "json", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout.readline().startswith(b"{")
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait() == 0
    assert "Traceback" not in err
    assert "Broken" not in err


def test_a_closed_output_is_no_fault(report):
    command = ["sh", "-c", 'exec "$0" -m luoshi read "$1" >&-', sys.executable, str(report)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("to", ["table", "json"])
def test_a_full_disk_is_said_in_one_sentence(report, to):
    with Path("/dev/full").open("wb") as full:
        process = _run("read", str(report), "--to", to, stdout=full, stderr=subprocess.PIPE)
        _, err = process.communicate()
    assert process.returncode == 1
    assert err.decode() == "结果没有写完：磁盘已满。请腾出地方，或写到别处（--out），再做一次。\n"


def test_the_samples_are_read_in_every_format(tmp_path, capfd):
    samples = str(files("luoshi") / "samples")
    for to in ("table", "json", "html", "xlsx"):
        assert main(["read", samples, "--to", to, "--out", str(tmp_path / to)]) == 0
        assert all((tmp_path / to / name).stat().st_size > 1000 for name in shown(tmp_path / to))


@pytest.mark.parametrize("module", ["luoshi", "luoshi.cli"])
def test_the_module_is_the_command(module, report):
    command = [sys.executable, "-m", module, "read"]
    done = subprocess.run([*command, str(report)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "青禾县2031年教育工作会议" in done.stdout
    assert subprocess.run([*command, "没有.docx"], capture_output=True, check=False).returncode == 1
