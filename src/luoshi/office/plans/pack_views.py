"""印发件: the page from which a plan goes out on paper and into group chats."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from luoshi.office.attachment import document_of
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.forms import PlainForm
from luoshi.office.plans import pack
from luoshi.office.plans.models import DRAFTERS, Plan
from luoshi.office.plans.moves import why_not
from luoshi.office.plans.plan_steps import page, seen
from luoshi.scribe.pack import chat


class NoticeForm(PlainForm):
    """印发通知: what the plan does not say by itself."""

    addressees = forms.CharField(label=gettext_lazy("主送"), max_length=300)
    printed_by = forms.CharField(
        label=gettext_lazy("印发机关（版记）"), required=False, max_length=60,
        help_text=gettext_lazy("如：云岭县教育局办公室；不写就没有版记"),
    )  # fmt: skip
    head = forms.ChoiceField(label=gettext_lazy("版头"), choices=pack.RedHead.choices, initial=pack.RedHead.RED)


@open_to(DRAFTERS)
@require_GET
def pack_page(request: Request, pk: int) -> HttpResponse:
    """Everything that goes out, to be taken from here."""
    plan = seen(request, pk)
    why = pack.why_not_pack(plan)
    shown = page(request, plan, "plan-pack", why=why, why_not_approve=why_not(plan, "approve", by=request.actor))
    if why is None:
        paper, slips = pack.slips(plan)
        shown |= {
            "form": NoticeForm(initial={"addressees": pack.addressees(plan)}),
            "slips": [(number, one, sum(len(some) for _word, some in one.parts)) for number, one in enumerate(slips)],
            "messages_for_chat": chat(paper),
            "tasks": len(paper.tasks),
        }
    return render(request, "plans/pack.html", shown)


def _ready(request: Request, pk: int) -> Plan:
    plan = seen(request, pk)
    if pack.why_not_pack(plan):
        raise Http404
    return plan


def _word(content: bytes, name: str) -> HttpResponse:
    return document_of(content, name)


@open_to(DRAFTERS)
@require_GET
def notice(request: Request, pk: int) -> HttpResponse:
    """印发通知.docx."""
    plan = _ready(request, pk)
    form = NoticeForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    wishes = pack.Wishes(
        given.get("addressees") or pack.addressees(plan),
        head=given.get("head", pack.RedHead.RED),
        printed_by=given.get("printed_by", ""),
    )
    return _word(pack.notice(plan, wishes), _("关于印发《%(plan)s》的通知") % {"plan": plan})


@open_to(DRAFTERS)
@require_GET
def slips(request: Request, pk: int) -> HttpResponse:
    """任务单.docx: of everybody in one file, or one alone (?of=3)."""
    plan = _ready(request, pk)
    paper, found = pack.slips(plan)
    of = request.GET.get("of", "")
    chosen = [one for number, one in enumerate(found) if not of or str(number) == of]
    if not chosen:
        raise Http404
    who = chosen[0].party.name if of else _("各单位")
    return _word(pack.slips_file(paper, chosen), _("%(plan)s任务单（%(who)s）") % {"plan": plan, "who": who})
