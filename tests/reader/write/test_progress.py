import csv
import io
from pathlib import Path

from luoshi.reader.write.order import FAILED, SKIPPED, Order, Outcome
from luoshi.reader.write.progress import LIST, Progress


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def order(name: str) -> Order:
    return Order(Path(name), "json", Path("结果") / name, single=False)


def test_the_screen_says_how_many_are_left_and_for_how_long():
    screen = Screen()
    progress = Progress(100, 40, screen, loud=True)
    progress.tell(order("一.txt"), Outcome(said="3 项任务"))
    assert "40 份以前读过，没有变，不再读；还有 60 份。" in screen.getvalue()
    assert screen.getvalue().endswith("41/100 还剩 59 份 一.txt")
    progress.began -= 20
    progress.tell(order("二.txt"), Outcome(said="3 项任务"))
    assert screen.getvalue().endswith("42/100 还剩 58 份，约 10 分钟 二.txt")


def test_what_was_not_read_is_listed_with_its_reason_in_a_file(tmp_path):
    stream = io.StringIO()
    progress = Progress(3, 0, stream, loud=True)
    progress.tell(order("一.txt"), Outcome(refusal="不是中文，没有读"))
    progress.tell(order("二.html"), Outcome(refusal="是落实自己写出的网页", verdict=SKIPPED))
    progress.tell(order("三.txt"), Outcome(refusal="程序出错", verdict=FAILED))
    assert progress.finish(tmp_path) == 2
    with (tmp_path / LIST).open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1:] == [
            ["一.txt", "拒绝", "不是中文，没有读"],
            ["三.txt", "未能识别", "程序出错"],
        ]
    assert stream.getvalue().endswith("读完 0 份，拒绝 1 份，跳过 1 份，未能识别 1 份。\n")


def test_the_list_goes_where_all_is_read(tmp_path):
    (tmp_path / LIST).write_text("一.txt", "utf-8")
    progress = Progress(1, 0, io.StringIO(), loud=True)
    progress.tell(order("一.txt"), Outcome(said="3 项任务"))
    assert progress.finish(tmp_path) == 0
    assert not (tmp_path / LIST).exists()


def test_of_many_reports_the_refused_are_said_again_at_the_end(tmp_path):
    stream = io.StringIO()
    progress = Progress(30, 28, stream, loud=True)
    progress.tell(order("一.txt"), Outcome(refusal="不是中文"))
    progress.tell(order("二.txt"), Outcome(said="3 项任务"))
    progress.finish(tmp_path)
    assert stream.getvalue().count("一.txt：不是中文") == 2
