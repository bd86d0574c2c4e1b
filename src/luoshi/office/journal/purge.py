"""Takes old details away. The entries themselves stay, and with them the chain."""

from calendar import monthrange
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.journal.models import Entry, Payload
from luoshi.office.journal.who import Who
from luoshi.office.refused import Refused

VERB, ABOUT = "journal.purge", "journal.payload"  # the guard's triggers know these words too

# 《网络安全法》 (2016) art. 21: network logs are kept no less than six months.
MONTHS_KEPT = 6


@transaction.atomic
def details_before(day: date, *, by: Who) -> int:
    """Purge the details of everything done before that day; gives how many. Raises Refused."""
    if reason := why_not(day, today=timezone.localdate()):
        raise Refused(reason)
    last = _last_before(day)
    purged = Payload.objects.filter(pk__lte=last)
    count = purged.count()
    if count:
        label = _("%(day)s 以前的 %(count)s 条明细") % {"day": day.isoformat(), "count": count}
        record.write(VERB, by=by, about=record.About(ABOUT, str(last), label))
        purged.delete()
    return count


def why_not(day: date, *, today: date) -> str | None:
    """Why the details before a day must stay, or None."""
    first = first_kept(today)
    if day <= first:
        return None
    return _(
        "没有清理：%(day)s 以前的日志里有不满 %(months)s 个月的，按《网络安全法》要留存。请选 %(first)s 或更早的日期。"
    ) % {"day": day.isoformat(), "months": MONTHS_KEPT, "first": first.isoformat()}


def first_kept(today: date) -> date:
    """The first day whose details must stay: six months ago, or where that month is shorter, its last day."""
    year, month = divmod(today.year * 12 + today.month - 1 - MONTHS_KEPT, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _last_before(day: date) -> int:
    """Number of the last entry such that it and all before it are older than the day."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    first = Entry.objects.filter(at__gte=start).order_by("pk").first()
    if first:
        return first.pk - 1
    last = Entry.objects.order_by("-pk").first()
    return last.pk if last else 0
