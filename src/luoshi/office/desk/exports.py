"""Lists that go out: at once as a workbook where they are short, as CSV while they are read, or as a workbook that a job makes.

Who took out how many rows of a long list, and which, stands in the journal.
"""

import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import xlsxwriter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from luoshi.office.background import JobKind, Progress
from luoshi.office.desk import files, store
from luoshi.office.desk.jobs import ask_for
from luoshi.office.desk.models import File, Purpose
from luoshi.office.journal import record
from luoshi.office.journal.who import PROGRAM
from luoshi.office.listing import AT_ONCE, Listing, neutral
from luoshi.office.organisations.access import ADMINISTRATORS, EVERY_ROLE, Request, open_to
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Role
from luoshi.office.refused import Refused

MOST = 1_000_000  # rows of a sheet
KEPT = timedelta(days=30)  # a workbook can be made again
MAKERS = EVERY_ROLE - ADMINISTRATORS - {Role.OBSERVER}  # who may fetch files; an observer takes CSV


@dataclass(frozen=True)
class ExportedList:
    """导出: a list that may grow so long that a job makes its workbook. `make(actor, given)` is the list as its page has it."""

    label: str | Promise
    roles: Collection[str]
    make: Callable[[Actor, Mapping[str, str]], Listing]


def lists() -> Mapping[str, ExportedList]:
    """The apps' lists, joined in web."""
    known: Mapping[str, ExportedList] = import_string(settings.EXPORTED_LISTS)
    return known


def answer(request: Request, rows: Listing, *, name: str) -> HttpResponseBase | None:
    """What `export` in the address asks for; None where it asks for nothing and the page is to be shown."""
    wish = request.GET.get("export")
    if wish not in {"csv", "xlsx"}:
        return None
    count = rows.count(request.GET)
    if wish == "xlsx" and count <= AT_ONCE:
        return rows.exported(request, name=name)
    if wish == "xlsx":
        messages.info(request, _("有 %(count)s 行，请用“导出（CSV）”，或在后台做 Excel。") % {"count": count})
        return redirect(f"{request.path}?{_without_export(request)}")
    _write_down(rows.kind, name, count, request.GET.urlencode(), by=request.actor)
    return rows.streamed(request, name=name)


def _without_export(request: Request) -> str:
    given = request.GET.copy()
    given.pop("export", None)
    return given.urlencode()


def _write_down(kind: str, name: str, count: int, given: str, *, by: Actor, about: File | None = None) -> None:
    detail = {"list": kind, "name": name, "rows": count, "given": given}
    record.write("list.export", by=by.who, about=about, where=by.organisation.path, detail=detail)


@open_to((), act=MAKERS)
@require_POST
def ask(request: Request) -> HttpResponse:
    """Have a workbook made of a long list as it is seen."""
    kind, given = request.POST.get("list", ""), request.POST.get("given", "")
    known = lists().get(kind)
    if known is None or request.actor.role not in known.roles:
        messages.error(request, _("没有这个列表可以导出。请回到列表页再按一次。"))
        return redirect("home")
    key = f"desk.export {request.actor.membership.pk} {sha256(f'{kind} {given}'.encode()).hexdigest()}"
    with transaction.atomic():
        job = ask_for("desk.export", by=request.actor, arguments={"list": kind, "given": given}, key=key)
    return redirect("job", pk=job.pk)


# The job


@dataclass(frozen=True)
class Made:
    """A workbook that is not kept yet."""

    content: bytes
    name: str
    kind: str
    given: str
    rows: int


def make(arguments: Mapping[str, Any], *, by: Actor, progress: Progress) -> Made:
    """Write the sheet row by row, so that no more than some of them are held at once."""
    known = lists().get(arguments["list"])
    if known is None or by.role not in known.roles:
        raise Refused(_("没有这个列表可以导出。请回到列表页再按一次。"))
    given = QueryDict(arguments["given"]).dict()
    listing = known.make(by, {name: str(value) for name, value in given.items()})
    found = listing.chosen(given)
    total = listing.count(given)
    if total > MOST:
        raise Refused(_("有 %(count)s 行，一张表放不下。请先筛选，或用 CSV 导出。") % {"count": total})
    with tempfile.TemporaryDirectory(prefix="luoshi-export-") as folder:
        path = Path(folder, "list.xlsx")
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": folder}
        with xlsxwriter.Workbook(path, options) as book:
            sheet = book.add_worksheet(str(listing.title or _("列表"))[:31])
            count = _fill(book, sheet, listing, found, lambda done: progress(done, total))
        content = path.read_bytes()
    return Made(
        content, f"{known.label}{timezone.localdate():%Y%m%d}.xlsx", arguments["list"], arguments["given"], count
    )


def _fill(book: Any, sheet: Any, listing: Listing, found: Any, told: Callable[[int], None]) -> int:
    head = book.add_format({"bold": True, "bottom": 1})
    for number, column in enumerate(listing.columns):
        sheet.set_column(number, number, 48 if "wide" in column.css else 14)
    sheet.write_row(0, 0, [str(column.label) for column in listing.columns], head)
    sheet.freeze_panes(1, 0)
    count = 0
    for rows in listing.batches(found):
        for row in rows:
            count += 1
            for number, column in enumerate(listing.columns):
                sheet.write(count, number, neutral(column.value(row)))
        told(count)
    sheet.write(count + 2, 0, _("共 %(count)s 行") % {"count": count})
    return count


def keep(made: Made, *, by: Actor, **_told: Any) -> dict[str, str]:
    """Keep it for whoever asked, and write down what went out."""
    found = files.Examined(made.content, made.name, "xlsx", looked=False)
    file = files.keep(found, by=by, purpose=Purpose.EXPORT, organisation=by.organisation)
    _write_down(made.kind, made.name, made.rows, made.given, by=by, about=file)
    said = _("共 %(count)s 行，可以下载 %(days)s 天") % {"count": made.rows, "days": KEPT.days}
    return {"words": said, "address": reverse("file", args=[file.pk])}


def clear_old(_arguments: Mapping[str, Any], **_told: Any) -> dict[str, str]:
    """Take away workbooks that were made long ago."""
    old = list(File.objects.filter(purpose=Purpose.EXPORT, received_at__lt=timezone.now() - KEPT))
    for file in old:
        where = file.organisation.path
        record.write("file.discard", by=PROGRAM, about=file, where=where, detail={"digest": file.digest})
        file.delete()
    for digest in {file.digest for file in old}:
        transaction.on_commit(partial(store.remove, digest, wanted=files.is_wanted))
    return {"words": _("清理了 %(count)s 个导出文件") % {"count": len(old)}}


HANDLERS: dict[str, JobKind] = {
    "desk.export": JobKind(gettext_lazy("导出列表"), keep, prepare=make),
    "desk.clear-exports": JobKind(gettext_lazy("清理很久以前的导出文件"), clear_old),
}
SCHEDULES = (("desk.clear-exports", "50 2 * * *"),)
