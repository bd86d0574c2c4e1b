"""The journal as a list: what it shows of an entry, and by what it is searched."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.journal.models import Entry, EntryQuerySet
from luoshi.office.listing import Column, Filter, Listing
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Person, Role

MONTHS = 12  # single months that can be chosen
PEOPLE = 300  # names a choice holds; further ones are found by the search box
SEARCH = ("name", "organisation_name", "behalf", "about", "address")


def label_of(verb: str) -> str:
    """In Chinese; the verb itself where an app has been taken out since."""
    return verbs().get(verb, verb)


def verbs() -> dict[str, str]:
    """Every verb of every app with its label; joined in web, which names the table."""
    known: Mapping[str, Any] = import_string(settings.JOURNAL_VERBS)
    return {verb: str(label) for verb, label in known.items()}


def role_of(entry: Entry) -> str:
    return str(Role(entry.role).label) if entry.role in Role.values else ""


def outcome_of(entry: Entry) -> str:
    return _("已办成") if entry.done else _("未办成")


WHEN = Column("at", gettext_lazy("时间"), lambda one: f"{timezone.localtime(one.at):%Y-%m-%d %H:%M:%S}", order="pk")
WHO = Column("name", gettext_lazy("人员"), lambda one: one.name, order="name")
PLACE = Column(
    "place", gettext_lazy("机构与岗位"), lambda one: " ".join(filter(None, (one.organisation_name, role_of(one))))
)
WHAT = Column("verb", gettext_lazy("事项"), lambda one: label_of(one.verb), order="verb")
ABOUT = Column("about", gettext_lazy("对象"), lambda one: one.about, order="about")
OUTCOME = Column("done", gettext_lazy("结果"), outcome_of, order="done")
BEHALF = Column("behalf", gettext_lazy("代录或令牌"), lambda one: one.behalf)
FROM = Column("address", gettext_lazy("来自"), lambda one: one.address)
NUMBER = Column("number", gettext_lazy("编号"), lambda one: one.pk, link=lambda one: reverse("entry", args=[one.pk]), order="pk", css="number")  # fmt: skip

OUTCOMES = Filter(
    "done", gettext_lazy("结果"), (("yes", gettext_lazy("已办成")), ("no", gettext_lazy("未办成"))),
    lambda value: {"yes": Q(done=True), "no": Q(done=False)}.get(value),
)  # fmt: skip


def for_auditor(actor: Actor, *, about: str = "") -> Listing:
    """Everything in the auditor's area; of one thing alone where an entry led here."""
    rows = Entry.objects.visible_to(actor)
    of_one = tuple(_of_one(rows, about)) if about else ()
    filters = (_people(actor), _verbs(), period(timezone.localdate()), OUTCOMES, *of_one)
    columns = (NUMBER, WHEN, WHO, PLACE, WHAT, ABOUT, OUTCOME, BEHALF, FROM)
    return Listing(rows, columns, filters, SEARCH, order="-number", title=_("日志"))


def of_oneself(actor: Actor) -> Listing:
    """What a person did, in whichever membership."""
    filters = (_verbs(), period(timezone.localdate()), OUTCOMES)
    columns = (WHEN, PLACE, WHAT, ABOUT, OUTCOME, BEHALF, FROM)
    return Listing(doings_of(actor), columns, filters, ("about", "behalf"), order="-at", title=_("我的操作记录"))


def doings_of(actor: Actor) -> EntryQuerySet:
    return Entry.objects.filter(person=actor.person.pk)


def _of_one(rows: EntryQuerySet, about: str) -> Iterator[Filter]:
    kind, _colon, number = about.partition(":")
    condition = Q(about_kind=kind, about_id=number)
    newest = rows.filter(condition).order_by("-pk").values_list("about", flat=True).first()
    if kind and number and newest is not None:
        yield Filter("about", _("对象"), [(about, newest[:40] or about)], lambda _value: condition)


def _people(actor: Actor) -> Filter:
    known = Person.objects.visible_to(actor).filter(login__isnull=False).order_by("name", "pk")[:PEOPLE]
    choices = [(str(one.pk), one.name) for one in known]
    return Filter("person", _("人员"), choices, lambda value: Q(person=int(value)) if value.isdecimal() else None)


def _verbs() -> Filter:
    return Filter("verb", _("事项"), sorted(verbs().items(), key=lambda one: one[0]), lambda value: Q(verb=value))


def period(today: date) -> Filter:
    """The last days, and each of the last months."""
    months = list(_months(today))
    lately = [("1", _("今天")), ("7", _("近 7 天")), ("30", _("近 30 天"))]
    named: Sequence[tuple[str, str]] = [(f"{one:%Y-%m}", _("%(year)s 年 %(month)s 月") % {"year": one.year, "month": one.month}) for one in months]  # fmt: skip
    firsts = {f"{one:%Y-%m}": one for one in months}

    def narrow(value: str) -> Q | None:
        if value in {"1", "7", "30"}:
            return Q(at__gte=_begin(today - timedelta(days=int(value) - 1)))
        first = firsts.get(value)
        return Q(at__gte=_begin(first), at__lt=_begin(_next(first))) if first else None

    return Filter("period", _("时间"), [*lately, *named], narrow)


def _months(today: date) -> Iterator[date]:
    first = today.replace(day=1)
    for _number in range(MONTHS):
        yield first
        first = (first - timedelta(days=1)).replace(day=1)


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
