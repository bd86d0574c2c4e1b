"""Works out what the sheet 机构 means: which line is which organisation, under which, with which changes."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from luoshi.office.organisations.codes import remark_on_school_code
from luoshi.office.organisations.details import NEEDED, ONLY_OF, faults
from luoshi.office.organisations.imports.cells import CellReader
from luoshi.office.organisations.imports.columns import ORGANISATION_COLUMNS
from luoshi.office.organisations.imports.faults import guess
from luoshi.office.organisations.imports.known import KnownOrganisations
from luoshi.office.organisations.imports.layout import SheetLine
from luoshi.office.organisations.imports.plan import OrganisationPlan
from luoshi.office.organisations.models import AUTHORITIES, Kind, Organisation, Stage
from luoshi.office.organisations.models.organisation import MAY_STAND_UNDER
from luoshi.office.organisations.moves import OFFICES, why_not_across

# What a change of a cell changes of the row; parent is looked at apart.
STORED = (
    "name", "short_name", "code", "credit_code", "region", "stages", "ownership", "place", "telephone", "address",
    "opened_on",
)  # fmt: skip
KIND_DECIDES = ("code", "stages", "ownership", "place")  # whether there is such a fact, and whether it must be there


def read_lines(lines: Iterable[SheetLine], reader: CellReader) -> Iterator[OrganisationPlan]:
    for line in lines:
        yield OrganisationPlan(line, {column.name: reader.read(line, column) for column in ORGANISATION_COLUMNS})


class OrganisationChecker:
    """Knows the lines and the rows, and says of each line what it means."""

    def __init__(
        self, plans: list[OrganisationPlan], known: KnownOrganisations, authority: Organisation, reader: CellReader
    ) -> None:
        self.plans = plans
        self.known = known
        self.authority = authority
        self.reader = reader
        self.by_name: dict[str, list[OrganisationPlan]] = {}

    def check(self) -> None:
        for plan in self.plans:
            plan.existing = self._existing(plan)
            self.by_name.setdefault(plan.name, []).append(plan)
        for plan in self.plans:
            plan.parent = self._parent(plan)
        self._no_circles()
        for plan in self.plans:
            self._kind(plan)
            self._code(plan)
            self._changes(plan)
            self._details(plan)
        self._twice()

    # Which row a line means

    def _existing(self, plan: OrganisationPlan) -> Organisation | None:
        if number := plan.values["id"]:
            return self._by_number(plan, str(number))
        code = plan.values["code"]
        if code and (found := self.known.by_code.get(code)):
            return self._alive(plan, found, "code")
        return self._by_name(plan)

    def _by_number(self, plan: OrganisationPlan, number: str) -> Organisation | None:
        pk, _dash, version = number.partition("-")
        found = self.known.by_pk.get(int(pk)) if pk.isascii() and pk.isdigit() else None
        if found is None or found.kind in AUTHORITIES:
            said = _("机构编号“%(number)s”在本局对不上。新增的机构请把这一格清空；原有的请重新导出后再改。")
            self.reader.amiss(plan.line, "id", said % {"number": number})
            return None
        plan.values["version"] = version
        return self._alive(plan, found, "id")

    def _alive(self, plan: OrganisationPlan, found: Organisation, column: str) -> Organisation | None:
        if found.closed_on is None:
            return found
        said = _("“%(name)s”已于 %(day)s 撤销，不能用表格修改。请删去这一行。")
        self.reader.amiss(plan.line, column, said % {"name": found.name, "day": found.closed_on})
        return None

    def _by_name(self, plan: OrganisationPlan) -> Organisation | None:
        """A name alone means the row of that name, if there is one and it is not said to stand elsewhere."""
        named = [one for one in self.known.by_name.get(plan.values["name"], []) if one.kind not in AUTHORITIES]
        if parent := plan.values["parent"]:
            here = [one for one in named if self._is_called(one.parent_id, parent)]
        else:
            here = [one for one in named if one.parent_id == self.authority.pk] or named
        if len(here) == 1:
            return here[0]
        if len(here) > 1:
            said = _("本局有 %(count)d 个“%(name)s”，不知道是哪一个。请写上级机构或标识码，或在导出的表上改。")
            self.reader.amiss(plan.line, "name", said % {"count": len(here), "name": plan.values["name"]})
        elif named:
            said = _("本局别处已有“%(name)s”。这一行按新增读；若是同一个机构，请写标识码，或在导出的表上改。")
            self.reader.amiss(plan.line, "name", said % {"name": plan.values["name"]}, stops=False)
        return None

    def _is_called(self, pk: int | None, name: str) -> bool:
        found = self.known.by_pk.get(pk) if pk else None
        return found is not None and name in {found.name, found.short_name}

    # Where it stands

    def _parent(self, plan: OrganisationPlan) -> "Organisation | OrganisationPlan | None":
        existing = plan.existing
        name = plan.values["parent"]
        if not name:
            if existing and existing.parent_id and not (plan.values["id"] and "parent" in plan.line.places):
                return self.known.by_pk.get(existing.parent_id)
            return self.authority
        found = self.named(name)
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            mine = [one for one in found if existing and isinstance(one, Organisation) and one.pk == existing.parent_id]
            if mine:
                return mine[0]
            said = _("叫“%(name)s”的机构有 %(count)d 个，不知道上级是哪一个。请先让它们的名称有所区别。")
            self.reader.amiss(plan.line, "parent", said % {"name": name, "count": len(found)})
            return None
        said = _("没有叫“%(name)s”的机构。%(guess)s上级要写全称，可以是本局已有的，也可以是表里新增的。")
        self.reader.amiss(plan.line, "parent", said % {"name": name, "guess": guess(name, self.names())})
        return None

    def named(self, name: str) -> "list[Organisation | OrganisationPlan]":
        """The organisations that a name may mean: those of the file and those of the database, each once."""
        if name in {self.authority.name, self.authority.short_name}:
            return [self.authority]
        lines = self.by_name.get(name, [])
        renamed = {plan.existing.pk for plan in lines if plan.existing}
        return [*lines, *(one for one in self.known.by_name.get(name, []) if one.pk not in renamed)]

    def names(self) -> list[str]:
        return [name for name in {*self.by_name, *self.known.by_name} if name]

    def _no_circles(self) -> None:
        lines = {plan.existing.pk: plan for plan in self.plans if plan.existing}
        for plan in self.plans:
            at, seen = plan.parent, {id(plan)}
            while at is not None:
                if isinstance(at, Organisation):
                    line = lines.get(at.pk)
                    at = line or (self.known.by_pk.get(at.parent_id) if at.parent_id else None)
                    continue
                if id(at) in seen:
                    if at is plan:
                        said = _("“%(name)s”的上级一层层往上，又回到了它自己。请改正“上级机构”。")
                        self.reader.amiss(plan.line, "parent", said % {"name": plan.name})
                        plan.parent = None
                    break
                seen.add(id(at))
                at = at.parent

    # What it is

    def _kind(self, plan: OrganisationPlan) -> None:
        wanted = plan.values["kind"]
        if plan.existing and wanted and wanted != plan.existing.kind:
            said = _("“%(name)s”在系统里是%(kind)s，类型不能用表格改。若确实变了，请撤销原机构、新增一个。")
            names = {"name": plan.existing.name, "kind": plan.existing.get_kind_display()}
            self.reader.amiss(plan.line, "kind", said % names)
        elif plan.kind and plan.parent is not None and plan.parent.kind:
            may = MAY_STAND_UNDER[plan.kind]
            if plan.parent.kind not in may:
                said = _("%(kind)s不能设在“%(parent)s”（%(above)s）下面，可以设在：%(may)s下面。")
                names = {
                    "kind": Kind(plan.kind).label,
                    "parent": plan.parent.name,
                    "above": Kind(plan.parent.kind).label,
                    "may": "、".join(str(Kind(one).label) for one in may if one),
                }
                column = "parent" if plan.values["parent"] else "kind"
                self.reader.amiss(plan.line, column, said % names)

    def _code(self, plan: OrganisationPlan) -> None:
        code = plan.values["code"]
        if not code:
            return
        holder = self.known.by_code.get(code)
        if code in self.known.codes_elsewhere or (holder and holder is not plan.existing and holder.closed_on is None):
            said = _("标识码“%(code)s”已经是%(holder)s的。一个标识码只给一个机构，请核对。")
            names = {"code": code, "holder": f"“{holder.name}”" if holder else _("别的局一个机构")}
            self.reader.amiss(plan.line, "code", said % names)
        elif remark := remark_on_school_code(code, kind=plan.kind or None, stages=plan.values["stages"].split(",")):
            self.reader.amiss(plan.line, "code", remark, stops=False)

    def _changes(self, plan: OrganisationPlan) -> None:
        row = plan.existing
        if row is None:
            return
        for name in STORED:
            before, after = getattr(row, name), plan.values[name]
            if before != after and (after or clears(plan.line, plan.values, name)):
                plan.changes[name] = (before, after)
        if plan.parent is not None and pk_of(plan.parent) != row.parent_id:
            plan.changes["parent"] = (self.known.by_pk.get(row.parent_id or 0), plan.parent)
            if row.kind in OFFICES and (why := why_not_across(row, self._authority_over(plan.parent))):
                self.reader.amiss(plan.line, "parent", why)
        if plan.changes and plan.values.get("version") and plan.values["version"] != str(row.version):
            said = _("导出以后，系统里改过“%(name)s”。请看清差异：导入会改成表里写的。") % {"name": row.name}
            self.reader.amiss(plan.line, "", said, stops=False)

    def _authority_over(self, at: Organisation | OrganisationPlan) -> Organisation:
        """The authority to which a place will belong once all lines are carried out."""
        lines = {plan.existing.pk: plan for plan in self.plans if plan.existing}
        for _step in range(len(self.plans) + len(self.known.by_pk)):  # no circle is walked for ever
            if isinstance(at, Organisation) and (at.kind in AUTHORITIES or at.pk not in lines):
                if at.kind in AUTHORITIES:
                    return at
                at = self.known.by_pk.get(at.parent_id or 0, self.authority)
            else:
                line = lines[at.pk] if isinstance(at, Organisation) else at
                at = line.parent or self.authority
        return self.authority

    def _details(self, plan: OrganisationPlan) -> None:
        """What an organisation of its kind has and must have; of a known one only what this file would change."""
        if not plan.kind:
            return
        if plan.kind == Kind.KINDERGARTEN and plan.existing is None and "stages" not in plan.line.cells:
            plan.values["stages"] = Stage.PRESCHOOL.value
        changed = plan.changes if plan.existing else STORED
        meant = Organisation(kind=plan.kind, **{name: plan.values[name] for name in STORED})
        for name in KIND_DECIDES:
            refused = name in plan.line.cells and not plan.values[name]  # said before
            if name not in changed or refused:
                continue
            if meant.kind not in ONLY_OF[name] and getattr(meant, name):
                said = _("“%(name)s”是%(kind)s，不填“%(what)s”。请清空这一格。")
                label = next(one.label for one in ORGANISATION_COLUMNS if one.name == name)
                names = {"name": plan.name, "kind": meant.get_kind_display(), "what": label}
                self.reader.amiss(plan.line, name, said % names)
            elif name in NEEDED.get(plan.kind, ()) or name == "stages":
                for reason in faults(meant, of=(name,)):
                    self.reader.amiss(plan.line, name, reason)

    def _twice(self) -> None:
        codes: dict[str, OrganisationPlan] = {}
        rows: dict[int, OrganisationPlan] = {}
        places: dict[tuple[Any, str], OrganisationPlan] = {}
        moved = {plan.existing.pk for plan in self.plans if plan.existing}
        stored = {
            (one.parent_id, one.name): one
            for one in self.known.by_pk.values()
            if one.closed_on is None and one.pk not in moved
        }
        for plan in self.plans:
            if (code := plan.values["code"]) and (other := codes.setdefault(code, plan)) is not plan:
                self._said_before(plan, "code", other, code)
            if plan.existing and (other := rows.setdefault(plan.existing.pk, plan)) is not plan:
                self._said_before(plan, "id" if plan.values["id"] else "name", other, plan.existing.name)
                continue
            if plan.parent is None or not plan.name:
                continue
            place = (pk_of(plan.parent) or id(plan.parent), plan.name)
            if (other := places.setdefault(place, plan)) is not plan:
                self._said_before(plan, "name", other, plan.name)
            elif place in stored:
                said = _("“%(parent)s”下面已经有“%(name)s”。请改名，或删去这一行。")
                self.reader.amiss(plan.line, "name", said % {"parent": plan.parent.name, "name": plan.name})

    def _said_before(self, plan: OrganisationPlan, column: str, other: OrganisationPlan, what: str) -> None:
        said = _("“%(what)s”与第 %(row)d 行重复。请删去一行，或改成不同的。")
        self.reader.amiss(plan.line, column, said % {"what": what, "row": other.line.row})


def clears(line: SheetLine, values: dict[str, Any], name: str) -> bool:
    """Whether an empty cell empties the stored value: only in a line that was exported, and only if it was not refused."""
    return bool(values["id"]) and name in line.places and name not in line.cells


def pk_of(organisation: Organisation | OrganisationPlan | None) -> int | None:
    """The number of the row it is, None for one that is still to be made."""
    if isinstance(organisation, OrganisationPlan):
        return organisation.existing.pk if organisation.existing else None
    return organisation.pk if organisation else None
