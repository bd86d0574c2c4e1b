"""兑现情况: every sentence of the year's report that asks for something, with what became of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.addresses import address_of
from luoshi.office.listing import Column, Filter, Listing
from luoshi.office.organisations.access import BUREAU_STAFF
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans.assignment.queries import standing_days
from luoshi.office.plans.ledger_cells import BETWEEN
from luoshi.office.plans.models import (
    Amendment,
    Assignment,
    Candidate,
    Responsibility,
    Target,
    Task,
)
from luoshi.office.plans.overview import of_year
from luoshi.office.plans.overview.assignments import BASIS
from luoshi.office.plans.overview.latest import Latest, figure_words, latest_of
from luoshi.office.plans.overview.of_year import ASKS
from luoshi.office.plans.overview.scope import Scope, each, scope_of

State, Kind = Assignment.State, Candidate.Kind
DONE, ON_TRACK, STANDING, LATE, WORKING = "done", "on_track", "standing", "late", "working"
NOBODY, CANCELLED, GUIDING, RETURNED = "nobody", "cancelled", "guiding", "returned"
OPEN, TOLD = "open", "told"
MET, UNMET, NO_DATA = "met", "unmet", "no_data"  # a figure of the year that no task is there for: what came in says it

AMISS = (LATE, UNMET)

# What may become of a sentence, in the order in which the page counts it.
RESULTS: dict[str, Promise] = {
    DONE: gettext_lazy("办结"),
    ON_TRACK: gettext_lazy("达到序时进度"),
    STANDING: gettext_lazy("转常态"),
    MET: gettext_lazy("达到指标"),
    WORKING: gettext_lazy("正在办理"),
    LATE: gettext_lazy("滞后"),
    UNMET: gettext_lazy("没有达到指标"),
    NO_DATA: gettext_lazy("还不能判断"),
    NOBODY: gettext_lazy("没有下达"),
    CANCELLED: gettext_lazy("取消"),
    GUIDING: gettext_lazy("原则性要求"),
    RETURNED: gettext_lazy("不采用"),
    OPEN: gettext_lazy("未核定"),
    TOLD: gettext_lazy("不要求办"),
}
# What the list holds: at first what asks for something.
HOLDS: dict[str, tuple[Promise, Q]] = {
    "asks": (gettext_lazy("要求办的"), ASKS),
    "targets": (gettext_lazy("指标任务"), Q(kind=Kind.TARGET)),
    "told": (gettext_lazy("不要求办的"), Q(kind__in=(Kind.CLAIM, Kind.GOAL))),
    "all": (gettext_lazy("全部"), Q()),
}


@dataclass(frozen=True)
class Fulfilment:
    """What became of one task: a result, and how many of those who were given it are done."""

    result: str
    done: int = 0
    total: int = 0


@dataclass
class Year:
    """A year's reports against what was done."""

    scope: Scope
    leads: dict[int, list[str]] = field(default_factory=dict)
    evidence: dict[int, int] = field(default_factory=dict)
    latest: dict[int, list[Latest]] = field(default_factory=dict)
    ends: dict[int, Amendment] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)  # of tasks, where the report is not quoted

    @cached_property
    def readings(self) -> list[int]:
        """The newest of each of the authority's own reports in these plans."""
        newest: dict[int, int] = {}
        for report, pk in of_year.readings(**self.scope.given):
            newest.setdefault(report, pk)
        return list(newest.values())

    @property
    def _given(self) -> dict[str, int]:
        return each("reading", self.readings)

    @property
    def rows(self) -> QuerySet[Candidate]:
        return Candidate.objects.filter(reading__in=self.readings)

    @cached_property
    def tasks(self) -> dict[int, tuple[str, bool, int]]:
        """Grade, whether cancelled, and number of every task."""
        found = of_year.tasks(**self.scope.given)
        return {pk: (grade, day is not None, number) for pk, grade, day, number in found}

    @cached_property
    def fulfilments(self) -> dict[int, Fulfilment]:
        """Of every task, from its assignments."""
        states: dict[int, dict[str, int]] = {}
        for task, state, number in of_year.finished(**self.scope.given):
            states.setdefault(task, {})[state] = number
        days = standing_days(self.scope.actor.authority, self.scope.day)
        numbers = {task: counted for task, *counted in of_year.awaited(**days, **self.scope.given)}
        return {
            task: self._fulfilment(grade, states.get(task, {}), *numbers.get(task, (0, 0)), cancelled=cancelled)
            for task, (grade, cancelled, _number) in self.tasks.items()
        }

    def _fulfilment(
        self, grade: str, states: Mapping[str, int], awaited: int, late: int, *, cancelled: bool
    ) -> Fulfilment:
        """How many ended in which state; how many are awaited, and how many of these are late."""
        done = sum(states.values())
        total = done + awaited
        if cancelled:
            result = CANCELLED
        elif grade == Task.Grade.GUIDING:
            result = GUIDING
        elif late:
            result = LATE
        elif not total:
            result = NOBODY
        elif done < total:
            result = WORKING
        else:
            result = ON_TRACK if states.get(State.ON_TRACK) else DONE if states.get(State.DONE) else STANDING
        return Fulfilment(result, done, total)

    @cached_property
    def of_candidates(self) -> dict[int, list[int]]:
        """The tasks that each became, the older first."""
        found: dict[int, list[int]] = {}
        for candidate, task in sorted(of_year.became(**self._given)):
            if task in self.tasks:
                found.setdefault(candidate, []).append(task)
        return found

    @cached_property
    def _findings(self) -> list[tuple[int, str, str, int | None]]:
        return list(map(tuple, of_year.findings(**self._given)))

    @cached_property
    def _figures_alone(self) -> dict[int, str]:
        """What became of each figure that the year aims at and no task is there for."""
        rows = Target.objects.filter(plan__in=self.scope.numbers, task__isnull=True, candidate__isnull=False)
        results = {True: MET, False: UNMET, None: NO_DATA}
        return {one.target.candidate_id or 0: results[one.is_met] for one in latest_of(rows).get(0, ())}

    @cached_property
    def results(self) -> dict[int, str]:
        """What became of every finding. Of several tasks the one that is furthest behind says it."""
        ranks = (LATE, WORKING, NOBODY, ON_TRACK, STANDING, DONE, GUIDING, CANCELLED)
        targets: dict[int, int] = dict(of_year.targets(**self.scope.given))
        found: dict[int, str] = {}
        for pk, kind, state, belongs in self._findings:
            of = belongs if kind == Kind.TARGET else pk
            own = [task] if (task := targets.get(pk)) else self.of_candidates.get(of or 0, [])
            became = {self.fulfilments[one].result for one in own if one in self.fulfilments}
            if kind in (Kind.CLAIM, Kind.GOAL):
                found[pk] = TOLD
            elif state == Candidate.State.OPEN and not became:
                found[pk] = OPEN
            elif state == Candidate.State.RETURNED:
                found[pk] = RETURNED
            elif not became:
                found[pk] = self._figures_alone.get(pk, NOBODY)
            else:
                found[pk] = next(one for one in ranks if one in became)
        return found

    @cached_property
    def asking(self) -> list[int]:
        """What the list holds at first, see HOLDS."""
        asks = (Kind.TASK, Kind.TARGET)
        return [pk for pk, kind, _state, of in self._findings if kind in asks and not (kind == Kind.TARGET and of)]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(self.results[pk] for pk in self.asking)

    @cached_property
    def sentences(self) -> int:
        """How many sentences ask for something: one may ask for several things."""
        return len({(reading, basis or pk) for pk, reading, basis in of_year.bases(**self._given)})

    @property
    def told(self) -> int:
        """Findings that ask for nothing: what was reached, and what is aimed at."""
        return sum(one == TOLD for one in self.results.values())

    @property
    def beside(self) -> int:
        """Tasks that come from elsewhere."""
        return len(self.tasks.keys() - {task for tasks in self.of_candidates.values() for task in tasks})

    @property
    def title(self) -> str:
        if not self.asking:
            return _("还没有报告可以对照")
        said = [_("%(count)s 项办结") % {"count": self.counts[DONE]}]
        named = (
            (ON_TRACK, _("%(count)s 项达到序时进度")),
            (LATE, _("%(count)s 项滞后")),
            (UNMET, _("%(count)s 项没有达到指标")),
            (CANCELLED, _("%(count)s 项取消")),
        )
        said += [words % {"count": self.counts[one]} for one, words in named if self.counts[one]]
        asked = {"sentences": self.sentences, "asks": len(self.asking), "said": "，".join(said)}
        return _("报告里 %(sentences)s 句话提出 %(asks)s 项要求：%(said)s") % asked

    @property
    def summary(self) -> list[dict[str, Any]]:
        """How many sentences became what, each with the list of them."""
        at = f"{address_of('year')}?year={self.scope.year}&result="
        return [
            {"number": number, "label": label, "address": f"{at}{name}", "css": "state-over" if name in AMISS else ""}
            for name, label in RESULTS.items()
            if (number := self.counts[name])
        ]

    # The list

    def listing(self) -> Listing:
        choices = [(name, str(label)) for name, label in RESULTS.items() if name != TOLD]
        holds = [(name, str(label)) for name, (label, _q) in HOLDS.items()]
        return Listing(
            self.rows.select_related("reading"),
            tuple(self._columns()),
            filters=(
                *self.scope.filters(),
                Filter(
                    "hold", _("句子"), holds, lambda name: HOLDS[name][1] if name in HOLDS else None, default="asks"
                ),
                Filter("result", _("结果"), choices, self._became),
            ),
            search=("words", "reason") if self.quotes else (self._asked_so,),
            order="order",
            title=_("兑现情况"),
            look_up=self.look_up,
            kind="year",
            cards=True,
        )

    @property
    def quotes(self) -> bool:
        """Whether the report is quoted, and what people wrote in their own words: they may name persons, and an observer sees
        none."""
        return self.scope.actor.sees_persons

    def _asked_so(self, word: str) -> Q:
        """For who reads the tasks' words and not the report's."""
        became = Task.candidates.through.objects.filter(task__plan__in=self.scope.numbers)
        said = became.filter(task__words__icontains=word)
        return Q(pk__in=said.values("candidate")) | Q(words__icontains=word) & ~Q(pk__in=became.values("candidate"))

    def _became(self, result: str) -> Q | None:
        if result not in RESULTS:
            return None
        return Q(pk__in=[pk for pk, one in self.results.items() if one == result])

    def look_up(self, rows: Sequence[Candidate]) -> None:
        tasks = {task for one in rows for task in self.tasks_of(one)}
        if not self.quotes:
            self.words = dict(Task.objects.filter(pk__in=tasks).values_list("pk", "words"))
        named = Responsibility.objects.filter(task__in=tasks, part=Responsibility.Part.LEAD)
        self.leads = {}
        for task, name, words in named.values_list("task", "organisation__name", "words"):
            self.leads.setdefault(task, []).append(words or name or "")
        held = Assignment.objects.given_out().filter(BASIS["shown"][1], task__in=tasks)
        self.evidence = dict(held.order_by().values_list("task").annotate(Count("pk")))
        ended = Amendment.objects.filter(task__in=tasks, what=Amendment.What.CANCELLED)
        self.ends = {one.task_id: one for one in ended.order_by("pk")}
        self.latest = latest_of(Target.objects.filter(Q(task__in=tasks) | Q(candidate__in=[one.pk for one in rows])))

    def tasks_of(self, one: Candidate) -> list[int]:
        own = self.of_candidates.get(one.pk, [])
        return own or self.of_candidates.get(one.belongs_to_id or 0, [])

    def _columns(self) -> Iterator[Column]:
        page = _source if self.scope.actor.role in BUREAU_STAFF else None
        if self.quotes:
            yield Column("order", _("报告原文"), sentence, "order", link=page, css="wide", once=True)
            yield Column("words", _("要求"), self.asked_of, "words", link=self._task_page, css="piece")
        else:
            yield Column("order", _("要求"), self.asked_of, "order", css="wide")
        yield Column("lead", _("牵头单位"), lambda one: BETWEEN.join(self.names_of(one)))
        yield Column("result", _("结果"), self.result_words, css="tight")
        yield Column("done", _("办结／下达"), self._done, link=self._behind, css="number")
        yield Column("evidence", _("有佐证"), lambda one: sum(self.evidence.get(t, 0) for t in self.tasks_of(one)) or "",
                     link=lambda one: self._behind(one, "&basis=shown"), css="number")  # fmt: skip
        yield Column("target", _("指标"), self._targets)
        yield Column("latest", _("最近数据"), self._latest)
        yield Column("note", _("说明"), self._note, css="note")

    def names_of(self, one: Candidate) -> list[str]:
        """Who leads what it became."""
        return list(dict.fromkeys(name for task in self.tasks_of(one) for name in self.leads.get(task, ())))

    def told_of(self, one: Candidate) -> str:
        """All that became of it, in a few words for the paper."""
        done = (count := self._done(one)) and _("%(done)s 件办结") % {"done": count}
        said = (self.result_words(one), done, self._latest(one), self._note(one))
        return "；".join(filter(None, said))

    def asked_of(self, one: Candidate) -> str:
        """What of its sentence is asked for, with the numbers of the tasks that it became."""
        numbers = "、".join(str(self.tasks[task][2]) for task in self.tasks_of(one))
        words = self.words_of(one)
        return f"{numbers}. {words}" if numbers else words

    def words_of(self, one: Candidate) -> str:
        """The report's, or those of its tasks where the report is not quoted."""
        own = () if self.quotes else self.of_candidates.get(one.pk, ())
        return "；".join(self.words[task] for task in own if task in self.words) or one.words

    def _task_page(self, one: Candidate) -> str:
        if self.scope.actor.role not in BUREAU_STAFF:
            return ""
        if tasks := self.tasks_of(one):
            return address_of("task", tasks[0])
        own = [each.target for each in self._figures(one)] if one.kind == Kind.TARGET else []
        if own and own[0].task_id:
            return address_of("task", own[0].task_id)
        return address_of("target", own[0].pk) if own else ""

    def result_words(self, one: Candidate) -> str:
        return str(RESULTS[self.results[one.pk]])

    def _done(self, one: Candidate) -> str:
        found = [self.fulfilments[task] for task in self.tasks_of(one)]
        total = sum(each.total for each in found)
        return f"{sum(each.done for each in found)}/{total}" if total else ""

    def _behind(self, one: Candidate, basis: str = "") -> str:
        tasks = self.tasks_of(one)
        if len(tasks) != 1 or self.tasks[tasks[0]][1] or not self.fulfilments[tasks[0]].total:
            return ""
        return f"{address_of('assignments')}?year={self.scope.year}&task={tasks[0]}{basis}"

    def _figures(self, one: Candidate) -> list[Latest]:
        if one.kind == Kind.TARGET:
            return [each for found in self.latest.values() for each in found if each.target.candidate_id == one.pk]
        return [each for task in self.tasks_of(one) for each in self.latest.get(task, ())]

    def _targets(self, one: Candidate) -> str:
        """A figure that is all that is asked for says itself what it is."""
        return "" if one.kind == Kind.TARGET else "；".join(str(each.target) for each in self._figures(one))

    def _latest(self, one: Candidate) -> str:
        return "；".join(figure_words(each) for each in self._figures(one))

    def _note(self, one: Candidate) -> str:
        if one.state == Candidate.State.RETURNED:
            return one.reason if self.quotes else ""
        if self.results[one.pk] in (MET, UNMET, NO_DATA):
            return _("没有分给任务")
        ended = [self.ends[task] for task in self.tasks_of(one) if task in self.ends]
        said = _("%(who)s %(day)s 决定取消") if self.quotes else _("%(day)s 决定取消")
        return "；".join(said % {"who": each.decided_by, "day": each.decided_on} for each in ended)


def sentence(one: Candidate) -> str:
    """As the report has it; what the reader made of it where that is all that was kept."""
    return one.said.get("basis") or one.words


def _source(one: Candidate) -> str:
    return f"{address_of('report', one.reading.report_id)}#{one.mark}"


def make(actor: Actor, given: Mapping[str, str]) -> Listing:
    """The list as its page has it."""
    return Year(scope_of(actor, given)).listing()
