"""After a backup was restored: the journal ends earlier than was noted, which is said in it once and for all."""

from luoshi.office.journal import anchor, record, seal
from luoshi.office.journal.who import Who


def accept(reason: str, *, by: Who) -> None:
    """Go on from the journal as it is now; what was noted of its lost end stays in it as an entry."""
    try:
        lost = anchor.noted()
    except anchor.BrokenNoteError:
        lost = None
    told = {"reason": reason, "number": lost.number if lost else None, "hash": lost.hash if lost else None}
    record.write("journal.restore", by=by, about=record.About("journal.seal", label=reason), detail=told)
    anchor.replace(None)
    seal.seal_all()
