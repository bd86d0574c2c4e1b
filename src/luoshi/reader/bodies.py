"""Bodies that have to do something: lists behind 牵头单位：, brackets with 负责, 由…牵头, and subjects of duties."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

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
from luoshi.reader.lexicon import any_of, load
from luoshi.reader.named import called, dated_subjects, list_start, looked_back, named_subjects
from luoshi.reader.numerals import ORDINALS
from luoshi.reader.reading import Body, Heading, Sentence
from luoshi.reader.text import Span

_WORDS = load("bodies")
_ROLE_OF_LABEL = {word: role for role, words in _WORDS["labels"].items() for word in words}
_ROLE_OF_VERB = {word: role for role, words in _WORDS["duty_verbs"].items() for word in words}

_ROLES = frozenset(_WORDS["labels"])

_COLON = re.compile(r"[:：为是](?:(?<=[:：])|(?<=[位门科室构].))")
_LABEL_TO_END = re.compile(  # looked for in front of a colon, which is rare, not everywhere
    rf"(?:(?P<word>{any_of(_ROLE_OF_LABEL)})(?:{any_of(_WORDS['label_tails'])})"
    rf"|(?P<bare>(?<![㐀-鿿]){any_of(_WORDS['bare_labels'])})"
    rf"|(?P<limit>{any_of(_WORDS['limit_labels'])})|(?P<leader>{any_of(_WORDS['leader_labels'])})|(?P<person>{any_of(_WORDS['person_labels'])})"
    rf"|(?P<other>{any_of(_WORDS['other_labels'])}))(?:[（(][^（()）\n]{{1,8}}[）)])?$"
)
_BRACKET = re.compile(
    r"[（(](?P<inside>[^（()）\n]{1,300}(?:[（(][^（()）\n]{0,60}[）)][^（()）\n]{0,300}){0,20})[）)]"
)
_PART_OF_DUTY = re.compile(any_of(_ROLE_OF_VERB))
_DUTY_AT_END = re.compile(rf"(?:{any_of(_ROLE_OF_VERB)})\Z")
_BY = re.compile(rf"由(?P<who>[^，。；：！？\n由（）()“”]{{2,30}}?)(?P<verb>{any_of(_ROLE_OF_VERB)})")
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

# A member of a list: 、 and commas part members, but not inside brackets.
_ROUND = re.compile(r"[（(）)]")
_LIST_END = re.compile(r"[。\n]")
_RANKED = re.compile(any_of(_WORDS["ranked"]))
_NOTE = re.compile(rf"[，,；;、](?:{any_of(_WORDS['notes'])})[^）)\n]*$")
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
_HELPED = re.compile(rf"(?:积极|密切|主动|全力|协同)?(?:配合|协助)(?P<whom>{_RUN}(?<=[局委办厅部科室股处]))(?=[㐀-鿿])")
# 基教科、督导室配合, behind who leads.
_HELP_AT_END = re.compile(r"[配协参](?:(?<=配)合|(?<=协)[助办]|(?<=参)与)(?=[，。；\n])")
_EAGERLY = re.compile(r"[要应须]?(?:积极|密切|主动|全力|大力|认真|共同|协同)*$")
_LED = re.compile("牵头|负责|主办")
_LED_SIGNS = ("牵头", "负责，", "主办，")
# 市、县两级…, 各级、各类学校 and 各区、市政府 are one name with 、 inside it.
_NO_LEVEL = "市场|乡村|校[外园安车]|区[域划]"  # 市场监管局 names no city
_PREFIX = re.compile(
    rf"(?!{_NO_LEVEL})"
    rf"(?:[㐀-鿿]{{2,6}}?(?:自治区|自治州|自治县|[市县区州旗])|自治区|[{LEVELS}](?![直级、]))(?=[㐀-鿿]{{2,}})"
)
_OWN_LEVEL = re.compile(
    rf"(?!{_NO_LEVEL})(?:各|有关|相关|所有|全|团|党|局|机关|其他|市|县|区|省|州|旗|国家|驻|中共|属地)"
)
_OWNED = re.compile(rf"[{LEVELS}]|自治区|各[{LEVELS}]")
_NEVER_INHERITS = re.compile(
    r"(?:科|股|处|室|党委|学校|中学|小学|幼儿园|大学|学院|公司|集团|部门|单位|机构|县|区|市|乡镇|政府|街道)$"
)
_SUBJECT_OF_DUTY, _BY_SHORT_NAME, _CALLED = "body-subject", "body-joined-by-short-name", "body-before-colon"
# Where these stand shows that they are bodies, however they end; nothing is put in front of their names.
SUBJECTS = (_SUBJECT_OF_DUTY, _CALLED, "body-bare-level")
_BY_PLACE = (_SUBJECT_OF_DUTY, _CALLED, "body-bare-level", "body-in-charge", _BY_SHORT_NAME)
_CLAUSE_END = re.compile(r"[，。；：！？\n“（]")
_WORDING = re.compile("[一-龥]{4}")  # what parts two duty lines, however short it is
_SAME_DUTY = 12  # characters between two lists of one duty line: "；配合单位："
_LONGEST_LIST = 600  # characters; a longer list of bodies is a list of something else
_LONGEST_JOINED = 200
_LONGEST_LABEL = 24


@dataclass(frozen=True, slots=True)
class Part:
    """A list of bodies with one role: its stretch, and how sure the pattern is; `opens` is where its label
    or bracket begins, so that what stands before it is what they answer for. Where `starts_run`, they answer
    for what follows instead, up to the next such part of the sentence (县财政局要…，县人社局要…)."""

    opens: int
    start: int
    end: int
    role: str
    confidence: float
    reason: str
    starts_run: bool = False


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Where a report says who is to do what stands before it, and until when: （牵头单位：A；完成时限：B）. `covers`
    is what it is said of, `limit` the words behind the label of a time limit, `leader` and `person` those
    behind 责任领导 and 责任人."""

    start: int
    end: int
    covers: Span
    limit: Span | None
    leader: Span | None = None
    person: Span | None = None


def bodies(draft: Draft) -> Draft:
    """The step: fills `bodies`. It needs sentences (subjects count in tasks only) and headings (what an item is)."""
    return draft.having(bodies=find_bodies(draft.text, draft.sentences, draft.headings))


def find_bodies(text: str, sentences: tuple[Sentence, ...], headings: tuple[Heading, ...]) -> tuple[Body, ...]:
    """Every mention of a body with a duty, in reading order, none twice."""
    starts = [sentence.start for sentence in sentences]

    def sentence_at(place: int) -> Sentence | None:
        index = bisect_right(starts, place) - 1
        return sentences[index] if index >= 0 and place < sentences[index].end else None

    blocks = [part for part in _listed(text) if not _of_meeting(sentence_at(part.start))]
    lists = [(part, covers) for part, covers in _covered(text, blocks, headings) if part.role in _ROLES]
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


def _listed(text: str) -> list[Part]:
    """Lists behind labels, and brackets whose words end in 负责, 牵头 or the like; limits and persons beside them."""
    labelled = list(_labelled(text))
    found = [part for part in labelled if part.role in _ROLES]
    ends = [part.end for part in found]
    starts = [part.start for part in found]
    for match in _BRACKET.finditer(text):
        index = bisect_right(starts, match.end()) - 1
        if index >= 0 and ends[index] > match.start():
            continue
        found += _in_bracket(text, match) or _plain_bracket(text, match)
    rest = [part for part in labelled if part.role not in _ROLES]
    return sorted([*_ranked(text, found), *rest], key=lambda part: part.start)


def _ranked(text: str, found: list[Part]) -> Iterator[Part]:
    """Lists of owners whose first leads, where the text says so of all its lists."""
    ranked = _RANKED.search(text) is not None
    for part in found:
        members = list(members_of(text, part.start, part.end)) if ranked and part.role == "owner" else []
        if len(members) > 1:
            first, second = members[0], members[1]
            yield replace(part, end=first[1], role="lead", reason="body-first-of-list")
            yield replace(part, start=second[0])
        else:
            yield part


def _labels(text: str) -> list[tuple[int, int, str | None]]:
    """Labels like 牵头单位：with the role they give; limit, person or other for those that open something else."""
    found = []
    for colon in _COLON.finditer(text):
        first = max(0, colon.start() - _LONGEST_LABEL)
        match = _LABEL_TO_END.search(text[first : colon.start()])
        if match:
            role = _ROLE_OF_LABEL.get(match["word"] or match["bare"]) or match.lastgroup
            found.append((first + match.start(), colon.end(), role))
    return found


def _labelled(text: str) -> Iterator[Part]:
    labels = [*_labels(text), (len(text), len(text), None)]
    opens, reached = 0, -1
    for (start, end, role), following in pairwise(labels):
        if reached < 0 or _LIST_END.search(text, reached, start):
            opens = start  # 责任领导：… 牵头科室：… are one duty line
        reached = end
        if role and role != "other":
            limit = min(following[0], end + _LONGEST_LIST)
            stop = _LIST_END.search(text, end, limit)
            closes = _balanced_end(text, end, stop.start() if stop else limit)
            others = list(_said_after(text, opens, end, closes))
            yield Part(opens, end, others[0].start if others else closes, role, 0.97, "body-label")
            yield from others


def _said_after(text: str, opens: int, start: int, end: int) -> Iterator[Part]:
    """（牵头科室：安稳科；各县（区）教育局负责落实）: those behind the list whose part a verb says, not the label."""
    semicolon = text.find("；", start, end)
    while semicolon >= 0:
        following = text.find("；", semicolon + 1, end)
        said = _DUTY_AT_END.search(text, semicolon + 1, following if following >= 0 else end)
        if said and _all_bodies(text, semicolon + 1, said.start()):
            yield Part(opens, semicolon + 1, said.start(), _ROLE_OF_VERB[said[0]], 0.9, "body-in-bracket")
        semicolon = following


def _balanced_end(text: str, start: int, end: int) -> int:
    """Where a list ends at the latest: at the bracket that was opened before it."""
    depth = 0
    for match in _ROUND.finditer(text, start, end):
        depth += 1 if match[0] in "（(" else -1
        if depth < 0:
            return match.start()
    return end


def _in_bracket(text: str, bracket: re.Match[str]) -> list[Part]:
    """（A牵头，B、C配合）: each role's word ends the stretch that it is said of."""
    start, end = bracket.span("inside")
    found, reached = [], start
    for match in _PART_OF_DUTY.finditer(text, start, end):
        after = text[match.end() : end]
        if after and not after.startswith(("，", "、", "；", ",", ";", "。")):
            continue
        role = str(_ROLE_OF_VERB[match[0]])
        if _all_bodies(text, reached, match.start()):
            found.append(Part(bracket.start(), reached, match.start(), role, 0.93, "body-in-bracket"))
        reached = match.end()
    return found


def _plain_bracket(text: str, bracket: re.Match[str]) -> list[Part]:
    """（省教育厅、省财政厅） behind an item: bodies of a named level and nothing else but a note on their order."""
    start, end = bracket.span("inside")
    note = _NOTE.search(text, start, end)
    end = note.start() if note else end
    closes = text[bracket.end() : bracket.end() + 1] in ("", "\n", "。")
    behind = bracket.start() == 0 or text[bracket.start() - 1] in "。；，"
    if closes and behind and _OWNED.match(text, start) and _all_bodies(text, start, end):
        return [Part(bracket.start(), start, end, "owner", 0.8, "body-in-plain-bracket")]
    return []


def _all_bodies(text: str, start: int, end: int) -> bool:
    members = list(members_of(text, start, end))
    return bool(members) and all(looks_like_body(text[first:last]) for first, last in members)


def _by(text: str) -> Iterator[Part]:
    """由…牵头, 由…负责; and 教育部门牵头、有关部门分工负责 without 由."""
    for match in _BY.finditer(text):
        who = AND_OTHERS.sub("", _JOINED.split(match["who"])[0])
        if looks_like_body(who):
            start = match.start("who")
            role = "lead" if _JOINED.match(text, start + len(who)) else str(_ROLE_OF_VERB[match["verb"]])
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
        if not _LABEL_TO_END.search(text[start:end]):
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
            if _all_bodies(text, comma + 1, comma + 1 + len(words)) and not clause.opens_with_verb(words):
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


def duty_lines(text: str, headings: tuple[Heading, ...]) -> Iterator[DutyLine]:
    """Every duty line of a report, in reading order."""
    for covers, group in groupby(_covered(text, _listed(text), headings), key=lambda pair: pair[1]):
        parts = [part for part, _ in group]
        said = {part.role: Span(part.start, part.end) for part in parts if part.role not in _ROLES}
        stop = _LIST_END.search(text, parts[-1].end)
        end = _balanced_end(text, parts[-1].end, stop.start() if stop else len(text))
        yield DutyLine(parts[0].opens, end, covers, *(said.get(role) for role in ("limit", "leader", "person")))


def _covered(text: str, blocks: list[Part], headings: tuple[Heading, ...]) -> Iterator[tuple[Part, Span]]:
    """Each list with what it answers for: what stands between its duty line and the heading or the line before."""
    starts = [heading.start for heading in headings]
    previous_end, covers = 0, Span(0, 0)
    for block in blocks:
        gap = block.opens - previous_end
        if not previous_end or gap > _SAME_DUTY or _WORDING.search(text, previous_end, block.opens):
            index = bisect_right(starts, block.opens) - 1
            covers = _item(text, max(starts[index] if index >= 0 else 0, previous_end), block.opens)
        yield block, covers
        previous_end = block.end


def _item(text: str, start: int, end: int) -> Span:
    """What a duty line answers for, without the brackets and spaces at its edges; empty where nothing is left."""
    while end > start and text[end - 1] in "（(【〔[ 　\n":
        end -= 1
    while start < end and text[start] in "）)】〕]；;。 　\n":
        start += 1
    return Span(start, end)


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
        yield Body(start, end, part.confidence, part.reason, name, part.role, covers)


def _without_overlaps(found: list[Body]) -> Iterator[Body]:
    reached = 0
    for body in found:
        if body.start >= reached:
            yield body
            reached = body.end
