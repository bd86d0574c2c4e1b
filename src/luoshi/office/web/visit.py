"""A visit without a browser: hands reports in and looks round in every role, by the addresses that each is shown."""

import re
from collections import Counter
from html import unescape
from pathlib import Path

from django.db import connections
from django.test import Client
from django.urls import resolve, reverse

from luoshi.office.desk.jobs import run_waiting
from luoshi.office.desk.models import Job
from luoshi.office.organisations.models import Membership, Role
from luoshi.office.web.demo.cast import cast

LINKED = re.compile(r'(?:href|src)="([/?][^"#]*)"')
OF_A_KIND = 2  # pages of one address name that a role looks at: one school's page is like another's


class AmissError(Exception):
    """An address did not answer as it should; the message names it."""


def come_in(membership: Membership) -> Client:
    """A browser in which somebody of the demo is signed in, through the demo's own door."""
    visitor = Client(SERVER_NAME="127.0.0.1")
    response = visitor.post(reverse("demo-enter"), {"to": membership.pk})
    if response.status_code != 302:
        raise AmissError(f"{membership}: {response.status_code}")
    return visitor


def hand_in(path: Path) -> None:
    """Hand in a report as the office does that picks it on the page, and have it read. Raises AmissError if the page or
    the reader refuses it."""
    office = next(one for one in cast() if one.role == Role.OFFICE)
    with path.open("rb") as file:
        response = come_in(office).post(reverse("reports"), {"file": file, "text": "", "membership": str(office.pk)})
    if response.status_code != 302:
        reasons = response.context["form"].errors if response.context else response.status_code
        raise AmissError(f"{path.name}: {reasons}")
    run_waiting()
    if failed := Job.objects.filter(state=Job.State.FAILED).first():
        raise AmissError(f"{path.name}: {failed.reasons}")


def look_round() -> tuple[int, int]:
    """Follow every link in every role; gives how many roles and how many addresses. Raises AmissError."""
    people = cast()
    seen = sum(len(_walk(come_in(one), str(one))) for one in people)
    connections.close_all()
    return len(people), seen


def _walk(visitor: Client, who: str) -> set[str]:
    """Every address that leads on from the first page."""
    seen, of_a_kind, ahead = set[str](), Counter[str](), [("/", reverse("home"))]
    while ahead:
        base, link = ahead.pop()
        address = base.partition("?")[0] + link if link.startswith("?") else link
        if address in seen or of_a_kind[_kind(address)] >= OF_A_KIND:
            continue
        seen.add(address)
        of_a_kind[_kind(address)] += 1
        ahead.extend((address, unescape(found)) for found in _links(visitor, address, f"{who} {base}"))
    return seen


def _kind(address: str) -> str:
    """The name of an address; static files are each their own."""
    path = address.partition("?")[0]
    return path if path.startswith("/static/") else resolve(path).view_name


def _links(visitor: Client, address: str, whence: str) -> list[str]:
    response = visitor.get(address)
    if response.status_code not in {200, 302} or "Content-Security-Policy" not in response.headers:
        raise AmissError(f"{whence} → {address}: {response.status_code}")
    content = b"".join(response)
    response.close()
    return LINKED.findall(content.decode()) if response["Content-Type"].startswith("text/html") else []
