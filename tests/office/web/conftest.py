"""Somebody of the world with a password, and what the journal was told."""

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from luoshi.office.journal.models import Entry
from luoshi.office.organisations.models import Person

PASSWORD = "Yun-Ling-2025"


@pytest.fixture
def bo(world) -> Person:
    """The head of the school, who has chosen a password."""
    person = world.membership("bo").person
    person.set_password(PASSWORD)
    person.password_set_at = timezone.now()
    person.save()
    return person


@pytest.fixture
def enter() -> Callable:
    """Sends the sign-in form; gives the answer."""

    def send(client: Client, login: str, password: str = PASSWORD, **more: str):
        return client.post(reverse("account_login"), {"login": login, "password": password, **more})

    return send


@pytest.fixture
def told() -> Callable[[], list[tuple[str, str, bool]]]:
    """Verb, name and outcome of every entry of the journal, oldest first."""
    return lambda: list(Entry.objects.order_by("pk").values_list("verb", "name", "done"))


def errors(response) -> list[str]:
    """Every complaint of the form that an answer shows."""
    return [error for found in response.context["form"].errors.values() for error in found]


def said(response) -> list[str]:
    """What an answer tells the person beside its page."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def journal_is_full(*_: object, **__: object) -> None:
    """Stands in for writing into the journal."""
    raise OSError("full")
