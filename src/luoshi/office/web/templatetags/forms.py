"""What every form carries."""

from django import template
from django.middleware.csrf import get_token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from luoshi.office.web.sign_in.devices import named

register = template.Library()


@register.simple_tag(takes_context=True)
def form_marks(context: Context) -> SafeString:
    """The token against foreign pages and the membership in which the form was opened. In every form that is sent."""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="membership" value="{}">',
        get_token(context["request"]),
        context.get("membership_stamp") or "",
    )


@register.filter
def device(user_agent: str) -> str:
    """A browser as its owner knows it."""
    return named(user_agent)
