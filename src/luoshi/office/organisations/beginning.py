"""The first authority of an installation, and the people from whom everything else follows: 三员, and a leader without
whom nobody could confirm what they grant."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.journal.who import PROGRAM
from luoshi.office.organisations import accounts, actions, calendar_actions
from luoshi.office.organisations.access import ADMINISTRATORS
from luoshi.office.organisations.grant_rules import why_not_propose
from luoshi.office.organisations.models import AUTHORITIES, Grant, Membership, Organisation, Person, Role
from luoshi.office.refused import Refused, refuse_if

NEEDED = ADMINISTRATORS | {Role.LEADER}


class First(NamedTuple):
    """Somebody who is there from the beginning, and by which name they sign in."""

    role: Role
    name: str
    login: str
    title: str = ""


class Begun(NamedTuple):
    """Somebody who can sign in now, and their first password."""

    membership: Membership
    password: str


@transaction.atomic
def begin(
    name: str,
    kind: str,
    people: Sequence[First],
    *,
    region: str = "",
    parent: Organisation | None = None,
    since: date | None = None,
) -> tuple[Organisation, list[Begun]]:
    """Found an authority with its administrators, in a database that has none but `parent`. Raises Refused.

    Nobody is there yet who could confirm, so the journal says that the program appointed them alone.
    """
    refuse_if([why_not_begin(people, parent=parent)])
    authority = actions.found(name, kind, by=PROGRAM, region=region, parent=parent)
    calendar_actions.plant(authority, by=PROGRAM)
    return authority, [_appoint(one, authority, since or timezone.localdate()) for one in people]


def why_not_begin(people: Sequence[First], *, parent: Organisation | None = None) -> str | None:
    known = Organisation.objects.filter(kind__in=AUTHORITIES)
    found = (known.exclude(pk=parent.pk) if parent else known).first()
    if found is not None:
        return _("这里已经有“%(name)s”，不能再从头开始。增设机构和人员，请登录以后在网页上办理。") % {
            "name": found.name
        }
    missing = NEEDED - {one.role for one in people}
    if missing:
        roles = "、".join(str(one.label) for one in Role if one in missing)
        return _("还缺%(roles)s：系统、安全、审计三员由三个人分任，授权由局领导确认。") % {"roles": roles}
    logins = [accounts.clean_login(one.login) for one in people]
    if len(set(logins)) < len(logins):
        return _("有两个人的登录名相同：%(logins)s。每人的登录名各不相同。") % {"logins": "、".join(logins)}
    return None


def _appoint(first: First, authority: Organisation, since: date) -> Begun:
    if not first.name.strip():
        raise Refused(_("请写明%(role)s的姓名。") % {"role": first.role.label})
    person = Person(name=first.name.strip())
    person.set_unusable_password()
    person.save()
    membership = Membership(
        person=person, organisation=authority, role=first.role, title=first.title, since=since, confirmed=True
    )
    refuse_if(why_not_propose(membership))
    membership.save()
    Grant.objects.create(membership=membership, what=Grant.What.GRANT, agreed=True, decided_at=timezone.now())
    detail = {"role": first.role, "alone": True}
    record.write("membership.appoint_alone", by=PROGRAM, about=membership, where=authority.path, detail=detail)
    password = accounts.begin(person, login=first.login)
    record.write("account.open", by=PROGRAM, about=person, where=authority.path, detail={"login": person.login})
    return Begun(membership, password)
