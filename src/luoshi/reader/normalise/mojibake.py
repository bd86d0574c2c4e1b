"""GBK text in which a byte was lost, so that the bytes behind it pair up shifted by one."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from luoshi.reader.everyday import everyday
from luoshi.reader.text import Text

_MARKS = "?？!！\ufffd"
_LEADS = (
    b"\xa1",
    b"\xa3",
)  # first bytes of 。、“”《》 and of ，；：！？（）: what is lost is nearly always one of them
_STOPS = "。，、；：！？“”（）《》　"
_SINGLES = {";": "；", ":": "：", "!": "！", "?": "？", ",": "，", "(": "（", ")": "）"}  # shown folded to half width
HALF = re.compile("[\uff03-\uff07\uff0a\uff0b\uff0d-\uff19\uff1c-\uff1e\uff20-\uff5e](?=\ufffd)")
_REACH = 3000  # characters after which a run of shifted bytes is given up
_BACK, _ODD = 60, 6  # characters before a lost one, and odd ones among them, at which its shift may begin
_ATTEMPTS = 400  # places tried in one text: bounds the work on a text that is all rare characters
_RARE_SHARE = 0.06  # rare characters that a true reading may have, as names do


def mend_shifted(text: Text) -> tuple[Text, list[tuple[int, int]]]:
    """Undo shifts whose true bytes give common characters; also the places (in the source) of those
    mended and of those that stay damaged, for a person to look at."""
    edits: list[tuple[int, int, str]] = []
    damaged: list[tuple[int, int]] = []
    end = 0
    for attempt, match in enumerate(_suspects(text.chars)):
        if match.start() < end:
            continue
        mended = _mend(text.chars, match.start()) if attempt < _ATTEMPTS else None
        if mended and mended[0] >= end:
            edits.append(mended)
            damaged.append((mended[0], mended[1]))
            end = mended[1]
        elif match[0][0] in "?!\ufffd":
            damaged.append(match.span())
    places = [p for start, stop in damaged if (p := text.places(start, stop))]
    text = text.edit(edits, "mojibake")
    # Half of a lost pair may look like a digit (９ before a lost character); it must not become a figure.
    return (text.replace(HALF, "", "mojibake") if places else text), places


def _suspects(chars: str) -> Iterator[re.Match[str]]:
    return _suspect().finditer(chars) if not chars.isascii() else iter(())


@cache
def _suspect() -> re.Pattern[str]:
    """A stop turned into ? or ! before a rare character, two rare characters running, or a lost character."""
    known = "".join(sorted(everyday() - set(_MARKS)))
    rare = f"[^{known}？！\x00-\x7f]"
    latin = "[a-zA-Z^_`{|}~]"
    odd = rf"(?=[;:!?,]?[㐀-鿿]{{0,6}}{latin}[㐀-鿿])|(?=[!?。][?!，。]?/?\w)"
    # The class comes first and alone: the engine then skips ahead by it, four times faster than by alternatives.
    return re.compile(
        rf"[^{known}\x00-\x20\x22-\x3e\x40-\x7f](?:(?<=[?!？！])(?<=[㐀-鿿”）].)(?:(?={rare})|{odd})"
        rf"|(?<=\ufffd)|(?<![?!？！])[^\x00-\x7f]{{0,2}}{rare}+)"
    )


def _mend(chars: str, place: int) -> tuple[int, int, str] | None:
    """(start, end, true characters) around `place`; None if no lost byte explains it."""
    best: tuple[int, int, str] | None = None
    for start in _starts(chars, place):
        for found in _readings(chars, start):
            if best is None or len(found[2]) > len(best[2]):
                best = found
    return best


def _starts(chars: str, place: int) -> Iterable[int]:
    """Where the shift may begin: around the place, or if that is only where it ends, at the odd ones before."""
    if chars[place] != "\ufffd":
        return range(max(0, place - 2), place + 2)
    known = everyday()
    return [p for p in range(max(0, place - _BACK), place) if chars[p] > "\x7f" and chars[p] not in known][:_ODD]


def _readings(chars: str, start: int) -> Iterator[tuple[int, int, str]]:
    mark = chars[start : start + 1]
    if mark in _MARKS and mark:
        # The mark stands for what was lost; what follows was folded to half width.
        for lead in _LEADS:
            found = _decode(chars, start + 1, lead)
            if found and found[1][0] in _STOPS:
                end, true = found
                yield start, end, ("。" + true if true[0] == "”" and len(true) < end - start else true)
        return
    for lead in _LEADS:
        found = _decode(chars, start, lead)
        if found and found[1][0] in _STOPS and len(found[1]) <= found[0] - start:
            yield start, *found
    first = chars[start : start + 1].encode("gb18030", "ignore")
    if first[:1] == b"\xa1":
        found = _decode(chars, start + 1, b"\xa1\xa3" + first[1:])
        if found and len(found[1]) <= found[0] - start:
            yield start, *found


def _decode(chars: str, start: int, lead: bytes) -> tuple[int, str] | None:
    """Read the run at `start` behind the bytes `lead`: where it falls back into step, and what it says.

    It ends with the first single byte that can be a second byte, at a line's end or at a lost character.
    """
    run = bytearray(lead)
    end = start
    closed = False
    for char in chars[start : start + _REACH]:
        char = _SINGLES.get(char, char) if end == start else char
        pair = char.encode("gb18030", "ignore")
        if len(pair) == 2:
            run += pair
            end += 1
        else:
            closed = len(pair) == 1 and 0x40 <= pair[0] <= 0x7E
            if closed:
                run += pair
                end += 1
            break
    return _judge(run, end, closed, chars)


def _judge(run: bytearray, end: int, closed: bool, chars: str) -> tuple[int, str] | None:
    common = everyday()
    if not closed:
        # The last lead byte lost its second half to the line's end; a stop's is known.
        last = run[-1:]
        run = run[:-1] + (b"\xa1\xa3" if last == b"\xa1" and chars[end : end + 1] == "\ufffd" else b"")
        end += last == b"\xa1" and chars[end : end + 1] == "\ufffd"
    true = bytes(run).decode("gb18030", "replace")
    rare = sum(char not in common for char in true)
    if len(true) < 2 or rare > _RARE_SHARE * len(true):
        return None
    return end, true
