"""Read the labelled reports and score what was read; beside an earlier folder of readings, show what changed.

    python benchmarks/score.py                        score table over ../shared
    python benchmarks/score.py --keep build/before    keep the readings, before a change of rules
    python benchmarks/score.py --diff build/before    what is newly found and what is newly lost since then
    python benchmarks/score.py --misses actions       and everything else that score.py of the labels knows

Labels and their scorer: ../shared/gold (see its README.md). --reports and --gold take other folders of that shape.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from luoshi.reader import Unreadable, read
from luoshi.reader.write.as_json import to_json

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

# What makes a finding the same as before, by list: its words and what was said of them.
SAID = {
    "headings": ("level",),
    "sentences": ("kind",),
    "actions": ("topic",),
    "figures": ("value", "high", "unit", "comparator", "status", "year"),
    "deadlines": ("due",),
    "recurrences": ("rule",),
    "bodies": ("name", "role"),
    "speakers": ("name", "office", "authority"),
    "noise": ("kind",),
    "remarks": ("code",),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=Path, default=SHARED / "reports")
    parser.add_argument("--gold", type=Path, default=SHARED / "gold")
    parser.add_argument("--scorer", type=Path, default=SHARED / "gold" / "score.py")
    parser.add_argument("--keep", type=Path, help="where the readings are kept; else they are not")
    parser.add_argument("--diff", type=Path, help="earlier readings to compare with")
    ours, theirs = parser.parse_known_args()
    if not ours.reports.is_dir():
        print(f"no reports at {ours.reports}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as made:
        readings = ours.keep or Path(made)
        _read(ours.reports, readings)
        if ours.diff:
            print("\n".join(_changes(ours.diff, readings)) or "nothing changed")
            return 0
        # A folder of labels may be smaller than that of reports, or hold other files than labels.
        command = [sys.executable, str(ours.scorer), str(ours.gold), str(readings), *theirs]
        return subprocess.run(command, check=False).returncode


def _read(reports: Path, readings: Path) -> None:
    readings.mkdir(parents=True, exist_ok=True)
    for path in sorted(path for path in reports.iterdir() if path.is_file()):
        try:
            (readings / f"{path.stem}.json").write_text(to_json(read(path)), "utf-8")
        except Unreadable as refusal:
            print(f"{path.name}: {refusal}", file=sys.stderr)


def _changes(before: Path, after: Path) -> Iterator[str]:
    for stem in sorted({path.stem for path in (*before.glob("*.json"), *after.glob("*.json"))}):
        lines = list(_changed(_loaded(before / f"{stem}.json"), _loaded(after / f"{stem}.json")))
        if lines:
            yield f"== {stem}"
            yield from lines


def _loaded(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def _changed(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Lines of what is lost (-), found (+) and said otherwise (~) for the same stretch of the source."""
    for field, value in (new.get("meeting") or {}).items():
        was = (old.get("meeting") or {}).get(field)
        if was != value and field not in {"agenda", "reasons"}:
            yield f"~ meeting.{field}: {was} -> {value}"
    for name, said in SAID.items():
        was, now = _keyed(old.get(name, []), said), _keyed(new.get(name, []), said)
        for place in sorted(was.keys() | now.keys(), key=lambda key: (key[0] or 0, key[1] or 0)):
            if was.get(place) == now.get(place):
                continue
            sign = "-" if place not in now else "+" if place not in was else "~"
            words, told = now.get(place) or was[place]
            earlier = f" (was {was[place][1]})" if sign == "~" else ""
            yield f"{sign} {name}: {words} {told}{earlier}"


def _keyed(items: list[dict[str, Any]], said: tuple[str, ...]) -> dict[tuple[Any, Any], tuple[str, str]]:
    """By place in the source, which cleaning does not move."""
    return {
        (item["source_start"], item["source_end"]): (
            " ".join((item.get("text") or item.get("raw") or "").split()),
            ", ".join(str(item.get(key)) for key in said),
        )
        for item in items
    }


if __name__ == "__main__":
    sys.exit(main())
