"""One's own messages, what went out by mail and robot, and the button that tries these out."""

from collections.abc import Iterator

from django.contrib import messages as said
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from luoshi.office.desk import delivery, sendings
from luoshi.office.desk.models import Message, Sending
from luoshi.office.glance import Glance
from luoshi.office.listing import Column, Filter, Listing, minute
from luoshi.office.organisations.access import EVERY_ROLE, Request, open_to
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.asking import counted_by_actor
from luoshi.office.organisations.models import Role
from luoshi.office.refused import Refused

UNREAD = Q(read_at__isnull=True)


@open_to(EVERY_ROLE)
@require_GET
def messages(request: Request) -> HttpResponse:
    """My messages, unread ones first."""
    seen = Message.objects.visible_to(request.actor)
    listing = Listing(
        rows=seen.select_related("to__organisation", "to__person").order_by(
            F("read_at").asc(nulls_first=True), "-sent_at", "-pk"
        ),
        columns=(
            Column("subject", _("消息"), _title, link=lambda one: reverse("message", args=[one.pk])),
            Column("sender", _("来自"), lambda one: one.sender, "sender"),
            Column("to", _("发给您的岗位"), lambda one: f"{one.to.organisation} {one.to.post}"),
            Column("sent", _("时间"), lambda one: minute(one.sent_at), "sent_at", css="number"),
            Column("read", _("状态"), lambda one: _("未看") if one.read_at is None else _("已看"), css="tight"),
        ),
        filters=(
            Filter("state", _("状态"), [("unread", _("未看")), ("read", _("已看"))], _by_state),
            Filter(
                "haste", _("缓急"), [("urgent", _("急件"))], lambda value: Q(urgent=True) if value == "urgent" else None
            ),
        ),
        search=("subject", "text", "sender"),
        title=_("消息"),
    )
    if request.GET.get("export") == "xlsx":
        return listing.exported(request, name=_("消息"))
    return render(request, "desk/messages.html", {"list": listing.shown(request), "waiting": seen.unread().count()})


def _by_state(value: str) -> Q | None:
    return {"unread": UNREAD, "read": ~UNREAD}.get(value)


def _title(message: Message) -> str:
    return _("【急件】%(subject)s") % {"subject": message.subject} if message.urgent else message.subject


@open_to(EVERY_ROLE)
@require_GET
def message(request: Request, pk: int) -> HttpResponse:
    """One message; opening it marks it read."""
    mine = Message.objects.visible_to(request.actor).select_related("to__organisation", "to__person")
    found = get_object_or_404(mine, pk=pk)
    delivery.read(found)
    here = found.to_id == request.actor.membership.pk
    return render(request, "desk/message.html", {"message": found, "here": here, "title": _title(found)})


@open_to((), act=EVERY_ROLE)
@require_POST
def read_all(request: Request) -> HttpResponse:
    count = delivery.read_all(by=request.actor)
    said.success(request, _("已把 %(count)s 条消息标为已看，急件请逐份打开。") % {"count": count})
    return redirect("messages")


# What went out

LOOKERS = frozenset({Role.SYSTEM_ADMIN, Role.AUDITOR, Role.OFFICE})


@counted_by_actor
def _failed(by: Actor) -> QuerySet[Sending]:
    return Sending.objects.visible_to(by).filter(state=Sending.State.FAILED)


def glances(actor: Actor) -> Iterator[Glance]:
    """Mails and group posts that did not go out; nothing where none failed."""
    failed = _failed(actor) if actor.role in LOOKERS else 0
    if failed:
        yield Glance(_("没能发出的邮件和群消息"), f"{reverse('sendings')}?state=failed", failed, amiss=True)


@open_to(LOOKERS)
@require_GET
def outgoing(request: Request) -> HttpResponse:
    """Mails and group posts: sent, waiting, or why not."""
    seen = Sending.objects.visible_to(request.actor)
    listing = Listing(
        rows=seen.select_related("person", "authority"),
        columns=(
            Column("made", _("写好"), lambda one: minute(one.made_at), "made_at", css="tight"),
            Column("channel", _("方式"), lambda one: one.get_channel_display(), "channel", css="tight"),
            Column("to", _("发给"), lambda one: one.person or one.authority),
            Column("subject", _("标题"), lambda one: one.subject, "subject"),
            Column("state", _("状态"), lambda one: one.get_state_display(), "state", css="tight"),
            Column("attempts", _("试过"), lambda one: one.attempts, "attempts", css="number"),
            Column("error", _("上次没有发出的原因"), lambda one: one.error),
        ),
        filters=(
            Filter("state", _("状态"), Sending.State.choices, lambda one: Q(state=one)),
            Filter("channel", _("方式"), Sending.Channel.choices, lambda one: Q(channel=one)),
        ),
        search=("person__name", "subject", "error"),
        order="-made",
        title=_("发送记录"),
    )
    if request.GET.get("export") == "xlsx":
        return listing.exported(request, name=_("发送记录"))
    failed = seen.filter(state=Sending.State.FAILED).count()
    waiting = seen.filter(state=Sending.State.WAITING).count()
    return render(request, "desk/sendings.html", {"list": listing.shown(request), "failed": failed, "waiting": waiting})


@open_to((), act={Role.SYSTEM_ADMIN})
@require_POST
def try_out(request: Request, channel: str) -> HttpResponse:
    """Send a test, and say in words what became of it."""
    if channel not in Sending.Channel.values:
        raise Http404
    try:
        sendings.try_out(channel, by=request.actor, to=request.POST.get("to", "").strip())
    except Refused as refusal:
        said.error(request, str(refusal))
    else:
        said.success(request, _("已发出，服务器收下了。请到收件的那一头看一看。"))
    return redirect("settings")
