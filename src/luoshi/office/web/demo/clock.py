"""The demo's clock: what the invented county did on an earlier day is done with the clock set to that day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.utils import timezone


@contextmanager
def on(day: date) -> Iterator[None]:
    """Morning of a day; it goes on from there as time does."""
    real, began = timezone.now, timezone.now()
    morning = timezone.make_aware(datetime.combine(day, time(9)))
    timezone.now = lambda: morning + (real() - began)
    try:
        yield
    finally:
        timezone.now = real
