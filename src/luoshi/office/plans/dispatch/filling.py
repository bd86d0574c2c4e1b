"""What a lead says of its tasks in a round, from the screen, from Excel or from Word: held against what is known, stored
as a whole.

Every way in brings rows of the same make: a mark that says which line it is and what stood there when the page or the file
was made, and four texts. A row that says what stood there was not touched, whatever others wrote meanwhile; one that was
touched while somebody else wrote in the same line is a clash, and both are shown.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Organisation
from luoshi.office.plans.assignment import acts
from luoshi.office.plans.assignment.moves import MOVES
from luoshi.office.plans.assignment.said import Said
from luoshi.office.plans.dispatch import asking
from luoshi.office.plans.dispatch.moves import why_not_fill
from luoshi.office.plans.dispatch.queries import TEXTS, lines_of, said_before
from luoshi.office.plans.ledger_load import text
from luoshi.office.plans.models import Assignment, Dispatch, DispatchLine
from luoshi.office.refused import Refused, refuse_if

LONGEST = 800  # characters of each text
LABELS = {
    "progress": gettext_lazy("进展"),
    "problems": gettext_lazy("问题"),
    "next_steps": gettext_lazy("下步打算"),
    "to_coordinate": gettext_lazy("需协调事项"),
}
UNCHANGED = gettext_lazy("没有变化")
MARKED = re.compile(r"(\d{1,12})-(\d{1,9})-([0-9a-f]{6})")
BREAKS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")  # what Word and browsers take for the end of a line


def tidied(words: str) -> str:
    """As it is stored: what no cell of a file would keep is left out."""
    return text(BREAKS.sub("\n", words))


@dataclass(frozen=True)
class Filled:
    """填报内容: what is said of a line. With `unchanged` the texts are empty: those of the round before stand."""

    progress: str = ""
    problems: str = ""
    next_steps: str = ""
    to_coordinate: str = ""
    unchanged: bool = False

    @classmethod
    def of(cls, line: DispatchLine) -> "Filled":
        """As it was typed."""
        if line.unchanged:
            return cls(unchanged=True)
        return cls(**{name: getattr(line, name) for name in TEXTS})

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in TEXTS)

    @property
    def is_empty(self) -> bool:
        return not any(self.texts) and not self.unchanged

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:6]

    @property
    def tidied(self) -> "Filled":
        texts = {name: tidied(getattr(self, name)) for name in TEXTS}
        return Filled(**texts, unchanged=self.unchanged)

    @property
    def words(self) -> str:
        """In one text, as the history of the assignment keeps it."""
        rest = [f"{LABELS[name]}：{getattr(self, name)}" for name in TEXTS[1:] if getattr(self, name)]
        return "\n".join([self.progress, *rest])


@dataclass(frozen=True)
class Mark:
    """行标识: which line a row is about, and what stood there when it went out."""

    line: int
    version: int
    digest: str

    def __str__(self) -> str:
        return f"{self.line}-{self.version}-{self.digest}"

    @classmethod
    def of(cls, line: DispatchLine) -> "Mark":
        return cls(line.pk, line.version, Filled.of(line).digest)

    @classmethod
    def read(cls, words: str) -> "Mark | None":
        found = MARKED.fullmatch(words.strip())
        return cls(int(found[1]), int(found[2]), found[3]) if found else None


@dataclass(frozen=True)
class Given:
    """交回的一行: a row as it comes in, and where it stood in a file."""

    mark: Mark
    filled: Filled
    place: str = ""


@dataclass(frozen=True)
class Change:
    """变动: a line that is to say something else."""

    line: DispatchLine
    given: Filled
    place: str = ""

    @property
    def now(self) -> Filled:
        return Filled.of(self.line)

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """Label, before, after of each text that is other."""
        found = [
            (str(LABELS[name]), getattr(self.now, name), getattr(self.given, name))
            for name in TEXTS
            if getattr(self.now, name) != getattr(self.given, name)
        ]
        if self.now.unchanged != self.given.unchanged:
            found.insert(0, (str(UNCHANGED), _tick(self.now), _tick(self.given)))
        return found


def _tick(filled: Filled) -> str:
    return "√" if filled.unchanged else ""


@dataclass
class Compared:
    """比对结果: what rows that came in would change, where somebody else wrote meanwhile, and what is amiss in them."""

    changes: list[Change] = field(default_factory=list)
    clashes: list[Change] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Clash(Refused):
    """两人同时改: somebody else wrote in the same line since the page was opened or the file went out; nothing is stored."""

    def __init__(self, clashes: Sequence[Change]) -> None:
        said = [
            _("%(where)s：%(who)s刚刚也填过。两边的内容都列在下面，请改成最后要报的，再保存。")
            % {"where": where_of(one.line), "who": (one.line.filled_by and one.line.filled_by.person) or _("别人")}
            for one in clashes
        ]
        super().__init__(*said)
        self.clashes = list(clashes)


def where_of(line: DispatchLine) -> str:
    return _("第 %(number)s 项") % {"number": line.assignment.task.number}


def table(dispatch: Dispatch, organisation: Organisation) -> list[DispatchLine]:
    """The lines of a lead, in the order of the plan, each with `last`: what was said in the round before."""
    rows = lines_of(dispatch).filter(assignment__organisation=organisation)
    rows = rows.select_related("assignment__task__plan__authority", "assignment__organisation", "filled_by__person")
    found = list(rows.order_by("assignment__task__order", "assignment__due", "pk"))
    before = said_before(dispatch, found)
    for one in found:
        one.last = before.get(one.assignment_id)
    return found


def compare(lines: Iterable[DispatchLine], given: Iterable[Given]) -> Compared:
    """Hold rows that came in against the lines of a lead as they are now."""
    known, found = {one.pk: one for one in lines}, Compared()
    seen: dict[int, Given] = {}
    for row in given:
        line = known.get(row.mark.line)
        row = replace(row, filled=_as_typed(row.filled.tidied, line))
        if row.filled.digest == row.mark.digest:
            continue  # as it went out
        if line is None:
            found.faults.append(_at(row, _("不是本单位这次调度要填的。请从这里重新下载表格再填。")))
            continue
        if (twice := seen.setdefault(line.pk, row)) is not row:
            if twice.filled != row.filled:
                said = _("%(where)s在表里有两行，说法不一样，请留一行。")
                found.faults.append(_at(row, said % {"where": where_of(line)}))
            continue
        if row.filled == Filled.of(line):
            continue  # somebody said the same meanwhile
        found.faults += [_at(row, f"{where_of(line)}：{fault}") for fault in _faults(row.filled, line)]
        changes = found.changes if row.mark.version == line.version else found.clashes
        changes.append(Change(line, row.filled, row.place))
    return found


def _at(row: Given, words: str) -> str:
    return f"{row.place} {words}" if row.place else words


def _as_typed(filled: Filled, line: DispatchLine | None) -> Filled:
    """没有变化 together with the very words of the round before says no more than 没有变化."""
    last = getattr(line, "last", None)
    if filled.unchanged and last and filled.texts == tuple(getattr(last, name) for name in TEXTS):
        return Filled(unchanged=True)
    return filled


def _faults(filled: Filled, line: DispatchLine) -> Iterable[str]:
    if filled.unchanged and any(filled.texts):
        yield _("勾了“没有变化”，又填了字。有变化就不勾，没有变化就不用填。")
    if filled.unchanged and getattr(line, "last", None) is None:
        yield _("上次没有填过，不能勾“没有变化”，请写进展。")
    if not filled.unchanged and any(filled.texts) and not filled.progress:
        yield _("没有写进展。只有问题或打算的，也请用一句话说到了哪一步。")
    for name, words in zip(TEXTS, filled.texts, strict=True):
        if len(words) > LONGEST:
            said = _("“%(label)s”有 %(count)s 字，最多 %(most)s 字。")
            yield said % {"label": LABELS[name], "count": len(words), "most": LONGEST}


@transaction.atomic
def fill(
    dispatch: Dispatch, organisation: Organisation, given: Iterable[Given], *, source: str = "", by: Actor
) -> list[DispatchLine]:
    """Store what a lead says, all or nothing; gives the lines that changed. `source` names the file it came in. Raises
    Refused, and Clash where somebody else wrote in the same line."""
    rows = Dispatch.objects.select_for_update(of=("self",)).select_related("plan__authority")
    dispatch = rows.get(pk=dispatch.pk)  # it is not closed meanwhile, and nobody else of the lead writes
    refuse_if([why_not_fill(dispatch, organisation, by=by)])
    found = compare(table(dispatch, organisation), given)
    refuse_if(found.faults)
    if found.clashes:
        raise Clash(found.clashes)
    states = _held(found.changes)
    said = [_store(one, states, by=by) for one in found.changes]
    if said:
        detail = {"organisation": str(organisation), "lines": said, "source": source}
        record.write("dispatch.fill", by=by.who, about=dispatch, where=organisation.path, detail=detail)
        asking.answered(dispatch, organisation, by=by)
    return [one.line for one in found.changes]


def _held(changes: Iterable[Change]) -> dict[int, str]:
    """The states of the assignments concerned, held until the transaction ends: their tasks first and in the one order in
    which many are held, so that nobody who acts on them waits for us while we wait for them."""
    changes = list(changes)
    acts.hold_tasks({one.line.assignment.task_id for one in changes})
    rows = Assignment.objects.select_for_update(of=("self",)).order_by("pk")
    return dict(rows.filter(pk__in=[one.line.assignment_id for one in changes]).values_list("pk", "state"))


def _store(change: Change, states: Mapping[int, str], *, by: Actor) -> dict[str, Any]:
    """Write a line, and the movement of its assignment where it brings news and the assignment is in hand."""
    line, given = change.line, change.given
    detail = {"number": line.assignment.task.number, "before": asdict(change.now), "after": asdict(given)}
    source = line.last if given.unchanged else given
    for name in TEXTS:
        setattr(line, name, getattr(source, name))
    line.unchanged, line.version = given.unchanged, line.version + 1
    line.filled_by, line.filled_at = (None, None) if given.is_empty else (by.membership, timezone.now())
    line.behalf = "" if given.is_empty else str(by.behalf or "")
    fields = [*TEXTS, "unchanged", "version", "filled_by", "filled_at", "behalf"]
    line.save(update_fields=fields)
    if given.progress and states[line.assignment_id] in MOVES["note"].states:
        more = {"dispatch": str(line.dispatch)}
        acts.act(line.assignment, "note", by=by, said=Said(words=given.words, more=more))
    return detail
