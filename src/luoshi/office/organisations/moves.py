"""Who may do what with an organisation. Read by actions, buttons, messages and tests."""

from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.organisations.actor import Actor, authority_of
from luoshi.office.organisations.models import (
    AUTHORITIES,
    MAY_STAND_UNDER,
    SCHOOLS,
    Kind,
    Membership,
    Organisation,
    Role,
)

# The bureau's office keeps the tree; the system administrator may, so that a new installation can begin.
KEEPERS = (Role.OFFICE, Role.SYSTEM_ADMIN)
BEARERS = frozenset(str(above) for kinds in MAY_STAND_UNDER.values() for above in kinds if above)
OFFICES = frozenset({Kind.SECTION, Kind.INSTITUTION})  # of a bureau
EVERY_KIND = frozenset(Kind.values)


class Move(NamedTuple):
    """What may happen to an organisation: to which kinds, by whom."""

    label: Promise
    roles: tuple[Role, ...] = KEEPERS
    kinds: frozenset[str] = EVERY_KIND
    own: bool = True  # whether an authority's people may do it to their own authority


MOVES: dict[str, Move] = {
    "open": Move(gettext_lazy("增设下级机构"), kinds=BEARERS),
    "edit": Move(gettext_lazy("修改登记事项")),
    "contact": Move(gettext_lazy("修改联系方式"), roles=(*KEEPERS, Role.CENTRE, Role.HEAD, Role.CLERK)),
    "rename": Move(gettext_lazy("更名")),
    "move": Move(gettext_lazy("变更隶属"), own=False),
    "restage": Move(gettext_lazy("变更学段或性质"), kinds=frozenset(SCHOOLS)),
    "merge": Move(gettext_lazy("并入其他机构"), own=False),
    "close": Move(gettext_lazy("撤销"), own=False),
    "hats": Move(gettext_lazy("登记加挂的牌子"), kinds=frozenset(AUTHORITIES)),
}


def why_not(organisation: Organisation, move: str, *, by: Actor) -> str | None:
    """The reason why the actor may not do this to the organisation; None if they may."""
    rule, names = MOVES[move], {"name": organisation.name, "move": MOVES[move].label}
    if by.role not in rule.roles:
        could = "、".join(str(role.label) for role in rule.roles)
        return _("“%(move)s”由%(could)s办理。") % {**names, "could": could}
    if not by.area.holds(organisation.path):
        return _("“%(name)s”不在您的辖区内，“%(move)s”由它所属的教育局办理。") % names
    if organisation.kind not in rule.kinds:
        return _("“%(name)s”是%(kind)s，没有“%(move)s”这件事。") % {**names, "kind": organisation.get_kind_display()}
    if organisation.closed_on:
        return _("“%(name)s”已于 %(day)s %(how)s，不再变动。") % {
            **names,
            "day": organisation.closed_on,
            "how": _("并入“%(into)s”") % {"into": organisation.successor} if organisation.successor else _("撤销"),
        }
    if not rule.own and by.authority and organisation.pk == by.authority.pk:
        return _("“%(name)s”是您所在的教育局，“%(move)s”由上一级办理。") % names
    return None


def why_not_across(organisation: Organisation, under: Organisation) -> str | None:
    """A bureau's people reach all of the authority that their office belongs to. Put under another authority they would
    reach that one, and nobody who grants rights would have been asked."""
    if organisation.kind not in OFFICES or authority_of(organisation) == authority_of(under):
        return None
    held = Membership.objects.filter(organisation__path__startswith=organisation.path)
    held = held.filter(Q(until__isnull=True) | Q(until__gte=timezone.localdate()))
    if not held.exists():
        return None
    said = _("“%(name)s”里还有 %(count)s 个岗位，换到“%(under)s”就能看到那里的全部机构。请先收回，过去以后重新授予。")
    return said % {"name": organisation.name, "count": held.count(), "under": authority_of(under) or under}


def open_to_actor(organisation: Organisation, *, by: Actor) -> list[dict[str, str]]:
    """Every move that concerns this kind, with the reason where it is not open to the actor."""
    return [
        {"move": move, "label": str(rule.label), "why": why_not(organisation, move, by=by) or ""}
        for move, rule in MOVES.items()
        if organisation.kind in rule.kinds
    ]
