"""Traditional characters and Taiwan's words, by meaning, into the simplified characters of the mainland."""

import re
from functools import cache
from operator import ne

from opencc import OpenCC

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.text import Text

_SHARE = 0.04  # of all characters changed: above it, the text is traditional
_SEVERAL = 2  # words of Taiwan's from which a text is taken to be converted by phrases
_LINE_SHARE, _LINE_LEAST = 0.12, 3  # the same for one line in a simplified text


def simplify(text: Text) -> Text:
    """A traditional text in simplified characters; a simplified one is left as it is."""
    chars = text.chars
    simple = _to_simplified(chars)
    if simple == chars:
        return text
    if _changed(chars, simple) < _SHARE * len(chars):
        return text.swap(_simplify_lines(chars, simple))
    words = _variants()
    simple = words.sub(lambda m: load("script")["variants"][m[0]], _mend_zhe(simple))
    text = text.swap(simple)
    return _mainland_words(text)


def _simplify_lines(chars: str, simple: str) -> str:
    """Only the lines that are traditional by themselves, as a foreign head above a simplified text is."""
    lines = []
    for line, plain in zip(chars.split("\n"), simple.split("\n"), strict=True):
        changed = 0 if line == plain else _changed(line, plain)
        lines.append(plain if changed >= max(_LINE_LEAST, _LINE_SHARE * len(line)) else line)
    return "\n".join(lines)


def _changed(chars: str, simple: str) -> int:
    return sum(map(ne, chars, simple))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _to_simplified(chars: str) -> str:
    """Character for character; a phrase that the converter makes longer or shorter is converted singly."""
    simple = str(_converter().convert(chars))
    if len(simple) == len(chars):
        return simple
    return "".join(map(_to_simplified_char, chars))


@cache
def _to_simplified_char(char: str) -> str:
    simple = str(_converter().convert(char))
    return simple if len(simple) == 1 else char


def _mend_zhe(chars: str) -> str:
    """The converter leaves every 著; it is 着 unless it stands in a word about writing or being known."""
    if "著" not in chars:
        return chars
    words = load("script")["zhu"]
    pattern = re.compile(f"(?:{any_of(words)})|著")
    return pattern.sub(lambda m: "着" if m[0] == "著" else m[0], chars)


def _mainland_words(text: Text) -> Text:
    """Taiwan's words back into the mainland's, where the text shows several that the mainland never uses."""
    words: dict[str, str] = load("script")["taiwan"]
    pattern = _taiwan_pattern()
    marks = set(load("script")["taiwan_marks"])
    if sum(word in marks for word in pattern.findall(text.chars)) < _SEVERAL:
        return text
    return text.replace(pattern, lambda m: words[m[0]], "word")


@cache
def _variants() -> re.Pattern[str]:
    return re.compile(any_of(load("script")["variants"]))


@cache
def _taiwan_pattern() -> re.Pattern[str]:
    return re.compile(any_of(load("script")["taiwan"]))
