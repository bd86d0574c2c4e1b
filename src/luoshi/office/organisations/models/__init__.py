"""What is kept of organisations, people, memberships, tokens, groupings and the calendar."""

from luoshi.office.organisations.models.calendar import DayRule, PlanPeriod, SchoolYear, Term
from luoshi.office.organisations.models.grouping import Grouping, GroupingMember
from luoshi.office.organisations.models.membership import Grant, Handover, Leave, Membership, Role
from luoshi.office.organisations.models.organisation import (
    AUTHORITIES,
    MAY_STAND_UNDER,
    SCHOOLS,
    Change,
    Hat,
    Kind,
    Organisation,
    Ownership,
    Place,
    Setting,
    Stage,
)
from luoshi.office.organisations.models.person import Person
from luoshi.office.organisations.models.preference import Preference
from luoshi.office.organisations.models.token import Token

__all__ = [
    "AUTHORITIES",
    "MAY_STAND_UNDER",
    "SCHOOLS",
    "Change",
    "DayRule",
    "Grant",
    "Grouping",
    "GroupingMember",
    "Handover",
    "Hat",
    "Kind",
    "Leave",
    "Membership",
    "Organisation",
    "Ownership",
    "Person",
    "Place",
    "PlanPeriod",
    "Preference",
    "Role",
    "SchoolYear",
    "Setting",
    "Stage",
    "Term",
    "Token",
]
