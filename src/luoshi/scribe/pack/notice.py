"""印发通知: the notice that issues a plan, with the 责任分解表 as its attachment."""

from dataclasses import dataclass

from luoshi.scribe.document import Attachment, Document, Imprint, Letterhead, Paragraph, Signature
from luoshi.scribe.pack.ledger import ledger
from luoshi.scribe.pack.plan import IssuedPlan


@dataclass(frozen=True)
class Letter:
    """What the notice needs beside the plan. `approved` says who decided when (局党组2026年第3次会议).

    `mark` is the red mark (“…文件”); None: no head, and so no number; "": paper that has its head already. `text`
    replaces what the notice says by itself. `printed_by` asks for an imprint.
    """

    addressees: str
    mark: str | None = None
    approved: str = ""
    text: tuple[str, ...] = ()
    sealed: bool = True
    note: str = ""
    copies: str = ""
    printed_by: str = ""


def notice(plan: IssuedPlan, letter: Letter) -> Document:
    printed = Imprint(letter.printed_by, plan.day, letter.copies) if letter.printed_by else None
    return Document(
        f"{plan.authority}\n关于印发《{plan.name}》的通知",
        letter.addressees,
        tuple(Paragraph(line) for line in letter.text or _said(plan, letter)),
        (Attachment(f"{plan.name}责任分解表", (ledger(plan),), landscape=True),),
        Signature(plan.authority, plan.day, letter.sealed),
        note=letter.note,
        letterhead=Letterhead(letter.mark, plan.number) if letter.mark is not None else None,
        imprint=printed,
    )


def _said(plan: IssuedPlan, letter: Letter) -> tuple[str, str]:
    approved = f"已经{letter.approved}审定，" if letter.approved else ""
    goals = sum(1 for goal in plan.goals if goal.text and goal.tasks)
    parts = f"目标{goals}项、任务{len(plan.tasks)}项" if goals else f"任务{len(plan.tasks)}项"
    return (
        f"《{plan.name}》{approved}现印发给你们，请认真贯彻落实。",
        f"责任分解表列{parts}。请牵头单位抓好组织实施，配合单位主动协同，按时限完成。",
    )
