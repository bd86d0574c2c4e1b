"""人员: registered once, kept up to date, and let go. What they may do is a matter of memberships, not of this."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.journal import record
from luoshi.office.organisations import grants
from luoshi.office.organisations.actions import EditedMeanwhile
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.codes import why_not_email, why_not_mobile
from luoshi.office.organisations.models import Grant, Membership, Person, Role
from luoshi.office.organisations.models.days import not_ended
from luoshi.office.refused import refuse_if
from luoshi.reader.write.wording import one_line

LABELS: dict[str, Any] = {
    "name": gettext_lazy("姓名"),
    "staff_number": gettext_lazy("工号"),
    "mobile": gettext_lazy("手机"),
    "email": gettext_lazy("电子邮箱"),
}
CONTACT = ("mobile", "email")  # what everybody keeps of themselves, and a school and a centre of their people

REGISTRARS = (Role.OFFICE, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
KEEPERS = (Role.OFFICE, Role.SYSTEM_ADMIN)
ENDERS = (Role.OFFICE, Role.SECURITY_ADMIN)
CONTACT_KEEPERS = (*KEEPERS, Role.CENTRE, Role.HEAD)


def why_not_register(by: Actor) -> str | None:
    return _why_not_role(_("登记人员"), REGISTRARS, by)


def why_not_edit(person: Person, *, by: Actor, contact: bool = False) -> str | None:
    """Contacts are kept more widely. Whoever works beyond the actor's area too is kept by those who reach all of it."""
    if contact and person.pk == by.person.pk:
        return None
    why = _why_not_role(_("修改人员信息"), CONTACT_KEEPERS if contact else KEEPERS, by)
    return why or _why_not_reached(person, by)


def why_not_let_go(person: Person, *, by: Actor) -> str | None:
    """Each membership is taken back by whoever may take back that role."""
    if why := _why_not_role(_("离职"), ENDERS, by):
        return why
    if not _current(person):
        return _("“%(name)s”现在没有在任的岗位。") % {"name": person.name}
    return _why_not_reached(person, by)


def _why_not_reached(person: Person, by: Actor) -> str | None:
    paths = [one.organisation.path for one in _current(person)] or _last_path(person)
    if paths and all(by.area.holds(path) for path in paths):
        return None
    return _("“%(name)s”还在您辖区以外任职，由上一级的局办公室办理；本人可以改自己的手机和邮箱。") % {
        "name": person.name
    }


@transaction.atomic
def register(name: str, *, by: Actor, staff_number: str | None = None, mobile: str = "", email: str = "") -> Person:
    """登记. Nobody sees a person without a membership: appoint them in the same breath."""
    person = Person()
    _put(person, {"name": name, "staff_number": staff_number, "mobile": mobile, "email": email})
    refuse_if([why_not_register(by), *_faults(person, LABELS)])
    person.set_unusable_password()
    person.save(force_insert=True)
    after = {field: getattr(person, field) for field in LABELS}
    record.write("person.register", by=by.who, about=person, where=by.organisation.path, detail={"after": after})
    return person


@transaction.atomic
def edit_person(person: Person, *, version: int, by: Actor, **details: Any) -> Person:
    """修改人员信息. `version` is that of the form's opening."""
    if strange := set(details) - set(LABELS):
        raise TypeError(f"not kept of a person: {sorted(strange)!r}")
    kept: Person = Person.objects.select_for_update().get(pk=person.pk)
    before = {name: getattr(kept, name) for name in details}
    _put(kept, details)
    changed = [name for name in details if getattr(kept, name) != before[name]]
    refuse_if(
        [why_not_edit(kept, by=by, contact=set(changed) <= set(CONTACT)), _why_not_number(kept, before, changed, by)]
    )
    if version != kept.version and changed:
        raise EditedMeanwhile(*_both(kept, changed, before))
    refuse_if(_faults(kept, changed))
    if changed:
        kept.version += 1
        kept.save(update_fields=[*changed, "version"])
        detail = {"before": {name: before[name] for name in changed}, "after": {n: getattr(kept, n) for n in changed}}
        record.write("person.edit", by=by.who, about=kept, where=_where(kept, by), detail=detail)
    return kept


@transaction.atomic
def let_go(person: Person, *, last_day: date, reason: str, by: Actor) -> list[Grant]:
    """离职: every membership is taken back, as the second person's rule says; the person and their past stay."""
    refuse_if([why_not_let_go(person, by=by), _("请写明离职的原因，如退休、调出。") if not reason.strip() else None])
    asked = [
        grants.revoke(one, last_day=last_day, reason=reason, by=by)
        for one in _current(person)
        if one.confirmed and (one.until is None or one.until > last_day)
    ]
    detail = {"last_day": last_day, "reason": reason}
    record.write("person.let_go", by=by.who, about=person, where=_where(person, by), detail=detail)
    return asked


def doubles(
    *, name: str, staff_number: str | None = "", mobile: str = "", apart_from: int | None = None
) -> list[Person]:
    """People who may be the same: of that staff number, or of that name and mobile, or of that name with neither."""
    name, same = one_line(name), Q(pk__in=())
    if staff_number:
        same |= Q(staff_number=one_line(staff_number))
    if mobile:
        same |= Q(name=name, mobile=mobile)
    if not staff_number and not mobile:
        same |= Q(name=name)
    return list(Person.objects.filter(same).exclude(pk=apart_from)[:5])


def masked(mobile: str) -> str:
    """A mobile number as lists show it: 138****1234."""
    return f"{mobile[:3]}****{mobile[-4:]}" if len(mobile) >= 8 else "****" if mobile else ""


def _why_not_number(person: Person, before: dict[str, Any], changed: list[str], by: Actor) -> str | None:
    """The identity provider may call people by their staff number: with an account it is as good as a login."""
    if "staff_number" not in changed or person.login is None or by.role == Role.SYSTEM_ADMIN:
        return None
    said = _("“%(name)s”已有账号，工号可以用来登录（现在是“%(number)s”），由系统管理员修改。")
    return said % {"name": before.get("name", person.name), "number": before["staff_number"] or _("没有")}


def _put(person: Person, details: dict[str, Any]) -> None:
    for name, value in details.items():
        said = one_line(value or "")
        setattr(person, name, (said or None) if name == "staff_number" else said)


def _faults(person: Person, names: Any) -> Iterator[str]:
    if "name" in names and not person.name:
        yield _("还没有填姓名。")
    for name in names:
        longest, value = getattr(Person._meta.get_field(name), "max_length", None), getattr(person, name) or ""
        if longest and len(value) > longest:
            yield _("“%(what)s”有 %(count)s 个字，最多 %(most)s 个字。") % {
                "what": LABELS[name],
                "count": len(value),
                "most": longest,
            }
    if "mobile" in names and (why := why_not_mobile(person.mobile)):
        yield why
    if "email" in names and (why := why_not_email(person.email)):
        yield why
    if "staff_number" in names and person.staff_number and _taken(person):
        yield _("工号“%(number)s”已登记给另一个人，一个工号只给一个人。请核对是不是同一人。") % {
            "number": person.staff_number
        }


def _taken(person: Person) -> bool:
    return bool(Person.objects.filter(staff_number=person.staff_number).exclude(pk=person.pk).exists())


def _both(person: Person, changed: list[str], now: dict[str, Any]) -> Iterator[str]:
    yield _("这张表打开以后，“%(name)s”的信息已被别人改过，您填的还没有保存。请看两边的内容，再保存一次。") % {
        "name": person.name
    }
    for name in changed:
        yield _("%(what)s：现在是“%(now)s”，您填的是“%(given)s”。") % {
            "what": LABELS[name],
            "now": now[name] or "",
            "given": getattr(person, name) or "",
        }


def _why_not_role(what: str, roles: tuple[Role, ...], by: Actor) -> str | None:
    if by.role in roles:
        return None
    return _("“%(what)s”由%(could)s办理。") % {"what": what, "could": "、".join(str(role.label) for role in roles)}


def _current(person: Person) -> list[Membership]:
    """Memberships that hold today or later, confirmed or still asked for."""
    held = Membership.objects.filter(not_ended(), person=person)
    return list(held.select_related("organisation", "person"))


def _last_path(person: Person) -> list[str]:
    last = Membership.objects.filter(person=person).select_related("organisation").order_by("-until", "-pk").first()
    return [last.organisation.path] if last else []


def _where(person: Person, by: Actor) -> str:
    paths = [one.organisation.path for one in _current(person)] or _last_path(person)
    return next((path for path in paths if by.area.holds(path)), by.organisation.path)
