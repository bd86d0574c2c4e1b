"""The table of one lead: written on screen, taken away as Excel or Word and brought back with its differences shown first."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from math import ceil
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.attachment import document_of, workbook_of
from luoshi.office.desk import files
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.models import Organisation
from luoshi.office.plans.dispatch import filling, sheet, word
from luoshi.office.plans.dispatch.filling import Clash, Filled, Given, Mark
from luoshi.office.plans.dispatch.moves import FILLERS, WATCHERS, why_not_fill
from luoshi.office.plans.dispatch.queries import OVER, TEXTS, left_until
from luoshi.office.plans.dispatch.views import LOOKERS, seen
from luoshi.office.plans.models import Dispatch, DispatchLine, Standing
from luoshi.office.refused import Refused, refuse_if

PER_PAGE = 20  # lines; six fields each, and a form may bring 200
READ: dict[str, Callable[..., list[Given]]] = {"xlsx": sheet.read, "docx": word.read}


@dataclass
class Row:
    """What the page shows of a line: as it stands, or as somebody just typed it."""

    line: DispatchLine
    filled: Filled
    mark: Mark
    clash: bool = False

    @property
    def last(self) -> DispatchLine | None:
        return self.line.last

    @property
    def is_unsaved(self) -> bool:
        """Whether somebody just typed what does not stand here."""
        return self.filled.tidied != Filled.of(self.line)

    @property
    def standing(self) -> str:
        return str(Standing(self.line.now).label)

    @property
    def is_late(self) -> bool:
        return bool(self.line.now == Standing.LATE)

    @property
    def is_over(self) -> bool:
        return self.line.now in OVER


@dataclass(frozen=True)
class LeadTable:
    """一家的调度表: a lead's lines in a round, as somebody may see them."""

    dispatch: Dispatch
    organisation: Organisation
    lines: list[DispatchLine]

    def renewed(self) -> "LeadTable":
        return replace(self, lines=filling.table(self.dispatch, self.organisation))

    @property
    def name(self) -> str:
        return _("%(round)s（%(who)s）") % {"round": self.dispatch, "who": self.organisation}


@dataclass(frozen=True)
class Failed:
    """没有保存: why, and what somebody had typed, by line."""

    refusal: Refused
    given: Mapping[int, Given]

    @property
    def clashes(self) -> set[int]:
        return {one.line.pk for one in self.refusal.clashes} if isinstance(self.refusal, Clash) else set()


def _of(request: Request, pk: int, organisation: int) -> LeadTable:
    """A lead's lines. Sections see their own; so does who is no staff of the bureau."""
    found = seen(request, pk)
    area = Organisation.objects.visible_to(request.actor)
    if request.actor.role not in WATCHERS:
        area = area.filter(path__startswith=request.actor.organisation.path)
    lead = area.filter(pk=organisation).first()
    lines = filling.table(found, lead) if lead else []
    if lead is None or not lines:
        raise Http404
    return LeadTable(found, lead, lines)


@open_to(LOOKERS, act=FILLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: Request, pk: int, organisation: int) -> HttpResponseBase:
    """Twenty lines at a time, to be read or filled in."""
    found = _of(request, pk, organisation)
    if request.method != "POST":
        return _page(request, found)
    given = typed(request.POST, found.lines)
    try:
        changed = filling.fill(found.dispatch, found.organisation, given, by=request.actor)
    except Refused as refusal:
        return _page(request, found.renewed(), Failed(refusal, {one.mark.line: one for one in given}))
    if changed:
        messages.success(request, _("已保存 %(count)s 项。") % {"count": len(changed)})
    else:
        messages.info(request, _("没有改动，不用保存。"))
    at = request.POST.get("page", "")
    return redirect(reverse("dispatch-table", args=[pk, organisation]) + (f"?page={at}" if at.isdecimal() else ""))


def typed(posted: Mapping[str, str], lines: list[DispatchLine]) -> list[Given]:
    """The lines that a form brings."""
    found = []
    for one in lines:
        mark = Mark.read(posted.get(f"{one.pk}-mark", ""))
        if mark and mark.line == one.pk:
            texts = {name: posted.get(f"{one.pk}-{name}", "") for name in TEXTS}
            found.append(Given(mark, Filled(**texts, unchanged=f"{one.pk}-unchanged" in posted)))
    return found


def _page(request: Request, found: LeadTable, failed: Failed | None = None) -> HttpResponse:
    lines, pages = found.lines, ceil(len(found.lines) / PER_PAGE)
    wanted = (request.POST if request.method == "POST" else request.GET).get("page", "")
    number = min(max(int(wanted), 1), pages) if wanted.isdecimal() and len(wanted) < 6 else 1
    here = lines[(number - 1) * PER_PAGE : number * PER_PAGE]
    shown = {
        "dispatch": found.dispatch,
        "plan": found.dispatch.plan,
        "organisation": found.organisation,
        "rows": [_row(one, failed) for one in here],
        "count": len(lines),
        "waiting": sum(1 for one in lines if not one.is_filled and one.now not in OVER),
        "left": left_until(found.dispatch.due),
        "page": number,
        "pages": range(1, pages + 1) if pages > 1 else [],
        "why": why_not_fill(found.dispatch, found.organisation, by=request.actor),
        "reasons": failed.refusal.reasons if failed else [],
        "watches": request.actor.role in WATCHERS,
        "longest": filling.LONGEST,
    }
    return render(request, "plans/dispatch_table.html", shown, status=422 if failed else 200)


def _row(line: DispatchLine, failed: Failed | None) -> Row:
    """As typed, where it was refused; who saw that somebody else wrote may write over it."""
    given = failed.given.get(line.pk) if failed else None
    if failed is None or given is None:
        return Row(line, Filled.of(line), Mark.of(line))
    clash = line.pk in failed.clashes
    return Row(line, given.filled, Mark.of(line) if clash else given.mark, clash)


@open_to(LOOKERS)
@require_GET
def workbook(request: Request, pk: int, organisation: int) -> HttpResponse:
    """调度表.xlsx."""
    found = _of(request, pk, organisation)
    return workbook_of(sheet.workbook(found.dispatch, found.organisation, found.lines), found.name)


@open_to(LOOKERS)
@require_GET
def document(request: Request, pk: int, organisation: int) -> HttpResponse:
    """调度表.docx."""
    found = _of(request, pk, organisation)
    return document_of(word.document(found.dispatch, found.organisation, found.lines), found.name)


# Brought back


@open_to((), act=FILLERS)
@require_POST
def load(request: Request, pk: int, organisation: int) -> HttpResponse:
    """Read a file that came back and show what it would change; nothing is stored yet."""
    found, file = _of(request, pk, organisation), request.FILES.get("file")
    try:
        refuse_if([why_not_fill(found.dispatch, found.organisation, by=request.actor)])
        if file is None or not file.name:
            raise Refused(_("还没有选文件。"))
        looked = files.examine(
            file.read(), name=file.name, by=request.actor, organisation=found.organisation, kinds=tuple(READ)
        )
        given = READ[looked.kind](looked.content, name=looked.name)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("dispatch-table", pk=pk, organisation=organisation)
    return _back(request, found, given, name=looked.name)


def _back(
    request: Request, found: LeadTable, given: list[Given], *, name: str, refusal: Refused | None = None
) -> HttpResponse:
    compared = filling.compare(found.lines, given)
    clashing = {one.line.pk: one.line for one in compared.clashes}
    wanted = {one.line.pk for one in (*compared.changes, *compared.clashes)}
    kept = [_kept(one, clashing) for one in given if one.mark.line in wanted]
    shown = {
        "dispatch": found.dispatch,
        "organisation": found.organisation,
        "name": name,
        "compared": compared,
        "kept": json.dumps(kept, ensure_ascii=False),
        "reasons": refusal.reasons if refusal else [],
    }
    return render(request, "plans/dispatch_back.html", shown, status=422 if compared.faults or refusal else 200)


def _kept(one: Given, clashing: Mapping[int, DispatchLine]) -> dict[str, Any]:
    """A row as the page carries it until it is confirmed. Who has seen both sides of a clash speaks of the line as it is."""
    mark = Mark.of(clashing[one.mark.line]) if one.mark.line in clashing else one.mark
    return {"mark": str(mark), "place": one.place, **asdict(one.filled)}


@open_to((), act=FILLERS)
@require_POST
def confirm(request: Request, pk: int, organisation: int) -> HttpResponse:
    """Store what a file brought, without the lines for which somebody chose what stands here."""
    found, name = _of(request, pk, organisation), request.POST.get("name", "")[:200]
    given: list[Given] = []
    try:
        given = _carried(request.POST.get("given", ""))
        taken = [one for one in given if request.POST.get(f"take-{one.mark.line}") != "now"]
        changed = filling.fill(found.dispatch, found.organisation, taken, source=name, by=request.actor)
    except Refused as refusal:
        return _back(request, found.renewed(), given, name=name, refusal=refusal)
    messages.success(request, _("已按“%(name)s”保存 %(count)s 项。") % {"name": name, "count": len(changed)})
    return redirect("dispatch-table", pk=pk, organisation=organisation)


def _carried(words: str) -> list[Given]:
    """What the page carried. Raises Refused where it is not what we wrote there."""
    try:
        made = [(Mark.read(one["mark"]), _texts(one), str(one["place"])) for one in json.loads(words)]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Refused(_("页面上的内容不完整，请重新交一次文件。")) from error
    return [Given(mark, filled, place) for mark, filled, place in made if mark]


def _texts(one: Mapping[str, Any]) -> Filled:
    return Filled(**{name: str(one[name]) for name in TEXTS}, unchanged=one["unchanged"] is True)
