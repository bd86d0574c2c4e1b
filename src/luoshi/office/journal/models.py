"""What is written down and never changed: entries, their details, and the seals that chain them."""

import uuid
from typing import Any

from django.db import models


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries, by who may see them."""

    def visible_to(self, actor: Any) -> "EntryQuerySet":
        """An auditor sees what concerned an organisation of the area; anybody their own doings.

        `actor` is an Actor of the app organisations, which stands below this one and so is not imported here.
        """
        own = models.Q(person=actor.person.pk)
        return self.filter(own | actor.area.q("where")) if actor.role == "auditor" else self.filter(own)


class Entry(models.Model):
    """日志: one thing that was done, tried or refused. Rows are only ever added: triggers refuse anything else."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(db_index=True)
    person = models.BigIntegerField(null=True, db_index=True)
    name = models.CharField(max_length=60)
    membership = models.BigIntegerField(null=True)
    role = models.CharField(max_length=20, blank=True)
    organisation = models.BigIntegerField(null=True)
    organisation_name = models.CharField(max_length=120, blank=True)
    behalf = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=45, blank=True)
    verb = models.CharField(max_length=60, db_index=True)
    done = models.BooleanField(default=True)  # False: tried, and refused or failed
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=200, blank=True)
    where = models.CharField(max_length=200, blank=True, db_index=True)  # path of the organisation concerned
    payload_hash = models.CharField(max_length=64, blank=True)
    mac = models.CharField(max_length=64)
    # PostgreSQL: number of the transaction that wrote the row, so that the sealer knows what may still arrive.
    transaction = models.BigIntegerField(default=0)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("about_kind", "about_id")),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} {self.verb} {self.about}"


class Payload(models.Model):
    """The detail of an entry (before, after), encrypted. It may be purged; its hash in the entry stays."""

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, db_constraint=False)
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"payload of {self.pk}"


class Seal(models.Model):
    """A batch of entries closed: its hash holds theirs and the seal's before."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    entries = models.PositiveIntegerField()  # how many
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"


class Link(models.Model):
    """The place of an entry in its seal."""

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, db_constraint=False)
    seal = models.ForeignKey(Seal, models.DO_NOTHING, related_name="links", db_constraint=False)
    position = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("seal", "position"), name="journal_one_entry_a_place"),)

    def __str__(self) -> str:
        return f"{self.seal_id}.{self.position}"
