"""No program finds an error of ours or an answer that the document does not know. benchmarks/fuzz_api.py asks longer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from luoshi.office.organisations import tokens
from tests.office.fuzzing import furnish, fuzz

EXAMPLES = 8


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bo", "section"])
def test_no_question_finds_an_error_or_an_undocumented_answer(world, name: str) -> None:
    furnish(world)
    until = timezone.localdate() + timedelta(days=30)
    _token, said = tokens.make("试接口", scope="act", expires_on=until, by=world.actor(name))
    answered = fuzz(said, examples=EXAMPLES, number=20260310)
    statuses = {status for _label, status in answered}
    assert statuses >= {200, 404, 422}
