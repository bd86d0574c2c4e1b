"""How papers shorten names and name many bodies at once, from data/shorthand.yaml. Knows no Django: a reading's rows are
made with it in the sandbox."""

import re
from importlib.resources import files

import yaml

_SAID: dict[str, list[str]] = yaml.safe_load(
    files("luoshi.office.plans").joinpath("data/shorthand.yaml").read_text("utf-8")
)


def _any(name: str) -> str:
    """One of the words; a longer one goes before one that it begins with."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(_SAID[name], key=len, reverse=True)) + ")"


_TITLE = f"{_any('grades')}*(?:{_any('offices')}长|{_any('titles')})"

FRONT = re.compile(f"^{_any('ranks')}?{_any('fronts')}")
ENDINGS = str.maketrans(dict.fromkeys(_SAID["endings"][:-1], _SAID["endings"][-1]))
MANY = tuple(_SAID["many"])
MANY_BODIES = re.compile(f"^{_any('many')}.*{_any('bodies')}$")
TITLES_BEFORE = re.compile(f"(?:.*{_TITLE}[:：]?)?")
TITLES_BEHIND = re.compile(f"(?:{_TITLE})*(?:[（(].*[）)])?")
