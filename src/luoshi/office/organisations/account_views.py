"""The pages on which administrators open, lock and reset accounts."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from luoshi.office.glance import Glance
from luoshi.office.listing import Column, Filter, Listing, minute
from luoshi.office.organisations import accounts
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Person, Role
from luoshi.office.organisations.models.days import not_ended
from luoshi.office.organisations.taken_out import exported
from luoshi.office.refused import Refused

KEEPERS = (Role.SYSTEM_ADMIN,)
GUARDS = (Role.SECURITY_ADMIN,)
LOOKERS = (*KEEPERS, *GUARDS)

NEVER, LOCKED, FIRST, ACTIVE = (
    ("never", gettext_lazy("不登录")),
    ("locked", gettext_lazy("已停用")),
    ("first", gettext_lazy("待换初始密码")),
    ("active", gettext_lazy("正常")),
)


def state_of(person: Person) -> tuple[str, Any]:
    if person.login is None:
        return NEVER
    if not person.is_active:
        return LOCKED
    return FIRST if person.must_change_password else ACTIVE


def _in_state(state: str) -> Q | None:
    has = Q(login__isnull=False)
    return {
        "never": Q(login__isnull=True),
        "locked": has & Q(is_active=False),
        "first": has & Q(is_active=True, must_change_password=True),
        "active": has & Q(is_active=True, must_change_password=False),
    }.get(state)


def _with_totp(chosen: str) -> Q | None:
    return {"yes": Q(totp=True), "no": Q(totp=False, login__isnull=False)}.get(chosen)


def glances(actor: Actor) -> Iterator[Glance]:
    """Accounts of the area, and those whose first password somebody else still knows."""
    if actor.role not in LOOKERS:
        return
    found = Person.objects.visible_to(actor).aggregate(
        active=Count("pk", filter=Q(login__isnull=False, is_active=True)), first=Count("pk", filter=_in_state("first"))
    )
    address = reverse("accounts")
    yield Glance(_("在用的账号"), address, found["active"])
    yield Glance(_("没有换掉初始密码的"), f"{address}?state=first" if found["first"] else address, found["first"])


def _seen(request: Request) -> QuerySet[Person]:
    totp = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    found: QuerySet[Person] = Person.objects.visible_to(request.actor).annotate(totp=Exists(totp))
    return found


def listing(rows: QuerySet[Person]) -> Listing:
    return Listing(
        rows=rows.prefetch_related("memberships__organisation"),
        columns=(
            Column(
                "name",
                gettext_lazy("姓名"),
                lambda one: one.name,
                "name",
                lambda one: reverse("account", args=[one.pk]),
            ),
            Column("where", gettext_lazy("单位"), _where),
            Column("login", gettext_lazy("登录名"), lambda one: one.login, "login"),
            Column("state", gettext_lazy("账号"), lambda one: state_of(one)[1]),
            Column("totp", gettext_lazy("动态口令"), lambda one: _("已启用") if one.totp else ""),
            Column("last", gettext_lazy("上次登录"), lambda one: minute(one.last_login), "last_login", css="when"),
        ),
        filters=(
            Filter("state", gettext_lazy("账号"), (NEVER, FIRST, ACTIVE, LOCKED), _in_state),
            Filter("totp", gettext_lazy("动态口令"), (("yes", _("已启用")), ("no", _("没有启用"))), _with_totp),
        ),
        search=("name", "login", "staff_number"),
        order="name",
        title=gettext_lazy("账号"),
    )


def _where(person: Person) -> str:
    today = timezone.localdate()
    held = [one for one in person.memberships.all() if one.until is None or one.until >= today]
    return "、".join(dict.fromkeys(str(one.organisation) for one in held))


@open_to(LOOKERS)
@require_GET
def index(request: Request) -> HttpResponse:
    """Everybody of the area, and whether they can sign in."""
    rows = _seen(request)
    found = listing(rows)
    if request.GET.get("export") == "xlsx":
        return exported(request, found, verb="account.export", name=_("账号"))
    first = rows.filter(_in_state("first") or Q()).count()
    return render(request, "organisations/accounts.html", {"list": found.shown(request), "first": first})


@open_to(LOOKERS)
@require_GET
def account(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(_seen(request), pk=pk)
    return _shown(request, person)


def _shown(request: Request, person: Person, *, reasons: tuple[str, ...] = (), status: int = 200) -> HttpResponse:
    """One person's account; each verb of the actor's role with its button, or why not."""
    shown = {
        "person": person,
        "state": state_of(person)[1],
        "totp": accounts.uses_totp(person),
        "linked": accounts.is_linked(person),
        "memberships": person.memberships.filter(not_ended()).select_related("organisation"),
        "may": accounts.may(person, by=request.actor),
        "own": person.pk == request.actor.person.pk,
        "suggested": (person.staff_number or person.mobile or "").lower(),
        "reasons": reasons,
    }
    return render(request, "organisations/account.html", shown, status=status)


def _do(request: Request, pk: int, verb: Callable[[Person], str | None], done: str) -> HttpResponse:
    """Carry a verb out; a first password that it gives is shown on the answer itself and nowhere again."""
    person = get_object_or_404(_seen(request), pk=pk)
    try:
        password = verb(person)
    except Refused as refusal:
        return _shown(request, person, reasons=refusal.reasons, status=422)
    if password is None:
        messages.success(request, done % {"name": person.name})
        return redirect("account", pk=pk)
    person.refresh_from_db()
    return render(request, "organisations/first_password.html", {"person": person, "password": password})


@open_to((), act=KEEPERS)
@require_POST
def open_account(request: Request, pk: int) -> HttpResponse:
    login = request.POST.get("login", "")
    return _do(request, pk, partial(accounts.open_account, login=login, by=request.actor), "")


@open_to((), act=KEEPERS)
@require_POST
def reset(request: Request, pk: int) -> HttpResponse:
    return _do(request, pk, partial(accounts.reset_password, by=request.actor), "")


@open_to((), act=KEEPERS)
@require_POST
def rename(request: Request, pk: int) -> HttpResponse:
    to = request.POST.get("to", "")
    verb = partial(accounts.rename_login, to=to, by=request.actor)
    return _do(request, pk, verb, _("%(name)s的登录名已改，请告诉本人。"))


@open_to((), act=KEEPERS)
@require_POST
def lock(request: Request, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()
    verb = partial(accounts.lock, by=request.actor, reason=reason)
    return _do(request, pk, verb, _("%(name)s的账号已停用，登录着的浏览器都已退出。"))


@open_to((), act=KEEPERS)
@require_POST
def unlock(request: Request, pk: int) -> HttpResponse:
    return _do(request, pk, partial(accounts.unlock, by=request.actor), _("%(name)s的账号已恢复。"))


@open_to((), act=GUARDS)
@require_POST
def remove_totp(request: Request, pk: int) -> HttpResponse:
    verb = partial(accounts.remove_totp, by=request.actor)
    return _do(request, pk, verb, _("%(name)s的动态口令已解除，下次登录只要密码。"))


@open_to((), act=GUARDS)
@require_POST
def unlink(request: Request, pk: int) -> HttpResponse:
    verb = partial(accounts.unlink, by=request.actor)
    return _do(request, pk, verb, _("%(name)s的账号已和统一身份解除关联，登录着的浏览器都已退出。"))
