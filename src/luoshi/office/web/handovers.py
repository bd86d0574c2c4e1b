"""离任交接 as pages: it stands here, because what every app moves is joined here."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from luoshi.office.listing import Column, Listing
from luoshi.office.organisations.access import EVERY_ROLE, Request, open_to
from luoshi.office.organisations.forms import PlainForm, day_field
from luoshi.office.organisations.handover import KEEPERS, doubts, hand_over, why_not
from luoshi.office.organisations.models import Handover, Membership, Person, Role
from luoshi.office.refused import Refused, add_reasons
from luoshi.office.web.panels import MOVERS

READERS = EVERY_ROLE - {Role.OBSERVER}  # whoever sees the people concerned, and who handed over or took over themselves
GUESSED = 5


class HandoverForm(PlainForm):
    """移交. The successor is typed: a county has too many people to choose from a list."""

    to = forms.CharField(
        label=gettext_lazy("接收人"),
        help_text=gettext_lazy("写工号或姓名；重名的写工号。还没有登记的，先在机构页上登记。"),
    )
    day = day_field(gettext_lazy("接收人任职第一天"), help_text=gettext_lazy("移交人的岗位到前一天为止"))
    note = forms.CharField(label=gettext_lazy("说明"), required=False, max_length=300)
    sure = forms.BooleanField(
        label=gettext_lazy("核对过了，仍由他（她）接收"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, given: Membership, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given, self.people = given, people

    def clean(self) -> dict[str, Any]:
        """Doubts about the receiver are said once; who has looked and ticks the box goes on."""
        found = super().clean() or {}
        sure = found.pop("sure", False)
        for doubt in doubts(self.given, found["to"]) if "to" in found else ():
            self.fields["sure"].widget = forms.CheckboxInput(attrs={"class": "form-check-input"})
            if not sure:
                self.add_error(None, doubt)
        return found

    def clean_to(self) -> Person:
        """The one person meant, among those the actor may see."""
        words = self.cleaned_data["to"].strip()
        found = list(self.people.filter(staff_number=words) or self.people.filter(name=words)[: GUESSED + 1])
        if len(found) == 1:
            person: Person = found[0]
            return person
        if not found:
            raise forms.ValidationError(
                _("辖区内没有找到“%(who)s”。请核对工号或姓名；还没有登记的，先在机构页上登记。") % {"who": words}
            )
        numbers = "、".join(one.staff_number or _("没有工号") for one in found[:GUESSED])
        raise forms.ValidationError(
            _("有几个人叫“%(who)s”（工号：%(numbers)s），请写工号。") % {"who": words, "numbers": numbers}
        )


@open_to(READERS)
@require_GET
def index(request: Request) -> HttpResponse:
    """Every handover of the area."""
    rows = Handover.objects.filter(given__in=Membership.objects.visible_to(request.actor))
    found = Listing(
        rows=rows.select_related("given__person", "given__organisation", "taken__person"),
        columns=(
            Column("day", _("交接日期"), lambda one: one.day, order="day", link=_page),
            Column("given", _("移交人"), lambda one: one.given.person),
            Column(
                "office",
                _("岗位"),
                lambda one: f"{one.given.organisation} {one.given.post}",
            ),
            Column("taken", _("接收人"), lambda one: one.taken.person),
            Column("items", _("事项"), lambda one: len(one.items), css="number"),
        ),
        search=("given__person__name", "taken__person__name", "given__organisation__name"),
        title=_("离任交接"),
    )
    if request.GET.get("export") == "xlsx":
        return found.exported(request, name=_("离任交接"))
    return render(request, "handovers.html", {"list": found.shown(request)})


def _page(handover: Handover) -> str:
    return reverse("membership-handover", args=[handover.given_id])


@open_to(READERS, act=KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: Request, pk: int) -> HttpResponseBase:
    """The list to sign, once it was handed over; before, the form."""
    seen = Membership.objects.visible_to(request.actor).values("pk")
    own = Q(handed_over__taken__person=request.actor.person)
    either = Membership.objects.filter(own | Q(pk__in=seen)).distinct()
    found = get_object_or_404(either.select_related("person", "organisation"), pk=pk)
    made = found.handed_over.select_related("taken__person", "taken__organisation").first()
    if made and request.method != "POST":
        return render(request, "handover.html", {"handover": made, "given": found})
    people = Person.objects.visible_to(request.actor)
    form = HandoverForm(request.POST or None, given=found, people=people, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            done = hand_over(found, by=request.actor, movers=MOVERS, **form.cleaned_data)
        except Refused as refusal:
            add_reasons(form, refusal)
        else:
            if done:
                messages.success(request, _("交接已登记，请打印清单签字。"))
                return redirect("membership-handover", pk=pk)
            said = _("已提出由%(name)s接任，正等第二人确认。事项还在移交人名下，确认以后请再来办理交接。")
            messages.info(request, said % {"name": form.cleaned_data["to"]})
            return redirect("membership", pk=pk)
    page = {"form": form, "given": found, "why": why_not(found, by=request.actor)}
    return render(request, "handover_form.html", page, status=422 if request.method == "POST" else 200)
