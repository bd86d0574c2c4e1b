"""Credits inside a report's own lines: in brackets at a paragraph's end, behind its last stop, before its first word."""

import re
from collections.abc import Iterator
from functools import cache

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.noise.page import CREDITS, known_line

_ENDS = 60  # characters behind a line's last stop that may be a credit


def inline_credits(chars: str) -> list[tuple[int, int, str]]:
    return sorted({*_prefixes(chars), *_brackets(chars), *_tails(chars)})


def _prefixes(chars: str) -> Iterator[tuple[int, int, str]]:
    for match in _prefix().finditer(chars):
        yield match.start(), match.end(), CREDITS


def _brackets(chars: str) -> Iterator[tuple[int, int, str]]:
    for match in _bracket().finditer(chars):
        yield match.start(), match.end(), CREDITS


def _tails(chars: str) -> Iterator[tuple[int, int, str]]:
    """What follows the last stop of a line and is nothing but a credit or furniture."""
    for match in TAIL.finditer(chars):
        rest = match["rest"].strip()
        kind = CREDITS if _signed().fullmatch(rest) else known_line(rest)
        if kind:
            yield match.start("rest") + len(match["rest"]) - len(match["rest"].lstrip()), match.end(), kind


TAIL = re.compile(rf"[。！？”）](?P<rest> ?[^\n。！？；]{{2,{_ENDS}}})$", re.MULTILINE)


@cache
def _prefix() -> re.Pattern[str]:
    return re.compile(rf"^{any_of(load('credits')['prefixes'])} ?", re.MULTILINE)


@cache
def _bracket() -> re.Pattern[str]:
    words = any_of([w for w in (*load("credits")["labels"], *load("credits")["roles"]) if len(w) > 1])
    return re.compile(rf"[（【](?:本报|本网|[^（）【】\n：，。]{{0,8}}日报|[^（）【】\n：，。]{{0,8}}网)?{words}(?:[：: ][^（）【】\n。]{{1,60}})?[）】](?=$|[^\n]{{0,4}}$|)", re.MULTILINE)


@cache
def _signed() -> re.Pattern[str]:
    roles = any_of(load("credits")["roles"])
    return re.compile(rf"[^，。：]{{0,12}}(?:{roles}) ?[：:]?(?: ?[\u3400-\u9fff]{{1,4}}){{1,4}}(?: ?(?:{roles}|报道|文|图))*")
