from dataclasses import replace

import pytest

from luoshi.reader.neighbours import Neighbours
from luoshi.reader.text import Span
from luoshi.reader.write.sharing import bodies_over


@pytest.mark.parametrize("reach", ["rest", "next", "before"])
def test_what_closes_a_sentence_belongs_to_its_last_action(reading, reach):
    end = reading.actions[1].end
    closing = replace(reading.deadlines[0], start=end, end=end + 1)
    assert Neighbours(reading).share([closing], reach) == {1: [closing]}


@pytest.mark.parametrize(("reach", "takers"), [("rest", [0, 1]), ("next", [0]), ("before", [0])])
def test_what_opens_a_sentence_belongs_to_its_first_action_or_to_all(reading, reach, takers):
    [opening] = reading.deadlines
    assert Neighbours(reading).share([opening], reach) == {taker: [opening] for taker in takers}


def test_a_body_answers_for_what_begins_in_the_stretch_that_it_covers(reading):
    first, second, _ = reading.actions
    body = replace(reading.bodies[0], covers=Span(first.start, second.start))
    assert bodies_over(replace(reading, bodies=(body,))) == {0: [body]}


def test_a_body_listed_twice_counts_once_in_each_of_its_roles(reading):
    lead = reading.bodies[0]
    assist = replace(lead, role="assist")
    assert bodies_over(replace(reading, bodies=(lead, assist, lead)))[0] == [lead, assist]
