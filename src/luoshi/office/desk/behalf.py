"""代录: the office or a centre enters what an organisation's people signed on paper. Begun, used, ended; all written down."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.desk.files import examine, keep
from luoshi.office.desk.kinds import tidy
from luoshi.office.desk.models import OnBehalf, Purpose
from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor, Behalf, actor_of
from luoshi.office.organisations.models import Membership, Organisation, Role
from luoshi.office.organisations.models.organisation import OrganisationQuerySet
from luoshi.office.refused import refuse_if

ENTERERS = frozenset({Role.OFFICE, Role.CENTRE})
SCANS = ("pdf", "png", "jpeg", "ofd")  # what a signed paper comes as
LONGEST_AGO = 366  # days since a signature that may still be entered


def open_to_entering(actor: Actor, *, day: date) -> OrganisationQuerySet:
    """The organisations for which the actor may enter."""
    own = [actor.membership.organisation_id, *([actor.authority.pk] if actor.authority else [])]
    return Organisation.objects.visible_to(actor).open_on(day).exclude(pk__in=own)


def why_not_enter(actor: Actor, organisation: Organisation, *, day: date) -> str | None:
    """Why the actor may not begin to enter for the organisation; None if they may."""
    if actor.behalf:
        return _("现在正代“%(name)s”录入。请先结束这一次，再开始下一次。") % {"name": actor.behalf.organisation}
    if actor.role not in ENTERERS:
        return _("“%(who)s”这个岗位不能代别的机构录入；局办公室和中心校可以代辖区内的机构录入。") % {
            "who": actor.membership
        }
    if organisation.pk in {actor.membership.organisation_id, actor.authority and actor.authority.pk}:
        return _("“%(name)s”就是您自己的单位，不用代录：请直接在自己的岗位上填写。") % {"name": organisation}
    if not actor.area.holds(organisation.path):
        return _("“%(name)s”不在您的辖区内，由它所属的局办公室或中心校代录。") % {"name": organisation}
    if not organisation.is_open(day):
        return _("“%(name)s”在 %(day)s 已不存在，不能再代它录入。请选择承接它的机构。") % {
            "name": organisation,
            "day": day,
        }
    return None


def why_not_signed(signed_by: str, signed_on: date, *, day: date) -> list[str | None]:
    """What speaks against a signature."""
    return [
        None if signed_by.strip() else _("没有写签字人。请写上在纸件上签字的人的姓名。"),
        _("签字日期 %(day)s 还没有到。请照纸件上的日期填写。") % {"day": signed_on} if signed_on > day else None,
        _("签字日期 %(day)s 已过去一年多。请核对纸件上的日期；确实这么早的，请重新签字。") % {"day": signed_on}
        if (day - signed_on).days > LONGEST_AGO
        else None,
    ]


def begin(
    organisation: Organisation, *, signed_by: str, signed_on: date, scan: tuple[bytes, str], note: str = "", by: Actor
) -> OnBehalf:
    """Begin to enter for an organisation; `scan` is the signed paper, bytes and name. Raises Refused."""
    day = timezone.localdate()
    signer = tidy(signed_by)[:60]
    refuse_if([why_not_enter(by, organisation, day=day), *why_not_signed(signer, signed_on, day=day)])
    content, name = scan
    examined = examine(content, name=name, by=by, organisation=organisation, kinds=SCANS)
    with transaction.atomic():
        made = OnBehalf.objects.create(
            organisation=organisation,
            membership=by.membership,
            signed_by=signer,
            signed_on=signed_on,
            scan=keep(examined, by=by, purpose=Purpose.SCAN, organisation=organisation),
            note=tidy(note)[:300],
            day=day,
        )
        detail = {"signed_by": signer, "signed_on": signed_on, "scan": made.scan_id, "note": made.note}
        record.write("behalf.begin", by=by.who, about=made, where=organisation.path, detail=detail)
    return made


@transaction.atomic
def end(made: OnBehalf, *, by: Actor) -> None:
    """End it; ended already is ended."""
    if OnBehalf.objects.filter(pk=made.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
        record.write("behalf.end", by=by.who, about=made, where=made.organisation.path)


def in_use(pk: object, *, membership: Membership, day: date) -> Behalf | None:
    """What a session's number stands for, if it still lasts and would still be allowed to begin; else None."""
    if not isinstance(pk, int):
        return None
    lasting = OnBehalf.objects.lasting(day).select_related("organisation")
    found = lasting.filter(pk=pk, membership=membership).first()
    if found is None or why_not_enter(actor_of(membership, day=day), found.organisation, day=day):
        return None
    return Behalf(found.pk, found.organisation, found.signed_by, found.signed_on)
