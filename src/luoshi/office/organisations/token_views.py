"""我的令牌, and for the security administrator those of everybody."""

from datetime import date, timedelta
from typing import Any

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.listing import Column, Filter, Listing
from luoshi.office.organisations import tokens
from luoshi.office.organisations.access import EVERY_ROLE, Request, open_to
from luoshi.office.organisations.forms import PlainForm, day_field
from luoshi.office.organisations.models import Membership, Role, Token
from luoshi.office.organisations.taken_out import exported
from luoshi.office.refused import Refused, add_reasons

GUARDS = (Role.SECURITY_ADMIN,)
USUAL = 90  # days that the form proposes

STANDING, ENDED, EXPIRED, REVOKED = (
    ("standing", __("在用")),
    ("ended", __("岗位已结束或账号已停用")),
    ("expired", __("已到期")),
    ("revoked", __("已撤销")),
)


class TokenForm(PlainForm):
    """生成令牌."""

    label = forms.CharField(
        label=__("用途"), max_length=60, help_text=__("写明哪台机器、做什么，如：值班室大屏读取进度")
    )
    scope = forms.ChoiceField(
        label=__("可以做什么"), choices=Token.Scope.choices, widget=forms.RadioSelect, initial=Token.Scope.READ
    )
    expires_on = day_field(__("到期日"))

    def __init__(self, *args: Any, most: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].help_text = _("最晚 %(day)s") % {"day": most.isoformat()}


def _in_state(state: str) -> Q | None:
    today = timezone.localdate()
    serving = Q(membership__in=Membership.objects.in_force(today), membership__person__is_active=True)
    stands = Q(revoked_at__isnull=True, expires_on__gte=today)
    return {
        "standing": stands & serving,
        "ended": stands & ~serving,
        "expired": Q(revoked_at__isnull=True, expires_on__lt=today),
        "revoked": Q(revoked_at__isnull=False),
    }.get(state)


def state_of(token: Token, *, serving: bool) -> tuple[str, Any]:
    """`serving`: whether its membership is in force and the account open."""
    if token.revoked_at:
        return REVOKED
    if token.expires_on < timezone.localdate():
        return EXPIRED
    return STANDING if serving else ENDED


def _seen(request: Request) -> QuerySet[Token]:
    return Token.objects.visible_to(request.actor).select_related("membership__person", "membership__organisation")


def _with_states(found: QuerySet[Token]) -> list[tuple[Token, Any]]:
    serving = set(found.filter(_in_state("standing") or Q()).values_list("pk", flat=True))
    return [(one, state_of(one, serving=one.pk in serving)[1]) for one in found]


@open_to(EVERY_ROLE)
@require_GET
def own(request: Request) -> HttpResponse:
    """One's own, of all one's memberships."""
    found = _seen(request).filter(membership__person=request.user)
    shown = {"tokens": _with_states(found), "standing": found.filter(_in_state("standing") or Q()).count()}
    return render(request, "organisations/tokens.html", shown)


@open_to(EVERY_ROLE, act=EVERY_ROLE)
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: Request) -> HttpResponse:
    """A token is as good as a password for a year: whoever makes one has just shown again who they are."""
    if is_reauthentication_required(request, app=""):
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': reverse('token-make')})}")
    most = tokens.last_day(request.actor)
    usual = min(most, timezone.localdate() + timedelta(days=USUAL))
    form = TokenForm(request.POST or None, most=most, initial={"expires_on": usual})
    if request.method == "POST" and form.is_valid():
        try:
            token, said = tokens.make(**form.cleaned_data, by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            return render(request, "organisations/token_made.html", {"token": token, "said": said})
    shown = {"form": form, "why": tokens.why_not_make(request.actor)}
    return render(request, "organisations/token_make.html", shown, status=422 if form.errors else 200)


@open_to(EVERY_ROLE)
@require_GET
def token(request: Request, pk: int) -> HttpResponse:
    """What is known of one: never what it says."""
    found = get_object_or_404(_seen(request).select_related("revoked_by"), pk=pk)
    serving = _seen(request).filter(_in_state("standing") or Q(), pk=pk).exists()
    why = tokens.why_not_revoke(found, by=request.actor)
    shown = {"token": found, "state": state_of(found, serving=serving)[1], "why": why}
    return render(request, "organisations/token.html", shown)


@open_to((), act=EVERY_ROLE)
@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(_seen(request), pk=pk)
    try:
        tokens.revoke(found, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(token)s”已撤销，立即生效。") % {"token": found})
    return redirect("token", pk=pk)


def listing(rows: QuerySet[Token]) -> Listing:
    return Listing(
        rows=rows,
        columns=(
            Column("label", __("用途"), lambda one: one.label, "label", lambda one: reverse("token", args=[one.pk])),
            Column("start", __("开头"), lambda one: f"{one.start}…", css="tight"),
            Column("who", __("人员"), lambda one: one.membership.person.name, "membership__person__name", css="tight"),
            Column("where", __("岗位"), lambda one: f"{one.membership.organisation} {one.membership.post}"),
            Column("scope", __("可以做什么"), lambda one: one.get_scope_display(), "scope", css="tight"),
            Column("expires", __("到期日"), lambda one: one.expires_on.isoformat(), "expires_on", css="number"),
            Column(
                "used",
                __("最近用过"),
                lambda one: one.used_on.isoformat() if one.used_on else "",
                "used_on",
                css="number",
            ),
            Column("state", __("状态"), lambda one: state_of(one, serving=one.serving)[1], css="tight"),
        ),
        filters=(
            Filter("state", __("状态"), (STANDING, ENDED, EXPIRED, REVOKED), _in_state),
            Filter("scope", __("可以做什么"), Token.Scope.choices, lambda value: Q(scope=value)),
        ),
        search=("label", "start", "membership__person__name", "membership__organisation__name"),
        order="-expires",
        title=__("令牌"),
        look_up=_look_up,
    )


def _look_up(found: Any) -> None:
    standing = Token.objects.filter(_in_state("standing") or Q(), pk__in=[one.pk for one in found])
    serving = set(standing.values_list("pk", flat=True))
    for one in found:
        one.serving = one.pk in serving


@open_to(GUARDS)
@require_GET
def everybodys(request: Request) -> HttpResponse:
    """Those of the area, for whoever guards its rights."""
    found = listing(_seen(request))
    if request.GET.get("export") == "xlsx":
        return exported(request, found, verb="token.export", name=_("令牌"))
    standing = _seen(request).filter(_in_state("standing") or Q()).count()
    return render(request, "organisations/tokens_everybodys.html", {"list": found.shown(request), "standing": standing})
