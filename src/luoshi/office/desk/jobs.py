"""The doors through which a job passes: asked for, claimed, carried out, cancelled, picked up after a crash.

Every step is one conditional update of the row, so that of two who try only one succeeds. A claim is named anew each
time; whoever was swept away while still at work finds that its claim is gone and everything it wrote is put back.
"""

import logging
import os
import secrets
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import date, timedelta
from time import monotonic
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.office.background import Cancelled
from luoshi.office.desk.behalf import why_not_enter
from luoshi.office.desk.job_kinds import kind_of
from luoshi.office.desk.models import Job
from luoshi.office.desk.models.job import LONGEST_WORDS, OVERSEERS
from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor, Behalf, actor_of
from luoshi.office.organisations.memberships import usable
from luoshi.office.organisations.models import Organisation
from luoshi.office.refused import Refused, refuse_if

log = logging.getLogger(__name__)

SILENCE = timedelta(minutes=3)  # a running job not heard of for so long has lost its worker
ATTEMPTS = 3
PACE = 1.0  # seconds between two beats at the least
AWAY = (OperationalError, InterfaceError)  # the database is busy or went away, which is no fault of the job's

WAITING, RUNNING, DONE, FAILED, CANCELLED = Job.State


class _LostError(Exception):
    """The claim is gone: swept away, and perhaps given to another."""


class _StoppedError(Exception):
    """The worker is being stopped; the job waits for the next."""


# Asking


def ask_for(kind: str, *, by: Actor | None, arguments: dict[str, Any] | None = None, key: str = "") -> Job:
    """Ask for a job in the caller's transaction; a worker is woken when that is committed.

    `by` None is the schedule. With a `key` that an open job has already, that job is what is given.
    """
    if kind_of(kind) is None:
        raise KeyError(kind)
    with transaction.atomic():
        job = _ask_once(_asked(kind, by, arguments or {}, key)) if key else _insert(_asked(kind, by, arguments or {}))
        if by is not None:
            detail = {"kind": kind, "arguments": arguments}
            record.write("job.ask", by=by.who, about=job, where=by.organisation.path, detail=detail)
        transaction.on_commit(_wake, robust=True)
    return job


def _asked(kind: str, by: Actor | None, arguments: dict[str, Any], key: str = "") -> Job:
    if by is None:
        return Job(kind=kind, arguments=arguments, key=key)
    behalf = by.behalf and {
        "pk": by.behalf.pk,
        "organisation": by.behalf.organisation.pk,
        "signed_by": by.behalf.signed_by,
        "signed_on": by.behalf.signed_on.isoformat(),
    }
    return Job(
        kind=kind,
        arguments=arguments,
        key=key,
        membership=by.membership,
        organisation=by.organisation,
        behalf=behalf,
        address=by.address,
    )


def _insert(job: Job) -> Job:
    job.save(force_insert=True)
    return job


def _ask_once(job: Job) -> Job:
    """The job, or the open one with its key. One that ended between the two looks is asked for again."""
    while True:
        if found := Job.objects.open().filter(key=job.key).first():
            return found
        try:
            with transaction.atomic():
                return _insert(job)
        except IntegrityError:
            if not Job.objects.open().filter(key=job.key).exists():
                raise


def _wake() -> None:
    from luoshi.office.desk.waker import wake

    wake()


# Carrying out


class JobProgress:
    """What a handler is handed: it says how far it is, and stops where cancelling was asked for."""

    def __init__(self, job: Job, *, minded: bool = False) -> None:
        self.job = job
        self.minded = minded  # somebody else beats, see mind()
        self.told = (job.done, job.total, job.words)
        self.stop: type[Exception] | None = None
        self._beaten = -PACE

    def __call__(self, done: int, total: int = 0, words: str = "") -> None:
        self.told = (max(0, done), max(0, total), _line(words))
        if not self.minded and monotonic() - self._beaten >= PACE:
            self.beat()
        if self.stop:
            raise self.stop

    def beat(self) -> None:
        """One short update: how far, and that the worker is alive; learns whether the job is to stop."""
        self._beaten = monotonic()
        done, total, words = self.told
        ours = Job.objects.filter(pk=self.job.pk, state=RUNNING, worker=self.job.worker)
        if not ours.update(done=done, total=total, words=words, beat_at=timezone.now()):
            self.stop = self.stop or _LostError
        elif ours.filter(cancel_asked=True).exists():
            self.stop = self.stop or Cancelled

    def halt(self) -> None:
        """The worker is being stopped."""
        self.stop = self.stop or _StoppedError


Minder = Callable[[JobProgress], AbstractContextManager[Any]]


def run_waiting(*, mind: Minder = nullcontext, until: Callable[[], bool] = lambda: False) -> int:
    """Carry out what waits, first asked first, until nothing does or `until` says so; gives how many were carried out.

    Without `mind` the job's own thread beats, on the same connection.
    """
    count = 0
    while not until():
        job = claim()
        if job is None:
            break
        carry_out(job, mind=mind)
        count += 1
    return count


def run(job: Job) -> bool:
    """Carry out this job, unless somebody else has it or it has ended; the row in memory is brought up to date."""
    claimed = _claim(job.pk)
    if claimed:
        carry_out(claimed)
    job.refresh_from_db()
    return claimed is not None


def claim() -> Job | None:
    """The job that has waited longest, now ours; None if nothing waits."""
    while pk := Job.objects.filter(state=WAITING).order_by("pk").values_list("pk", flat=True).first():
        if job := _claim(pk):
            return job
    return None


def _claim(pk: int) -> Job | None:
    worker = f"{socket.gethostname()[:60]}-{os.getpid()}-{secrets.token_hex(4)}"
    now = timezone.now()
    ours = Job.objects.filter(pk=pk, state=WAITING).update(
        state=RUNNING, worker=worker, attempts=models.F("attempts") + 1, started_at=now, beat_at=now
    )
    related = ("membership__person", "membership__organisation", "organisation")
    return Job.objects.select_related(*related).get(pk=pk) if ours else None


def carry_out(job: Job, *, mind: Minder = nullcontext) -> None:
    """Do a claimed job; whatever comes of it stands in the row afterwards."""
    progress = JobProgress(job, minded=mind is not nullcontext)
    try:
        with mind(progress):
            _do(job, progress)
    except Refused as refusal:
        _end(job, FAILED, reasons=[_plain(reason) for reason in refusal.reasons])
    except Cancelled:
        _end(job, CANCELLED)
    except _LostError:
        log.warning("job %s (%s): the claim %s was gone, nothing of it was kept", job.pk, job.kind, job.worker)
    except _StoppedError:
        put_back(job.worker)
    except AWAY:
        log.exception("job %s (%s) was interrupted in attempt %s", job.pk, job.kind, job.attempts)
        with suppress(*AWAY):  # still away: the sweep finds the row
            give_up_or_put_back(Job.objects.filter(pk=job.pk, worker=job.worker))
    except Exception:
        number = secrets.token_hex(4)
        log.exception("job %s (%s) failed, number %s", job.pk, job.kind, number)
        with suppress(*AWAY):
            _end(job, FAILED, reasons=[_broken(number)])


def _do(job: Job, progress: JobProgress) -> None:
    kind = kind_of(job.kind)
    if kind is None:
        raise Refused(
            _("这一版程序没有“%(kind)s”这种任务。请确认网页和后台程序是同一个版本，再重新操作。") % {"kind": job.kind}
        )
    by = asker(job)
    given = kind.prepare(job.arguments, by=by, progress=progress) if kind.prepare else job.arguments
    with transaction.atomic():
        result = kind.do(given, by=by, progress=progress) or {}
        done, total, words = progress.told
        _end(job, DONE, result=result, done=done, total=total, words=words)


def asker(job: Job) -> Actor | None:
    """Who asked, as they may act today. Raises Refused where they could not ask any more."""
    if job.membership is None:
        return None
    day, person = timezone.localdate(), job.membership.person
    if job.membership not in usable(person, day=day):
        raise Refused(_("提出这项任务的岗位已经到期或收回，所以没有执行。请由现任人员重新提出。"))
    if not person.is_active:
        raise Refused(_("提出这项任务的人账号已停用，所以没有执行。请由现任人员重新提出。"))
    behalf = _behalf(job)
    if behalf:
        refuse_if([why_not_enter(actor_of(job.membership, day=day), behalf.organisation, day=day)])
    return actor_of(job.membership, day=day, behalf=behalf, address=job.address)


def _behalf(job: Job) -> Behalf | None:
    """What was in use then; that it was ended since takes nothing back."""
    if not job.behalf:
        return None
    return Behalf(
        job.behalf["pk"],
        Organisation.objects.get(pk=job.behalf["organisation"]),
        job.behalf["signed_by"],
        date.fromisoformat(job.behalf["signed_on"]),
    )


def _end(job: Job, state: str, **values: Any) -> None:
    """End a job that is still ours. Raises _LostError, which puts back all that was written in this transaction."""
    ours = Job.objects.filter(pk=job.pk, state=RUNNING, worker=job.worker)
    if not ours.update(state=state, ended_at=timezone.now(), **values) and state == DONE:
        raise _LostError


def _broken(number: str) -> str:
    return _(
        "程序出了错，这项任务没有做成，也没有留下做了一半的内容。请重新操作；若再次出错，请把编号 %(number)s 告诉管理员。"
    ) % {"number": number}


def _line(words: str) -> str:
    return _plain(words)[:LONGEST_WORDS]


def _plain(words: str) -> str:
    """Without NUL, which PostgreSQL does not keep."""
    return str(words).replace("\0", "")


# Cancelling


def why_not_cancel(job: Job, actor: Actor) -> str | None:
    """The reason why this actor cannot cancel the job now; None if they can."""
    if not job.is_open:
        return _("这项任务%(state)s，不用取消。") % {"state": job.get_state_display()}
    own = job.membership is not None and job.membership.person_id == actor.person.pk
    if own or (job.organisation and actor.role in OVERSEERS and actor.area.holds(job.organisation.path)):
        return None
    return _("这项任务由提出的人取消，局办公室和系统管理员也可以。")


@transaction.atomic
def cancel(job: Job, *, by: Actor) -> None:
    """What waits is cancelled at once; what runs is asked to stop and puts everything back. Raises Refused."""
    job.refresh_from_db()
    refuse_if([why_not_cancel(job, by)])
    rows = Job.objects.filter(pk=job.pk)
    waited = rows.filter(state=WAITING).update(state=CANCELLED, ended_at=timezone.now(), cancel_asked=True)
    if not waited and not rows.filter(state=RUNNING).update(cancel_asked=True):
        job.refresh_from_db()
        raise Refused(why_not_cancel(job, by) or "")
    where = job.organisation.path if job.organisation else ""
    record.write("job.cancel", by=by.who, about=job, where=where, detail={"kind": job.kind, "waited": bool(waited)})
    job.refresh_from_db()


# Picking up


def sweep() -> int:
    """Take running jobs from workers that have fallen silent; gives how many. Running it twice at once is harmless."""
    silent = Job.objects.filter(state=RUNNING, beat_at__lt=timezone.now() - SILENCE)
    found = give_up_or_put_back(silent)
    if found:
        log.warning("%s jobs had lost their worker", found)
    return found


def give_up_or_put_back(rows: models.QuerySet[Job]) -> int:
    """Running jobs wait again; after the third attempt they have failed, and where cancelling was asked they end."""
    rows, now = rows.filter(state=RUNNING), timezone.now()
    cancelled = rows.filter(cancel_asked=True).update(state=CANCELLED, ended_at=now)
    reasons = [
        _(
            "这项任务中断了 %(count)s 次，没有做成，也没有留下做了一半的内容。请重新操作；若再次这样，请管理员查看后台程序。"
        )
        % {"count": ATTEMPTS}
    ]
    failed = rows.filter(attempts__gte=ATTEMPTS).update(state=FAILED, ended_at=now, reasons=reasons)
    return cancelled + failed + rows.update(state=WAITING, worker="", beat_at=None)


def put_back(*workers: str) -> int:
    """What these claims still hold waits again, as if it had never been tried: the worker ends in good order."""
    return Job.objects.filter(state=RUNNING, worker__in=workers).update(
        state=WAITING, worker="", beat_at=None, attempts=models.F("attempts") - 1
    )


# Looking


def see_end(job: Job, *, by: Actor) -> None:
    """Who asked has looked at how it ended; it waits for them no longer."""
    if not job.is_open and job.membership is not None and job.membership.person_id == by.person.pk:
        Job.objects.filter(pk=job.pk, seen=False).update(seen=True)


# Own work of the desk

KEPT = timedelta(days=180)  # the journal keeps who asked for what


def clear_old(_arguments: dict[str, Any], **_told: Any) -> dict[str, str]:
    """Take away jobs that ended long ago, with their arguments and results."""
    count, _rows = Job.objects.filter(ended_at__lt=timezone.now() - KEPT).delete()
    return {"words": _("清理了 %(count)s 项") % {"count": count}}
