"""How codes are said to people (data/wording.yaml), and numbers with their units as an office writes them."""

import re
import unicodedata

from luoshi.reader import lexicon
from luoshi.reader.reading import Figure, Reading
from luoshi.reader.text import Remark

PROPOSED = "（建议）"
SPUN_SHOWN = 4  # swapped words named as examples

# What a terminal, a spreadsheet or a page must never be handed: it would move the cursor or break the file.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def word(group: str, code: str | None) -> str:
    """The Chinese word for a code; the code itself where the file has none."""
    return "" if code is None else str(lexicon.load("wording")[group].get(code, code))


def topic_name(topic: str | None) -> str:
    """The name that topics.yaml gives a topic; the code itself where it has none."""
    return "" if topic is None else str(lexicon.load("topics").get(topic, {}).get("name", topic))


def words(group: str) -> dict[str, str]:
    return dict(lexicon.load("wording")[group])


def harmless(text: str) -> str:
    """Without control characters and direction overrides."""
    return _BIDI.sub("", _CONTROL.sub(" ", text))


def one_line(text: str) -> str:
    return " ".join(harmless(text).split())


def width(text: str) -> int:
    """Columns on a terminal: an East Asian wide character takes two, a combining one none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) or char == "\u200b" else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def amount(value: float | int | None, unit: str) -> str:
    """A value in the unit an office would write: 983000000 元 is 9.83亿元; None, a struck-out number, is ××."""
    if value is None:
        return f"××{unit}"
    for size, name in ((100_000_000, "亿"), (10_000, "万")):
        if unit == "元" and abs(value) >= size:
            return f"{_number(value / size)}{name}{unit}"
    return f"{_number(value)}{unit}"


def _number(value: float | int) -> str:
    return str(round(value)) if value == round(value) else f"{value:.10g}"


def figure_value(figure: Figure) -> str:
    """≥85%, 1～2所, 约470人."""
    unit = figure.unit or ""
    low = amount(figure.value, unit)
    if figure.high is not None:
        low = f"{amount(figure.value, '')}～{amount(figure.high, unit)}"
    return word("comparators", figure.comparator) + word("changes", figure.change) + low


def figure_line(figure: Figure) -> str:
    """How binding, what is counted and how much: 确保毛入园率 ≥96%."""
    return one_line(f"{word('hardness', figure.hardness)}{figure.subject or ''} {figure_value(figure)}")


def remark_line(reading: Reading, remark: Remark) -> str:
    """What a remark means, with the words it is about unless it is about most of the text."""
    facts = dict(remark.facts)
    said = word("remarks", remark.code)
    if remark.code == "cut":
        said += f"（{word('cuts', facts.get('why'))}）"
    if remark.code == "spun":
        pairs = [f"“{found}”似为“{meant}”" for found, meant in remark.facts[:SPUN_SHOWN]]
        return one_line(f"{said}（{'，'.join(pairs)}{'等' if len(remark.facts) > SPUN_SHOWN else ''}）")
    quote = one_line(reading.text[remark.start : remark.end])
    return f"{said}：{shortened(quote, 24)}" if quote and len(quote) * 2 < len(reading.text) else said


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
