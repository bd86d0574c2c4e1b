"""What the app of the year's plans keeps."""

from luoshi.office.plans.models.consultation import Comment, Consultation
from luoshi.office.plans.models.figure import Claim, Figure, Target, kept
from luoshi.office.plans.models.load import LedgerLoad, LedgerLoadQuerySet
from luoshi.office.plans.models.plan import DRAFTERS, READERS, Amendment, Plan, PlanQuerySet
from luoshi.office.plans.models.report import Candidate, CandidateQuerySet, Reading, Report, ReportQuerySet
from luoshi.office.plans.models.task import Assignment, Goal, Responsibility, Task, TaskQuerySet

__all__ = [
    "DRAFTERS",
    "READERS",
    "Amendment",
    "Assignment",
    "Candidate",
    "CandidateQuerySet",
    "Claim",
    "Comment",
    "Consultation",
    "Figure",
    "Goal",
    "LedgerLoad",
    "LedgerLoadQuerySet",
    "Plan",
    "PlanQuerySet",
    "Reading",
    "Report",
    "ReportQuerySet",
    "Responsibility",
    "Target",
    "Task",
    "TaskQuerySet",
    "kept",
]
