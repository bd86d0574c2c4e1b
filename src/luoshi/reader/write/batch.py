"""Many reports in, one output each: where each result goes, and what was refused."""

import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from functools import partial
from importlib.resources import files
from importlib.util import find_spec
from itertools import repeat
from pathlib import Path
from typing import Any

from luoshi.reader import SUFFIXES, read
from luoshi.reader.denied import why
from luoshi.reader.reading import Reading
from luoshi.reader.source import Unreadable
from luoshi.reader.write import atomic, pool
from luoshi.reader.write.ledger import rows
from luoshi.reader.write.meant import STANDARD_INPUT, Meant, meant, says_yes
from luoshi.reader.write.order import FAILED, SKIPPED, UNWRITTEN, Order, Outcome
from luoshi.reader.write.progress import Progress
from luoshi.reader.write.results import ResultFolder

# Formats that a second report cannot be appended to.
ONE_EACH = frozenset({"html", "xlsx", "parquet"})


class MisuseError(Exception):
    """The request does not make sense; the message says so to the person (Chinese)."""


_FORMATS = {"": "table", ".txt": "table", ".json": "json", ".html": "html", ".htm": "html", ".xlsx": "xlsx"}


def orders(paths: Sequence[str], *, to: str | None, out: str | None) -> list[Order]:
    """All reports that `paths` mean, in order, each with its target. Raises MisuseError."""
    if paths.count(STANDARD_INPUT) > 1:
        raise MisuseError("标准输入（-）只能写一次。")
    given = list(meant(paths))
    if not given:
        raise MisuseError(f"{'、'.join(paths)} 里没有找到报告（{'、'.join(SUFFIXES)}）。")
    single = len(given) == 1 and not any(path != STANDARD_INPUT and says_yes(Path(path).is_dir) for path in paths)
    if all(one.own for one in given):
        raise MisuseError(f"{'、'.join(paths)} 里没有报告，只有落实自己写出的文件（{len(given)} 个）。")
    known = [_known(one) for one in given]
    found = [one.path for one, outcome in zip(given, known, strict=True) if not outcome]
    to, targets = _aimed(found, to=to, out=out, single=single)
    return [
        Order(one.path, to, None if outcome else next(targets), single, outcome)
        for one, outcome in zip(given, known, strict=True)
    ]


def _known(one: Meant) -> Outcome | None:
    """What becomes of what is not read at all."""
    if one.denied:
        return Outcome(refusal=f"这个文件夹打不开：{one.denied}。里面的报告没有读；请让这里能打开它，再读一次。")
    return Outcome(refusal=f"是落实自己写出的{one.own}，不是报告。", verdict=SKIPPED) if one.own else None


def _aimed(
    found: Sequence[Path | None], *, to: str | None, out: str | None, single: bool
) -> tuple[str, Iterator[Path | None]]:
    """The format, and for each report the file it goes to; None for standard output."""
    target = Path(out) if out else None
    suffix = target.suffix.lower() if target else ""
    asked, to = to, to or _FORMATS.get(suffix, "table")
    _refuse_without(to)
    if target is None:
        _refuse_mixing(to, single=single)
        return to, repeat(None)
    if to == "parquet":
        if says_yes(target.is_file):
            raise MisuseError(f"parquet 是一组文件，--out 要是文件夹，{out} 是一个文件。")
        return to, repeat(target)
    a_folder = says_yes(target.is_dir) or str(out).endswith(("/", "\\"))
    if single and not a_folder:
        if found[0] and says_yes(partial(target.samefile, found[0])):
            raise MisuseError(f"--out {out} 就是要读的文件，会把它盖掉；请换一个名字。")
        if not asked and suffix not in _FORMATS:
            if suffix == ".parquet":
                raise MisuseError(f"--out {out}：parquet 是一组文件，请写 --to parquet，--out 指定文件夹。")
            raise MisuseError(f"--out {out}：不会写 {suffix}；请用 .txt、.json、.html 或 .xlsx，或写明 --to。")
        return to, iter([target])
    if not a_folder and (suffix in _FORMATS.keys() - {""} or says_yes(target.is_file)):
        raise MisuseError(f"有多份报告，--out 要是文件夹（以 / 结尾），{out} 是一个文件。")
    return to, _targets(found, target, to)


def _refuse_without(to: str) -> None:
    if to == "parquet" and not find_spec("pyarrow"):
        raise MisuseError(
            "写 parquet 要用 pyarrow，这里没有安装。请运行 pip install 'luoshi[parquet]'，或改用 --to json。"
        )


def _refuse_mixing(to: str, *, single: bool) -> None:
    if to == "parquet":
        raise MisuseError("parquet 是一组文件，请用 --out 指定文件夹。")
    if to in ONE_EACH and not single:
        raise MisuseError(f"多份报告写成 {to}，请用 --out 指定文件夹。")
    if to == "xlsx" and sys.stdout.isatty():
        raise MisuseError("xlsx 不能显示在屏幕上，请用 --out 指定文件。")


def _targets(found: Sequence[Path | None], folder: Path, to: str) -> Iterator[Path]:
    """<stem>.<ext> for each; a stem met again gets a number, and no report is written over."""
    ending = {"table": "txt"}.get(to, to)
    taken = {os.path.realpath(path).casefold() for path in found if path}
    whole = Path(os.path.realpath(folder))

    def real(place: Path) -> str:
        """Asked of the system for links only, as it takes long for thousands."""
        return (os.path.realpath(place) if place.is_symlink() else str(whole / place.name)).casefold()

    for path in found:
        stem, number = (path.stem if path else "stdin"), 1
        place = folder / f"{stem}.{ending}"
        while real(place) in taken:
            number += 1
            place = folder / f"{stem}-{number}.{ending}"
        taken.add(real(place))
        yield place


def run(given: Sequence[Order], *, workers: int) -> int:
    """Carry the orders out, results in their order; gives how many were refused for any reason."""
    results = ResultFolder.of(given)
    left = [order for order in given if not (results and results.holds(order))]
    progress = Progress(len(given), len(given) - len(left), sys.stderr, loud=not given[0].single)
    workers = max(1, min(workers, len(left)))
    try:
        with results or nullcontext():
            for order, future in pool.in_order(convert, left, workers=workers, warm=_warm):
                outcome = _outcome(future)
                if outcome.content:
                    sys.stdout.flush()
                    sys.stdout.buffer.write(outcome.content)
                if results:
                    results.add(order, outcome)
                progress.tell(order, outcome)
    except KeyboardInterrupt:
        if results:
            progress.break_off()
        raise
    return progress.finish(results.folder if results else None)


def _warm() -> None:
    """Read a whole report, so that patterns are compiled before the processes part and not in each of them."""
    read(files("luoshi").joinpath("samples", "county-2023.txt").read_bytes(), name="county-2023.txt")


def _outcome(future: "Future[Outcome]") -> Outcome:
    """A fault of ours in one report must not stop the others; it is reported as what it is."""
    fault = future.exception()
    if fault is None:
        return future.result()
    if isinstance(fault, BrokenProcessPool):
        return Outcome(refusal="读到这份时进程突然结束，多半是内存不够。请单独读这一份，或拆成几份。", verdict=FAILED)
    told = f"{type(fault).__name__}: {fault}"
    for where in traceback.extract_tb(fault.__traceback__)[-1:]:
        told += f" ({Path(where.filename).name}:{where.lineno})"
    said = f"程序出错，不是文件的问题，请把文件和这一行交给维护人员：{told}"
    return Outcome(refusal=said, verdict=FAILED)


def convert(order: Order) -> Outcome:
    """Read one report and write it as ordered."""
    if order.known:
        return order.known
    try:
        reading = read(order.path) if order.path else read(sys.stdin.buffer.read(), name="标准输入")
    except Unreadable as refusal:
        return Outcome(refusal=str(refusal))
    except OSError as error:
        return Outcome(refusal=f"打不开：{why(error)}。")
    said = f"{len(rows(reading))} 项任务，{len(reading.figures)} 个数据"
    if order.to == "parquet":
        return Outcome(said=f"{said} → {order.out}", tables=_tables(reading, order.name))
    content = written(reading, order.to, compact=not order.single and order.out is None)
    if order.out is None:
        return Outcome(content, said)
    try:
        atomic.write(order.out, content)
    except OSError as error:
        said = f"{why(error)}。{order.name} 已读好，请换一个 --out，或让那里能写，再读一次。"
        return Outcome(refusal=said, verdict=UNWRITTEN)
    return Outcome(said=f"{said} → {order.out}")


def written(reading: Reading, to: str, *, compact: bool = False) -> bytes:
    """A reading in one of the formats; `compact` JSON takes one line, for several in one stream."""
    formats: dict[str, Callable[[], bytes]] = {
        "table": lambda: _table(reading),
        "json": lambda: _json(reading, compact=compact),
        "html": lambda: _page(reading),
        "xlsx": lambda: _workbook(reading),
    }
    return formats[to]()


def _tables(reading: Reading, report: str) -> dict[str, Any]:
    from luoshi.reader.write.parquet import tables

    return tables(reading, report)


def _table(reading: Reading) -> bytes:
    from luoshi.reader.write.table import to_table

    return to_table(reading).encode("utf-8", "replace")


def _json(reading: Reading, *, compact: bool) -> bytes:
    from luoshi.reader.write.as_json import to_json

    return to_json(reading, indent=None if compact else 1).encode("utf-8", "replace")


def _page(reading: Reading) -> bytes:
    from luoshi.reader.write.html import to_page

    return to_page(reading).encode("utf-8", "replace")


def _workbook(reading: Reading) -> bytes:
    from luoshi.reader.write.xlsx import to_workbook

    return to_workbook(reading)
