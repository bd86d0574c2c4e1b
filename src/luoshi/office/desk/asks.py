"""减负台账: what is asked of schools, seen against the month's load before it goes out."""

import re
import uuid
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import FilteredRelation, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.desk.models import Ask
from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.handover import Item
from luoshi.office.organisations.models import AUTHORITIES, SCHOOLS, Membership, Organisation, Role
from luoshi.office.organisations.settings_table import ROWS
from luoshi.office.pending import Pending
from luoshi.office.refused import refuse_if

ASKERS = frozenset({Role.OFFICE, Role.SECTION, Role.CENTRE})
ANSWERERS = frozenset({Role.HEAD, Role.CLERK})

MOST_MINUTES = 100 * 60  # of one ask; more is a slip of the pen
ALIKE = 0.5  # share of the shorter one's pairs of characters that two descriptions have in common
SHOWN_ALIKE = 3  # per school
CHUNK = 500  # rows that one statement names; SQLite takes so many parameters only
CAP = "ask_minutes_per_month"
SOON = 3  # days from which a deadline is said in days

# Words that most asks have in common, which say nothing of their matter.
BOILERPLATE = re.compile(
    "关于|做好|开展|进行|报送|上报|填报|统计|通知|工作|情况|要求|各校|学校|全县|全区|全市|[的和与及]"
)


@dataclass(frozen=True)
class Wanted:
    """What somebody wants of schools, before it is asked."""

    what: str
    kind: str
    minutes: int
    due: date
    basis: str = ""
    emergency: bool = False  # safety or emergency, with its basis
    asker: str = ""  # who wants it, if not the office that enters it
    source: tuple[str, str] = ("", "")  # kind and id of the thing that asks
    link: str = ""  # the page on which it is answered, where that is not its own


@dataclass(frozen=True)
class Burden:
    """What one more ask would mean for a school: its minutes of that month, and open asks it could join."""

    organisation: Organisation
    load: int  # minutes already asked for in the month of the deadline, emergencies apart
    minutes: int  # of the ask in question
    cap: int  # 0: none
    alike: tuple[Ask, ...] = ()

    @property
    def after(self) -> int:
        return self.load + self.minutes

    @property
    def over(self) -> bool:
        return bool(self.cap) and self.after > self.cap


def month_of(day: date) -> tuple[date, date]:
    """First and last day."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def guard(organisations: Iterable[Organisation], what: str, minutes: int, deadline: date) -> list[Burden]:
    """For each school: its load of the deadline's month against the cap, and open asks that sound alike."""
    schools = list(organisations)
    loads = _loads(schools, deadline)
    alike: dict[int, list[Ask]] = {}
    for ask in Ask.objects.open().filter(organisation__in=schools):
        if sounds_like(ask.what, what):
            alike.setdefault(ask.organisation_id, []).append(ask)
    caps = _caps(schools)
    return [
        Burden(one, loads.get(one.pk, 0), minutes, caps[one.pk], tuple(alike.get(one.pk, ())[:SHOWN_ALIKE]))
        for one in schools
    ]


def _loads(schools: Sequence[Organisation], day: date) -> dict[int, int]:
    counted = Ask.objects.counted(*month_of(day)).filter(organisation__in=schools, emergency=False)
    return dict(counted.order_by().values_list("organisation").annotate(Sum("minutes")))


def _caps(schools: Sequence[Organisation]) -> dict[int, int]:
    """By the nearest authority above each school, however many schools there are."""
    above = {number for one in schools for number in one.numbers_above}
    caps = caps_of(Organisation.objects.filter(pk__in=above))
    return {one.pk: cap_at(one.path, caps) for one in schools}


def caps_of(organisations: QuerySet[Organisation]) -> list[tuple[str, int]]:
    """Path and cap of each authority among them, the lower ones first."""
    return sorted_caps(with_cap(organisations))


def with_cap(organisations: QuerySet[Organisation]) -> QuerySet[Any, Any]:
    """The authorities among them: path, and the cap that was chosen for each, if any."""
    chosen = FilteredRelation("settings", condition=Q(settings__name=CAP))
    authorities = organisations.filter(kind__in=AUTHORITIES).order_by().annotate(chosen=chosen)
    return authorities.values_list("path", "chosen__value")


def sorted_caps(found: Iterable[tuple[str, Any]]) -> list[tuple[str, int]]:
    caps = [(path, int(ROWS[CAP].default if value is None else value)) for path, value in found]
    return sorted(caps, key=lambda cap: -len(cap[0]))


def cap_at(path: str, caps: Sequence[tuple[str, int]]) -> int:
    """The cap of the nearest authority above; 0 where there is none."""
    return next((cap for above, cap in caps if path.startswith(above)), 0)


def sounds_like(one: str, other: str) -> bool:
    """Whether two descriptions share half of the pairs of characters of the shorter one, boilerplate apart."""
    left, right = _pairs(one), _pairs(other)
    return bool(left and right) and len(left & right) / min(len(left), len(right)) >= ALIKE


def _pairs(words: str) -> set[str]:
    kept = re.sub(r"[\W\d_]+", "", BOILERPLATE.sub("", words)).lower()
    return {kept[at : at + 2] for at in range(len(kept) - 1)}


# Asking


def why_not_put(organisations: Sequence[Organisation], wanted: Wanted, *, by: Actor) -> list[str]:
    """Every reason why this cannot be asked of these schools; none if it can."""
    reasons = [_who_may_put(by), *_in_reach(organisations, by=by), *_sound(wanted)]
    return [reason for reason in reasons if reason]


def _who_may_put(by: Actor) -> str | None:
    if by.role in ASKERS:
        return None
    return _("向学校提要求，由局办公室、科室或中心校登记。您现在的岗位是“%(who)s”。") % {"who": by}


def _in_reach(organisations: Sequence[Organisation], *, by: Actor) -> Iterable[str]:
    today = timezone.localdate()
    if not organisations:
        yield _("还没有选学校。请选范围，或写上学校名称。")
    for one in organisations:
        if not by.area.holds(one.path):
            yield _("“%(school)s”不在您的辖区内。") % {"school": one}
        elif one.kind not in SCHOOLS:
            yield _("“%(school)s”不是学校或幼儿园，不记入减负台账。") % {"school": one}
        elif not one.is_open(today):
            yield _("“%(school)s”已经撤并，请改选承接它的学校。") % {"school": one}


def _sound(wanted: Wanted) -> Iterable[str | None]:
    yield None if wanted.what.strip() else _("还没有写要学校做什么。")
    ok = 1 <= wanted.minutes <= MOST_MINUTES
    yield None if ok else _("每校所需时间要在 1 到 %(most)s 分钟之间。") % {"most": MOST_MINUTES}
    late = wanted.due < timezone.localdate()
    yield _("截止日 %(day)s 已经过去，学校来不及办。") % {"day": wanted.due} if late else None
    baseless = wanted.emergency and not wanted.basis.strip()
    yield _("安全和应急事项须写明依据（文号或事由）。") if baseless else None


@transaction.atomic
def put(organisations: Iterable[Organisation], wanted: Wanted, *, by: Actor) -> list[Ask]:
    """Ask it of all these schools, or of none. Raises Refused."""
    schools = list(organisations)
    refuse_if(why_not_put(schools, wanted, by=by))
    batch = uuid.uuid4()
    asker = wanted.asker.strip() or by.office
    asks = Ask.objects.bulk_create(
        Ask(
            organisation=one, what=wanted.what.strip(), kind=wanted.kind, asker=asker, basis=wanted.basis.strip(),
            minutes=wanted.minutes, due=wanted.due, emergency=wanted.emergency, batch=batch, asked_by=by.membership,
            source_kind=wanted.source[0], source_id=wanted.source[1],
        )
        for one in schools
    )  # fmt: skip
    over = [burden.organisation.pk for burden in guard(schools, "", 0, wanted.due) if burden.over]
    detail = {"schools": [one.pk for one in schools], "minutes": wanted.minutes, "due": wanted.due, "over": over}
    where = by.authority.path if by.authority else by.organisation.path
    record.write("ask.put", by=by.who, about=asks[0], where=where, detail=detail)
    return asks


def enter(asks: Iterable[tuple[Organisation, Wanted]], *, asked_by: Membership) -> int:
    """Put asks into the ledger in the caller's transaction and with the caller's leave; gives how many. What one source
    asks of a school stands once: if it was withdrawn, it is asked again."""
    wanted = {(one.pk, *ask.source): ask for one, ask in asks if one.kind in SCHOOLS}
    sources = {kind for _organisation, kind, _number in wanted}
    known: dict[tuple[int, str, str], Ask] = {}
    for chunk in _chunks([number for _organisation, _kind, number in wanted]):
        held = Ask.objects.filter(source_kind__in=sources, source_id__in=chunk)
        known |= {(ask.organisation_id, ask.source_kind, ask.source_id): ask for ask in held}
    again = []
    for key in wanted.keys() & known.keys():
        ask, asked = known[key], wanted[key]
        ask.what, ask.basis, ask.minutes, ask.due = asked.what, asked.basis, asked.minutes, asked.due
        ask.withdrawn_at, ask.withdrawn_why = None, ""
        again.append(ask)
    Ask.objects.bulk_update(
        again, ["what", "basis", "minutes", "due", "withdrawn_at", "withdrawn_why"], batch_size=CHUNK
    )
    batches: dict[tuple[str, date], uuid.UUID] = {}
    new = [
        Ask(
            organisation_id=key[0], what=ask.what, kind=ask.kind, asker=ask.asker, basis=ask.basis,
            minutes=ask.minutes, due=ask.due, emergency=ask.emergency, asked_by=asked_by, source_kind=key[1],
            source_id=key[2], link=ask.link, batch=batches.setdefault((ask.what, ask.due), uuid.uuid4()),
        )
        for key, ask in wanted.items() if key not in known
    ]  # fmt: skip
    Ask.objects.bulk_create(new, batch_size=CHUNK)
    return len(wanted)


def _chunks(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    return (numbers[at : at + CHUNK] for at in range(0, len(numbers), CHUNK))


def recall(kind: str, numbers: Iterable[str], *, why: str) -> int:
    """Take back what these sources asked and nobody has answered yet, in the caller's transaction; gives how many."""
    return sum(
        Ask.objects.open()
        .filter(source_kind=kind, source_id__in=chunk)
        .update(withdrawn_at=timezone.now(), withdrawn_why=why[:200])
        for chunk in _chunks(list(numbers))
    )


def close(kind: str, numbers: Iterable[str], *, by: Membership, behalf: str = "") -> int:
    """What these sources asked was answered where it is done, in the caller's transaction; gives how many."""
    said = {"answered_at": timezone.now(), "answered_by": by, "answered_behalf": behalf}
    chunks = _chunks(list(numbers))
    return sum(Ask.objects.open().filter(source_kind=kind, source_id__in=chunk).update(**said) for chunk in chunks)


def reopen(kind: str, numbers: Iterable[str]) -> int:
    """What these sources asked turned out not to be done, in the caller's transaction; gives how many."""
    open_again = {"answered_at": None, "answered_by": None, "answered_behalf": ""}
    return sum(
        Ask.objects.filter(source_kind=kind, source_id__in=chunk, withdrawn_at__isnull=True).update(**open_again)
        for chunk in _chunks(list(numbers))
    )


def why_not_withdraw(ask: Ask, *, by: Actor) -> str | None:
    """Why the actor may not take the ask back; None if they may."""
    if by.role not in ASKERS or not by.area.holds(ask.organisation.path):
        return _("撤回由提出它的单位或局办公室办理。")
    if by.role != Role.OFFICE and ask.asked_by.organisation_id != by.organisation.pk:
        return _("这一项由%(who)s提出，请由他们或局办公室撤回。") % {"who": ask.asked_by.organisation}
    return _closed(ask)


def _closed(ask: Ask) -> str | None:
    if ask.withdrawn_at:
        return _("“%(ask)s”已于 %(day)s 撤回。") % {"ask": ask, "day": timezone.localdate(ask.withdrawn_at)}
    if ask.answered_at:
        return _("“%(ask)s”已于 %(day)s 办结。") % {"ask": ask, "day": timezone.localdate(ask.answered_at)}
    return None


@transaction.atomic
def withdraw(ask: Ask, *, why: str, by: Actor, of_all: bool = False) -> int:
    """Take it back, from this school or from all of the batch that still have it open. Raises Refused."""
    refuse_if([why_not_withdraw(ask, by=by), None if why.strip() else _("请写明为什么撤回，学校会看到。")])
    asks = Ask.objects.visible_to(by).open().filter(Q(batch=ask.batch) if of_all else Q(pk=ask.pk))
    count = asks.update(withdrawn_at=timezone.now(), withdrawn_why=why.strip())
    detail = {"why": why.strip(), "schools": count}
    where = by.authority.path if of_all and by.authority else ask.organisation.path
    record.write("ask.withdraw", by=by.who, about=ask, where=where, detail=detail)
    return count


def why_not_answer(ask: Ask, *, by: Actor) -> str | None:
    """Why the actor may not mark the ask as done; None if they may."""
    if by.role not in ANSWERERS or not by.area.holds(ask.organisation.path):
        return _("办结由%(school)s的校（园）长或填报员登记；局办公室和中心校可以代录。") % {"school": ask.organisation}
    if ask.link and ask.is_open:
        return _("这一项在它自己的页面上办，办完以后这里就记为办结。")
    return _closed(ask)


@transaction.atomic
def answer(ask: Ask, *, by: Actor) -> Ask:
    """The school has done it. Raises Refused."""
    ask = Ask.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=ask.pk)
    refuse_if([why_not_answer(ask, by=by)])
    ask.answered_at, ask.answered_by, ask.answered_behalf = timezone.now(), by.membership, str(by.behalf or "")
    ask.save(update_fields=["answered_at", "answered_by", "answered_behalf"])
    record.write("ask.answer", by=by.who, about=ask, where=ask.organisation.path)
    return ask


# What schools see


def pending(actor: Actor) -> Iterable[Pending]:
    """What is still asked of the actor's school."""
    if actor.role not in ANSWERERS:
        return
    today = timezone.localdate()
    for ask in Ask.objects.visible_to(actor).open():
        page = ask.link or reverse("ask", args=[ask.pk])
        yield Pending(ask.what, page, due=due_words(ask.due, today=today), of_school=True)


def due_words(due: date, *, today: date) -> str:
    """A deadline as people say it."""
    days = (due - today).days
    if days < 0:
        return _("已过期 %(days)s 天") % {"days": -days}
    if days == 0:
        return _("今天到期")
    if days <= SOON:
        return _("还有 %(days)s 天") % {"days": days}
    return _("%(month)s月%(day)s日前") % {"month": due.month, "day": due.day}


def move(given: Membership, taken: Membership, _day: date, _by: Actor) -> Iterator[Item]:
    """离任交接: what the given membership has asked for and is not yet done waits for its successor."""
    held = Ask.objects.open().filter(asked_by=given)
    asks = list(held.select_related("organisation").order_by("due", "pk"))
    held.update(asked_by=taken)
    for ask in asks:
        yield Item(_("向学校提的要求"), f"{ask.organisation}：{ask}", _("%(due)s 前办结") % {"due": ask.due})
