"""岗位: a person in an organisation in a role, from a day until a day; and what happens to it."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from luoshi.office.organisations.models.days import holds
from luoshi.office.organisations.models.organisation import Organisation
from luoshi.office.organisations.models.person import Person

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class Role(models.TextChoices):
    """Who uses the product, in which part."""

    OFFICE = "office", "局办公室"
    LEADER = "leader", "局领导"
    SECTION = "section", "科室（二级机构）人员"
    CENTRE = "centre", "中心校人员"
    HEAD = "head", "校（园）长、书记"
    CLERK = "clerk", "填报员"
    INSPECTOR = "inspector", "责任督学"
    GUARDIAN = "guardian", "心理与保护专员"
    OBSERVER = "observer", "上级（只读）"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDITOR = "auditor", "审计员"


GRANT_READERS = (Role.OFFICE, Role.LEADER, Role.SECURITY_ADMIN, Role.AUDITOR)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, by who may see them and when they hold."""

    def visible_to(self, actor: "Actor") -> "MembershipQuerySet":
        """Those in the actor's area, and one's own. An observer sees no persons."""
        own = Q(person=actor.person)
        return self.filter(own | actor.area.q("organisation__path")) if actor.sees_persons else self.filter(own)

    def in_force(self, day: date) -> "MembershipQuerySet":
        """Those confirmed that hold on that day, in an organisation that exists."""
        return self.filter(
            holds(day),
            Q(organisation__closed_on__isnull=True) | Q(organisation__closed_on__gt=day),
            confirmed=True,
        )


class Membership(models.Model):
    """岗位. A person acts only in one that is confirmed and in force."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=15, choices=Role)
    title = models.CharField(max_length=60, blank=True)  # 职务 as it is written: 副局长、办公室主任
    fields = models.CharField(max_length=400, blank=True)  # topics, by commas; empty: those of the organisation
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day
    acting = models.BooleanField(default=False)  # 主持工作: answers for the organisation without being its head
    deputises = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="deputies")  # AB岗
    confirmed = models.BooleanField(default=False)  # a second person agreed, or the authority does without
    order = models.PositiveIntegerField(default=0)  # as the authority lists its leaders

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="membership_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.post} {self.person}"

    @property
    def post(self) -> str:
        """职务 in words, or the role where none is written."""
        return self.title or str(self.get_role_display())

    @property
    def field_list(self) -> list[str]:
        return [one for one in self.fields.split(",") if one]


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants, by who may see them and whom they wait for."""

    def visible_to(self, actor: "Actor") -> "GrantQuerySet":
        """Those in the actor's area for the roles that propose, decide and audit; else what oneself proposed."""
        own = Q(proposed_by__person=actor.person)
        if actor.role not in GRANT_READERS:
            return self.filter(own)
        return self.filter(own | actor.area.q("membership__organisation__path"))

    def waiting_for(self, actor: "Actor") -> "GrantQuerySet":
        """Those the actor may decide on: never their own proposals, never what concerns themselves."""
        waiting = self.filter(actor.area.q("membership__organisation__path"), agreed__isnull=True)
        waiting = waiting.exclude(proposed_by__person=actor.person).exclude(membership__person=actor.person)
        if actor.role == Role.LEADER:
            return waiting.filter(proposed_by__role=Role.SECURITY_ADMIN)
        return waiting if actor.role == Role.SECURITY_ADMIN else waiting.none()


class Grant(models.Model):
    """授权申请: a membership proposed or to be taken back, until a second person has decided."""

    class What(models.TextChoices):
        """What is asked for."""

        GRANT = "grant", "授予"
        REVOKE = "revoke", "收回"

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="grants")
    what = models.CharField(max_length=6, choices=What)
    batch = models.CharField(max_length=36, blank=True)  # grants of one import are decided together
    proposed_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=200, blank=True)
    last_day = models.DateField(null=True, blank=True)  # of a membership to be taken back
    agreed = models.BooleanField(null=True)  # None: not yet decided
    decided_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.membership}"


class Leave(models.Model):
    """离岗: days on which the deputy (AB岗) may act in the membership's stead."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="leaves")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day; None: until further notice
    why = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("since",)

    def __str__(self) -> str:
        return f"{self.membership} {self.since}"


class Handover(models.Model):
    """离任交接: all open work of one membership moved to another, as a list that can be printed and signed."""

    given = models.ForeignKey(Membership, models.PROTECT, related_name="handed_over")
    taken = models.ForeignKey(Membership, models.PROTECT, related_name="taken_over")
    day = models.DateField()
    items = models.JSONField(default=list)  # [{"kind": …, "about": …, "note": …}] as they were that day
    made_at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.given.person} → {self.taken.person}"
