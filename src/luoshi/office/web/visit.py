"""A visit without a browser: hands reports in and looks at every page, by the addresses that it is shown."""

import re
from pathlib import Path

from django.db import connections
from django.test import Client
from django.urls import reverse

from luoshi.office.plans.models import Report

LINKED = re.compile(r'(?:href|src)="(/[^"#]*)"')


class AmissError(Exception):
    """An address did not answer as it should; the message names it."""


def _visitor() -> Client:
    return Client(SERVER_NAME="127.0.0.1")


def hand_in(path: Path) -> None:
    """Hand in a report as a person does who picks it on the page. Raises AmissError if the page refuses it."""
    with path.open("rb") as file:
        response = _visitor().post(reverse("reports"), {"file": file, "text": ""})
    if response.status_code != 302:
        reasons = response.context["form"].errors if response.context else response.status_code
        raise AmissError(f"{path.name}: {reasons}")


def look_round() -> int:
    """Open the list, every report and everything they link to; gives how many addresses. Raises AmissError."""
    visitor, seen = _visitor(), set[str]()
    ahead = [reverse("reports"), *(reverse("report", args=[pk]) for pk in Report.objects.values_list("pk", flat=True))]
    while ahead:
        address = ahead.pop()
        if address in seen:
            continue
        seen.add(address)
        response = visitor.get(address)
        if response.status_code != 200 or "Content-Security-Policy" not in response.headers:
            raise AmissError(f"{address}: {response.status_code}")
        content = b"".join(response)
        response.close()
        if response["Content-Type"].startswith("text/html"):
            ahead.extend(LINKED.findall(content.decode()))
    connections.close_all()
    return len(seen)
