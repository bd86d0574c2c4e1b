"""授权: who gets which membership, proposed by one person and confirmed by another; 三员 kept apart."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.journal import record
from luoshi.office.organisations import sessions
from luoshi.office.organisations.actor import Actor, authority_of
from luoshi.office.organisations.grant_rules import why_not_end, why_not_propose
from luoshi.office.organisations.models import Grant, Membership, Organisation, Person, Role
from luoshi.office.organisations.settings_table import value_of
from luoshi.office.refused import Refused, refuse_if

MOST_REASONS = 20  # of a batch, that are shown at once


@transaction.atomic
def appoint(  # noqa: PLR0913 (a membership has that many sides; each is named where it is called)
    person: Person,
    organisation: Organisation,
    role: str,
    *,
    since: date,
    by: Actor,
    title: str = "",
    fields: Sequence[str] = (),
    acting: bool = False,
    deputises: Membership | None = None,
    until: date | None = None,
    reason: str = "",
    batch: str = "",
) -> Membership:
    """Propose a membership. It holds once another person has confirmed it, or at once where the authority does without
    a second person. Raises Refused."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    membership = Membership(
        person=person,
        organisation=organisation,
        role=role,
        title=title,
        fields=",".join(fields),
        since=since,
        until=until,
        acting=acting,
        deputises=deputises,
    )
    alone = not needs_second(organisation)
    refuse_if(why_not_propose(membership, by=by, alone=alone))
    membership.confirmed = alone
    membership.save()
    grant = _proposed(membership, Grant.What.GRANT, by=by, alone=alone, reason=reason, batch=batch)
    verb = "membership.appoint_alone" if alone else "membership.propose"
    _write(verb, grant, by=by, until=until, title=title, acting=acting)
    return membership


@transaction.atomic
def revoke(membership: Membership, *, last_day: date, reason: str, by: Actor) -> Grant:
    """Propose that a membership ends after its last day. A last day before its first: it is to be as if never given.

    Raises Refused. Whoever uses it is signed out once it has ended.
    """
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    _hold_authority(membership)
    alone = not needs_second(membership.organisation)
    refuse_if(why_not_end(membership, last_day=last_day, reason=reason, by=by, alone=alone))
    grant = _proposed(membership, Grant.What.REVOKE, by=by, alone=alone, reason=reason, last_day=last_day)
    if alone:
        _end(membership, last_day)
    _write("membership.end_alone" if alone else "membership.propose_end", grant, by=by)
    return grant


@transaction.atomic
def decide(grant: Grant, *, agreed: bool, answer: str = "", by: Actor) -> Grant:
    """Confirm or decline what somebody else proposed. Raises Refused."""
    grant = Grant.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=grant.pk)
    _hold_authority(grant.membership)
    refuse_if(why_not_decide(grant, agreed=agreed, answer=answer, by=by))
    grant.agreed, grant.answer = agreed, answer.strip()
    grant.decided_by, grant.decided_at = by.membership, timezone.now()
    grant.save(update_fields=["agreed", "answer", "decided_by", "decided_at"])
    if agreed and grant.what == Grant.What.GRANT:
        Membership.objects.filter(pk=grant.membership.pk).update(confirmed=True)
    elif agreed and grant.last_day:
        _end(grant.membership, grant.last_day)
    done = "confirm" if grant.what == Grant.What.GRANT else "end"
    _write(f"membership.{done if agreed else 'decline'}", grant, by=by)
    return grant


def decide_batch(batch: str, *, agreed: bool, answer: str = "", by: Actor) -> int:
    """Decide on all that one import proposed, all or nothing; gives how many. Raises Refused with every reason."""
    found, reasons = Grant.objects.filter(batch=batch, agreed__isnull=True), list[str]()
    with transaction.atomic():
        grants = list(found.select_related("membership__organisation", "membership__person")) if batch else []
        for grant in grants:
            try:
                decide(grant, agreed=agreed, answer=answer, by=by)
            except Refused as refusal:
                reasons.extend(f"{grant.membership}：{one}" for one in refusal.reasons)
        if reasons:
            raise Refused(*reasons[:MOST_REASONS])
    return len(grants)


def why_not_decide(grant: Grant, *, agreed: bool = True, answer: str = "-", by: Actor) -> list[str]:
    """Every reason why the actor may not decide so on a grant. Agreeing, all that was asked at proposing holds anew."""
    if grant.agreed is not None:
        said = _("“%(grant)s”已经办过，不用再确认。")
        return [said % {"grant": grant}]
    found = [_why_not_the_one(grant, by)]
    if not agreed and not answer.strip():
        found.append(_("不同意的，请写明理由，提出的人才知道怎么改。"))
    if agreed and not any(found):
        membership, given = grant.membership, grant.what == Grant.What.GRANT
        found.extend(why_not_propose(membership) if given else why_not_end(membership, last_day=grant.last_day))
    return [one for one in found if one]


def _why_not_the_one(grant: Grant, by: Actor) -> str | None:
    """Whether the actor is a second person to this proposal."""
    membership, proposer = grant.membership, grant.proposed_by
    by_security = proposer is not None and proposer.role == Role.SECURITY_ADMIN
    if by.role != Role.SECURITY_ADMIN and not (by.role == Role.LEADER and by_security):
        could = _("安全管理员（提出人以外的）或局领导") if by_security else _("安全管理员")
        return _("“%(grant)s”由%(could)s确认。") % {"grant": grant, "could": could}
    if not by.area.holds(membership.organisation.path):
        return _("“%(name)s”不在您的辖区内，由它所属的教育局确认。") % {"name": membership.organisation.name}
    if proposer is not None and proposer.person.pk == by.person.pk:
        return _("“%(grant)s”是您自己提出的，要由另一个人确认。") % {"grant": grant}
    if membership.person.pk == by.person.pk:
        return _("“%(grant)s”是您自己的岗位，要由另一个人确认。") % {"grant": grant}
    return None


def needs_second(organisation: Organisation) -> bool:
    """Whether the organisation's authority wants a second person for grants."""
    return bool(value_of(authority_of(organisation), "second_person"))


def end_with_organisation(membership: Membership, *, last_day: date, reason: str, by: Actor) -> None:
    """The end of a membership where there is nothing left to decide: what it was held in is no more."""
    _end(membership, last_day)
    detail = {"role": membership.role, "since": membership.since, "last_day": last_day, "reason": reason}
    where = membership.organisation.path
    record.write("membership.end_with_organisation", by=by.who, about=membership, where=where, detail=detail)


def settle(membership: Membership) -> None:
    """Sign out whoever still uses a membership that has ended; for what ends memberships by another road."""
    if not Membership.objects.in_force(timezone.localdate()).filter(pk=membership.pk).exists():
        sessions.end_in(membership)


def _hold_authority(membership: Membership) -> None:
    """One decision at a time in an authority, so that two do not each leave the other's security administrator."""
    if authority := authority_of(membership.organisation):
        Organisation.objects.select_for_update().get(pk=authority.pk)


def _proposed(membership: Membership, what: str, *, by: Actor, alone: bool, **given: Any) -> Grant:
    """The proposal, decided at once where nobody else is asked."""
    decided = {"agreed": True, "decided_by": by.membership, "decided_at": timezone.now()} if alone else {}
    return Grant.objects.create(membership=membership, what=what, proposed_by=by.membership, **given, **decided)


def _end(membership: Membership, last_day: date) -> None:
    """Close a membership. One that never held is withdrawn: the table knows no end before the beginning."""
    if last_day < membership.since:
        membership.until, membership.confirmed = membership.since, False
    else:
        membership.until = last_day
    membership.save(update_fields=["until", "confirmed"])
    settle(membership)


def _write(verb: str, grant: Grant, *, by: Actor, **more: Any) -> None:
    membership = grant.membership
    told = {
        "role": membership.role,
        "since": membership.since,
        "last_day": grant.last_day,
        "reason": grant.reason,
        "answer": grant.answer,
        "batch": grant.batch,
        "alone": verb.endswith("_alone"),
        "proposed_by": grant.proposed_by and str(grant.proposed_by),
        **more,
    }
    detail = {name: value for name, value in told.items() if value}
    record.write(verb, by=by.who, about=membership, where=membership.organisation.path, detail=detail)
