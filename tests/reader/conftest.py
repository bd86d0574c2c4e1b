"""Drafts for testing one step after another on texts of our own."""

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
