"""Who of the world reaches which organisations: written down from the design and not taken from the program's areas, since
what the walk expects must not come from what it examines."""

COUNTY = frozenset(
    {"county", "office", "basic", "aid", "centre", "village", "point", "first", "second", "kinder", "police"}
)
FOREIGN = frozenset({"foreign", "foreign-school"})
CITY = COUNTY | FOREIGN | {"city"}

# Whom of the world reaches which organisations (辖区). The inspector's only district holds one school.
REACHES = {
    "an": COUNTY,
    "leader": COUNTY,
    "section": COUNTY,
    "centre": frozenset({"centre", "village", "point"}),
    "bo": frozenset({"first"}),
    "clerk": frozenset({"first"}),
    "chen": frozenset({"second"}),
    "village-head": frozenset({"village", "point"}),
    "inspector": frozenset({"first"}),
    "guardian": frozenset({"first"}),
    "observer": COUNTY,
    "system": COUNTY,
    "security": COUNTY,
    "auditor": COUNTY,
    "city-office": CITY,
    "foreign-office": FOREIGN,
}

# Where everybody works, for rows a form names.
HOME = {"an": "county", "leader": "county", "section": "basic", "centre": "centre", "bo": "first", "clerk": "first",
        "chen": "second", "village-head": "village", "inspector": "first", "guardian": "first", "observer": "county",
        "system": "county", "security": "county", "auditor": "county", "city-office": "city",
        "foreign-office": "foreign"}  # fmt: skip

# Own area, beside it, above it, below it and abroad for every role of the world; the rest of the tree adds nothing new.
PLACES = ("city", "county", "basic", "centre", "village", "point", "first", "second", "foreign", "foreign-school")
AUTHORITIES = ("city", "county", "foreign")


def reaches(member: str, place: str) -> bool:
    return place in REACHES[member]


def sees_persons(member: str, place: str) -> bool:
    """An observer sees totals and never persons (DESIGN 1)."""
    return reaches(member, place) and member != "observer"


def audits(member: str, place: str) -> bool:
    """The journal is the auditor's; others find their own doings in it."""
    return reaches(member, place) and member == "auditor"


def oversees(member: str, asked: str) -> bool:
    """Of jobs, a place is who asked. One's own; the office and the system administrator see others', no guardian's."""
    if asked == "clock":
        return member == "system"
    others = member in {"an", "system", "city-office", "foreign-office"} and asked != "guardian"
    return member == asked or (others and reaches(member, HOME[asked]))


def reads_grants(member: str, place: str) -> bool:
    """Who proposes, decides or audits in the area."""
    return reaches(member, place) and member in {"an", "leader", "security", "auditor", "city-office", "foreign-office"}


def decides(member: str, place: str) -> bool:
    """What an office proposed is decided by the security administrator."""
    return reaches(member, place) and member == "security"
