from dataclasses import replace

import pytest

from luoshi.reader.write.entries import tabs


def details(reading, tab: str) -> list[dict[str, str]]:
    """What unfolds under each entry of a tab."""
    [items] = [found.items for found in tabs(reading) if found.id == tab]
    return [{label: said for label, said in item.more if said} for item in items]


def test_an_entry_unfolds_to_its_sentence_its_place_and_how_sure_it_is(reading):
    assert details(reading, "tasks")[2] == {
        "依据": "持续开展防溺水巡查，办学经费增长XX%。",
        "位置": "第 10 行",
        "把握": "90%",
    }


def test_an_entry_shows_the_source_s_words_where_cleaning_changed_them(reading, at):
    changed = replace(reading.figures[1], start=at("青禾县召开").start, end=at("青禾县召开").end)
    changed, unchanged = details(replace(reading, figures=(changed, reading.figures[2])), "figures")
    assert changed["原样"] == "青禾縣(xiàn)召开"
    assert "原样" not in unchanged


def test_a_figure_tells_what_it_came_from_and_what_it_is_part_of(reading):
    linked = replace(reading.figures[2], pair=1, whole=0)
    first, _, third, *_ = details(replace(reading, figures=(*reading.figures[:2], linked)), "figures")
    assert (third["由来"], third["总数"]) == ("新增学位 3200个", "参加 约120人")
    assert {"由来", "总数"}.isdisjoint(first)


@pytest.mark.parametrize(("reason", "said"), [("verb", "90%（动词开头）"), ("new-rule", "90%")])
def test_a_rule_that_people_have_a_word_for_is_named(reading, reason, said):
    ruled = replace(reading.actions[0], reason=reason)
    assert details(replace(reading, actions=(ruled,)), "tasks")[0]["把握"] == said


def test_a_row_of_the_paper_s_own_table_is_copied_and_not_judged(table_reading):
    assert [row["把握"] for row in details(table_reading, "tasks")] == ["照原表抄录"] * 2
