"""Pronunciation glosses that a page template put behind characters: 區(qū)."""

import re
import unicodedata
from functools import cache

from luoshi.reader.text import Text

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ"
_CHAR = "[㐀-鿿A-Za-z]"
GLOSS = re.compile(
    rf"[(（](?:(?<={_CHAR}.)|(?<={_CHAR}[ \xa0].))(?P<reading>[a-zɡɑ{TONED}]{{1,7}})[ \xa0]?(?:[)）]|\Z)"
)

_ENOUGH = 3  # confirmed glosses after which a page is known to gloss, so that damaged ones go too


def drop_glosses(text: Text) -> Text:
    """Take out (reading) behind a character that has that reading; (2016), (APP) and 校(园)长 stay.

    On a page that glosses, a reading with a tone mark also goes when damage has put another character
    in front of it (七M(jìn)). The last one may be cut off with the text.
    """
    candidates = list(GLOSS.finditer(text.chars))
    if not candidates:
        return text
    sure = [m for m in candidates if _is_reading(text.chars[_end(m) - 1], m["reading"])]
    if len(sure) >= _ENOUGH:
        confirmed = set(map(re.Match.start, sure))
        sure = [m for m in candidates if m.start() in confirmed or not m["reading"].isascii()]
    return text.cut([(_end(m), m.end()) for m in sure], "pinyin")


def _end(gloss: re.Match[str]) -> int:
    """Where the character ends that is glossed; a blank may stand behind it."""
    return gloss.start() - (gloss.string[gloss.start() - 1] in " \xa0")


@cache
def _is_reading(char: str, reading: str) -> bool:
    return not char.isascii() and _plain(reading) in _plain_readings(char)


@cache
def _plain_readings(char: str) -> frozenset[str]:
    return frozenset(map(_plain, readings_of(char)))


@cache
def readings_of(char: str) -> tuple[str, ...]:
    """Every reading of a character, with tone marks; a character without one is itself."""
    # Imported here: pypinyin takes a third of a second to load, and few pages gloss.
    from pypinyin import Style, pinyin

    return tuple(pinyin(char, style=Style.TONE, heteronym=True)[0])


def _plain(reading: str) -> str:
    """The letters without tone marks; ü is v."""
    letters = unicodedata.normalize("NFD", reading.replace("ɡ", "g").replace("ɑ", "a").replace("ü", "v"))
    return "".join(c for c in letters.replace("u\u0308", "v") if not unicodedata.combining(c))
