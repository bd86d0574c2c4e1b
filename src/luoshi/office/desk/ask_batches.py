"""The ledger for those who ask: what was put to several schools at once is one row, which opens to its schools."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.desk import asks
from luoshi.office.desk.models import Ask
from luoshi.office.desk.models.ask import AskQuerySet
from luoshi.office.listing import Column, Listing, Ranked, Shown
from luoshi.office.organisations.actor import Actor


class Progress(NamedTuple):
    """How far the schools of the area are with what was put to them at once."""

    of: int
    answered: int
    withdrawn: int

    @property
    def still(self) -> int:
        return self.of - self.answered - self.withdrawn


def progress_of(seen: AskQuerySet, batches: Iterable[UUID]) -> dict[UUID, Progress]:
    rows = seen.filter(batch__in=list(batches)).order_by().values("batch")
    counted = rows.annotate(of=Count("pk"), done=Count("answered_at"), back=Count("withdrawn_at"))
    return {row["batch"]: Progress(row["of"], row["done"], row["back"]) for row in counted}


@dataclass(frozen=True)
class AskListing(Listing):
    """Asks, one row for each batch: that of the first school which search and filters leave."""

    def chosen(self, given: Mapping[str, str]) -> QuerySet[Any] | Ranked:
        found = super().chosen(given)
        assert isinstance(found, QuerySet)  # no column of it is ranked
        firsts = found.order_by().values("batch").annotate(first=Min("pk")).values("first")
        return self._sorted(self.rows.filter(pk__in=firsts), given.get("sort") or self.order)


def shown(request: HttpRequest, actor: Actor, **more: Any) -> Shown:
    """One page of it; `more` is what a Listing is made of but for rows and columns."""
    seen = Ask.objects.visible_to(actor)
    progress: dict[UUID, Progress] = {}

    def look_up(rows: Sequence[Ask]) -> None:
        progress.update(progress_of(seen, (one.batch for one in rows)))

    listing = AskListing(rows=seen.select_related("organisation"), columns=_columns(progress), look_up=look_up, **more)
    return listing.shown(request)


def _columns(progress: dict[UUID, Progress]) -> tuple[Column, ...]:
    def opens(ask: Ask) -> str:
        several = progress[ask.batch].of > 1
        return reverse("asks-batch", args=[ask.batch]) if several else reverse("ask", args=[ask.pk])

    def schools(ask: Ask) -> str:
        of = progress[ask.batch].of
        names = {"school": ask.organisation.name, "of": of}
        return _("%(school)s等 %(of)s 所") % names if of > 1 else ask.organisation.name

    return (
        Column("what", _("要做什么"), lambda ask: ask.what, "what", link=opens, css="wide"),
        Column("school", _("学校"), schools),
        Column("kind", _("类别"), lambda ask: ask.get_kind_display(), "kind", css="tight"),
        Column("asker", _("提出单位"), lambda ask: ask.asker, "asker"),
        Column("basis", _("依据"), lambda ask: ask.basis or _("未给依据"), "basis"),
        Column("minutes", _("每校分钟"), lambda ask: ask.minutes, "minutes", css="number aside"),
        Column("due", _("截止日"), lambda ask: f"{ask.due:%Y-%m-%d}", "due", css="number aside"),
        Column("left", _("状态"), lambda ask: standing(ask, progress[ask.batch]), css="tight"),
        Column(
            "asked",
            _("提出"),
            lambda ask: f"{timezone.localdate(ask.asked_at):%Y-%m-%d}",
            "asked_at",
            css="number aside",
        ),
    )


def standing(ask: Ask, progress: Progress) -> str:
    """When it is due while any school still has it open, and how many are done."""
    if progress.withdrawn == progress.of:
        return _("已撤回")
    if progress.of == 1:
        return asks.due_words(ask.due, today=timezone.localdate()) if progress.still else _("已办结")
    asked = progress.of - progress.withdrawn
    said = _("%(answered)s/%(asked)s 所已办结") % {"answered": progress.answered, "asked": asked}
    return f"{asks.due_words(ask.due, today=timezone.localdate())}，{said}" if progress.still else said
