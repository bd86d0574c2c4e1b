"""People as a list: by name, staff number or organisation, with mobiles masked."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from luoshi.office.listing import Column, Filter, Listing
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Kind, Membership, Organisation, Person, Role
from luoshi.office.organisations.people import LABELS, masked


def listing(actor: Actor) -> Listing:
    """Everybody the actor may see; memberships elsewhere are neither shown nor searched."""
    seen = Membership.objects.visible_to(actor)
    held = seen.in_force(timezone.localdate()).select_related("organisation").order_by("order", "pk")
    rows = Person.objects.visible_to(actor).prefetch_related(Prefetch("memberships", held, to_attr="held"))

    def works(**condition: Any) -> Q:
        return Q(pk__in=held.filter(**condition).values("person"))

    def places(word: str) -> QuerySet[Organisation]:
        """First the few organisations of the name, then their people: far quicker than name by name."""
        return Organisation.objects.visible_to(actor).filter(name__icontains=word)

    return Listing(
        rows=rows.order_by("name", "pk"),
        columns=COLUMNS,
        filters=(
            Filter("role", _("岗位"), Role.choices, lambda value: works(role=value)),
            Filter("kind", _("所在机构"), Kind.choices, lambda value: works(organisation__kind=value)),
            Filter("account", _("账号"), ACCOUNTS, _account),
            Filter(
                "serving", _("在岗"), (("yes", _("在岗")), ("no", _("不在岗"))), lambda value: _serving(held, value)
            ),
        ),
        search=(
            "name",
            "staff_number",
            lambda word: Q(pk__in=Membership.objects.filter(organisation__in=places(word)).values("person")),
        ),
        title=_("人员"),
    )


def _page(person: Person) -> str:
    return reverse("person", args=[person.pk])


def _offices(person: Any) -> str:
    return "；".join(f"{one.organisation} {one.post}" for one in person.held)


COLUMNS = (
    Column("name", LABELS["name"], lambda one: one.name, order="name", link=_page),
    Column("staff_number", LABELS["staff_number"], lambda one: one.staff_number or "", order="staff_number"),
    Column("offices", _("岗位"), _offices),
    Column("mobile", LABELS["mobile"], lambda one: masked(one.mobile)),
    Column("account", _("账号"), lambda one: _state(one)),
)

ACCOUNTS = (("open", _("已开通")), ("locked", _("已停用")), ("none", _("不登录")))


def _state(person: Person) -> str:
    state = "none" if person.login is None else "open" if person.is_active else "locked"
    return str(dict(ACCOUNTS)[state])


def _account(value: str) -> Q | None:
    has = Q(login__isnull=False)
    return {"open": has & Q(is_active=True), "locked": has & Q(is_active=False), "none": ~has}.get(value)


def _serving(held: QuerySet[Membership], value: str) -> Q | None:
    serves = Q(pk__in=held.order_by().values("person"))
    return {"yes": serves, "no": ~serves}.get(value)
