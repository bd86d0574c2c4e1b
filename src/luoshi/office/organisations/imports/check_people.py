"""Works out what the sheet 人员 means: which lines are one person, who of them is known, which memberships are new."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from luoshi.office.organisations.accounts import login_taken
from luoshi.office.organisations.grant_rules import FITS, PROPOSES
from luoshi.office.organisations.imports.cells import CellReader
from luoshi.office.organisations.imports.check_organisations import OrganisationChecker, clears, pk_of
from luoshi.office.organisations.imports.columns import GRANTED, PEOPLE_COLUMNS
from luoshi.office.organisations.imports.faults import guess
from luoshi.office.organisations.imports.known import KnownPeople
from luoshi.office.organisations.imports.layout import SheetLine
from luoshi.office.organisations.imports.plan import MembershipPlan, OrganisationPlan, PersonPlan
from luoshi.office.organisations.models import Kind, Membership, Organisation, Person, Role

OF_PERSON = ("name", "staff_number", "mobile", "email", "login")
LABELS = {column.name: column.label for column in PEOPLE_COLUMNS}
KEPT = ("mobile", "email")  # an empty cell of an exported line empties these; a number or a login is not taken back so


def read_lines(lines: Iterable[SheetLine], reader: CellReader) -> Iterator[MembershipPlan]:
    for line in lines:
        values = {column.name: reader.read(line, column) for column in PEOPLE_COLUMNS}
        values["login"] = values["login"].lower()
        yield MembershipPlan(line, values)


class PeopleChecker:
    """Knows the lines and who is known already, and says of each what it means."""

    def __init__(
        self,
        plans: list[MembershipPlan],
        known: KnownPeople,
        organisations: OrganisationChecker,
        reader: CellReader,
        today: date,
    ) -> None:
        self.plans = plans
        self.known = known
        self.organisations = organisations
        self.reader = reader
        self.today = today
        self.people: list[PersonPlan] = []

    def check(self) -> None:
        for plan in self.plans:
            plan.organisation = self._organisation(plan)
        self._gather()
        for person in self.people:
            self._agree(person)
            self._held_elsewhere(person)
            self._changes(person)
            self._memberships(person)
        self._twice()

    def _organisation(self, plan: MembershipPlan) -> Organisation | OrganisationPlan | None:
        name = plan.values["organisation"]
        if not name:
            return None
        found = self.organisations.named(name)
        if len(found) == 1:
            return found[0]
        if found:
            held = self.known.membership_by_pk.get(str(plan.values["membership"]))
            mine = [one for one in found if held and pk_of(one) == held.organisation_id]
            if mine:
                return mine[0]
            said = _("叫“%(name)s”的机构有 %(count)d 个，不知道是哪一个。请先让它们的名称有所区别。")
            self.reader.amiss(plan.line, "organisation", said % {"name": name, "count": len(found)})
        else:
            said = _("没有叫“%(name)s”的机构。%(guess)s要写全称，可以是本局已有的，也可以是“机构”表里新增的。")
            names = {"name": name, "guess": guess(name, self.organisations.names())}
            self.reader.amiss(plan.line, "organisation", said % names)
        return None

    # Who is who

    def _gather(self) -> None:
        """Lines with the same number, staff number, or name and mobile are one person."""
        found: dict[Any, PersonPlan] = {}
        for plan in self.plans:
            existing = self._existing(plan)
            keys = list(self._keys(plan, existing))
            person = next((found[key] for key in keys if key in found), None)
            if person is None:
                person = PersonPlan(dict(plan.values), [], existing)
                self.people.append(person)
            elif existing and person.existing is None:
                person.existing = existing
            person.memberships.append(plan)
            found.update((key, person) for key in keys)

    def _keys(self, plan: MembershipPlan, existing: Person | None) -> Iterator[Any]:
        values = plan.values
        if existing:
            yield "pk", existing.pk
        if values["staff_number"]:
            yield "staff", values["staff_number"]
        if values["mobile"] and values["name"]:
            yield "mobile", values["name"], values["mobile"]

    def _existing(self, plan: MembershipPlan) -> Person | None:
        values = plan.values
        if values["id"]:
            return self._by_id(plan)
        if person := self.known.by_staff_number.get(values["staff_number"]):
            if person.name != values["name"] and values["name"]:
                said = _("工号“%(number)s”在系统里是“%(name)s”。若不是同一人，请核对工号；是同一人，导入会改名。")
                names = {"number": values["staff_number"], "name": person.name}
                self.reader.amiss(plan.line, "name", said % names, stops=False)
            return person
        return self._by_name(plan)

    def _by_id(self, plan: MembershipPlan) -> Person | None:
        number, _dash, version = str(plan.values["id"]).partition("-")
        found = self.known.by_pk.get(int(number)) if number.isascii() and number.isdigit() else None
        if found is None:
            said = _("人员编号“%(number)s”在本局对不上。新增的人请把这一格清空；原有的请重新导出后再改。")
            self.reader.amiss(plan.line, "id", said % {"number": plan.values["id"]})
        plan.values["version"] = version
        return found

    def _by_name(self, plan: MembershipPlan) -> Person | None:
        """Somebody of that name with the same mobile; or, where one side has no mobile, in the same organisation."""
        values = plan.values
        named = [
            one
            for one in self.known.by_name.get(values["name"], [])
            if not (one.staff_number and values["staff_number"])
        ]
        same = [one for one in named if values["mobile"] and one.mobile == values["mobile"]]
        here = [one for one in named if self._works_in(one, plan.organisation)]
        likely = same or [one for one in here if not (one.mobile and values["mobile"])]
        if len(likely) == 1:
            return likely[0]
        if here:
            said = _("“%(place)s”已有同名的“%(name)s”。这一行按另一个人读；若是同一人，请写工号，或在导出的表上改。")
            names = {"place": values["organisation"], "name": values["name"]}
            self.reader.amiss(plan.line, "name", said % names, stops=False)
        return None

    def _works_in(self, person: Person, organisation: Organisation | OrganisationPlan | None) -> bool:
        pk = pk_of(organisation)
        return pk is not None and any(one.organisation_id == pk for one in self.known.memberships.get(person.pk, ()))

    # What is said of them

    def _agree(self, person: PersonPlan) -> None:
        """The lines of one person say the same; what one leaves out another may say."""
        for plan in person.memberships[1:]:
            for name in OF_PERSON:
                mine, said = plan.values[name], person.values[name]
                if mine and said and mine != said:
                    words = _("与第 %(row)d 行是同一个人，这里却写着不同的内容（那里是“%(said)s”）。请改成一致。")
                    self.reader.amiss(plan.line, name, words % {"row": person.line.row, "said": said})
                elif mine and not said:
                    person.values[name] = mine

    def _held_elsewhere(self, person: PersonPlan) -> None:
        values, existing = person.values, person.existing
        number = values["staff_number"]
        holder = self.known.by_staff_number.get(number) if number else None
        if number in self.known.staff_numbers_elsewhere or (holder and holder is not existing):
            said = _("工号“%(number)s”已经是%(who)s的。一个工号只给一个人，请核对。")
            names = {"number": number, "who": f"“{holder.name}”" if holder else _("别处一个人")}
            self.reader.amiss(person.line, "staff_number", said % names)
        login = values["login"]
        if not login:
            return
        if existing and existing.login and existing.login != login:
            said = _("“%(name)s”的登录名是“%(login)s”，不能用表格改。请由系统管理员在账号页上改。")
            self.reader.amiss(person.line, "login", said % {"name": existing.name, "login": existing.login})
        elif self.known.holder_of_login.get(login) not in {None, existing.pk if existing else None}:
            self.reader.amiss(person.line, "login", login_taken(login))

    def _changes(self, person: PersonPlan) -> None:
        row = person.existing
        if row is None:
            return
        first = person.memberships[0]
        for name in OF_PERSON:
            before, after = getattr(row, name) or "", person.values[name]
            empties = name in KEPT and clears(first.line, first.values, name)
            if before != after and (after or empties):
                person.changes[name] = (before, after)
        if "staff_number" in person.changes and row.login:
            said = _("“%(name)s”已有账号，工号可以用来登录，不能用表格改。请由系统管理员在人员页上改。")
            self.reader.amiss(first.line, "staff_number", said % {"name": row.name})
        if person.changes and row.pk in self.known.serving_elsewhere:
            said = _(
                "“%(name)s”还在本局以外任职，这里的%(what)s不能用表格改。请由上一级的局办公室修改，或把这几格改回原样。"
            )
            what = "、".join(LABELS[name] for name in person.changes)
            self.reader.amiss(first.line, next(iter(person.changes)), said % {"name": row.name, "what": what})
        if person.changes and first.values.get("version") and first.values["version"] != str(row.version):
            said = _("导出以后，系统里改过“%(name)s”。请看清差异：导入会改成表里写的。") % {"name": row.name}
            self.reader.amiss(first.line, "", said, stops=False)

    def _memberships(self, person: PersonPlan) -> None:
        seen: dict[Any, MembershipPlan] = {}
        for plan in person.memberships:
            plan.existing = self._membership(person, plan)
            if plan.existing:
                self._membership_changes(plan, plan.existing)
            else:
                self._may_be(plan)
            key = (pk_of(plan.organisation) or id(plan.organisation), plan.values["role"])
            if plan.organisation and plan.values["role"] and (other := seen.setdefault(key, plan)) is not plan:
                said = _("与第 %(row)d 行是同一个人的同一个岗位。请删去一行。") % {"row": other.line.row}
                self.reader.amiss(plan.line, "role", said)

    def _membership(self, person: PersonPlan, plan: MembershipPlan) -> Membership | None:
        held = self.known.memberships.get(person.existing.pk, []) if person.existing else []
        if number := plan.values["membership"]:
            return self._numbered(plan, held, str(number))
        wanted = (pk_of(plan.organisation), plan.values["role"])
        return next((one for one in held if (one.organisation_id, one.role) == wanted), None)

    def _numbered(self, plan: MembershipPlan, held: list[Membership], number: str) -> Membership | None:
        found = next((one for one in held if str(one.pk) == number), None)
        if found is None:
            said = _("岗位编号“%(number)s”对不上：它不是这个人的，或已经结束。新增的岗位请把这一格清空。")
            self.reader.amiss(plan.line, "membership", said % {"number": number})
            return None
        moved = plan.organisation is not None and pk_of(plan.organisation) != found.organisation_id
        if moved or (plan.values["role"] and plan.values["role"] != found.role):
            said = _("原有岗位的机构和角色不能用表格改。请另加一行新岗位（编号留空），原岗位在岗位页上结束。")
            self.reader.amiss(plan.line, "organisation" if moved else "role", said)
        return found

    def _membership_changes(self, plan: MembershipPlan, row: Membership) -> None:
        title = plan.values["title"]
        empties = bool(plan.values["membership"]) and clears(plan.line, plan.values, "title")
        if title != row.title and (title or empties):
            plan.changes["title"] = (row.title, title)
        if plan.values["since"] and plan.values["since"] != row.since:
            said = _("这个岗位在系统里从 %(day)s 起，导入不改任职日期。") % {"day": row.since}
            self.reader.amiss(plan.line, "since", said, stops=False)

    def _may_be(self, plan: MembershipPlan) -> None:
        """Whether there is such a role there, and a list may propose it."""
        role, organisation = plan.values["role"], plan.organisation
        if not role or organisation is None or not organisation.kind:
            return
        kind = Kind(organisation.kind)
        names = {"name": organisation.name, "kind": kind.label, "role": Role(role).label}
        if kind in {Kind.OUTSIDE, Kind.TRAINING}:
            said = _("“%(name)s”是%(kind)s，那里的人不登录，用函件往来，不设岗位。请删去这一行。")
            self.reader.amiss(plan.line, "organisation", said % names)
        elif kind not in FITS[role]:
            may = "、".join(str(one.label) for one in GRANTED if kind in FITS[one])
            said = _("“%(name)s”是%(kind)s，不设“%(role)s”。那里可以设：%(may)s。")
            self.reader.amiss(plan.line, "role", said % {**names, "may": may})
        elif role not in PROPOSES[Role.OFFICE]:
            said = _("“%(role)s”不用表格导入，由安全管理员在授权页上提出。请删去这一行。")
            self.reader.amiss(plan.line, "role", said % names)

    def _twice(self) -> None:
        """What stands in the file more than once. Two who share name and place must be told apart the next time too."""
        logins: dict[str, PersonPlan] = {}
        names: dict[Any, PersonPlan] = {}
        mobiles: dict[str, PersonPlan] = {}
        for person in self.people:
            if (login := person.values["login"]) and (other := logins.setdefault(login, person)) is not person:
                said = _("登录名“%(login)s”与第 %(row)d 行重复。每人一个，请换一个。")
                self.reader.amiss(person.line, "login", said % {"login": login, "row": other.line.row})
            if (mobile := person.values["mobile"]) and (other := mobiles.setdefault(mobile, person)) is not person:
                said = _("手机号码与第 %(row)d 行的“%(name)s”相同。若是同一人，请写相同的工号；不是，请核对。")
                said %= {"row": other.line.row, "name": other.values["name"]}
                self.reader.amiss(person.line, "mobile", said, stops=False)
            if person.existing or person.values["staff_number"] or person.values["mobile"]:
                continue
            for plan in person.memberships:
                key = (person.values["name"], plan.values["organisation"], plan.values["role"])
                if all(key) and (other := names.setdefault(key, person)) is not person:
                    said = _(
                        "与第 %(row)d 行同名、同机构、同角色。若是同一人，请删去一行；不是，请写工号或手机来区别。"
                    )
                    self.reader.amiss(plan.line, "name", said % {"row": other.line.row})
