"""Drafts for testing one step after another on texts of our own."""

import time
from collections.abc import Callable

import pytest

from luoshi.reader.actions import actions
from luoshi.reader.draft import Draft
from luoshi.reader.outline import outline
from luoshi.reader.sentences import sentences
from luoshi.reader.source import Source
from luoshi.reader.text import Text

Drafted = Callable[[str], Draft]


@pytest.fixture
def drafted() -> Drafted:
    """A text with its outline, kinds and actions found, as if cleaning had nothing to do."""

    def make(text: str) -> Draft:
        return actions(sentences(outline(Draft(Source("invented", "txt", text), Text.of(text)))))

    return make


@pytest.fixture
def growth():
    """How many times longer a call with twice the length takes; what is over at once counts as 10 ms."""

    def seconds(work, size):
        start = time.process_time()
        work(size)
        return time.process_time() - start

    def times_longer(work, size):
        small, large = (min(seconds(work, each) for _ in range(3)) for each in (size, 2 * size))
        return large / max(small, 0.01)

    return times_longer
