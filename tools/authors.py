"""Makes docs/authors/keys.md: every lexicon with every key, what the file's own comments say of it, and an example.

python tools/authors.py
"""

import re
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
LEXICONS = ROOT / "src" / "luoshi" / "reader" / "data"
PAGE = ROOT / "docs" / "authors" / "keys.md"

HEAD = """# Every lexicon, every key

Made from the files by `make docs`; do not edit here. What each file is for, and how to add to it, is told in
[the guide](README.md).
"""

KEY = re.compile(r"^([^\s#][^:]*|\"[^\"]+\"):(?=\s|$)[ ]*(?:#[ ]*(.*))?")
MANY = 15  # keys of a file that is a list of pairs or of alike entries; only the first are shown then
SHOWN = 3


def head_of(text: str) -> list[str]:
    """The lines of the comment that a file begins with."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line[1:].removeprefix(" ").rstrip())
    return lines


def comments_of(text: str) -> dict[str, str]:
    """What stands above each key or behind it."""
    said: dict[str, str] = {}
    above: list[str] = []
    for line in text.splitlines()[len(head_of(text)) :]:
        if line.startswith("#"):
            above.append(line.lstrip("# ").rstrip())
        elif found := KEY.match(line):
            said[found[1].strip('"')] = " ".join([*above, found[2] or ""]).strip()
            above = []
        elif not line.strip():
            above = []
    return said


def example_of(value: Any) -> str:
    """The first few members, as they stand in the file."""
    if isinstance(value, dict):
        shown = [
            f"{key}: {example_of(member)}" if not isinstance(member, dict) else str(key)
            for key, member in value.items()
        ]
        return "; ".join(shown[:SHOWN]) + (" …" if len(shown) > SHOWN else "")
    if isinstance(value, list):
        return "、".join(map(str, value[:SHOWN])) + (" …" if len(value) > SHOWN else "")
    words = str(value)
    return words if len(words) <= MANY else f"{words[:MANY]}…"


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def section(path: Path) -> str:
    text = path.read_text("utf-8")
    content = yaml.safe_load(text)
    said = comments_of(text)
    keys = list(content)
    alike = len(keys) > MANY and not any(said.get(str(key)) for key in keys)
    rows = [f"| `{cell(str(k))}` | {cell(said.get(str(k), ''))} | {cell(example_of(content[k]))} |" for k in keys]
    if alike:
        rows = [*rows[:SHOWN], f"| … | {len(keys) - SHOWN} more of the same shape | |"]
    head = ["```text", *head_of(text), "```"]
    return "\n".join([f"## `{path.name}`", "", *head, "", "| key | about | for example |", "|---|---|---|", *rows, ""])


def page() -> str:
    return "\n".join([HEAD, *(section(path) for path in sorted(LEXICONS.glob("*.yaml")))])


if __name__ == "__main__":
    if sys.argv[1:] == ["--print"]:
        sys.stdout.write(page())
    else:
        PAGE.write_text(page(), "utf-8")
