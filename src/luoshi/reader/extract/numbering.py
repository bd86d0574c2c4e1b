"""The automatic numbers that Word shows before a paragraph and does not keep as text."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = "〇一二三四五六七八九"
_FINANCIAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_DEEPEST = 9  # levels that Word knows
_CHAIN = 12  # styles that may be based on one another


def counting(number: int) -> str:
    """一, 十, 十一, 二十, 一百零五 (1 to 9999); digits beyond."""
    return _in_words(number, _CHINESE, "十百千", zero="零")


def _in_words(number: int, digits: str, ranks: str, *, zero: str) -> str:
    if not 0 < number < 10_000:
        return str(number)
    out = ""
    for rank, digit in enumerate(reversed(str(number))):
        if digit != "0":
            out = digits[int(digit)] + (ranks[rank - 1] if rank else "") + out
        elif out and out[0] != zero:
            out = zero + out
    return out[1:] if number < 20 and out.startswith(digits[1] + ranks[0]) and digits == _CHINESE else out


def _positional(number: int) -> str:
    """一, 一〇, 一一: digit by digit, as years are written."""
    return "".join(_CHINESE[int(digit)] for digit in str(number))


def _chinese(number: int) -> str:
    # Word's chineseCounting and japaneseCounting count in words up to 99, then digit by digit.
    return counting(number) if number < 100 else _positional(number)


def _letters(number: int) -> str:
    # After z comes aa, then bb: Word repeats the letter.
    return chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 20) if number > 0 else "0"


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        out += sign * (number // value)
        number %= value
    return out


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


def _enclosed(first: str, last: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= last else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": str,
    "decimalHalfWidth": str,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": counting,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": counting,
    "koreanCounting": _chinese,
    "ideographDigital": _positional,
    "taiwaneseDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "chineseLegalSimplified": lambda number: _in_words(number, _FINANCIAL, "拾佰仟", zero="零"),
    "ideographLegalTraditional": lambda number: _in_words(number, _FINANCIAL, "拾佰仟", zero="零"),
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "decimalEnclosedCircle": _enclosed("①", 20),
    "decimalEnclosedCircleChinese": _enclosed("①", 20),
    "ideographEnclosedCircle": _enclosed("㊀", 10),
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level counts; `restart` the level after which it begins anew (None: any above, 0: never)."""

    start: int
    form: str
    text: str
    plain: bool  # isLgl: the levels above it are shown in digits
    suffix: str
    restart: int | None
    style: str | None


@dataclass
class Numbering:
    """The numbering of one document, counting as its paragraphs are asked for in order."""

    lists: dict[str, str]  # numId -> abstractNumId
    levels: dict[str, dict[int, Level]]  # abstractNumId -> levels
    own: dict[str, dict[int, Level]]  # numId -> levels that it defines itself
    starts: dict[tuple[str, int], int]  # (numId, level) -> startOverride
    styles: dict[str, Any]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, numbering: Any | None, styles: Any | None) -> "Numbering":
        """From the roots of numbering.xml and styles.xml; None where the file has none."""
        found = {s.get(f"{W}styleId"): s for s in styles.iterfind(f"{W}style")} if styles is not None else {}
        out = cls({}, {}, {}, {}, found)
        if numbering is None:
            return out
        links: dict[str, str] = {}
        for abstract in numbering.iterfind(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId", "")
            out.levels[key] = dict(map(_level, abstract.iterfind(f"{W}lvl")))
            if (link := _value(abstract, "numStyleLink")) is not None:
                links[key] = link
        for num in numbering.iterfind(f"{W}num"):
            out._add_list(num)
        for key, style in links.items():
            target = out.lists.get(_value(found.get(style), "pPr/numPr/numId") or "")
            if target and target != key:
                out.levels[key] = out.levels.get(target, {})
        return out

    def _add_list(self, num: Any) -> None:
        key = num.get(f"{W}numId", "")
        self.lists[key] = _value(num, "abstractNumId") or ""
        for override in num.iterfind(f"{W}lvlOverride"):
            depth = _whole(override.get(f"{W}ilvl"), 0)
            if (start := _value(override, "startOverride")) is not None:
                self.starts[key, depth] = _whole(start, 1)
            for level in override.iterfind(f"{W}lvl"):
                self.own.setdefault(key, {})[depth] = _level(level)[1]

    def label(self, properties: Any | None) -> str:
        """The number of the next paragraph, whose pPr is `properties`; "" if it has none or only a bullet."""
        place = self._place(properties)
        if place is None:
            return ""
        key, depth = place
        abstract = self.lists[key]
        levels = self.levels.get(abstract, {}) | self.own.get(key, {})
        level = levels.get(depth)
        if level is None:
            return ""
        self._count(key, abstract, depth, levels)
        if level.form in ("bullet", "none"):
            return "" if level.form == "bullet" or "%" in level.text else level.text
        return self._shown(level, levels, self.counts[abstract])

    def _count(self, key: str, abstract: str, depth: int, levels: dict[int, Level]) -> None:
        counts = self.counts.setdefault(abstract, {})
        override = self.starts.get((key, depth))
        if override is not None and (key, depth) not in self.begun:
            self.begun.add((key, depth))
            counts[depth] = override
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = override if override is not None else levels[depth].start
        for deeper in [d for d in counts if d > depth]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart > 0 and depth < restart):
                del counts[deeper]

    @staticmethod
    def _shown(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
        text = level.text
        for depth in range(_DEEPEST):
            if (mark := f"%{depth + 1}") in text:
                above = levels.get(depth, level)
                number = counts.get(depth, above.start)
                form = "decimal" if level.plain else above.form
                text = text.replace(mark, _FORMATS.get(form, str)(number))
        # 第一章 总则: without a mark of its own the number would run into the words.
        return text + " " if text and text[-1].isalnum() and level.suffix != "nothing" else text

    def _place(self, properties: Any | None) -> tuple[str, int] | None:
        """(numId, level) of a paragraph, by itself or by its style and what that is based on."""
        if properties is None:
            return None
        key, depth = _value(properties, "numPr/numId"), _value(properties, "numPr/ilvl")
        style = _value(properties, "pStyle")
        if key is None and style is not None:
            key, styled = self._styled(style)
            depth = depth if depth is not None else styled
        if key is None or key == "0" or key not in self.lists:
            return None
        return key, _whole(depth, 0)

    def _styled(self, style: str) -> tuple[str | None, str | None]:
        name = style
        for _ in range(_CHAIN):
            element = self.styles.get(name)
            if element is None:
                break
            key = _value(element, "pPr/numPr/numId")
            if key is not None:
                return key, _value(element, "pPr/numPr/ilvl") or self._linked_level(key, style)
            name = _value(element, "basedOn") or ""
        return None, None

    def _linked_level(self, key: str, style: str) -> str | None:
        """A heading style says only its list; the list's level names the style."""
        levels = self.levels.get(self.lists.get(key, ""), {})
        return next((str(depth) for depth, level in levels.items() if level.style == style), None)


def _level(element: Any) -> tuple[int, Level]:
    restart = _value(element, "lvlRestart")
    plain = element.find(f"{W}isLgl")
    return _whole(element.get(f"{W}ilvl"), 0), Level(
        _whole(_value(element, "start"), 1),
        _value(element, "numFmt") or "decimal",
        _value(element, "lvlText") or "",
        plain is not None and plain.get(f"{W}val") not in ("0", "false"),
        _value(element, "suff") or "tab",
        None if restart is None else _whole(restart, 0),
        _value(element, "pStyle"),
    )


def _value(element: Any | None, path: str) -> str | None:
    """The w:val of the element at `path` below `element`; None where there is none."""
    if element is None:
        return None
    found = element.find("/".join(f"{W}{part}" for part in path.split("/")))
    value: str | None = found.get(f"{W}val") if found is not None else None
    return value


def _whole(value: str | None, default: int) -> int:
    return int(value) if value is not None and value.isascii() and value.isdigit() and len(value) < 8 else default
