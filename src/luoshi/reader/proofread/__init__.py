"""Proofreading a draft before it is decided on: slips that can be told from the paper itself or from a register."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from luoshi.reader.proofread.agreement import agreement, changes
from luoshi.reader.proofread.body_names import body_names
from luoshi.reader.proofread.leaders import leaders as against_leaders
from luoshi.reader.proofread.measures import measures
from luoshi.reader.proofread.numbering import numbering
from luoshi.reader.proofread.remark import ProofRemark
from luoshi.reader.proofread.totals import totals
from luoshi.reader.proofread.twice import left_over, twice
from luoshi.reader.proofread.years import years
from luoshi.reader.reading import Reading

# What the paper alone gives away, in the order in which an office asks.
CHECKS: tuple[Callable[[Reading], Iterator[ProofRemark]], ...] = (
    agreement,
    changes,
    measures,
    totals,
    years,
    numbering,
    twice,
)


def proofread(
    reading: Reading,
    *,
    units: Mapping[str, Sequence[str]] | None = None,
    leaders: Sequence[tuple[str, str]] = (),
    last_year: Reading | None = None,
) -> tuple[ProofRemark, ...]:
    """Every remark in reading order; pure, and silent where it is not worth a person's look.

    `units`: names of organisations in use, each with its former names. `leaders`: (name, office) in the order in
    which they are named. `last_year`: the reading of last year's report. Each of the three is asked only if given.
    """
    found = [remark for check in CHECKS for remark in check(reading)]
    found += against_leaders(reading, leaders)
    found += body_names(reading, units or {})
    found += left_over(reading, last_year)
    return tuple(sorted(found, key=lambda remark: (remark.places[0].start, remark.places[-1].start)))
