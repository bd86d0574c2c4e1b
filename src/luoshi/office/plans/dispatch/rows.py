"""Rows of a table that went out and comes back, from a workbook or a Word file alike: which columns, and what they say."""

from collections.abc import Iterator, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.organisations.imports.layout import plain_head
from luoshi.office.plans.dispatch.filling import LABELS, UNCHANGED, Filled, Given, Mark
from luoshi.office.plans.dispatch.queries import TEXTS
from luoshi.office.plans.ledger_load import text
from luoshi.office.plans.models import DispatchLine, Standing

MARK: Promise = gettext_lazy("行标识")
HEADS: dict[str, str] = {
    plain_head(str(label)): name for name, label in {**LABELS, "unchanged": UNCHANGED, "mark": MARK}.items()
}
NEEDED = {"mark", "progress"}  # without these a row is no head of ours
TICKS = {"√", "✓", "✔", "☑", "v", "V", "是", "对", "1", "True", "TRUE", "没有变化"}
TICK = "√"
MOST_ROWS = 2000
TAKEN = ("unchanged", *TEXTS)


def said(line: DispatchLine) -> str:
    """All of a line in one text, as the column 上次填报 shows it."""
    words = Filled(**{name: getattr(line, name) for name in TEXTS}).words
    return f"{line.dispatch}：{words}"


def task_of(line: DispatchLine) -> str:
    """What is to be done, and which time where it comes back."""
    one = line.assignment
    return f"{one.what}（{one.occurrence}）" if one.occurrence else one.what


def standing_of(line: DispatchLine) -> str:
    return str(Standing(line.now).label)


def places_of(cells: Sequence[object]) -> dict[str, int] | None:
    """Where the columns stand, if the row is a head."""
    names = [HEADS.get(plain_head(cell)) for cell in cells]
    if not set(names) >= NEEDED:
        return None
    return {name: names.index(name) for name in dict.fromkeys(names) if name}


def given_of(cells: Sequence[object], places: dict[str, int], place: str) -> Iterator[Given | str]:
    """What a row says, or why it cannot be told; nothing for a row that says nothing."""
    words = {name: text(cells[at]) if at < len(cells) else "" for name, at in places.items()}
    mark = Mark.read(words["mark"])
    if mark is None:
        if any(words[name] for name in TAKEN if name in words):
            yield _("%(place)s 对不上是哪一项任务：“行标识”不在了或改过。请重新下载表格，把这一行填进去。") % {
                "place": place
            }
        return
    ticked = words.get("unchanged", "")
    if ticked and ticked not in TICKS:
        yield _("%(place)s 的“没有变化”写了“%(words)s”。没有变化的打√，有变化的空着。") % {
            "place": place, "words": ticked[:20],
        }  # fmt: skip
        return
    yield Given(mark, Filled(**{name: words.get(name, "") for name in TEXTS}, unchanged=bool(ticked)), place)
