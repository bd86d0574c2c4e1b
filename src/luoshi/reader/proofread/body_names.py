"""Names of organisations against the register: outdated ones, and ones with a slip of the pen."""

import re
from collections.abc import Iterator, Mapping, Sequence

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.proofread.remark import ProofRemark
from luoshi.reader.reading import Reading
from luoshi.reader.text import Span

_TELLING = frozenset(load("proofread")["bodies"]["telling"])
_SHORTEST = 6  # characters of a name that one wrong character leaves recognisable
_FORMERLY = re.compile(r"(?:原|曾用名|前身|旧称)[为是：:]?$")
_RENAMED = re.compile(r"[（(]?(?:现|后|已)?(?:更名|改名|改称|现名|现为|今)|[（(]现")


def body_names(reading: Reading, units: Mapping[str, Sequence[str]]) -> Iterator[ProofRemark]:
    """`units`: each name in use with the names that it had before."""
    names = [*units, *(former for formers in units.values() for former in formers)]
    if not names:
        return
    text = reading.text
    current = {former: name for name, formers in units.items() for former in formers if former not in units}
    taken = []
    for match in re.finditer(any_of(names), text):
        taken.append(match.span())
        told = _FORMERLY.search(text, max(0, match.start() - 4), match.start()) or _RENAMED.match(text, match.end())
        if match[0] in current and not told:
            facts = (("said", match[0]), ("name", current[match[0]]))
            yield ProofRemark("body-renamed", True, (Span(*match.span()),), facts)
    yield from _slips(text, [name for name in units if len(name) >= _SHORTEST], taken)


def _slips(text: str, names: list[str], taken: list[tuple[int, int]]) -> Iterator[ProofRemark]:
    """A stretch that is a name but for one character inside it, and is no other name of the register."""
    for name in names:
        half = len(name) // 2
        for piece, shift in ((name[:half], 0), (name[half:], half)):
            for match in re.finditer(re.escape(piece), text):
                start = match.start() - shift
                said = text[max(start, 0) : start + len(name)]
                if (
                    start < 0
                    or not _one_swapped(said, name)
                    or any(a < start + len(name) and start < b for a, b in taken)
                ):
                    continue
                facts = (("said", said), ("name", name))
                yield ProofRemark("body-near", False, (Span(start, start + len(name)),), facts)


def _one_swapped(said: str, name: str) -> bool:
    if len(said) != len(name):
        return False
    apart = [(a, b) for a, b in zip(said, name, strict=True) if a != b]
    return len(apart) == 1 and said[-1] == name[-1] and not _TELLING & set(apart[0]) and "㐀" <= apart[0][0] <= "鿿"
