"""Who hears of a chaser: one message for each person of an organisation, however many chasers and assignments it is about."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.desk.delivery import Haste, deliver
from luoshi.office.journal.who import Who
from luoshi.office.organisations.models import Membership, Role
from luoshi.office.plans import telling
from luoshi.office.plans.chasing.ladder import Step
from luoshi.office.plans.models import Chaser

SHOWN = 20  # assignments that a message names


def tell(made: Sequence[Chaser], *, by: Who) -> tuple[str, ...]:
    """Tell the people of each organisation; gives the names of those where nobody signs in."""
    people = telling.people_of(one.organisation for one in made)
    groups: dict[int, list[Chaser]] = {}
    for one in made:
        groups.setdefault(one.organisation_id, []).append(one)
    for number, chasers in groups.items():
        for some in _apart(chasers):
            deliver(
                people.get(number, []), subject=_subject(some), text=_text(some), link=_link(some), by=by,
                haste=_haste(some[0]),
            )  # fmt: skip
    return tuple(str(ones[0].organisation) for number, ones in groups.items() if number not in people)


def tell_senders(made: Sequence[Chaser], unheard: Sequence[str], *, by: Who) -> None:
    """What went out by itself: a leader hears what went out in their name, the office which papers it has to deliver."""
    named: dict[Membership, list[Chaser]] = {}
    for one in made:
        if one.decider:
            named.setdefault(one.decider, []).append(one)
    for leader, some in named.items():
        text = _("按您在计划里的设置，今天以您的名义发出 %(count)s 份督办：%(names)s。") % {
            "count": len(some),
            "names": "、".join(str(one.organisation) for one in some[:SHOWN]),
        }
        deliver(leader, subject=_("以您的名义发出了督办"), text=text, link=reverse("chasers"), by=by)
    if not unheard:
        return
    paths = {one.plan.authority.path for one in made if str(one.organisation) in unheard}
    text = _("今天自动催的单位里，没有人登录系统的有：%(names)s。请打印送达。") % {"names": "、".join(unheard)}
    for path in sorted(paths):
        held = Membership.objects.in_force(timezone.localdate()).filter(organisation__path__startswith=path)
        people = list(held.filter(role=Role.OFFICE, deputises__isnull=True))
        deliver(people, subject=_("有催办要打印送达"), text=text, link=reverse("chasers"), by=by)


def _apart(chasers: list[Chaser]) -> Iterable[list[Chaser]]:
    """Each urgent one goes by itself, all others together."""
    usual = [one for one in chasers if not one.urgent]
    yield from ([one] for one in chasers if one.urgent)
    if usual:
        yield usual


def _haste(one: Chaser) -> Haste | None:
    if not one.urgent:
        return None
    return Haste(basis=basis(one)[:200], signer=one.decided_by[:60])


def basis(one: Chaser) -> str:
    """By which paper it is asked: the plan with its number, and the slip's."""
    number = f"（{one.plan.number}）" if one.plan.number else ""
    said = {"plan": one.plan.title, "number": number, "step": one.get_step_display(), "count": one.number}
    return _("《%(plan)s》%(number)s，%(step)s第%(count)s号") % said


def _subject(some: list[Chaser]) -> str:
    counts: dict[str, int] = {}
    for one in some:
        counts[one.step] = counts.get(one.step, 0) + len(one.chased.all())
    said = "、".join(
        _("%(step)s %(count)s 件") % {"step": step.label, "count": counts[step]} for step in Step if step in counts
    )
    return _("%(said)s：%(plan)s") % {"said": said, "plan": some[0].plan.title[:60]}


def _text(some: list[Chaser]) -> str:
    return "\n\n".join(_words(one) for one in some)


def _words(one: Chaser) -> str:
    lines = [lead(one)]
    about = list(one.chased.all())
    for place, each in enumerate(about[:SHOWN], 1):
        due = _("（%(due)s）") % {"due": each.due} if each.due else ""
        lines.append(f"{place}. {each.assignment.called[:80]}{due}")
    if len(about) > SHOWN:
        lines.append(_("等 %(count)s 件，其余请打开链接查看。") % {"count": len(about)})
    lines.append(one.words)
    if one.answer_by:
        lines.append(_("请于 %(day)s 前在链接的页面上反馈。") % {"day": one.answer_by})
    return "\n".join(lines)


def lead(one: Chaser) -> str:
    """What a chaser begins with."""
    count = {"plan": one.plan.title, "count": len(one.chased.all())}
    if one.step == Step.REMIND:
        return _("《%(plan)s》中，贵单位有 %(count)s 件要按时限办理：") % count
    decided = {**count, "who": one.decided_by, "step": one.get_step_display()}
    if one.step == Step.URGE:
        return _("《%(plan)s》中，贵单位有 %(count)s 件还没有办完：") % count
    return _("经%(who)s决定，对贵单位在《%(plan)s》中的 %(count)s 件予以%(step)s：") % decided


def _link(some: list[Chaser]) -> str:
    return reverse("chaser", args=[some[0].pk]) if len(some) == 1 else reverse("chasers")
