from luoshi.reader.reading import Reading
from luoshi.reader.source import Block, Source
from luoshi.reader.text import Span, Text
from luoshi.reader.write.places import Places

BLOCKS = (Block(2, 5, "第 1 段"), Block(5, 5, "第 2 段"), Block(8, 10, "第 3 段"))


def test_a_place_is_that_of_the_block_that_holds_the_offset():
    places = Places.of(Reading(Source("a.docx", "docx", "0123456789", BLOCKS), Text.of("0123456789")))
    named = [places.name(offset) for offset in range(10)]
    assert named == [None, None, "第 1 段", "第 1 段", "第 1 段", "第 2 段", None, None, "第 3 段", "第 3 段"]


def test_it_agrees_with_the_reading_about_every_character(reading):
    places = Places.of(reading)
    for at in range(len(reading.text)):
        span = Span(at, at + 1)
        assert places.name(places.source_span(span).start) == reading.place(span)
