"""Word lists of the reader: YAML files of reader/data, and patterns made from them."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
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
    return _branch(root)


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
