"""Addresses of pages, worked out once: a list has hundreds of them, ever the same."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=20_000)
def address_of(name: str, *numbers: int) -> str:
    """Where the page called so is, of the rows with these numbers."""
    return reverse(name, args=numbers)
