"""Asks every operation of the API what schemathesis can think of, with tokens of several roles; stops at a bad answer.

    python benchmarks/fuzz_api.py                              200 questions of each sort an operation and role
    python benchmarks/fuzz_api.py --examples 2000 --seed 7 --as bo --as an

A bad answer is an error of ours (500), or a status, type or shape that the document does not know. Half of the questions
are well formed, half are not. The database is SQLite in memory, or what DATABASE_URL names.
"""

import argparse
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src"), str(HERE)]

from mutate_access import database

WHO = ("an", "leader", "section", "centre", "bo", "clerk", "observer", "inspector", "security")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as", dest="who", action="append", help="somebody of the tests' county; default: nine roles")
    given = parser.parse_args()
    with database():
        from django.db import transaction

        with transaction.atomic():
            _ask(given.who or list(WHO), given.examples, given.seed)
            transaction.set_rollback(True)


def _ask(who: list[str], examples: int, number: int) -> None:
    from django.utils import timezone

    from luoshi.office.organisations import tokens
    from tests.office.conftest import build
    from tests.office.fuzzing import furnish, fuzz

    world = build()
    furnish(world)
    until = timezone.localdate() + timedelta(days=30)
    for name in who:
        _token, said = tokens.make("试接口", scope="act", expires_on=until, by=world.actor(name))
        began = time.perf_counter()
        answered = fuzz(said, examples=examples, number=number)
        statuses = Counter[int]()
        for (_label, status), times in answered.items():
            statuses[status] += times
        told = "  ".join(f"{status}: {times}" for status, times in sorted(statuses.items()))
        print(f"{name:10} {answered.total():6} answers in {time.perf_counter() - began:5.0f} s   {told}", flush=True)


if __name__ == "__main__":
    main()
