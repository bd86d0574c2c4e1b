"""Word lists of the reader: YAML files of reader/data, and patterns made from them."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from math import ceil
from typing import Any

import yaml

_Trie = dict[str, Any]  # character -> what may follow it; "" where a word ends

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str) -> Any:
    """The content of reader/data/<name>.yaml. Treat it as read-only: it is loaded once."""
    return yaml.load(files("luoshi.reader").joinpath("data", f"{name}.yaml").read_text("utf-8"), _LOADER)


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches the longest of `words` at a place.

    It shares common beginnings (a trie), so that its speed does not depend on how many words there are.
    """
    root: _Trie = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    # An engine tries choices one after another: of many it first asks for the set, then for the part of it.
    return f"(?:[{_chars(root)}](?:{_rests(root)}))" if len(root) > _MANY else f"(?:{'|'.join(_choices(root))})"


_MANY = 64  # first characters: a set of so many is asked for first, then which part of them the character is of
_PARTS, _FEW = 4, 16  # into how many parts they fall, and again, until so few are left


def _rests(beginnings: _Trie, *, whole: bool = True) -> str:
    """What follows the first character, told by a look back at it."""
    if len(beginnings) <= _FEW:
        return "|".join(f"(?<={re.escape(char)}){_branch(below)}" for char, below in beginnings.items())
    items = list(beginnings.items())
    size = ceil(len(items) / _PARTS)
    parts = [dict(items[at : at + size]) for at in range(0, len(items), size)]
    return "|".join(
        f"(?<=[{_chars(part)}]){_seconds(part) if whole else ''}(?:{_rests(part, whole=False)})" for part in parts
    )


def _seconds(beginnings: _Trie) -> str:
    """A look ahead at the characters that may follow, which turns most places away at once."""
    following = {char for below in beginnings.values() for char in below}
    return "" if "" in following else f"(?=[{''.join(map(re.escape, sorted(following)))}])"


def _chars(node: _Trie) -> str:
    return "".join(map(re.escape, node))


def _choices(node: _Trie) -> list[str]:
    return [re.escape(char) + _branch(below) for char, below in node.items() if char]


def _branch(node: _Trie) -> str:
    choices = _choices(node)
    if not choices:
        return ""
    ends = "" in node
    body = choices[0] if len(choices) == 1 and not ends else f"(?:{'|'.join(choices)})"
    return f"{body}?" if ends else body
