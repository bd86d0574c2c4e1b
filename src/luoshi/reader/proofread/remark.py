"""What proofreading has to say of a draft: a code, where, how sure, and the facts that its sentence is made of."""

from dataclasses import dataclass

from luoshi.reader.text import Span


@dataclass(frozen=True, slots=True)
class ProofRemark:
    """Something that a person should look at before the paper goes out; `sure` False is only a question.

    `places` are spans of the cleaned text in the order in which the sentence speaks of them, never none.
    """

    code: str
    sure: bool
    places: tuple[Span, ...]
    facts: tuple[tuple[str, str], ...] = ()
