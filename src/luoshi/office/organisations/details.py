"""登记事项: which facts are kept of which kind of organisation, and what is wrong with them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.organisations import topics
from luoshi.office.organisations.codes import why_not_credit_code, why_not_region, why_not_school_code
from luoshi.office.organisations.models import MAY_STAND_UNDER, SCHOOLS, Kind, Organisation, Ownership, Place, Stage
from luoshi.reader.write.wording import one_line

LABELS: dict[str, Any] = {
    "name": gettext_lazy("名称"),
    "short_name": gettext_lazy("简称"),
    "code": gettext_lazy("学校（机构）标识码"),
    "credit_code": gettext_lazy("统一社会信用代码"),
    "region": gettext_lazy("行政区划代码"),
    "stages": gettext_lazy("学段"),
    "ownership": gettext_lazy("办学性质"),
    "place": gettext_lazy("城乡分类"),
    "fields": gettext_lazy("业务领域"),
    "hat": gettext_lazy("所属牌子"),
    "order": gettext_lazy("排序"),
    "telephone": gettext_lazy("电话"),
    "address": gettext_lazy("地址"),
    "opened_on": gettext_lazy("设立日期"),
}

CONTACT = ("short_name", "telephone", "address")  # what a school and its centre keep themselves
STAFFED = (Kind.SECTION, Kind.INSTITUTION)

# Facts that only some kinds have, and those that they must have. A campus has what its school has.
ONLY_OF: dict[str, tuple[Kind, ...]] = {
    "stages": SCHOOLS,
    "ownership": SCHOOLS,
    "place": SCHOOLS,
    "code": (*SCHOOLS, Kind.TRAINING, Kind.INSTITUTION),
    "fields": STAFFED,
    "hat": (*STAFFED, Kind.CENTRE),
}
NEEDED: dict[str, tuple[str, ...]] = {
    Kind.SCHOOL: ("stages", "ownership", "place"),
    Kind.KINDERGARTEN: ("stages", "ownership", "place"),
    Kind.POINT: ("stages",),
}
STAGES_OF: dict[str, tuple[Stage, ...]] = {
    Kind.SCHOOL: tuple(Stage),
    Kind.KINDERGARTEN: (Stage.PRESCHOOL,),
    Kind.CAMPUS: tuple(Stage),
    Kind.POINT: (Stage.PRESCHOOL, Stage.PRIMARY),
}


def shown(organisation: Organisation, name: str) -> str:
    """A fact in words, as a page or a message says it."""
    value = getattr(organisation, name)
    if name == "stages":
        return "、".join(stage.label for stage in organisation.stage_list)
    if name == "fields":
        return topics.names(organisation.field_list)
    if name in {"ownership", "place"}:
        return str(getattr(organisation, f"get_{name}_display")())
    return "" if value is None else str(value)


def put(organisation: Organisation, details: dict[str, Any]) -> None:
    """Set facts as given, brought into the form in which they are kept."""
    for name, value in details.items():
        setattr(organisation, name, _kept(name, value))
    if organisation.kind == Kind.KINDERGARTEN and not organisation.stages:
        organisation.stages = Stage.PRESCHOOL


def _kept(name: str, value: Any) -> Any:
    if name == "stages":
        return _in_order(value, [str(stage) for stage in Stage])
    if name == "fields":
        return _in_order(value, [code for code, _name in topics.choices()])
    return one_line(value) if isinstance(value, str) else value


def _in_order(value: str | Iterable[str], known: list[str]) -> str:
    """Values by commas, each once, in their usual order; unknown ones last, to be found by the check."""
    given = set(filter(None, value.split(",") if isinstance(value, str) else map(str, value)))
    return ",".join([*(one for one in known if one in given), *sorted(given - set(known))])


def faults(organisation: Organisation, *, of: Iterable[str] = LABELS) -> Iterator[str]:
    """What is wrong with the facts named, all of it; it may ask the database for names and codes already taken."""
    asked = set(of)
    yield from _not_of_its_kind(organisation, asked)
    yield from _too_long(organisation, asked)
    if "name" in asked:
        yield from _name(organisation)
    if "stages" in asked:
        yield from _stages(organisation)
    if "fields" in asked:
        yield from _fields(organisation)
    if "hat" in asked:
        yield from _hat(organisation)
    yield from _choices(organisation, asked)
    yield from _codes(organisation, asked)
    for name in NEEDED.get(organisation.kind, ()):
        if name in asked and not getattr(organisation, name):
            yield _("“%(who)s”还没有填“%(what)s”：%(kind)s要填这一项。") % {
                "who": organisation.name,
                "what": LABELS[name],
                "kind": organisation.get_kind_display(),
            }


def _not_of_its_kind(organisation: Organisation, asked: set[str]) -> Iterator[str]:
    for name, kinds in ONLY_OF.items():
        if name in asked and organisation.kind not in kinds and getattr(organisation, name):
            yield _("“%(who)s”是%(kind)s，不填“%(what)s”；填这一项的是：%(kinds)s。") % {
                "who": organisation.name,
                "kind": organisation.get_kind_display(),
                "what": LABELS[name],
                "kinds": "、".join(str(kind.label) for kind in kinds),
            }


def _too_long(organisation: Organisation, asked: set[str]) -> Iterator[str]:
    for name in sorted(asked):
        field = Organisation._meta.get_field(name)
        value = getattr(organisation, name)
        longest = field.max_length if isinstance(field, Field) else None
        if longest and isinstance(value, str) and len(value) > longest:
            yield _("“%(what)s”有 %(count)s 个字，最多 %(most)s 个字，请缩短。") % {
                "what": LABELS[name],
                "count": len(value),
                "most": longest,
            }


def _name(organisation: Organisation) -> Iterator[str]:
    if not organisation.name:
        yield _("还没有填名称。请填批准文件上的全称。")
        return
    same = Organisation.objects.filter(parent=organisation.parent_id, name=organisation.name, closed_on__isnull=True)
    if same.exclude(pk=organisation.pk).exists():
        yield _("%(where)s已有一个“%(name)s”。请核对是不是同一个；不是的，请在名称里写出区别。") % {
            "where": _("“%(parent)s”下面") % {"parent": organisation.parent} if organisation.parent else _("最上一级"),
            "name": organisation.name,
        }


def _stages(organisation: Organisation) -> Iterator[str]:
    may = STAGES_OF.get(organisation.kind, ())
    given = [one for one in organisation.stages.split(",") if one]
    labels = dict(Stage.choices)
    if odd := [str(labels.get(one, one)) for one in given if one not in may] if may else []:
        yield _("%(kind)s没有这样的学段：%(odd)s。可以选：%(may)s。") % {
            "kind": organisation.get_kind_display(),
            "odd": "、".join(odd),
            "may": "、".join(str(stage.label) for stage in may),
        }
    if organisation.kind == Kind.SCHOOL and given == [Stage.PRESCHOOL]:
        yield _("“%(name)s”只有学前一个学段，请登记为幼儿园。") % {"name": organisation.name}


def _fields(organisation: Organisation) -> Iterator[str]:
    known = dict(topics.choices())
    if odd := [one for one in organisation.field_list if one not in known]:
        yield _("没有这样的业务领域：%(odd)s。可以选：%(may)s。") % {
            "odd": "、".join(odd),
            "may": "、".join(known.values()),
        }


def _hat(organisation: Organisation) -> Iterator[str]:
    hat = organisation.hat
    if hat and not organisation.path_above.startswith(hat.organisation.path):
        yield _("“%(hat)s”不是所属教育局的牌子，请选本局的牌子。") % {"hat": hat}


def _choices(organisation: Organisation, asked: set[str]) -> Iterator[str]:
    for name, known in (("ownership", Ownership), ("place", Place)):
        value = getattr(organisation, name)
        if name in asked and value and value not in known.values:
            yield _("“%(what)s”写的是“%(value)s”，可以选：%(may)s。") % {
                "what": LABELS[name],
                "value": value,
                "may": "、".join(str(label) for label in known.labels),
            }


def _codes(organisation: Organisation, asked: set[str]) -> Iterator[str]:
    checks = {"code": why_not_school_code, "credit_code": why_not_credit_code, "region": why_not_region}
    wrong = [why for name, check in checks.items() if name in asked and (why := check(getattr(organisation, name)))]
    yield from wrong
    if "code" in asked and organisation.code and not wrong:
        yield from _code_taken(organisation)


def _code_taken(organisation: Organisation) -> Iterator[str]:
    """A code dies with its school and is never given again (学校（机构）代码管理办法, 教育部 2011)."""
    holder = Organisation.objects.filter(code=organisation.code).exclude(pk=organisation.pk).first()
    if holder is None:
        return
    yield _("标识码“%(code)s”已登记在另一个机构名下，同一个码不能用两次，撤销了的机构的码也不能再用。请核对。") % {
        "code": organisation.code
    }


def why_not_in_place(kind: str, parent: Organisation | None) -> str | None:
    """Why an organisation of that kind may not stand directly under `parent`."""
    above = MAY_STAND_UNDER[kind]
    if (parent.kind if parent else None) in above:
        return None
    return _("%(kind)s不能直接设在%(place)s下面；可以设在：%(may)s。") % {
        "kind": Kind(kind).label,
        "place": _("“%(name)s”（%(kind)s）") % {"name": parent, "kind": parent.get_kind_display()}
        if parent
        else _("最上一级"),
        "may": "、".join(str(Kind(one).label) if one else _("最上一级") for one in above),
    }
