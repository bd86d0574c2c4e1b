"""What the clock asks for. A time that passed while nobody was at work is made up for once, up to a day later."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from huey import crontab

from luoshi.office.desk.job_kinds import schedules
from luoshi.office.desk.jobs import ask_for
from luoshi.office.desk.models import Job

BACK = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def ask_for_due(now: datetime | None = None) -> list[Job]:
    """Ask for every scheduled job whose time has come since it was last asked for. Twice at once is harmless."""
    at = timezone.localtime(now)
    return [_ask(kind) for kind, words in schedules() if is_due(words, last=_last(kind), now=at)]


def _last(kind: str) -> datetime | None:
    asked = Job.objects.scheduled().filter(kind=kind).order_by("-pk").values_list("asked_at", flat=True).first()
    return timezone.localtime(asked) if asked else None


def _ask(kind: str) -> Job:
    """One row for each kind is kept of those that went well, or a sealing each minute would fill the table."""
    job = ask_for(kind, by=None, key=f"schedule {kind}")
    ended = Q(state__in=(Job.State.DONE, Job.State.CANCELLED))
    Job.objects.scheduled().filter(ended, kind=kind, pk__lt=job.pk).delete()
    return job


def is_due(words: str, *, last: datetime | None, now: datetime) -> bool:
    """Whether a minute after `last` and until `now` fits the five words of cron; at first only this minute counts."""
    minute, hour, day, month, weekday = words.split()
    fits = crontab(minute=minute, hour=hour, day=day, month=month, day_of_week=weekday, strict=True)
    return any(fits(moment) for moment in _minutes(last, now))


def _minutes(last: datetime | None, now: datetime) -> Iterator[datetime]:
    """Backwards, whole minutes."""
    moment = now.replace(second=0, microsecond=0)
    first = max(last.replace(second=0, microsecond=0) + MINUTE, moment - BACK) if last else moment
    while moment >= first:
        yield moment
        moment -= MINUTE
