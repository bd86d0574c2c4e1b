"""任务单: for each office and each school what it leads, assists and carries out, with a receipt to send back."""

from dataclasses import dataclass

from luoshi.scribe.document import Cell, Document, Line, Paragraph, Signature, Table
from luoshi.scribe.pack.ledger import SIZE
from luoshi.scribe.pack.plan import IssuedPlan, IssuedTask, Party, in_a_row

_COLUMNS = (("序号", 11.0), ("任务举措", 52.0), ("工作目标", 30.0), ("相关单位和责任人", 36.0), ("完成时限", 27.0))


@dataclass(frozen=True)
class Slip:
    """One party's part of the plan; a task stands in it once, under the first that holds of it."""

    party: Party
    leads: tuple[IssuedTask, ...]
    owns: tuple[IssuedTask, ...]
    assists: tuple[IssuedTask, ...]

    @property
    def parts(self) -> tuple[tuple[str, tuple[IssuedTask, ...]], ...]:
        named = (("牵头", self.leads), ("承办", self.owns), ("配合", self.assists))
        return tuple((word, tasks) for word, tasks in named if tasks)


def slips(plan: IssuedPlan) -> tuple[Slip, ...]:
    """One for each party that the plan names, offices first, each kind in the order in which they are named."""
    shares: dict[Party, tuple[list[IssuedTask], list[IssuedTask], list[IssuedTask]]] = {}
    for task in plan.tasks:
        seen: set[Party] = set()
        for place, parties in enumerate((task.leads, task.owners, task.assists)):
            for party in parties:
                if party not in seen:
                    shares.setdefault(party, ([], [], []))[place].append(task)
                    seen.add(party)
    made = (Slip(party, *map(tuple, share)) for party, share in shares.items())
    return tuple(sorted(made, key=lambda slip: slip.party.school))


def slip_document(plan: IssuedPlan, slip: Slip) -> Document:
    """On one or more pages of its own; give several to `to_docx` for one file of all."""
    you = "你校" if slip.party.school else "你单位"
    counts = "、".join(f"{word}任务{len(tasks)}项" for word, tasks in slip.parts)
    opening = f"{plan.source}中，{you}{counts}，列于下表。请按时限落实，并将回执送回。"
    rows = tuple(row for word, tasks in slip.parts for row in _part(word, tasks))
    table = Table((tuple(name for name, _ in _COLUMNS),), rows, tuple(width for _, width in _COLUMNS), SIZE)
    return Document(
        f"{plan.name}任务单",
        slip.party.name,
        (Paragraph(opening), table),
        signature=Signature(plan.authority, plan.day, sealed=False),
        below=(_receipt(slip),),
    )


def _part(word: str, tasks: tuple[IssuedTask, ...]) -> tuple[Line, ...]:
    band = Cell(f"{word}（{len(tasks)}项）", across=len(_COLUMNS), strong=True)
    return ((band,), *(_row(word, task) for task in tasks))


def _row(word: str, task: IssuedTask) -> Line:
    who = {
        "牵头": "" if word == "牵头" else in_a_row(task.leads),
        "责任领导": "、".join(task.leaders),
        "责任人": "、".join(task.persons),
        "配合": in_a_row(task.assists) if word == "牵头" else "",
        "承办": task.owners_in_words if word == "牵头" else "",
    }
    return (
        Cell(task.number, align="center"),
        task.text,
        "\n".join(task.targets),
        "\n".join(f"{name}：{words}" for name, words in who.items() if words),
        Cell(task.due, align="center"),
    )


def _receipt(slip: Slip) -> Table:
    """To cut off, sign and send back; in one piece with its heading."""
    count = sum(len(tasks) for _, tasks in slip.parts)
    heading = Cell("回　执", across=4, align="center", strong=True)
    said = Cell(f"任务单已收到，共{count}项任务。", across=4)
    line = ("签收单位\n（盖章）", Cell(slip.party.name, align="center"), "签收人", "\n")
    dated = ("联系电话", "\n", "签收日期", Cell("　　年　　月　　日", align="right"))
    return Table((), ((heading,), (said,), line, dated), (16, 30, 12, 24), together=True)
