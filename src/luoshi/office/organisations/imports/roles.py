"""Which roles there may be where, and which of them a list may propose."""

from luoshi.office.organisations.models import AUTHORITIES, Kind, Role

_BUREAU = frozenset(AUTHORITIES)
_OFFICES = frozenset({Kind.SECTION, Kind.INSTITUTION})
_SCHOOLS = frozenset({Kind.SCHOOL, Kind.KINDERGARTEN, Kind.CAMPUS, Kind.POINT})

FITS: dict[str, frozenset[Kind]] = {
    Role.OFFICE: _BUREAU | {Kind.SECTION},
    Role.LEADER: _BUREAU,
    Role.SECTION: _OFFICES,
    Role.CENTRE: frozenset({Kind.CENTRE}),
    Role.HEAD: _SCHOOLS,
    Role.CLERK: _SCHOOLS,
    Role.INSPECTOR: _BUREAU | _OFFICES,
    Role.GUARDIAN: _BUREAU | _OFFICES | {Kind.SCHOOL, Kind.KINDERGARTEN},
    Role.OBSERVER: _BUREAU,
}
PROPOSED_BY_OFFICE = frozenset({Role.SECTION, Role.CENTRE, Role.HEAD, Role.CLERK, Role.INSPECTOR})
