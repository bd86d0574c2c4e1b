"""Wrong passwords and codes: how many are counted against an account, and when it may be tried again."""

from datetime import UTC, datetime, timedelta

from allauth.core.internal import ratelimit
from django.core.cache import cache

from luoshi.office.organisations.models import Person

COUNTED = {"app": "allauth.account", "action": "login_failed"}  # the limit's name in ACCOUNT_RATE_LIMITS


def free_at(login: str) -> datetime | None:
    """When the oldest counted attempt against this login is forgotten; None while it may be tried."""
    waits = [
        datetime.fromtimestamp(history[-1], UTC) + timedelta(seconds=rate.duration)
        for rate, name in _counters(login)
        if len(history := cache.get(name, [])) >= rate.amount
    ]
    return max(waits, default=None)


def forget(person: Person) -> None:
    """Let a person try again at once: an administrator has seen to it that it is them."""
    for counted in (person.login or "", f"mfa-auth-user-{person.pk}"):
        cache.delete_many([name for _, name in _counters(counted)])


def _counters(counted: str) -> list[tuple[ratelimit.Rate, str]]:
    rates = [rate for rate in ratelimit.get_rates(**COUNTED) if rate.per == "key"]
    return [(rate, ratelimit.get_cache_key(None, rate=rate, key=counted, **COUNTED)) for rate in rates]
