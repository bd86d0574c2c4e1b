"""Whether a report stops before its end."""

import re

from luoshi.reader.noise.page import is_running
from luoshi.reader.text import Remark

TRAILING_DOTS = re.compile(r"(?:\.{2,}|…+)$")
FINISHED = re.compile(r"[。！？；：”）》!?.」』]$")


def cut_end(chars: str, announced: bool) -> tuple[Remark, ...]:
    """A remark on the last line if the page says that it shows a part, or the line breaks off."""
    start = chars.rfind("\n") + 1
    last = chars[start:]
    if not last:
        return ()
    broken = bool(TRAILING_DOTS.search(last)) or (is_running(last) and not FINISHED.search(last))
    if not (broken or announced):
        return ()
    why = "dots" if TRAILING_DOTS.search(last) else "unfinished" if broken else "announced"
    return (Remark("cut", start, len(chars), facts=(("why", why),)),)
