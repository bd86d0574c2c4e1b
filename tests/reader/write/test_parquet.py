from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from luoshi.cli import main
from luoshi.reader import read, read_text
from luoshi.reader.reading import Duty
from luoshi.reader.text import Span
from luoshi.reader.write import batch, parquet
from luoshi.reader.write.as_json import as_object
from luoshi.reader.write.batch import orders, run

LINES = ("agenda", "headings", "sentences", "actions", "figures", "deadlines", "bodies", "noise", "remarks")


def rows(out: Path, table: str) -> list[dict]:
    return pq.read_table(out / table).sort_by("report").to_pylist()


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "收文"
    made.mkdir()
    for number in range(5):
        (made / f"{number}.txt").write_text(f"青{number}县要办好学前教育，新建幼儿园{number + 1}所。\n" * 2, "utf-8")
    return made


def test_every_finding_of_a_reading_is_a_row(reading):
    given, made = as_object(reading), parquet.tables(reading, "青禾.txt")
    given["agenda"] = given["meeting"]["agenda"]
    for name in LINES:
        assert made[name].num_rows == len(given[name]) > 0, name
        assert set(made[name]["report"].to_pylist()) == {"青禾.txt"}
    for name in ("headings", "sentences", "actions", "figures", "deadlines", "recurrences", "speakers"):
        for row, finding in zip(made[name].to_pylist(), given[name], strict=True):
            flat = {key: value for key, value in finding.items() if not isinstance(value, dict)}
            assert {key: row[key] for key in flat} == flat


def test_a_stretch_takes_two_columns_and_what_was_struck_out_is_missing(reading):
    made = parquet.tables(reading, "青禾.txt")
    body, figures = made["bodies"].to_pylist()[0], made["figures"].to_pylist()
    assert (body["covers_start"], body["covers_end"]) == reading.bodies[0].covers
    assert [row["value"] for row in figures] == [figure.value for figure in reading.figures]
    assert None in [row["value"] for row in figures]
    assert made["reports"].to_pylist()[0]["title"] == reading.meeting.title


def test_a_row_of_a_table_of_duties_has_its_cells_words_and_places():
    reading = read_text("青禾县要办好学前教育，新建幼儿园2所。\n")
    duty = Duty(None, Span(4, 10), None, None, Span(0, 3), None, None, None)
    [row] = parquet.tables(replace(reading, duties=(duty,)), "青禾.txt")["duties"].to_pylist()
    assert (row["row"], row["task"], row["task_start"], row["task_end"]) == (0, "办好学前教育", 4, 10)
    assert (row["lead"], row["assist"], row["assist_start"]) == ("青禾县", None, None)


def test_the_rows_of_a_folder_are_those_of_its_readings(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "PART", 2)
    assert main(["read", str(folder), "--to", "parquet", "--out", str(tmp_path / "数据"), "--jobs", "1"]) == 0
    readings = {str(path): as_object(read(path)) for path in folder.iterdir()}
    assert sorted(path.name for path in (tmp_path / "数据" / "actions").iterdir()) == [
        "00001.parquet",
        "00002.parquet",
        "00003.parquet",
    ]
    for name in ("sentences", "actions", "figures", "noise"):
        found = rows(tmp_path / "数据", name)
        assert len(found) == sum(len(given[name]) for given in readings.values())
    for row in rows(tmp_path / "数据", "actions"):
        assert row["text"] == readings[row["report"]]["actions"][row["number"]]["text"]


def test_several_workers_write_the_same_rows(folder, tmp_path):
    for jobs in ("1", "2"):
        assert main(["read", str(folder), "--to", "parquet", "--out", str(tmp_path / jobs), "--jobs", jobs]) == 0
    for name in parquet.COLUMNS:
        assert rows(tmp_path / "1", name) == rows(tmp_path / "2", name)


def test_a_part_with_a_changed_report_is_written_anew_and_the_others_stay(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "PART", 2)
    out = tmp_path / "数据"
    main(["read", str(folder), "--to", "parquet", "--out", str(out), "--jobs", "1"])
    before = (out / "actions" / "00001.parquet").stat().st_mtime_ns
    (folder / "3.txt").write_text("青三县要加强家校协同。\n" * 2, "utf-8")
    again: list[str] = []
    convert = batch.convert
    monkeypatch.setattr(batch, "convert", lambda order: again.append(order.path.stem) or convert(order))
    assert run(orders([str(folder)], to="parquet", out=str(out)), workers=1) == 0
    assert again == ["2", "3"]
    assert (out / "actions" / "00001.parquet").stat().st_mtime_ns == before
    assert sorted(row["report"] for row in rows(out, "reports")) == sorted(map(str, folder.iterdir()))


def test_a_part_of_which_no_line_tells_is_taken_away(folder, tmp_path):
    out = tmp_path / "数据"
    main(["read", str(folder / "0.txt"), "--to", "parquet", "--out", str(out)])
    half = out / "actions" / "00002.parquet"
    half.write_bytes((out / "actions" / "00001.parquet").read_bytes())
    main(["read", str(folder / "0.txt"), "--to", "parquet", "--out", str(out)])
    assert not half.exists()


def test_what_was_read_before_a_stop_is_written(folder, tmp_path):
    [order, *_] = given = orders([str(folder)], to="parquet", out=str(tmp_path / "数据"))
    tables = parquet.TableFolder(tmp_path / "数据", given)
    tables.add(order, batch.convert(order))
    tables.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert [row["report"] for row in rows(tmp_path / "数据", "reports")] == [str(order.path)]
    assert parquet.TableFolder(tmp_path / "数据", given).holds(order)


def test_a_refused_report_has_no_row(folder, tmp_path):
    (folder / "坏.txt").write_bytes(bytes(range(256)) * 40)
    assert main(["read", str(folder), "--to", "parquet", "--out", str(tmp_path / "数据"), "--jobs", "1"]) == 1
    assert not [row for row in rows(tmp_path / "数据", "reports") if "坏" in row["report"]]


def test_parquet_needs_a_folder_and_its_library(folder, tmp_path, monkeypatch, capfd):
    assert main(["read", str(folder), "--to", "parquet"]) == 2
    assert "parquet 是一组文件，请用 --out 指定文件夹。" in capfd.readouterr().err
    assert main(["read", str(folder), "--to", "parquet", "--out", str(folder / "0.txt")]) == 2
    assert "0.txt 是一个文件。" in capfd.readouterr().err
    monkeypatch.setattr(batch, "find_spec", lambda _: None)
    assert main(["read", str(folder), "--to", "parquet", "--out", str(tmp_path / "数据")]) == 2
    assert "请运行 pip install 'luoshi[parquet]'" in capfd.readouterr().err


def test_the_committed_description_is_the_one_made_from_the_columns(root):
    committed = (root / "docs" / "tables.md").read_text("utf-8")
    assert committed == parquet.described(), "run: python -m luoshi.reader.write.parquet > docs/tables.md"
