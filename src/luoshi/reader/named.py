"""Subjects of a duty whose names no list holds: 城关镇、柳河镇要, 教材科要, 各乡镇党委书记要; known by how they end."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from luoshi.reader import cut
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.numerals import ORDINALS

_WORDS = load("bodies")


def looked_back(words: Iterable[str], sign: str = "=") -> list[str]:
    """Patterns that look back for one of `words`; each looks for words of one length, as the engine demands."""
    return [f"(?<{sign}{any_of(same)})" for _, same in groupby(sorted(words, key=len), key=len)]


_NAME = "(?:(?![要应将把须可在对以为由从向让使被和与及的了不每、])[㐀-鿿]){2,8}?"
_NO_NAME = "".join(looked_back(_WORDS["not_names"], "!"))
UNIT = (
    rf"[{''.join(_WORDS['levels'])}局]?(?:{any_of(_WORDS['units'])}[和与及]?){{1,5}}(?:{any_of(_WORDS['unit_ends'])})"
)
_HOLDER = any_of(_WORDS["person_ends"])
_ASKED = rf"(?={any_of(_WORDS['asked'])})(?!{any_of(_WORDS['not_follows'])})"
# The last character first: few stand before a word that asks.
_LAST = "".join(sorted({word[-1] for word in (*_WORDS["name_ends"], *_WORDS["unit_ends"], *_WORDS["person_ends"])}))
_END = re.compile(rf"[{_LAST}]{_ASKED}")
_STOP = re.compile(r"[。；，：:;,！？\n”]")
_BEFORE = re.compile(
    rf"(?: |[（(]?[{ORDINALS}\d]{{1,3}}[）)、.．]|[{ORDINALS}]是|第[{ORDINALS}][，、]?)*(?:{any_of(_WORDS['after_time'])})?"
)
_DAY = r"(?:20\d\d年|今年|明年)?\d{1,2}月份?(?:\d{1,2}[日号]|[底末初]|[上中下]旬)?"
_TERM = any_of(load("calendar")["term_days"])
_UNTIL = re.compile(  # but 城北小学8月底前竣工 is what is built
    rf"(?<=[㐀-鿿])(?<![于在到至从年月])[于在到]?(?:(?:{_DAY}|年[底内]|(?:{_TERM})|学期末)(?:之?前|以前)[、，]?)+"
    rf"(?=[㐀-鿿])(?!全?部?(?:{any_of(_WORDS['built'])}))"
)
_COLON = re.compile(
    rf"[：:](?<=[{''.join(sorted({word[-1] for word in _WORDS['called']}))}].)(?=[^\n：:])(?!{any_of(_WORDS['not_called'])})"
)
_GOES_ON = ("，", "、", ",", "”")
_LONGEST = 60  # characters of a list of such subjects


def named_subjects(text: str, listed: str) -> Iterator[tuple[int, int]]:
    """Where they stand; `listed` is the pattern of subjects that are known by their words, which may stand among them."""
    for match in _END.finditer(text):
        begin = _start(text, match.end(), _patterns(listed)[0])
        if begin is not None:
            yield begin, match.end()


def dated_subjects(text: str, listed: str) -> Iterator[tuple[int, int]]:
    """Those that a limit follows at once: 县财政局3月底前拨付, 各学校放假前、开学前各开展."""
    for sentence in cut.sentences(text):
        if text.find("前", sentence.start, sentence.end) < 0:
            continue
        for match in _UNTIL.finditer(text, sentence.start, sentence.end):
            begin = _start(text, match.start(), _patterns(listed)[2])
            if begin is not None:
                yield begin, match.start()


def called(text: str, listed: str) -> Iterator[tuple[int, int]]:
    """Those that a colon parts from what they have to do, at the beginning of a sentence (资助中心：10月10日前…)."""
    for match in _COLON.finditer(text):
        begin = _start(text, match.start(), _patterns(listed)[2])
        if begin is not None and text[begin - 1 : begin] not in _GOES_ON:
            yield begin, match.start()


def list_start(text: str, end: int, listed: str) -> int | None:
    """Where a list begins whose last member is known (基教科、各学校要); None where something else is in the clause."""
    return _start(text, end, _patterns(listed)[1])


def _start(text: str, end: int, whole: re.Pattern[str]) -> int | None:
    first = max(0, end - _LONGEST)
    begin = max((stop.end() for stop in _STOP.finditer(text, first, end)), default=first)
    before = _BEFORE.match(text, begin, end)
    begin = before.end() if before else begin
    return begin if whole.fullmatch(text, begin, end) else None


@cache
def _patterns(listed: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Lists of subjects that end in one with a name of its own, lists that end in a listed one, and lists whose
    end, a school's name as well, shows what they are."""
    named = rf"(?:{_NAME}(?:{any_of(_WORDS['name_ends'])}){_NO_NAME}|(?:{listed})?{UNIT})"
    person = rf"各[㐀-鿿（）()]{{0,14}}?(?:{_HOLDER})(?:、(?:{_HOLDER}))*"
    before = rf"(?:(?:{person}|{named}|{listed})(?:、|和|及|与|以及))*"
    school = rf"{_NAME}(?:{any_of(_WORDS['school_ends'])})"
    ends = "|".join(looked_back(_WORDS["called"]))
    return (
        re.compile(rf"{before}(?:{person}|{named})"),
        re.compile(rf"{before}{listed}"),
        re.compile(rf"(?!{any_of(_WORDS['not_called'])}){before}(?:{person}|{named}|{listed}|{school})(?:{ends})"),
    )
