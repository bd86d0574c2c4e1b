"""校历: school years, terms, plan periods, and the days on which work differs from the week's."""

from typing import TYPE_CHECKING

from django.db import models

from luoshi.office.organisations.models.organisation import Organisation

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class SchoolYear(models.Model):
    """学年, of an authority."""

    authority = models.ForeignKey(Organisation, models.CASCADE, related_name="school_years")
    name = models.CharField(max_length=20)  # 2025—2026学年
    since = models.DateField()
    until = models.DateField()  # the last day

    class Meta:
        ordering = ("since",)
        constraints = (models.UniqueConstraint(fields=("authority", "name"), name="school_year_once"),)

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """学期: the days of teaching of half a school year."""

    year = models.ForeignKey(SchoolYear, models.CASCADE, related_name="terms")
    name = models.CharField(max_length=20)  # 秋季学期
    since = models.DateField()
    until = models.DateField()  # the last day
    assumed = models.BooleanField(default=False)  # came with the program; the authority has not yet said when

    class Meta:
        ordering = ("since",)

    def __str__(self) -> str:
        return f"{self.year} {self.name}"


class PlanPeriod(models.Model):
    """规划期 and 计划年度: what a plan or a target is counted in (十四五, 2026年)."""

    authority = models.ForeignKey(Organisation, models.CASCADE, related_name="plan_periods")
    name = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField()  # the last day

    class Meta:
        ordering = ("since", "-until")

    def __str__(self) -> str:
        return self.name


class DayRuleQuerySet(models.QuerySet["DayRule"]):
    """Rules of single days, by who may see them."""

    def visible_to(self, actor: "Actor") -> "DayRuleQuerySet":
        """The national ones, and those of an authority in the area."""
        return self.filter(models.Q(authority__isnull=True) | actor.area.q("authority__path"))


class DayRule(models.Model):
    """节假日与调休: one day of a holiday, or one worked though a weekend. Without an authority it is national."""

    authority = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="day_rules")
    day = models.DateField()
    works = models.BooleanField()
    name = models.CharField(max_length=40)  # 国庆节, 国庆节调休
    source = models.CharField(max_length=200, blank=True)

    objects = DayRuleQuerySet.as_manager()

    class Meta:
        ordering = ("day",)
        constraints = (
            models.UniqueConstraint(fields=("authority", "day"), nulls_distinct=False, name="day_rule_once"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
