"""Builds the invented county through the verbs an office uses; nothing is put in by the back door."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from luoshi.office.journal.who import PROGRAM
from luoshi.office.organisations import accounts, actions, beginning, grants, groupings, hats, people
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.beginning import NEEDED, First
from luoshi.office.organisations.models import Kind, Organisation, Person, Role, Setting, Stage
from luoshi.office.organisations.settings_table import change
from luoshi.office.refused import Refused
from luoshi.office.web.demo import clock
from luoshi.office.web.demo.cast import MARK
from luoshi.office.web.demo.county import BEGAN, KINDS, SINCE, County, read
from luoshi.office.web.demo.life import live
from luoshi.office.web.demo.year import drafted, plans, this_year


def build() -> dict[str, str]:
    """Build it in an empty database; gives the first password of each account by the name to sign in with.

    Raises Refused where somebody's organisations or people are already kept.
    """
    if Organisation.objects.exists() or Person.objects.exists():
        raise Refused("这个数据库里已经有机构或人员，演示不往里面写。请另选一个空的数据文件夹。")
    county = County(read())
    year = this_year()
    with clock.on(date(year - 1, 1, 6)):
        begin(county)
        plant(county)
        staff(county)
    plans(county)
    happen(county)
    group(county)
    live(county)
    drafted(county, year + 1)
    return county.passwords


def begin(county: County) -> None:
    """The city above, the county itself with its three administrators and its head, and its office, which does the rest."""
    city, given = county.given["city"], county.given["county"]
    county.organisations[city["name"]] = actions.found(city["name"], Kind.CITY, by=PROGRAM)
    known = [one for one in given["people"] if len(one) > 3 and one[0] in NEEDED]
    people_there = [First(Role(role), name, login, title) for role, title, name, login in known]
    authority, begun = beginning.begin(
        given["name"],
        Kind.COUNTY,
        people_there,
        parent=county.organisations[city["name"]],
        since=SINCE,
    )
    county.organisations[given["name"]] = authority
    for one in begun:
        county.memberships[one.membership.person.name] = one.membership
        county.passwords[str(one.membership.person.login)] = one.password
    Setting.objects.create(organisation=authority, name=MARK, value=True)
    # Nobody who only looks round has a telephone at hand for codes.
    change(authority, "administrators_use_totp", False, by=county.first(Role.SECURITY_ADMIN))
    system = county.first(Role.SYSTEM_ADMIN)
    authority.refresh_from_db()
    actions.edit(authority, version=authority.version, by=system, short_name=given["short_name"])
    for hat in given["hats"]:
        hats.put_on(authority, hat["name"], education=hat["education"], since=BEGAN, by=system)
    office = next(one for one in county.given["sections"] if one["people"][0][0] == Role.OFFICE)
    _open(county, office, Kind.SECTION, by=system)
    for person in office["people"]:
        appoint(county, office["name"], person)


def plant(county: County) -> None:
    """The tree, entered by the bureau's office as it is known; teaching points come after the school they belong to."""
    office, entries = county.first(Role.OFFICE), [(kind, one) for name, kind in KINDS for one in county.given[name]]
    for kind, one in sorted(entries, key=lambda entry: entry[1].get("kind") == Kind.POINT):
        if one["name"] not in county.organisations:
            _open(county, one, kind, by=office)
    for name in county.given["outside"]:
        _open(county, {"name": name}, Kind.OUTSIDE, by=office)


def _open(county: County, one: Mapping[str, Any], kind: str, *, by: Actor, day: date | None = None) -> Organisation:
    kind = one.get("kind", kind)
    above = county.organisations[one.get("under", county.given["county"]["name"])]
    details = {key: one[key] for key in ("stages", "place", "fields") if key in one}
    if kind == Kind.KINDERGARTEN:
        details["stages"] = [Stage.PRESCHOOL]
    if kind in {Kind.SCHOOL, Kind.KINDERGARTEN, Kind.POINT}:
        details["ownership"] = one.get("ownership", "public")
    if "hat" in one:
        details["hat"] = above.hats.get(name=one["hat"])
    opened = actions.open_organisation(above, kind, one["name"], by=by, day=day, **details)
    county.organisations[one["name"]] = opened
    return opened


def staff(county: County) -> None:
    """Everybody else's membership and, for one of each role, an account."""
    for entry in county.entries():
        for person in entry.get("people", ()):
            appoint(county, entry["name"], person)


def appoint(county: County, place: str, given: Sequence[str]) -> None:
    """One person of the list: registered and given an account by the system administrator, appointed by the security
    administrator, confirmed by the leader. Passed over if there already."""
    role, title, name, login = [*given, "", ""][:4]
    if name in county.memberships:
        return
    name = name or next(county.spare_names)
    system, security = county.first(Role.SYSTEM_ADMIN), county.first(Role.SECURITY_ADMIN)
    person = people.register(name, by=system, staff_number=f"YX{len(county.memberships) + 1:04d}")
    fields = county.given["looks_after"].get(name, ())
    membership = grants.appoint(
        person, county.organisations[place], role, since=SINCE, title=title, fields=fields, by=security
    )
    county.confirm(membership)
    membership.refresh_from_db()
    county.memberships[name] = membership
    if login:
        county.passwords[login] = accounts.open_account(person, login=login, by=system)


def happen(county: County) -> None:
    """What has changed since the tree was entered."""
    office = county.first(Role.OFFICE)
    for one in county.given["past"]:
        at = county.organisations.get(one["name"])
        if at is None:
            _open(county, one, Kind.SCHOOL, by=office, day=one["day"])
        elif one["what"] == "merge":
            into = county.organisations[one["into"]]
            actions.merge(at, into=into, day=one["day"], document=one["document"], by=office)
        else:
            renamed = actions.rename(at, to=one["to"], day=one["day"], document=one["document"], by=office)
            county.organisations[renamed.name] = renamed


def group(county: County) -> None:
    """Inspection districts, catchments, education groups, and leaders' own schools."""
    office, authority = county.first(Role.OFFICE), county.organisations[county.given["county"]["name"]]
    for one in county.given["groupings"]:
        core = county.organisations.get(one.get("core", ""))
        made = groupings.form(authority, one["kind"], one["name"], since=SINCE, core=core, by=office)
        for name in one["members"]:
            if county.organisations[name] != core:
                groupings.include(made, county.organisations[name], since=SINCE, by=office)
        for name in one.get("in_charge", ()):
            groupings.put_in_charge(made, county.memberships[name], by=office)
