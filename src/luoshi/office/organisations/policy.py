"""What an authority may decide about signing in and granting, and what holds where it has decided nothing."""

from typing import Any

from luoshi.office.organisations.models import Organisation, Setting

# 等保2.0 as it is commonly examined: a password is changed within 90 days, a session left alone ends after 10 to 30
# minutes (GB/T 22239-2019 names no numbers).
DEFAULTS: dict[str, Any] = {
    "password_days": 90,  # 0: a password does not age
    "idle_minutes": 30,
    "second_person": True,  # grants and their end need another person's confirmation
    "administrators_use_totp": False,
}


def value_of(authority: Organisation | None, name: str) -> Any:
    """What the authority chose, or the default."""
    chosen = Setting.objects.filter(organisation=authority, name=name).values_list("value", flat=True).first()
    return DEFAULTS[name] if chosen is None else chosen
