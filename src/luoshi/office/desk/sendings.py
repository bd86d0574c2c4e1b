"""Mails and group posts: once a day for all that is unread, at once for what is urgent. They only say that something waits.

Each is handed over at least once: who is stopped between handing it over and marking it does so again.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from luoshi.office.background import JobKind, Progress, Schedule
from luoshi.office.desk import channels
from luoshi.office.desk.channels import Undelivered
from luoshi.office.desk.models import Message, Sending
from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor, authority_of
from luoshi.office.organisations.models import AUTHORITIES, Membership, Organisation
from luoshi.office.organisations.settings_table import value_of
from luoshi.office.refused import Refused

LEASE = timedelta(minutes=10)  # for which a worker keeps a sending to itself
BACK_OFF = tuple(timedelta(minutes=wait) for wait in (1, 5, 30, 120, 360))  # after the first failure, the second …
AT_ONCE = 500  # sendings of one run


def hasten(message: Message) -> None:
    """Put mail and group post of an urgent message in the queue, due at once."""
    organisation = message.to.organisation
    authority = authority_of(organisation)
    if authority is None:
        return
    at, where = timezone.now(), _where(authority, reverse("message", args=[message.pk]))
    if message.to.person.email and channels.can_mail(authority):
        Sending.objects.create(
            authority=authority, channel=Sending.Channel.MAIL, person=message.to.person, message=message, next_at=at,
            subject=_("落实：有一份急件等您查看"), text=_("您有一份急件。%(where)s") % {"where": where},
        )  # fmt: skip
        message.mailed = True
    if channels.can_post(authority):
        _post_haste(authority, at=at)
        message.posted = True
    message.save(update_fields=["mailed", "posted"])


def _post_haste(authority: Organisation, *, at: datetime) -> None:
    """One post for all that became urgent since the last one went out: it names nobody."""
    urgent = Sending.objects.filter(authority=authority, channel=Sending.Channel.ROBOT, day__isnull=True)
    if urgent.filter(state=Sending.State.WAITING, attempts=0).exists():
        return
    text = _("【落实】有急件，请各位登录查看自己的消息。%(where)s") % {"where": _where(authority, reverse("messages"))}
    urgent.create(authority=authority, channel=Sending.Channel.ROBOT, next_at=at, subject=_("有急件"), text=text)


def _where(authority: Organisation, path: str) -> str:
    site = value_of(authority, "site_address").rstrip("/")
    return _("请打开 %(address)s") % {"address": f"{site}{path}"} if site else _("请登录“落实”，打开“消息”。")


def digest(_arguments: Any, *, progress: Progress, **_rest: Any) -> dict[str, Any]:
    """Once a day and authority, when its hour has come: a mail for each person, a post for the group. Idempotent."""
    now = timezone.localtime()
    authorities = list(Organisation.objects.filter(kind__in=AUTHORITIES, closed_on__isnull=True))
    made = 0
    for done, authority in enumerate(authorities, 1):
        if now.hour >= value_of(authority, "digest_hour"):
            made += write_digest(authority, day=now.date(), at=now)
        progress(done, len(authorities))
    return {"words": _("写好 %(count)s 份") % {"count": made}}


@transaction.atomic
def write_digest(authority: Organisation, *, day: date, at: datetime) -> int:
    """Put an authority's mails and post of the day in the queue; gives how many. A second call finds them there."""
    unread = Message.objects.unread().filter(urgent=False, to__in=_memberships(authority, day))
    made = _mails(authority, unread.filter(mailed=False), day=day, at=at) if channels.can_mail(authority) else 0
    if channels.can_post(authority) and unread.filter(posted=False).exists():
        made += _post_of_the_day(authority, unread.filter(posted=False), day=day, at=at)
    return made


def _memberships(authority: Organisation, day: date) -> Any:
    """Those whose nearest authority this is: a city's digest leaves the counties below to their own."""
    held = Membership.objects.in_force(day).filter(organisation__path__startswith=authority.path)
    below = Organisation.objects.filter(kind__in=AUTHORITIES, path__startswith=authority.path).exclude(pk=authority.pk)
    for path in below.values_list("path", flat=True):
        held = held.exclude(organisation__path__startswith=path)
    return held


def _mails(authority: Organisation, untold: Any, *, day: date, at: datetime) -> int:
    had = Sending.objects.filter(authority=authority, channel=Sending.Channel.MAIL, day=day).values("person")
    waiting: dict[int, list[int]] = {}
    rows = untold.exclude(to__person__email="").exclude(to__person__in=had)
    for message, person in rows.values_list("pk", "to__person"):
        waiting.setdefault(person, []).append(message)
    where = _where(authority, reverse("messages"))
    Sending.objects.bulk_create(
        Sending(
            authority=authority, channel=Sending.Channel.MAIL, person_id=person, day=day, next_at=at,
            subject=_("落实：有 %(count)s 条消息等您查看") % {"count": len(messages)},
            text=_("您有 %(count)s 条未看的消息。%(where)s") % {"count": len(messages), "where": where},
        )
        for person, messages in waiting.items()
    )  # fmt: skip
    Message.objects.filter(pk__in=[one for messages in waiting.values() for one in messages]).update(mailed=True)
    return len(waiting)


def _post_of_the_day(authority: Organisation, untold: Any, *, day: date, at: datetime) -> int:
    if Sending.objects.filter(authority=authority, channel=Sending.Channel.ROBOT, day=day).exists():
        return 0
    people = untold.values("to__person").distinct().count()
    said = {"people": people, "where": _where(authority, reverse("messages"))}
    Sending.objects.create(
        authority=authority, channel=Sending.Channel.ROBOT, day=day, next_at=at, subject=_("每日提醒"),
        text=_("【落实】今天有 %(people)s 人有未看的消息。%(where)s") % said,
    )  # fmt: skip
    untold.update(posted=True)
    return 1


def send_due(_arguments: Any, *, progress: Progress, **_rest: Any) -> dict[str, int]:
    """Hand over what is due, each marked as soon as it is out. As often as one likes, by as many workers as there are."""
    now = timezone.now()
    due = list(
        Sending.objects.filter(state=Sending.State.WAITING, next_at__lte=now).order_by("next_at", "pk")[:AT_ONCE]
    )
    sent = 0
    for done, sending in enumerate(due, 1):
        if _claim(sending):
            sent += _hand_over(sending)
        progress(done, len(due))
    return {"sent": sent, "of": len(due)}


def _claim(sending: Sending) -> bool:
    """Take it for as long as the lease; False if another worker was first."""
    mine = Sending.objects.filter(pk=sending.pk, state=Sending.State.WAITING, attempts=sending.attempts)
    return bool(mine.update(attempts=F("attempts") + 1, next_at=timezone.now() + LEASE))


def _hand_over(sending: Sending) -> bool:
    sending = Sending.objects.select_related("authority", "person").get(pk=sending.pk)
    try:
        _send(sending)
    except Undelivered as why:
        sending.error = str(why)[:300]
        if sending.attempts > len(BACK_OFF):
            sending.state = Sending.State.FAILED
        else:
            sending.next_at = timezone.now() + BACK_OFF[sending.attempts - 1]
    else:
        sending.state, sending.sent_at, sending.error = Sending.State.SENT, timezone.now(), ""
    sending.save(update_fields=["state", "sent_at", "error", "next_at"])
    return sending.state == Sending.State.SENT


def _send(sending: Sending) -> None:
    if sending.channel == Sending.Channel.ROBOT:
        channels.post(sending.authority, text=sending.text)
    elif sending.person and sending.person.email:
        channels.mail(sending.authority, to=sending.person.email, subject=sending.subject, text=sending.text)
    else:
        raise Undelivered(_("这个人已经没有邮箱地址。"))


def try_out(channel: str, *, by: Actor, to: str = "") -> None:
    """Send a test with the settings as they are kept. Raises Refused with what went wrong."""
    authority = by.authority
    if authority is None:
        raise Refused(_("您的岗位不属于哪个教育局，没有可试的设置。"))
    if channel == Sending.Channel.MAIL:
        _check_address(to)
    text = _("【落实】这是一条测试消息，收到就说明设置好了。")
    try:
        if channel == Sending.Channel.ROBOT:
            channels.post(authority, text=text)
        else:
            channels.mail(authority, to=to, subject=_("落实：测试邮件"), text=text)
    except Undelivered as why:
        record.write("delivery.try", by=by.who, where=authority.path, detail={"channel": channel}, done=False)
        raise Refused(_("没有发出：%(why)s") % {"why": why}) from why
    record.write("delivery.try", by=by.who, where=authority.path, detail={"channel": channel})


def _check_address(to: str) -> None:
    try:
        validate_email(to)
    except ValidationError:
        raise Refused(_("试发到的邮箱写的是“%(to)s”，这里要一个完整的邮箱地址。") % {"to": to}) from None


def _tell(done: dict[str, int], **_rest: Any) -> dict[str, Any]:
    return {"words": _("%(of)s 份中发出 %(sent)s 份") % done}


# Sending is done before the job's transaction: it waits for foreign servers, and what is out stays out.
HANDLERS = {
    "delivery.digest": JobKind(__("写每日提醒"), digest),
    "delivery.send": JobKind(__("发出邮件和群消息"), _tell, prepare=send_due),
}
SCHEDULES: tuple[Schedule, ...] = (("delivery.digest", "5 * * * *"), ("delivery.send", "* * * * *"))
