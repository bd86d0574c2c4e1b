"""How the reader does on test suites made by others: one table, and the rules by which cases were left out or declared.

    python benchmarks/suites.py            the table
    python benchmarks/suites.py --rules    and every rule with its reason and how many cases it took
    python benchmarks/suites.py --missed   and every case in scope that was read otherwise and is not declared
    python benchmarks/suites.py --check    end with 1 if an aim is missed

The suites stand in ../shared/suites, the rules in tests/reader/suites.yaml. Aims: 95 of 100 of what is in scope and not declared
are passed; no more than 15 of 100 of a suite's cases are declared.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.suites import SUITES, Tally, tally

PASSED, DECLARED = 0.95, 0.15


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", action="store_true", help="also the rules")
    parser.add_argument("--missed", action="store_true", help="also the cases that are missed")
    parser.add_argument("--check", action="store_true", help="end with 1 if an aim is missed")
    arguments = parser.parse_args()
    shared = ROOT.parent / "shared"
    if not (shared / "suites").is_dir():
        print(f"no suites at {shared / 'suites'}", file=sys.stderr)
        return 2
    told = {name: tally(name, shared) for name in SUITES}
    print(f"{'':32}{'cases':>7}{'in scope':>10}{'declared':>10}{'passed':>8}{'of them':>9}{'declared of all':>17}")
    for name, found in told.items():
        _line(name, found)
        if arguments.rules:
            _rules(name, found)
        for case in found.missed if arguments.missed else []:
            print(f"    {case.kind} {case.text!r} of {case.input!r}: {case.expected}")
    missed = [name for name, found in told.items() if not _reached(found)]
    print(f"\nmissed: {', '.join(missed)}" if missed else "\nall aims reached")
    return int(arguments.check and bool(missed))


def _line(name: str, found: Tally) -> None:
    mark = "" if _reached(found) else "   MISSED"
    print(
        f"{name:32}{found.cases:>7}{found.in_scope:>10}{found.otherwise:>10}{found.passed:>8}"
        f"{found.passed_share:>9.1%}{found.declared_share:>17.1%}{mark}"
    )


def _rules(name: str, found: Tally) -> None:
    for part in ("outside", "otherwise"):
        for rule in SUITES[name][part]:
            print(f"    {part:10}{found.by_rule.get(rule['why'], 0):>5}  {rule['why']}")


def _reached(found: Tally) -> bool:
    return found.passed_share >= PASSED and found.declared_share <= DECLARED


if __name__ == "__main__":
    sys.exit(main())
