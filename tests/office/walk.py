"""Knocks at an address as everybody, at every place, and says where the answer differs from what doors.yaml expects."""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.base import BaseHandler
from django.core.signals import got_request_exception, request_finished
from django.db import close_old_connections, transaction
from django.db.models import Model
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from luoshi.office.organisations.models import Membership, Person, Role
from tests.office.doors import OPEN, ROLES, Address, Door
from tests.office.known import Known
from tests.office.reach import HOME, REACHES
from tests.office.rows import KINDS
from tests.office.sending import been_here, form_of, is_page, quiet, session_of, token_of, written

if TYPE_CHECKING:
    from tests.office.conftest import World

OUT = "signed out"
NOBODY = "signed in without a membership"
EVERYBODY = (OUT, NOBODY, *REACHES)

API = "/api/v1/"
REFUSALS = {403, 404, 405}
STRICT = {
    "Content-Security-Policy": "default-src 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


@dataclass
class Answer:
    """What came back, and which tables were written meanwhile."""

    status: int
    leads_to: str = ""
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    writes: list[str] = field(default_factory=list)
    error: str = ""

    @property
    def reasons(self) -> str:
        """What a page says against a form, for whoever has to find out why."""
        said = re.findall(
            r'class="[^"]*(?:errorlist|refused|invalid-feedback)[^"]*"[^>]*>(.*?)</(?:ul|div|section)>',
            self.body,
            re.DOTALL,
        )
        return " ".join(re.sub(r"<[^>]+>|\s+", " ", one).strip() for one in said if one.strip())

    @property
    def careless(self) -> list[str]:
        """The headers that every answer must carry and this one lacks."""
        return [name for name, words in STRICT.items() if words not in self.headers.get(name, "")]

    def __str__(self) -> str:
        wrote = f", wrote {', '.join(sorted(set(self.writes)))}" if self.writes else ""
        lacks = f", careless about {', '.join(self.careless)}" if self.careless else ""
        return f"{self.status}{f' to {self.leads_to}' if self.leads_to else ''}{wrote} {self.error}{lacks}".strip()


@dataclass(frozen=True)
class Knock:
    """One request: who, how, at which address, and where in the tree the row of the address stands."""

    door: Door
    member: str
    role: str
    method: str
    place: str = ""
    given: str = ""  # a field that carries a row from elsewhere, or what else is odd about it

    def __str__(self) -> str:
        at = f" at {self.place}" if self.place else ""
        odd = f" with {self.given}" if self.given else ""
        return f"{self.door.name}: {self.method}{at}{odd} by {self.member} ({self.role})"


@dataclass(frozen=True)
class Problem:
    """A knock that was answered otherwise than expected."""

    knock: Knock
    expected: str
    answer: Answer

    def __str__(self) -> str:
        said = self.answer.reasons if self.answer.status == 422 else ""
        return f"{self.knock}: expected {self.expected}, got {self.answer} {said}".rstrip()


class Walker:
    """Goes round one world. Whatever a request changes is taken back, so that the order of knocks does not matter."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.sessions = {name: session_of(been_here(world.client(name))) for name in REACHES}
        self.sessions[NOBODY] = self._nobody()
        self.tokens = {name: token_of(world.membership(name)) for name in REACHES} | {NOBODY: token_of(self.ended)}
        self.roles = {name: str(world.membership(name).role) for name in REACHES}
        self.rows: dict[tuple[str, str], Model] = {
            (name, place): kind.make(world, place) for name, kind in KINDS.items() for place in kind.places
        }
        self.known = Known()
        self.errors: list[str] = []
        got_request_exception.connect(self._failed)

    def _nobody(self) -> str:
        """Somebody whose only membership is over."""
        client, person = Client(), Person.objects.create(login="nobody", name="吴岗")
        client.force_login(person)
        self.ended = Membership.objects.create(
            person=person,
            organisation=self.world.organisation("first"),
            role=Role.HEAD,
            since=date(2020, 9, 1),
            until=date(2021, 8, 31),
            confirmed=True,
        )
        return session_of(client)

    def _failed(self, **_: Any) -> None:
        self.errors.append(repr(sys.exc_info()[1]))

    def row(self, kind: str, place: str) -> Model:
        """The row of a kind at a place; where the kind has none there, that of its first place."""
        return self.rows.get((kind, place)) or self.rows[kind, KINDS[kind].places[0]]

    def url(self, address: Address, door: Door, place: str) -> str:
        filled = {name: self._value(value, place) for name, value in door.arguments.items()}
        for name in set(address.arguments) - set(filled):
            row = self.row(door.row, place)
            filled[name] = getattr(row, name, row.pk)
        return reverse(address.name, kwargs=filled)

    def _value(self, value: Any, place: str) -> Any:
        """What stands for an entry of a doors.yaml: a row's number, a file, or the entry itself."""
        if isinstance(value, list):
            return [self._value(one, place) for one in value]
        if isinstance(value, dict) and "content" in value:
            return SimpleUploadedFile(value["name"], str(value["content"]).encode())
        if isinstance(value, dict):
            return {name: self._value(one, place) for name, one in value.items()}
        if not is_kind(value):
            return value
        kind, elsewhere, attribute = parts_of(value)
        return getattr(self.row(kind, elsewhere or place), attribute)

    def body(self, door: Door, member: str, place: str) -> dict[str, Any]:
        """What a form of the door carries when that member sends it."""
        at = place or HOME.get(member, "county")
        given = {name: self._value(value, at) for name, value in (door.give or door.send).items()}
        return given if door.api else {**self.stamp(member), **given}

    def stamp(self, member: str) -> dict[str, Any]:
        return {"membership": str(self.world.membership(member).pk)} if member in REACHES else {}

    def send(
        self, member: str, method: str, url: str, body: dict[str, Any] | None = None, *, cookie: bool = False
    ) -> Answer:
        """The answer to one request, after which everything is as before. `cookie`: brought to the API too."""
        request = self._to_api(member, method, url, body) if url.startswith(API) else form_of(method, url, body)
        if member in self.sessions and (cookie or not url.startswith(API)):
            request.COOKIES[settings.SESSION_COOKIE_NAME] = self.sessions[member]
            request.META.pop("HTTP_AUTHORIZATION", None)
        cache.clear()  # of counted attempts
        self.errors.clear()
        with transaction.atomic(), quiet(), self.known.told(), written() as writes:
            answer = self._answer(request)
            transaction.set_rollback(True)
        answer.writes = writes
        return answer

    def _to_api(self, member: str, method: str, url: str, body: dict[str, Any] | None) -> HttpRequest:
        headers = {"authorization": f"Bearer {self.tokens[member]}"} if member in self.tokens else {}
        sent = json.dumps(body or {}) if method == "POST" else ""
        return RequestFactory().generic(method, url, sent, "application/json", headers=headers)

    def _answer(self, request: HttpRequest) -> Answer:
        response = self.handler.get_response(request)
        read = b"".join(response) if response.streaming else response.content
        request_finished.disconnect(close_old_connections)  # as Django's own Client does: the world is not committed
        response.close()
        request_finished.connect(close_old_connections)
        return Answer(
            status=response.status_code,
            leads_to=response.headers.get("Location", ""),
            body=read.decode("utf-8", "replace") if is_page(response) else "",
            headers=dict(response.headers),
            error=" ".join(self.errors),
        )

    def knock(self, address: Address, knock: Knock) -> Answer:
        url = self.url(address, knock.door, knock.place)
        body = self.body(knock.door, knock.member, knock.place) if knock.method == "POST" else None
        return self.send(knock.member, knock.method, url, body)


def is_kind(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("@")


def parts_of(value: str) -> tuple[str, str, str]:
    """Kind, place or "", and attribute of "@kind:place.attribute"."""
    named, _, attribute = value[1:].partition(".")
    kind, _, place = named.partition(":")
    return kind, place, attribute or "pk"


def places_of(door: Door) -> tuple[str, ...]:
    return KINDS[door.row].places if door.row else ("",)


# What is expected of a knock, and whether an answer is that

IN = "to be let in"
SIGN_IN = "to be led to the sign-in page"
CHOOSE = "to be told of having no membership"
ROLE = "403 with the roles that could"
ROW = "404 as if the row did not exist"
CLOSED = "403 or 405"
TOKEN = "401, for want of a token that holds"
ABSENT = "404 or 405"


def expectation(knock: Knock) -> str:
    roles = knock.door.roles(knock.method)
    if knock.door.demo:
        return ABSENT
    if knock.door.api and knock.member in {OUT, NOBODY}:
        return TOKEN if roles else CLOSED
    if "public" in roles:
        return IN
    if knock.member == OUT:
        return SIGN_IN if "public" not in knock.door.look | knock.door.act else CLOSED
    if not roles:
        return CLOSED
    if "person" in roles:
        return IN
    if knock.member == NOBODY:
        return CHOOSE
    if knock.role not in roles:
        return ROLE
    if knock.door.row and not KINDS[knock.door.row].reached(knock.member, knock.place):
        return ROW
    return IN


def is_as_expected(knock: Knock, expected: str, answer: Answer) -> bool:
    if (expected != IN and answer.writes) or answer.careless:
        return False
    if knock.method == "HEAD" and answer.status == 405:
        return True  # a page that is only ever looked at whole
    return JUDGES[expected](knock, answer)


def _let_in(knock: Knock, answer: Answer) -> bool:
    if knock.method in {"GET", "HEAD"}:
        allowed = answer.status == 200 or (knock.door.leads and answer.status == 302)
        return allowed and not _led_out(answer)
    return answer.status < 500 and answer.status not in {401, 403, 404, 405} and not _led_out(answer)


def _led_out(answer: Answer) -> bool:
    """To the sign-in page and back, or to the page that says one has no membership. Who signs out comes to neither."""
    outside = (f"{reverse('account_login')}?", reverse("membership-choose"))
    return answer.status == 302 and answer.leads_to.startswith(outside)


def _role(knock: Knock, answer: Answer) -> bool:
    roles = knock.door.roles(knock.method)
    could = "、".join(str(Role(one).label) for one in ROLES if one in roles)
    return answer.status == 403 and (knock.method == "HEAD" or f"可以办理的是：{could}。" in answer.body)


def _closed(knock: Knock, answer: Answer) -> bool:
    led = knock.door.leads and answer.status == 302
    return answer.status in {403, 405} or led or (knock.member == NOBODY and _choose(knock, answer))


def _choose(_: Knock, answer: Answer) -> bool:
    return (answer.status, answer.leads_to) == (302, reverse("membership-choose"))


def _sign_in(_: Knock, answer: Answer) -> bool:
    return answer.status == 302 and answer.leads_to.startswith(f"{reverse('account_login')}?")


JUDGES = {
    IN: _let_in,
    SIGN_IN: _sign_in,
    CHOOSE: _choose,
    ROLE: _role,
    ROW: lambda _, answer: answer.status == 404,
    ABSENT: lambda _, answer: answer.status in {404, 405},
    CLOSED: _closed,
    TOKEN: lambda _, answer: answer.status == 401 and '{"reasons": [' in answer.body,
}


# The rounds


def walk(walker: Walker, address: Address, door: Door) -> Iterator[Problem]:
    """Everybody knocks at one address, at every place of its row; gives what was not as expected, as it is met."""
    return (found for knock in knocks(walker, door) if (found := tried(walker, address, knock)))


def walk_in(walker: Walker, address: Address, door: Door) -> Iterator[Problem]:
    """Each role that may comes in once by each way, so that whatever the view asks of the database is asked. Whom it
    keeps out was tried on another database; which rows are whose, `sights` tries on every one."""
    return (found for knock in entries(walker, door) if (found := tried(walker, address, knock)))


def entries(walker: Walker, door: Door) -> Iterator[Knock]:
    """Of all knocks, the first of each role and method that is to be let in."""
    tried_ways = set[tuple[str, str]]()
    for knock in knocks(walker, door):
        way = (knock.role, knock.method)
        if knock.method != "HEAD" and way not in tried_ways and expectation(knock) == IN:
            tried_ways.add(way)
            yield knock


def tried(walker: Walker, address: Address, knock: Knock) -> Problem | None:
    expected, answer = expectation(knock), walker.knock(address, knock)
    return None if is_as_expected(knock, expected, answer) else Problem(knock, expected, answer)


def knocks(walker: Walker, door: Door) -> Iterator[Knock]:
    """Both ways to use an address at every place; for those whom their role keeps out, one place inside and one out."""
    kept_out = set[tuple[str, str]]()
    for member in EVERYBODY:
        role = walker.roles.get(member, "")
        for method in ("GET", "POST"):
            if role in door.roles(method):
                places = telling_places(door, member)
            elif (role, method) not in kept_out or member not in REACHES:
                places = two_places(door, member)
                kept_out.add((role, method))
            else:
                continue  # the same role as somebody before, kept out alike
            yield from (Knock(door, member, role, method, place) for place in places)
    for member in few(walker, door):
        yield Knock(door, member, walker.roles.get(member, ""), "HEAD", two_places(door, member)[0])


def few(walker: Walker, door: Door) -> list[str]:
    """One of each sort, for what is refused or answered alike whoever asks: outsiders, who may look, who may act,
    and who may neither."""
    roles = walker.roles
    sorts = [
        [name for name in REACHES if roles[name] in door.look],
        [name for name in REACHES if roles[name] in door.act],
        [name for name in REACHES if roles[name] not in door.look | door.act],
    ]
    return list(dict.fromkeys([OUT, NOBODY, *(sort[0] for sort in sorts if sort)]))


def telling_places(door: Door, member: str) -> list[str]:
    """Every place that the member does not reach, and three that they do: more of those tell nothing more."""
    inside = reached_places(door, member)
    return [place for place in places_of(door) if place not in inside[3:]]


def two_places(door: Door, member: str) -> list[str]:
    """A place of the row that the member reaches, and one they do not, if there are such."""
    if not door.row or member not in REACHES:
        return [places_of(door)[0]]
    reached = {place: KINDS[door.row].reached(member, place) for place in places_of(door)}
    return [next(place for place in reached if reached[place] is inside) for inside in {*reached.values()}]


def other_methods(walker: Walker, address: Address, door: Door) -> list[Problem]:
    """PUT, PATCH and DELETE change nothing and are refused; allauth's pages take a PUT for a POST with nothing in it."""
    refused = REFUSALS if set(OPEN).isdisjoint(door.look | door.act) else {*REFUSALS, 200, 302}
    refused = {*refused, 401} if door.api else refused
    found = []
    for member in few(walker, door):
        place = two_places(door, member)[-1]
        for method in ("PUT", "PATCH", "DELETE"):
            knock = Knock(door, member, walker.roles.get(member, ""), method, place)
            answer = walker.knock(address, knock)
            if answer.writes or not (answer.status in refused or _led_out(answer)):
                found.append(Problem(knock, CLOSED, answer))
    return found


def other_stamps(walker: Walker, address: Address, door: Door) -> list[Problem]:
    """A form that was opened in another membership, or does not say in which, is not carried out, whoever sends it and
    whatever they may. Pages about oneself need no membership, and so no stamp."""
    if door.api:
        return list(cookies_alone(walker, address, door))
    found = []
    for member in [one for one in few(walker, door) if one in REACHES]:
        place = two_places(door, member)[-1]
        stamps = {"another membership's stamp": walker.stamp("chen" if member != "chen" else "bo")["membership"]}
        if set(OPEN).isdisjoint(door.look | door.act) and not door.demo:
            stamps["no stamp"] = ""
        for given, stamp in stamps.items():
            knock = Knock(door, member, walker.roles[member], "POST", place, given=given)
            body = {**walker.body(door, member, place), "membership": stamp}
            answer = walker.send(member, "POST", walker.url(address, door, place), body)
            if answer.writes or answer.status != 409:
                found.append(Problem(knock, "409", answer))
    return found


def cookies_alone(walker: Walker, address: Address, door: Door) -> Iterator[Problem]:
    """Whoever is signed in at a browser is nobody to the API, so that no foreign page can send anything in their name."""
    for member in [one for one in few(walker, door) if one in REACHES]:
        place = two_places(door, member)[-1]
        for method in ("GET", "POST"):
            knock = Knock(door, member, walker.roles[member], method, place, given="a browser's cookie alone")
            url, body = walker.url(address, door, place), walker.body(door, member, place)
            answer = walker.send(member, method, url, body, cookie=True)
            if answer.writes or answer.status not in {401, 405}:
                yield Problem(knock, TOKEN, answer)


def carried_out(walker: Walker, address: Address, door: Door) -> list[Problem]:
    """Every role that may act succeeds at some place with what the door's entry gives it."""
    found = []
    for role in sorted(door.act & {*ROLES}) if door.give is not None else ():
        member = next(name for name in REACHES if walker.roles[name] == role)
        tries = [Knock(door, member, role, "POST", place) for place in reached_places(door, member)]
        answers = [walker.knock(address, knock) for knock in tries]
        if not any(one.status in {200, 204, 302} and one.writes for one in answers):
            found += [Problem(tries[0], "to be carried out at some place", answers[0])]
    return found


def rows_from_elsewhere(walker: Walker, address: Address, door: Door) -> list[Problem]:
    """A form that names a row outside the sender's area changes nothing."""
    found = []
    for name, member in naming(door, walker):
        given = door.give[name]
        kind, _, attribute = parts_of(given[0] if isinstance(given, list) else given)
        outside = [place for place in KINDS[kind].places if not KINDS[kind].reached(member, place)]
        for place in reached_places(door, member)[:1] if outside else ():
            knock = Knock(door, member, walker.roles[member], "POST", place, given=f"{name} from {outside[-1]}")
            body = {**walker.body(door, member, place), name: getattr(walker.row(kind, outside[-1]), attribute)}
            answer = walker.send(member, "POST", walker.url(address, door, place), body)
            if answer.writes or answer.status >= 500:
                found.append(Problem(knock, "to be refused", answer))
    return found


def naming(door: Door, walker: Walker) -> Iterator[tuple[str, str]]:
    """The fields of a form that name a row, each with everybody who may send it."""
    for name, value in (door.give or {}).items():
        if is_kind(value) or (isinstance(value, list) and any(map(is_kind, value))):
            yield from ((name, member) for member in REACHES if walker.roles[member] in door.act)


def reached_places(door: Door, member: str) -> list[str]:
    return [place for place in places_of(door) if not door.row or KINDS[door.row].reached(member, place)]


def sights(walker: Walker, kind: str, member: str) -> list[str]:
    """Where a member sees a row of a kind that they should not, or does not see one that they should."""
    if KINDS[kind].narrowed:
        return []
    actor, wrong = walker.world.actor(member), []
    for place in KINDS[kind].places:
        row = walker.row(kind, place)
        seen = type(row)._default_manager.visible_to(actor).filter(pk=row.pk).exists()
        if seen is not KINDS[kind].reached(member, place):
            wrong.append(f"{member} {'sees' if seen else 'does not see'} the {kind} at {place}")
    return wrong
