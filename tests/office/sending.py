"""What a knock at an address is sent with, and what is watched meanwhile."""

import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from luoshi.office.organisations import tokens
from luoshi.office.organisations.models import Membership, Token

# A refused request may leave its trace in the journal, the session and the counts of attempts, and nothing anywhere else.
WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO) "?(\w+)"?', re.IGNORECASE)
TRACES = ("journal_", "django_session", "usersessions_", "web_cache")


def been_here(client: Client) -> Client:
    """Noted as present already, so that not every knock, being taken back, is noted as the first."""
    client.get(reverse("membership-choose"))
    return client


def session_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def token_of(membership: Membership) -> str:
    """What a token says that may do all that the membership may. It was used today: another use writes nothing."""
    said = f"{tokens.PREFIX}{membership.pk}"
    Token.objects.create(
        membership=membership, label="程序", start=said[:16], digest=hashlib.sha256(said.encode()).hexdigest(),
        scope=Token.Scope.ACT, expires_on=date(2100, 1, 1), used_on=timezone.localdate(),
    )  # fmt: skip
    return said


def form_of(method: str, url: str, body: dict[str, Any] | None) -> HttpRequest:
    requests = RequestFactory()
    request = requests.post(url, body or {}) if method == "POST" else requests.generic(method, url)
    request._dont_enforce_csrf_checks = True
    return request


def is_page(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith(("text/", "application/json"))


@contextmanager
def quiet() -> Iterator[None]:
    """Refusals are what is looked for here, so that nobody needs to be warned of them."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


@contextmanager
def written() -> Iterator[list[str]]:
    """The tables that are written meanwhile, other than traces."""
    found: list[str] = []

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        if (at := WRITES.match(sql.lstrip())) and not at[1].startswith(TRACES):
            found.append(at[1])
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield found
