"""What is left of a report's findings when a page damages it: one table, damages by kinds of finding.

    python benchmarks/damages.py             the product's samples, and the labelled reports where ../shared is
    python benchmarks/damages.py --texts     and a line for every text
    python benchmarks/damages.py --check     end with 1 if an aim is missed

The eight damages and their aims are those of docs/damages.md. A cell is the share of the clean text's findings that
the damaged text still has, at the same place and saying the same; of what was struck out the value must be unknown. `all` is over all kinds; `new` is the share of the damaged
text's headings, actions, figures, deadlines and bodies that the clean text does not have; `labels` is the share of people's
labels found in the damaged text, beside that of the clean one.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.damages import DAMAGES, Damaged, damaged, numbers_struck, place_struck
from tests.kept import SAME, ZERO, Report, Share, kept, kept_of, labels_kept, own_reports, readings, shared_reports

STRUCK = ("g", "numbers")  # here a value that has become unknown is right
FURTHER = ("place", "numbers", "ah", "de", "bh")  # no aim: other things struck out, and two damages at once


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", action="store_true", help="also a line for every text")
    parser.add_argument("--check", action="store_true", help="end with 1 if an aim is missed")
    arguments = parser.parse_args()
    reports = [*own_reports(), *shared_reports()]
    print(f"{len(reports)} reports, {sum(report.is_numbered for report in reports)} of them numbered\n")
    print(f"{'':10}" + "".join(f"{name:>12}" for name in (*SAME, "all", "aim", "new", "labels")))
    missed = [name for name in (*DAMAGES, *FURTHER) if not _row(name, reports, each=arguments.texts)]
    print(f"\nmissed: {', '.join(missed)}" if missed else "\nall aims reached")
    return int(arguments.check and bool(missed))


def _row(name: str, reports: list[Report], *, each: bool) -> bool:
    """Print the line of one damage; whether its aim is reached."""
    shares, labels = dict.fromkeys(SAME, ZERO), [ZERO, ZERO]
    for report in reports if name != "c" else [report for report in reports if report.is_numbered]:
        whole, after = readings(report.clean, _damaged(name, report))
        here = kept(whole, after, struck=name in STRUCK)
        for kind, share in here.items():
            shares[kind] += share
        for at, found in enumerate((whole, after)):
            labels[at] += labels_kept(report, found)
        if each:
            print(f"  {report.name[:16]:16}" + " ".join(_cells(here)))
    aim, reached = kept_of(name, shares)
    told = f"{labels[1].share:.3f}/{labels[0].share:.3f}"
    print(f"{name:10}" + "".join(f"{cell:>12}" for cell in (*_cells(shares), aim or "", f"{_new(shares):.3f}", told)))
    return reached


def _damaged(name: str, report: Report) -> Damaged:
    if name == "place":
        return place_struck(report.clean, report.place)
    return numbers_struck(report.clean) if name == "numbers" else damaged(report.clean, *name)


def _cells(shares: dict[str, Share]) -> Iterator[str]:
    for share in (*shares.values(), sum(shares.values(), ZERO)):
        yield f"{share.share:.3f}" if share.wanted else "-"


def _new(shares: dict[str, Share]) -> float:
    total = sum((share for kind, share in shares.items() if kind != "sentences"), ZERO)
    return 1 - total.kept / total.found if total.found else 0.0


if __name__ == "__main__":
    sys.exit(main())
