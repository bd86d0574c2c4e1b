"""Sentences and their kinds: what was done, what is wrong, what is wanted, what is only said."""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache

from luoshi.reader import clause, cut, lexicon
from luoshi.reader.draft import Draft
from luoshi.reader.reading import Heading, Sentence


@dataclass(frozen=True, slots=True)
class _State:
    """Where the text stands: `mode` is the kind to expect, None before anything is clear."""

    mode: str | None
    speech: bool = False  # somebody has begun to speak
    fresh: bool = False  # this is the first sentence after a speaker was named
    listed: bool = False  # numbered items have begun since then
    year: int | None = None  # the plan year
    closing: bool = False  # the speaker has begun to take leave
    section: str | None = None  # what the heading above says about its sentences


_Verdict = tuple[str, float, str, str | None]  # kind, confidence, reason, mode from here on (None: as before)


def sentences(draft: Draft) -> Draft:
    """Give every sentence one kind, reading forward: headings, speakers and cues set what to expect."""
    text = draft.text
    starts = [heading.start for heading in draft.headings]
    sections = _sections(text, draft.headings)
    genre = _genre(text)
    state = _State(mode={"plan": "task", "summary": "achievement"}.get(genre), year=draft.meeting.year)
    found: list[Sentence] = []
    pieces = list(cut.sentences(text))
    front = _front(text, pieces, starts)
    back = _back(text, pieces)
    heading_before: int | None = None
    for number, piece in enumerate(pieces):
        at = bisect_right(starts, piece.end - 1) - 1
        heading = at if at >= 0 else None
        if heading != heading_before and heading is not None:
            state = _under(state, sections[heading], draft.headings[heading])
        heading_before = heading
        opens = heading is not None and draft.headings[heading].start >= piece.start
        if number in front or number >= back:
            verdict: _Verdict = ("meeting", 0.9, "front-matter" if number in front else "signature", None)
        elif opens and heading is not None:
            verdict, state = _heading_verdict(text, piece, draft.headings[heading], sections[heading], state)
        else:
            words = text[piece.start : piece.end]
            late = piece.start > LATE * len(text)
            if late and _openers()["closing_patterns"].match(words):
                state = replace(state, closing=True)
            verdict, state = _verdict(words, state)
            if found and not piece.first and text[piece.start - 1] == "；":
                verdict = _joined(found[-1], verdict)
            if found and not piece.first and found[-1].kind == "goal" and _FIGURE_ONLY.match(words):
                verdict = ("goal", 0.75, "joined", None)
            if genre == "plan" and heading is None and words.startswith("为"):
                verdict = ("framing", 0.8, "preamble", None)
        kind, confidence, reason, mode = verdict
        if mode is not None:
            state = replace(state, mode=mode)
        found.append(Sentence(piece.start, piece.end, confidence, reason, kind, heading))
    return draft.having(sentences=tuple(found))


LATE = 0.8  # share of the text after which a call to the audience opens the closing words


def _joined(before: Sentence, verdict: _Verdict) -> _Verdict:
    """A part behind a semicolon goes on with what the part before it began, unless it clearly does not."""
    loose = before.kind in ("goal", "problem") and verdict[0] in ("task", "achievement", "framing")
    if loose or (before.kind == "meeting" and verdict[0] == "framing"):
        return before.kind, 0.75, "joined", None
    return verdict


# An expected value (城镇新增就业60万人左右): a noun and its figure, no verb that asks.
_FIGURE_ONLY = re.compile(r"[^，。；]{2,20}(?:增长|达到?|率|在|人均|增幅|涨幅|新增)[^，。；]{0,12}\d[^。]{0,24}[。；]$")

_PAST = re.compile(r"(20\d\d)年(?:以来|来|，|度|全[省市县区]|[上下]半年|我[省市县区]|末|底，)")


def _is_past(words: str, year: int | None) -> bool:
    match = _PAST.match(words)
    return match is not None and year is not None and int(match[1]) < year and not _MODAL_ANY.search(words)


# ---- the paper's head and tail -------------------------------------------------------------------

_PAPER = re.compile(r"(?:意见|方案|要点|通知|规划|办法|计划|细则|规定|措施|清单|分解表|任务书)(?:[（(].{1,12}[)）])?$")
_SUMMARY = re.compile(r"(?:总结|自评|自查|报告|汇报|计划|打算)(?:材料)?(?:[（(].{1,12}[)）])?$")
_NEWS = re.compile(r"召开|举行|开幕|闭幕")


def _genre(text: str) -> str:
    """plan, summary, speech or news, from the first lines."""
    head = [line for line in text[:600].split("\n") if line][:4]
    for line in head:
        if len(line) <= 60 and _PAPER.search(line.rstrip("。 ")) and not _NEWS.search(line):
            return "plan"
        if len(line) <= 60 and _SUMMARY.search(line) and not _NEWS.search(line) and "政府工作报告" not in line:
            return "summary"
    return "speech" if any("讲话" in line or "致辞" in line for line in head[:2]) else "news"


FRONT = 14  # sentences within which a paper has said what it is
_NUMBER = re.compile(r"^[（(\[〔]?[^，。]{0,14}〔?[（(\[]?(?:20\d\d|20XX)[〕\])）].{0,4}\d*.{0,3}号[）)]?$")
_ADDRESSEE = re.compile(r"^各(?!位)[^。]{2,80}：$|^[^，。]{2,40}(?:政府|委员会|局|学校|单位)：$")
_DATE_LINE = re.compile(r"^[（(]?(?:——)?[0-9〇○零一二三四五六七八九十×X]{2,4}年.{1,8}日")
_CALL = re.compile(r"^(?:同志们|各位[^。]{0,20}|尊敬的[^。]{0,30}|老师们[^。]{0,12}|大家[上下]午好)[：，！。]?")


def _front(text: str, pieces: list[cut.Piece], headings: list[int]) -> frozenset[int]:
    """The numbers of the pieces that are title, document number, date line, addressees: lines of their
    own above the first heading. A letter that hands a paper on stands between its own and the paper's."""
    found = []
    for number, piece in enumerate(pieces[:FRONT]):
        if piece.start in headings:
            break
        line = text[piece.start : piece.end]
        if not (piece.first and piece.last) or piece.start > len(text) / 2 or _speech_line(line) or _CALL.match(line):
            continue
        bare = len(line) <= 60 and line[-1] not in "。；！？：，"
        if bare or _NUMBER.match(line) or _ADDRESSEE.match(line) or _DATE_LINE.match(line):
            found.append(number)
    return frozenset(found)


def _back(text: str, pieces: list[cut.Piece]) -> int:
    """Where the signature and its date begin; len(pieces) if there is none."""
    back = len(pieces)
    for i in range(len(pieces) - 1, max(0, len(pieces) - 4), -1):
        line = text[pieces[i].start : pieces[i].end]
        signature = len(line) <= 30 and not re.search(r"[，。；：！？]", line) and pieces[i].first and pieces[i].last
        if not (signature and (_DATE_LINE.match(line) or re.search(r"(?:局|府|室|委|会|厅|部|校)$", line))):
            break
        back = i
    return back


# ---- headings ------------------------------------------------------------------------------------


@cache
def _section_words() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(lexicon.any_of(words)) for kind, words in lexicon.load("kinds")["sections"].items()}


_KIND_OF_SECTION = {"review": "achievement", "problem": "problem", "goal": "goal", "plan": "task", "framing": None}
_MODAL_ITEM = re.compile(r"[一二三四五六七八九十]+(?:是)?要|（[一二三四五六七八九十]+）要|[一二三四五六七八九十]+、要")
_DONE_HEADING = re.compile(
    r"(?:(?:实现|取得|迈上|迈入|得到|获得|彰显)[^，。]{0,8}(?:新|成效|成果|突破|提升|发展|进展|台阶)[^，。]{0,4}"
    r"|(?:稳步|明显|显著|持续|不断|逐步|大幅|逐年|日益|日臻|蓬勃|进展|成效|有力|稳定|全面|更加|扎实)(?:提升|提高|增强|改善|推进|发展|优化|增长|加强|合理|向好|顺利|明显|显著|加力|突出|完善|彰显|释放|加大)"
    r"|加大投入|有了新[^，。]{1,4}|新(?:提升|突破|进展|成效|跨越|台阶|跃升))(?:[，。；]|$)"
)
_ITEM_NUMBER = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]+(?:[)）、.．]|是)|——)?")


def _sections(text: str, headings: tuple[Heading, ...]) -> list[str | None]:
    """What each heading, or the heading it stands under, says of the sentences beneath."""
    found: list[str | None] = []
    for heading in headings:
        words = text[heading.start : heading.end]
        own = _section(words)
        inherited = found[heading.parent] if heading.parent is not None else None
        if inherited == "problem":
            own = own if own in ("plan", "goal") and heading.level == 1 else "problem"
        elif inherited == "goal":
            own = own or ("plan" if heading.scheme in ("dot", "item", "nth", "num") else None)
        elif inherited == "review" and own == "plan" and not re.search(r"下一步|打算|计划|安排|下半年|明年", words):
            own = "review"
        found.append(own or inherited)
    return found


def _section(words: str) -> str | None:
    if _MODAL_ITEM.match(words):
        return "plan"
    both = {kind for kind, pattern in _section_words().items() if pattern.search(words)}
    for kind in ("goal", "problem", "plan", "review", "framing"):
        if kind in both:
            return kind
    done = _DONE_HEADING.search(words, len(_ITEM_NUMBER.match(words)[0]) + 2)  # type: ignore[index]
    return "review" if done and not clause.opening(_ITEM_NUMBER.sub("", words)).modal else None


def _under(state: _State, section: str | None, heading: Heading) -> _State:
    mode = _KIND_OF_SECTION.get(section or "", state.mode) if section else state.mode
    numbered = heading.scheme not in ("line", "lead", "couplet", "call")
    if section is None and numbered and mode in (None, "goal", "framing", "meeting"):
        mode = "task"
    return replace(state, mode=mode, section=section, listed=True, fresh=False)


def _heading_verdict(
    text: str, piece: cut.Piece, heading: Heading, section: str | None, state: _State
) -> tuple[_Verdict, _State]:
    """The kind of a sentence that is a heading, or begins with or contains one."""
    if piece.end - heading.end > 12:
        rest = text[heading.end : piece.end]
        verdict, after = _verdict(rest, state)
        if heading.reason != "fused-number" and verdict[0] in ("framing", "meeting"):
            verdict = (state.mode or "task", 0.7, "heading", None)
        return verdict, after
    kind = _KIND_OF_SECTION.get(section or "") or state.mode or "task"
    return (kind if kind != "meeting" else "task", 0.9, "heading", None), state


# ---- sentences -----------------------------------------------------------------------------------


@cache
def _openers() -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(patterns)) for name, patterns in lexicon.load("kinds")["openers"].items()}


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(lexicon.any_of(words)) for kind, words in lexicon.load("kinds")["cues"].items()}


def _says(kind: str, words: str) -> int:
    return len(_cues()[kind].findall(words))


_SPEECH = re.compile(
    r"^(?P<who>[^，。；：“]{0,40}?(?:，[^，。；：“]{0,30}?)?)(?P<verb>(?:最后)?(?:指出|强调|要求|号召|认为|表示|希望|提出|明确|指明)"
    r"(?![^，：\n]{0,6}[的了]))(?P<after>[，：]|——|$|(?=[各全]))"
)
_SPEECH_INSIDE = re.compile(
    r"[，。；](?:(?:他|她|并|同时|最后)?(?:指出|强调|要求|号召|希望)|[^，。；：]{2,4}(?:指出|强调))[，：]"
)


def _speech_line(line: str) -> bool:
    match = _SPEECH.match(line)
    return bool(match) and not line[match.end() :].strip() if match else False


_EXHORTS = re.compile(r"要求|号召|希望|强调")
_SUPERIOR = re.compile(r"习近平|总书记|党中央|国务院|中央")


def _verdict(words: str, state: _State) -> tuple[_Verdict, _State]:
    """One sentence with no heading in it."""
    if _INTRO.search(words) or "纷纷表示" in words:
        return _content(words, state), replace(state, fresh=False)
    speech = _SPEECH.match(words)
    inside = _SPEECH_INSIDE.search(words)
    if speech and not _SUPERIOR.search(speech["who"]):
        rest = words[speech.end() :].rstrip("\n")
        mode = "task" if _EXHORTS.search(speech["verb"]) and state.mode != "task" else state.mode
        state = replace(
            state, speech=True, fresh=True, listed=False, section=None, mode="task" if mode is None else mode
        )
        if len(rest) < 4:
            if speech["verb"] in ("强调", "要求", "号召"):
                state = replace(state, mode="task")
            return ("meeting", 0.95, "speaker-line", None), state
        return _content(rest, state), replace(state, fresh=False)
    if inside and len(words) - inside.end() > 8 and not _says("speech_now", words[: inside.start()]):
        state = replace(state, speech=True, fresh=True, listed=False, section=None, mode="task")
        return _content(words[inside.end() :], state), replace(state, fresh=False)
    if inside:
        return ("meeting", 0.9, "speaker-line", None), replace(
            state, speech=True, fresh=True, listed=False, mode="task"
        )
    return _content(words, state), replace(state, fresh=False)


_YEAR_OF = re.compile(r"(?:刚刚过去的)?(?:今年|20\d\d年|明年|“[一二三四五六七八九十]{1,2}五”(?:时期|期间)?)[^。]{0,4}是[^。；]{2,60}(?:年|周年|时期|阶段|节点|之年)")
_ANNOUNCED = re.compile(r"(?:做好|抓好|突出|实施|聚焦|落实)[^，。：]{0,14}(?:工作|任务|方面|行动|重点|要求)[：，]")
_CREDIT = re.compile(r"(?:这些|以上|所有这些)(?:成绩|成效|变化|成果)的?(?:取得|背后)?，?[^。]{0,4}(?:是|离不开|得益于|凝聚)")
# 将 before a verb looks ahead; before a noun it only moves the object (将其纳入…).
_FUTURE = re.compile(
    r"(?:还|均|都|也|就|即|，|年|期|县|市|区|局|校|们)?将(?:会|要|以|进一步|持续|继续|全面|大力|重点|着力|加快|建成|新建|新增|启动|完成"
    r"|开展|实施|推进|组织|投入|兼顾|努力|深入|统筹|不断|积极|陆续|坚持|落实|加强|加大|建设|打造|引进|招聘|严格)"
)
_MODAL_ANY = re.compile(
    r"(?<![主重需纲摘概提首必只想简紧扼不])要(?![求素点闻件害约么领塞义道旨])|应当|必须|务必|须|不得|严禁|确保|力争|争取|请各|望各|希望|期望"
)
_CONVENED = re.compile(
    r"召开|举行|出席|列席|主持(?:了)?(?:会议|并|召开|。)|参加(?:了)?(?:会议|此次|大会|培训|活动)|参加。|(?:宣读|传达)了?"
    r"|作(?:了)?[^，。]{0,30}(?:报告|讲话|发言|部署|安排|交流|点评)|(?:颁|领)奖|(?:交流|表态)发言|收看|致以|分会场|与会|主持。"
)
# These tell of a meeting wherever they stand.
_OCCASION = re.compile(
    r"^会议(?:还|最后|首先)?(?:总结|回顾|分析|客观|听取|传达|通报|研究|审议|部署|学习|表彰|以|由|期间|现场|对)|(?:参加|出席|列席)(?:了?(?:此次|本次)?(?:会议|大会|座谈会))?。$"
    r"|表示(?:最?衷心|热烈|诚挚|崇高|亲切)的?.{0,6}(?:感谢|祝贺|敬意|问候|慰问)|纷纷表示|(?:作|做)(?:了|出)[^，。]{0,10}(?:部署|安排|讲话|发言|报告)。$"
    r"|(?:递交|签订|签署)了?[^，。]{0,16}责任(?:书|状)"
    r"|^(?:会议)?(?:审议|研究|讨论)(?:并)?通过"
    r"|提出了?(?!如下)[^，。]{0,12}(?:要求|希望|期望)。$|致以[^，。]{0,12}(?:问候|敬意|祝贺)|^会[上后前]，[^。]{0,60}(?:汇报|介绍|宣读|传达|通报|发言|交流|观看|签订|颁奖)"
)


def _content(words: str, state: _State) -> _Verdict:
    """What a sentence is by its own words, in the light of what the text is about here."""
    openers = _openers()
    if _CALL.match(words) and len(words) < 24:
        return "framing", 0.9, "salutation", None
    if _INTRO.search(words) and not _says("achievement_strong", words):
        return "framing", 0.8, "introduction", None
    if _is_occasion(words, state):
        return "meeting", 0.85, "meeting-words", None
    if state.closing and not _PROMISE.search(words):
        return "framing", 0.8, "closing", None
    if openers["goal_patterns"].match(words) and state.mode != "achievement":
        return "goal", 0.9, "goal-words", "task"
    if state.mode != "achievement" and _is_past(words, state.year):
        return "achievement", 0.75, "past-year", "achievement"
    if openers["problem_patterns"].search(words):
        return "problem", 0.9, "problem-opening", "problem"
    if _CREDIT.match(words):
        return "framing", 0.75, "credit", None
    if _YEAR_OF.match(words) and not (state.mode == "achievement" and _says("achievement", words)):
        if _MODAL_ANY.search(words):
            return ("task" if _ANNOUNCED.search(words) else "goal"), 0.75, "year-and-goal", "task"
        return "framing", 0.85, "year-of", None
    if _HOPES.search(words):
        return _wanted(words, state)
    return _by_mode(words, state)


_INTRO = re.compile(
    r"(?:讲|谈|提|强调)(?:以下)?(?:[几一二两三四五六七八]个?(?:点|条|个?方面|层意思)|以下).{0,12}[。：]?$|"
    r"(?:提出|制定|制订|报告|汇报|通知)(?:[^，。]{0,8})如下.{0,8}[。：]$|(?:特|现)?制定本[^，]{1,6}[。，]|请予?审议|请(?:径)?向[^，]{2,16}反映|起(?:施行|执行|实施)。$|负责解释。$|请各位[^。]{2,40}提出意见|"
    r"作(?:一?个?简要|如下)?的?汇报。$|我代表[^，]{2,20}，?向[^，]{0,6}(?:大会|会议|各位)[^，]{0,4}(?:报告|汇报)|现(?:将[^。]{2,60}|予)(?:印发|通知)|(?:决不|绝不)辜负|极不平凡。|很不平凡的"
)
_PROMISE = re.compile(r"(?:将|要)[^，。]{0,8}(?:实施|新建|完成|建成|新增|办好)[^，。]{0,8}\d")
_HOPES = re.compile(r"(?:希望|期望|请)(?:大家|各|同志们|全)[^。]{4,}")


_AT_MEETING = re.compile(r"(?:会上|会后|会前|会议期间|会议最后|随后)，")


def _is_occasion(words: str, state: _State) -> bool:
    if _OCCASION.search(words) and not _SPEECH_INSIDE.search(words):
        return True
    if _AT_MEETING.match(words) and not _MODAL_ANY.search(words):
        return True
    if _says("speech_now", words) and not state.listed:
        return True
    if state.mode == "achievement" or (state.listed and state.mode in ("task", "goal", "problem")):
        return False
    if _CONVENED.search(words) or _says("meeting", words) >= 2:
        return not (state.mode == "task" and _asks(words))
    return state.mode is None and not _says("achievement_strong", words) and not _asks(words)


def _asks(words: str) -> bool:
    """Whether a sentence asks for something: a modal word, or a clause that opens with a verb."""
    if _MODAL_ANY.search(words):
        return True
    for start, end in cut.clauses(words):
        begun = clause.opening(words[start:end])
        if begun.verb is not None:
            return True
    return False


_REVIEW = re.compile(r"(?:^|[，。：])(?:目前|去年|过去一年|近年来|一年来|(?:近|过去)[三五几]年)")


def _by_mode(words: str, state: _State) -> _Verdict:
    openers = _openers()
    modal = bool(_MODAL_ANY.search(words))
    looks_back = openers["review_patterns"].match(words) or _REVIEW.search(words[:40])
    if state.mode != "achievement" and looks_back and (not modal or _says("achievement_strong", words)):
        return "achievement", 0.85, "review-opening", "achievement"
    if openers["plan_patterns"].match(words) and (modal or _asks(words)):
        return _wanted(words, state)
    if state.mode == "achievement":
        return _in_review(words, state, modal=modal)
    if state.mode == "problem":
        return _in_problem(words, state, modal=modal)
    return _in_plan(words, state, modal=modal)


def _in_review(words: str, state: _State, *, modal: bool) -> _Verdict:
    if _FUTURE.search(words) and not _says("achievement_strong", words):
        return "task", 0.75, "looks-ahead", "task" if state.section is None else None
    if _says("problem", words) and not _says("achievement", words) and re.search(r"(?:不足|有限|严重|担忧|薄弱|滞后|偏低|不够|仅[有为])", words):
        return "problem", 0.7, "problem-words", None
    if modal and not _says("achievement", words) and re.match(r"[^，]{0,16}(?:要|必须|将)", words):
        return _wanted(words, state)
    if _says("problem", words) >= 2 and not _says("achievement", words):
        return "problem", 0.7, "problem-words", None
    return "achievement", 0.85, "review", None


def _in_problem(words: str, state: _State, *, modal: bool) -> _Verdict:
    if _says("problem", words) and state.section != "plan":
        return "problem", 0.85, "problem-words", None
    if modal and _asks(words):
        return _wanted(words, state)
    if state.section == "problem":
        return "problem", 0.8, "problem-section", None
    return "problem", 0.6, "problem-block", None


def _wanted(words: str, state: _State) -> _Verdict:
    """A sentence that asks for something: the year's aim, or a task."""
    general = _says("slogan", words) >= 2 and not state.listed
    guided = ("为指导" in words and "思想" in words) or (not state.listed and len(_BY.findall(words)) >= 3)
    if guided or (general and re.match(r"(?:新的一年|[^，]{0,10}(?:我们|教育系统|教育工作(?!者)))", words)):
        return "goal", 0.75, "aim", "task"
    if state.section == "goal":
        return "goal", 0.85, "goal-section", None
    return "task", 0.85, "asks", "task"


_BY = re.compile(r"以[^，]{2,16}为(?:目标|统领|主线|动力|抓手|中心|核心|根本|引领|重点|导向|主题|载体|基础|保障|根本任务)")
_STATES = re.compile(
    r"^[^，。]{1,24}?(?<![不但只凡都要正而还别])是(?!否|非|要)[^。]{2,}|，(?:既|就|也|更|都|才)?是(?!否|非|要)|砥砺|召唤|鼓舞着|激励着"
)
_ONLY = re.compile(r"只有|对(?:于)?[^，]{2,12}(?:来[讲说]|而言)|(?:曾|深情|总书记)[^，]{0,8}(?:强调|指出|说)[^，]{0,2}[：“，]")


def _in_plan(words: str, state: _State, *, modal: bool) -> _Verdict:
    if state.section == "goal":
        return "goal", 0.85, "goal-section", None
    if _ONLY.search(words) and not re.search(r"[，。]要", words):
        return "framing", 0.75, "general-truth", None
    if not modal and _STATES.search(words) and not _figure_asked(words):
        return "framing", 0.7, "statement", None
    if not modal and (_says("achievement_strong", words) or (state.speech and not state.listed and _HAPPENED.search(words))):
        return "achievement", 0.65, "achievement-words", None
    if modal or _asks(words):
        return _wanted(words, state)
    if _says("problem", words) >= 1:
        return "problem", 0.55, "problem-words", None
    if _says("framing", words):
        return "framing", 0.6, "framing-words", None
    return "task", 0.5, "in-plan", None


_HAPPENED = re.compile(
    r"(?:得到|有了|取得|获得|迈上|呈现)[^，。]{0,10}(?:提升|提高|改善|扭转|加强|发展|突破|进步|解决|进展|成效|成绩|台阶|局面|态势|势头)"
    r"|(?:委|政府)(?:始终|一直|历来)?高度重视|历史性"
)


def _figure_asked(words: str) -> bool:
    return bool(re.search(r"\d", words))
