"""个人令牌: made and revoked; and whether the one that a program brings opens anything now."""

import hashlib
import secrets
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.memberships import usable
from luoshi.office.organisations.models import Person, Role, Token
from luoshi.office.organisations.settings_table import value_of
from luoshi.office.refused import refuse_if
from luoshi.reader.write.wording import one_line

PREFIX = "luoshi_"  # by which a scanner finds one that slipped into a file
SHOWN = len(PREFIX) + 4  # characters kept in clear
MOST = 10  # that one person may have at a time


def why_not_make(by: Actor) -> str | None:
    """Everybody makes their own, for the membership they are in."""
    if by.behalf:
        return _("令牌只给自己的岗位用。请先结束代录，再来生成。")
    if Token.objects.standing(timezone.localdate()).filter(membership__person=by.person).count() >= MOST:
        return _("您已有 %(most)s 个令牌在用，一个人最多这么多。请先撤销不用的。") % {"most": MOST}
    return None


def why_not_revoke(token: Token, *, by: Actor) -> str | None:
    """One's own, and as security administrator those of the area."""
    membership = token.membership
    guards = by.role == Role.SECURITY_ADMIN and by.area.holds(membership.organisation.path)
    if membership.person_id != by.person.pk and not guards:
        return _("令牌由本人或安全管理员撤销。")
    if token.revoked_at:
        return _("这个令牌已于 %(day)s 撤销。") % {"day": timezone.localdate(token.revoked_at).isoformat()}
    return None


def last_day(by: Actor) -> date:
    """The last day that a token made today may have."""
    days: int = value_of(by.authority, "token_days")
    return timezone.localdate() + timedelta(days=days)


@transaction.atomic
def make(label: str, *, scope: str, expires_on: date, by: Actor) -> tuple[Token, str]:
    """生成令牌 for the membership in use; gives it with what it says, which is shown once and kept nowhere."""
    label = one_line(label)
    Person.objects.select_for_update().get(pk=by.person.pk)  # so that two at once are not one too many
    refuse_if([why_not_make(by), _why_not_named(label, scope), _why_not_until(expires_on, by)])
    said = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        membership=by.membership,
        label=label,
        start=said[:SHOWN],
        digest=_digest(said),
        scope=scope,
        expires_on=expires_on,
    )
    detail = {"scope": str(token.get_scope_display()), "until": expires_on}
    record.write("token.make", by=by.who, about=token, where=by.membership.organisation.path, detail=detail)
    return token, said


@transaction.atomic
def revoke(token: Token, *, by: Actor) -> Token:
    """撤销令牌: from this moment it opens nothing."""
    kept = Token.objects.select_for_update(of=("self",)).select_related(
        "membership__organisation", "membership__person"
    )
    token = kept.get(pk=token.pk)
    refuse_if([why_not_revoke(token, by=by)])
    token.revoked_at, token.revoked_by = timezone.now(), by.membership
    token.save(update_fields=["revoked_at", "revoked_by"])
    detail = {"person": token.membership.person.name}
    record.write("token.revoke", by=by.who, about=token, where=token.membership.organisation.path, detail=detail)
    return token


def revoke_all(person: Person) -> int:
    """Every token of somebody whose account is locked or reset; gives how many. The caller's journal entry says so."""
    return Token.objects.filter(membership__person=person, revoked_at__isnull=True).update(revoked_at=timezone.now())


def known(said: str) -> Token | None:
    """The token that says this, whether or not it still opens anything."""
    if not said.startswith(PREFIX):
        return None
    found = Token.objects.select_related("membership__person", "membership__organisation")
    return found.filter(digest=_digest(said)).first()


def why_not_use(token: Token, *, day: date) -> str | None:
    """Why a token opens nothing on that day; None if it does."""
    person = token.membership.person
    if token.revoked_at:
        return _("这个令牌已经撤销，请重新生成一个。")
    if token.expires_on < day:
        return _("这个令牌已于 %(day)s 到期，请重新生成一个。") % {"day": token.expires_on.isoformat()}
    if person.login is None or not person.is_active:
        return _("%(name)s的账号已停用，令牌不能用了。") % {"name": person.name}
    if person.must_change_password:
        return _("%(name)s的密码重设过，请先登录换掉初始密码。") % {"name": person.name}
    held = next((one for one in usable(person, day=day) if one.pk == token.membership_id), None)
    if held is None:
        return _("生成令牌的岗位“%(post)s”现在不能用：它已结束，或还不到代理的时候。") % {"post": token.membership}
    return None


def note_use(token: Token, *, day: date) -> None:
    """Keep the day, and no more: nobody is to read a person's habits off it."""
    if token.used_on != day:
        Token.objects.filter(pk=token.pk).update(used_on=day)


def _digest(said: str) -> str:
    """256 random bits need no salt and no slow hash."""
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def _why_not_named(label: str, scope: str) -> str | None:
    if not label:
        return _("还没有写这个令牌做什么用。")
    if len(label) > 60:
        return _("“用途”有 %(count)s 个字，最多 60 个字。") % {"count": len(label)}
    return None if scope in Token.Scope.values else _("请选“只查看”或“查看和办理”。")


def _why_not_until(expires_on: date, by: Actor) -> str | None:
    today, most = timezone.localdate(), last_day(by)
    if today <= expires_on <= most:
        return None
    said = {"day": expires_on.isoformat(), "today": today.isoformat(), "most": most.isoformat()}
    return _("“到期日”写的是 %(day)s，要在 %(today)s 到 %(most)s 之间。") % said
