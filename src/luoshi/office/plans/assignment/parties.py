"""Who has a part in an assignment: its owner, who signs a report, who verifies, who decides on a change.

Each rule gives the reason why an actor is not that party, naming who is; None where they are.
"""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import AUTHORITIES, SCHOOLS, Grouping, Kind, Membership, Organisation, Role
from luoshi.office.organisations.models.days import holds
from luoshi.office.organisations.settings_table import value_of
from luoshi.office.plans.models import CONCLUDED, Assignment, Responsibility, Task

Part = Responsibility.Part

# Whose work an organisation's assignments are. An outside body signs nothing in: a letter of its is entered for it.
OWNER_ROLES: dict[str, tuple[Role, ...]] = {
    **dict.fromkeys(SCHOOLS, (Role.HEAD, Role.CLERK)),
    **dict.fromkeys(AUTHORITIES, (Role.OFFICE,)),
    Kind.SECTION: (Role.SECTION, Role.OFFICE),
    Kind.INSTITUTION: (Role.SECTION,),
    Kind.CENTRE: (Role.CENTRE,),
    Kind.TRAINING: (Role.HEAD, Role.CLERK),
    Kind.OUTSIDE: (),
}
LOOKED_OVER_BY = (Role.SECTION, Role.CENTRE)  # what was done for them as lead; the office looks over all
IN_BUREAU = (Kind.SECTION, Kind.INSTITUTION, *AUTHORITIES)


def is_owner(one: Assignment, by: Actor) -> bool:
    """Whether the actor works for the organisation whose assignment it is, or enters for it what its people signed."""
    if by.organisation.pk != one.organisation_id:
        return False
    return by.behalf is not None or by.role in OWNER_ROLES[one.organisation.kind]


def not_owner(one: Assignment, by: Actor) -> str | None:
    if is_owner(one, by):
        return None
    return _("这一步由承办单位%(owner)s办理；不登录系统的，由局办公室或中心校代录。") % {"owner": one.organisation}


def is_lead(one: Assignment) -> bool:
    return one.part == Part.LEAD and one.parent_id is None


def not_lead(one: Assignment, by: Actor) -> str | None:
    """分办 is the lead's: what it answers for may be broken down, what was asked of others may not."""
    if not is_lead(one):
        return _("分办由牵头单位在它自己的承办里做；这一件是“%(part)s”。") % {"part": one.get_part_display()}
    return not_owner(one, by)


def not_who_asked(one: Assignment, by: Actor) -> str | None:
    if one.parent is None:
        return _("这一件来自计划本身，要取消请走计划的“调整”。")
    return not_owner(one.parent, by)


def is_out_of_sight(body: Organisation, *, of: Organisation) -> bool:
    """Whether what a body does could not be looked at by a lead: a centre or school sees only those below it."""
    return of.kind not in IN_BUREAU and not body.path.startswith(of.path)


# Signing


def needs_signature(one: Assignment, by: Actor) -> bool:
    """Whether a report that the actor makes waits for somebody's signature: as the authority has set it, by grade. Who
    signs for a school has signed when they report themselves; so has whoever's paper was entered for an organisation
    that is none of the bureau's."""
    asked = value_of(one.task.plan.authority, "sign_off")
    if asked == "none" or (asked == "supervised" and one.task.grade != Task.Grade.SUPERVISED):
        return False
    if one.organisation.kind in IN_BUREAU:
        return not_signer(one, by) is not None or by.role == Role.OFFICE
    return one.organisation.kind in SCHOOLS and by.behalf is None and by.role != Role.HEAD


def signers(one: Assignment) -> QuerySet[Membership]:
    """Who may sign: a school's heads; of the bureau's work the leaders whom the task names, or else any of its leaders."""
    held = Membership.objects.in_force(timezone.localdate())
    if one.organisation.kind not in IN_BUREAU:
        return held.filter(organisation=one.organisation_id, role=Role.HEAD)
    leaders = held.filter(role=Role.LEADER, organisation__path__startswith=one.task.plan.authority.path)
    named = leaders.filter(responsibilities__task=one.task_id, responsibilities__part=Part.LEADER)
    return named.distinct() if named.exists() else leaders


def not_signer(one: Assignment, by: Actor) -> str | None:
    """Also the office may enter a leader's signature, saying whose and of which day."""
    if one.organisation.kind not in IN_BUREAU:
        if by.organisation.pk == one.organisation_id and (by.role == Role.HEAD or by.behalf):
            return None
        return _("签批由%(school)s的校（园）长办理。") % {"school": one.organisation}
    if by.role == Role.OFFICE or (by.role == Role.LEADER and _is(signers(one), by)):
        return None
    names = "、".join(str(held.person) for held in signers(one).select_related("person")[:3])
    return _("签批由责任领导%(names)s办理，或由局办公室登记他们的签批。") % {"names": names}


def signer_words(one: Assignment, *, named: bool) -> str:
    """Who signs, in words for who waits for it."""
    school = one.organisation.kind not in IN_BUREAU
    office = _("%(school)s的校（园）长") % {"school": one.organisation} if school else _("责任领导")
    return office + ("、".join(str(held.person) for held in signers(one).select_related("person")[:3]) if named else "")


# Verifying


def offices_own(one: Assignment) -> bool:
    """Whether it is the work of the very office that verifies what others do, and no other organisation leads it."""
    held = Membership.objects.in_force(timezone.localdate())
    own = one.organisation.kind in AUTHORITIES
    if not own and not held.filter(organisation=one.organisation_id, role=Role.OFFICE).exists():
        return False
    return is_lead(one) or not leads_of(one).exclude(pk=one.organisation_id).exists()


def not_verifier(one: Assignment, by: Actor) -> str | None:
    """The named one if there is one; else the office, and for what a lead asks of others also the lead. Never who
    submitted it, and nobody of the organisation that did it."""
    if one.verifier and not (one.state in CONCLUDED and has_left(one.verifier)):
        return _not_named(one, by)
    if offices_own(one):
        return _("这是局办公室自己的任务，要由别人核验：请先指定核验人。")
    own = by.organisation.pk == one.organisation_id
    if by.behalf is None and not own and (by.role == Role.OFFICE or _leads(one, by)):
        return _same_person(one, by)
    if own and by.role in (Role.OFFICE, *LOOKED_OVER_BY):
        return _("这是本单位自己办的，要由别的单位核验：%(who)s，或者另外指定核验人。") % {"who": _free_verifiers(one)}
    return _("核验由%(who)s办理。") % {"who": _free_verifiers(one)}


def has_left(verifier: Membership) -> bool:
    """For good. What they concluded is then whose it would be without them: nobody else could take it up again."""
    return verifier.until is not None and verifier.until < timezone.localdate()


def _free_verifiers(one: Assignment) -> str:
    return _("局办公室") if is_lead(one) else _("牵头单位%(leads)s或局办公室") % {"leads": _lead_names(one)}


def verifier_words(one: Assignment, *, named: bool) -> str:
    """Who verifies, in words for who waits for it."""
    if one.verifier is not None:
        return _("指定的%(verifier)s") % {"verifier": one.verifier} if named else _("指定的核验人")
    return _("局领导或局办公室指定的核验人") if offices_own(one) else _free_verifiers(one)


def _not_named(one: Assignment, by: Actor) -> str | None:
    if by.behalf or one.verifier_id not in (by.membership.pk, by.membership.deputises_id):
        return _("核验由指定的%(verifier)s办理。") % {"verifier": one.verifier}
    if by.organisation.pk == one.organisation_id:
        return _("这是本单位自己办的，要由别的单位核验：请局办公室另外指定核验人。")
    if not by.area.holds(one.organisation.path):
        said = _("“%(organisation)s”现在不在您的责任区里：请局办公室另外指定核验人，或把它划进您的责任区。")
        return said % {"organisation": one.organisation}
    return _same_person(one, by)


def _same_person(one: Assignment, by: Actor) -> str | None:
    if one.submitted_by is None or one.submitted_by.person_id != by.person.pk:
        return None
    return _("这份报告是您自己报送或代录的，核验要换一个人。")


def inspectors_of(organisation: Organisation) -> QuerySet[Membership]:
    """Whose district holds the organisation, or what it stands under; as actor.area_of has it."""
    day, within = timezone.localdate(), [organisation.pk, *organisation.numbers_above]
    districts = Grouping.objects.in_force(day).filter(kind=Grouping.Kind.DISTRICT)
    held = districts.filter(holds(day, of="members__"), members__organisation__in=within)
    return Membership.objects.filter(role=Role.INSPECTOR, groupings_in_charge__in=held)


def leads_of(one: Assignment) -> QuerySet[Organisation]:
    """The organisations that lead what it is a part of."""
    if one.parent_id:
        return Organisation.objects.filter(assignments=one.parent_id)
    leads = Assignment.objects.of_the_plan().given_out().filter(task=one.task_id, part=Part.LEAD)
    return Organisation.objects.filter(pk__in=leads.values("organisation"))


def _leads(one: Assignment, by: Actor) -> bool:
    if is_lead(one) or by.role not in LOOKED_OVER_BY:
        return False
    return by.area.holds(one.organisation.path) and leads_of(one).filter(pk=by.organisation.pk).exists()


def _lead_names(one: Assignment) -> str:
    others = leads_of(one).exclude(pk=one.organisation_id)
    return "、".join(dict.fromkeys(others.values_list("name", flat=True)))


def not_signer_or_verifier(one: Assignment, by: Actor) -> str | None:
    """Who may send a report back: whoever it waits for."""
    return not_signer(one, by) if one.state == Assignment.State.REPORTED else not_verifier(one, by)


def not_owner_or_verifier(one: Assignment, by: Actor) -> str | None:
    return None if not_verifier(one, by) is None else not_owner(one, by)


def not_namer(_one: Assignment, by: Actor) -> str | None:
    """Who says who verifies."""
    if by.role in (Role.OFFICE, Role.LEADER) and by.behalf is None:
        return None
    return _("核验人由局领导或局办公室指定。")


def nobody(_one: Assignment, _by: Actor) -> str | None:
    """What follows by itself is nobody's to do."""
    return _("配合的部分随牵头单位办结，不用单独办。")


# Deciding


def not_decider(one: Assignment, by: Actor) -> str | None:
    """A change of what the plan gave out is a leader's decision, which the office may enter; of what a lead asked for
    its own part also the lead's."""
    if by.behalf is None and by.role in (Role.LEADER, Role.OFFICE):
        return None
    if one.parent is not None and by.behalf is None and is_owner(one.parent, by):
        return None
    return _("调整由局领导决定，局办公室可以登记他们的决定。")


def _is(held: QuerySet[Membership], by: Actor) -> bool:
    """Whether the actor's membership, or the one it deputises, is among them."""
    own = Q(pk=by.membership.pk) | Q(pk=by.membership.deputises_id or 0)
    return held.filter(own).exists()
