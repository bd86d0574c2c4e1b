"""The 通报 of a round: drafted by the office, names agreed to by a leader, taken as a Word file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.attachment import document_of
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.models import Role
from luoshi.office.plans import pack
from luoshi.office.plans.dispatch import notice
from luoshi.office.plans.dispatch.forms import LeadersWordForm, NoticeForm, NumberForm
from luoshi.office.plans.dispatch.moves import CLOSED, HELD, KEEPERS, WATCHERS, open_to_actor
from luoshi.office.plans.dispatch.queries import tally
from luoshi.office.plans.dispatch.views import seen
from luoshi.office.plans.models import Dispatch
from luoshi.office.refused import Refused, add_reasons

TOLD_OF = (CLOSED, HELD)  # rounds that have a 通报
LONGEST_NUMBER = 10  # digits of a version


@open_to(WATCHERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: Request, pk: int) -> HttpResponseBase:
    """What the 通报 says, who would be named, and whether a leader agreed."""
    found = seen(request, pk)
    form = NoticeForm(request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            notice.draft(found, to=given["to"], words=given["words"], version=given["version"], by=request.actor)
        except Refused as refusal:
            add_reasons(form, refusal)
            found = seen(request, pk)
            form.renew(found.version)
        else:
            messages.success(request, _("通报已拟好。"))
            return redirect("dispatch-notice", pk=pk)
    return _page(request, found, form=form)


def _initial(found: Dispatch) -> dict[str, Any]:
    to = found.notice_to or pack.addressees(found.plan)
    return {"to": to, "words": found.notice, "version": found.version}


def _is_other(form: NoticeForm, found: Dispatch) -> bool:
    """Whether what was typed is not what stands there, so that both have to be seen."""
    given = (form.data.get("to", "").strip(), form.data.get("words", "").replace("\r\n", "\n").strip())
    return bool(found.notice_to) and given != (found.notice_to, found.notice.replace("\r\n", "\n"))


def _page(
    request: Request, found: Dispatch, *, form: NoticeForm | None = None, word: LeadersWordForm | None = None,
    number: NumberForm | None = None,
) -> HttpResponse:  # fmt: skip
    today = timezone.localdate()
    shown = {
        "dispatch": found,
        "tally": tally(found),
        "late": notice.late_of(found) if found.state in TOLD_OF else [],
        "moves": open_to_actor(found, by=request.actor),
        "form": form or NoticeForm(initial=_initial(found)),
        "other": bool(form and form.errors and _is_other(form, found)),
        "word": word or LeadersWordForm(initial={"decided_on": today}),
        "number": number or NumberForm(initial={"number": found.notice_number, "on": found.issued_on or today}),
        "leads": request.actor.role == Role.LEADER,
        "open": found.state not in TOLD_OF,
    }
    wrong = any(one and one.errors for one in (form, word, number))
    return render(request, "plans/dispatch_notice.html", shown, status=422 if wrong else 200)


def _looked_at(request: Request) -> int:
    """The version that the page showed; 0, which no round has, where there is none."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < LONGEST_NUMBER else 0


@open_to((), act=WATCHERS)
@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    """A leader's own word, or the office's entry of it."""
    found = seen(request, pk)
    word = None if request.actor.role == Role.LEADER else LeadersWordForm(request.POST)
    if word and not word.is_valid():
        return _page(request, found, word=word)
    try:
        notice.approve(found, version=_looked_at(request), decision=word.decision() if word else None, by=request.actor)
    except Refused as refusal:
        if word:
            add_reasons(word, refusal)
            return _page(request, seen(request, pk), word=word)
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已同意点名，通报里列出滞后的单位和任务。"))
    return redirect("dispatch-notice", pk=pk)


@open_to((), act=KEEPERS)
@require_POST
def issue(request: Request, pk: int) -> HttpResponse:
    """文号 and day."""
    found = seen(request, pk)
    number = NumberForm(request.POST)
    if not number.is_valid():
        return _page(request, found, number=number)
    try:
        given = number.cleaned_data
        notice.issue(found, number=given["number"], on=given["on"], version=_looked_at(request), by=request.actor)
    except Refused as refusal:
        add_reasons(number, refusal)
        return _page(request, seen(request, pk), number=number)
    messages.success(request, _("已登记文号。"))
    return redirect("dispatch-notice", pk=pk)


@open_to(WATCHERS)
@require_GET
def document(request: Request, pk: int) -> HttpResponse:
    """通报.docx."""
    found = seen(request, pk)
    if found.state not in TOLD_OF:
        raise Http404
    red = "red_head" in request.GET
    return document_of(notice.paper(found, red_head=red), _("%(round)s情况通报") % {"round": found})
