"""Reports are handed in by the bureau's office."""

import pytest
from django.test import Client

from luoshi.office.organisations.actor import Actor


@pytest.fixture
def client(world) -> Client:
    """The office's browser."""
    return world.client("an")


@pytest.fixture
def office(world) -> Actor:
    """The office itself."""
    return world.actor("an")
