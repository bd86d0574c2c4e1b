"""One row of every kind that an address may name, at an organisation of the world, and who reaches it there.

A new kind: a function that makes a row at a place, and its line in KINDS. Reach is written down here from the design
and not taken from the program's areas: what the walk expects must not come from what it examines.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, get_type_hints
from uuid import uuid4

from django.db.models import Model

from luoshi.office.desk import store
from luoshi.office.desk.models import Ask, File, Import, Job, Message, OnBehalf, Purpose, Sending
from luoshi.office.journal import record
from luoshi.office.journal.models import Entry
from luoshi.office.journal.who import PROGRAM
from luoshi.office.organisations.models import DayRule, Grant, Grouping, Membership, Organisation, Person, Role, Token
from luoshi.office.plans.ledger_load import LedgerFile
from luoshi.office.plans.models import (
    Assignment,
    Candidate,
    Chaser,
    Comment,
    Consultation,
    Dispatch,
    DispatchLine,
    Goal,
    LedgerLoad,
    Milestone,
    Plan,
    Reading,
    Report,
    Target,
    Task,
)
from tests.office.reach import (
    AUTHORITIES,
    COUNTY,
    FOREIGN,
    HOME,
    PLACES,
    REACHES,
    audits,
    decides,
    oversees,
    reaches,
    reads_grants,
    sees_persons,
)

if TYPE_CHECKING:
    from tests.office.conftest import World

SINCE = date(2025, 9, 1)
NOON = datetime(2030, 1, 31, 12, tzinfo=UTC)


@dataclass(frozen=True)
class RowKind:
    """How a row is made at a place, where in the world one is tried, and who reaches it there."""

    make: Callable[["World", str], Model]
    places: tuple[str, ...] = PLACES
    reached: Callable[[str, str], bool] = reaches
    narrowed: bool = False  # its pages show less than visible_to does


def makes(kind: RowKind) -> Any:
    """The model a kind's rows are of: what its function says that it gives."""
    return get_type_hints(kind.make, {**globals(), "World": Any})["return"]


def organisation(world: "World", place: str) -> Organisation:
    return world.organisation(place)


def authority_of(world: "World", place: str) -> Organisation:
    return world.organisation("city" if place == "city" else "foreign" if place in FOREIGN else "county")


def person(world: "World", place: str) -> Person:
    """Somebody who has worked at the place and nowhere else."""
    return membership(world, place).person


def membership(world: "World", place: str) -> Membership:
    made = Person.objects.create(name=f"{place}{Person.objects.count()}号")
    return Membership.objects.create(
        person=made, organisation=world.organisation(place), role=Role.CLERK, since=SINCE, confirmed=True
    )


def grouping(world: "World", place: str) -> Grouping:
    """A group of the place's authority that holds the place."""
    made = Grouping.objects.create(
        authority=authority_of(world, place), kind=Grouping.Kind.GROUP, name=f"{place}教育集团", since=SINCE
    )
    made.members.create(organisation=world.organisation(place), since=SINCE)
    return made


def entry(world: "World", place: str) -> Entry:
    """Something that the program did at the place."""
    return Entry.objects.get(pk=record.write("report.receive", by=PROGRAM, where=world.organisation(place).path))


def day_rule(world: "World", place: str) -> DayRule:
    """A day off that the authority gave itself."""
    return DayRule.objects.create(
        authority=world.organisation(place), day=date(2026, 6, 30), works=False, name=f"{place}校庆"
    )


def imported(world: "World", place: str) -> Import:
    """A workbook that the authority's office handed in, not yet right."""
    file_of = file(world, place, content=f"{place}的名册".encode())
    return Import.objects.create(
        authority=world.organisation(place), membership=world.membership("an"), file=file_of, state="faulty"
    )


def job(world: "World", place: str) -> Job:
    """Something asked by a person of the world, or by the clock."""
    asked = world.memberships.get(place)
    return Job.objects.create(kind="report.read", membership=asked, organisation=asked and asked.organisation)


def ask(world: "World", place: str) -> Ask:
    """Something the county's office wants of a school."""
    return Ask.objects.create(
        organisation=world.organisation(place), what="上报校车台账", kind=Ask.Kind.FILING, asker="办公室", minutes=30,
        due=date(2030, 1, 31), batch=uuid4(), asked_by=world.membership("an"),
    )  # fmt: skip


def message(world: "World", reader: str) -> Message:
    return Message.objects.create(to=world.membership(reader), subject="退回", sender="办公室 安知远")


def sending(world: "World", place: str) -> Sending:
    """A group post of an authority."""
    return Sending.objects.create(
        authority=world.organisation(place), channel=Sending.Channel.ROBOT, subject="有急件", text="", next_at=NOON
    )


def is_reader(member: str, reader: str) -> bool:
    """A message is its reader's alone, whoever else works at the same place."""
    return member == reader


def grant(world: "World", place: str) -> Grant:
    """A membership that the authority's office proposed: somebody of it who is nobody of the world."""
    held = membership(world, place)
    Membership.objects.filter(pk=held.pk).update(confirmed=False)
    by = membership(world, "city" if place == "city" else "foreign" if place in FOREIGN else "county")
    Membership.objects.filter(pk=by.pk).update(role=Role.OFFICE)
    return Grant.objects.create(membership=held, what=Grant.What.GRANT, proposed_by=by, batch=f"batch-{place}")


def on_behalf(world: "World", place: str) -> OnBehalf:
    """What somebody entered for the place one day that is over."""
    return OnBehalf.objects.create(
        organisation=world.organisation(place),
        membership=membership(world, place),
        signed_by="签字人",
        signed_on=SINCE,
        scan=file(world, place),
        day=SINCE,
    )


def token(world: "World", owner: str) -> Token:
    return Token.objects.create(
        membership=world.membership(owner), label="大屏", start="luoshi_abcd", digest=digest(f"token {owner}"),
        expires_on=date(2030, 1, 31),
    )  # fmt: skip


def keeps_token(member: str, owner: str) -> bool:
    """One's own; and who guards the rights of the area reaches everybody's there."""
    return member == owner or (member == "security" and HOME[owner] in COUNTY)


def report(world: "World", place: str) -> Report:
    text = "云岭县召开2024年教育工作会议\n会议要求，要加强校园安全管理。\n"
    kept = file(world, place, content=f"{text}{place}".encode())
    made = Report.objects.create(
        authority=world.organisation(place),
        name="会议.txt",
        file=kept,
        digest=digest(f"report {place} {Report.objects.count()}"),
    )
    Reading.objects.create(report=made, title="会议", tasks=1, figures=0, deadlines=0, found="{}", page="", reader="0")
    return made


def drafts(member: str, place: str) -> bool:
    """What is no plan yet is seen by the bureau's own people and by nobody below, above or beside it."""
    staff = {"an", "leader", "section", "city-office", "foreign-office"}
    return member in staff and reaches(member, place)


def plan(world: "World", place: str) -> Plan:
    """A draft of an authority."""
    return Plan.objects.create(
        authority=world.organisation(place),
        year=2026,
        title=f"{place}工作要点{Plan.objects.count()}",
        made_by=membership(world, place),
    )


def goal(world: "World", place: str) -> Goal:
    return Goal.objects.create(plan=plan(world, place), words="办好学前教育", order=1)


def task(world: "World", place: str) -> Task:
    return Task.objects.create(plan=plan(world, place), number=1, order=1, words="新建幼儿园2所")


def load(world: "World", place: str) -> LedgerLoad:
    """A workbook that came in for a draft."""
    kept = file(world, place, content=f"{place}的责任分解表".encode())
    return LedgerLoad.objects.create(
        plan=plan(world, place), membership=world.membership("an"), file=kept, read=LedgerFile().as_json()
    )


def reviewed(world: "World", place: str) -> Report:
    """A report in a plan, with one finding that waits."""
    made = report(world, place)
    made.plan = Plan.objects.create(
        authority=made.authority, year=2024, title=f"{place}工作要点{made.pk}", made_by=world.membership("an")
    )
    made.save()
    Candidate.objects.create(
        reading=made.readings.get(), mark="a0", order=1, kind="task", start=0, end=6, headings=["一、安全"], words="加强校园安全管理",
        said={"grade": "routine"},
    )  # fmt: skip
    return made


def finding(world: "World", place: str) -> Candidate:
    """What waits in such a report."""
    return Candidate.objects.get(reading__report=reviewed(world, place))


def approved_plan(world: "World", place: str) -> Plan:
    """With one task that somebody leads."""
    made = plan(world, place)
    asked = Task.objects.create(plan=made, number=1, words="开展校车安全检查")
    asked.responsibilities.create(part="lead", words="基教科")
    Plan.objects.filter(pk=made.pk).update(state="approved", approved_on=SINCE, meeting="局党组会议")
    made.refresh_from_db()
    return made


def issued_plan(world: "World", place: str) -> Plan:
    made = plan(world, place)
    Plan.objects.filter(pk=made.pk).update(state="issued", issued_on=SINCE, issued_by=world.membership("an"))
    made.refresh_from_db()
    return made


def target(world: "World", place: str) -> Target:
    """Of an issued plan, and of none of its tasks."""
    return Target.objects.create(
        plan=issued_plan(world, place), subject="普惠率", words="普惠率达到92%", value=92, unit="%"
    )


def assignment(world: "World", place: str) -> Assignment:
    """What an issued plan asks of the place."""
    above = issued_plan(world, "city" if place == "city" else "foreign" if place in FOREIGN else "county")
    asked = Task.objects.create(plan=above, number=1, words="开展校车安全检查")
    return Assignment.objects.create(task=asked, organisation=world.organisation(place), part="owner")


def milestone(world: "World", place: str) -> Milestone:
    """Of such an assignment."""
    return assignment(world, place).milestones.create(words="自查", due=date(2030, 1, 31))


def assigned_task(world: "World", place: str) -> Task:
    """What such an assignment is of."""
    return assignment(world, place).task


def is_given_task(member: str, place: str) -> bool:
    """The bureau's staff reads every task of its authority; an observer, and whoever is below, what is given to the area."""
    above = "city" if place == "city" else "foreign" if place in FOREIGN else "county"
    return reaches(member, above) if member in DRAFTERS else is_assigned(member, place)


def chaser(world: "World", place: str) -> Chaser:
    """A slip that a leader of the place's authority sent about that."""
    asked = assignment(world, place)
    made = Chaser.objects.create(
        plan=asked.task.plan, organisation=asked.organisation, step="supervise", state="sent", decided_by="李望舒",
        decided_on=SINCE, sent_on=SINCE, answer_by=date(2030, 1, 31), number=1,
    )  # fmt: skip
    made.chased.create(assignment=asked, step="supervise")
    return made


def proposed_chaser(world: "World", place: str) -> Chaser:
    """One that waits for a leader's decision."""
    asked = assignment(world, place)
    made = Chaser.objects.create(
        plan=asked.task.plan, organisation=asked.organisation, step="supervise", state="proposed"
    )
    made.chased.create(assignment=asked, step="supervise")
    return made


def dispatch(world: "World", place: str) -> Dispatch:
    """An open round that asks the place about a task which it leads."""
    by, asked = world.membership("an"), assignment(world, place)
    Assignment.objects.filter(pk=asked.pk).update(part="lead")
    made = Dispatch.objects.create(
        plan=asked.task.plan,
        kind="topic",
        topic="safety",
        title=f"{place}的专题调度",
        due=date(2030, 1, 31),
        opened_by=by,
    )
    DispatchLine.objects.create(dispatch=made, assignment=asked)
    return made


def closed_dispatch(world: "World", place: str) -> Dispatch:
    made = dispatch(world, place)
    Dispatch.objects.filter(pk=made.pk).update(state="closed", closed_at=NOON)
    made.refresh_from_db()
    return made


def consultation(world: "World", place: str) -> Consultation:
    """The place was asked for its comments on its authority's draft."""
    above = plan(world, "foreign" if place in FOREIGN else "county")
    return Consultation.objects.create(
        plan=above, organisation=world.organisation(place), due=date(2030, 1, 31), sent_by=world.membership("an")
    )


def comment(world: "World", place: str) -> Comment:
    return Comment.objects.create(consultation=consultation(world, place), words="时限太紧")


DRAFTERS = frozenset({"an", "leader", "section", "city-office", "foreign-office"})


def reads_plans(member: str, place: str) -> bool:
    """An issued plan is also read by the schools and centres of the authority that issued it, and by who looks on."""
    read = DRAFTERS | {"observer"}
    below = {"centre", "bo", "clerk", "chen", "village-head", "inspector"}
    return (reaches(member, place) and member in read) or (place == "county" and member in below)


def is_asked(member: str, place: str) -> bool:
    """The bureau's staff sees who was asked; an organisation, what it was asked itself."""
    return drafts(member, place) or (HOME[member] == place and member not in DRAFTERS)


def is_assigned(member: str, place: str) -> bool:
    """Where it is in the area of somebody who may read plans of that authority."""
    if place not in REACHES[member]:
        return False
    readers = DRAFTERS | {"observer", "centre", "bo", "clerk", "chen", "village-head", "inspector"}
    return member in readers


def is_chased(member: str, place: str) -> bool:
    """What went out is seen by the bureau, and by whoever works at the place or over it; not by who only looks on."""
    readers = DRAFTERS | {"centre", "bo", "clerk", "chen", "village-head"}
    return place in REACHES[member] and member in readers


def leads_the_authority(member: str, place: str) -> bool:
    """Before it went out, the office and the leaders."""
    return place in REACHES[member] and member in {"an", "leader", "city-office", "foreign-office"}


def is_dispatched(member: str, place: str) -> bool:
    """The bureau's staff sees all rounds; a school or centre those about what leads in its area."""
    below = member in {"centre", "bo", "clerk", "chen", "village-head"}
    return drafts(member, place) or (below and place in REACHES[member])


def reads_table(member: str, place: str) -> bool:
    """What a lead says is read by office and leaders; a section, a school, a centre read their own."""
    if member in {"an", "leader", "city-office", "foreign-office"}:
        return place in REACHES[member]
    return is_dispatched(member, place) and (member != "section" or place == "basic")


def file(world: "World", place: str, *, content: bytes = b"") -> File:
    """A file of the place's organisation, handed in by somebody of it."""
    content = content or f"{place}的材料".encode()
    return File.objects.create(
        name="材料.txt",
        digest=store.put(content),
        size=len(content),
        kind="txt",
        looked=True,
        purpose=Purpose.SCAN,
        organisation=world.organisation(place),
        membership=membership(world, place),
    )


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


KINDS = {
    "organisation": RowKind(organisation),
    "person": RowKind(person, reached=sees_persons),
    "membership": RowKind(membership, reached=sees_persons),
    "grouping": RowKind(grouping),
    "entry": RowKind(entry, reached=audits),
    "day_rule": RowKind(day_rule, places=AUTHORITIES),
    "import": RowKind(imported, places=AUTHORITIES, reached=sees_persons),
    "job": RowKind(job, places=("bo", "chen", "guardian", "foreign-office", "clock"), reached=oversees),
    "ask": RowKind(ask, places=("village", "point", "first", "second", "kinder", "foreign-school")),
    "message": RowKind(message, places=tuple(REACHES), reached=is_reader),
    "token": RowKind(token, places=tuple(REACHES), reached=keeps_token),
    "grant": RowKind(grant, reached=reads_grants),
    "batch": RowKind(grant, reached=decides, narrowed=True),
    "sending": RowKind(sending, places=AUTHORITIES),
    "report": RowKind(report, places=AUTHORITIES),
    "plan": RowKind(plan, places=AUTHORITIES, reached=drafts),
    "goal": RowKind(goal, places=AUTHORITIES, reached=drafts, narrowed=True),
    "target": RowKind(target, places=AUTHORITIES, reached=drafts, narrowed=True),
    "task": RowKind(task, places=AUTHORITIES, reached=drafts),
    "load": RowKind(load, places=AUTHORITIES, reached=drafts),
    "reviewed": RowKind(reviewed, places=AUTHORITIES),
    "finding": RowKind(finding, places=AUTHORITIES),
    "approved_plan": RowKind(approved_plan, places=AUTHORITIES, reached=drafts),
    "issued_plan": RowKind(issued_plan, places=AUTHORITIES, reached=reads_plans),
    "assignment": RowKind(
        assignment, places=("city", "basic", "centre", "village", "first", "foreign-school"), reached=is_assigned
    ),
    "milestone": RowKind(
        milestone,
        places=("city", "basic", "centre", "village", "first", "foreign-school"),
        reached=is_assigned,
        narrowed=True,
    ),
    "assigned_task": RowKind(
        assigned_task, places=("city", "basic", "centre", "village", "first", "foreign-school"), reached=is_given_task
    ),
    "chaser": RowKind(
        chaser, places=("city", "basic", "centre", "village", "first", "foreign-school"), reached=is_chased
    ),
    "proposed_chaser": RowKind(
        proposed_chaser, places=("city", "basic", "centre", "first", "foreign-school"), reached=leads_the_authority
    ),
    "dispatch": RowKind(
        dispatch, places=("city", "county", "basic", "centre", "village", "first", "foreign"), reached=is_dispatched
    ),
    "lead_table": RowKind(
        dispatch, places=("basic", "centre", "village", "first", "foreign"), reached=reads_table, narrowed=True
    ),
    "closed_dispatch": RowKind(closed_dispatch, places=("city", "county", "foreign"), reached=is_dispatched),
    "consultation": RowKind(consultation, places=("basic", "aid", "centre", "foreign"), reached=is_asked),
    "comment": RowKind(comment, places=("basic", "centre"), reached=is_asked, narrowed=True),
    "on_behalf": RowKind(on_behalf, reached=sees_persons),
    "file": RowKind(file, reached=sees_persons),
}
