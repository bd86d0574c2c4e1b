"""Sentences that tell of the meeting itself: who met, spoke, read out, thanked."""

import re

from luoshi.reader.sentences.asking import asks
from luoshi.reader.sentences.cues import MODAL, Outlook, says
from luoshi.reader.sentences.speech import SPEECH_INSIDE

_CONVENED = re.compile(
    r"召开|举行|出席|列席|主持(?:了)?(?:会议|并|召开|。)|率队|陪同(?:调研|检查|考察)|实地(?:视察|考察|调研|察看|查看)|开班(?:仪式|式)|启动仪式|参加(?:了)?(?:会议|此次|大会|培训|活动)|参加。|宣读|传达"
    r"|作(?:了)?[^，。]{0,30}(?:报告|讲话|发言|部署|安排|交流|点评)|颁奖|领奖|交流发言|表态发言|收看|致以|分会场|与会|主持。"
)
_OPENS = re.compile(
    r"会议(?:还|最后|首先)?(?:总结|回顾|分析|客观|听取|传达|通报|研究|审议|部署|学习|表彰|以|由|期间|现场|对)"
    r"|[^，。]{0,30}(?:递交|签订|签署)了[^，。]{0,16}责任(?:书|状)"
    r"|[^。]{2,40}总结了[^，。]{2,16}，并?对[^，。]{2,20}(?:进行|作)了?(?:安排|部署)"
    r"|[^，。]{2,20}(?:安排部署|总结部署|通报)了?[^，。]{2,30}工作。$"
    r"|(?:会议)?(?:审议|研究|讨论)(?:并)?通过"
    r"|会[上后前]，[^。]{0,60}(?:汇报|介绍|宣读|传达|通报|发言|交流|观看|签订|颁奖)"
)
# These tell of a meeting wherever they stand. A set of characters comes first, which makes the search fast.
_OCCASION = re.compile(
    r"[参出列表纷作做提致](?:(?:(?<=参)加|(?<=[出列])席)(?:了?(?:此次|本次)?(?:会议|大会|座谈会))?。$|(?<=参)会。$"
    r"|(?<=表)示(?:最?衷心|热烈|诚挚|崇高|亲切)的?.{0,6}(?:感谢|祝贺|敬意|问候|慰问)|(?<=纷)纷表示"
    r"|(?<=[作做])[了出][^，。]{0,10}(?:部署|安排|讲话|发言|报告)。$|(?<=[作做])[^，。了出]{0,6}(?:汇报|发言|讲话)。$|(?<=作)(?:政府)?工作报告。$"
    r"|(?<=提)出了?(?!如下)[^，。]{0,12}(?:要求|希望|期望|意见)。$|(?<=致)以[^，。]{0,12}(?:问候|敬意|祝贺))"
)
_AT_MEETING = re.compile(r"(?:会上|会后|会前|会议期间|会议最后|随后)，")


def is_occasion(words: str, state: Outlook) -> bool:
    tells = _OCCASION.search(words)
    told = _OPENS.match(words) or (tells and not MODAL.search(words, 0, tells.start()))
    if told and not SPEECH_INSIDE.search(words):
        return True
    if _AT_MEETING.match(words) and not MODAL.search(words):
        return True
    if says("speech_now", words) and not state.listed and not MODAL.search(words):
        return True
    if state.mode == "achievement" or (state.listed and state.mode in ("task", "goal", "problem")):
        return False
    if _CONVENED.search(words) or says("meeting", words) >= 2:
        return not (state.mode == "task" and asks(words))
    return state.mode is None and not says("achievement_strong", words) and not asks(words)
