"""What the walk expects: the doors.yaml of every app, beside the addresses that the program really has.

A doors.yaml is written from the design and never read off the code. One entry an address, by its name:

    organisation:              # name of the address
      row: organisation        # kind of row (rows.py) that its pk names; left out: none
      look: [office, leader]   # roles that may GET it for a row in their area, or the word person (anybody signed in)
                               # or public; left out: it cannot be looked at
      act: [office]            # roles that may POST, likewise; left out: nobody may
      with: {tab: people}      # further arguments of the address; "@membership" is a row of that kind, at the same place
      give:                    # what a POST carries beside csrf token and membership. With it the walk also expects that
        name: 新名              # every role that may act succeeds at some place, and that a row from elsewhere is refused
        parent: "@organisation"          # a row at the place of the address's row, or where the sender works
        into: "@organisation:second"     # a row at a place of one's own choice
        whom: "@person.name"             # not its number but what else it is known by
        file: {name: a.txt, content: 要加强管理。}
      send: {version: 1}       # likewise, where not every role that may try can succeed: the walk expects no success
      leads: true              # its GET leads on to another page (302) instead of showing one
      demo: true               # only in the demo; else 404 for everybody
      api: true                # an operation of the API: whoever knocks brings a token and no cookie; refused by 401, 403

Roles are the values of Role. `everybody` stands for all of them, `bureau` for office, leader and section.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.urls import URLPattern, URLResolver, get_resolver

HERE = Path(__file__).parent

ROLES = (
    "office", "leader", "section", "centre", "head", "clerk", "inspector", "guardian", "observer",
    "system_admin", "security_admin", "auditor",
)  # fmt: skip
GROUPS = {"everybody": ROLES, "bureau": ("office", "leader", "section")}
OPEN = ("person", "public")
KEYS = {"row", "look", "act", "with", "give", "send", "leads", "demo", "api"}


@dataclass(frozen=True)
class Door:
    """The expected access to one address. `look` and `act`: roles, or one of OPEN alone; empty: nobody."""

    name: str
    look: frozenset[str] = frozenset()
    act: frozenset[str] = frozenset()
    row: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)
    give: dict[str, Any] | None = None
    send: dict[str, Any] = field(default_factory=dict)
    leads: bool = False
    demo: bool = False
    api: bool = False

    def roles(self, method: str) -> frozenset[str]:
        return self.look if method in {"GET", "HEAD"} else self.act


@dataclass(frozen=True)
class Address:
    """An address the program has: its name, its route as a person reads it, and the view that answers."""

    name: str
    route: str
    view: Any
    arguments: tuple[str, ...]
    methods: tuple[str, ...] = ("GET", "POST")


def expected() -> dict[str, Door]:
    """Every entry of every doors.yaml. An unknown word in one, or an address listed twice, stops the tests."""
    found: dict[str, Door] = {}
    for path in sorted(HERE.glob("*/doors.yaml")):
        text = path.read_text("utf-8")
        listed = re.findall(r"^([\w:-]+):", text, re.MULTILINE)  # YAML itself keeps the last of two
        assert len(listed) == len(set(listed)), (
            f"{path}: listed twice: {sorted({x for x in listed if listed.count(x) > 1})}"
        )
        for name, entry in (yaml.safe_load(text) or {}).items():
            assert name not in found, f"{path}: {name} is listed twice"
            found[name] = door_of(name, entry or {}, path)
    return found


def door_of(name: str, entry: dict[str, Any], path: Path) -> Door:
    assert set(entry) <= KEYS, f"{path}: {name} has unknown keys {set(entry) - KEYS}"
    return Door(
        name=name,
        look=roles_of(entry.get("look"), f"{path}: {name}"),
        act=roles_of(entry.get("act"), f"{path}: {name}"),
        row=entry.get("row", ""),
        arguments=entry.get("with", {}),
        give=entry.get("give"),
        send=entry.get("send", {}),
        leads=entry.get("leads", False),
        demo=entry.get("demo", False),
        api=entry.get("api", False),
    )


def roles_of(said: str | list[str] | None, where: str) -> frozenset[str]:
    words = [said] if isinstance(said, str) else said or []
    found = {role for word in words for role in GROUPS.get(word, (word,))}
    assert found <= {*ROLES, *OPEN}, f"{where} names unknown roles {found - {*ROLES, *OPEN}}"
    assert len(found) == 1 or not found & set(OPEN), f"{where}: person and public stand alone"
    return frozenset(found)


def addresses() -> dict[str, Address]:
    """Every address of the resolver by name, through all includes."""
    return {one.name: one for one in _addresses(get_resolver().url_patterns, "", "", ())}


def _addresses(patterns: list[Any], space: str, route: str, arguments: tuple[str, ...]) -> Iterator[Address]:
    for one in patterns:
        here = f"{route}{one.pattern}"
        known = (*arguments, *one.pattern.regex.groupindex)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _addresses(one.url_patterns, inner, here, known)
        elif isinstance(one, URLPattern):
            assert one.name, f"/{here} has no name, so that no door can be listed for it"
            yield Address(f"{space}{one.name}", f"/{here}", one.callback, known)
