from dataclasses import replace

import pytest

from luoshi.reader.reading import Link
from luoshi.reader.write.entries import tabs
from tests.reader.write.changed import changed as relinked


def details(reading, tab: str) -> list[dict[str, str]]:
    """What unfolds under each entry of a tab."""
    [items] = [found.items for found in tabs(reading) if found.id == tab]
    return [{label: said for label, said in item.more if said} for item in items]


def leads(reading, tab: str) -> list[dict[str, list[tuple[str, str]]]]:
    """What each entry of a tab leads to: id on the page and words, by label."""
    [items] = [found.items for found in tabs(reading) if found.id == tab]
    return [{label: list(ends) for label, ends in item.goes if ends} for item in items]


def test_an_entry_unfolds_to_its_sentence_its_place_and_how_sure_it_is(reading):
    assert details(reading, "tasks")[2] == {
        "依据": "持续开展防溺水巡查，办学经费增长XX%。",
        "位置": "第 10 行",
        "把握": "90%",
    }


def test_an_entry_shows_the_source_s_words_where_cleaning_changed_them(reading, at):
    changed = replace(reading.figures[1], start=at("青禾县召开").start, end=at("青禾县召开").end)
    changed, unchanged = details(relinked(reading, figures=(changed, reading.figures[2])), "figures")
    assert changed["原样"] == "青禾縣(xiàn)召开"
    assert "原样" not in unchanged


def test_a_figure_tells_what_it_came_from_and_what_it_is_part_of(reading):
    linked = replace(reading.figures[2], pair=1, whole=0)
    first, _, third, *_ = leads(relinked(reading, figures=(*reading.figures[:2], linked)), "figures")
    assert (third["由来"], third["总数"]) == ([("f1", "新增学位 3200个")], [("f0", "参加 约120人")])
    assert {"由来", "总数"}.isdisjoint(first)


def test_a_target_leads_to_the_task_that_it_measures(reading):
    *_, built, rate, unknown = leads(reading, "figures")
    assert [one["衡量任务"][0][0] for one in (built, rate, unknown)] == ["a0", "a0", "a2"]


def test_a_problem_leads_to_its_tasks_and_they_lead_back(reading):
    at = next(number for number, sentence in enumerate(reading.sentences) if sentence.kind == "problem")
    paired = replace(reading, links=(Link("answers", 1, at, 0.9, "named"),))
    (problem,) = leads(paired, "problems")
    assert problem == {"对应任务": [("a1", paired.quote(paired.actions[1]))]}
    tasks = leads(paired, "tasks")
    assert tasks[1]["针对问题"] == [(f"s{at}", "农村学校教研力量仍然薄弱。")]
    assert "针对问题" not in tasks[0]


def test_a_problem_without_a_task_is_said_to_have_none(reading):
    (problem,) = next(tab for tab in tabs(replace(reading, links=())) if tab.id == "problems").items
    assert problem.chips == (("plain", "没有找到对应的任务"),)


def test_a_report_without_problems_has_no_tab_for_them(table_reading):
    assert "problems" not in [tab.id for tab in tabs(table_reading)]


@pytest.mark.parametrize(("reason", "said"), [("verb", "90%（动词开头）"), ("new-rule", "90%")])
def test_a_rule_that_people_have_a_word_for_is_named(reading, reason, said):
    ruled = replace(reading.actions[0], reason=reason)
    assert details(relinked(reading, actions=(ruled,)), "tasks")[0]["把握"] == said


def test_a_row_of_the_paper_s_own_table_is_copied_and_not_judged(table_reading):
    assert [row["把握"] for row in details(table_reading, "tasks")] == ["照原表抄录"] * 2
