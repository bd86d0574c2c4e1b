"""What an app says of what waits for somebody; the pages join it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pending:
    """待办: something that waits for the actor, with the page on which it is dealt with."""

    what: str
    address: str
    count: int = 1
    due: str = ""  # in words
    of_school: bool = False  # 学校要办: the school is asked for it, and whoever works there sees it
    news: bool = False  # a message that was not read yet: nothing is to be done, and it is not counted
