"""The pages on which the journal is searched, looked into, checked and exported, and everybody finds their own doings."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.attachment import attached
from luoshi.office.cipher import UnreadableSecretError
from luoshi.office.desk import journal_check, journal_list, journal_purge
from luoshi.office.desk.jobs import ask_for
from luoshi.office.desk.journal_words import name_of, value_of
from luoshi.office.journal import anchor, mac, purge, seal
from luoshi.office.journal.detail import detail_of
from luoshi.office.journal.models import Entry, Link
from luoshi.office.listing import Listing
from luoshi.office.organisations.access import EVERY_ROLE, Request, open_to
from luoshi.office.organisations.models import Role
from luoshi.office.organisations.taken_out import exported
from luoshi.office.refused import Refused

READERS = (Role.AUDITOR,)
MOST_EXPORTED = 50_000  # rows; a workbook is made in memory
SIDES = ("before", "after")


@open_to(READERS)
@require_GET
def journal(request: Request) -> HttpResponse:
    """Everything of the area, by words, person, verb, period and outcome."""
    listing = journal_list.for_auditor(request.actor, about=request.GET.get("about", ""))
    if request.GET.get("export") == "xlsx":
        return _exported(request, listing)
    shown = {
        "list": listing.shown(request),
        "total": listing.rows.count(),
        "failed": listing.rows.filter(done=False).count(),
    }
    return render(request, "desk/journal.html", shown)


def _exported(request: Request, listing: Listing) -> HttpResponse:
    """No more at once than a workbook holds comfortably."""
    count = listing.count(request.GET)
    if count > MOST_EXPORTED:
        said = _("没有导出：选中 %(count)s 条，一次最多 %(most)s 条。请在“时间”里选一个月，分几次导出。")
        messages.error(request, said % {"count": count, "most": MOST_EXPORTED})
        return redirect("journal")
    return exported(request, listing, verb="journal.export", name=_("日志"))


@open_to(EVERY_ROLE)
@require_GET
def my_doings(request: Request) -> HttpResponse:
    """What the journal keeps of oneself."""
    listing = journal_list.of_oneself(request.actor)
    if request.GET.get("export") == "xlsx":
        return listing.exported(request, name=_("我的操作记录"))
    return render(request, "desk/my_doings.html", {"list": listing.shown(request), "total": listing.rows.count()})


@open_to(READERS)
@require_GET
def entry(request: Request, pk: int) -> HttpResponse:
    """One entry with its detail, and whether both are as they were written."""
    found = get_object_or_404(Entry.objects.visible_to(request.actor), pk=pk)
    shown = {
        "entry": found,
        "verb": journal_list.label_of(found.verb),
        "role": journal_list.role_of(found),
        "outcome": journal_list.outcome_of(found),
        "link": Link.objects.filter(pk=found.pk).first(),
        "sound": found.mac == mac.of_entry(found),
    }
    try:
        detail = detail_of(found)
    except UnreadableSecretError:
        return render(request, "desk/entry.html", {**shown, "unreadable": True})
    purged = bool(found.payload_hash) and detail is None
    return render(request, "desk/entry.html", {**shown, **sides_of(detail or {}), "purged": purged})


def sides_of(detail: dict[str, Any]) -> dict[str, Any]:
    """A detail of before and after as rows of both; whatever else it holds by its name."""
    before, after = (
        {} if one is None else one if isinstance(one, dict) else {"": one} for one in map(detail.get, SIDES)
    )
    names = list(dict.fromkeys([*before, *after]))
    return {
        "changes": [(name_of(name), _said(name, before.get(name)), _said(name, after.get(name))) for name in names],
        "facts": [(name_of(name), _said(name, value)) for name, value in detail.items() if name not in SIDES],
    }


def _said(name: str, value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return "；".join(_said(name, one) for one in value) or "—"
    if isinstance(value, dict):
        return "，".join(f"{name_of(key, of=name)} {_said(key, one)}" for key, one in value.items()) or "—"
    return value_of(name, str(value))


@open_to(READERS, act=READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: Request) -> HttpResponse:
    """The last check and the seals; the form checks anew, in the background where that takes longer than a moment."""
    if request.method == "POST":
        if not journal_check.is_small():
            return redirect("job", ask_for("journal.check", by=request.actor, key="journal.check").pk)
        journal_check.put_down(journal_check.look_through(), by=request.actor)
        return redirect("journal-verify")
    last = Entry.objects.visible_to(request.actor).filter(verb=journal_check.VERB).order_by("-pk").first()
    try:
        told = detail_of(last) if last else None
    except UnreadableSecretError:
        told = None
    waiting = Entry.objects.unsealed()
    shown = {
        "last": last, "told": told, "head": seal.head_of(), "unsealed": waiting.count(),
        "oldest": waiting.order_by("pk").first(), "small": journal_check.is_small(),
        "may_purge": journal_purge.why_not(request.actor) is None, "first_kept": purge.first_kept(timezone.localdate()), "at_once": journal_check.AT_ONCE,
    }  # fmt: skip
    return render(request, "desk/journal_verify.html", shown)


@open_to((), act=READERS)
@require_POST
def purge_details(request: Request) -> HttpResponse:
    """Old details go for good, their entries stay."""
    try:
        day = date.fromisoformat(request.POST.get("before", ""))
        count = journal_purge.details_before(day, by=request.actor)
    except ValueError:
        messages.error(request, _("没有清理：日期没有填，或写得不对。请选一个日期。"))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = (
            _("已清理 %(count)s 条日志的明细。") if count else _("没有要清理的：%(day)s 以前的明细已经清理过，或没有。")
        )
        messages.success(request, said % {"count": count, "day": day.isoformat()})
    return redirect("journal-verify")


@open_to(READERS)
@require_GET
def head(_request: Request) -> HttpResponse:
    """The head as text, to be printed or kept elsewhere; `luoshi check journal --head` reads it again."""
    now = timezone.localtime()
    found = seal.head_of()
    response = HttpResponse(anchor.as_text(found, now), content_type="text/plain; charset=utf-8")
    return attached(response, f"luoshi-journal-{now:%Y-%m-%d}.txt")
