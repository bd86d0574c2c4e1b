"""The account of a reading: where each character of the source went."""

from luoshi.reader.reading import Reading
from luoshi.reader.text import INSERTED


def account(reading: Reading) -> tuple[tuple[int, int], ...]:
    """The places of the source that do not stand exactly once in the cleaned text, the noise or the drops,
    each with how often they do. Empty for a sound reading. Noise whose raw words are not the source's counts twice.
    """
    source = reading.source.text
    times = bytearray(len(source))
    for place in reading.cleaned.origins:
        if place != INSERTED:
            times[place] = min(255, times[place] + 1)
    for drop in reading.cleaned.drops:
        _count(times, drop.start, drop.end)
    for noise in reading.noise:
        for _ in range(1 if source[noise.start : noise.end] == noise.raw else 2):
            _count(times, noise.start, noise.end)
    if times.count(1) == len(times):
        return ()
    return tuple((place, count) for place, count in enumerate(times) if count != 1)


def _count(times: bytearray, start: int, end: int) -> None:
    for place in range(start, end):
        times[place] = min(255, times[place] + 1)
