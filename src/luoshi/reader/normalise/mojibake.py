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
_ATTEMPTS = 200  # places tried in one text: bounds the work on a text that is all rare characters
_GLANCE = 12  # characters after which a reading that is mostly rare is given up
_SHORTEST, _ODD_SHARE = 6, 0.2  # of a run without a mark: characters at the least, and how many of them odd
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
        for end, true in _readings(chars, start):
            if len(true) <= end - start and _is_proven(chars, start, end) and (not best or len(true) > len(best[2])):
                best = start, end, true
    return best


def _is_proven(chars: str, start: int, end: int) -> bool:
    """Whether the run looks shifted: a rare name before a line's end could be read otherwise by chance."""
    if chars[start] in _MARKS:
        return True
    odd = sum(char > "\x7f" and char not in everyday() for char in chars[start:end])
    if "\ufffd" in chars[end - 1 : end + 1]:
        return odd > 0
    return end - start >= _SHORTEST and odd >= _ODD_SHARE * (end - start)


def _starts(chars: str, place: int) -> Iterable[int]:
    """Where the shift may begin: around the place, or if that is only where it ends, at the odd ones before."""
    if chars[place] != "\ufffd":
        return range(max(0, place - 2), place + 2)
    known = everyday()
    return [p for p in range(max(0, place - _BACK), place) if chars[p] > "\x7f" and chars[p] not in known][:_ODD]


def _readings(chars: str, start: int) -> Iterator[tuple[int, str]]:
    """(end, true characters) of the ways to read the run that begins at `start` with one byte put back."""
    mark = chars[start : start + 1]
    if mark and mark in _MARKS:
        # ? stands for a lost byte. ! is what A3 A1 looks like: its A1 begins the next character, and what its
        # A3 ended cannot be known, so the ! stays.
        tried = [(start + 1, lead) for lead in (_LEADS if mark not in "!！" else _LEADS[:1])]
    else:
        pair = mark.encode("gb18030", "ignore")
        tried = [(start, lead) for lead in _LEADS]
        tried += [(start + 1, b"\xa1\xa3" + pair[1:])] if pair[:1] == b"\xa1" else []
    for at, lead in tried:
        found = _decode(chars, at, lead)
        if found and found[1][0] in _STOPS:
            end, true = found
            yield end, _before(mark, true) + true


def _before(mark: str, true: str) -> str:
    """What a mark leaves in front of the true characters; a closing quote behind ? ended a sentence."""
    if mark and mark in "!！":
        return mark
    return "。" if mark and mark in _MARKS and true[0] == "”" else ""


def _decode(chars: str, start: int, lead: bytes) -> tuple[int, str] | None:
    """Read the run at `start` behind the bytes `lead`: where it falls back into step, and what it says.

    It ends with the first single byte that can be a second byte, at a line's end or at a lost character.
    """
    run = bytearray(lead)
    closed = False
    end = start
    for end in range(start, min(len(chars), start + _REACH)):
        pair = _SINGLES.get(chars[end], chars[end]) if end == start else chars[end]
        code = pair.encode("gb18030", "ignore")
        if len(code) == 2:
            run += code
            if end - start == _GLANCE and _rare(run[:-1]) > _GLANCE // 3:
                return None
            continue
        closed = len(code) == 1 and 0x40 <= code[0] <= 0x7E
        break
    else:
        end += 1
    if closed:
        run += chars[end].encode()
        end += 1
    elif run[-1:] == b"\xa1" and chars[end : end + 1] == "\ufffd":
        # The last lead byte lost its second half to the line's end: a stop's is known.
        run += b"\xa3"
        end += 1
    else:
        run = run[:-1]
    true = bytes(run).decode("gb18030", "replace")
    return (end, true) if len(true) > 1 and _rare(run) <= _RARE_SHARE * len(true) else None


def _rare(run: bytearray) -> int:
    known = everyday()
    return sum(char not in known for char in bytes(run).decode("gb18030", "replace"))
