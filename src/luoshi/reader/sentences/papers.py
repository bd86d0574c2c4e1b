"""What kind of paper a text is, and the lines that are only its head and its signature."""

import re
from collections.abc import Sequence

from luoshi.reader import cut, run_together
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.numerals import ORDINALS
from luoshi.reader.scripts import is_script
from luoshi.reader.sentences.cues import MODAL, says
from luoshi.reader.sentences.speech import is_speaker_line

_PAPERS = load("papers")
_BRACKET = r"(?:[（(].{1,12}[)）])?$"
_PLAN = re.compile(rf"(?:{any_of(_PAPERS['plans'])}){_BRACKET}")
_SUMMARY = re.compile(rf"(?:{any_of(_PAPERS['summaries'])}|(?<!作)(?:工作)?报告)(?:材料)?{_BRACKET}")
_BOTH = re.compile(
    rf"总结(?:[和及与暨、]|以及).{{0,16}}计划(?:材料)?{_BRACKET}"
)  # 2025年工作总结和2026年工作计划 tells first
_LINE = re.compile("[^\n]+")
_ANALYSIS = re.compile(
    rf"^[^。，；]{{4,38}}(?:{any_of(_PAPERS['analyses'])})$|^(?:浅析|浅谈|浅议|试论|试析|略论)[^。；]{{4,36}}$"
)
_SPEECH = re.compile(r"^[^。]{0,60}(?:上的?(?:总结|动员|重要)?讲话|致辞|致词|讲话稿|讲话提纲)")
_NEWS = re.compile(r"召开|举行|开幕|闭幕")


def genre_of(text: str) -> str:
    """One of reading.GENRES, from the first lines."""
    spans = ((match.start(), match.end()) for match in _LINE.finditer(text, 0, 600))
    head = [text[start:end] for start, end in run_together.lines(text, spans)][:4]
    if is_script(text):
        return "script"
    if any(_ANALYSIS.search(line) and not _NEWS.search(line) for line in head[:2]):
        return "analysis"
    for line in head:
        if len(line) <= 60 and _is_plan(line) and not _NEWS.search(line):
            return "plan"
        if len(line) <= 60 and _is_summary(line) and not _NEWS.search(line) and "政府工作报告" not in line:
            return "summary"
    if any(_SPEECH.search(line) and not _NEWS.search(line) for line in head[:2]):
        return "speech"
    return "summary" if _is_review(text) else "news"


def _is_plan(line: str) -> bool:
    return bool(_PLAN.search(line.rstrip("。 "))) and not _BOTH.search(line.rstrip("。 "))


def _is_summary(line: str) -> bool:
    return bool(_SUMMARY.search(line) or _BOTH.search(line.rstrip("。 ")))


def _is_review(text: str) -> bool:
    """What asks for nothing and tells again and again what was reached is a review whatever it is called; what is
    next may close it."""
    ahead = _AHEAD.search(text, len(text) // 2)
    said = text[: ahead.start()] if ahead else text
    if MODAL.search(said) or _CALLS.search(said):
        return False
    return says("achievement_strong", said) + len(_DONE.findall(said)) >= TOLD


TOLD = 3  # strong words of what was reached that make a review of a text without a modal word
_DONE = re.compile(
    r"全部(?:完成|配齐|建成|消除)|超额完成|提前[^，。]{0,4}完成|获评|获批|获得|取得[^，。]{0,4}(?:成效|实效|进展|成绩|突破)|共(?:投入|落实|安排|下达|发放|新建|完成)"
    r"|比上年|提高到|完工|竣工|统计显示|数据显示"
)
_CALLS = re.compile("强调|要求|号召|指出|下一步|新的一年|明年")
_AHEAD = re.compile("下一步，|下一阶段，|接下来，|新的一年，")


FRONT = 14  # sentences within which a paper has said what it is
_NUMBER = re.compile(r"^[（(\[〔]?[^，。]{0,14}〔?[（(\[]?(?:20\d\d|20XX)[〕\])）].{0,4}\d*.{0,3}号[）)]?$")
_ADDRESSEE = re.compile(r"^各(?!位)[^。]{2,80}：$|^[^，。]{2,40}(?:政府|委员会|局|学校|单位|部门|乡镇|街道)：$")
_DATE_LINE = re.compile(rf"^[（(]?(?:——)?[0-9〇○零{ORDINALS}×X]{{2,4}}年.{{1,8}}日")
CALL = re.compile(r"^(?:同志们|各位[^。]{0,20}|尊敬的[^。]{0,30}|老师们[^。]{0,12}|大家[上下]午好)[：，！。]?")


def head_of(text: str, pieces: Sequence[cut.Piece], headings: list[int]) -> frozenset[int]:
    """The numbers of the pieces that are title, document number, date line, addressees: lines of their
    own above the first heading. A letter that hands a paper on stands between its own and the paper's."""
    found = []
    for number, piece in enumerate(pieces[:FRONT]):
        if piece.start in headings:
            break
        line = text[piece.start : piece.end]
        if not (piece.first and piece.last) or piece.start > len(text) / 2 or is_speaker_line(line) or CALL.match(line):
            continue
        bare = len(line) <= 60 and line[-1] not in "。；！？：，"
        if bare or _NUMBER.match(line) or _ADDRESSEE.match(line) or _DATE_LINE.match(line):
            found.append(number)
    return frozenset(found)


def tail_from(text: str, pieces: Sequence[cut.Piece]) -> int:
    """Where the signature and its date begin; len(pieces) if there is none."""
    begin = len(pieces)
    for i in range(len(pieces) - 1, max(0, len(pieces) - 4), -1):
        line = text[pieces[i].start : pieces[i].end]
        signature = len(line) <= 30 and not re.search(r"[，。；：！？]", line) and pieces[i].first and pieces[i].last
        if not (signature and (_DATE_LINE.match(line) or re.search(r"(?:局|府|室|委|会|厅|部|校)$", line))):
            break
        begin = i
    return begin
