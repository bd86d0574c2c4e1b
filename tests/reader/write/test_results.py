from pathlib import Path

import pytest

from luoshi.reader.write import batch
from luoshi.reader.write.batch import orders, run

REPORT = "青禾县召开2031年教育工作会议\n会议要求，要排查校园安全隐患，年底前完成消防设施改造。\n"


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "收文"
    for name in ("一", "二", "三"):
        (made / name).mkdir(parents=True)
        (made / name / "报告.txt").write_text(REPORT.replace("青禾", f"青{name}"), "utf-8")
    return made


def carried_out(folder: Path, out: Path, monkeypatch, *, to: str = "json") -> list[str]:
    """The reports that a run read."""
    read: list[str] = []
    convert = batch.convert
    monkeypatch.setattr(batch, "convert", lambda order: read.append(order.path.parent.name) or convert(order))
    assert run(orders([str(folder)], to=to, out=f"{out}/"), workers=1) == 0
    monkeypatch.undo()
    return read


def test_what_was_read_is_not_read_again(folder, tmp_path, monkeypatch, capfd):
    out = tmp_path / "结果"
    assert carried_out(folder, out, monkeypatch) == ["一", "三", "二"]
    assert carried_out(folder, out, monkeypatch) == []
    assert "3 份以前读过，没有变，不再读；还有 0 份。" in capfd.readouterr().err


def test_a_report_that_changed_and_a_result_that_is_gone_are_read_again(folder, tmp_path, monkeypatch):
    out = tmp_path / "结果"
    carried_out(folder, out, monkeypatch)
    (folder / "三" / "报告.txt").write_text(REPORT + "要加强家校协同。\n", "utf-8")
    (out / "报告.json").unlink()
    assert carried_out(folder, out, monkeypatch) == ["一", "三"]
    assert "家校协同" in (out / "报告-2.json").read_text("utf-8")


def test_a_new_report_that_moves_the_others_names_leaves_no_result_of_another(folder, tmp_path, monkeypatch):
    out = tmp_path / "结果"
    carried_out(folder, out, monkeypatch)
    (folder / "七").mkdir()
    (folder / "七" / "报告.txt").write_text(REPORT.replace("青禾", "青七"), "utf-8")
    assert carried_out(folder, out, monkeypatch) == ["七", "三", "二"]
    for order in orders([str(folder)], to="json", out=f"{out}/"):
        assert f"青{order.path.parent.name}县" in order.out.read_text("utf-8")


def test_another_format_is_another_result(folder, tmp_path, monkeypatch):
    out = tmp_path / "结果"
    carried_out(folder, out, monkeypatch)
    assert carried_out(folder, out, monkeypatch, to="table") == ["一", "三", "二"]


def test_a_reading_that_is_stopped_goes_on_where_it_stopped(folder, tmp_path, monkeypatch, capfd):
    out = tmp_path / "结果"
    convert = batch.convert

    def stopped(_, things, **__):
        for order in things:
            if order.path.parent.name == "二":
                raise KeyboardInterrupt
            yield order, Told(convert(order))

    monkeypatch.setattr(batch.pool, "in_order", stopped)
    with pytest.raises(KeyboardInterrupt):
        run(orders([str(folder)], to="json", out=f"{out}/"), workers=1)
    monkeypatch.undo()
    assert "停在第 2 份。再运行一次同样的命令，从这里接着读。" in capfd.readouterr().err
    assert carried_out(folder, out, monkeypatch) == ["二"]


class Told:
    """A future whose result is there."""

    def __init__(self, outcome):
        self.outcome = outcome

    def exception(self):
        return None

    def result(self):
        return self.outcome
