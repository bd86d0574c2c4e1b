"""Bodies that have to do something: of duty lines, of 由…牵头 and 会同…, and as subjects of what is asked."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from luoshi.reader import clause
from luoshi.reader.body_names import (
    AND_OTHERS,
    ENDS,
    LEVELS,
    LEVELS_IN_BRACKETS,
    LONGEST_NAME,
    OFFICE,
    TOKEN,
    looks_like_body,
    members_of,
)
from luoshi.reader.draft import Draft
from luoshi.reader.duty_lines import LABEL_TO_END, ROLE_OF_VERB, ROLES, Part, all_bodies, covered, listed
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.named import called, dated_subjects, list_start, looked_back, named_subjects
from luoshi.reader.numerals import ORDINALS
from luoshi.reader.reading import Body, Heading, Sentence
from luoshi.reader.reliability import sure
from luoshi.reader.text import Span

_WORDS = load("bodies")


_BY = re.compile(rf"由(?P<who>[^，。；：！？\n由（）()“”]{{2,30}}?)(?P<verb>{any_of(ROLE_OF_VERB)})")
_TASKED = re.compile(r"[^，。；：！？、\n（）()”的]")  # 由A负责X, but not 由A负责，X
_SENTENCE_OPENS = re.compile(rf"[（(]?[{ORDINALS}\d]{{0,3}}[）)、.．是 　]{{0,2}}由")
_ASKED_NEXT = re.compile(r"，(?!由)[㐀-鿿]{2,30}+(?<!配合)(?<!协助)(?<!参与)(?<!负责)(?=[，。；\n\d、]|$)")
_STOPS = ("", *"，；。：\n")
_RUN = rf"(?>{TOKEN}(?:(?:、|和|及|与|以及)?{TOKEN}){{0,20}})"  # bounded, so that no text makes it slow
_FOLLOWS = (
    rf"(?!{any_of(_WORDS['not_follows'])})"
    rf"(?:{any_of(_WORDS['follows'])}|(?:牵头|[配协](?:(?<=配)合|(?<=协)助))(?![，。；：、！？\n的”）)]))"
)
# One set of characters first, so that the engine skips from one of them to the next.
_OPENING = (
    r"[。；，：:;,！？\n”.．是）)、 ]"
    rf"(?:(?<=[。；，：:;,！？\n”.．是])|(?<=[{ORDINALS}\d][）)、])|(?<=、)(?=各)|(?<=[.．、] ))"
)
_SUBJECT = re.compile(rf"{_OPENING}(?P<run>{_RUN})(?={_FOLLOWS})")
_FIRST_SUBJECT = re.compile(rf"(?P<run>{_RUN})(?={_FOLLOWS})")
# 会后各学校要: no comma behind the time.
_AFTER_TIME = re.compile(
    rf"[{''.join({word[-1] for word in _WORDS['after_time']})}](?=[各全{LEVELS}])"
    rf"(?:{'|'.join(looked_back(_WORDS['after_time']))})(?P<run>{_RUN})(?={_FOLLOWS})"
)
_CHARGE = re.compile("牵头|分工负责|各负其责")
_FIRST_RUN = re.compile(_RUN)
_RUN_TO_END = re.compile(rf"{_RUN}$")
_HEAD = re.compile(rf"(?:{any_of(_WORDS['heads'])}|{LEVELS_IN_BRACKETS}|(?:^|[、和及与]){OFFICE})$")

_BARE = re.compile(
    rf"{_OPENING}(?P<run>[{LEVELS}])(?={any_of(_WORDS['bare_follows'])})(?!{any_of(_WORDS['not_follows'])})"
)
_RULING = re.compile(r"(?:建立|形成|完善|健全|构建|实行|坚持|推行)(?P<who>(?:党委)?政府|党委|部门)(?=牵头)")
_JOINED = re.compile(rf"{any_of(_WORDS['joined_by'])}|联合(?={OFFICE})")  # 联合 alone is often no verb
_JOINED_END = re.compile(rf"(?!{any_of(_WORDS['not_until'])})(?:{any_of(_WORDS['joined_until'])})")
_OTHERS = re.compile(r"等(?:有关|相关|多)?(?:部门|单位|机构|科室)")
_VAGUE = re.compile("各?(?:有关|相关|其他)")
_SHORT_NAME = re.compile(r"[㐀-鿿]{2,8}")
_SHORT_NAMES = re.compile(r"[㐀-鿿]{2,8}(?:、[㐀-鿿]{2,8}){1,30}")  # 编制、财政、公安
_HELPS = re.compile(
    r"(?:都|均)?要?(?:按照?|根据|依据)?[^，。；]{0,10}?(?:积极|密切|主动|全力|大力|协同)(?:做好)?(?:配合|协助)"
)
_HELPING = any_of(how + helps for how in ("", "积极", "密切", "主动", "全力", "协同") for helps in ("配合", "协助"))
_HELPED = re.compile(rf"{_HELPING}(?P<whom>{_RUN}(?<=[局委办厅部科室股处]))(?=[㐀-鿿])")
# 基教科、督导室配合, behind who leads.
_HELP_AT_END = re.compile(r"[配协参](?:(?<=配)合|(?<=协)[助办]|(?<=参)与)(?=[，。；\n])")
_EAGERLY = re.compile(r"[要应须]?(?:积极|密切|主动|全力|大力|认真|共同|协同)*$")
_LED = re.compile("牵头|负责|主办")
_LED_SIGNS = ("牵头", "负责，", "主办，")
_NO_LEVEL = "市场|乡村|校[外园安车]|区[域划]"  # 市场监管局 names no city
_PREFIX = re.compile(
    rf"(?!{_NO_LEVEL})"
    rf"(?:[㐀-鿿]{{2,6}}?(?:自治区|自治州|自治县|[市县区州旗])|自治区|[{LEVELS}](?![直级、]))(?=[㐀-鿿]{{2,}})"
)
_OWN_LEVEL = re.compile(
    rf"(?!{_NO_LEVEL})(?:各|有关|相关|所有|全|团|党|局|机关|其他|市|县|区|省|州|旗|国家|驻|中共|属地)"
)
_NEVER_INHERITS = re.compile(
    r"(?:科|股|处|室|党委|学校|中学|小学|幼儿园|大学|学院|公司|集团|部门|单位|机构|县|区|市|乡镇|政府|街道)$"
)
_SUBJECT_OF_DUTY, _BY_SHORT_NAME, _CALLED = "body-subject", "body-joined-by-short-name", "body-before-colon"
# Where these stand shows that they are bodies, however they end; nothing is put in front of their names.
SUBJECTS = (_SUBJECT_OF_DUTY, _CALLED, "body-bare-level")
_BY_PLACE = (_SUBJECT_OF_DUTY, _CALLED, "body-bare-level", "body-in-charge", _BY_SHORT_NAME)
_CLAUSE_END = re.compile(r"[，。；：！？\n“（]")
_LONGEST_JOINED = 200


def bodies(draft: Draft) -> Draft:
    """The step: fills `bodies`. It needs sentences (subjects count in tasks only) and headings (what an item is)."""
    return draft.having(bodies=find_bodies(draft.text, draft.sentences, draft.headings))


def find_bodies(text: str, sentences: tuple[Sentence, ...], headings: tuple[Heading, ...]) -> tuple[Body, ...]:
    """Every mention of a body with a duty, in reading order, none twice."""
    starts = [sentence.start for sentence in sentences]

    def sentence_at(place: int) -> Sentence | None:
        index = bisect_right(starts, place) - 1
        return sentences[index] if index >= 0 and place < sentences[index].end else None

    blocks = [part for part in listed(text) if not _of_meeting(sentence_at(part.start))]
    lists = [(part, covers) for part, covers in covered(text, blocks, headings) if part.role in ROLES]
    found = [body for part, covers in lists for body in _bodies(text, part, covers)]
    taken = {body.start for body in found}
    named = [*_by(text), *_subjects(text), *_helped(text), *_helping(text), *_joined(text)]
    runs = sorted(part.opens for part in named if part.starts_run)
    for part in named:
        sentence = sentence_at(part.start)
        if sentence is None or sentence.kind != "task":
            continue
        covers = _run(part.opens, _line(text, sentence) if part.reason == _CALLED else sentence, runs)
        new = [body for body in _bodies(text, part, covers) if body.start not in taken]
        taken.update(body.start for body in new)
        found += new
    return merged(found)


def _line(text: str, sentence: Sentence) -> Span:
    """What stands from the beginning of a sentence to the end of its line: what a colon opens."""
    end = text.find("\n", sentence.end)
    return Span(sentence.start, len(text) if end < 0 else end)


def _run(place: int, sentence: Sentence | Span, runs: list[int]) -> Span:
    """The clauses of a sentence that follow the same subject as those at `place`."""
    index = bisect_right(runs, place)
    start = runs[index - 1] if index else 0
    end = runs[index] if index < len(runs) else sentence.end
    return Span(max(start, sentence.start), min(end, sentence.end))


def bodies_listed(text: str, span: Span, role: str, covers: Span) -> Iterator[Body]:
    """The bodies of a cell or other stretch that is known to list them, with that role."""
    return _bodies(text, Part(span.start, span.start, span.end, role, 0.97, "body-in-table"), covers)


def merged(found: Iterable[Body]) -> tuple[Body, ...]:
    """Bodies in reading order, of two that overlap the first or longer one."""
    return tuple(_without_overlaps(sorted(found, key=lambda body: (body.start, -body.end))))


def _of_meeting(sentence: Sentence | None) -> bool:
    return sentence is not None and sentence.kind == "meeting"


def _by(text: str) -> Iterator[Part]:
    """由…牵头, 由…负责; and 教育部门牵头、有关部门分工负责 without 由."""
    for match in _BY.finditer(text):
        who = AND_OTHERS.sub("", _JOINED.split(match["who"])[0])
        if looks_like_body(who):
            start = match.start("who")
            role = "lead" if _JOINED.match(text, start + len(who)) else str(ROLE_OF_VERB[match["verb"]])
            asks = text[match.start() - 1 : match.start()] in _STOPS and _asks_behind(text, match.start(), match.end())
            yield Part(match.start(), start, start + len(who), role, 0.85, "body-by", starts_run=asks)
    for match in _RULING.finditer(text):
        yield Part(match.start("who"), match.start("who"), match.end(), "lead", 0.7, "body-in-charge")
    for match in _CHARGE.finditer(text):
        run = _RUN_TO_END.search(text[max(0, match.start() - LONGEST_NAME) : match.start()])
        if run and len(run[0]) > 3 and _HEAD.search(run[0]):
            start = match.start() - len(run[0])
            role = "lead" if match[0] == "牵头" else "owner"
            yield Part(start, start, match.start(), role, 0.8, "body-in-charge")


def _asks_behind(text: str, start: int, end: int) -> bool:
    """Whether what 由A牵头 asks stands behind it: 由A牵头制定X; 由A牵头，制定X，由B牵头，制定Y; not 制定X，由A牵头。"""
    if _TASKED.match(text, end):
        return True
    first = _SENTENCE_OPENS.match(
        text, max(text.rfind(stop, max(0, start - _LONGEST_JOINED), start) for stop in "。；：\n") + 1
    )
    return first is not None and first.end() <= start + 1 and _ASKED_NEXT.match(text, end) is not None


def _subjects(text: str) -> Iterator[Part]:
    first = _FIRST_SUBJECT.match(text)
    for match in [*([first] if first else []), *_SUBJECT.finditer(text), *_AFTER_TIME.finditer(text)]:
        if _HEAD.search(match["run"]):
            start, end = match.span("run")
            whole = list_start(text, end, _RUN) if text[start - 1 : start] == "、" else None  # 基教科、各学校要
            yield _subject(text, start if whole is None else whole, end)
    for start, end in named_subjects(text, _RUN):
        yield _subject(text, start, end)
    for start, end in dated_subjects(text, _RUN):
        yield _subject(text, start, end)
    for start, end in called(text, _RUN):
        if not LABEL_TO_END.search(text[start:end]):
            yield Part(start, start, end, "owner", 0.8, _CALLED, starts_run=True)
    for match in _BARE.finditer(text):
        yield Part(match.start("run"), *match.span("run"), "owner", 0.75, "body-bare-level", starts_run=True)


def _subject(text: str, start: int, end: int) -> Part:
    """One that helps in what was said before it starts no run of its own, nor does a further member of a list."""
    helped = _HELPED.match(text, end)
    role = "assist" if helped or _HELPS.match(text, end) else "owner"
    role = "lead" if text.startswith(("会同", "牵头"), end) else role
    alone = role != "assist" and text[start - 1 : start] != "、"
    return Part(start, start, end, role, 0.85, _SUBJECT_OF_DUTY, starts_run=alone)


def _helped(text: str) -> Iterator[Part]:
    """县委宣传部、团县委配合县教育局开展…: who is helped leads."""
    for match in _HELPED.finditer(text):
        start, end = match.span("whom")
        before = _RUN_TO_END.search(text[max(0, match.start() - LONGEST_NAME) : match.start()])
        if before and _HEAD.search(before[0]):
            yield Part(start, start, end, "lead", 0.8, _SUBJECT_OF_DUTY)


def _helping(text: str) -> Iterator[Part]:
    """由人事科牵头，基教科、督导室配合: those that help whoever was said to lead in the same sentence."""
    if not any(sign in text for sign in _LED_SIGNS):
        return
    for match in _HELP_AT_END.finditer(text):
        first = max(0, match.start() - _LONGEST_JOINED)
        sentence = max(text.rfind(stop, first, match.start()) for stop in "。；\n") + 1
        comma = text.rfind("，", max(first, sentence), match.start())
        if comma >= 0 and _LED.search(text, max(first, sentence), comma):
            words = _EAGERLY.sub("", text[comma + 1 : match.start()])
            if all_bodies(text, comma + 1, comma + 1 + len(words)) and not clause.opens_with_verb(words):
                yield Part(comma + 1, comma + 1, comma + 1 + len(words), "assist", 0.85, "body-helping")


def _joined(text: str) -> Iterator[Part]:
    """会同A、B等部门: each of them helps; short names (编制、财政) count where 等部门 shows what they are."""
    end = 0
    for match in _JOINED.finditer(text):
        if match.start() < end or _VAGUE.match(text, match.end()):
            continue
        limit = _CLAUSE_END.search(text, match.end(), match.end() + _LONGEST_JOINED)
        end = limit.start() if limit else min(len(text), match.end() + _LONGEST_JOINED)
        others = _OTHERS.search(text, match.end(), end)
        if others and _SHORT_NAMES.fullmatch(text, match.end(), others.start()):
            for name in _SHORT_NAME.finditer(text, match.end(), others.start()):
                yield Part(name.start(), *name.span(), "assist", 0.85, _BY_SHORT_NAME)
            continue
        stop = others or _JOINED_END.search(text, match.end(), end)
        yield Part(
            match.end(),
            match.end(),
            _joined_end(text, match.end(), stop.start() if stop else end),
            "assist",
            0.8,
            "body-joined",
        )


def _joined_end(text: str, start: int, end: int) -> int:
    """Where the list ends at the latest: with the known names where no known verb follows (会同县教育局用好编制)."""
    last = max(text.rfind("、", start, end) + 1, start)
    run = None if looks_like_body(text[last:end]) else _FIRST_RUN.match(text, last, end)
    return run.end() if run and _HEAD.search(run[0]) else end


def _bodies(text: str, part: Part, covers: Span) -> Iterator[Body]:
    prefix = ""
    members = list(members_of(text, part.start, part.end))
    if part.reason == _BY_SHORT_NAME:
        members = [(part.start, part.end)]
    if part.reason == _SUBJECT_OF_DUTY and not all(
        _HEAD.search(text[a:b]) or ENDS.search(text[a:b]) for a, b in members
    ):
        members = [(part.start, part.end)]  # 县财政、教育、审计等有关部门: one mention
    for start, end in members:
        words = text[start:end]
        if not looks_like_body(words) and part.reason not in _BY_PLACE:
            continue
        own = _PREFIX.match(words)
        short = not own and not _OWN_LEVEL.match(words) and not _NEVER_INHERITS.search(words)
        if own and not words.startswith("各"):
            prefix = own[0]
        name = prefix + words if short and part.reason not in _BY_PLACE else words
        yield Body(start, end, sure("bodies", part.confidence, part.reason), part.reason, name, part.role, covers)


def _without_overlaps(found: list[Body]) -> Iterator[Body]:
    reached = 0
    for body in found:
        if body.start >= reached:
            yield body
            reached = body.end
