"""机构: one tree of authorities, their sections and centres, schools, and bodies outside."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class Kind(models.TextChoices):
    """What an organisation is."""

    PROVINCE = "province", "省级教育行政部门"
    CITY = "city", "市级教育行政部门"
    COUNTY = "county", "县级教育行政部门"
    SECTION = "section", "科室"
    INSTITUTION = "institution", "二级机构"
    CENTRE = "centre", "中心校（教管中心）"
    SCHOOL = "school", "学校"
    KINDERGARTEN = "kindergarten", "幼儿园"
    CAMPUS = "campus", "校区"
    POINT = "point", "教学点"
    TRAINING = "training", "校外培训机构"
    OUTSIDE = "outside", "外单位"


AUTHORITIES = (Kind.PROVINCE, Kind.CITY, Kind.COUNTY)
SCHOOLS = (Kind.SCHOOL, Kind.KINDERGARTEN, Kind.CAMPUS, Kind.POINT)  # where pupils and children are taught

# Which kinds may stand directly under which; None is the top of a tree.
MAY_STAND_UNDER: dict[str, tuple[str | None, ...]] = {
    Kind.PROVINCE: (None,),
    Kind.CITY: (None, Kind.PROVINCE),
    Kind.COUNTY: (None, Kind.PROVINCE, Kind.CITY),
    Kind.SECTION: (*AUTHORITIES, Kind.INSTITUTION),
    Kind.INSTITUTION: AUTHORITIES,
    Kind.CENTRE: AUTHORITIES,
    Kind.SCHOOL: (*AUTHORITIES, Kind.CENTRE),
    Kind.KINDERGARTEN: (*AUTHORITIES, Kind.CENTRE, Kind.SCHOOL),
    Kind.CAMPUS: (Kind.SCHOOL, Kind.KINDERGARTEN),
    Kind.POINT: (*AUTHORITIES, Kind.CENTRE, Kind.SCHOOL),
    Kind.TRAINING: AUTHORITIES,
    Kind.OUTSIDE: AUTHORITIES,
}


class Stage(models.TextChoices):
    """学段. A nine-year school has two, a complete secondary school two, a twelve-year school three."""

    PRESCHOOL = "preschool", "学前"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "高中"
    VOCATIONAL = "vocational", "中职"
    SPECIAL = "special", "特教"


class Ownership(models.TextChoices):
    """办学性质. Inclusive (普惠性民办) is private at a price the authority agreed to."""

    PUBLIC = "public", "公办"
    INCLUSIVE = "inclusive", "普惠性民办"
    PRIVATE = "private", "民办"


class Place(models.TextChoices):
    """城乡分类 of the school's address."""

    CITY = "city", "城区"
    TOWN = "town", "镇区"
    RURAL = "rural", "乡村"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations, by who may see them and where they stand."""

    def visible_to(self, actor: "Actor") -> "OrganisationQuerySet":
        """Those of the actor's area."""
        return self.filter(actor.area.q("path"))

    def under(self, organisation: "Organisation") -> "OrganisationQuerySet":
        """The organisation and all below it."""
        return self.filter(path__startswith=organisation.path)

    def open_on(self, day: date) -> "OrganisationQuerySet":
        """Those that exist on that day."""
        return self.filter(
            Q(opened_on__isnull=True) | Q(opened_on__lte=day), Q(closed_on__isnull=True) | Q(closed_on__gt=day)
        )


class Organisation(models.Model):
    """机构. Its past stands in its Changes; change it through actions only."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    # Numbers of all above and itself, each followed by a slash: "1/14/203/". Everything below begins with it.
    path = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=10, blank=True)  # 学校（机构）标识码
    credit_code = models.CharField(max_length=18, blank=True)  # 统一社会信用代码
    region = models.CharField(max_length=12, blank=True)  # 行政区划代码, 6 or 12 digits
    stages = models.CharField(max_length=60, blank=True)  # values of Stage in its order, separated by commas
    ownership = models.CharField(max_length=10, choices=Ownership, blank=True)
    place = models.CharField(max_length=5, choices=Place, blank=True)
    fields = models.CharField(max_length=400, blank=True)  # topics a section or institution looks after, by commas
    hat = models.ForeignKey("Hat", models.SET_NULL, null=True, blank=True, related_name="sections")
    order = models.PositiveIntegerField(default=0)  # among those with the same parent, as the authority lists them
    telephone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)  # the first day on which it is no more
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    version = models.PositiveIntegerField(default=1)  # counts edits, so that two at once are noticed

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="organisation_kind_known"),
            models.UniqueConstraint(fields=("code",), condition=~Q(code=""), name="organisation_code_once"),
            models.UniqueConstraint(
                fields=("parent", "name"), condition=Q(closed_on__isnull=True), name="organisation_name_once_in_place"
            ),
        )

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def stage_list(self) -> list[Stage]:
        return [Stage(one) for one in self.stages.split(",") if one]

    @property
    def field_list(self) -> list[str]:
        return [one for one in self.fields.split(",") if one]

    @property
    def path_above(self) -> str:
        """The path of the organisation above it, "" at the top."""
        return self.parent.path if self.parent else ""

    @property
    def numbers_above(self) -> list[int]:
        """The numbers of all organisations over it, the highest first."""
        return [int(number) for number in self.path.split("/")[:-2]]

    @property
    def signs_in(self) -> bool:
        """Whether people of it may have an account; bodies outside answer by letter."""
        return self.kind not in {Kind.OUTSIDE, Kind.TRAINING}

    def is_open(self, day: date) -> bool:
        return (self.opened_on is None or self.opened_on <= day) and (self.closed_on is None or day < self.closed_on)


class Hat(models.Model):
    """加挂牌子: a further name of an authority that is two bureaus in one (教体局, 教体文旅局); sections may belong to it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="hats")
    name = models.CharField(max_length=120)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)  # the last day
    education = models.BooleanField(default=True)  # False: its sections' work is no education (sport, culture, tourism)

    def __str__(self) -> str:
        return self.name


class Change(models.Model):
    """机构变动: what happened to an organisation on a day, by which document. Never edited.

    `before` and `after` are names for RENAMED, the organisations above for MOVED, codes ("primary,junior;public") for
    RESTAGED. `other` is the successor for MERGED, and for MOVED the organisation that it stood under until then.
    """

    class What(models.TextChoices):
        """The happenings of standards and statistics."""

        OPENED = "opened", "新设"
        RENAMED = "renamed", "更名"
        MOVED = "moved", "变更隶属"
        RESTAGED = "restaged", "变更学段或性质"
        MERGED = "merged", "并入"
        CLOSED = "closed", "撤销"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="changes")
    what = models.CharField(max_length=10, choices=What)
    day = models.DateField()
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    document = models.CharField(max_length=120, blank=True)  # 文号
    other = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="changes_as_other")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("day", "pk")

    def __str__(self) -> str:
        return f"{self.day} {self.get_what_display()} {self.organisation}"


class Setting(models.Model):
    """设置: one value that an authority's administrators chose; absent means the default of settings_table."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="settings")
    name = models.CharField(max_length=60)
    value = models.JSONField()  # a secret encrypted, as base64
    changed_by = models.ForeignKey("organisations.Membership", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "name"), name="setting_once"),)

    def __str__(self) -> str:
        return self.name
