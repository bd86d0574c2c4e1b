"""Who of the invented county is offered at the door: the first of each role."""

from django.utils import timezone

from luoshi.office.organisations.models import Membership, Role, Setting

MARK = "demo"  # a setting of the county; a database without it is no demo, whatever the environment says


def is_demo() -> bool:
    """Whether this database was built by the demo."""
    return Setting.objects.filter(name=MARK, value=True).exists()


def cast() -> list[Membership]:
    """One membership of each role, in the order of the roles, by as few questions to the database as there are."""
    held = Membership.objects.in_force(timezone.localdate()).filter(deputises__isnull=True)
    first: dict[str, Membership] = {}
    for one in held.select_related("person", "organisation").order_by("pk"):
        # Those with an account come first: their password is printed too, and the manual names them.
        known = first.get(one.role)
        if known is None or (one.person.login and not known.person.login):
            first[one.role] = one
    return [first[role] for role in Role if role in first]
