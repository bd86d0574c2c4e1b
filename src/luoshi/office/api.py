"""What every operation of the API shares: how a refusal is told, pages of rows, and what words may come in."""

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from ninja import Field, Schema

LARGEST_PAGE = 200
NUMBER = Annotated[int, Field(ge=1, le=2**63 - 1)]  # of a row, as an address or a filter names it

T = TypeVar("T")
M = TypeVar("M", bound=Model)


class Reasons(Schema):
    """Why something was not done: each a sentence for people."""

    reasons: list[str]


class Named(Schema):
    """An organisation or a person, by number and name."""

    id: int
    name: str


class Paging(Schema):
    """Which part of a list is wanted."""

    page: int = Field(1, ge=1, le=1_000_000, description="第几页，从 1 起")
    size: int = Field(50, ge=1, le=LARGEST_PAGE, description="每页几条")


class Page(Schema, Generic[T]):
    """One part of a list, and how long all of it is."""

    count: int
    page: int
    size: int
    items: list[T]


def page_of(found: QuerySet[Any] | Sequence[Any], paging: Paging) -> dict[str, Any]:
    """The part that is wanted, in the words of Page; beyond the end it is empty."""
    first = (paging.page - 1) * paging.size
    count = found.count() if isinstance(found, QuerySet) else len(found)
    items = list(found[first : first + paging.size]) if first < count else []
    return {"count": count, "page": paging.page, "size": paging.size, "items": items}


def narrowed(found: QuerySet[M], **chosen: Any) -> QuerySet[M]:
    """By each filter that was given."""
    return found.filter(**{name: value for name, value in chosen.items() if value is not None})


def with_words(found: QuerySet[M], words: str, *fields: str) -> QuerySet[M]:
    """Those that have every one of the words in some of the fields, as the search box of a list finds them."""
    for word in words.split():
        narrowed = Q(pk__in=())
        for name in fields:
            narrowed |= Q(**{f"{name}__icontains": word})
        found = found.filter(narrowed)
    return found


def answers(ok: Any, *more: int) -> dict[int, Any]:
    """What an operation may answer: its own, what any may, and `more` (404 for a row, 409 for a version)."""
    return {200: ok, **dict.fromkeys(sorted({400, 401, 403, 422, 429, *more}), Reasons)}


# What is typed: PostgreSQL keeps no NUL.
Words = Annotated[str, Field(pattern=r"^[^\x00]*$")]
