"""What goes on in the invented county: things asked of schools, a word to the heads, a leave, a handover, a paper signed."""

import struct
import zlib
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from luoshi.office.desk import asks, behalf, delivery
from luoshi.office.organisations import grants, handover, leave
from luoshi.office.organisations.models import Role
from luoshi.office.web.demo.county import SINCE, County


def live(county: County) -> None:
    """Through the same verbs as everywhere; the days count from today, so that the demo never looks old."""
    ask(county)
    tell_heads(county)
    go_on_leave(county)
    hand_over(county)
    enter_on_behalf(county)


def ask(county: County) -> None:
    office, today = county.first(Role.OFFICE), timezone.localdate()
    for one in county.given["asks"]:
        schools = [
            school
            for school in county.open_schools()
            if one["to"] == "all" or one["to"] in school.stages.split(",") or one["to"] == school.kind
        ]
        due = today + timedelta(days=one["days"])
        wanted = asks.Wanted(one["what"], one["kind"], one["minutes"], due, basis=one["basis"])
        asks.put(schools, wanted, by=office)


def tell_heads(county: County) -> None:
    office = county.first(Role.OFFICE)
    for one in county.memberships.values():
        if one.role == Role.HEAD:
            link = reverse("organisation", args=[one.organisation.pk])
            words = county.given["word_to_heads"]
            delivery.deliver(one, subject=words["subject"], text=words["text"], link=link, by=office.who)


def go_on_leave(county: County) -> None:
    """A section's head is away, and the head of another section acts in their stead (AB岗)."""
    given, today = county.given["leave"], timezone.localdate()
    away, other = county.memberships[given["who"]], county.head_of(given["deputy_from"])
    deputy = grants.appoint(
        other.person,
        away.organisation,
        away.role,
        since=SINCE,
        deputises=away,
        title=f"{away.title}（AB岗）",
        by=county.first(Role.SECURITY_ADMIN),
    )
    county.confirm(deputy)
    until = today + timedelta(days=given["days"])
    leave.go_on_leave(away, since=today, until=until, why=given["why"], by=county.first(Role.OFFICE))


def hand_over(county: County) -> None:
    """An inspector goes and another takes the district."""
    given, today = county.memberships[county.given["handover"]], timezone.localdate()
    taken = next(
        one for one in county.memberships.values() if one.role == given.role and not one.groupings_in_charge.exists()
    )
    handover.hand_over(given, to=taken.person, day=today, note="退休", movers=[asks.move], by=county.first(Role.OFFICE))
    county.confirm(given)


def enter_on_behalf(county: County) -> None:
    """The centre enters what a small school signed on paper."""
    given, centre = county.given["behalf"], county.first(Role.CENTRE)
    school = county.organisations[given["school"]]
    scan = (page(), given["scan"])
    begun = behalf.begin(school, signed_by=given["signed_by"], signed_on=timezone.localdate(), scan=scan, by=centre)
    behalf.end(begun, by=centre)


def page(width: int = 595, height: int = 842) -> bytes:
    """A picture (PNG, grey) as a scanner gives it of a sheet with a few lines on it."""
    lines = [
        b"\x00" + bytes(200 if 80 < x < width - 80 and y % 60 == 0 and y > 120 else 255 for x in range(width))
        for y in range(height)
    ]
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines))), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
