"""Checks of the journal that somebody asked for: at once where it is small, else in the background."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.office.background import Progress
from luoshi.office.journal import record, seal
from luoshi.office.journal.check import Check
from luoshi.office.journal.models import Entry
from luoshi.office.journal.record import About
from luoshi.office.organisations.actor import Actor

VERB = "journal.check"
AT_ONCE = 20_000  # entries; some seconds of a page that is waited for
KEPT = 200  # flaws whose sentences are kept with the result

Told = dict[str, Any]


def is_small() -> bool:
    """Whether the whole journal can be checked while somebody waits."""
    return not Entry.objects.order_by("pk")[AT_ONCE : AT_ONCE + 1].exists()


def look_through(*, progress: Progress | None = None) -> Told:
    """Go through the whole journal; gives what is kept of it."""
    check, sentences, count = Check(), list[str](), 0
    total = Entry.objects.count() if progress else 0
    for flaw in check.flaws(tell=(lambda done: progress(done, total, _("正在核对"))) if progress else None):
        count += 1
        if count <= KEPT:
            sentences.append(str(flaw))
    return {
        "flaws": sentences, "count": count, "entries": check.entries, "seals": check.seals, "unsealed": check.unsealed
    }  # fmt: skip


def put_down(told: Told, *, by: Actor) -> str:
    """Write the result into the journal itself; gives it in a line."""
    said = (_("发现 %(count)s 处不符") if told["count"] else _("日志完好：%(entries)s 条都与写入时一致")) % told
    where = by.authority.path if by.authority else by.organisation.path
    record.write(VERB, by=by.who, about=About("journal.entry", label=said), where=where, detail=told)
    return said


# The parts of a job


def prepare(_arguments: Mapping[str, Any], *, progress: Progress, **_by: Any) -> Told:
    return look_through(progress=progress)


def do(told: Told, *, by: Actor, **_progress: Any) -> Mapping[str, str]:
    return {"words": put_down(told, by=by), "address": reverse("journal-verify")}


def prepare_sealing(_arguments: Mapping[str, Any], **_nobody: Any) -> int:
    """Here and not in the job's own transaction: a seal must be committed before its head is noted outside."""
    return seal.seal_all()


def tell_sealed(count: int, **_nobody: Any) -> Mapping[str, str]:
    return {"words": _("封存 %(count)s 条日志") % {"count": count}}
