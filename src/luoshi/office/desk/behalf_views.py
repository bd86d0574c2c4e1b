"""代录: where it begins and ends, and the list in which a school finds what was entered in its name."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from luoshi.office.desk import behalf
from luoshi.office.desk.behalf_forms import OnBehalfForm
from luoshi.office.desk.models import OnBehalf
from luoshi.office.listing import Column, Filter, Listing, minute
from luoshi.office.organisations.access import Request, open_to
from luoshi.office.organisations.models import Role
from luoshi.office.refused import Refused, add_reasons

SESSION = "behalf"  # the number of the OnBehalf in use
SEE = (Role.OFFICE, Role.LEADER, Role.SECTION, Role.CENTRE, Role.HEAD, Role.CLERK)


def _when(row: OnBehalf) -> str:
    ended = timezone.localtime(row.ended_at).strftime("%H:%M") if row.ended_at else ""
    began = minute(row.began_at)
    if ended:
        return f"{began}—{ended}"
    return (
        _("%(began)s 起，正在录入") % {"began": began}
        if row.day == timezone.localdate()
        else _("%(began)s—当日") % {"began": began}
    )


COLUMNS = (
    Column("organisation", gettext_lazy("代哪个机构"), lambda row: row.organisation.name, order="organisation__name"),
    Column("signed_by", gettext_lazy("签字人"), lambda row: row.signed_by, order="signed_by"),
    Column("signed_on", gettext_lazy("签字日期"), lambda row: row.signed_on.isoformat(), order="signed_on"),
    Column("membership", gettext_lazy("录入人"), lambda row: str(row.membership), order="membership__person__name"),
    Column("began_at", gettext_lazy("录入时间"), _when, order="began_at"),
    Column(
        "scan", gettext_lazy("扫描件"), lambda row: row.scan.name, link=lambda row: reverse("file", args=[row.scan_id])
    ),
    Column("note", gettext_lazy("说明"), lambda row: row.note),
)


def _lasting(value: str) -> Q | None:
    now = Q(ended_at__isnull=True, day=timezone.localdate())
    return {"now": now, "over": ~now}.get(value)


FILTERS = (
    Filter(
        "state", gettext_lazy("状态"), (("now", gettext_lazy("正在录入")), ("over", gettext_lazy("已结束"))), _lasting
    ),
)


@open_to(SEE)
@require_GET
def entries(request: Request) -> HttpResponse:
    """Every time something was entered for an organisation of the area by somebody else."""
    rows = OnBehalf.objects.visible_to(request.actor)
    listing = Listing(
        rows=rows.select_related("organisation", "scan", "membership__person", "membership__organisation"),
        columns=COLUMNS,
        filters=FILTERS,
        search=("organisation__name", "signed_by", "membership__person__name", "note"),
        order="-began_at",
        title=gettext_lazy("代录"),
    )
    if request.GET.get("export") == "xlsx":
        return listing.exported(request, name=_("代录"))
    shown = {"list": listing.shown(request), "count": rows.count(), "may_begin": _may_begin(request)}
    return render(request, "desk/on_behalf.html", shown)


def _may_begin(request: Request) -> bool:
    return request.actor.role in behalf.ENTERERS


@open_to(behalf.ENTERERS, act=behalf.ENTERERS)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: Request) -> HttpResponse:
    """The form; sent, it makes the actor the organisation's clerk until ended."""
    day = timezone.localdate()
    if request.method != "POST":
        first = {"organisation": request.GET.get("organisation"), "signed_on": day}
        return render(
            request, "desk/on_behalf_begin.html", {"form": OnBehalfForm(request.actor, day=day, initial=first)}
        )
    form = OnBehalfForm(request.actor, request.POST, request.FILES, day=day)
    if form.is_valid():
        given = form.cleaned_data
        scan = (given["scan"].read(), given["scan"].name)
        try:
            made = behalf.begin(
                given["organisation"],
                signed_by=given["signed_by"],
                signed_on=given["signed_on"],
                scan=scan,
                note=given["note"],
                by=request.actor,
            )
        except Refused as refused:
            add_reasons(form, refused)
        else:
            request.session[SESSION] = made.pk
            return redirect("home")
    return render(request, "desk/on_behalf_begin.html", {"form": form}, status=422)


@open_to((), act=(*behalf.ENTERERS, Role.CLERK))
@require_POST
def end(request: Request) -> HttpResponse:
    """The button on every page while it lasts."""
    end_in(request)
    return redirect("home")


def end_in(request: Request) -> None:
    """End what the session is in, if anything: also when the membership is switched."""
    request.session.pop(SESSION, None)
    if request.actor and request.actor.behalf:
        behalf.end(OnBehalf.objects.select_related("organisation").get(pk=request.actor.behalf.pk), by=request.actor)
