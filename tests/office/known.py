"""What sign-in and the shell ask on every page, asked once: it is half of what an answer on the walk costs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from unittest.mock import patch

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Membership, Person
from luoshi.office.web import membership as lookup


class Known:
    """Whose memberships they are and how many messages they have not read does not change from knock to knock."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, int], Any] = {}

    @contextmanager
    def told(self) -> Iterator[None]:
        """Meanwhile nobody is asked twice."""
        memberships_of, unread_of = lookup.usable, lookup.unread_count

        def usable(person: Person, *, day: date) -> list[Membership]:
            return self._once("memberships", person.pk, lambda: memberships_of(person, day=day))

        def unread(actor: Actor) -> int:
            return self._once("unread", actor.person.pk, lambda: unread_of(actor))

        with patch.object(lookup, "usable", usable), patch.object(lookup, "unread_count", unread):
            yield

    def _once(self, what: str, person: int, ask: Callable[[], Any]) -> Any:
        if (what, person) not in self.found:
            self.found[what, person] = ask()
        return self.found[what, person]
