"""Who hears that something of a plan came to them: one message for each person, however many tasks it is about."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.desk.delivery import deliver
from luoshi.office.journal.who import Who
from luoshi.office.organisations.models import AUTHORITIES, SCHOOLS, Kind, Membership, Organisation, Role
from luoshi.office.plans.models import Assignment, Plan, Responsibility

# Who of an organisation is told of its work.
TOLD: dict[str, tuple[Role, ...]] = {
    **dict.fromkeys(SCHOOLS, (Role.HEAD, Role.CLERK)),
    **dict.fromkeys(AUTHORITIES, (Role.OFFICE,)),
    Kind.CENTRE: (Role.CENTRE,),
    Kind.SECTION: (Role.SECTION, Role.OFFICE),
    Kind.INSTITUTION: (Role.SECTION,),
}


def people_of(organisations: Iterable[Organisation]) -> dict[int, list[Membership]]:
    """Those who are told, by organisation; in force today."""
    kinds = {one.pk: one.kind for one in organisations}
    held = Membership.objects.in_force(timezone.localdate()).filter(organisation__in=kinds, deputises__isnull=True)
    found: dict[int, list[Membership]] = {}
    for one in held.select_related("organisation", "person"):
        if one.role in TOLD.get(kinds[one.organisation_id], ()):
            found.setdefault(one.organisation_id, []).append(one)
    return found


def tell_of_work(plan: Plan, opened: Iterable[Assignment], *, by: Who) -> int:
    """Say how many tasks came to each organisation; gives how many people were told."""
    parts: dict[int, dict[str, set[int]]] = {}
    bodies: dict[int, Organisation] = {}
    for one in opened:
        bodies[one.organisation_id] = one.organisation
        parts.setdefault(one.organisation_id, {}).setdefault(one.part, set()).add(one.task_id)
    people = people_of(bodies.values())
    told: dict[str, list[Membership]] = {}
    for number, memberships in people.items():
        told.setdefault(_work(plan, parts[number]), []).extend(memberships)
    subject = _("《%(plan)s》的任务已经下达") % {"plan": plan.title[:80]}
    link = reverse("plan-assignments", args=[plan.pk])
    return sum(len(deliver(to, subject=subject, text=text, link=link, by=by)) for text, to in told.items())


def _work(plan: Plan, parts: dict[str, set[int]]) -> str:
    counts = "、".join(
        _("%(part)s %(count)s 项") % {"part": Responsibility.Part(part).label, "count": len(parts[part])}
        for part in Responsibility.Part.values
        if part in parts
    )
    return _("贵单位在《%(plan)s》中的任务：%(counts)s。逐项内容和完成时限请打开链接查看。") % {
        "plan": plan.title,
        "counts": counts,
    }


def tell_of_answer(rows: Sequence[Assignment], what: str, words: str, *, by: Who) -> int:
    """Say to who has them in hand what was decided of them elsewhere, and why: one message for each person; gives how many
    people were told. Who decided it hears nothing: a head may send back what the own clerk reported."""
    of_each: dict[int, list[Assignment]] = {}
    for one in rows:
        of_each.setdefault(one.organisation_id, []).append(one)
    told = 0
    for number, people in people_of([one.organisation for one in rows]).items():
        to, mine = [each for each in people if each.person_id != by.person], of_each[number]
        if not to:
            continue
        first, more = mine[0].called[:80], _("等 %(count)s 件") % {"count": len(mine)} if mine[1:] else ""
        link = reverse("assignments") + "?year=all&turn=do" if more else reverse("assignment", args=[mine[0].pk])
        text = "\n".join([f"{what}：", *(one.called for one in mine), words]).strip()
        told += len(deliver(to, subject=f"{what}：{first}{more}", text=text, link=link, by=by))
    return told


def tell_leaders(plan: Plan, *, by: Who) -> int:
    """Tell the leaders and persons that the plan names how many tasks are theirs."""
    today = timezone.localdate()
    named = Responsibility.objects.filter(task__plan=plan, task__cancelled_on__isnull=True, membership__isnull=False)
    counts: dict[int, int] = {}
    for number in named.values_list("membership", flat=True):
        counts[number] = counts.get(number, 0) + 1
    held = {one.pk: one for one in Membership.objects.in_force(today).filter(pk__in=counts)}
    told: dict[int, list[Membership]] = {}
    for number, membership in held.items():
        told.setdefault(counts[number], []).append(membership)
    subject = _("《%(plan)s》已经印发") % {"plan": plan.title[:80]}
    link = reverse("plan-assignments", args=[plan.pk])
    words = _("《%(plan)s》中有 %(count)s 项任务由您负责，请打开链接查看。")
    return sum(
        len(deliver(to, subject=subject, text=words % {"plan": plan.title, "count": count}, link=link, by=by))
        for count, to in told.items()
    )
