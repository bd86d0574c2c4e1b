"""Whether a sentence asks for something."""

from luoshi.reader import clause, cut
from luoshi.reader.sentences.cues import MODAL


def asks(words: str) -> bool:
    """Whether a sentence asks for something: a modal word, or a clause that opens with a verb."""
    if MODAL.search(words):
        return True
    for start, end in cut.clauses(words):
        begun = clause.opening(words[start:end])
        if begun.verb is not None:
            return True
    return False
