"""The OpenID Connect provider that the environment names, as Django and allauth want to be told of it."""

from collections.abc import Mapping
from typing import Any

NAMES = ("issuer", "client_id", "client_secret")


class HalfConfiguredError(ValueError):
    """Some of the provider's settings are there and some are not; the message says which (Chinese)."""


def identity_of(environment: Mapping[str, str]) -> dict[str, str]:
    """Issuer, client_id, client_secret and name; empty without a provider. Raises HalfConfiguredError."""
    given = {name: environment.get(f"LUOSHI_OIDC_{name.upper()}", "").strip() for name in NAMES}
    if not any(given.values()):
        return {}
    if missing := [f"LUOSHI_OIDC_{name.upper()}" for name in NAMES if not given[name]]:
        raise HalfConfiguredError(f"统一身份登录还缺设置：{'、'.join(missing)}。三项都写上，或都不写。")
    return {**given, "name": environment.get("LUOSHI_OIDC_NAME", "").strip() or "统一身份认证"}


def providers_of(identity: Mapping[str, str]) -> dict[str, Any]:
    """allauth's SOCIALACCOUNT_PROVIDERS."""
    if not identity:
        return {}
    app = {
        "provider_id": "identity",
        "name": identity["name"],
        "client_id": identity["client_id"],
        "secret": identity["client_secret"],
        "settings": {"server_url": identity["issuer"].rstrip("/")},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
