"""Who may purge old details: the auditor whose area holds the whole installation, since a purge goes by number."""

from datetime import date

from django.utils.translation import gettext as _

from luoshi.office.journal import purge
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Organisation, Role
from luoshi.office.refused import refuse_if


def why_not(actor: Actor) -> str | None:
    """Why somebody may not purge, or None."""
    if actor.role != Role.AUDITOR:
        return _("没有清理：日志明细由审计员清理。")
    if Organisation.objects.exclude(actor.area.q("path")).exists():
        return _("没有清理：这里还有“%(authority)s”以外的机构，清理会涉及他们的日志。请由最上级的审计员清理。") % {
            "authority": actor.authority or actor.organisation
        }
    return None


def details_before(day: date, *, by: Actor) -> int:
    """Purge the details of everything done before that day; gives how many. Raises Refused."""
    refuse_if([why_not(by)])
    return purge.details_before(day, by=by.who)
