"""Whatever file comes, it is read or refused in words, in time; 20,000 by benchmarks/fuzz_reader.py."""

import shutil
import time

import pytest

from luoshi.reader import read
from luoshi.reader.account import account
from luoshi.reader.source import Unreadable
from tests.reader.mutations import mutated

MANY, PARTS = 500, 10
LONGEST = 5.0  # seconds of the processor here; a child has a limit of its own


@pytest.mark.parametrize("part", range(PARTS))
def test_a_broken_file_is_read_or_refused_in_words_and_in_time(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)  # LibreOffice takes seconds for each
    answers = set()
    for number, (name, content) in enumerate(mutated(MANY // PARTS, seed=part)):
        began = time.process_time()
        answers.add(_answer(content, name))
        assert time.process_time() - began < LONGEST, number
    assert answers == {"read", "refused"}


def _answer(content: bytes, name: str) -> str:
    try:
        found = read(content, name=name)
    except Unreadable as refusal:
        return "refused" if refusal.code and str(refusal).endswith("。") else f"refused without words: {refusal}"
    return "read" if account(found) == () else "read, and characters lost"
