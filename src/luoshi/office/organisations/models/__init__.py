"""What is kept of organisations, people, memberships, groupings and the calendar."""

from luoshi.office.organisations.models.calendar import DayRule, PlanPeriod, SchoolYear, Term
from luoshi.office.organisations.models.grouping import Grouping, GroupingMember
from luoshi.office.organisations.models.membership import Grant, Handover, Leave, Membership, Role
from luoshi.office.organisations.models.organisation import (
    AUTHORITIES,
    Change,
    Hat,
    Kind,
    Organisation,
    Ownership,
    Setting,
    Stage,
)
from luoshi.office.organisations.models.person import Person
from luoshi.office.organisations.models.preference import Preference

__all__ = [
    "AUTHORITIES",
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
    "PlanPeriod",
    "Preference",
    "Role",
    "SchoolYear",
    "Setting",
    "Stage",
    "Term",
]
