"""What every form carries."""

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
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
def usual_fields(form: BaseForm) -> list[BoundField]:
    """Those that are always shown; a form names the others in `rare`."""
    return [one for one in form.visible_fields() if one.name not in getattr(form, "rare", ())]


@register.filter
def rare_fields(form: BaseForm) -> list[BoundField]:
    """Those that are folded away until they are wanted."""
    return [one for one in form.visible_fields() if one.name in getattr(form, "rare", ())]


@register.filter
def touched(fields: list[BoundField]) -> bool:
    """Whether something was typed into one of them, or has to be put right there."""
    return any(one.errors or one.value() for one in fields)


@register.filter
def first_box(field: BoundField) -> str:
    """The id of what takes the focus: of several boxes to tick, the first."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def device(user_agent: str) -> str:
    """A browser as its owner knows it."""
    return named(user_agent)
