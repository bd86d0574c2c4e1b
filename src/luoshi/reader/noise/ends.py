"""Whether a report stops before its end, or leaves something out."""

import re

from luoshi.reader import beside
from luoshi.reader.noise.page import is_running
from luoshi.reader.text import Remark

# Also a date's or telephone's last digit, and the last cell of a table (its line has tabs).
FINISHED = re.compile(r"[。！？；：”）】〕》!?.」』\d]$|\t")


def cut_end(chars: str, announced: bool, dotted: bool) -> tuple[Remark, ...]:
    """A remark on the last line if the page says that it shows only a part (announced), ends in dots
    (dotted), or breaks off inside a sentence."""
    start = chars.rfind("\n") + 1
    last = chars[start:]
    unfinished = is_running(last) and not FINISHED.search(last) and not beside.only_beside(chars, start, len(chars))
    if not last or not (unfinished or announced or dotted):
        return ()
    why = "dots" if dotted else "unfinished" if unfinished else "announced"
    return (Remark("cut", start, len(chars), facts=(("why", why),)),)
