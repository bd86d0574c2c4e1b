"""Numbers of a report: those to be reached, and those that it says were reached."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from luoshi.office.organisations.models import Membership, Organisation
from luoshi.office.plans.models.plan import Plan
from luoshi.office.plans.models.report import Candidate, Report
from luoshi.office.plans.models.task import Goal, Task

LARGEST = 10**18  # beyond which a number cannot be kept to six places
SCALES = {"千": 1_000, "万": 10_000, "亿": 100_000_000}  # before a unit


def kept(value: Decimal | None) -> Decimal | None:
    """A number as a figure keeps it; one that is too large is unknown, and stays in its words."""
    return value if value is not None and abs(value) < LARGEST else None


class Figure(models.Model):
    """A number with what it says. `value` None was struck out or left blank in the paper and is unknown, not zero.
    Values stand in the reader's base units (万元 as 元); `high` only for a range."""

    candidate = models.ForeignKey(Candidate, models.SET_NULL, null=True, blank=True, related_name="%(class)ss")
    subject = models.CharField(max_length=200)  # 学前三年毛入园率
    words = models.CharField(max_length=300, blank=True)  # as the paper has it
    comparator = models.CharField(max_length=2, default="=")  # = >= <= > < ~
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    change = models.CharField(max_length=4, blank=True)  # up or down where the number is a difference and no level
    year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.words or self.subject

    @property
    def written_unit(self) -> str:
        """The unit as the paper has it: 万元 where the number stands in 元."""
        scaled = (f"{scale}{self.unit}" for scale in SCALES)
        return next((unit for unit in scaled if self.unit and self.words.endswith(unit)), self.unit)

    def in_own_unit(self, value: Decimal, unit: str) -> Decimal | None:
        """A number that was given in 万元 as 元; None where the units are different things."""
        own, given = self.unit.strip(), unit.strip()
        if given == own:
            return value
        scale = SCALES.get(given.removesuffix(own)) if own and given.endswith(own) else None
        return value * scale if scale else None


class Target(Figure):
    """指标任务: a figure to be reached, of a task, of a goal, or of the plan as a whole."""

    class Hardness(models.TextChoices):
        """How firmly it is promised."""

        FIRM = "firm", "确保"
        ASPIRED = "aspired", "力争"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="targets")
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="targets")
    start = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)  # 从 A 提高到 B: A
    hardness = models.CharField(max_length=7, choices=Hardness, blank=True)
    due = models.DateField(null=True, blank=True)


class TargetValue(models.Model):
    """指标数据: what a figure that no task reports came to on a day, by which source. Never changed; a later one stands beside
    it. `value` is in the unit named."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="values")
    value = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.CharField(max_length=20, blank=True)
    as_of = models.DateField()
    basis = models.CharField(max_length=200)  # 2026年教育事业统计
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-as_of", "-pk")

    def __str__(self) -> str:
        return f"{self.value.normalize():f}{self.unit}"


class Claim(Figure):
    """完成情况: what a report says was reached in a year, to be checked against data later."""

    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="claims")
    report = models.ForeignKey(Report, models.PROTECT, related_name="claims")

    class Meta(Figure.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("candidate",), condition=Q(candidate__isnull=False), name="claim_once_a_candidate"
            ),
        )
