"""Glosses that a page template set between the two bytes of a character.

Such a template looks for the bytes of a character that it glosses and finds them across two others: the second
byte of one and the first of the next. Its bracket then takes the place of the next one's second byte.
"""

import re
from functools import cache

from luoshi.reader.everyday import everyday
from luoshi.reader.normalise.pinyin import TONED, readings_of
from luoshi.reader.text import Text

_RUN = 12  # characters behind the gloss that may be shifted
SPLIT = re.compile(
    rf"(?<=[㐀-鿿])[?？\ufffd](?P<reading>[a-zɡɑ{TONED}]{{1,7}})[)）](?P<run>[^\n\x00-\x1f]{{1,{_RUN}}})"
)


def mend_split(text: Text) -> tuple[Text, list[tuple[int, int]]]:
    """Take such glosses out and read the bytes behind them anew; also the places in the source, to be looked at."""
    if "?" not in text.chars and "？" not in text.chars and "\ufffd" not in text.chars:
        return text, []
    edits, end = [], 0
    for match in SPLIT.finditer(text.chars):
        mended = _mend(text.chars[match.start() - 1], match["reading"], match["run"])
        if mended and match.start() >= end:
            length, true = mended
            end = match.start("run") + length
            edits.append((match.start(), end, true))
    places = [p for start, stop, _ in edits if (p := text.places(start, stop))]
    return text.edit(edits, "mojibake"), places


def _mend(before: str, reading: str, run: str) -> tuple[int, str] | None:
    """How many characters of the run were shifted, and what they say; None if no lost byte explains them."""
    found = [mended for lead in _leads(before, reading) if (mended := _read(lead, run))]
    common = [mended for mended in found if all(char in everyday() for char in mended[1])]
    best = common or found
    return best[0] if len({true for _, true in best}) == 1 else None


@cache
def _leads(before: str, reading: str) -> tuple[int, ...]:
    """First bytes of the next character that make, behind the last byte of `before`, a character so read."""
    last = before.encode("gb18030")[-1]
    pairs = ((lead, bytes((last, lead)).decode("gb18030", "ignore")) for lead in range(0x81, 0xFF))
    return tuple(lead for lead, char in pairs if len(char) == 1 and reading in readings_of(char))


def _read(lead: int, run: str) -> tuple[int, str] | None:
    shifted = bytearray((lead,))
    for length, char in enumerate(run, start=1):
        code = char.encode("gb18030", "ignore")
        shifted += code
        if len(code) == 1:
            true = bytes(shifted).decode("gb18030", "ignore")
            return (length, true) if 0x40 <= code[0] <= 0x7E and len(true) * 2 == len(shifted) else None
        if len(code) != 2:
            return None
    return None
