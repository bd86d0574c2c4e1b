"""Words directly before or behind a place of the text, looked up without a pattern."""

from collections.abc import Iterable


class Endings:
    """Answers which word of a list ends at a place: the longest, or None."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths = sorted({len(word) for word in self._words}, reverse=True)
        self._last = frozenset(word[-1] for word in self._words)

    def at(self, text: str, end: int) -> str | None:
        if end == 0 or text[end - 1] not in self._last:
            return None
        for length in self._lengths:
            word = text[end - length : end] if length <= end else ""
            if word in self._words:
                return word
        return None


class Beginnings:
    """Answers which word of a list begins at a place: the longest, or None."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._lengths = sorted({len(word) for word in self._words}, reverse=True)
        self._first = frozenset(word[0] for word in self._words)

    def at(self, text: str, start: int) -> str | None:
        if text[start : start + 1] not in self._first:
            return None
        for length in self._lengths:
            if text[start : start + length] in self._words:
                return text[start : start + length]
        return None
