"""Numbers that a site or a scanner set into a text: of its blocks (2、) or its pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NEAR, _FAR = 120, 900  # characters between two block numbers
_BROKEN = 0.6  # of the numbers: those that stand inside a sentence, as no item's number does

NUMBER = re.compile(r"(?P<break>\n)?(?<![\d.])(?P<number>\d{1,3})(?:、|(?=\n|$))")
INSIDE = re.compile(r"[\u3400-\u9fff\w，、“（]")
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
    for bare in (False, True):
        series = _series(chars, bare=bare)
        later = [number for number in series if number.start > _NEAR]
        enough = len(later) > 1 or (len(series) > 1 and not bare)
        if enough and later and sum(number.inside for number in later) >= _BROKEN * len(later):
            return series
    return []


def _series(chars: str, *, bare: bool) -> list[BlockNumber]:
    found: list[BlockNumber] = []
    expected, last = 1, -_FAR
    for match in _candidates(chars, bare):
        value = int(match["number"])
        if not found and value == 2 and match.start() < 2 * _FAR:
            expected = 2
        if value != expected or (found and not match.start() - last >= _NEAR):
            continue
        if found and match.start() - last > _FAR:
            break
        found.append(_block_number(chars, match))
        expected, last = value + 1, match.start()
    return found


def _candidates(chars: str, bare: bool) -> Iterator[re.Match[str]]:
    for match in NUMBER.finditer(chars):
        alone = not match[0].endswith("、")
        starts_line = match["break"] is not None or match.start() == 0
        if alone == bare and (starts_line or not bare):
            yield match


def _block_number(chars: str, match: re.Match[str]) -> BlockNumber:
    before = match.start() if match["break"] else None
    start, end = match.start("number"), match.end()
    left = chars[match.start() - 1 : match.start()]
    inside = bool(left) and left not in STOPS and left != "\n"
    after = end if inside and not match[0].endswith("、") and chars[end : end + 1] == "\n" else None
    return BlockNumber(start, end, before if inside else None, after, inside)
