"""How sure a finding is: how often its rule was right on labelled reports, cautiously taken.

The table is made by benchmarks/reliability.py; a rule that it has too few findings of keeps its author's estimate.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from luoshi.reader.lexicon import load

UNMEASURED = 0.85  # no estimate is taken for more than this
SHORT = 10  # characters; what is shorter has fewer words to be told by
_PARTS = {"sentences": ("reason", "kind"), "headings": ("reason", "scheme"), "figures": ("reason", "status")}


@cache
def sure(name: str, estimate: float, *code: str) -> float:
    """The confidence of a finding of the list `name`. `code` is its rule, then what narrows it: the table is asked
    for all of it, then for less; `estimate` is the author's."""
    measured: dict[str, float] = load("reliability").get(name, {})
    for end in range(len(code), 0, -1):
        if (found := measured.get("/".join(code[:end]))) is not None:
            return found
    return min(estimate, UNMEASURED)


def code_of(name: str, finding: Mapping[str, Any]) -> tuple[str, ...]:
    """The code of a finding as it stands in JSON; the steps of the reader give the same."""
    code = tuple(finding[part] for part in _PARTS.get(name, ("reason",)))
    if name == "sentences" and finding["end"] - finding["start"] < SHORT:
        return (*code, "short")
    return (*code, "rate") if name == "figures" and finding["unit"] == "%" else code
