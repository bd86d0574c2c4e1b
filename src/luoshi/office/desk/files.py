"""The one door by which a file comes in: looked at first, then its bytes stored, then its row written."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.office.desk import store
from luoshi.office.desk.kinds import KINDS, tidy
from luoshi.office.desk.models import File
from luoshi.office.desk.refusals import sentences
from luoshi.office.desk.sandbox import SandboxError, run
from luoshi.office.journal import record
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.models import Organisation
from luoshi.office.refused import Refused

log = logging.getLogger(__name__)

LOOK = "luoshi.office.desk.looking:look"


@dataclass(frozen=True)
class Examined:
    """A file that nothing speaks against, not yet stored."""

    content: bytes
    name: str
    kind: str
    looked: bool  # its text was looked at for marks of secrecy; a scan has none


def take_in(
    content: bytes,
    *,
    name: str,
    by: Actor,
    purpose: str,
    organisation: Organisation,
    kinds: Collection[str] = tuple(KINDS),
) -> File:
    """Examine a file and keep it. Raises Refused, and then nothing of it was stored.

    Not inside a transaction: the journal's line about a refusal would be taken back with it.
    """
    found = examine(content, name=name, by=by, organisation=organisation, kinds=kinds)
    return keep(found, by=by, purpose=purpose, organisation=organisation)


def examine(
    content: bytes, *, name: str, by: Actor, organisation: Organisation, kinds: Collection[str] = tuple(KINDS)
) -> Examined:
    """Size, name, content and marks of secrecy, in this order and all in memory. Raises Refused and writes it down."""
    called = tidy(name)
    reasons = _at_first_sight(content, called)
    looked: dict[str, Any] = {}
    if not reasons:
        try:
            looked = run(LOOK, content, name=called)
        except SandboxError as error:
            reasons = [("sandbox", {"why": str(error), "code": error.code})]
        else:
            reasons = [(code, facts) for code, facts in looked["reasons"]] or _wanted(looked["kind"], kinds)
    if reasons:
        _write_refusal(reasons, size=len(content), name=called, by=by, organisation=organisation)
        raise Refused(*sentences(reasons, name=called))
    return Examined(content, called, looked["kind"], looked["looked"])


def _at_first_sight(content: bytes, name: str) -> list[tuple[str, dict[str, Any]]]:
    limit = settings.LARGEST_UPLOAD
    if len(content) > limit:
        return [("large", {"size": f"{len(content) / 1024**2:.0f}", "limit": limit // 1024**2})]
    if not name:
        return [("nameless", {})]
    return [] if content else [("empty", {})]


def _wanted(kind: str, kinds: Collection[str]) -> list[tuple[str, dict[str, Any]]]:
    if kind in kinds:
        return []
    return [("not_here", {"kind": kind, "wanted": "、".join(KINDS[one].label for one in KINDS if one in kinds)})]


def _write_refusal(
    reasons: list[tuple[str, dict[str, Any]]], *, size: int, name: str, by: Actor, organisation: Organisation
) -> None:
    """Codes only: neither what a marked file says nor what it is called."""
    codes = [code for code, _facts in reasons]
    detail = {"reasons": codes, "size": size}
    if "secret" not in codes:
        detail["name"] = name
    record.write("file.receive", by=by.who, where=organisation.path, detail=detail, done=False)


@transaction.atomic
def keep(found: Examined, *, by: Actor, purpose: str, organisation: Organisation) -> File:
    """The bytes stand before the row does; a row never points to nothing."""
    file = File.objects.create(
        digest=store.put(found.content),
        name=found.name,
        size=len(found.content),
        kind=found.kind,
        looked=found.looked,
        purpose=purpose,
        organisation=organisation,
        membership=by.membership,
        behalf=str(by.behalf or ""),
    )
    detail = {"digest": file.digest, "size": file.size, "purpose": purpose, "looked": file.looked}
    record.write("file.receive", by=by.who, about=file, where=organisation.path, detail=detail)
    return file


@transaction.atomic
def discard(file: File, *, by: Actor) -> None:
    """Take a row away, and the bytes with it once no other row has them."""
    record.write("file.discard", by=by.who, about=file, where=file.organisation.path, detail={"digest": file.digest})
    digest = file.digest
    file.delete()
    transaction.on_commit(lambda: store.remove(digest, wanted=is_wanted))


def is_wanted(digest: str) -> bool:
    return File.objects.filter(digest=digest).exists()


def sweep() -> tuple[int, int]:
    """What interrupted uploads left behind a day ago: how many unfinished and how many unwanted went."""
    return store.sweep(wanted=is_wanted)


def sweep_files(_arguments: Mapping[str, Any], **_by: Any) -> dict[str, str]:
    """The daily job."""
    unfinished, unwanted = sweep()
    said = _("清理了没有收完的文件 %(unfinished)s 个、没有记录用到的文件 %(unwanted)s 个")
    return {"words": said % {"unfinished": unfinished, "unwanted": unwanted}}
