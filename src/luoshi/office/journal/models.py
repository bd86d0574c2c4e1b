"""What is written down and never changed: entries, their details, and the seals that chain them."""

import uuid
from typing import Any

from django.db import models


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries, by who may see them."""

    def visible_to(self, actor: Any) -> "EntryQuerySet":
        """An auditor sees what concerned an organisation of the area and what the program did for all; anybody their own.

        `actor` is an Actor of the app organisations, which imports this one and so is not imported here.
        """
        own = models.Q(person=actor.person.pk)
        if actor.role != "auditor":
            return self.filter(own)
        nobodys = models.Q(person__isnull=True, where="")
        return self.filter(own | nobodys | actor.area.q("where"))

    def unsealed(self) -> "EntryQuerySet":
        """Those that have no place in the chain yet."""
        return self.filter(link__isnull=True)


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
    verb = models.CharField(max_length=60)
    done = models.BooleanField(default=True)  # False: tried, and refused or failed
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=200, blank=True)
    where = models.CharField(max_length=200, blank=True)  # path of the organisation concerned
    payload_hash = models.CharField(max_length=64, blank=True)
    mac = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        # Few, and none of a second kind for beginnings of words: every doing pays for each of them.
        # Every doing waits for these: no more than the lists and the guard of details need.
        indexes = (
            models.Index(fields=("where",), opclasses=("varchar_pattern_ops",), name="journal_where"),
            models.Index(fields=("about_kind", "about_id"), name="journal_about"),
            models.Index(fields=("about_kind",), condition=models.Q(verb="journal.purge"), name="journal_purges"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} {self.verb} {self.about}"


class Payload(models.Model):
    """The detail of an entry (before, after), encrypted. It may be purged; its hash in the entry stays."""

    entry = models.OneToOneField(
        Entry, models.DO_NOTHING, primary_key=True, related_name="payload", db_constraint=False
    )
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"payload of {self.pk}"


class Seal(models.Model):
    """封存: a batch of entries closed. Its hash holds the marks of its links and the hash of the seal before."""

    number = models.BigIntegerField(primary_key=True)  # from 1
    at = models.DateTimeField()
    entries = models.PositiveIntegerField()  # how many
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"


class Link(models.Model):
    """The place of an entry in its seal. An entry without one is not sealed yet."""

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, related_name="link", db_constraint=False)
    # No index of its own: that of the constraint below begins with it.
    seal = models.ForeignKey(Seal, models.DO_NOTHING, related_name="links", db_constraint=False, db_index=False)
    position = models.PositiveIntegerField()  # from 0
    mac = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("seal", "position"), name="journal_one_entry_a_place"),)

    def __str__(self) -> str:
        return f"{self.seal_id}.{self.position}"
