"""The pages of imports: the template, handing in, what is amiss, what would change, storing."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.attachment import workbook_of
from luoshi.office.desk import imports as desk
from luoshi.office.desk.job_views import how_far
from luoshi.office.desk.models import Import, ImportLine, ImportQuerySet
from luoshi.office.listing import Column, Filter, Listing, minute
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.asking import counted_by_actor
from luoshi.office.organisations.imports import workbook
from luoshi.office.organisations.imports.check import why_not_import
from luoshi.office.organisations.imports.columns import ORGANISATIONS, PEOPLE
from luoshi.office.organisations.models import Role
from luoshi.office.pending import Pending
from luoshi.office.refused import Refused, add_reasons

KEEPERS = (Role.OFFICE,)


class WorkbookForm(forms.Form):
    """A workbook that is handed in."""

    file = forms.FileField(
        label=gettext_lazy("填好的表格（.xlsx）"),
        error_messages={
            "required": gettext_lazy("还没有选文件。请选填好的 .xlsx 文件。"),
            "empty": gettext_lazy("这个文件是空的，没有内容可读。请检查是否选对了文件，或是否还没有保存完。"),
        },
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".xlsx"}),
    )


@counted_by_actor
def _ready(by: Actor) -> QuerySet[Any]:
    return Import.objects.visible_to(by).filter(state=Import.State.READY)


def pending(actor: Actor) -> Iterator[Pending]:
    """Workbooks of the authority that are checked and wait for somebody's word."""
    if actor.role in KEEPERS and (count := _ready(actor)):
        yield Pending(_("核对好的表格，等您导入"), f"{reverse('imports')}?state=ready", count=count)


def _seen(request: Request) -> ImportQuerySet:
    return Import.objects.visible_to(request.actor).select_related("authority", "file", "job", "membership__person")


COLUMNS = (
    Column("file", gettext_lazy("表格"), lambda one: one.file.name, "file__name", lambda one: reverse("import", args=[one.pk])),
    Column("state", gettext_lazy("状态"), lambda one: state_of(one), "state"),
    Column("who", gettext_lazy("上传"), lambda one: one.membership.person.name, "membership__person__name"),
    Column("made", gettext_lazy("时间"), lambda one: minute(one.made_at), "made_at", css="number"),
)  # fmt: skip


def state_of(found: Import) -> str:
    return _("没有做成") if found.was_left else found.get_state_display()


@open_to(KEEPERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: Request) -> HttpResponse:
    """What was handed in, and the form that takes in another workbook."""
    form = WorkbookForm(request.POST or None, request.FILES or None) if request.method == "POST" else WorkbookForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = desk.receive(file.read(), name=file.name, by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            return redirect("import", pk=found.pk)
    listing = Listing(
        _seen(request),
        COLUMNS,
        filters=(Filter("state", gettext_lazy("状态"), Import.State.choices, lambda value: Q(state=value)),),
        search=("file__name", "membership__person__name"),
        order="-made",
        title=gettext_lazy("导入"),
    )
    if request.GET.get("export") == "xlsx":
        return listing.exported(request, name=_("导入"))
    shown = {
        "list": listing.shown(request),
        "form": form,
        "why_not": why_not_import(request.actor.authority, by=request.actor),
        "ready": _seen(request).filter(state=Import.State.READY).count(),
        "limit": settings.LARGEST_UPLOAD,
        "megabytes": settings.LARGEST_UPLOAD // 1024**2,
    }
    return render(request, "desk/imports.html", shown, status=422 if form.errors else 200)


@open_to(KEEPERS)
@require_GET
def template(_request: Request) -> HttpResponse:
    return workbook_of(workbook.template(), _("机构人员导入模板"))


@open_to((), act=KEEPERS)
@require_POST
def export(request: Request) -> HttpResponse:
    """The template filled with what there is. Written into the journal, so by its button only."""
    authority = request.actor.authority
    reason = why_not_import(authority, by=request.actor)
    if authority is None or reason:
        messages.error(request, str(reason))
        return redirect("imports")
    day = timezone.localdate()
    return workbook_of(
        workbook.export(authority, by=request.actor),
        _("%(authority)s机构人员%(day)s") % {"authority": authority.name, "day": f"{day:%Y%m%d}"},
    )


LINE_COLUMNS = (
    Column("what", gettext_lazy("种类"), lambda line: line.get_what_display(), order="what"),
    Column("place", gettext_lazy("位置"), lambda line: line.place, order="row"),
    Column("subject", gettext_lazy("机构或人"), lambda line: line.subject, order="subject"),
    Column("label", gettext_lazy("项目"), lambda line: line.label, order="label"),
    Column("before", gettext_lazy("原来"), lambda line: line.before),
    Column("words", gettext_lazy("说明或新的内容"), lambda line: line.words or _("（清空）")),
)
FAULTY_COLUMNS = tuple(column for column in LINE_COLUMNS if column.name in {"what", "place", "words"})


@open_to(KEEPERS)
@require_GET
def one(request: Request, pk: int) -> HttpResponse:
    """What was found in a workbook: what is to be mended, or what would change; and the button that stores it."""
    found = get_object_or_404(_seen(request), pk=pk)
    lines = found.lines.all()
    listing = Listing(
        lines,
        FAULTY_COLUMNS if found.state == Import.State.FAULTY else LINE_COLUMNS,
        filters=(
            Filter("what", gettext_lazy("种类"), ImportLine.What.choices, lambda value: Q(what=value)),
            Filter("sheet", gettext_lazy("工作表"), [(name, name) for name in (ORGANISATIONS, PEOPLE)], lambda value: Q(sheet=value)),
        ),
        search=("place", "subject", "words", "label"),
        title=gettext_lazy("导入明细"),
    )  # fmt: skip
    if request.GET.get("export") == "xlsx":
        return listing.exported(request, name=_("导入明细"))
    counts = found.summary.get("counts", {})
    shown = {
        "found": found,
        "list": listing.shown(request) if lines.exists() else None,
        "how_far": how_far(found.job) if found.job else "",
        "counts": counts,
        "left_alone": sum(found.summary.get("left_alone", {}).values()),
        "batch": found.summary.get("batch", ""),
    }
    return render(request, "desk/import.html", shown)


@open_to(KEEPERS)
@require_GET
def copy(request: Request, pk: int) -> HttpResponse:
    """The workbook with a column that says what to mend."""
    found = get_object_or_404(_seen(request), pk=pk)
    try:
        content = desk.copy_with_remarks(found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("import", pk=pk)
    return workbook_of(content, _("%(name)s（标出要改的地方）") % {"name": found.file.name.rsplit(".", 1)[0]})


def _act(request: Request, pk: int, verb: Callable[..., Any], **more: Any) -> HttpResponse:
    found = get_object_or_404(_seen(request), pk=pk)
    try:
        verb(found, by=request.actor, **more)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("import", pk=pk)
    return redirect("imports") if verb is desk.discard else redirect("import", pk=pk)


@open_to((), act=KEEPERS)
@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, desk.confirm, document=request.POST.get("document", "").strip()[:120])


@open_to((), act=KEEPERS)
@require_POST
def check_again(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, desk.check_again)


@open_to((), act=KEEPERS)
@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    return _act(request, pk, desk.discard)
