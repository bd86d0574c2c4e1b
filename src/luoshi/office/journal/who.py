"""Who did something, as the journal keeps it: numbers to search by and the names as they were that day."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Who:
    """A person in a membership, the public (signed out), or the program itself (a schedule, a command)."""

    name: str
    person: int | None = None
    membership: int | None = None
    role: str = ""
    organisation: int | None = None
    organisation_name: str = ""
    behalf: str = ""  # 代录: for whom, signed by whom and when, in words; or 令牌: by which a program did it for them
    address: str = ""  # the network address a request came from


PROGRAM = Who("系统")
