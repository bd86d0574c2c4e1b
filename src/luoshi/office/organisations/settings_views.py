"""The page on which administrators set what their authority's office goes by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luoshi.office.organisations.access import ADMINISTRATORS, Request, open_to
from luoshi.office.organisations.models import Organisation, Role, Setting
from luoshi.office.organisations.settings_table import (
    GROUPS,
    ROWS,
    Row,
    Words,
    change_all,
    opened,
    why_not_change,
)
from luoshi.office.refused import Refused

CLEARED = "clear-"  # before the name of a secret that is to be forgotten


@dataclass(frozen=True)
class Line:
    """One setting on the page: its value in words, who changed it last, and what stands in its field."""

    row: Row
    shown: str
    given: str
    setting: Setting | None
    mine: bool  # whether the actor may change it


@dataclass(frozen=True)
class Group:
    """Settings that are kept together, with one button."""

    name: str
    label: Words
    lines: list[Line]

    @property
    def mine(self) -> bool:
        return any(line.mine for line in self.lines)

    @property
    def whose(self) -> str:
        return str(Role(self.lines[0].row.role).label)

    @property
    def set_up(self) -> bool:
        """Whether its first value, a server or an address, is there."""
        return bool(self.lines[0].setting and self.lines[0].setting.value)


@open_to({Role.OFFICE, Role.LEADER, *ADMINISTRATORS}, act={Role.LEADER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: Request) -> HttpResponse:
    """All settings, each with what it does; a group is kept as a whole."""
    authority = request.actor.authority
    if authority is None:
        raise Http404
    if request.method != "POST":
        return _page(request, authority)
    group = request.POST.get("group", "")
    rows = [row for row in ROWS.values() if row.group == group and row.role == request.actor.role]
    try:
        changed = change_all(authority, _given(rows, request.POST), by=request.actor)
    except Refused as refusal:
        return _page(request, authority, refused=refusal.reasons, group=group)
    labels = "、".join(str(ROWS[name].label) for name in changed)
    messages.success(request, _("已保存：%(labels)s。") % {"labels": labels} if labels else _("没有改动。"))
    return redirect("settings")


def _given(rows: list[Row], post: Mapping[str, str]) -> dict[str, Any]:
    """What the form says of each row; a secret's empty field leaves it as it is."""
    return {
        row.name: _value(row, post)
        for row in rows
        if row.name in post and (row.type != "secret" or post[row.name].strip() or CLEARED + row.name in post)
    }


def _value(row: Row, post: Mapping[str, str]) -> Any:
    text = post[row.name].strip()
    if row.type == "secret":
        return "" if CLEARED + row.name in post else text
    if row.type == "bool":
        return {"on": True, "off": False}.get(text, text)
    if row.type == "int":
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text
    return text


def _page(request: Request, authority: Organisation, *, refused: tuple[str, ...] = (), group: str = "") -> HttpResponse:
    chosen = {
        one.name: one for one in Setting.objects.filter(organisation=authority).select_related("changed_by__person")
    }
    again = request.POST if refused else {}
    groups = [
        Group(
            name,
            label,
            [_line(row, chosen.get(row.name), request, again) for row in ROWS.values() if row.group == name],
        )
        for name, label in GROUPS.items()
    ]
    shown = {"authority": authority, "groups": groups, "refused": refused, "refused_group": group}
    return render(request, "organisations/settings.html", shown, status=422 if refused else 200)


def _line(row: Row, setting: Setting | None, request: Request, again: Mapping[str, str]) -> Line:
    authority = request.actor.authority
    mine = authority is not None and why_not_change(row, authority=authority, by=request.actor) is None
    value = row.default if setting is None else setting.value
    if row.type == "secret":
        return Line(row, row.shown(value), "", setting, mine)
    value = opened(row, value)
    plain = {True: "on", False: "off"}[value] if row.type == "bool" else str(value)
    return Line(row, row.shown(value), again.get(row.name, plain), setting, mine)
