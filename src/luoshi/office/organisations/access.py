"""Which roles an address is for. Deny by default: a view that names no rule is answered to nobody."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from django.http import HttpRequest

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Person, Role, Token

View = TypeVar("View", bound=Callable[..., Any])

EVERY_ROLE = frozenset(Role)
BUREAU_STAFF = (Role.OFFICE, Role.LEADER, Role.SECTION)
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})


class Request(HttpRequest):
    """A request as a view open to roles gets it: somebody signed in, who acts in a membership."""

    actor: Actor
    user: Person


class ProgramRequest(Request):
    """The same from a program, by the token it brought."""

    token: Token


class Door(Enum):
    """Who comes to an address before roles are asked for."""

    ROLE = "a membership in one of the rule's roles"
    TOKEN = "a program with somebody's token, made in one of the rule's roles"
    PERSON = "anybody signed in, with or without a membership"
    PUBLIC = "everybody, signed in or not"


@dataclass(frozen=True)
class Rule:
    """Who may look (GET, HEAD) and who may act (every other method)."""

    door: Door
    look: frozenset[Role] = frozenset()
    act: frozenset[Role] = frozenset()

    def roles(self, method: str) -> frozenset[Role]:
        return self.look if method in {"GET", "HEAD"} else self.act


def open_to(look: Iterable[Role], *, act: Iterable[Role] = ()) -> Callable[[View], View]:
    """Name the rule of a view: the roles that may look, and those that may act. It must be the outermost decorator."""
    return _with(Rule(Door.ROLE, frozenset(look), frozenset(act)))


def open_to_everybody_signed_in(view: View) -> View:
    """For pages about oneself: choosing a membership, one's password, signing out."""
    return _with(Rule(Door.PERSON))(view)


def open_to_the_public(view: View) -> View:
    """For the few pages that need no sign-in."""
    return _with(Rule(Door.PUBLIC))(view)


def _with(rule: Rule) -> Callable[[View], View]:
    def named(view: View) -> View:
        view.rule = rule  # type: ignore[attr-defined]  # a function carries what it is open to
        return view

    return named


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """The rule a view names, or None: then nobody may come in."""
    found = getattr(view, "rule", None)
    return found if isinstance(found, Rule) else None
