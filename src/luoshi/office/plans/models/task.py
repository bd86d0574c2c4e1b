"""Goals, and tasks with who answers for them."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from luoshi.office.organisations.models import Membership, Organisation
from luoshi.office.plans.models.plan import DRAFTERS, Plan
from luoshi.office.plans.models.report import Candidate

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class Goal(models.Model):
    """目标: what tasks are done for; a tree of at most a few levels, as the report's headings are."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    order = models.PositiveIntegerField(default=0)  # among all of the plan, in reading order
    words = models.CharField(max_length=300)
    candidate = models.ForeignKey(Candidate, models.SET_NULL, null=True, blank=True, related_name="goals")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.words


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks, by who may see them."""

    def visible_to(self, actor: "Actor") -> "TaskQuerySet":
        """All tasks of the authority's plans to the bureau's staff; to schools and centres those assigned in their area."""
        seen = self.filter(plan__in=Plan.objects.visible_to(actor))
        if actor.role in DRAFTERS:
            return seen
        from luoshi.office.plans.models.assignment import Assignment  # which is about tasks

        own = Assignment.objects.visible_to(actor).filter(task=OuterRef("pk"))
        return seen.filter(Exists(own))


class Task(models.Model):
    """任务. Before its plan is issued it is edited freely; after that it changes by amendments only."""

    class Source(models.TextChoices):
        """Where it comes from (DESIGN 2)."""

        REPORT = "report", "工作报告"
        INSTRUCTION = "instruction", "领导批示"
        MINUTES = "minutes", "会议纪要"
        SUPERIOR = "superior", "上级文件"
        LIVELIHOOD = "livelihood", "民生实事"
        PROPOSAL = "proposal", "建议提案"
        INSPECTION = "inspection", "巡察审计"
        AD_HOC = "ad_hoc", "临时交办"

    class Grade(models.TextChoices):
        """How closely it is followed."""

        SUPERVISED = "supervised", "督办"
        ROUTINE = "routine", "常规"
        GUIDING = "guiding", "原则性要求"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="tasks")
    number = models.PositiveIntegerField()  # within the plan; given once and not given again
    order = models.PositiveIntegerField(default=0)  # among all of the plan
    words = models.TextField()  # what is to be done
    source = models.CharField(max_length=12, choices=Source, default=Source.REPORT)
    basis = models.TextField(blank=True)  # the sentence that asks for it, or the paper and its number
    grade = models.CharField(max_length=10, choices=Grade, default=Grade.ROUTINE)
    topic = models.CharField(max_length=40, blank=True)  # a code of topics
    due = models.DateField(null=True, blank=True)  # the last day
    due_words = models.CharField(max_length=60, blank=True)  # as the paper says it: 年底前、每学期
    rule = models.CharField(max_length=60, blank=True)  # what comes back: as Recurrence.rule of the reader
    candidates = models.ManyToManyField(Candidate, related_name="tasks", blank=True)  # several where they were merged
    cancelled_on = models.DateField(null=True, blank=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    version = models.PositiveIntegerField(default=1)  # counts edits, so that two at once are noticed

    objects = TaskQuerySet.as_manager()

    if TYPE_CHECKING:  # what dispatch/meeting_pack.py reads along with it
        leaders: list["Responsibility"]

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="task_number_once"),
            models.CheckConstraint(
                condition=Q(grade__in=("supervised", "routine", "guiding")), name="task_grade_known"
            ),
        )

    def __str__(self) -> str:
        return self.words


class Responsibility(models.Model):
    """责任分工: who does what for a task. `words` is how the paper names them; the organisation, the person or the owners'
    expression is what that means here, empty where nobody has said yet."""

    class Part(models.TextChoices):
        """The columns of a 责任分解表; owners are the many who each do it themselves (各中小学)."""

        LEADER = "leader", "责任领导"
        LEAD = "lead", "牵头单位"
        PERSON = "person", "责任人"
        ASSIST = "assist", "配合单位"
        OWNER = "owner", "落实单位"

    task = models.ForeignKey(Task, models.CASCADE, related_name="responsibilities")
    part = models.CharField(max_length=6, choices=Part)
    order = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="responsibilities"
    )
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="responsibilities")
    owners = models.JSONField(null=True, blank=True)  # see owners.py

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(part__in=("leader", "lead", "person", "assist", "owner")), name="responsibility_part_known"
            ),
        )

    def __str__(self) -> str:
        return self.words or str(self.organisation or self.membership or "")
