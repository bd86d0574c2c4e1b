"""加挂的牌子: further names of an authority that is two bureaus in one, and which of its sections belong to them."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.changes import locked
from luoshi.office.organisations.models import Hat, Organisation
from luoshi.office.organisations.moves import why_not
from luoshi.office.refused import refuse_if
from luoshi.reader.write.wording import one_line


@transaction.atomic
def put_on(organisation: Organisation, name: str, *, education: bool, since: date | None = None, by: Actor) -> Hat:
    """挂牌. `education` False: the work of its sections (sport, culture, tourism) is none of education."""
    organisation, name = locked(organisation), one_line(name)
    refuse_if([why_not(organisation, "hats", by=by), _why_not_named(organisation, name)])
    hat = Hat.objects.create(organisation=organisation, name=name, education=education, since=since)
    detail = {"name": name, "education": education, "since": since}
    record.write("hat.put_on", by=by.who, about=hat, where=organisation.path, detail=detail)
    return hat


@transaction.atomic
def take_off(hat: Hat, *, last_day: date, by: Actor) -> Hat:
    """摘牌. Its sections stay, and belong to no hat from then on."""
    organisation = locked(hat.organisation)
    early = None
    if hat.since and last_day < hat.since:
        early = _("“%(hat)s” %(day)s 才挂牌，摘牌的日期不能更早。") % {"hat": hat, "day": hat.since}
    gone = _("“%(hat)s”已于 %(day)s 摘牌。") % {"hat": hat, "day": hat.until} if hat.until else None
    refuse_if([why_not(organisation, "hats", by=by), early, gone])
    hat.until = last_day
    hat.save(update_fields=["until"])
    record.write("hat.take_off", by=by.who, about=hat, where=organisation.path, detail={"last_day": last_day})
    return hat


def _why_not_named(organisation: Organisation, name: str) -> str | None:
    if not name:
        return _("还没有填牌子的名称，如“云岭县体育局”。")
    if name == organisation.name or organisation.hats.filter(name=name, until__isnull=True).exists():
        return _("“%(name)s”已经登记了。") % {"name": name}
    return None
