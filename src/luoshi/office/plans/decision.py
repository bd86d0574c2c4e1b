"""谁定的: whose decision something is that somebody else enters."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Decision:
    """谁定的: the meeting or leader, the day, the document."""

    by: str
    on: date
    document: str = ""

    def faults(self) -> list[str | None]:
        ahead = self.on > timezone.localdate()
        return [
            None if self.by.strip() else _("没有写谁决定的，如：局党组2026年第5次会议，或分管领导的姓名。"),
            _("决定日期 %(day)s 还没有到。") % {"day": self.on} if ahead else None,
        ]
