"""Prepared questions of an actor: put together for a role, asked by whoever has it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from django.db.models import QuerySet

from luoshi.office.organisations.actor import Actor, Area
from luoshi.office.organisations.models import Role
from luoshi.office.prepared import Given, Rows, number_of, prepared


class _Row(Given):
    """A row of which its number, path and kind are known."""

    kind = ""

    @property
    def pk(self) -> Given:
        return self

    @property
    def path(self) -> Given:
        return Given(f"{self.value}_path")


class _Seat(_Row):
    """A membership."""

    deputises_id = Given("by_principal")


class _Looks(NamedTuple):
    """What shapes the questions of an actor."""

    role: str
    kind: str
    paths: int
    has_authority: bool
    on_behalf: bool


@dataclass(frozen=True)
class _Somebody:
    """An actor of whom only that is known."""

    looks: _Looks

    person, membership = _Row("by_person"), _Seat("by_membership")

    @property
    def role(self) -> str:
        return self.looks.role

    @property
    def sees_persons(self) -> bool:
        return self.role != Role.OBSERVER

    @property
    def behalf(self) -> bool | None:
        return self.looks.on_behalf or None

    @property
    def organisation(self) -> _Row:
        found = _Row("by_organisation")
        found.kind = self.looks.kind
        return found

    @property
    def authority(self) -> Given | None:
        return _Row("by_authority") if self.looks.has_authority else None

    @property
    def area(self) -> Area:
        return Area(tuple(cast(Any, Given(f"by_path{number}")) for number in range(self.looks.paths)))


def asked_by_actor(build: Callable[..., QuerySet[Any, Any]]) -> Callable[..., Rows]:
    """`prepared` for a question whose first argument is who asks. Of them the builder may compare the person, membership,
    organisation, authority and area with columns; it sees the role, and the kind of the organisation."""

    def built(looks: _Looks, *shape: Any, **given: Any) -> QuerySet[Any, Any]:
        about = {name: one for name, one in given.items() if not name.startswith("by_")}
        return build(cast(Actor, _Somebody(looks)), *shape, **about)

    question = prepared(built)

    def ask(actor: Actor, *shape: Any, **given: Any) -> Rows:
        paths = actor.area.paths
        looks = _Looks(
            actor.role, actor.organisation.kind, len(paths), actor.authority is not None, actor.behalf is not None
        )
        return question(looks, *shape, **given, **_values(actor))

    return ask


def counted_by_actor(build: Callable[..., QuerySet[Any, Any]]) -> Callable[..., int]:
    """The same for how many rows there are."""
    question = asked_by_actor(lambda by, *shape, **given: number_of(build(by, *shape, **given)))

    def ask(actor: Actor, *shape: Any, **given: Any) -> int:
        return sum(number for (number,) in question(actor, *shape, **given))

    return ask


def _values(actor: Actor) -> dict[str, Any]:
    return {
        "by_person": actor.person.pk,
        "by_membership": actor.membership.pk,
        "by_principal": actor.membership.deputises_id or 0,
        "by_organisation": actor.organisation.pk,
        "by_organisation_path": actor.organisation.path,
        "by_authority": actor.authority and actor.authority.pk,
        "by_authority_path": actor.authority and actor.authority.path,
        **{f"by_path{number}": path for number, path in enumerate(actor.area.paths)},
    }
