"""Where a stretch of the cleaned text stood in the source, answered fast for thousands of findings."""

from bisect import bisect_right
from dataclasses import dataclass

from luoshi.reader.reading import Finding, Reading
from luoshi.reader.text import INSERTED, Span


@dataclass(frozen=True, slots=True)
class Places:
    """`starts` are the starts of the source's blocks, so that a place is found by halving."""

    reading: Reading
    starts: tuple[int, ...]

    @classmethod
    def of(cls, reading: Reading) -> "Places":
        return cls(reading, tuple(block.start for block in reading.source.blocks))

    def source_span(self, span: Finding | Span) -> Span | None:
        """Its stretch of the source's text; None if all of it was inserted (automatic numbers)."""
        places = self.reading.cleaned.places(span.start, span.end)
        return Span(*places) if places else None

    def name(self, offset: int) -> str | None:
        """What a person would look for: the place of the block that holds an offset of the source."""
        at = bisect_right(self.starts, offset) - 1
        if at < 0:
            return None
        block = self.reading.source.blocks[at]
        return block.place if offset < max(block.end, block.start + 1) else None

    def origin_runs(self) -> list[list[int]]:
        """[start in the cleaned text, start in the source, length]; what lies in no run was inserted."""
        runs: list[list[int]] = []
        expected = INSERTED
        for at, place in enumerate(self.reading.cleaned.origins):
            if place == INSERTED:
                expected = INSERTED
            elif place == expected:
                runs[-1][2] += 1
                expected += 1
            else:
                runs.append([at, place, 1])
                expected = place + 1
        return runs
