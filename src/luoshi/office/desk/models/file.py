"""文件: what was handed in, by whom, for whom; its bytes stand in the store under their hash."""

from pathlib import Path
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from luoshi.office.desk import store
from luoshi.office.desk.kinds import KINDS, LONGEST_NAME
from luoshi.office.organisations.models import Role

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class Purpose(models.TextChoices):
    """What a file was handed in for."""

    REPORT = "report", "工作报告"
    SCAN = "scan", "代录依据"
    EVIDENCE = "evidence", "佐证材料"
    IMPORT = "import", "导入表格"
    LETTER = "letter", "来文回函"
    EXPORT = "export", "导出的列表"


class FileQuerySet(models.QuerySet["File"]):
    """Files, by who may see them."""

    def visible_to(self, actor: "Actor") -> "FileQuerySet":
        """Those of the organisations in the actor's area; none to who sees no persons. A list that was brought in holds
        everybody's mobile numbers and addresses: it is for those who bring lists in. A draft, what is said of it, and
        the proof of what was done are not for a guardian, who has no part in them. A list that was taken out is its
        maker's: what it holds was chosen by what they may see."""
        if not actor.sees_persons:
            return self.none()
        own = ~Q(purpose=Purpose.EXPORT) | Q(membership__person=actor.person)
        found = self.filter(own, actor.area.q("organisation__path"))
        if actor.role == Role.GUARDIAN:
            found = found.exclude(purpose__in=(Purpose.REPORT, Purpose.LETTER, Purpose.EVIDENCE))
        return found if actor.role == Role.OFFICE else found.exclude(purpose=Purpose.IMPORT)


class File(models.Model):
    """文件. A row for each time it was handed in; the same bytes are stored once."""

    name = models.CharField(max_length=LONGEST_NAME)
    digest = models.CharField(max_length=64, db_index=True)  # SHA-256
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10, choices=[(code, kind.label) for code, kind in KINDS.items()])
    looked = models.BooleanField()  # its text was looked at for marks of secrecy; False: a picture or a scan
    purpose = models.CharField(max_length=10, choices=Purpose)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="files")
    membership = models.ForeignKey("organisations.Membership", models.PROTECT, related_name="files")
    behalf = models.CharField(max_length=300, blank=True)  # 代录, in words
    received_at = models.DateTimeField(auto_now_add=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="file_purpose_known"),
            models.CheckConstraint(condition=Q(kind__in=tuple(KINDS)), name="file_kind_known"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return store.place_of(self.digest)

    @property
    def content(self) -> bytes:
        return self.path.read_bytes()

    @property
    def media(self) -> str:
        return KINDS[self.kind].media
