"""What the API can do, for people: a list with who may use what, a page to try it, and the document for programs."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from luoshi.office.attachment import attached
from luoshi.office.organisations.access import open_to_everybody_signed_in
from luoshi.office.organisations.models import Role
from luoshi.office.web import api
from luoshi.office.web.api_door import PREFIX


@open_to_everybody_signed_in
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every operation by its subject, and whose token opens it."""
    return render(request, "api.html", {"groups": _groups(), "address": request.build_absolute_uri(PREFIX)})


@open_to_everybody_signed_in
@require_GET
def try_out(request: HttpRequest) -> HttpResponse:
    """Swagger UI, which comes with django-ninja."""
    return render(request, "api_try.html", {"title": api.api.title})


@open_to_everybody_signed_in
@require_GET
def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document; ?download saves it as a file."""
    response = JsonResponse(api.document(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    return attached(response, "luoshi-openapi.json") if "download" in request.GET else response


def _groups() -> dict[str, list[dict[str, Any]]]:
    """Operations by their tag, as the page lists them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in api.document()["paths"].items():
        for method, said in methods.items():
            line = {"method": method.upper(), "path": path, "who": _who(said["x-roles"])}
            found.setdefault(said["tags"][0], []).append({**said, **line})
    return found


def _who(roles: list[str]) -> str:
    return _("各岗位") if len(roles) == len(Role) else "、".join(str(Role(one).label) for one in roles)
