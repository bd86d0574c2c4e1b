"""How often findings are right, by how sure the reader says it is; and what each rule's confidence should be.

    python benchmarks/reliability.py                              the reliability table of ../shared
    python benchmarks/reliability.py FOLDER...                    that of folders with reports/ and gold/ inside
    python benchmarks/reliability.py FOLDER... --by-reason        each rule: how many, share right, confidence given
    python benchmarks/reliability.py FOLDER... --fit              src/luoshi/reader/data/reliability.yaml made anew

A finding is right when the labels hold it: a sentence of this kind (three quarters of its characters), a heading and
an action in this place, an action's topic, a figure with its value, unit, comparator and status, a deadline with its
day, a body with its part. See docs/decisions on what a confidence means.
"""

import argparse
import importlib.util
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import sqrt
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from luoshi.reader import Unreadable, read
from luoshi.reader.reliability import code_of
from luoshi.reader.write.as_json import as_object

SHARED = Path(__file__).resolve().parents[2] / "shared"
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
SURE = 0.9
AGREED = 0.75  # share of a sentence's characters that the labels must give the same kind
ALIKE = 0.3  # how far two findings of one rule in one report go right or wrong together: chosen, not measured
FEWEST = 4  # independent findings; of a rule with fewer its author's estimate stands
APART = 0.03  # by as much what narrows a rule has to differ from it
WITHOUT = ("topics",)  # an action's confidence says that it is one and where, not what it is about
HEAD = """\
# How often the findings of each rule were right, taken cautiously: the confidence that they are given. Made by
# benchmarks/reliability.py --fit, which tells how; see docs/decisions/0018. A code is the rule, then what narrows it.
"""

# What must be the same in the labels beside the place.
SAME: dict[str, tuple[str, ...]] = {
    "headings": (),
    "actions": (),
    "topics": ("topic",),
    "figures": ("value", "high", "unit", "comparator", "status"),
    "deadlines": ("due",),
    "bodies": ("role",),
}


class Judged(NamedTuple):
    """One finding: its list, code and confidence, its report, and whether the labels hold it."""

    list: str
    code: tuple[str, ...]
    confidence: float
    report: str
    right: bool


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[SHARED])
    parser.add_argument("--scorer", type=Path, default=SHARED / "gold" / "score.py")
    parser.add_argument("--by-reason", action="store_true")
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    judged = [one for folder in given.folders for one in judged_in(folder, scorer(given.scorer))]
    if not judged:
        print(f"no labelled reports in {', '.join(map(str, given.folders))}", file=sys.stderr)
        return 2
    lines = fitted(judged) if given.fit else by_reason(judged) if given.by_reason else table(judged)
    print("\n".join(lines))
    return 0


def scorer(path: Path) -> ModuleType:
    """The scoring script that stands beside the labels; its pairing of spans is used."""
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged_in(folder: Path, score: ModuleType) -> Iterator[Judged]:
    """Every finding of every labelled report of a folder."""
    for labels in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(labels.read_text("utf-8"))
        try:
            reading = as_object(read(folder / "reports" / f"{labels.stem}.txt"))
        except Unreadable as refusal:
            print(f"{labels.stem}: {refusal}", file=sys.stderr)
            continue
        yield from judge(gold, reading, score, report=f"{folder.name}/{labels.stem}")


def judge(gold: dict[str, Any], reading: dict[str, Any], score: ModuleType, *, report: str) -> Iterator[Judged]:
    """Every finding of one report. Left out are lists without labels, and figures that the text has struck out,
    which nobody labelled."""
    position, _ = score.align(reading["text"], gold["clean"])
    for sentence, right in _sentences(gold, reading, position, score):
        yield _judged("sentences", sentence, report, right=right)
    for name, same in SAME.items():
        listed = "actions" if name == "topics" else name
        if listed not in gold:
            continue
        found = [_moved(item, position) for item in reading[listed] if item.get("value", 0) is not None]
        golds = score.locate(gold[listed], gold["clean"])
        pairs = {j: golds[i] for i, j in score.pair(golds, found, _least(listed, score))}
        for number, item in enumerate(found):
            label = pairs.get(number)
            if name != "topics" or label:
                yield _judged(name, item, report, right=label is not None and _agree(label, item, same))


def _judged(name: str, item: dict[str, Any], report: str, *, right: bool) -> Judged:
    return Judged(name, code_of(name, item), item["confidence"], report, right)


def _least(name: str, score: ModuleType) -> float:
    return float(score.FIGURE_OVERLAP if name in ("figures", "deadlines") else score.SPAN_OVERLAP)


def _agree(label: dict[str, Any], item: dict[str, Any], same: tuple[str, ...]) -> bool:
    return all(label.get(key) == item.get(key) for key in same)


def _moved(item: dict[str, Any], position: list[int]) -> dict[str, Any]:
    return {**item, "start": position[item["start"]], "end": position[item["end"]]}


def _sentences(
    gold: dict[str, Any], reading: dict[str, Any], position: list[int], score: ModuleType
) -> Iterator[tuple[dict[str, Any], bool]]:
    kinds = score.kinds_by_character(score.locate(gold["sentences"], gold["clean"]), len(gold["clean"]))
    for sentence in reading["sentences"]:
        at = _moved(sentence, position)
        labelled = [kind for kind in kinds[at["start"] : at["end"]] if kind]
        yield sentence, bool(labelled) and labelled.count(sentence["kind"]) >= AGREED * len(labelled)


def table(judged: Iterable[Judged]) -> Iterator[str]:
    """Per list and bin of confidence: how many, and the share that is right."""
    lists: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        lists[one.list].append(one)
    yield f"{'':12}{'confidence':>12}{'count':>8}{'right':>8}"
    for name, all_of_it in lists.items():
        for low, high in pairwise(BINS):
            inside = [one for one in all_of_it if low <= one.confidence < high]
            if inside:
                yield f"{name:12}{f'{low:.1f}-{min(high, 1):.1f}':>12}{len(inside):8}{_share(inside):8.3f}"
        yield f"{name:12}{'all':>12}{len(all_of_it):8}{_share(all_of_it):8.3f}"


def by_reason(judged: Iterable[Judged]) -> Iterator[str]:
    groups: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.list, "/".join(one.code)].append(one)
    yield f"{'':12}{'rule':36}{'count':>8}{'right':>8}{'given':>8}"
    for (name, code), those in sorted(groups.items()):
        mean = sum(one.confidence for one in those) / len(those)
        yield f"{name:12}{code:36}{len(those):8}{_share(those):8.3f}{mean:8.2f}"


def _share(those: list[Judged]) -> float:
    return sum(one.right for one in those) / len(those)


def fitted(judged: Iterable[Judged]) -> Iterator[str]:
    """The table of confidences: each rule, and what narrows it where that differs."""
    groups: dict[str, dict[tuple[str, ...], list[Judged]]] = defaultdict(lambda: defaultdict(list))
    for one in judged:
        for end in range(1, len(one.code) + 1):
            groups[one.list][one.code[:end]].append(one)
    yield HEAD.rstrip()
    for name in (name for name in groups if name not in WITHOUT):
        yield f"{name}:"
        given: dict[tuple[str, ...], float] = {}
        for code, those in sorted(groups[name].items()):
            value = cautious(those)
            above = next((given[code[:end]] for end in range(len(code) - 1, 0, -1) if code[:end] in given), None)
            if _counts_for(those) >= FEWEST and (above is None or abs(above - value) >= APART):
                given[code] = value
                reports = len({one.report for one in those})
                yield f"  {'/'.join(code)}: {value:.2f}  # {len(those)} in {reports} reports, {_share(those):.3f} right"


def cautious(those: list[Judged]) -> float:
    """What the share that is right is at least: Wilson's lower bound, one standard error below."""
    share, count = _share(those), _counts_for(those)
    middle = share + 1 / (2 * count)
    return (middle - sqrt(share * (1 - share) / count + 1 / (4 * count * count))) / (1 + 1 / count)


def _counts_for(those: list[Judged]) -> float:
    """How many independent findings so many are worth: those of one report go right or wrong together."""
    per_report = Counter(one.report for one in those).values()
    together = sum(count * count for count in per_report) / len(those)
    return len(those) / (1 + (together - 1) * ALIKE)


if __name__ == "__main__":
    sys.exit(main())
