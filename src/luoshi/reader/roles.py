"""The parts that clauses play in a sentence that asks: ground, act, result."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from luoshi.reader import clause
from luoshi.reader.numerals import ANY_DIGIT


class Clause(NamedTuple):
    """A clause and its role. `start` leaves subject, modal word and time out.

    Roles before its neighbours are seen: time, drop, short, modal short, idioms, slogan, lead (how, for the
    next), modal (asked with 要, 应, 须 …), act, weak (act or result), level, result (for the one before), rest.
    `placed` leaves only lead, modal lead, modal, act, result, drop and time.
    """

    start: int
    end: int
    role: str
    reason: str


_SECOND = re.compile(
    r"^(?:坚持|切实|充分|积极|全面|深入|进一步|主动|定期|及时|严格|认真|统一|重点|依法|持续|不断|大力)*(?:把|将|对|以|用|向|从|在|由|为|按照?|根据|通过|围绕|结合|针对|依托|利用|立足|聚焦|紧盯|作为|与|同)[^，]{2,}?"
)
_SUPPLIES = re.compile(
    r"[^，]{0,6}为(?:[^，]{1,12}(?:搭建|购买|配备|打造|解决|办理|开设|建立|开展|发放|安装)|\d[^，]*提供)"
)
_REMARK = re.compile(r"很|(?<![不但只凡都要正而还别])是(?!否|非)|[^为除极](?<!不)了")
_UNDER = re.compile(r"在[^，]*(?:领导|指导|支持|关心|帮助|部署)下$")
_LEVEL = re.compile(rf"(?:达到?|提高到|提升[至到]|增至|降至|控制在|保持在?|(?<=率)达)[^，]{{0,4}}[{ANY_DIGIT}]")
_EXTENT = re.compile(r"总?(?:投资|占地|面积|概算|规模)|建筑面积|占地面积|工期")  # 建设…，总投资3亿元
_STILL_TO_DO = re.compile(r"(?:仍|尚)?未[^，]*的\d")  # 未移交的5所幼儿园，必须…
_IDIOMS = re.compile(r"[㐀-鿿]{4}(?:、[㐀-鿿]{4})+")  # 稳扎稳打、久久为功
_TOGETHER = re.compile(r"同[㐀-鿿]{2}、同[㐀-鿿]{2}$")  # 与教学工作同研究、同部署
_COPULA = re.compile(r"[^，]{0,12}的[^，]{1,6}是")
SHORTEST_STATE = 6  # 学前教育双普达标
SHORT = 4  # characters of a clause that only tunes in to the next (建章立制)
SHORT_RESULT = 7  # 实行动态管理
SHORT_REST = 7  # characters of a clause with no known verb that cannot stand alone
SHORT_LEAD = 8  # 强化健康教育，不断…
SHORT_SLOGAN = 7  # 要拧紧责任链条，压实…
SHORT_AIM = 12  # 坚持立德树人，…
_UPHOLDS = re.compile("(?:始终|必须|牢牢)?坚持")


_CHARGES = ("牵头", "负责", "主办", "承办", "协办", "配合", "协助", "参与", "组织实施", "负责落实")
_EAGERLY = "(?:积极|密切|主动|全力|大力|认真|共同|协同|协作|具体|分别|按照?(?:各自)?职责(?:分工)?|分工|做好)*"
_BY_WHOM = re.compile(rf"由[^，]{{2,40}}{_EAGERLY}(?:{'|'.join(_CHARGES)})")
_BODY_END = "(?:[局委办厅科室股处镇乡]|部门|政府|单位|机构|学校|各校|中心|街道|等)"
_WHO = re.compile(rf"[^，]{{1,40}}?{_BODY_END}[要应须]?{_EAGERLY}(?:{'|'.join(_CHARGES)})")
_HELP = re.compile(rf"{_EAGERLY}(?:配合|协助)")


def asking(words: list[str]) -> Sequence[int]:
    """Which clauses of a sentence ask for more than they say who has to do it (由人事科牵头，教研室配合，…)."""
    if not any(said.endswith(_CHARGES) for said in words):
        return range(len(words))
    charged = any(_BY_WHOM.fullmatch(said) or said.endswith("牵头") for said in words)
    left = [i for i, said in enumerate(words) if not _only_says_who(said, charged=charged)]
    return left or range(len(words))


def _only_says_who(said: str, *, charged: bool) -> bool:
    """Whether a clause asks for nothing else; `charged` where its neighbours have said who leads."""
    if not said.endswith(_CHARGES):
        return False
    if _BY_WHOM.fullmatch(said):
        return True
    begun = clause.opening(said)
    if begun.owned and _HELP.fullmatch(said[begun.start :]):
        return True
    return charged and not clause.opens_with_verb(said) and bool(_WHO.fullmatch(said))


def read(words: str, begin: int, end: int) -> Clause:
    """Read one clause by itself; its role may still change beside its neighbours (see `placed`)."""
    if words[:1] == "并" and _ALSO.match(words) and _stands_alone(words[1:]):
        return Clause(begin + 1, end, "act", "verb")
    begun = clause.opening(words)
    rest = words[begun.start :]
    said: _Said = None
    for rule in _RULES:
        said = rule(rest, begun)
        if said:
            break
    role, reason = said or ("rest", "rest")
    states = begun.verb is None and len(rest) == len("及时")  # 信息报送要及时
    keeps_subject = role.startswith("modal") and (states or clause.matches("of_subject", rest))
    return Clause(begin + (begun.begin if keeps_subject else begun.start), end, role, reason)


# What one is asked to do besides (并向社会公示结果); 并逐年增加 says only how.
_ALSO = re.compile(r"并(?![且存行举重列非])[^，的]{5,}")


def _stands_alone(rest: str) -> bool:
    """Whether a clause asks by itself: no ground of the next (并根据实际，…), no result of the one before."""
    return not _is_result(rest) and not (_GROUND.match(rest) and _is_lead(rest))


_Said = tuple[str, str] | None  # role and reason; None where a rule has nothing to say


def _aside(rest: str, _: clause.Opening) -> _Said:
    if not rest:
        return "time", "time"
    if "同" in rest and _TOGETHER.search(rest):
        return "result", "result"
    remark = ("是" in rest and _COPULA.match(rest)) or (rest.endswith("下") and _UNDER.match(rest))
    return ("drop", "remark") if remark else None


def _short_clause(rest: str, begun: clause.Opening) -> _Said:
    if begun.modal and clause.matches("of_subject", rest):
        return "modal", "modal"
    if not begun.modal and "、" in rest and _IDIOMS.fullmatch(rest):
        return "idioms", "idioms"
    return ("modal short" if begun.modal else "short", "short") if len(rest) <= SHORT else None


def _result(rest: str, begun: clause.Opening) -> _Said:
    if clause.holds("slogan", rest):
        return "slogan", "slogan"
    asked = begun.modal and rest[0] != "使"
    if asked or not _is_result(rest):
        return None
    return "act" if _MEASURED.match(rest) else "result", "result"


def _is_result(rest: str) -> bool:
    return clause.matches("strong", rest) and not _SUPPLIES.match(rest)


def _lead(rest: str, begun: clause.Opening) -> _Said:
    return ("modal lead" if begun.modal else "lead", "lead") if _is_lead(rest) else None


def _asked(_: str, begun: clause.Opening) -> _Said:
    return ("modal", "modal") if begun.modal else None


def _verb(rest: str, begun: clause.Opening) -> _Said:
    if begun.verb is None:
        grounded = rest[0] in _GROUND_OPENS and _GROUND.match(rest)
        return ("act", "verb") if grounded else None  # a ground with a verb of its own behind it
    if begun.word not in clause.WEAK_OPENERS:
        return "weak" if _is_weak(rest, begun) else "act", "verb"
    if _BY_MEANS.match(rest):
        return "weak", "verb"
    return ("act", "verb") if _has_second_verb(rest) else None


def _figure_or_state(rest: str, _: clause.Opening) -> _Said:
    if _STILL_TO_DO.match(rest):
        return "lead", "lead"
    if _DIGIT.search(rest) and not _REMARK.search(rest):
        return "level" if _LEVEL.search(rest) or _EXTENT.match(rest) else "act", "figure"
    return ("act", "state") if len(rest) >= SHORTEST_STATE and clause.ends("states", rest) else None


# Asked in this order; the first answer gives a clause its role.
_RULES: tuple[Callable[[str, clause.Opening], _Said], ...] = (
    _aside,
    _short_clause,
    _result,
    _lead,
    _asked,
    _verb,
    _figure_or_state,
)

_DIGIT = re.compile(r"\d|[xX×](?=[个所名人次套项节座间万亿元%％])")  # XX小学 is a name
_MEASURED = re.compile(f"(?:确保|保证).*[{ANY_DIGIT}]")
_BY_MEANS = re.compile(r"通过[^，]*(?:提升|提高|增强|促进)")


def _is_weak(rest: str, begun: clause.Opening) -> bool:
    if begun.word == "推动" and clause.ends("result_ends", rest):
        return True
    if begun.word in _RAISES and clause.ends("raised", rest) and not _SOME.search(rest):
        return True  # 加强体育美育，培养时代新人
    if rest.startswith("加快") and clause.ends("far_aims", rest):
        return True  # 完善保障政策，加快建设生育友好型社会
    return (begun.word == "实行" and len(rest) <= SHORT_RESULT) or clause.matches("weak", rest)


_RAISES = frozenset(("培养", "培育"))
_SOME = re.compile(r"[、\d]|一批")  # whoever is counted or listed is a piece of work of its own


def _is_lead(rest: str) -> bool:
    if len(rest) <= SHORT_AIM and _UPHOLDS.match(rest):
        return True
    if _leads_by_its_end(rest) or (len(rest) <= SHORT_LEAD and rest.startswith("突出")):
        return True
    causes = clause.matching("causes", rest)
    if causes:
        return not clause.holds("inner", rest, causes)
    ground = _GROUND.match(rest)
    if ground:
        return not _THEN.search(rest, ground.end())
    return clause.matches("lead", rest) and not _has_second_verb(rest)


def _leads_by_its_end(rest: str) -> bool:
    if rest[-1:] not in clause.last_characters(*_LEADING_ENDS):
        return False
    return (
        clause.ends("lead_ends", rest)
        or (clause.ends("place_ends", rest) and clause.matches("at", rest))
        or (clause.ends("object_ends", rest) and clause.matches("object", rest) and not _is_moved(rest))
        or (clause.ends("gathered", rest) and clause.matches("gathers", rest))
    )


def _is_moved(rest: str) -> bool:
    """将优质资源送到农村学校 says what becomes of its object; 对…问题 waits for the clause that does."""
    return rest[0] in "将把" and _has_second_verb(rest)


_LEADING_ENDS = ("lead_ends", "place_ends", "object_ends", "gathered")

# A ground (按照…) asks by itself only where a verb follows the word that closes it.
_GROUND = re.compile(r"按照?|根据|依据|结合|围绕|针对|遵照|依照|参照")
_GROUND_OPENS = "按根依结围针遵参"
_THEN = re.compile(
    r"抓[^，]{2,4}$|(?:要求|精神|实际|特点|部署|原则|规定|情况|需要|变化|方式|方案|意见|标准)[》”]?，?(?:[开做抓推加落制完组建实进探]|全面|认真|积极|切实|及时|适时)"
)


def _has_second_verb(rest: str) -> bool:
    """把X纳入Y, 对X进行Y, 以X推动Y: the phrase that the opener begins is followed by a verb of its own."""
    if rest[:1] == "在" and _IN_A_FIELD.fullmatch(rest):
        return True
    opener = _SECOND.match(rest)
    return opener is not None and clause.holds("inner", rest, opener.end())


_IN_A_FIELD = re.compile(r"在[^，]{2,14}上[^，]{2,6}(?<![上下中内])")  # 在师德建设上加力度


def placed(parts: list[Clause], words: list[str]) -> Iterator[Clause]:
    """Settle clauses whose role depends on their neighbours."""
    role = ""
    last = len(parts) - 1
    for i, part in enumerate(parts):
        settle = _SETTLE.get(part.role)
        if settle is None or (settle is _opening_act and len(words[i]) > SHORT_LEAD):
            role = part.role
            yield part
            continue
        same = part.role == "weak" and i > 0 and _same_verb(words[i - 1], words[i])
        # 县财政局要保障经费，县人社局要…: what one body is asked does not only tune in to what another is.
        asked = role in _ASKED or part.role in _ASKED
        closes = i == last or (asked and clause.opening(words[i + 1]).owned)
        role = settle(part.role, _Place(role, words[i], "" if i == last else words[i + 1], closes, same))
        yield Clause(part.start, part.end, role, part.reason)


_ASKED = frozenset(("modal", "modal short", "modal lead", "act", "result"))


def _same_verb(one: str, other: str) -> bool:
    first, second = clause.opening(one).word, clause.opening(other).word
    return bool(first) and first == second


class _Place(NamedTuple):
    """What stands around a clause: the role before it ("" at the start), its own and the next words."""

    before: str
    words: str
    following: str
    last: bool  # nothing follows but what another body is asked
    same: bool  # it opens with the verb of the clause before

    @property
    def opens_with_verb(self) -> bool:
        return len(clause.opening(self.words).word) > 1

    @property
    def acted(self) -> bool:
        return self.before in ("act", "modal", "result")


_THEN_DONE = re.compile(r"[^，]{0,12}(?:前|内|底)(?:建成|投用|投入使用|完成|竣工|交付|启用|开工)")


def _short(_: str, at: _Place) -> str:
    if at.acted and _THEN_DONE.match(at.words):
        return "result"  # 新建学校2所，年底前投用，…
    if at.last or (at.acted and clause.matches("strong", at.following)):
        return "result" if at.before else "act"
    return "lead"


def _modal_short(_: str, at: _Place) -> str:
    """要保障经费 tunes in to what follows, unless nothing does or another is asked there."""
    return "modal" if at.last or clause.opening(at.following).modal else "modal lead"


def _idioms(_: str, at: _Place) -> str:
    if at.acted and (at.last or not clause.opening(at.following).word):
        return "result"
    return "act" if at.last else "lead"


def _weak(_: str, at: _Place) -> str:
    brief = len(at.words) <= SHORT_AIM and at.words.startswith("发挥")
    closes = at.last or at.before == "result" or brief
    return "result" if at.acted and not at.same and closes else "act"


def _rest(_: str, at: _Place) -> str:
    told = clause.holds("inner", at.words) or clause.opening(at.words).word in ("将", "把")
    if not at.before and at.last and told and not _REMARK.search(at.words):
        return "act"  # 安全事故实行零报告制度: a subject that only its verb tells
    if at.before in ("", "drop", "time") or _REMARK.search(at.words):
        return "drop"
    return "act" if len(at.words) > SHORT_REST else "result"


def _opening_act(role: str, at: _Place) -> str:
    """A slogan of a few words that the next clause spells out leads to it (要强化健康教育，不断…)."""
    lead = "modal lead" if role == "modal" else "lead"
    if role == "modal" and not at.before and len(at.words) <= SHORT_SLOGAN + 1 and len(at.following) > SHORT_SLOGAN:
        return lead
    elaborated = not at.last and not at.acted and clause.matches("elaborates", at.following) and at.opens_with_verb
    return lead if elaborated and len(at.words) <= SHORT_LEAD else role


_SETTLE: dict[str, Callable[[str, _Place], str]] = {
    "short": _short,
    "modal short": _modal_short,
    "modal lead": lambda _, at: "modal" if at.last else "modal lead",
    "idioms": _idioms,
    "weak": _weak,
    "rest": _rest,
    "act": _opening_act,
    "modal": _opening_act,
    "slogan": lambda _, at: "result" if at.acted else "drop",
    "level": lambda _, at: "result" if at.before in ("act", "modal") else "act",
    "result": lambda _, at: "result" if at.before else "act",
    "lead": lambda _, at: ("result" if at.before else "act") if at.last else "lead",
}
