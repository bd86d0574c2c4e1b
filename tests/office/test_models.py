"""Whose rows: every model says who may see its rows, or through which other model they are seen."""

import pytest
from django.apps import apps
from django.db.models import Model

# A model without visible_to, and the one whose visible_to decides about its rows. "" is seen by nobody on any page.
SEEN_THROUGH = {
    "desk.ImportLine": "desk.Import",
    "journal.Payload": "journal.Entry",
    "journal.Seal": "",
    "journal.Link": "journal.Entry",
    "organisations.Change": "organisations.Organisation",
    "organisations.GroupingMember": "organisations.Grouping",
    "organisations.Handover": "organisations.Membership",
    "organisations.Hat": "organisations.Organisation",
    "organisations.Leave": "organisations.Membership",
    "organisations.PlanPeriod": "organisations.Organisation",
    "organisations.Preference": "organisations.Person",
    "organisations.SchoolYear": "organisations.Organisation",
    "organisations.Setting": "organisations.Organisation",
    "organisations.Term": "organisations.SchoolYear",
    "plans.Adjustment": "plans.Assignment",
    "plans.Amendment": "plans.Plan",
    "plans.Chased": "plans.Chaser",
    "plans.Claim": "plans.Report",
    "plans.Comment": "plans.Consultation",
    "plans.DispatchLine": "plans.Dispatch",
    "plans.Evidence": "plans.Movement",
    "plans.Goal": "plans.Plan",
    "plans.Milestone": "plans.Assignment",
    "plans.Movement": "plans.Assignment",
    "plans.Reading": "plans.Report",
    "plans.Resolution": "plans.Dispatch",
    "plans.Responsibility": "plans.Task",
    "plans.Target": "plans.Plan",
    "plans.TargetValue": "plans.Target",
}

MODELS = {m._meta.label: m for m in apps.get_models() if m.__module__.startswith("luoshi.") and m._meta.managed}


def says_who_sees_it(model: type[Model]) -> bool:
    return hasattr(model._default_manager.all(), "visible_to")


@pytest.mark.parametrize("label", sorted(MODELS))
def test_every_model_says_who_may_see_its_rows(label: str) -> None:
    assert says_who_sees_it(MODELS[label]) is (label not in SEEN_THROUGH), "write visible_to, or list it above"


@pytest.mark.parametrize("label", sorted(label for label, through in SEEN_THROUGH.items() if through))
def test_a_model_seen_through_another_belongs_to_it(label: str) -> None:
    model, through = MODELS[label], MODELS[SEEN_THROUGH[label]]
    assert through in {field.related_model for field in model._meta.get_fields() if field.is_relation}
    assert SEEN_THROUGH[label] not in SEEN_THROUGH or says_who_sees_it(MODELS[SEEN_THROUGH[SEEN_THROUGH[label]]])


def test_no_model_is_listed_that_is_gone() -> None:
    assert sorted(SEEN_THROUGH.keys() - MODELS.keys()) == []
