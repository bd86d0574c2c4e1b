"""The one exception of the office's verbs: what was asked for cannot be, and why."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.forms import BaseForm


class Refused(Exception):
    """Every reason at once, each a sentence ready to be shown (Chinese): what, why, what to do, where."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


def refuse_if(reasons: Iterable[str | None]) -> None:
    """Raises Refused with all reasons that are not None, if there are any."""
    if found := [reason for reason in reasons if reason]:
        raise Refused(*found)


def add_reasons(form: "BaseForm", refusal: Refused) -> None:
    """What was refused stands above the form."""
    for reason in refusal.reasons:
        form.add_error(None, reason)
