"""What a heading settles for the sentences beneath it."""

import re
from functools import cache

from luoshi.reader import clause, lexicon
from luoshi.reader.numerals import ITEM_NUMBER, ORDINALS
from luoshi.reader.reading import Heading
from luoshi.reader.sentences.cues import Outlook


@cache
def _section_words() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(lexicon.any_of(words)) for kind, words in lexicon.load("kinds")["sections"].items()}


KIND_OF_SECTION = {"review": "achievement", "problem": "problem", "goal": "goal", "plan": "task", "framing": None}
_MODAL_ITEM = re.compile(rf"(?:[{ORDINALS}]+[是、]?|（[{ORDINALS}]+）)要")
_DONE_HEADING = re.compile(
    r"(?:(?:实现|取得|迈上|迈入|得到|获得|彰显)[^，。]{0,8}(?:新|成效|成果|突破|提升|发展|进展|台阶)[^，。]{0,4}"
    r"|(?:稳步|明显|显著|持续|不断|逐步|大幅|逐年|日益|日臻|蓬勃|进展|成效|有力|稳定|全面|更加|扎实)(?:提升|提高|增强|改善|推进|发展|优化|增长|加强|合理|向好|顺利|明显|显著|加力|突出|完善|彰显|释放|加大)"
    r"|加大投入|有了新[^，。]{1,4}|新(?:提升|突破|进展|成效|跨越|台阶|跃升))(?:[，。；]|$)"
)
AFTER = 2  # characters of a heading that name its matter before it says what became of it
_ITEM_NUMBER = re.compile(rf"^(?:{ITEM_NUMBER}|[{ORDINALS}\d]+是|——)?")


def sections_of(text: str, headings: tuple[Heading, ...], year: int | None) -> list[str | None]:
    """What each heading, or the heading it stands under, says of the sentences beneath."""
    found: list[str | None] = []
    for heading in headings:
        words = text[heading.start : heading.end]
        own = _section(words)
        if own == "review" and _is_coming(words, year):
            own = "plan"
        inherited = found[heading.parent] if heading.parent is not None else None
        if inherited == "problem":
            own = own if own in ("plan", "goal") and heading.level == 1 else "problem"
        elif inherited == "goal":
            above = (
                text[headings[heading.parent].start : headings[heading.parent].end]
                if heading.parent is not None
                else ""
            )
            inner = ("dot", "item", "nth", "num", *(["paren"] if "任务" in above else []))
            own = own or ("plan" if heading.scheme in inner else None)
        elif inherited == "review" and own == "plan" and not re.search(r"下一步|打算|计划|安排|下半年|明年", words):
            own = "review"
        found.append(own or inherited)
    return found


_LOOKS_BACK = re.compile(r"回顾|总结|完成情况|取得|成绩|成效|成就|上半年|以来|进展|开展情况|落实情况")


def _is_coming(words: str, year: int | None) -> bool:
    """主要工作 of the plan year are still to be done."""
    named = re.search(r"20\d\d", words)
    coming = (named and year is not None and int(named[0]) >= year) or re.search(r"今年|明年|新学[期年]", words)
    return bool(coming) and not _LOOKS_BACK.search(words)


def _section(words: str) -> str | None:
    if _MODAL_ITEM.match(words):
        return "plan"
    both = {kind for kind, pattern in _section_words().items() if pattern.search(words)}
    for kind in ("goal", "problem", "plan", "review", "framing"):
        if kind in both:
            return kind
    unnumbered = _ITEM_NUMBER.sub("", words)
    done = _DONE_HEADING.search(unnumbered, AFTER)
    return "review" if done and not clause.opening(unnumbered).modal else None


def under(state: Outlook, section: str | None, heading: Heading) -> Outlook:
    mode = KIND_OF_SECTION.get(section or "", state.mode) if section else state.mode
    numbered = heading.scheme not in ("line", "lead", "couplet", "call")
    if section is None and numbered and mode in (None, "goal", "framing", "meeting"):
        mode = "task"
    return state._replace(mode=mode, section=section, listed=True)
