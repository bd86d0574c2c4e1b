"""Whatever comes in, the answer is a kind or reasons with words for each; 5,000 by benchmarks/fuzz_uploads.py."""

import pytest

from luoshi.office.desk.kinds import KINDS, tidy
from luoshi.office.desk.looking import look
from luoshi.office.desk.refusals import sentences
from tests.office.desk.mutations import mutated

MANY = 200


@pytest.mark.parametrize("part", range(4))
def test_a_broken_file_is_sound_or_refused_in_words_and_never_a_failure(part: int) -> None:
    answers = set()
    for name, content in mutated(MANY // 4, seed=part):
        called = tidy(name)
        found = look(content, name=called)
        said = sentences(found["reasons"], name=called)
        assert said or found["kind"] in KINDS
        answers.add(bool(said))
    assert answers == {True, False}
