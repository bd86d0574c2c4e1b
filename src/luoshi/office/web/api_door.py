"""The door of the API: a program brings somebody's token, and acts as they would in that membership.

Cookies are not looked at there, so that no foreign page can send a form in the name of whoever is signed in.
"""

import json
import time
from collections.abc import Callable, Iterable
from typing import cast

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.organisations import tokens
from luoshi.office.organisations.access import ProgramRequest, Rule
from luoshi.office.organisations.actor import Actor, actor_of
from luoshi.office.organisations.models import Role, Token
from luoshi.office.organisations.settings_table import value_of

PREFIX = "/api/v1/"
MINUTE = 60
LOOKS = {"GET", "HEAD"}
KEPT = ("Allow", "Retry-After", "WWW-Authenticate")  # headers that a program goes by


def told(status: int, reasons: Iterable[str], **headers: str) -> HttpResponse:
    """An answer in the one shape that every refusal has."""
    said = json.dumps({"reasons": list(reasons)}, ensure_ascii=False)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse(said, status=status, content_type="application/json; charset=utf-8", headers=named)


def without_cookies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware: the API knows no session, takes JSON only, and says in JSON what went wrong on the way."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        request.COOKIES = {}
        if request.method not in LOOKS and request.content_type not in {"application/json", ""}:
            return told(415, [_("请求正文要用 JSON，Content-Type 写 application/json。")])
        response = get_response(request)
        if response.status_code < 400 or response.headers.get("Content-Type", "").startswith("application/json"):
            return response
        kept = {name: response.headers[name] for name in KEPT if name in response.headers}
        return told(response.status_code, [_amiss(response.status_code)], **kept)

    return answer


def _amiss(status: int) -> str:
    return {
        404: _("没有这个地址，或所指的内容不在您的辖区内。"),
        405: _("这个地址不接受这种请求方法，接受哪些见 Allow。"),
        413: _("请求正文太大。"),
        500: _("系统出错，没有办成。请把时间告诉系统管理员，他能在日志文件里找到原因。"),
    }.get(status, _("请求写得不对，读不懂。"))


def admit(request: HttpRequest, rule: Rule) -> HttpResponse | None:
    """None if the request may come in, and then request.actor and request.token say as whom; else the refusal."""
    method = request.method or "GET"
    if not rule.roles(method):
        return told(405, [_amiss(405)], Allow="GET" if rule.look else "POST")
    token = tokens.known(_brought(request))
    day = timezone.localdate()
    if why := tokens.why_not_use(token, day=day) if token else _why_unknown(request):
        return told(401, [why], WWW_Authenticate="Bearer")
    assert token is not None
    through = _("令牌%(token)s") % {"token": token}
    actor = actor_of(token.membership, day=day, address=request.META.get("REMOTE_ADDR", ""), through=through)
    if wait := _must_wait(token, actor):
        said = _("调用太频繁，请 %(wait)s 秒后再来。") % {"wait": wait}
        return told(429, [said], Retry_After=str(wait))
    if why := _why_not_allowed(token, actor, rule, method):
        return told(403, [why])
    tokens.note_use(token, day=day)
    asked = cast(ProgramRequest, request)
    asked.actor, asked.token = actor, token
    return None


def _brought(request: HttpRequest) -> str:
    scheme, _space, said = request.headers.get("Authorization", "").partition(" ")
    return said.strip() if scheme.lower() == "bearer" else ""


def _why_unknown(request: HttpRequest) -> str:
    if _brought(request):
        return _("没有这个令牌。请核对是否抄全了，或重新生成一个。")
    return _("请求没有带令牌：请在 Authorization 头里写 Bearer、空格和令牌。")


def _must_wait(token: Token, actor: Actor) -> int:
    """Seconds until the next minute, if this one's calls are used up. Of calls at the very same moment one or two may
    not be counted: the limit is there to keep a loop gone wild from the others, not to be exact."""
    now = int(time.time())
    name = f"token-{token.pk}-{now // MINUTE}"
    calls = cache.get(name, 0)
    if calls >= value_of(actor.authority, "token_calls"):
        return MINUTE - now % MINUTE
    cache.set(name, calls + 1, MINUTE)
    return 0


def _why_not_allowed(token: Token, actor: Actor, rule: Rule, method: str) -> str | None:
    roles = rule.roles(method)
    if actor.role not in roles:
        could = "、".join(str(role.label) for role in Role if role in roles)
        return _("令牌的岗位是%(role)s，这件事可以办理的是：%(could)s。") % {
            "role": Role(actor.role).label,
            "could": could,
        }
    if method not in LOOKS and token.scope != Token.Scope.ACT:
        return _("这个令牌只能查看。要办理，请另生成一个可以办理的。")
    return None
