"""Many reports in, one output each: which files are meant, where each result goes, and what was refused."""

import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from luoshi.reader import SUFFIXES, read
from luoshi.reader.denied import why
from luoshi.reader.reading import Reading
from luoshi.reader.source import Unreadable
from luoshi.reader.write.ledger import rows

STANDARD_INPUT = "-"
REFUSED, UNWRITTEN, FAILED = "拒绝", "未能写出", "未能识别"

# What a folder is searched for. Kinds that the reader refuses are in it too, so that it says why.
REPORTS = frozenset((*SUFFIXES, ".docm", ".doc", ".wps", ".wpt", ".rtf", ".pdf", ".ofd", ".odt", ".mht"))

# Formats that a second report cannot be appended to.
ONE_EACH = frozenset({"html", "xlsx"})


class MisuseError(Exception):
    """The request does not make sense; the message says so to the person (Chinese)."""


@dataclass(frozen=True, slots=True)
class Order:
    """One report to read. `path` None is standard input; `out` None is standard output."""

    path: Path | None
    to: str
    out: Path | None
    single: bool

    @property
    def name(self) -> str:
        return str(self.path) if self.path else "（标准输入）"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order: its output where that is not in a file, one line about it, or a refusal."""

    content: bytes = b""
    said: str = ""
    refusal: str | None = None
    verdict: str = REFUSED  # what a refusal is called


_FORMATS = {"": "table", ".txt": "table", ".json": "json", ".html": "html", ".htm": "html", ".xlsx": "xlsx"}


def orders(paths: Sequence[str], *, to: str | None, out: str | None) -> list[Order]:
    """All reports that `paths` mean, in order, each with its target. Raises MisuseError."""
    if paths.count(STANDARD_INPUT) > 1:
        raise MisuseError("标准输入（-）只能写一次。")
    found = list(_reports(paths))
    folder = any(path != STANDARD_INPUT and Path(path).is_dir() for path in paths)
    target = Path(out) if out else None
    suffix = target.suffix.lower() if target else ""
    asked, to = to, to or _FORMATS.get(suffix, "table")
    single = len(found) == 1 and not folder
    if not found:
        raise MisuseError(f"{'、'.join(paths)} 里没有找到报告（{'、'.join(SUFFIXES)}）。")
    if target is None:
        _refuse_mixing(to, single=single)
        return [Order(path, to, None, single) for path in found]
    a_folder = target.is_dir() or str(out).endswith(("/", "\\"))
    if single and not a_folder:
        if found[0] and target.exists() and target.samefile(found[0]):
            raise MisuseError(f"--out {out} 就是要读的文件，会把它盖掉；请换一个名字。")
        if not asked and suffix not in _FORMATS:
            raise MisuseError(f"--out {out}：不会写 {suffix}；请用 .txt、.json、.html 或 .xlsx，或写明 --to。")
        return [Order(found[0], to, target, single)]
    if not a_folder and (target.is_file() or suffix in _FORMATS.keys() - {""}):
        raise MisuseError(f"有多份报告，--out 要是文件夹（以 / 结尾），{out} 是一个文件。")
    return [Order(path, to, place, single) for path, place in zip(found, _targets(found, target, to), strict=True)]


def _refuse_mixing(to: str, *, single: bool) -> None:
    if to in ONE_EACH and not single:
        raise MisuseError(f"多份报告写成 {to}，请用 --out 指定文件夹。")
    if to == "xlsx" and sys.stdout.isatty():
        raise MisuseError("xlsx 不能显示在屏幕上，请用 --out 指定文件。")


def _reports(paths: Iterable[str]) -> Iterator[Path | None]:
    """The files themselves; of folders, whatever looks like a document, hidden and lock files left out."""
    seen: set[Path] = set()
    for given in paths:
        if given == STANDARD_INPUT:
            yield None
            continue
        path = Path(given)
        for report in sorted(_within(path)) if path.is_dir() else [path]:
            if report.resolve() not in seen:
                seen.add(report.resolve())
                yield report


def _within(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if path.suffix.lower() in REPORTS and not hidden and path.is_file():
            yield path


def _targets(found: Sequence[Path | None], folder: Path, to: str) -> Iterator[Path]:
    """<stem>.<ext> for each; a stem met again gets a number, and no report is written over."""
    ending = {"table": "txt"}.get(to, to)
    taken = {str(path.resolve()).casefold() for path in found if path}
    for path in found:
        stem, number = (path.stem if path else "stdin"), 1
        place = folder / f"{stem}.{ending}"
        while str(place.resolve()).casefold() in taken:
            number += 1
            place = folder / f"{stem}-{number}.{ending}"
        taken.add(str(place.resolve()).casefold())
        yield place


def run(given: Sequence[Order], *, workers: int) -> int:
    """Carry the orders out, results in their order; gives how many were refused."""
    progress = Progress(len(given), sys.stderr, loud=not given[0].single)
    with _executor(min(workers, len(given))) as executor:
        try:
            for order, future in [(order, executor.submit(convert, order)) for order in given]:
                outcome = _outcome(future)
                if outcome.content:
                    sys.stdout.flush()
                    sys.stdout.buffer.write(outcome.content)
                progress.tell(order, outcome)
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
    return progress.finish()


def _executor(workers: int) -> Executor:
    # A thread for one worker, so that an unexpected error is kept in its future as with processes.
    return ProcessPoolExecutor(workers) if workers > 1 else ThreadPoolExecutor(1)


def _outcome(future: "Future[Outcome]") -> Outcome:
    """A fault of ours in one report must not stop the others; it is reported as what it is."""
    fault = future.exception()
    if fault is None:
        return future.result()
    told = f"{type(fault).__name__}: {fault}"
    for where in traceback.extract_tb(fault.__traceback__)[-1:]:
        told += f" ({Path(where.filename).name}:{where.lineno})"
    said = f"程序出错，不是文件的问题，请把文件和这一行交给维护人员：{told}"
    return Outcome(refusal=said, verdict=FAILED)


def convert(order: Order) -> Outcome:
    """Read one report and write it as ordered."""
    try:
        reading = read(order.path) if order.path else read(sys.stdin.buffer.read(), name="标准输入")
    except Unreadable as refusal:
        return Outcome(refusal=str(refusal))
    except OSError as error:
        return Outcome(refusal=f"打不开：{why(error)}。")
    content = written(reading, order.to, compact=not order.single and order.out is None)
    said = f"{len(rows(reading))} 项任务，{len(reading.figures)} 个数据"
    if order.out is None:
        return Outcome(content, said)
    try:
        order.out.parent.mkdir(parents=True, exist_ok=True)
        order.out.write_bytes(content)
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


@dataclass
class Progress:
    """What a person sees on standard error while several reports are read; of one only its refusal."""

    total: int
    stream: TextIO
    loud: bool
    done: int = 0
    refusals: Counter[str] = field(default_factory=Counter)

    def tell(self, order: Order, outcome: Outcome) -> None:
        self.done += 1
        live = self.loud and self.stream.isatty()
        if outcome.refusal is not None:
            about = order.out if outcome.verdict == UNWRITTEN else order.name
            self.refusals[outcome.verdict] += 1
            self._line(f"{outcome.verdict} {about}：{outcome.refusal}", live=live)
        elif live:
            self.stream.write(f"\r\x1b[K{self.done}/{self.total} {order.name}")
            self.stream.flush()
        elif self.loud or order.out:
            self._line(f"{self.done}/{self.total} {order.name}：{outcome.said}", live=False)

    def _line(self, text: str, *, live: bool) -> None:
        self.stream.write(("\r\x1b[K" if live else "") + text + "\n")
        self.stream.flush()

    def finish(self) -> int:
        """Sum up; gives how many were refused for any reason."""
        refused = self.refusals.total()
        if self.loud:
            counted = {REFUSED: 0} | self.refusals
            said = "，".join(f"{verdict} {count} 份" for verdict, count in counted.items())
            self._line(f"读完 {self.total - refused} 份，{said}。", live=self.stream.isatty())
        return refused
