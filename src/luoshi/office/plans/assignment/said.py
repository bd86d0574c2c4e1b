"""What comes with a movement: words, proof, the leader's decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from luoshi.office.desk.models import File
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Evidence, Target, kept

LONGEST = 4000  # characters of what is said of one movement
LONGEST_LINK = 500
LONGEST_NAME = 120  # of whose decision it was, and of the paper it stands on
LONGEST_SHOWN, LONGEST_UNIT = 200, 20  # of what a piece of proof shows
SHORT = 24  # characters by which a row is named


@dataclass(frozen=True)
class Shown:
    """佐证: one piece of proof that comes with a movement. `value` is in the unit named, `as_of` the day it holds for."""

    words: str = ""
    file: File | None = None
    link: str = ""
    target: Target | None = None
    value: Decimal | None = None
    unit: str = ""
    as_of: date | None = None

    @property
    def kind(self) -> str:
        if self.file:
            return Evidence.Kind.FILE
        return Evidence.Kind.LINK if self.link else Evidence.Kind.FIGURE

    def faults(self) -> Iterable[str | None]:
        said = sum((self.file is not None, bool(self.link), self.value is not None))
        yield None if said == 1 else _("一条佐证是一个文件、一个链接或一个数据，要分开写。")
        ok = not self.link or self.link.startswith(("http://", "https://"))
        yield None if ok else _("链接“%(link)s”要以 http:// 或 https:// 开头。") % {"link": self.link[:60]}
        long = len(self.link) > LONGEST_LINK
        yield (
            _("链接“%(link)s……”太长，最多 %(most)s 字。") % {"link": self.link[:60], "most": LONGEST_LINK}
            if long
            else None
        )
        yield too_long(_("佐证的说明"), self.words, LONGEST_SHOWN)
        yield too_long(_("单位"), self.unit, LONGEST_UNIT)
        large = self.value is not None and kept(self.value) is None
        yield _("“%(value)s”太大，存不下。请换一个大些的单位。") % {"value": self.value} if large else None


def too_long(what: str, words: str, most: int) -> str | None:
    if len(words.strip()) <= most:
        return None
    said = {"what": what, "words": words.strip()[:SHORT], "count": len(words.strip()), "most": most}
    return _("%(what)s“%(words)s……”有 %(count)s 字，最多 %(most)s 字。") % said


@dataclass(frozen=True)
class Said:
    """What comes with a movement: words, proof, and the leader's decision where the office enters it."""

    words: str = ""
    evidence: Sequence[Shown] = ()
    decision: Decision | None = None
    more: Mapping[str, Any] = field(default_factory=dict)  # what else the journal's detail says


NOTHING = Said()
