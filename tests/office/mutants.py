"""Doors made worse on purpose: whoever trusts the walk wants to see it notice."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db.models import Model

from luoshi.office.organisations.access import EVERY_ROLE, Rule, rule_of
from luoshi.office.organisations.access import Door as Opening
from tests.office.doors import Address, Door
from tests.office.rows import KINDS, makes
from tests.office.walk import Walker, walk


@contextmanager
def ruled(view: Any, rule: Rule | None) -> Iterator[None]:
    """A view under another rule, or under none."""
    before = view.rule
    view.rule = rule
    try:
        yield
    finally:
        view.rule = before


def worse_rules(view: Any) -> list[tuple[str, Rule | None]]:
    """No rule at all, and one that lets in more than the view's own."""
    rule = rule_of(view)
    if rule is None:
        return []
    found: list[tuple[str, Rule | None]] = [("rule removed", None)]
    if rule.door in {
        Opening.ROLE,
        Opening.TOKEN,
    }:  # a page of allauth's asks for a sign-in by itself, whatever our rule says
        found.append(("open to person", Rule(Opening.PERSON)))
    return found


def noticed(walker: Walker, address: Address, door: Door, rule: Rule | None) -> bool:
    """Whether the walk over one address objects to that rule. It stops at the first objection."""
    with ruled(address.view, rule):
        return next(walk(walker, address, door), None) is not None


def role_mutants(walker: Walker, address: Address, door: Door) -> Iterator[tuple[str, bool]]:
    """Each role added to, or taken from, looking and acting: its name, and whether the walk objects to it.

    All are tried in one walk, since what a role is answered does not depend on the other roles of the rule.
    """
    rule = rule_of(address.view)
    if rule is None or rule.door not in {Opening.ROLE, Opening.TOKEN}:
        return
    for word, changed in (
        ("+", Rule(rule.door, EVERY_ROLE, EVERY_ROLE)),
        ("-", Rule(rule.door, frozenset(), frozenset())),
    ):
        with ruled(address.view, changed):
            objections = {(one.knock.method, one.knock.role) for one in walk(walker, address, door)}
        for method, before, after in (("GET", rule.look, changed.look), ("POST", rule.act, changed.act)):
            if is_answered(walker, address, door, method, changed if word == "+" else rule):
                for role in sorted(before ^ after):
                    yield f"{method} {word}{role}", (method, role) in objections


def is_answered(walker: Walker, address: Address, door: Door, method: str, rule: Rule) -> bool:
    """Whether the view answers a method at all; if not, a rule for it changes nothing."""
    place = KINDS[door.row].places[0] if door.row else ""
    with ruled(address.view, rule):
        body = walker.body(door, "city-office", place)
        return walker.send("city-office", method, walker.url(address, door, place), body).status != 405


SEEN_MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("luoshi.") and hasattr(model._default_manager.all(), "visible_to")
]


def kinds_of(model: type[Model]) -> list[str]:
    """The kinds of row that are of a model."""
    return [name for name, kind in KINDS.items() if makes(kind) is model]


@contextmanager
def showing_everything(model: type[Model]) -> Iterator[None]:
    """A model whose visible_to shows all rows to everybody."""
    rows = type(model._default_manager.all())
    before = rows.visible_to
    rows.visible_to = lambda rows, *_: rows.all()
    try:
        yield
    finally:
        rows.visible_to = before
