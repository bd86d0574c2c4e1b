"""Bringing in a workbook of organisations and people: handed in, checked by a job, confirmed, stored by another."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.background import JobKind, Progress
from luoshi.office.desk import files
from luoshi.office.desk.jobs import ask_for
from luoshi.office.desk.models import File, Import, ImportLine, Purpose
from luoshi.office.desk.sandbox import SandboxError, run
from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.imports.apply import apply
from luoshi.office.organisations.imports.check import check, why_not_import
from luoshi.office.organisations.imports.faults import Fault
from luoshi.office.organisations.imports.parse import address
from luoshi.office.organisations.imports.plan import Checked, Difference
from luoshi.office.organisations.imports.workbook import annotated
from luoshi.office.refused import Refused, refuse_if

PARSE = "luoshi.office.organisations.imports.parse:parse"
BATCH = 1000
State = Import.State


def receive(content: bytes, *, name: str, by: Actor) -> Import:
    """Take the workbook in and have it checked. Raises Refused."""
    refuse_if([why_not_import(by.authority, by=by)])
    authority = by.authority
    assert authority
    file = files.take_in(content, name=name, by=by, purpose=Purpose.IMPORT, organisation=authority, kinds=("xlsx",))
    with transaction.atomic():
        found = Import.objects.create(authority=authority, membership=by.membership, file=file)
        _ask(found, "import.check", by=by)
    return found


@transaction.atomic
def check_again(found: Import, *, by: Actor) -> Import:
    """The same file against what there is now."""
    found = _held(found, by, but_not=(State.DONE,))
    found.state = State.CHECKING
    found.save(update_fields=["state"])
    _ask(found, "import.check", by=by)
    return found


@transaction.atomic
def confirm(found: Import, *, by: Actor, document: str = "") -> Import:
    """Have what was checked stored. Nothing of it holds before the job has ended."""
    found = _held(found, by, but_not=(State.DONE,))
    if found.state != State.READY:
        raise Refused(
            _("“%(name)s”现为“%(state)s”，还不能导入。请先改好列出的地方，重新上传。")
            % {"name": found, "state": found.get_state_display()}
        )
    found.state = State.APPLYING
    found.save(update_fields=["state"])
    _ask(found, "import.apply", by=by, document=document)
    return found


@transaction.atomic
def discard(found: Import, *, by: Actor) -> None:
    """Take the workbook and what was found in it away; what was stored from it stays."""
    found = _held(found, by)
    file = found.file
    record.write("import.discard", by=by.who, about=found, where=found.authority.path, detail={"state": found.state})
    found.delete()
    files.discard(file, by=by)


def _held(found: Import, by: Actor, but_not: tuple[str, ...] = ()) -> Import:
    """The row as it stands now, if nobody is at work on it."""
    found = Import.objects.select_for_update(of=("self",)).select_related("authority", "file", "job").get(pk=found.pk)
    refuse_if([why_not_import(found.authority, by=by)])
    if found.is_at_work:
        raise Refused(_("“%(name)s”正在%(what)s，请等它结束。") % {"name": found, "what": found.get_state_display()})
    if found.state in but_not:
        raise Refused(_("“%(name)s”已经导入，不用再办。") % {"name": found})
    return found


def _ask(found: Import, kind: str, *, by: Actor, **more: Any) -> None:
    found.job = ask_for(kind, by=by, arguments={"import": found.pk, **more})
    found.save(update_fields=["job"])


def parsed(file: File) -> dict[str, Any]:
    """The rows of a workbook, read in the sandbox. Raises Refused."""
    try:
        found: dict[str, Any] = run(PARSE, file.content)
    except SandboxError as error:
        raise Refused(
            _("“%(name)s”没有读成：%(why)s。请只留要导入的两张表，另存后再上传。") % {"name": file, "why": error}
        ) from error
    refuse_if([found["refused"]])
    return found


def copy_with_remarks(found: Import) -> bytes:
    """The workbook as it came, what is to be mended beside each line."""
    lines = found.lines.filter(what__in=(ImportLine.What.STOP, ImportLine.What.REMARK))
    faults = [Fault(one.sheet, one.row, one.column, one.words, one.what == ImportLine.What.STOP) for one in lines]
    return annotated(parsed(found.file), faults)


# What the jobs do


def _look(arguments: Mapping[str, Any], *, by: Actor, progress: Progress) -> tuple[Import, Checked, str]:
    """Reading and checking, which write nothing."""
    found = Import.objects.select_related("authority", "file").get(pk=arguments["import"])
    progress(0, 5, _("读取表格"))
    rows = parsed(found.file)
    checked = check(rows, found.authority, by=by, progress=lambda done, _total, words: progress(done + 1, 5, words))
    return found, checked, str(arguments.get("document", ""))


def _keep_check(prepared: tuple[Import, Checked, str], *, progress: Progress, **_by: Actor) -> Mapping[str, Any]:
    found, checked, _document = prepared
    progress(5, 5, _("记下结果"))
    found.lines.all().delete()
    ImportLine.objects.bulk_create(_lines(found, checked), batch_size=BATCH)
    stops, remarks = len(checked.stops), len(checked.faults) - len(checked.stops)
    found.state = State.FAULTY if stops else State.READY
    found.summary = {
        "counts": checked.counts,
        "stops": stops,
        "remarks": remarks,
        "left_alone": checked.left_alone,
        "nothing": checked.brings_nothing,
        "digest": checked.digest,
    }
    found.save(update_fields=["state", "summary"])
    said = _("有 %(count)d 处要改") % {"count": stops} if stops else _("没有要改的地方，请看清差异后导入")
    return {"words": said, "address": reverse("import", args=[found.pk])}


def _store(prepared: tuple[Import, Checked, str], *, by: Actor, progress: Progress) -> Mapping[str, Any]:
    found, checked, document = prepared
    if checked.digest != found.summary.get("digest"):
        raise Refused(_("核对以后，系统里的内容有变，差异与您看过的不同，一行都没有导入。请重新核对，看清差异再导入。"))
    done = apply(checked, by=by, document=document, progress=progress)
    found.lines.all().delete()  # the journal holds them
    found.state = State.DONE
    found.summary = {**found.summary, "batch": done["batch"]}
    found.save(update_fields=["state", "summary"])
    return {"words": _("已经导入"), "address": reverse("import", args=[found.pk])}


def _lines(found: Import, checked: Checked) -> Iterator[ImportLine]:
    for fault in checked.faults:
        what = ImportLine.What.STOP if fault.stops else ImportLine.What.REMARK
        where = {"sheet": fault.sheet[:60], "row": fault.row, "column": fault.column, "place": fault.place[:80]}
        yield ImportLine(owner=found, what=what, words=fault.words, **where)
    if checked.stops:
        return  # what would change is shown once nothing is to be mended
    for one in checked.differences:
        yield ImportLine(owner=found, **_difference(one))


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "what": ImportLine.What.NEW if one.what == "new" else ImportLine.What.CHANGED,
        "sheet": one.sheet,
        "row": one.row,
        "place": f"{one.sheet}!{address(one.row, 0)}",
        "subject": one.subject,
        "label": one.column,
        "before": one.before,
        "words": one.after,
    }


HANDLERS = {
    "import.check": JobKind(gettext_lazy("核对导入表格"), do=_keep_check, prepare=_look),
    "import.apply": JobKind(gettext_lazy("导入机构和人员"), do=_store, prepare=_look),
}
