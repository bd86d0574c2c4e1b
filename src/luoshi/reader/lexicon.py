"""Word lists of the reader: YAML files of reader/data, and patterns made from them."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from operator import add
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
    return _branch(_trie(words))


def any_here(words: Iterable[str]) -> str:
    """The same for a long list that is asked for at one place and not searched for.

    An engine tries one beginning after another: it is first asked for the set of them, then for half of it.
    """
    root = _trie(words)
    return f"(?:{_ahead(root)}{_halved(root)})"


class Finder:
    """Where words of a large list stand in a text; faster there than a pattern of hundreds of beginnings."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            if len(word) < HEAD:
                raise ValueError(f"{word!r} is shorter than {HEAD} characters")
            lengths.setdefault(word[:HEAD], set()).add(len(word))
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}

    def __call__(self, text: str) -> list[tuple[int, str]]:
        """(place, word) from left to right, the longest word at a place, none inside another."""
        lengths, words = self._lengths, self._words
        found, end = [], 0
        for place in [place for place, head in enumerate(map(add, text, text[1:])) if head in lengths]:
            if place < end:
                continue
            for length in lengths[text[place : place + HEAD]]:
                word = text[place : place + length]
                if word in words:
                    found.append((place, word))
                    end = place + length
                    break
        return found


HEAD = 2  # characters by which the finder looks a word up


def _trie(words: Iterable[str]) -> _Trie:
    root: _Trie = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return root


_FEW = 12  # beginnings that are tried one by one


def _halved(root: _Trie) -> str:
    if len(root) <= _FEW:
        return _branch(root)
    below = list(root.items())
    first, second = dict(below[: len(below) // 2]), dict(below[len(below) // 2 :])
    return f"(?:{_ahead(first)}{_halved(first)}|{_halved(second)})"


def _ahead(root: _Trie) -> str:
    return f"(?=[{''.join(map(re.escape, root))}])"


def _branch(node: _Trie) -> str:
    ends = "" in node
    single = [char for char, below in node.items() if char and not (below.keys() - {""}) and "" in below]
    longer = [re.escape(char) + _branch(below) for char, below in node.items() if char and below.keys() - {""}]
    options = longer
    if single:
        options = [*longer, re.escape(single[0]) if len(single) == 1 else f"[{''.join(map(re.escape, single))}]"]
    if not options:
        return ""
    body = options[0] if len(options) == 1 and not ends else f"(?:{'|'.join(options)})"
    return f"{body}?" if ends else body
