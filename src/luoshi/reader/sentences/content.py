"""What a sentence is by its own words, in the light of what the text is about."""

import re

from luoshi.reader.numerals import ORDINALS
from luoshi.reader.sentences.asking import asks
from luoshi.reader.sentences.cues import MODAL, Outlook, Verdict, openers, says, slogans
from luoshi.reader.sentences.occasion import is_occasion
from luoshi.reader.sentences.papers import CALL

_YEAR_OF = re.compile(
    rf"(?:刚刚过去的)?(?:今年|20\d\d年|明年|“[{ORDINALS}]{{1,2}}五”(?:时期|期间)?)[^。]{{0,4}}是[^。；]{{2,60}}(?:年|周年|时期|阶段|节点|之年)"
)
_ANNOUNCED = re.compile(r"(?:做好|抓好|突出|实施|聚焦|落实)[^，。：]{0,14}(?:工作|任务|方面|行动|重点|要求)[：，]")
_CREDIT = re.compile(
    r"(?:这些|以上|所有这些)(?:成绩|成效|变化|成果)的?(?:取得|背后)?，?[^。]{0,4}(?:是|离不开|得益于|凝聚)"
)
# 将 before a verb looks ahead; before a noun it only moves the object (将其纳入…).
_FUTURE = re.compile(
    r"将(?<![现即]将)(?:紧紧|围绕|聚焦|锚定|始终|会|要|以|进一步|持续|继续|全面|大力|重点|着力|加快|建成|新建|新增|启动|完成"
    r"|开展|实施|推进|组织|投入|兼顾|努力|深入|统筹|不断|积极|陆续|制定|出台|创建|探索|推动|坚持|落实|加强|加大|建设|打造|引进|招聘|严格|正式|在|于|有|新)|计划(?:开工|竣工|新建|新增|建成|投入|招聘)"
)


_HANDS_ON = re.compile(r"现(?:将[^。]{2,60}|予)?(?:印发|通知)")


def _without_item(words: str) -> str:
    item = _ITEM.match(words)
    return words[item.end() :] if item else words


def introduction(words: str) -> Verdict | None:
    """Words that only lead up to what follows (下面讲三点意见), or hand a paper on."""
    if ("现" in words and _HANDS_ON.search(words)) or (INTRO.search(words) and not says("achievement_strong", words)):
        return "framing", 0.8, "introduction", None
    return None


def content(words: str, state: Outlook) -> Verdict:
    """What a sentence is by its own words, in the light of what the text is about here."""
    words_of = openers()
    words = _without_item(words)
    if CALL.match(words) and len(words) < 24:
        return "framing", 0.9, "salutation", None
    if is_occasion(words, state):
        return "meeting", 0.85, "meeting-words", "achievement" if _AFFIRMS.search(words) else None
    if state.closing and not _PROMISE.search(words):
        return "framing", 0.8, "closing", None
    if words_of["goal_patterns"].match(words) and state.mode != "achievement":
        return "goal", 0.9, "goal-words", "task"
    if state.mode != "achievement" and is_past(words, state.year):
        return "achievement", 0.75, "past-year", "achievement"
    if _HINTS_AT_PROBLEMS.search(words) and words_of["problem_patterns"].search(words):
        return "problem", 0.9, "problem-opening", "problem"
    if _CREDIT.match(words):
        return "framing", 0.75, "credit", None
    if _YEAR_OF.match(words) and not (state.mode == "achievement" and says("achievement", words)):
        if MODAL.search(words):
            return ("task" if _ANNOUNCED.search(words) else "goal"), 0.75, "year-and-goal", "task"
        return "framing", 0.85, "year-of", None
    if state.speech and not state.listed and not state.asked and _AIMS_AT.match(words):
        return "goal", 0.7, "aim", "task"
    if _HOPES.search(words):
        return _wanted(words, state)
    return _by_mode(words, state)


# One of these stands in every opening of problems (data/kinds.yaml); asking for it first is cheap.
_HINTS_AT_PROBLEMS = re.compile(r"看到|认识|分析|存在|面临|面对|问题|困难|不足|短板")
_POINTS = r"(?:以下)?(?:[几一二两三四五六七八]个?(?:点|条|个?方面|层意思)|以下).{0,12}[。：]?$"
_AS_FOLLOWS = r"[^，。]{0,8}如下.{0,8}[。：]$"
# Every choice begins with a character as it stands, which makes the search fast.
INTRO = re.compile(
    rf"讲{_POINTS}|谈{_POINTS}|提{_POINTS}|强调{_POINTS}|提出{_AS_FOLLOWS}|制[定订]{_AS_FOLLOWS}|报告{_AS_FOLLOWS}"
    rf"|汇报{_AS_FOLLOWS}|通知{_AS_FOLLOWS}|公示{_AS_FOLLOWS}|制定本[^，]{{1,6}}[。，]|请予?审议|请径?向[^，]{{2,16}}反映"
    r"|起(?:施行|执行|实施)。$|负责解释。$|请各位[^。]{2,40}提出意见|作(?:一?个?简要|如下)?的?汇报。$"
    r"|我代表[^，]{2,20}，?向[^，]{0,6}(?:大会|会议|各位)[^，]{0,4}(?:报告|汇报)"
    r"|决不辜负|绝不辜负|极不平凡。|很不平凡的"
)
_ITEM = re.compile(rf"[{ORDINALS}]{{1,2}}(?:是要|是|要(?=[^求点]))")
# What a speaker sets out from: to be reached by the tasks that follow, none of them itself.
_AFFIRMS = re.compile(
    r"(?:成绩|成效|成就|成果|工作)[^，。；]{0,8}(?:给予|表示|予以|进行|作)?[^，。；]{0,6}肯定[^，；]{0,12}。$"
)
_AIMS_AT = re.compile(
    r"[^。；]{0,24}(?:将|要)(?:紧紧|紧密|牢牢)?(?:围绕|锚定|聚焦)[^。；，]{0,30}(?:目标|定位|战略|行动|主线)"
)
_PROMISE = re.compile(r"(?:将|要)[^，。]{0,8}(?:实施|新建|完成|建成|新增|办好)[^，。]{0,8}\d")
_WHOM = "(?:大家|各|同志们|全)[^。]{4,}"
_HOPES = re.compile(f"希望{_WHOM}|期望{_WHOM}|请{_WHOM}")


BEGINNING = 40  # characters in which a sentence has said of when it speaks
_REVIEW = re.compile(r"(?:^|[，。：])(?:目前|去年|过去一年|近年来|一年来|(?:近|过去)[三五几]年)")


def _looks_back(words: str) -> bool:
    if openers()["review_patterns"].match(words):
        return True
    begun = words[:BEGINNING]
    return ("年" in begun or "目前" in begun) and _REVIEW.search(begun) is not None


def _by_mode(words: str, state: Outlook) -> Verdict:
    modal = bool(MODAL.search(words))
    if state.mode != "achievement" and _looks_back(words):
        done = says("achievement_strong", words)
        # 确保 tells of a purpose as often as of a demand.
        calmly = not MODAL.search(words.replace("确保", "")) and state.mode != "problem"
        if done or (calmly and not _FUTURE.search(words)):
            # How things stand by a day is a sentence's matter; what follows may look ahead again.
            return "achievement", 0.85, "review-opening", None if words.startswith("截至") else "achievement"
    if openers()["plan_patterns"].match(words) and (modal or asks(words)):
        return _wanted(words, state)
    if state.mode == "achievement":
        return _in_review(words, state, modal=modal)
    if state.mode == "problem":
        return _in_problem(words, state, modal=modal)
    return _in_plan(words, state, modal=modal)


def _in_review(words: str, state: Outlook, *, modal: bool) -> Verdict:
    if _FUTURE.search(words) and not says("achievement_strong", words):
        return "task", 0.75, "looks-ahead", "task" if state.section is None else None
    if (
        says("problem", words)
        and not says("achievement", words)
        and re.search(r"(?:不足|有限|严重|担忧|薄弱(?!学校|环节|地区)|滞后|偏低|不够|仅[有为])", words)
    ):
        return "problem", 0.7, "problem-words", None
    if modal and not says("achievement", words) and re.match(r"[^，]{0,16}(?:要|必须|将)", words):
        return _wanted(words, state)
    if says("problem", words) >= 2 and not says("achievement", words):
        return "problem", 0.7, "problem-words", None
    return "achievement", 0.85, "review", None


def _in_problem(words: str, state: Outlook, *, modal: bool) -> Verdict:
    if says("problem", words) and state.section != "plan":
        return "problem", 0.85, "problem-words", None
    if modal and asks(words):
        return _wanted(words, state)
    if state.section == "problem":
        return "problem", 0.8, "problem-section", None
    return "problem", 0.6, "problem-block", None


def _wanted(words: str, state: Outlook) -> Verdict:
    """A sentence that asks for something: the year's aim, or a task."""
    general = slogans(words) >= 2 and not state.listed
    guided = ("为指导" in words and "思想" in words) or (not state.listed and _is_guided(words))
    opens = state.speech and not state.asked
    if (
        guided
        or (opens and not state.listed and (general or (says("slogan", words) and _GUIDING.search(words))))
        or (general and re.match(r"(?:新的一年|[^，要]{0,10}(?:我们|教育系统|教育工作(?!者)))", words))
    ):
        return "goal", 0.75, "aim", "task"
    if state.section == "goal":
        return "goal", 0.85, "goal-section", None
    return "task", 0.85, "asks", "task"


_GUIDING = re.compile(r"(?:贯彻|落实|遵循)[^，。；]{0,40}(?:精神|论述|思想|方针)|为(?:指引|指导|遵循)")


def _is_guided(words: str) -> bool:
    """以…为统领，以…为目标，以…为动力 and little else: the year's aim, not its tasks."""
    guides = list(_BY.finditer(words))
    return len(guides) >= GUIDES and words[guides[-1].end() :].count("，") <= GUIDES


GUIDES = 3
_BY = re.compile(
    r"以[^，]{2,16}为(?:目标|统领|主线|动力|抓手|中心|核心|根本|引领|重点|导向|主题|载体|基础|保障|根本任务)"
)
_STATES_FIRST = re.compile(r"[^，。]{1,24}?(?<![不但只凡都要正而还别])是(?!否|非|要)[^。]{2,}")
_STATES = re.compile(
    r"，(?:既|就|也|更|都|才)?是(?!否|非|要)|主要包括|任务艰巨|责任重大|意义(?:十分)?重大|来之不易|砥砺|召唤|鼓舞着|激励着"
)
_SAID = "[^，]{0,8}(?:强调|指出|说)[^，]{0,2}[：“，]"
_ONLY = re.compile(rf"只有|对于?[^，]{{2,12}}(?:来[讲说]|而言)|曾{_SAID}|深情{_SAID}|总书记{_SAID}")


def _in_plan(words: str, state: Outlook, *, modal: bool) -> Verdict:
    if state.section == "goal":
        return "goal", 0.85, "goal-section", None
    if _ONLY.search(words) and not re.search(r"[，。]要", words):
        return "framing", 0.75, "general-truth", None
    if not modal and (_STATES_FIRST.match(words) or _STATES.search(words)) and not _figure_asked(words):
        return "framing", 0.7, "statement", None
    if not modal and (
        (says("achievement_strong", words) and not _BY_THEN.search(words))
        or (state.speech and not state.listed and _HAPPENED.search(words))
    ):
        return "achievement", 0.65, "achievement-words", None
    if not modal and _COUNTS.search(words):
        return "framing", 0.7, "count", None
    if modal or asks(words):
        return _wanted(words, state)
    if says("problem", words) >= 1:
        return "problem", 0.55, "problem-words", None
    if says("framing", words):
        return "framing", 0.6, "framing-words", None
    return "task", 0.5, "in-plan", None


_HAPPENED = re.compile(
    r"(?:得到|有了|取得|获得|迈上|呈现)[^，。]{0,10}(?:提升|提高|改善|扭转|加强|发展|突破|进步|解决|进展|成效|成绩|台阶|局面|态势|势头)"
    r"|(?:委|政府)(?:始终|一直|历来)?高度重视|历史性"
)


_BY_THEN = re.compile(
    r"(?:[年月日底末]|开学|放假)(?:之|以)?前[^，。；]{0,12}(?:建成|完成|投用|投入使用)|(?:今年|明年|年内)[^，。；了已]{0,8}(?:建成|投用|竣工|交付)"
)


# How many there are, neither reached nor to be reached: 全县共设考点4个, 报名人数为3000人.
_COUNTS = re.compile(r"(?:共(?:设|报名)|报名(?:人数)?为)[^，。；]{0,12}\d")


def _figure_asked(words: str) -> bool:
    return bool(re.search(r"\d", words))


_PAST = re.compile(r"(20\d\d)年(?:以来|来|，|度|全[省市县区]|[上下]半年|我[省市县区]|末|底，)")


def is_past(words: str, year: int | None) -> bool:
    match = _PAST.match(words)
    return match is not None and year is not None and int(match[1]) < year and not MODAL.search(words)
