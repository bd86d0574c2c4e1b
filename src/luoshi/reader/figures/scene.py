"""What stands around a figure in its sentence: where it is reached or wanted, how firmly, in which year."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from luoshi.reader.lexicon import any_of, load
from luoshi.reader.numerals import value

_WORDS = load("figures")
ROLES = {word: role for role in ("aspired", "firm", "turn", "done", "ahead", "plain") for word in _WORDS[role]}
CUE = re.compile(any_of(ROLES))
_BREAK = re.compile(r"[，。；：！？\n,;]")
_FIGURE = r"(?:19|20)[0-9]{2}"
# A year of comparison (较2021年), a start (2021年以来) or a span of years is no year that a figure holds for.
_YEAR = re.compile(
    rf"(?P<until>到|至|截至|截止)?(?P<year>{_FIGURE})年(?P<after>度|底|末|初)?(?P<since>以来|来|起|[-—~～至到]{_FIGURE}年)?"
    rf"|{_FIGURE}[-—~～至到](?P<span>{_FIGURE})年"
    r"|(?P<plan>“?十[一二三四五六七八九]五”?)(?P<past>以来)?"
    r"|(?P<last>去年|上年|上一年|过去的?一年|一年来)|(?P<now>今年|本年度?|目前)|(?P<next>明年)"
    r"|(?P<open>近[一二两三四五几]?年来?|(?:[几二两三四五]|(?<![0-9])[0-9]{1,2})年来|以来|历年)|(?P<each>累计|年均|每年)"
)
_TELLS_YEAR = re.compile("年|十|目前|以来|累计")  # one of these stands in each; asking for it first is cheap
_AGAINST = frozenset("较比同与")
_FROM = frozenset("从由自")
_OWN = re.compile("的?[^，。；：0-9]{0,3}[0-9]")  # the number that a year stands directly before
_ARRIVE = re.compile(any_of(_WORDS["arrive"]))
MOST_TIES = 40  # before a figure in its sentence; whoever writes more ties none of them to it
_FROM_TO = 40  # characters between the year of 从2021年的A and what A became


class Tie(NamedTuple):
    """A word that says which year: `year` None where it says that no one year does (近年来, 累计).

    `whole` is False for limits (到2020年) and 累计: they hold for their own sentence or clause only.
    `until` is where a year ends that one end of a from-to has for itself (从2021年的A提高到B).
    """

    at: int
    year: int | None
    whole: bool
    clause: bool = False
    yearly: bool = False
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence with its figures: places of commas, cue words in order, those of them that say how firmly, ties to
    years in order."""

    start: int
    end: int
    kind: str | None
    breaks: tuple[int, ...]
    cues: tuple[tuple[int, str], ...]
    firmness: tuple[tuple[int, str], ...]
    ties: tuple[Tie, ...]

    def clause(self, at: int) -> int:
        """Where the clause of the character at `at` begins."""
        index = bisect_right(self.breaks, at)
        return self.breaks[index - 1] if index else self.start


def scene(text: str, start: int, end: int, kind: str | None, plan_year: int | None) -> Scene:
    breaks = tuple(match.end() for match in _BREAK.finditer(text, start, end))
    cues = tuple((cue.start(), ROLES[cue[0]]) for cue in CUE.finditer(text, start, end) if ROLES[cue[0]] != "plain")
    firmness = tuple(cue for cue in cues if cue[1] in ("firm", "aspired"))
    return Scene(start, end, kind, breaks, cues, firmness, tuple(ties(text, start, end, plan_year)))


def ties(text: str, start: int, end: int, plan_year: int | None) -> list[Tie]:
    found: list[Tie] = []
    if not _TELLS_YEAR.search(text, start, end):
        return found
    for match in _YEAR.finditer(text, start, end):
        at = match.start()
        if (match["year"] or match["last"]) and not match["until"] and at > start and text[at - 1] in _AGAINST:
            continue
        year, whole = _meaning(match, plan_year)
        until = (
            _until(text, match, at > start and text[at - 1] in _FROM, end) if match["year"] or match["last"] else None
        )
        found.append(Tie(at, year, whole and until is None, bool(match["each"]), match["each"] == "每年", until))
    return found


def _until(text: str, match: re.Match[str], leaves: bool, end: int) -> int | None:
    """Where a year of one end of a from-to ends: 从2021年的A at 提高到, 提高到2024年的B with its clause."""
    if match["since"] or not _OWN.match(text, match.end(), end):
        return None
    if leaves:
        arrived = _ARRIVE.search(text, match.end(), min(end, match.end() + _FROM_TO))
        return arrived.start() if arrived else None
    if match["until"] in ("到", "至") and text[match.end()] == "的":
        closed = _BREAK.search(text, match.end(), end)
        return closed.start() if closed else end
    return None


def _meaning(match: re.Match[str], plan_year: int | None) -> tuple[int | None, bool]:
    said = match["year"]
    if said:
        return (None, True) if match["since"] else (int(said), not match["until"] and match["after"] != "底")
    if match["plan"]:
        return (None if match["past"] else five_year_end(match["plan"]), False)
    if match["each"]:
        return None, False
    if match["span"]:
        return (int(match["span"]) if plan_year and int(match["span"]) >= plan_year else None), False
    if plan_year is None or match["open"]:
        return None, True
    return plan_year + (-1 if match["last"] else 1 if match["next"] else 0), match["now"] != "目前"


def five_year_end(name: str) -> int:
    """十四五 is the plan of 2021 to 2025; the tenth ran from 2001."""
    number = value(name.strip("“”").removesuffix("五"))
    return 2005 + 5 * (int(number or 10) - 10)


def status(view: Scene, at: int) -> str:
    """achieved, target or fact for a figure at `at`: the kind of its sentence, turned by the last cue before it."""
    usual = {"achievement": "achieved", "goal": "target", "task": "target"}.get(view.kind or "", "fact")
    place, role = _last(view.cues, at) or (0, "")
    if view.kind == "achievement":
        return "target" if role in ("aspired", "ahead") and place >= view.clause(at) else usual
    if role == "done" and view.kind in ("goal", "task", None):
        return "achieved"
    if role == "ahead" or (role in ("aspired", "firm") and view.kind is None):
        return "target"  # news says in passing what will be done (今年将新建两所)
    return usual


def hardness(view: Scene, at: int) -> str | None:
    """firm or aspired for a target at `at`: the last such word of its sentence before it."""
    cue = _last(view.firmness, at)
    return cue[1] if cue else None


def _last(cues: tuple[tuple[int, str], ...], at: int) -> tuple[int, str] | None:
    """The last cue before a place; a sentence without end may have thousands, and as many figures."""
    index = bisect_left(cues, (at, ""))
    return cues[index - 1] if index else None


def own_tie(view: Scene, at: int) -> Tie | None:
    """The last tie to a year before the figure in its own sentence."""
    own, index = view.clause(at), bisect_left(view.ties, at, key=lambda tie: tie.at)
    return next((tie for tie in reversed(view.ties[max(0, index - MOST_TIES) : index]) if _holds(tie, at, own)), None)


def _holds(tie: Tie, at: int, clause: int) -> bool:
    return (not tie.clause or tie.at >= clause) and (tie.until is None or at < tie.until)
