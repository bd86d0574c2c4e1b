"""When a text is refused although its characters could be read."""

import re
from math import ceil

from luoshi.reader import topics
from luoshi.reader.reading import Reading
from luoshi.reader.source import Unreadable

_LEAST = 10  # Chinese characters below which nothing can be a report
_ENOUGH = 5000  # characters in which a report has shown that it is one
_SPARSEST = 150  # Chinese characters for each word of the topics' lexicon: reports have one in about 25
_ASKS_NOTHING = ("analysis", "script")  # kinds of document that need not ask for anything
_KANA_SHARE = 0.05  # of Chinese and Japanese characters: above it the text is Japanese

HAN = re.compile("[㐀-鿿]+")
KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
WORD = re.compile("[A-Za-z][A-Za-z]+")


def refuse_unusable(reading: Reading) -> None:
    """Raise Unreadable for a text that is not Chinese, or in which nothing is to be done and nothing was done."""
    called = f"“{reading.source.name}”" if reading.source.name else "这段文字"
    text = reading.text
    han, kana, words = _han(text), len(KANA.findall(text)), len(WORD.findall(text))
    if not text:
        raise Unreadable("empty", f"{called}里没有正文，只有网页的菜单、署名之类。请确认取到的是报告本身。")
    # English with Chinese headings left in it is a translation, not the report.
    if han < max(_LEAST, words) or kana > _KANA_SHARE * (han + kana):
        raise Unreadable("not_chinese", f"{called}不是中文报告（汉字 {han} 个，外文词 {words} 个）。请交中文原文。")
    kinds = {sentence.kind for sentence in reading.sentences}
    if not kinds & {"task", "achievement"} and reading.meeting.genre not in _ASKS_NOTHING:
        raise Unreadable(
            "nothing_found", f"{called}里既没有读到要做的事，也没有读到做成的事，不像工作报告。请确认交的是正文。"
        )
    beginning = text[:_ENOUGH]
    least = ceil((han if beginning == text else _han(beginning)) / _SPARSEST)
    if topics.words_in(beginning, most=least) < least:
        raise Unreadable("no_report", f"{called}里几乎没有教育工作的用语，不像教育工作报告。请确认交的是报告正文。")


def _han(text: str) -> int:
    return sum(map(len, HAN.findall(text)))
