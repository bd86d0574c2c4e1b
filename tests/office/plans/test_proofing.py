"""A draft is proofread against itself and the authority's register, and held against a superior's paper."""

from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.test import Client

from luoshi.office.organisations import actions
from luoshi.office.organisations.models import Membership
from luoshi.office.plans import proofing
from luoshi.office.plans.models import Report
from tests.office.titles import plain

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)
DRAFT = """云岭县教育局2024年工作要点
1. 加强校园安全管理，年内新增公办学位720个。
2. 普惠园覆盖率达到90%。
3. 规范教育收费，年内新增公办学位860个。
"""
THEIRS = """望川市教育局2024年工作要点
1. 加强校园安全管理。
2. 普惠性幼儿园覆盖率达到92%以上。
3. 建立学生近视防控监测制度，每学期检查一次视力。
"""


def said(response) -> str:
    return unescape(response.content.decode())


def test_a_draft_s_figures_that_disagree_are_shown_with_both_places(
    client: Client, read: Callable[..., Report]
) -> None:
    report = read(DRAFT)
    found = [one for one in proofing.remarks(report, day=DAY) if len(one["places"]) == 2]
    assert ["【720个】" in found[0]["places"][0]["words"], "【860个】" in found[0]["places"][1]["words"]] == [
        True,
        True,
    ]
    page = said(client.get(f"/reports/{report.pk}/proofread/"))
    assert found[0]["said"] in page
    for place in found[0]["places"]:
        assert f'data-place="{place["mark"]}"' in page
        assert f'data-f="{place["mark"]}"' in page, "the text has no such sentence"


def test_a_sound_draft_is_left_alone(client: Client, read: Callable[..., Report], report_text: str) -> None:
    page = said(client.get(f"/reports/{read(report_text).pk}/proofread/"))
    assert "没有发现要改的地方" in page
    assert "合计不等于各项之和" in page  # what was looked for


def test_the_register_is_the_authority_s_leaders_in_order_and_bodies_with_former_names(world, office) -> None:
    Membership.objects.filter(pk=world.membership("leader").pk).update(title="局长")
    actions.rename(world.organisation("first"), to="云岭县实验小学", day=date(2026, 1, 1), document="文", by=office)
    assert proofing.leaders(world.organisation("county"), day=DAY) == [["李望舒", "局长"]]
    known = proofing.units(world.organisation("county"), day=DAY)
    assert known["云岭县实验小学"] == ["云岭县第一小学"]
    assert "白沙县第一小学" not in known


def test_last_year_s_report_is_found_by_the_year_that_was_read(read: Callable[..., Report], report_text: str) -> None:
    old = read(report_text.replace("2024", "2023"), "去年.txt")
    assert proofing.last_years(read(report_text)) == old
    assert proofing.last_years(old) is None


def test_what_a_superior_s_paper_asks_beyond_ours_is_shown_in_both_words(client: Client, read, plan) -> None:
    ours = read(DRAFT, plan=plan)
    assert "还没有可以比对的上级文件" in said(client.get(f"/reports/{ours.pk}/compare/"))
    theirs = read(THEIRS, "市要点.txt", kind="superior", plan=plan)
    other = read(f"再发：\n{THEIRS}", "市要点二.txt", kind="government", plan=plan)
    found = proofing.comparison(ours, theirs)
    missing = [one["asked"] for one in found["demands"] if one["standing"] == "missing"]
    assert any("近视防控" in words for words in missing)
    assert [("92%" in one["asked"], "90%" in one["given"]) for one in found["shortfalls"]] == [(True, True)]
    page = said(client.get(f"/reports/{ours.pk}/compare/?with={theirs.pk}"))
    assert f"本报告有 {len(missing)} 项没有提到" in plain(page)
    assert missing[0] in page
    assert f'href="?with={other.pk}"' in page


def test_a_report_that_is_not_read_yet_is_neither_proofread_nor_compared(client: Client, read) -> None:
    report = read(DRAFT)
    report.readings.all().delete()
    for part in ("proofread", "compare"):
        assert client.get(f"/reports/{report.pk}/{part}/").headers["Location"] == f"/reports/{report.pk}/"
