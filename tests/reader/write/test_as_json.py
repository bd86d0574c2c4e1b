import json
from dataclasses import replace

from luoshi.reader.reading import Heading, Reading
from luoshi.reader.text import Span, Text
from luoshi.reader.write.as_json import as_object, to_json


def test_every_finding_tells_its_words_and_their_place_in_the_source(reading):
    written = as_object(reading)
    source = written["source"]["text"]
    for name in ("headings", "sentences", "actions", "figures", "deadlines", "recurrences", "bodies", "speakers"):
        for item in written[name]:
            assert written["text"][item["start"] : item["end"]] == item["text"]
            span = Span(item["start"], item["end"])
            assert source[item["source_start"] : item["source_end"]] == reading.original(span)
            assert item["place"] == reading.place(span) is not None
            assert item["confidence"] > 0
            assert item["reason"] == "test"


def test_the_keys_that_the_scorer_reads_are_there(reading):
    written = as_object(reading)
    assert written["meeting"] | {"agenda": [], "reasons": {}} == {
        "title": "青禾县2031年教育工作会议",
        "date": "2031-03-02",
        "place": "青禾县",
        "level": "county",
        "year": 2031,
        "organiser": None,
        "host": "顾远舟",
        "attendance": 120,
        "genre": None,
        "agenda": [],
        "reasons": {},
    }
    assert written["meeting"]["reasons"] == {"date": "before_held"}
    assert [act["who"] for act in written["meeting"]["agenda"]] == ["顾远舟"]
    assert [noise["kind"] for noise in written["noise"]] == ["furniture", "credits"]
    assert written["noise"][0]["raw"] == "首页 > 教育要闻\n"
    blank = written["figures"][-1]
    assert (blank["value"], blank["unit"], blank["status"], blank["year"]) == (None, "%", "target", 2031)
    assert written["deadlines"][0]["due"] == "2031-12-31"
    assert [body["role"] for body in written["bodies"]] == ["lead", "owner", "assist"]


def test_origins_rebuild_the_place_of_every_character(reading):
    rebuilt = {}
    for start, place, length in as_object(reading)["origins"]:
        rebuilt |= {start + n: place + n for n in range(length)}
    assert [rebuilt[n] for n in range(len(reading.text))] == list(reading.cleaned.origins)


def test_what_was_inserted_has_no_place_in_the_source(reading):
    text = Text.of("办好学前", [(0, "一、")])
    numbered = Reading(reading.source, text, headings=(Heading(0, 2, 1.0, "test", 1, "cn", None),))
    [heading] = as_object(numbered)["headings"]
    assert heading["text"] == "一、"
    assert {heading["source_start"], heading["source_end"], heading["place"]} == {None}
    assert as_object(numbered)["origins"] == [[2, 0, 4]]


def test_what_was_taken_out_tells_where_it_stood(reading):
    written = as_object(reading)
    assert [noise["place"] for noise in written["noise"]] == ["第 1 行", "第 11 行"]
    assert [drop["place"] for drop in written["drops"]] == ["第 1 行", "第 2 行", "第 11 行"]


def test_the_source_tells_how_it_was_read_and_how_much_of_it_was_lost(reading):
    source = replace(reading.source, damaged=3)
    assert as_object(replace(reading, source=source))["source"] == {
        "name": "qinghe.html",
        "medium": "html",
        "encoding": "utf-8",
        "damaged": 3,
        "unread": [],
        "text": source.text,
    }


def test_what_normalisation_took_out_is_listed(reading):
    assert {"kind": "pinyin", "raw": "(xiàn)"}.items() <= next(
        drop for drop in as_object(reading)["drops"] if "x" in drop["raw"]
    ).items()


def test_duty_cells_tell_their_words(table_reading):
    first, _ = as_object(table_reading)["duties"]
    assert (first["task"]["text"], first["lead"]["text"], first["leader"]) == ("建强队伍", "县教育局", None)


def test_the_same_reading_gives_the_same_bytes_in_readable_chinese(reading):
    assert to_json(reading) == to_json(reading)
    assert "青禾县" in to_json(reading)
    assert to_json(reading, indent=None).count("\n") == 1
    assert json.loads(to_json(reading, indent=None)) == json.loads(to_json(reading))
