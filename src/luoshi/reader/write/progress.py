"""What a person sees while reports are read, and which could not be: on the screen and in a list that stays."""

import csv
import io
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from luoshi.reader.denied import why
from luoshi.reader.write import atomic
from luoshi.reader.write.order import REFUSED, SKIPPED, UNWRITTEN, Order, Outcome

LIST = "没有读成的报告.csv"
HEADS = ("报告", "结果", "原因")
_SCREEN = 20  # reports; with more the first refusals have left the screen at the end
_LEARN = 5  # seconds after which the pace so far tells how long the rest will take


@dataclass
class Progress:
    """What is said on standard error while several reports are read; of one only its refusal. `before` of them were
    read by an earlier run."""

    total: int
    before: int
    stream: TextIO
    loud: bool
    done: int = 0
    refused: list[tuple[str, str, str]] = field(default_factory=list)  # report, verdict, reason
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.done = self.before
        if self.before and self.loud:
            self._line(f"{self.before} 份以前读过，没有变，不再读；还有 {self.total - self.before} 份。", live=False)

    def tell(self, order: Order, outcome: Outcome) -> None:
        self.done += 1
        live = self.loud and self.stream.isatty()
        if outcome.refusal is not None:
            about = order.out if outcome.verdict == UNWRITTEN else order.name
            self.refused.append((order.name, outcome.verdict, outcome.refusal))
            self._line(f"{outcome.verdict} {about}：{outcome.refusal}", live=live)
        elif live:
            self.stream.write(f"\r\x1b[K{self.done}/{self.total} {self._left()}{order.name}")
            self.stream.flush()
        elif self.loud or order.out:
            self._line(f"{self.done}/{self.total} {order.name}：{outcome.said}", live=False)

    def _left(self) -> str:
        """还剩 120 份，约 3 分钟."""
        left, spent = self.total - self.done, time.monotonic() - self.began
        if not left:
            return ""
        if spent < _LEARN:
            return f"还剩 {left} 份 "
        seconds = spent / (self.done - self.before) * left
        return f"还剩 {left} 份，约 {f'{seconds / 60:.0f} 分钟' if seconds >= 60 else f'{seconds:.0f} 秒'} "

    def _line(self, text: str, *, live: bool) -> None:
        self.stream.write(("\r\x1b[K" if live else "") + text + "\n")
        self.stream.flush()

    def finish(self, folder: Path | None) -> int:
        """Sum up, and list in `folder` what was not read; gives how many were refused for any reason."""
        live = self.stream.isatty()
        failed = [one for one in self.refused if one[1] != SKIPPED]
        if self.loud:
            counted = {REFUSED: 0} | Counter(verdict for _, verdict, _ in self.refused)
            if failed and self.total > _SCREEN:
                self._line("没有读成的：\n" + "\n".join(f"  {name}：{reason}" for name, _, reason in failed), live=live)
            if folder:
                self._list(folder, failed)
            said = "，".join(f"{verdict} {count} 份" for verdict, count in counted.items())
            self._line(f"读完 {self.total - len(self.refused)} 份，{said}。", live=live)
        return len(failed)

    def break_off(self) -> None:
        """What a person who stopped the reading should know."""
        self._line(f"停在第 {self.done} 份。再运行一次同样的命令，从这里接着读。", live=self.stream.isatty())

    def _list(self, folder: Path, failed: list[tuple[str, str, str]]) -> None:
        """The list of what was not read; the one of an earlier run goes where all is read now."""
        place = folder / LIST
        if not failed:
            place.unlink(missing_ok=True)
            return
        written = io.StringIO(newline="")
        csv.writer(written).writerows([HEADS, *failed])
        try:
            atomic.write(place, written.getvalue().encode("utf-8-sig", "replace"))
            self._line(f"没有读成的 {len(failed)} 份列在 {place}。", live=self.stream.isatty())
        except OSError as error:
            self._line(f"没有读成的 {len(failed)} 份没能列进 {place}：{why(error)}。", live=self.stream.isatty())
