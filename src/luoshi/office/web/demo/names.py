"""Names for invented people: every surname once with a given name, in an order that is always the same."""

from collections.abc import Iterator, Sequence
from itertools import cycle


def names(surnames: Sequence[str], given: Sequence[str], *, taken: frozenset[str]) -> Iterator[str]:
    """As many different names as there are surnames; none of `taken`."""
    for surname, rest in zip(surnames, cycle(given), strict=False):
        if (name := surname + rest) not in taken:
            yield name
