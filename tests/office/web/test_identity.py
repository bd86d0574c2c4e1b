"""Signing in through a provider: a small one of our own on loopback, with real requests and signed tokens."""

import base64
import hashlib
import json
import secrets
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import clear_url_caches

from luoshi.office.journal.models import Entry
from luoshi.office.organisations.models import Person
from luoshi.office.web import urls
from luoshi.office.web.identity import HalfConfiguredError, identity_of, providers_of
from luoshi.office.web.sign_in import identity

ID, SECRET = "luoshi", "shared-with-the-provider"


@cache
def key_named(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@dataclass
class Provider:
    """An OpenID Connect provider (code flow with PKCE) whose person and faults a test chooses."""

    claims: dict[str, str] = field(default_factory=lambda: {"sub": "77", "preferred_username": "bo"})
    more: dict[str, str] = field(default_factory=dict)  # what userinfo adds
    signs_with: str = "its own key"
    audience: str = ID
    issuer: str = ""
    codes: dict[str, str] = field(default_factory=dict)  # code and its PKCE challenge
    down: bool = False
    address: str = ""

    def configuration(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def public(self) -> dict[str, object]:
        key = jwt.algorithms.RSAAlgorithm.to_jwk(key_named("its own key").public_key(), as_dict=True)
        return {"keys": [{**key, "kid": "1", "alg": "RS256", "use": "sig"}]}

    def approve(self, address: str) -> str:
        """What the browser is sent back with, when the person agrees at the provider."""
        asked = {name: found[0] for name, found in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == ID
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_hex(8)
        self.codes[code] = asked["code_challenge"]
        back = urlsplit(asked["redirect_uri"])
        assert (back.netloc, back.path) == ("testserver", "/sign-in/identity/back/")
        return f"{back.path}?code={code}&state={asked['state']}"

    def token(self, given: dict[str, str]) -> dict[str, object] | None:
        verifier = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if given.get("client_secret") != SECRET or self.codes.pop(given.get("code", ""), None) != challenge:
            return None
        now = int(time.time())
        told = {**self.claims, "iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + 60}
        signed = jwt.encode(told, key_named(self.signs_with), "RS256", headers={"kid": "1"})
        return {"access_token": "let-me-ask", "token_type": "Bearer", "id_token": signed}


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = {
                "/.well-known/openid-configuration": made.configuration,
                "/keys": made.public,
                "/userinfo": lambda: {"sub": made.claims["sub"], **made.more},
            }
            self.say(pages[self.path]() if not made.down else None)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.say(made.token({name: found[0] for name, found in parse_qs(body).items()}))

        def say(self, told: dict[str, object] | None) -> None:
            self.send_response(200 if told else 400)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told or {"error": "invalid_request"}).encode())

        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    made.address = made.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def configured(provider: Provider, settings) -> Iterator[Provider]:
    """The program as it starts with the provider in its environment."""
    given = {"ISSUER": provider.issuer, "CLIENT_ID": ID, "CLIENT_SECRET": SECRET, "NAME": "县统一身份"}
    settings.IDENTITY = identity_of({f"LUOSHI_OIDC_{name}": value for name, value in given.items()})
    settings.SOCIALACCOUNT_PROVIDERS = providers_of(settings.IDENTITY)
    module = ModuleType("urls_with_identity")
    module.urlpatterns = [*identity.addresses(), *urls.urlpatterns]
    sys.modules[module.__name__] = module
    settings.ROOT_URLCONF = module.__name__
    clear_url_caches()
    yield provider
    del sys.modules[module.__name__]
    clear_url_caches()


@pytest.fixture
def come(configured: Provider, client: Client) -> Callable:
    """Presses the button, agrees at the provider, and comes back; gives the last answer."""

    def round_trip(query: str = ""):
        asked = client.get(f"/sign-in/identity/{query}")
        assert asked["Location"].startswith(f"{configured.address}/authorize?")
        return client.get(configured.approve(asked["Location"]))

    return round_trip


def person_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_sign_in_page_offers_the_provider_by_its_name(configured, client, world) -> None:
    page = client.get("/sign-in/?next=/reports/").content.decode()
    assert "用县统一身份登录" in page
    assert 'href="/sign-in/identity/?next=/reports/"' in page


def test_somebody_with_an_account_comes_in_and_is_led_on(come, bo, client) -> None:
    assert come("?next=/membership/")["Location"] == "/membership/"
    assert client.get("/").status_code == 200
    assert person_in(client) == str(bo.pk)
    found = list(Entry.objects.order_by("pk").values_list("verb", "name"))
    assert found == [("identity.link", "柏青"), ("sign_in.enter", "柏青")]


def test_the_staff_number_serves_as_well_as_the_login(come, bo, client, provider) -> None:
    Person.objects.filter(pk=bo.pk).update(staff_number="G-1007")
    provider.claims = {"sub": "77", "preferred_username": "G-1007"}
    come()
    assert person_in(client) == str(bo.pk)


def test_the_name_may_come_from_userinfo(come, bo, client, provider) -> None:
    provider.claims, provider.more = {"sub": "77"}, {"preferred_username": "bo"}
    come()
    assert person_in(client) == str(bo.pk)


def test_userinfo_about_somebody_else_is_not_believed(come, bo, client, provider) -> None:
    provider.claims, provider.more = {"sub": "77"}, {"preferred_username": "bo", "sub": "78"}
    assert come().status_code == 401
    assert person_in(client) is None


def test_somebody_without_an_account_is_refused_with_whom_to_ask(come, world, client, provider) -> None:
    provider.claims["preferred_username"] = "stranger"
    before = Person.objects.count()
    answer = come()
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "统一身份平台认出了您（stranger），但这里还没有为您开通账号" in page
    assert "系统管理员" in page
    assert (Person.objects.count(), SocialAccount.objects.count(), person_in(client)) == (before, 0, None)
    assert list(Entry.objects.values_list("verb", "done")) == [("identity.refuse", False)]


def test_somebody_who_never_signs_in_is_refused(come, bo, client, provider) -> None:
    Person.objects.filter(pk=bo.pk).update(login=None, staff_number="G-1007")
    provider.claims["preferred_username"] = "G-1007"
    assert come().status_code == 403
    assert person_in(client) is None


def test_a_login_without_an_opened_account_is_refused(come, bo, client) -> None:
    """A list that was brought in names logins; nobody comes in by one before the administrator opened it."""
    bo.set_unusable_password()
    bo.save()
    assert come().status_code == 403
    assert person_in(client) is None


def test_a_locked_account_is_locked_here_too(come, bo, client) -> None:
    Person.objects.filter(pk=bo.pk).update(is_active=False)
    assert "这个账号已停用" in come().content.decode()
    assert person_in(client) is None


def test_once_linked_the_provider_s_identifier_alone_counts(come, bo, client, provider) -> None:
    come()
    client.post("/sign-out/")
    provider.claims["preferred_username"] = "renamed-there"
    come()
    assert person_in(client) == str(bo.pk)


def test_a_name_given_to_somebody_else_later_opens_nothing(come, bo, client, provider) -> None:
    come()
    client.post("/sign-out/")
    provider.claims["sub"] = "78"
    assert "已经关联了另一个统一身份" in come().content.decode()
    assert person_in(client) is None


def test_nobody_links_their_account_to_the_provider_by_themselves(come, world, client, provider) -> None:
    client.force_login(world.membership("chen").person)
    provider.claims["preferred_username"] = "stranger"
    assert come("?process=connect").status_code == 403
    assert SocialAccount.objects.count() == 0


def test_nothing_of_what_the_provider_tells_is_kept(come, bo, client, provider) -> None:
    provider.claims["email"] = "bo@example.org"
    for _ in range(2):
        come()
        client.post("/sign-out/")
    assert SocialAccount.objects.get().extra_data == {}


def test_the_first_password_need_not_be_changed_by_whoever_does_not_use_it(come, bo, client) -> None:
    Person.objects.filter(pk=bo.pk).update(must_change_password=True)
    come()
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "fault",
    [{"signs_with": "a stranger's key"}, {"audience": "another program"}, {"issuer": "http://127.0.0.1:1"}],
)
def test_a_token_that_is_not_the_provider_s_for_us_opens_nothing(come, bo, client, provider, fault) -> None:
    for name, value in fault.items():
        setattr(provider, name, value)
    answer = come()
    assert answer.status_code == 401
    assert "没有登录成" in answer.content.decode()
    assert person_in(client) is None


def test_an_answer_that_nobody_asked_for_opens_nothing(configured, bo, client) -> None:
    asked = Client().get("/sign-in/identity/")
    assert client.get(configured.approve(asked["Location"])).status_code == 401
    assert person_in(client) is None


def test_whoever_turns_back_at_the_provider_is_told_kindly(configured, bo, client) -> None:
    asked = client.get("/sign-in/identity/")
    state = parse_qs(urlsplit(asked["Location"]).query)["state"][0]
    answer = client.get(f"/sign-in/identity/back/?error=access_denied&state={state}")
    assert "请重新登录一次" in answer.content.decode()


def test_a_provider_that_is_down_is_said_and_the_password_still_works(configured, bo, client, enter) -> None:
    configured.down = True
    answer = client.get("/sign-in/identity/")
    assert answer.status_code == 401
    assert "用登录名和密码登录" in answer.content.decode()
    assert enter(client, "bo").status_code == 302


def test_without_a_provider_there_is_no_address_and_no_button(client, world) -> None:
    assert identity.addresses() == []
    assert "sign-in/identity" not in client.get("/sign-in/").content.decode()


def test_half_a_configuration_is_refused_with_what_is_missing() -> None:
    with pytest.raises(HalfConfiguredError, match="LUOSHI_OIDC_CLIENT_SECRET"):
        identity_of({"LUOSHI_OIDC_ISSUER": "https://id.example", "LUOSHI_OIDC_CLIENT_ID": ID})
