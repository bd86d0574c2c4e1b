"""Carries out what was checked: all or nothing, in one transaction, with its trace in history and journal."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import CharField, F, Max, Value
from django.db.models.functions import Cast, Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations.actions import RESTAGED
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.grant_rules import why_not_for_oneself
from luoshi.office.organisations.grants import needs_second
from luoshi.office.organisations.history import codes_of
from luoshi.office.organisations.imports.check import Progress, _silent, why_not_import
from luoshi.office.organisations.imports.columns import ORGANISATION_COLUMNS
from luoshi.office.organisations.imports.known import state_of
from luoshi.office.organisations.imports.plan import Checked, MembershipPlan, OrganisationPlan
from luoshi.office.organisations.models import Change, Grant, Membership, Organisation, Person
from luoshi.office.organisations.tree import path_of
from luoshi.office.refused import Refused, refuse_if

BATCH = 1000
COLUMNS = {column.name: column for column in ORGANISATION_COLUMNS}


def apply(checked: Checked, *, by: Actor, document: str = "", progress: Progress | None = None) -> dict[str, Any]:
    """Store everything or nothing; gives the counts and the batch under which the memberships are to be confirmed.

    Raises Refused, also when anything of the authority was changed since the check.
    """
    try:
        with transaction.atomic():
            return _apply(checked, by=by, document=document, tell=progress or _silent)
    except IntegrityError as error:
        raise Refused(_changed_meanwhile()) from error


def _apply(checked: Checked, *, by: Actor, document: str, tell: Progress) -> dict[str, Any]:
    authority = Organisation.objects.select_for_update().get(pk=checked.authority.pk)
    refuse_if([why_not_import(authority, by=by), _why_not_ready(checked)])
    _hold(checked)
    if state_of(authority) != checked.state:
        raise Refused(_changed_meanwhile())
    steps = (_("写入机构"), _("写入人员"), _("写入岗位"), _("写入日志"))
    today = timezone.localdate()
    tell(0, len(steps), steps[0])
    history = _organisations(checked, today)
    for change in history:
        change.document = document[:120]
    Change.objects.bulk_create(history, batch_size=BATCH)
    tell(1, len(steps), steps[1])
    _people(checked)
    tell(2, len(steps), steps[2])
    batch = _memberships(checked, by=by, today=today)
    tell(3, len(steps), steps[3])
    counts = checked.counts
    detail: dict[str, Any] = {"counts": counts, "batch": batch, "document": document, "rows": _told(checked)}
    if batch and not needs_second(authority):
        detail["alone"] = True
    record.write("import.apply", by=by.who, about=authority, where=authority.path, detail=detail)
    tell(4, len(steps), "")
    return {**counts, "batch": batch}


def _why_not_ready(checked: Checked) -> str | None:
    if checked.stops:
        return _("表里还有 %(count)d 处要改，一行都没有导入。请按列出的格子改好，再上传。") % {
            "count": len(checked.stops)
        }
    if checked.brings_nothing:
        return _("表里的内容与系统里的一样，没有要导入的。")
    return None


def _changed_meanwhile() -> str:
    return _("核对以后，本局的机构、人员或岗位又有改动，一行都没有导入。请重新核对这份表，看清差异再导入。")


def _hold(checked: Checked) -> None:
    """No one changes the rows in question until all is stored."""
    organisations = [plan.existing.pk for plan in checked.organisations if plan.existing and plan.changes]
    people = [plan.existing.pk for plan in checked.people if plan.existing and plan.changes]
    for model, pks in ((Organisation, organisations), (Person, people)):
        for start in range(0, len(pks), 500):
            list(model.objects.filter(pk__in=pks[start : start + 500]).select_for_update().values_list("pk"))


# Organisations


def _organisations(checked: Checked, today: date) -> list[Change]:
    """New ones level by level, then the changed ones. Names and codes that move about are freed first: each is unique."""
    changed = [plan for plan in checked.organisations if plan.changes]
    placed = [plan.row.pk for plan in changed if {"name", "parent"} & plan.changes.keys()]
    Organisation.objects.filter(pk__in=placed).update(name=Concat(Value("#"), Cast("pk", CharField())))
    Organisation.objects.filter(pk__in=[plan.row.pk for plan in changed if "code" in plan.changes]).update(code="")
    new = [plan for plan in checked.organisations if plan.existing is None]
    history = [*_new_organisations(new, checked.authority), *(one for plan in changed for one in _history(plan, today))]
    for plan in changed:
        for name, (_before, after) in plan.changes.items():
            setattr(plan.row, name, _parent_row(plan) if name == "parent" else after)
        plan.row.version += 1
    names = {name for plan in changed for name in plan.changes} | {"name", "version"}
    Organisation.objects.bulk_update([plan.row for plan in changed], sorted(names), batch_size=200)
    for plan in changed:
        if "parent" in plan.changes:
            _mend_paths(plan.row, _parent_row(plan) or checked.authority)
    return history


def _new_organisations(plans: list[OrganisationPlan], authority: Organisation) -> Iterator[Change]:
    """Level by level, for a path begins with that of the parent."""
    last = Organisation.objects.under(authority).aggregate(last=Max("order"))["last"] or 0
    left = plans
    while left:
        ready = [plan for plan in left if _parent_row(plan) is not None]
        if not ready:
            raise LookupError("a circle of parents was let through")
        for plan in ready:
            values = {name: value for name, value in plan.values.items() if name in _STORED}
            plan.made = Organisation(parent=_parent_row(plan), order=last + plan.line.row, **values)
        rows = Organisation.objects.bulk_create([plan.row for plan in ready], batch_size=BATCH)
        for row in rows:
            row.path = path_of(row)
        Organisation.objects.bulk_update(rows, ["path"], batch_size=400)
        for row in rows:
            if row.opened_on:
                yield Change(organisation=row, what=Change.What.OPENED, day=row.opened_on, after=row.name)
        left = [plan for plan in left if plan.made is None]


_STORED = frozenset(COLUMNS) - {"parent", "id"}


def _parent_row(plan: OrganisationPlan) -> Organisation | None:
    parent = plan.parent
    return (parent.existing or parent.made) if isinstance(parent, OrganisationPlan) else parent


def _history(plan: OrganisationPlan, today: date) -> Iterator[Change]:
    row, changes = plan.row, plan.changes
    if "name" in changes:
        yield Change(organisation=row, what=Change.What.RENAMED, day=today, before=row.name, after=changes["name"][1])
    if any(name in changes and changes[name][0] for name in RESTAGED):  # filled in for the first time is no change
        now = {name: changes[name][1] if name in changes else getattr(row, name) for name in RESTAGED}
        before, after = codes_of(row.stages, row.ownership), codes_of(**now)
        yield Change(organisation=row, what=Change.What.RESTAGED, day=today, before=before, after=after)
    if "parent" in changes:
        former, parent = changes["parent"]
        names = {"before": former.name if former else "", "after": parent.name}
        yield Change(organisation=row, what=Change.What.MOVED, day=today, **names, other=former)


def _mend_paths(row: Organisation, parent: Organisation) -> None:
    """Its path and all below, after it went under another; what moves later mends what moved before."""
    paths = dict(Organisation.objects.filter(pk__in=[row.pk, parent.pk]).values_list("pk", "path"))
    old, new = paths[row.pk], f"{paths[parent.pk]}{row.pk}/"
    below = Organisation.objects.filter(path__startswith=old)
    below.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))


# People and memberships


def _people(checked: Checked) -> None:
    new = [plan for plan in checked.people if plan.existing is None]
    changed = [plan for plan in checked.people if plan.changes]
    numbered = [plan.row.pk for plan in changed if "staff_number" in plan.changes]
    Person.objects.filter(pk__in=numbered).update(staff_number=None)  # freed first: two may change places
    for plan in new:
        values = {name: plan.values[name] for name in ("name", "mobile", "email")}
        unique = {name: plan.values[name] or None for name in UNIQUE}
        # Nobody signs in by such a password; the first one is given by the administrator.
        plan.made = Person(password=make_password(None), **values, **unique)
    Person.objects.bulk_create([plan.row for plan in new], batch_size=BATCH)
    for plan in changed:
        for name, (_before, after) in plan.changes.items():
            setattr(plan.row, name, after or None if name in UNIQUE else after)
        plan.row.version += 1
    names = {name for plan in changed for name in plan.changes} | {"version"}
    Person.objects.bulk_update([plan.row for plan in changed], sorted(names), batch_size=200)


UNIQUE = ("staff_number", "login")  # None where there is none, so that many may have none


def _memberships(checked: Checked, *, by: Actor, today: date) -> str:
    """New memberships are proposed as one batch; they hold at once where the authority does without a second person."""
    alone = not needs_second(checked.authority)
    wanted = [(plan, person.row) for person in checked.people for plan in person.memberships]
    rows = [
        Membership(
            person=person,
            organisation=_organisation(plan),
            role=plan.values["role"],
            title=plan.values["title"],
            since=plan.values["since"] or today,
            confirmed=alone,
        )
        for plan, person in wanted
        if plan.existing is None
    ]
    own = [one for one in rows if alone and one.person.pk == by.person.pk]
    refuse_if([why_not_for_oneself(one, by) for one in own])
    made = Membership.objects.bulk_create(rows, batch_size=BATCH)
    batch = str(uuid.uuid4()) if made else ""
    decided = {"agreed": True, "decided_by": by.membership, "decided_at": timezone.now()} if alone else {}
    Grant.objects.bulk_create(
        [
            Grant(
                membership=one,
                what=Grant.What.GRANT,
                batch=batch,
                proposed_by=by.membership,
                reason=_("导入"),
                **decided,
            )
            for one in made
        ],
        batch_size=BATCH,
    )
    changed = []
    for plan, _person in wanted:
        if plan.existing and plan.changes:
            plan.existing.title = plan.changes["title"][1]
            changed.append(plan.existing)
    Membership.objects.bulk_update(changed, ["title"], batch_size=200)
    return batch


def _organisation(plan: MembershipPlan) -> Organisation:
    found = plan.organisation
    if found is None:
        raise LookupError(plan.line.row)
    return found.row if isinstance(found, OrganisationPlan) else found


def _told(checked: Checked) -> list[list[Any]]:
    """Every difference, for the journal: where it stood, what it was about, before and after."""
    return [
        [one.sheet, one.row, one.what, one.subject, one.column, one.before, one.after] for one in checked.differences
    ]
