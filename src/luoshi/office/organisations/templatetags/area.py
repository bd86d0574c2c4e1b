"""Whether a page may be offered: nobody is shown a link that would answer 404."""

from django import template

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Organisation

register = template.Library()


@register.filter
def reached_by(organisation: Organisation, actor: Actor) -> bool:
    """Whether the organisation lies in the actor's area. One's own may not: an inspector's area is their schools."""
    return actor.area.holds(organisation.path)
