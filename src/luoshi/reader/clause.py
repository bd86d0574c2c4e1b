"""How a clause is built: its subject, its modal word, its adverbs and the verb that opens it."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from luoshi.reader import lexicon
from luoshi.reader.numerals import ANY_DIGIT

# 要 as a modal word, not as part of 主要, 需要, 要求, 要点 and the like.
YAO = "要(?<![主重需纲摘概提首必只想简紧扼机不]要)(?![求素点闻件害约么领塞义道旨诀职政])"
_DAY = rf"[{ANY_DIGIT}]{{1,2}}月份?(?:[{ANY_DIGIT}]{{1,2}}[日号]|[底末初]|[上中下]旬)?"
_BEFORE = "(?:之?前|以前)"
# Behind 每月, 每季度 and the like: 25日前, 末月20日前, 3月、9月, 五前.
_ONE_DAY = (
    rf"(?:{_DAY}{_BEFORE}?|末?月?\d{{1,2}}[日号]{_BEFORE}?|年?[底末初]{_BEFORE}?"
    rf"|(?:[一二三四五六日]|(?:正式)?开学|放假|结束){_BEFORE})"
)
_DAY_OF_EACH = rf"(?:{_ONE_DAY}(?:[、和及]{_ONE_DAY}){{0,5}})"
_MODAL = (
    rf"{YAO}|应当|应该|应(?<![供反响适效感相顺呼因照对]应)(?![用对急试届邀有变征该]|.尽)"
    rf"|必须|务必|每(?:学?年|学期|月|季度|周|天|[二两三四五]年){_DAY_OF_EACH}?(?!\d)(?:要|应|须|至少)?"
    r"|须(?![知臾])|需要(?!的)|需(?<![必所急亟供]需)(?![求要])"
)
_OF_YEAR = r"年?[底末初中]|度|内|[春秋]季(?:新?学期)?(?:(?:正式)?开学)?|[上下]半年|第?[一二三四1-4]季度末?|暑期|寒假"
_TERM_DAY = lexicon.any_of(lexicon.load("calendar")["term_days"])
_OF_TERM = rf"{_TERM_DAY}[前后]"  # 放假前、开学前各
_TIME = (
    r"(?:(?:到|在|于|自|从)?(?:20[0-9X×x*]{2}|今|明|本|当|[一二三四五六七八九十]+(?=年(?:内|度|底)))年"
    rf"(?:{_OF_YEAR})?(?:{_DAY}|[底末])?(?:{_BEFORE}|起|内|开始|，)?，?"
    rf"|下一步，?|[上下]半年，?|年[底内]前?，?|[在于到]?{_DAY}{_BEFORE}，?|[在于]每(?:学?年|学期|月|季度|周){_DAY_OF_EACH}，?|同时，|此外，|另外，|其中，"
    rf"|(?:{_OF_TERM}[、和及与])+{_OF_TERM}要?(?:各|分别)?|[在于]?{_TERM_DAY}前，?"
    rf"|每(?:学?年|学期|个?月|个?季度|周|天|[二两三四五]年)(?!{_DAY_OF_EACH})(?=[一-鿿]))"
)

# What shows that a verb was the beginning of an office's name: 督查室要, but not 加强科学教育.
_OFFICE_ENDS = "[室科股处组](?=要|应|须|负责|每|积极|密切|主动|全力|配合|协助|牵头|[、，和与及]|$)"
_BODY = r"(?:局|(?<![民公])办|委|厅|部门|政府|单位|机构|学校|院校|幼儿园)"


class Opening(NamedTuple):
    """How a clause begins. Offsets count from the clause's first character.

    `start` where the asking words begin (subject, modal and time left out); `verb` where the verb
    begins, None where the clause has none; `modal` whether 要, 应, 须 … stood in front.
    """

    start: int
    verb: int | None
    word: str
    modal: bool
    begin: int = 0  # where it begins with its subject, only time left out
    owned: bool = False  # whether a subject stood in front


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = lexicon.load("verbs")
    adverbs = lexicon.any_of(words["adverbs"])
    verbs = lexicon.any_of(words["verbs"]) + "(?!的)"
    short = "".join(sorted(set(words["short_verbs"])))
    start = (
        rf"(?:{adverbs}[、，]?)*?(?P<verb>{verbs}|{adverbs}?[{short}](?=[^，。的了是]{{1,3}}(?:[、，。；：和与]|$)))"
    )
    forbids = lexicon.any_of(words["forbids"])
    return {
        "verb": re.compile(start),
        "time": re.compile(_TIME),
        "modal": re.compile(rf"(?:{_MODAL}|将(?={lexicon.any_of(words['ahead'])}))(?=.)"),
        "forbid": re.compile(rf"[^，、。；：\d]{{0,16}}?(?P<verb>{forbids})"),
        "lead": re.compile(rf"{adverbs}*?{lexicon.any_of(words['lead_ins'])}"),
        "at": re.compile(rf"{adverbs}*?[在从当自以]"),
        "object": re.compile(rf"{adverbs}*?[对把将]"),
        "subject": re.compile(
            r"(?![让使把将对向由为以在从与])(?:全[省市县区州校]|我[省市县区]|[^，]{0,4}城区|各[^，要]{0,8}?(?:校|园|地|县区|部门|单位|政府)"
            rf"|(?:[^，、要]{{1,8}}{_BODY}[、和])*[^，、要]{{1,8}}?{_BODY})(?=(?:{_TIME})?{adverbs}*{verbs}(?!率|{_OFFICE_ENDS}))(?!由[^，]{{0,8}}\d)"
        ),
        "strong": re.compile(rf"{adverbs}*?{lexicon.any_of(words['results_strong'])}"),
        "weak": re.compile(rf"{adverbs}*?{lexicon.any_of(words['results_weak'])}"),
        "elaborates": re.compile(lexicon.any_of(words["elaborating"])),
        "of_subject": re.compile(rf"{adverbs}*?{lexicon.any_of(words['of_subject'])}"),
        "gathers": re.compile(rf"(?:{adverbs})*?(?:{lexicon.any_of(words['gathering'])})"),
        "causes": re.compile(
            rf"(?:{lexicon.any_of(words['causing'])})[^，]{{0,12}}?(?:{lexicon.any_of(words['grounds'])})"
        ),
        "slogan": re.compile(lexicon.any_of(words["slogans"])),
        "inner": re.compile(lexicon.any_of(words["inner_verbs"])),
        "office_end": re.compile(_OFFICE_ENDS),
    }


@lru_cache(maxsize=4096)  # the steps ask for the same clause several times over
def opening(clause: str) -> Opening:
    """Read the beginning of one clause (no commas in it, quoted parts may be blanked)."""
    patterns = _patterns()
    start = 0
    while time := patterns["time"].match(clause, start):
        start = time.end()
    if ("不" in clause or "禁" in clause) and (forbid := patterns["forbid"].match(clause, start)):
        return Opening(forbid.start("verb"), forbid.start("verb"), forbid["verb"], True, start)
    begin = start
    found = patterns["verb"].match(clause, start)
    doubtful = not found or found["verb"] in WEAK_OPENERS or len(found["verb"]) == 1
    if doubtful and (subject := patterns["subject"].match(clause, start)):
        start = subject.end()
        while time := patterns["time"].match(clause, start):
            start = time.end()
        found = patterns["verb"].match(clause, start)
    if found and found["verb"] not in WEAK_OPENERS:
        return Opening(start, found.start("verb"), found["verb"], False, start, start > begin)
    modal = patterns["modal"].search(clause, start)
    if modal and _is_subject(clause[start : modal.start()]):
        after = modal.end()
        while time := patterns["time"].match(clause, after):  # 要在6月底前报送
            after = time.end()
        verb = patterns["verb"].match(clause, after)
        place, word = (verb.start("verb"), verb["verb"]) if verb else (None, "")
        return Opening(after, place, word, True, start, modal.start() > begin)
    if found:
        return Opening(start, found.start("verb"), found["verb"], False, start, start > begin)
    return Opening(start, None, "", False, start, start > begin)


# These open a phrase (把…, 对…, 在…) as often as a sentence; a modal word further on decides.
WEAK_OPENERS = frozenset("让使把将对为以用向由从在") | {
    "教育",
    "管理",
    "服务",
    "发展",
    "科研",
    "教研",
    "作为",
    "按照",
    "学习",
    "办学",
}
_NO_SUBJECT = re.compile(r"[了着过，。；：]|的是")
LONGEST_SUBJECT = 30


def _is_subject(subject: str) -> bool:
    return len(subject) <= LONGEST_SUBJECT and not _NO_SUBJECT.search(subject)


def opens_with_verb(words: str) -> bool:
    """Whether they do, and not with a name made of one (督导室)."""
    begun = opening(words)
    return begun.verb == 0 and not _patterns()["office_end"].match(words, len(begun.word))


def matches(name: str, clause: str, start: int = 0) -> bool:
    """Whether clause[start:] opens like one of `lead`, `strong`, `weak`, `of_subject`, … (data/verbs.yaml)."""
    return bool(_patterns()[name].match(clause, start))


def holds(name: str, clause: str, start: int = 0) -> bool:
    """Whether one of `inner`, `slogan` … (data/verbs.yaml) stands in clause[start:]."""
    return bool(_patterns()[name].search(clause, start))


@cache
def _ends(name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The last characters of the words, and the words."""
    words = lexicon.load("verbs")[name]
    return frozenset(word[-1] for word in words), tuple(words)


@cache
def last_characters(*names: str) -> frozenset[str]:
    """With one of these end all words of those lists; asking for it first is cheap."""
    return frozenset().union(*(_ends(name)[0] for name in names))


def ends(name: str, clause: str) -> bool:
    """Whether the clause ends in a word of that list of data/verbs.yaml (lead_ends, states, doings, …)."""
    last, words = _ends(name)
    return clause[-1:] in last and clause.endswith(words)


def matching(name: str, clause: str) -> int:
    """Where the opening `name` ends in the clause; 0 if it does not open so."""
    match = _patterns()[name].match(clause)
    return match.end() if match else 0
