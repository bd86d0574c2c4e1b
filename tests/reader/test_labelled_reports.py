"""What the reader finds in the labelled reports stays above what was asked of it."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from luoshi.reader import read
from luoshi.reader.write.as_json import as_object

# The lowest F1 (or share) that the labelled reports may give; two people agree only to 0.80 on actions.
FLOORS = {
    "text characters": 0.998,
    "sentence kind, all": 0.98,
    "headings": 0.97,
    "headings: level, where paired": 0.98,
    "actions": 0.82,
    "actions: topic, where paired": 0.88,
    "figures, strict": 0.97,
    "deadlines": 0.99,
    "bodies": 0.95,
    "meeting fields": 0.98,
}


@pytest.fixture(scope="module")
def score(script: Callable[[Path], ModuleType], shared: Path) -> ModuleType:
    """The scoring script that stands beside the labels."""
    return script(shared / "gold" / "score.py")


@pytest.fixture(scope="module")
def reached(score: ModuleType, shared: Path) -> dict[str, float]:
    tally = score.Tally()
    for labels in sorted((shared / "gold").glob("*.json")):
        reading = as_object(read(shared / "reports" / f"{labels.stem}.txt"))
        score.score_one(json.loads(labels.read_text("utf-8")), reading, tally, [])
    return {name: f1 for name, _, _, f1, *_ in tally.rows()}


@pytest.mark.parametrize("what", FLOORS)
def test_labelled_reports_are_read_at_least_this_well(reached: dict[str, float], what: str) -> None:
    assert reached[what] >= FLOORS[what]
