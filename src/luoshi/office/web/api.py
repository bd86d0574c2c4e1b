"""The API: operations of the apps put together, each behind the rule that it names."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer

from luoshi.office.organisations.access import Door, Rule, rule_of
from luoshi.office.organisations.actions import EditedMeanwhile
from luoshi.office.organisations.models import Role, Token
from luoshi.office.plans import api as plans
from luoshi.office.plans.assignment import api as assignments
from luoshi.office.plans.assignment import api_moves
from luoshi.office.plans.chasing import api as chasing
from luoshi.office.plans.dispatch import api as dispatch
from luoshi.office.plans.overview import api as overview
from luoshi.office.refused import Refused
from luoshi.office.web import inbox_api
from luoshi.office.web.api_door import PREFIX, told

ROUTERS: tuple[Router, ...] = (
    inbox_api.router,
    plans.router,
    assignments.router,
    api_moves.router,
    overview.router,
    dispatch.router,
    chasing.router,
)


class Bearer(HttpBearer):
    """Says in the document how a token is brought. The door (api_door.py) has looked at it before; where it has not,
    nobody comes in."""

    def __call__(self, request: HttpRequest) -> Any:
        return getattr(request, "token", None)

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        raise NotImplementedError


class Readable(JSONRenderer):
    """Chinese as it is written."""

    json_dumps_params = {"ensure_ascii": False}  # noqa: RUF012 (as ninja declares it)


api = NinjaAPI(
    title="落实",
    version="1",
    description="令牌在“我的令牌”页生成，放在 Authorization 头里。没有办成的，一律回答 {“reasons”: [原因, …]}。",
    openapi_url=None,
    docs_url=None,
    auth=Bearer(),
    renderer=Readable(),
    urls_namespace="api",
)


@api.exception_handler(Http404)
def _absent(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return told(404, [_("没有这一项，或不在您的辖区内。")])


@api.exception_handler(Refused)
def _refused(_request: HttpRequest, refusal: Refused) -> HttpResponse:
    return told(409 if isinstance(refusal, EditedMeanwhile) else 422, refusal.reasons)


@api.exception_handler(HttpError)
def _amiss(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Of ninja's own: a body that is no JSON, and no token."""
    if error.status_code == 400:
        return told(400, [_("请求正文不是 JSON，读不懂。")])
    return told(error.status_code, [_("请求没有带令牌：请在 Authorization 头里写 Bearer、空格和令牌。")])


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    return told(422, [_in_words(one) for one in error.errors])


# What pydantic finds amiss, in words; anything else is not written as it should be.
WRONG = {
    "missing": __("没有给“%(name)s”。"),
    "extra_forbidden": __("不认识“%(name)s”。"),
    "greater_than_equal": __("“%(name)s”不能小于 %(ge)s。"),
    "less_than_equal": __("“%(name)s”不能大于 %(le)s。"),
    "string_too_long": __("“%(name)s”最多 %(max_length)s 个字。"),
    "string_too_short": __("“%(name)s”至少 %(min_length)s 个字。"),
    "literal_error": __("“%(name)s”只能是 %(expected)s。"),
    "enum": __("“%(name)s”只能是 %(expected)s。"),
}


def _in_words(error: dict[str, Any]) -> str:
    name = ".".join(str(part) for part in error["loc"][1:] if part not in {"filters", "paging", "given"})
    said = WRONG.get(error["type"], _("“%(name)s”的写法不对，要怎样写见接口说明。"))
    return said % {"name": name, **error.get("ctx", {})}


def _addresses() -> list[URLPattern]:
    """Every operation's address with the rule that its function names; one that names none is open to nobody."""
    operations = {}
    for router in ROUTERS:
        for one in (one for view in router.path_operations.values() for one in view.operations):
            operations[one.url_name] = one
            one.operation_id, rule = one.url_name, rule_of(one.view_func)
            one.openapi_extra = {"x-roles": [role.value for role in Role if rule and role in rule.look | rule.act]}
        api.add_router("", router)
    patterns = [one for one in api.urls[0] if isinstance(one, URLPattern) and one.name in operations]
    for pattern in patterns:
        function = operations[pattern.name or ""].view_func
        rule = rule_of(function)
        pattern.callback.rule = rule and Rule(Door.TOKEN, rule.look, rule.act)  # type: ignore[attr-defined]  # likewise
        pattern.callback.__module__ = function.__module__  # whose list of rules it stands in (tools/access.py)
    return patterns


PATTERNS = _addresses()

# What a status means, in the document.
MEANT = {
    "200": "办成了",
    "400": "请求读不懂",
    "401": "没有令牌，或令牌已不能用",
    "403": "令牌的岗位办不了这件事，或令牌只能查看",
    "404": "没有这一项，或不在辖区内",
    "409": "别人刚办过一步，请重新读取",
    "415": "正文不是 JSON",
    "422": "按规定现在不能办，或参数不合要求",
    "429": "调用太频繁，等 Retry-After 秒",
}


def document() -> dict[str, Any]:
    """The OpenAPI document. What our classes say of themselves is for us, and stays here."""
    found: dict[str, Any] = api.get_openapi_schema(path_prefix=PREFIX)
    for said in (said for methods in found["paths"].values() for said in methods.values()):
        said["responses"] = {str(status): answer for status, answer in said["responses"].items()}
        for status, answer in said["responses"].items():
            answer["description"] = MEANT[status]
    for schema in found["components"]["schemas"].values():
        schema.pop("description", None)
    return found
