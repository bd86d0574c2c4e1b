"""What only a demo's pages show."""

from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context

from luoshi.office.web.demo.cast import cast, is_demo

register = template.Library()


@register.inclusion_tag("demo/cast.html", takes_context=True)
def demo_cast(context: Context) -> dict[str, Any]:
    """The people one may come in as; nobody outside the demo."""
    shown = cast() if settings.DEMO and is_demo() else []
    return {"cast": shown, "request": context["request"], "membership_stamp": ""}
