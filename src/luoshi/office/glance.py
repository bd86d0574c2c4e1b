"""What an app says at a glance of the part of the county that somebody answers for; the home page joins it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Glance:
    """A number that matters to the actor's role, with the page on which it stands in full."""

    what: str
    address: str
    number: int
    amiss: bool = False  # something is to be done about it
