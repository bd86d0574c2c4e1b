"""How codes are said to people (data/wording.yaml), and numbers with their units as an office writes them."""

import re
import unicodedata

from luoshi.reader import lexicon
from luoshi.reader.reading import Figure, Reading
from luoshi.reader.text import Remark

PROPOSED = "（建议）"
PLANNED = "（计划年度）"
PART = "其中 "
AROUND = 10  # characters shown on each side of a place that a remark is about
SPUN_SHOWN = 4  # swapped words named as examples

# What a terminal, a spreadsheet or a page must never be handed: it would move the cursor or break the file.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


_MEETINGS = ("会", "会议", "仪式", "论坛")  # how the name of one ends


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
    """A value as an office would write it: 983000000 元 is 9.83亿元, 100000 人 10万人, 18888 人 18888人, 14.9 to one 1:14.9.

    None, a number that the report has struck out, is ××.
    """
    if value is None:
        return f"××{unit}"
    if unit == "1:":
        return f"1:{_number(value)}"
    for size, name in ((100_000_000, "亿"), (10_000, "万")):
        if abs(value) >= size and (unit == "元" or _short(value / size)):
            return f"{_number(value / size)}{name}{unit}"
    return f"{_number(value)}{unit}"


def _short(value: float) -> bool:
    """At most two decimals."""
    return abs(value * 100 - round(value * 100)) < 1e-6


def _number(value: float | int) -> str:
    return str(round(value)) if value == round(value) else f"{value:.10g}"


def change_word(figure: Figure) -> str:
    """提高 for percentage points, 增长 for per cent, 增加 for what is counted; nothing for a level."""
    said = words("changes")
    return said.get(f"{figure.change} {figure.unit}") or said.get(figure.change or "", "")


def figure_value(figure: Figure) -> str:
    """≥85%, 1～2所, 约470人, 提高5个百分点."""
    unit = figure.unit or ""
    low = amount(figure.value, unit)
    if figure.high is not None:
        low = f"{amount(figure.value, '')}～{amount(figure.high, unit)}"
    return change_word(figure) + word("comparators", figure.comparator) + low


def figure_line(figure: Figure, start: Figure | None = None) -> str:
    """What is counted, how much and how binding: 毛入园率 ≥96%（确保）; with `start`, 由90%增至≥96%."""
    value = figure_value(figure)
    if start and start.value is not None and figure.value is not None and start.value != figure.value:
        year = f"{start.year}年的" if start.year else ""
        value = f"由{year}{figure_value(start)}{word('ends', 'up' if figure.value > start.value else 'down')}{value}"
    binding = f"（{word('hardness', figure.hardness)}）" if figure.hardness else ""
    return one_line(f"{figure.subject or ''} {value}{binding}")


def remark_line(reading: Reading, remark: Remark) -> str:
    """What a remark means, with the words it is about unless it is about most of the text."""
    facts = dict(remark.facts)
    if remark.code in words("proof"):
        return one_line(word("proof", remark.code).format(**facts))
    said = word("remarks", remark.code)
    if remark.code in ("column", "hidden"):
        return one_line(said.format(**facts))
    if remark.code == "cut":
        said += f"（{word('cuts', facts.get('why'))}）"
    if remark.code == "spun":
        pairs = [f"“{found}”似为“{meant}”" for found, meant in remark.facts[:SPUN_SHOWN]]
        return one_line(f"{said}（{'，'.join(pairs)}{'等' if len(remark.facts) > SPUN_SHOWN else ''}）")
    if (remark.end - remark.start) * 2 >= len(reading.text):
        return said
    start, end = max(0, remark.start - AROUND), remark.end + AROUND
    before, quote, after = (
        reading.text[a:b] for a, b in ((start, remark.start), (remark.start, remark.end), (remark.end, end))
    )
    return f"{said}：…{one_line(before)}【{shortened(one_line(quote), 24)}】{one_line(after)}…"


def headline(reading: Reading) -> str:
    """The meeting's or paper's name, the place in front where it is not part of it; else the file's name."""
    title, place = one_line(reading.meeting.title or ""), one_line(reading.meeting.place or "")
    if not title:
        return one_line(reading.source.name) or "未命名的文稿"
    return title if place in title else place + title


def occasion(reading: Reading) -> dict[str, str]:
    """Heads of the meeting's fields in their order; those of a paper where the title is no meeting's."""
    title = reading.meeting.title
    a_meeting = title is None or title.endswith(_MEETINGS)
    return words("meeting") if a_meeting else {**words("meeting"), **words("paper")}


def field_said(name: str, value: object) -> str:
    """A field of the meeting in words; nothing where the report does not say."""
    if value is None:
        return ""
    groups = {"level": "levels", "genre": "genres"}
    return word(groups[name], str(value)) if name in groups else one_line(str(value))


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
