"""What the verbs of an organisation share: the row held, the day checked, the Change kept, the journal written."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Change, Organisation
from luoshi.office.organisations.tree import path_of


def locked(organisation: Organisation) -> Organisation:
    """The row as it stands now, held until the transaction ends."""
    return (
        Organisation.objects.select_for_update(of=("self",))
        .select_related("parent", "successor")
        .get(pk=organisation.pk)
    )


def put_under(organisation: Organisation, under: Organisation, *, day: date, document: str, by: Actor) -> None:
    """Put it under another and mend every path below; the checks are the caller's."""
    former, old = organisation.parent, organisation.path
    organisation.parent = under
    organisation.path = path_of(organisation)
    save(organisation, "parent", "path")
    below = Organisation.objects.filter(path__startswith=old).exclude(pk=organisation.pk)
    below.update(path=Concat(Value(organisation.path), Substr(F("path"), len(old) + 1)))
    names = {"before": former.name if former else "", "after": under.name}
    keep(organisation, Change.What.MOVED, day, **names, document=document, other=former)
    write("organisation.move", organisation, by, {"under": names["before"]}, {"under": names["after"], "day": day})


def wrong_day(organisation: Organisation, day: date) -> Iterator[str]:
    """A change is entered once it holds, and in order, so that the past of every day can be told."""
    if day > timezone.localdate():
        yield _("%(day)s 还没有到，请到那天再登记。") % {"day": day}
    if organisation.opened_on and day < organisation.opened_on:
        yield _("“%(name)s” %(opened)s 才设立，变动的日期不能更早。") % {
            "name": organisation.name,
            "opened": organisation.opened_on,
        }
    last = organisation.changes.exclude(what=Change.What.OPENED).order_by("-day").first()
    if last and day < last.day:
        yield _("“%(name)s” %(day)s 已有一次变动（%(what)s），新的变动不能早于它。请核对日期。") % {
            "name": organisation.name,
            "day": last.day,
            "what": last.get_what_display(),
        }


def save(organisation: Organisation, *names: str) -> None:
    organisation.version += 1
    organisation.save(update_fields=[*names, "version"])


def keep(organisation: Organisation, what: Change.What, day: date, **facts: Any) -> None:
    Change.objects.create(organisation=organisation, what=what, day=day, **facts)


def write(verb: str, organisation: Organisation, by: Actor, before: dict[str, Any], after: dict[str, Any]) -> None:
    detail = {"before": before, "after": after}
    record.write(verb, by=by.who, about=organisation, where=organisation.path, detail=detail)
