"""kill -9 while an import is stored: afterwards all of it is there or nothing, and what was said to be done is.

    python benchmarks/kill_import.py             50 tries
    python benchmarks/kill_import.py --tries 5   shorter

A child process checks a workbook and stores it, on a SQLite database in a temporary folder; it is killed at a random
moment of the storing. The exit code is 1 if anything was left half way.
"""

import random
import sys
from collections import Counter
from datetime import date

from killing import killed_child, main

SCHOOLS, PEOPLE = 40, 400
HEADS = (("机构名称", "类型", "学段", "办学性质", "城乡分类", "成立日期"), ("姓名", "工号", "所在机构", "角色"))


def begin() -> None:
    from luoshi.office.organisations.models import Kind, Membership, Organisation, Person, Role
    from luoshi.office.organisations.tree import insert

    authority = insert(Organisation(kind=Kind.COUNTY, name="云岭县教育局"))
    person = Person.objects.create(name="安知远")
    Membership.objects.create(
        person=person, organisation=authority, role=Role.OFFICE, since=date(2025, 9, 1), confirmed=True
    )


def parsed(number: int) -> dict[str, object]:
    """What reading the workbook of a try gives."""
    schools = [
        [f"第{number}批{one}小学", "学校", "小学", "公办", "镇区", {"day": "2025-09-01"}] for one in range(SCHOOLS)
    ]
    people = [["周舟", f"T{number}-{one}", f"第{number}批{one % SCHOOLS}小学", "填报员"] for one in range(PEOPLE)]
    sheets = [
        {"name": name, "rows": [[row, list(cells)] for row, cells in enumerate((heads, *rows), 1)], "formulas": [], "merged": []}
        for name, heads, rows in (("机构", HEADS[0], schools), ("人员", HEADS[1], people))
    ]  # fmt: skip
    return {"refused": "", "sheets": sheets}


def store(number: int) -> None:
    """What the child does: says when it begins to store, and when that is done."""
    from luoshi.office.organisations.actor import actor_of
    from luoshi.office.organisations.imports.apply import apply
    from luoshi.office.organisations.imports.check import check
    from luoshi.office.organisations.models import Membership

    by = actor_of(Membership.objects.select_related("organisation", "person").get(role="office"), day=date(2025, 9, 1))
    assert by.authority
    checked = check(parsed(number), by.authority, by=by)
    print("begins", flush=True)
    apply(checked, by=by)
    print("done", flush=True)


def left_of(number: int) -> tuple[int, ...]:
    """How much of a try is there: schools, their paths, openings, people, memberships, grants, journal entries."""
    from luoshi.office.journal.models import Entry, Payload
    from luoshi.office.organisations.models import Change, Grant, Membership, Organisation, Person

    schools = Organisation.objects.filter(name__startswith=f"第{number}批")
    people = Person.objects.filter(staff_number__startswith=f"T{number}-")
    entries = Entry.objects.filter(verb="import.apply")
    assert entries.count() == Payload.objects.filter(entry__in=entries).count()
    return (
        schools.count(),
        sum(one.path.endswith(f"/{one.pk}/") for one in schools),
        Change.objects.filter(organisation__in=schools).count(),
        people.count(),
        Membership.objects.filter(person__in=people).count(),
        Grant.objects.filter(membership__person__in=people).count(),
    )


ALL = (SCHOOLS, SCHOOLS, SCHOOLS, PEOPLE, PEOPLE, PEOPLE)
NOTHING = (0,) * len(ALL)


def run(tries: int) -> bool:
    from luoshi.office.journal.models import Entry

    begin()
    outcomes: Counter[str] = Counter()
    stored = 0
    for number in range(tries):
        said = killed_child(number, random.uniform(0.0, 0.6))[-1]
        left = left_of(number)
        stored += left == ALL
        sound = left == ALL or (left == NOTHING and said != "done")
        outcomes["half way" if not sound else "stored" if left == ALL else "nothing"] += 1
        if not sound:
            print(f"try {number}: the child said {said!r}, left {left} of {ALL}")
    journal = Entry.objects.filter(verb="import.apply").count()
    print(f"{tries} tries: {dict(outcomes)}; {journal} journal entries for {stored} imports")
    return not outcomes["half way"] and journal == stored


if __name__ == "__main__":
    sys.exit(main(__doc__, child=store, run=run))
