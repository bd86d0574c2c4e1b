"""A folder of results that is gone on with: what stands in it already, and what is added."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from luoshi.reader.write import atomic
from luoshi.reader.write.order import Order, Outcome
from luoshi.reader.write.register import Register, Stamp, stamp


class ResultFolder:
    """One result for each report: an order is done if its result stands there, of the report as it is now."""

    def __init__(self, folder: Path, given: Sequence[Order]) -> None:
        self.folder = folder
        self._register = Register(folder, given[0].to)
        self._stamps: dict[Path | None, Stamp | None] = {
            order.path: stamp(order.path) for order in given if order.path and not order.known
        }
        atomic.sweep(folder)
        self._standing = self._register.standing(self._stamps.values())

    @staticmethod
    def of(given: Sequence[Order]) -> "ResultFolder | None":
        """The folder that several reports are written into; None for a single result and for the screen."""
        known = next((order for order in given if order.out), None)
        if known is None or known.out is None:
            return None
        if known.to == "parquet":
            from luoshi.reader.write.parquet import TableFolder

            return TableFolder(known.out, given)
        return None if known.single else ResultFolder(known.out.parent, given)

    def holds(self, order: Order) -> bool:
        known = self._stamps.get(order.path)
        return (
            known is not None
            and order.out is not None
            and self._standing.get(order.out.name) == [known[0]]
            and order.out.is_file()
        )

    def add(self, order: Order, outcome: Outcome) -> None:
        if order.out and outcome.refusal is None:
            self._register.add(order.out.name, [self._stamps.get(order.path)])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None
