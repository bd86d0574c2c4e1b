"""Where the reading stands, and the words that speak for each kind of sentence."""

import re
from functools import cache
from typing import NamedTuple

from luoshi.reader import clause, lexicon


class Outlook(NamedTuple):
    """Where the text stands: `mode` is the kind to expect, None before anything is clear."""

    mode: str | None
    speech: bool = False  # somebody has begun to speak
    listed: bool = False  # numbered items have begun since then
    year: int | None = None  # the plan year
    closing: bool = False  # the speaker has begun to take leave
    asked: bool = False  # the speaker has asked for something
    section: str | None = None  # what the heading above says about its sentences


Verdict = tuple[str, float, str, str | None]  # kind, confidence, reason, mode from here on (None: as before)


@cache
def openers() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(patterns)) for name, patterns in lexicon.load("kinds")["openers"].items()}


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(lexicon.any_of(words)) for kind, words in lexicon.load("kinds")["cues"].items()}


def says(kind: str, words: str) -> int:
    return len(_cues()[kind].findall(words))


def slogans(words: str) -> int:
    """How many different slogans stand there; one said twice is no second."""
    return len(set(_cues()["slogan"].findall(words)))


MODAL = re.compile(
    rf"{clause.YAO}|应当|必须(?![^，。；]{{1,8}}的[^，。；]{{1,8}}[，。；])|务必|须(?<!必须)|不得|严禁|确保|力争|争取|请各|望各|希望|期望"
)
