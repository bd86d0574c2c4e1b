"""Numbers that a site or a scanner set into a text: of its blocks (2、) or its pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NEAR, _FAR = 120, 900  # characters between two block numbers
_DIGITS = 3
_BROKEN = 0.6  # of the numbers: those that stand inside a sentence, as no item's number does

NUMBER = re.compile(r"\d(?<!\d\d)\d*+(?:、|$)", re.MULTILINE)
_SECOND = re.compile(r"(?<!\d)2[、.．）)]|（2）|二、|（二）|第二|二是|②")
_OPENED = re.compile(r"(?:^|\n)[（(]?[一二三四五六七八九十]{1,3}[）)]$")  # a heading that begins
STOPS = "。！？；：”）》.!?;:"


@dataclass(frozen=True, slots=True)
class BlockNumber:
    """One such number: where the line break before it, itself and the break behind it stand."""

    start: int  # of the number
    end: int
    before: int | None  # a line break that it brought along
    after: int | None
    inside: bool  # it breaks a sentence


def block_numbers(chars: str) -> list[BlockNumber]:
    """The numbers of a series 1、2、3、 that runs evenly through the text and across its sentences."""
    numbers = list(NUMBER.finditer(chars))
    if chars.startswith("1、") and not _SECOND.search(chars):
        return [BlockNumber(0, 2, None, None, False)]  # of the only block: there is no second of anything
    for bare in (False, True):
        series = _series(chars, numbers, bare=bare)
        later = [number for number in series if number.start > _NEAR]
        enough = len(later) > 1 or (len(series) > 1 and not bare)
        if enough and later and sum(number.inside for number in later) >= _BROKEN * len(later):
            return series
    return []


def _series(chars: str, numbers: list[re.Match[str]], *, bare: bool) -> list[BlockNumber]:
    found: list[BlockNumber] = []
    expected, last = 1, -_FAR
    for start, end, value in _candidates(chars, numbers, bare=bare):
        if not found and value == 2 and start < 2 * _FAR:
            expected = 2
        missed, apart = value - expected, start - last
        # One number of the series may have been lost in other digits (投入2⏎3、3亿元).
        if missed not in ((0, 1) if found else (0,)) or (found and apart < _NEAR * (missed + 1)):
            continue
        if found and apart > _FAR * (missed + 1):
            break
        found.append(_block_number(chars, start, end))
        expected, last = value + 1, start
    return found


def _candidates(chars: str, numbers: list[re.Match[str]], *, bare: bool) -> Iterator[tuple[int, int, int]]:
    """(start, end, value) of the numbers before 、 (`bare`: of those alone on a line) of up to three digits."""
    for match in numbers:
        start, end = match.span()
        alone = chars[end - 1] != "、"
        digits = end - start - (not alone)
        opens = start == 0 or chars[start - 1] == "\n"
        if digits <= _DIGITS and alone == bare and (opens or not bare) and chars[start - 1 : start] != ".":
            yield start, end, int(chars[start : start + digits])


def _block_number(chars: str, start: int, end: int) -> BlockNumber:
    before = start - 1 if start and chars[start - 1] == "\n" else None
    left = chars[start - 2 : start - 1] if before is not None else chars[start - 1 : start]
    opened = _OPENED.search(chars, max(0, start - 8), start if before is None else before)
    inside = bool(left) and left != "\n" and (left not in STOPS or opened is not None)
    after = end if inside and chars[end - 1] != "、" and chars[end : end + 1] == "\n" else None
    return BlockNumber(start, end, before if inside else None, after, inside)
