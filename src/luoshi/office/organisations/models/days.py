"""Rows that hold from `since` until `until`, their last day; one without an end goes on."""

from datetime import date

from django.db.models import Q
from django.utils import timezone


def not_ended(day: date | None = None, *, of: str = "") -> Q:
    """Those that hold on the day (None: today) or will. `of` leads to them: "members__"."""
    return Q(**{f"{of}until__isnull": True}) | Q(**{f"{of}until__gte": day or timezone.localdate()})


def holds(day: date, *, of: str = "") -> Q:
    """Those that hold on the day."""
    return not_ended(day, of=of) & Q(**{f"{of}since__lte": day})
