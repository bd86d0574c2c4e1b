"""A plan begins, is named anew, is thrown away."""

from dataclasses import replace

import pytest
from django.utils import timezone

from luoshi.office.journal.models import Entry
from luoshi.office.plans import drafting, tasks
from luoshi.office.plans.models import Candidate, Plan
from luoshi.office.plans.tasks import Wanted
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db


def test_the_office_begins_a_plan_of_its_own_authority(world, plan: Plan) -> None:
    assert (plan.authority.name, plan.state, plan.year) == ("云岭县教育局", "draft", 2026)
    assert Entry.objects.filter(verb="plan.begin").count() == 1


@pytest.mark.parametrize("who", ["leader", "section", "centre", "bo", "clerk", "inspector", "observer", "system"])
def test_nobody_else_begins_one(world, who: str) -> None:
    with pytest.raises(Refused, match="计划由本局办公室编制"):
        drafting.begin("工作要点", 2026, by=world.actor(who))


def test_the_same_title_in_the_same_year_is_one_plan(office, plan: Plan) -> None:
    with pytest.raises(Refused, match="已经有一份"):
        drafting.begin(plan.title, plan.year, by=office)
    assert drafting.begin(plan.title, plan.year + 1, by=office).pk


def test_all_that_is_wrong_is_said_at_once(office) -> None:
    with pytest.raises(Refused) as refused:
        drafting.begin("  ", 1926, by=office)
    assert len(refused.value.reasons) == 2


def test_who_names_it_on_an_old_version_is_told_what_it_is_called_now(office, plan: Plan) -> None:
    drafting.rename(plan, title="甲", year=2026, version=plan.version, by=office)
    with pytest.raises(Refused, match="“甲”"):
        drafting.rename(plan, title="乙", year=2026, version=plan.version, by=office)


def test_a_thrown_away_draft_opens_again_what_was_decided_for_it(office, plan: Plan, candidate: Candidate) -> None:
    Candidate.objects.update(state="accepted", decided_at=timezone.now(), decided_by=office.membership)
    tasks.add(plan, Wanted("建成城东小学"), candidates=[candidate], by=office)
    drafting.discard(plan, by=office)
    candidate.refresh_from_db()
    assert (Plan.objects.count(), candidate.state, candidate.decided_by, candidate.version) == (0, "open", None, 2)


def test_what_is_issued_is_not_thrown_away(office, plan: Plan) -> None:
    Plan.objects.update(state="issued", issued_on=timezone.localdate(), issued_by=office.membership)
    with pytest.raises(Refused, match="已经印发，任务已经下达，不能删除"):
        drafting.discard(plan, by=office)


@pytest.mark.parametrize(
    ("who", "drafts", "issued"),
    [
        ("an", 1, 1),
        ("leader", 1, 1),
        ("section", 1, 1),
        ("city-office", 1, 1),
        ("centre", 0, 1),
        ("bo", 0, 1),
        ("clerk", 0, 1),
        ("inspector", 0, 1),
        ("observer", 0, 1),
        ("guardian", 0, 0),
        ("system", 0, 0),
        ("auditor", 0, 0),
        ("foreign-office", 0, 0),
    ],
)
def test_a_draft_is_seen_in_the_bureau_and_an_issued_plan_in_its_schools(
    world, office, plan: Plan, who: str, drafts: int, issued: int
) -> None:
    assert Plan.objects.visible_to(world.actor(who)).count() == drafts
    Plan.objects.update(state="issued", issued_on=timezone.localdate(), issued_by=office.membership)
    assert Plan.objects.visible_to(world.actor(who)).count() == issued


def test_somebody_under_no_authority_has_no_place_for_a_plan(office) -> None:
    said = drafting.why_not_begin(replace(office, authority=None))
    assert said == "“办公室”不属于哪个教育局，计划没有地方放。"
