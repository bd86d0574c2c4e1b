"""What a text may hold on paper, and how much room it takes."""

import re
from unicodedata import east_asian_width

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_BROKEN = re.compile("[\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """The text as it goes on paper: whatever ends a line is a line feed, control characters nobody sees are left out.

    A half character (a lone surrogate) or one that is none becomes �, so that a reader sees that something stood there.

    >>> plain("甲\\x0b乙\\x00丙\\r\\n丁\\ud800")
    '甲\\n乙丙\\n丁�'
    """
    return _BROKEN.sub("�", _UNSEEN.sub("", _BREAKS.sub("\n", text)))


def in_one_line(text: str) -> str:
    """The same without line feeds, tabs and blanks at the ends, for headings and names."""
    return re.sub(r"[ \t]*[\n\t][ \t]*", " ", plain(text)).strip(" ")


def width(text: str) -> float:
    """How many Chinese characters wide a text is; a Latin letter or digit is half of one."""
    return sum(0.5 if east_asian_width(character) in {"Na", "H", "N"} else 1.0 for character in text)


def shortened(text: str, most: int) -> str:
    """At most so many characters; what was cut shows as …

    >>> shortened("建成三所公办幼儿园", 6)
    '建成三所公…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"
