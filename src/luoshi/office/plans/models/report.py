"""A report as it came in, what each reading found in it, and what people decided of every finding."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from luoshi.office.plans.models.plan import Plan

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports, by who may see them."""

    def visible_to(self, actor: "Actor") -> "ReportQuerySet":
        """Those of an authority in the actor's area."""
        return self.filter(actor.area.q("authority__path"))


class Report(models.Model):
    """工作报告、文件: the source document, kept byte for byte as a file of the desk. The same bytes are one report of an
    authority. A later draft names the one that it replaces."""

    class Kind(models.TextChoices):
        """Whose paper it is. Only an authority's own report becomes its tasks; others are compared with it."""

        OWN = "own", "本局工作报告"
        SUPERIOR = "superior", "上级工作要点"
        GOVERNMENT = "government", "政府工作报告"
        OTHER = "other", "其他文件"

    authority = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="reports")
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="reports")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OWN)
    name = models.CharField(max_length=200)
    file = models.ForeignKey("desk.File", models.PROTECT, related_name="reports")
    digest = models.CharField(max_length=64)  # SHA-256 of the content
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaced_by")
    job = models.ForeignKey("desk.Job", models.SET_NULL, null=True, blank=True, related_name="reports")
    received_at = models.DateTimeField(auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("authority", "digest"), name="report_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("own", "superior", "government", "other")), name="report_kind_known"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def reading(self) -> "Reading | None":
        """The newest, None while the job that reads it has not ended; lists prefetch `readings`."""
        return next(iter(self.readings.all()), None)


class Reading(models.Model):
    """文稿识别: what one version of the reader found in a report. Nothing in it is anybody's task yet. Reading again makes
    a new one beside it, so that nothing decided is lost; the newest is the one that is reviewed."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="readings")
    title = models.CharField(max_length=200)
    tasks = models.PositiveIntegerField()
    figures = models.PositiveIntegerField()
    deadlines = models.PositiveIntegerField()
    # JSON as docs/reading.schema.json has it. Kept as text: a document may hold NUL, which PostgreSQL's JSON refuses.
    found = models.TextField()
    page = models.TextField()  # the report with its findings marked, made by the reader and already escaped
    reader = models.CharField(max_length=20)  # version
    year = models.PositiveSmallIntegerField(null=True, blank=True)  # of the plan that the paper speaks of, as it says
    # How many decisions came over from the reading before, how many findings are new, and what was decided is gone.
    carried = models.JSONField(default=dict, blank=True)  # {"same": 40, "new": 3, "gone": 1}; empty for a first reading
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.title


class CandidateQuerySet(models.QuerySet["Candidate"]):
    """Candidates, by who may see them."""

    def visible_to(self, actor: "Actor") -> "CandidateQuerySet":
        """Those of reports in the actor's area."""
        return self.filter(actor.area.q("reading__report__authority__path"))

    def reopen(self) -> int:
        """Take decisions back, so that the findings wait again; gives how many."""
        again = {"state": Candidate.State.OPEN, "reason": "", "decided_by": None, "decided_at": None}
        return self.exclude(state=Candidate.State.OPEN).update(**again, version=models.F("version") + 1)


class Candidate(models.Model):
    """待核条目: one thing that the reader proposes, and what a person decided of it. What the reader said is not edited:
    a changed wording stands in the task that it became."""

    class Kind(models.TextChoices):
        """What it is, as the reader says or as somebody corrected it."""

        GOAL = "goal", "目标"
        TASK = "task", "任务"
        TARGET = "target", "指标任务"
        CLAIM = "claim", "完成情况"

    class State(models.TextChoices):
        """What was decided. Left open until the plan is issued, a task becomes guiding."""

        OPEN = "open", "待核"
        ACCEPTED = "accepted", "采用"
        RETURNED = "returned", "不采用"

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="candidates")
    mark = models.CharField(max_length=12)  # its id on the reading's page: a12, t3, f5; h7-2 where a person marked it
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=6, choices=Kind)
    start = models.PositiveIntegerField()  # of its span in the cleaned text, in characters
    end = models.PositiveIntegerField()
    headings = models.JSONField(default=list)  # over it, the outermost first
    words = models.TextField()
    said = models.JSONField(default=dict)  # the rest of what the reader says, see candidates.py
    confidence = models.FloatField(null=True)  # 0 to 1; None: copied from a table
    belongs_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="attached")  # a target to its task
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey("organisations.Membership", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)  # counts decisions, so that two at once are noticed

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("reading", "mark"), name="candidate_once"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | ~Q(state="open") & Q(decided_at__isnull=False),
                name="candidate_decided_when",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("goal", "task", "target", "claim")), name="candidate_kind_known"
            ),
        )

    def __str__(self) -> str:
        return self.words
