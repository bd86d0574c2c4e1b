"""What the app of the year's plans keeps."""

from luoshi.office.plans.models.assignment import (
    CONCLUDED,
    UNDER_WAY,
    Adjustment,
    Assignment,
    AssignmentQuerySet,
    Evidence,
    Milestone,
    Movement,
)
from luoshi.office.plans.models.chaser import AWAITED, Chased, Chaser, ChaserQuerySet
from luoshi.office.plans.models.consultation import Comment, Consultation
from luoshi.office.plans.models.dispatch import Dispatch, DispatchLine, DispatchQuerySet, Resolution
from luoshi.office.plans.models.figure import Claim, Figure, Target, TargetValue, kept
from luoshi.office.plans.models.load import LedgerLoad, LedgerLoadQuerySet
from luoshi.office.plans.models.plan import DRAFTERS, READERS, Amendment, Plan, PlanQuerySet
from luoshi.office.plans.models.report import Candidate, CandidateQuerySet, Reading, Report, ReportQuerySet
from luoshi.office.plans.models.standing import LATE_SINCE, Standing
from luoshi.office.plans.models.task import Goal, Responsibility, Task, TaskQuerySet

__all__ = [
    "AWAITED",
    "CONCLUDED",
    "DRAFTERS",
    "LATE_SINCE",
    "READERS",
    "UNDER_WAY",
    "Adjustment",
    "Amendment",
    "Assignment",
    "AssignmentQuerySet",
    "Candidate",
    "CandidateQuerySet",
    "Chased",
    "Chaser",
    "ChaserQuerySet",
    "Claim",
    "Comment",
    "Consultation",
    "Dispatch",
    "DispatchLine",
    "DispatchQuerySet",
    "Evidence",
    "Figure",
    "Goal",
    "LedgerLoad",
    "LedgerLoadQuerySet",
    "Milestone",
    "Movement",
    "Plan",
    "PlanQuerySet",
    "Reading",
    "Report",
    "ReportQuerySet",
    "Resolution",
    "Responsibility",
    "Standing",
    "Target",
    "TargetValue",
    "Task",
    "TaskQuerySet",
    "kept",
]
