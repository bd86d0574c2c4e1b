"""What the shell joins from several apps: the menu, what waits for the actor, what a handover moves, what jobs do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoshi.office.background import JobKind, Schedule
from luoshi.office.desk import (
    ask_panel,
    asks,
    delivery,
    exports,
    import_views,
    imports,
    journal_panel,
    message_views,
    sendings,
)
from luoshi.office.desk import job_panel as jobs
from luoshi.office.desk import verbs as desk
from luoshi.office.desk.exports import ExportedList
from luoshi.office.glance import Glance
from luoshi.office.journal import verbs as journal
from luoshi.office.organisations import account_views, grant_views
from luoshi.office.organisations import verbs as organisations
from luoshi.office.organisations.access import Door, rule_of
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.handover import Mover
from luoshi.office.pending import Pending
from luoshi.office.plans import approval, assignments_list, consultation, handing_over, reports
from luoshi.office.plans import verbs as plans
from luoshi.office.plans.assignment import lists
from luoshi.office.plans.chasing import panel as chasing
from luoshi.office.plans.chasing import schedule as chasing_schedule
from luoshi.office.plans.dispatch import queries as dispatch
from luoshi.office.plans.models import Assignment, Chaser, Standing
from luoshi.office.plans.overview import panel as overview
from luoshi.office.web import verbs as web

# Address name and label, in the order of the menu. Whom an item is shown to is the rule of its page.
MENU: tuple[tuple[str, Promise | str], ...] = (
    ("home", _("首页")),
    ("reports", _("报告")),
    ("plans", _("计划")),
    ("section-work", _("本科室")),
    ("school-work", _("我校")),
    ("schools-work", _("学校")),
    ("ledger", _("台账")),
    ("chasing", _("督办")),
    ("dispatches", _("调度")),
    ("asks", _("减负台账")),
    ("organisations", _("机构")),
    ("people", _("人员")),
)

# Whose menu leaves an item out: what it would show them is mostly nothing, and their own page leads there if there is any.
ELSEWHERE: dict[str, frozenset[str]] = {"chasing": asks.ANSWERERS, "dispatches": asks.ANSWERERS}

# What is needed now and then, behind one word.
KEEPING: tuple[tuple[str, Promise | str], ...] = (
    ("groupings", _("分组")),
    ("behalf", _("代录")),
    ("handovers", _("离任交接")),
    ("calendar", _("校历")),
    ("imports", _("导入")),
    ("accounts", _("账号")),
    ("grants", _("授权")),
    ("tokens-everybodys", _("令牌")),
    ("journal", _("日志")),
    ("settings", _("设置")),
)


@dataclass(frozen=True)
class MenuItem:
    """One entry of the menu."""

    label: str
    address: str
    here: bool


# Each gives what waits for the actor in its app.
PENDING: tuple[Callable[[Actor], Iterable[Pending]], ...] = (
    delivery.pending,
    consultation.pending,
    assignments_list.pending,
    lists.pending,
    chasing.pending,
    dispatch.pending,
    asks.pending,
    grant_views.pending,
    import_views.pending,
    jobs.pending,
)

# Each gives the numbers of its app that matter to the actor's role.
GLANCES: tuple[Callable[[Actor], Iterable[Glance]], ...] = (
    overview.glances,
    ask_panel.glances,
    grant_views.glances,
    account_views.glances,
    message_views.glances,
)

# What jobs do, and which of them the clock asks for. The settings name both tables, since desk cannot import this one.
JOB_HANDLERS: dict[str, JobKind] = {
    **jobs.HANDLERS,
    **sendings.HANDLERS,
    **exports.HANDLERS,
    **journal_panel.HANDLERS,
    **imports.HANDLERS,
    **reports.HANDLERS,
    **approval.HANDLERS,
    **chasing_schedule.HANDLERS,
}
JOB_SCHEDULES: tuple[Schedule, ...] = (
    *jobs.SCHEDULES,
    *sendings.SCHEDULES,
    *exports.SCHEDULES,
    *journal_panel.SCHEDULES,
    *approval.SCHEDULES,
    *chasing_schedule.SCHEDULES,
)

# Lists that a job exports where they are long. The settings name the table, as above.
EXPORTED_LISTS: dict[str, ExportedList] = {**overview.LISTS}

# What the journal's page calls each thing that was done. The settings name the table, as above.
VERBS: dict[str, str | Promise] = {
    verb: label for app in (journal, organisations, desk, plans, web) for verb, label in app.VERBS.items()
}

# What the journal's page calls values that are kept as codes, by the fact they are of. The settings name the table, as above.
CODES: dict[str, dict[str, str | Promise]] = {
    "": dict(Assignment.State.choices),
    "standings": dict(Standing.choices),
    "step": dict(Chaser.Step.choices),
}

# Each moves what is open in its app from one membership to another, and says what it moved.
MOVERS: tuple[Mover, ...] = (asks.move, handing_over.move)


def menu(request: HttpRequest) -> dict[str, list[MenuItem]]:
    """The items whose page the actor may open: those of every day, and those behind one word."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"menu": [], "keeping": []}
    return {"menu": _items(MENU, actor, request.path), "keeping": _items(KEEPING, actor, request.path)}


def _items(entries: Iterable[tuple[str, Promise | str]], actor: Actor, path: str) -> list[MenuItem]:
    return [
        MenuItem(str(label), address, here=is_here(path, address))
        for name, label in entries
        if actor.role not in ELSEWHERE.get(name, ())
        for address, view in (_page(name),)
        if may_open(actor, view)
    ]


@cache
def _page(name: str) -> tuple[str, Callable[..., HttpResponse]]:
    """Where a page is and what answers there: asked for every item of every page, and ever the same."""
    address = reverse(name)
    return address, resolve(address).func


def is_here(path: str, address: str) -> bool:
    return path == address if address == "/" else path.startswith(address)


def may_open(actor: Actor, view: Callable[..., HttpResponse]) -> bool:
    rule = rule_of(view)
    return rule is not None and (rule.door is not Door.ROLE or actor.role in rule.look)


def pending(actor: Actor) -> list[Pending]:
    """Everything that waits for the actor, in the order of the apps."""
    return [one for contribute in PENDING for one in contribute(actor)]


def glances(actor: Actor) -> list[Glance]:
    """The numbers of the actor's part of the county, in the order of the apps."""
    return [one for contribute in GLANCES for one in contribute(actor)]
