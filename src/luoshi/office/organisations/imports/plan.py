"""What a workbook would bring about, worked out before anything is stored."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from luoshi.office.organisations.imports.faults import Fault
from luoshi.office.organisations.imports.layout import SheetLine
from luoshi.office.organisations.models import Membership, Organisation, Person


@dataclass
class OrganisationPlan:
    """One line of 机构: the row it means, or a new one; `parent` is a row, another line, or None where it cannot be."""

    line: SheetLine
    values: dict[str, Any]
    existing: Organisation | None = None
    parent: "Organisation | OrganisationPlan | None" = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)  # column → before, after
    made: Organisation | None = None  # once it is stored

    @property
    def name(self) -> str:
        """As it will be called."""
        return str(self.values.get("name") or (self.existing.name if self.existing else ""))

    @property
    def kind(self) -> str:
        return str(self.existing.kind if self.existing else self.values.get("kind") or "")

    @property
    def row(self) -> Organisation:
        """The stored row; asked only once there is one."""
        found = self.existing or self.made
        if found is None:
            raise LookupError(self.line.row)
        return found


@dataclass
class MembershipPlan:
    """岗位 of one line of 人员."""

    line: SheetLine
    values: dict[str, Any]
    organisation: "Organisation | OrganisationPlan | None" = None
    existing: Membership | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass
class PersonPlan:
    """One person with the lines that tell of them."""

    values: dict[str, Any]
    memberships: list[MembershipPlan]
    existing: Person | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    made: Person | None = None  # once it is stored

    @property
    def line(self) -> SheetLine:
        return self.memberships[0].line

    @property
    def row(self) -> Person:
        """The stored row; asked only once there is one."""
        found = self.existing or self.made
        if found is None:
            raise LookupError(self.line.row)
        return found


@dataclass(frozen=True)
class Difference:
    """差异: what an import does to one thing; of a change, each value before and after."""

    sheet: str
    row: int
    what: str  # new, changed
    subject: str
    column: str = ""  # its label
    before: str = ""
    after: str = ""


@dataclass
class Checked:
    """核对结果: everything amiss, everything that would change. `apply` carries it out if nothing stops it."""

    authority: Organisation
    organisations: list[OrganisationPlan]
    people: list[PersonPlan]
    faults: list[Fault]
    differences: list[Difference]
    left_alone: dict[str, int]  # by sheet: rows of the database that the file does not name
    state: tuple[Any, ...]  # of the database, as it was looked at

    @property
    def stops(self) -> list[Fault]:
        return [fault for fault in self.faults if fault.stops]

    @property
    def counts(self) -> dict[str, int]:
        """As the result page and the journal say it."""
        found = Counter(
            {
                "organisations_new": sum(one.existing is None for one in self.organisations),
                "organisations_changed": sum(bool(one.changes) for one in self.organisations),
                "people_new": sum(one.existing is None for one in self.people),
                "people_changed": sum(bool(one.changes) for one in self.people),
            }
        )
        held = [one for person in self.people for one in person.memberships]
        found["memberships_new"] = sum(one.existing is None for one in held)
        found["memberships_changed"] = sum(bool(one.changes) for one in held)
        return dict(found)

    @property
    def brings_nothing(self) -> bool:
        return not any(self.counts.values())

    @property
    def digest(self) -> str:
        """The same for the same differences: what a person confirmed is what is carried out."""
        said = [
            [one.sheet, one.row, one.what, one.subject, one.column, one.before, one.after] for one in self.differences
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
