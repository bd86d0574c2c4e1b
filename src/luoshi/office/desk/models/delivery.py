"""Messages to people, and the mails and group posts that tell of them."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor

LONGEST_SUBJECT = 120  # characters


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, by who may see them."""

    def visible_to(self, actor: "Actor") -> "MessageQuerySet":
        return self.visible_on(timezone.localdate(), actor)

    def visible_on(self, day: date, actor: "Actor") -> "MessageQuerySet":
        """One's own, in whichever membership still in force they came. What came to an office stays with the office."""
        from luoshi.office.organisations.models import Membership

        return self.filter(to__in=Membership.objects.in_force(day).filter(person=actor.person))

    def unread(self) -> "MessageQuerySet":
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    """站内消息: to a person in a membership. Whoever asks for haste (急件) says by which basis and who signed."""

    to = models.ForeignKey("organisations.Membership", models.PROTECT, related_name="messages")
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)  # a path of this site: the page on which it is dealt with
    urgent = models.BooleanField(default=False)
    basis = models.CharField(max_length=200, blank=True)
    signer = models.CharField(max_length=60, blank=True)
    sender = models.CharField(max_length=200)  # in words, as it was that day
    sent_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    mailed = models.BooleanField(default=False)  # a mail tells of it, sent or waiting
    posted = models.BooleanField(default=False)  # a group post tells of it, sent or waiting

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at", "-pk")
        indexes = (models.Index(fields=("to",), condition=Q(read_at__isnull=True), name="message_unread"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(urgent=False) | (~Q(basis="") & ~Q(signer="")), name="urgent_message_has_basis_and_signer"
            ),
        )

    def __str__(self) -> str:
        return self.subject


class SendingQuerySet(models.QuerySet["Sending"]):
    """What goes out, by who may see it."""

    def visible_to(self, actor: "Actor") -> "SendingQuerySet":
        """Those of an authority in the area."""
        return self.filter(actor.area.q("authority__path"))


class Sending(models.Model):
    """外发: one mail or group post. It only says that something waits; what waits is read after signing in."""

    class Channel(models.TextChoices):
        """By which way it goes."""

        MAIL = "mail", "邮件"
        ROBOT = "robot", "群机器人"

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", "待发"
        SENT = "sent", "已发"
        FAILED = "failed", "未发出"

    authority = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="sendings")
    channel = models.CharField(max_length=5, choices=Channel)
    person = models.ForeignKey("organisations.Person", models.PROTECT, null=True, related_name="sendings")  # of a mail
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="sendings")  # of an urgent mail
    day = models.DateField(null=True)  # of a digest; None: urgent
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    text = models.TextField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()  # not before; a worker at it moves it ahead, so that no other takes it meanwhile
    error = models.CharField(max_length=300, blank=True)  # of the last attempt, in words
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("next_at",), condition=Q(state="waiting"), name="sending_due"),)
        constraints = (
            models.UniqueConstraint(fields=("authority", "person", "day"), name="one_mail_digest_a_day"),
            models.UniqueConstraint(
                fields=("authority", "day"), condition=Q(person__isnull=True), name="one_robot_digest_a_day"
            ),
            models.UniqueConstraint(fields=("message", "person"), name="one_mail_per_urgent_message"),
        )

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.person or self.authority}"
