"""What the ledger of asks brings to the home page: what is asked of the area's schools this month."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.desk import asks
from luoshi.office.desk.ask_views import OVERSEERS, authorities_of
from luoshi.office.desk.models import Ask
from luoshi.office.glance import Glance
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.asking import asked_by_actor
from luoshi.office.organisations.models import SCHOOLS, Organisation


@asked_by_actor
def _asked(by: Actor, first: date, last: date) -> QuerySet[Any, Any]:
    """What was put to several schools at once is one thing asked."""
    rows = Ask.objects.visible_to(by).counted(first, last).order_by().values(one=Value(1))
    counted: QuerySet[Any, Any] = rows.annotate(number=Count("batch", distinct=True))
    return counted.values_list("number")


@asked_by_actor
def _caps(by: Actor) -> QuerySet[Any, Any]:
    return asks.with_cap(authorities_of(by))


@asked_by_actor
def _heavy(by: Actor, first: date, last: date, day: date, least: int) -> QuerySet[Any, Any]:
    """Schools of which more is asked than the lowest cap: path, and minutes, emergencies apart."""
    schools = Organisation.objects.visible_to(by).filter(kind__in=SCHOOLS).open_on(day)
    rows = Ask.objects.filter(organisation__in=schools).counted(first, last).filter(emergency=False).order_by()
    asked: QuerySet[Any, Any] = rows.values("organisation__path").annotate(minutes_in_all=Sum("minutes"))
    return asked.filter(minutes_in_all__gt=least).values_list("organisation__path", "minutes_in_all")


def _schools_over(actor: Actor, *, first: date, last: date, day: date) -> int:
    """As the list of their loads has it: of how many more is asked than the nearest authority's cap."""
    caps = asks.sorted_caps(_caps(actor))
    least = min((cap for _path, cap in caps if cap), default=0)
    found = _heavy(actor, first=first, last=last, day=day, least=least) if least else ()
    return sum(0 < asks.cap_at(path, caps) < minutes for path, minutes in found)


def glances(actor: Actor) -> Iterator[Glance]:
    """What is asked of the area's schools this month, and how many are asked too much."""
    if actor.role not in OVERSEERS:
        return
    today = timezone.localdate()
    month, (first, last) = f"{today:%Y-%m}", asks.month_of(today)
    asked = sum(number for (number,) in _asked(actor, first=first, last=last))
    yield Glance(_("本月截止的要求（件）"), f"{reverse('asks')}?month={month}&state=kept", asked)
    over = _schools_over(actor, first=first, last=last, day=today)
    address = f"{reverse('asks-load')}?month={month}"
    yield Glance(_("任务时间超过上限的学校"), f"{address}&over=yes" if over else address, over, amiss=over > 0)
