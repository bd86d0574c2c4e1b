"""Telling people that something waits: at once on the site; by mail and group robot see sendings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from luoshi.office.desk.models import Message
from luoshi.office.desk.models.delivery import LONGEST_SUBJECT
from luoshi.office.desk.sendings import hasten
from luoshi.office.journal import record
from luoshi.office.journal.who import Who
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.asking import asked_by_actor
from luoshi.office.organisations.models import Membership
from luoshi.office.pending import Pending
from luoshi.office.refused import refuse_if


@dataclass(frozen=True)
class Haste:
    """急件: why it cannot wait for the day's digest, and who signed for that."""

    basis: str
    signer: str


@transaction.atomic
def deliver(
    to: Membership | Iterable[Membership],
    *,
    subject: str,
    text: str,
    link: str = "",
    by: Who,
    haste: Haste | None = None,
) -> list[Message]:
    """Tell people something, on the site at once. Raises Refused; haste needs its basis and who signed for it."""
    people = [to] if isinstance(to, Membership) else list(to)
    refuse_if(_why_not_deliver(subject, link, haste))
    basis, signer = (haste.basis, haste.signer) if haste else ("", "")
    common = {"subject": subject, "text": text, "link": link, "basis": basis, "signer": signer}
    sender = " ".join(filter(None, (by.organisation_name, by.name, by.behalf)))
    made = Message.objects.bulk_create(
        Message(to=one, urgent=haste is not None, sender=sender, **common) for one in people
    )
    if haste:
        for message in made:
            detail = {"to": str(message.to), "basis": basis, "signer": signer}
            record.write("message.urgent", by=by, about=message, where=message.to.organisation.path, detail=detail)
            hasten(message)
    return made


def _why_not_deliver(subject: str, link: str, haste: Haste | None) -> Iterable[str | None]:
    yield None if subject.strip() else _("消息还没有标题。")
    longest = _("消息的标题太长，最多 %(most)s 字。") % {"most": LONGEST_SUBJECT}
    yield longest if len(subject) > LONGEST_SUBJECT else None
    local = link.startswith("/") and url_has_allowed_host_and_scheme(link, allowed_hosts=None)
    yield None if not link or local else _("消息里的链接只能指向本系统的页面。")
    if haste:
        yield None if haste.basis.strip() else _("急件须写明依据（文号或事由），才能马上发出。")
        yield None if haste.signer.strip() else _("急件须写明由谁签发，才能马上发出。")


def read(message: Message) -> None:
    """Mark it read; when it was read first stays."""
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=timezone.now())


def read_all(*, by: Actor) -> int:
    """Mark all of the actor's messages read, except urgent ones: those are opened."""
    return Message.objects.visible_to(by).unread().filter(urgent=False).update(read_at=timezone.now())


@asked_by_actor
def _unread(by: Actor, day: date) -> QuerySet[Any, Any]:
    """How many are urgent, how many are not."""
    unread = Message.objects.visible_on(day, by).unread().order_by()
    return unread.values("urgent").annotate(number=Count("pk")).values_list("urgent", "number")


def unread_count(actor: Actor) -> int:
    return sum(number for _urgent, number in _unread(actor, day=timezone.localdate()))


def pending(actor: Actor) -> Iterable[Pending]:
    """Urgent messages one by one, all others as one line."""
    counts: dict[bool, int] = dict(_unread(actor, day=timezone.localdate()))
    for message in Message.objects.visible_to(actor).unread().filter(urgent=True) if counts.get(True) else ():
        yield Pending(message.subject, reverse("message", args=[message.pk]), due=_("急件"), news=True)
    if count := counts.get(False):
        yield Pending(_("未看的消息"), reverse("messages") + "?state=unread", count=count, news=True)
