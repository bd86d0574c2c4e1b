"""密级标志: how a paper is marked as secret, and where such a mark stands. A sentence about secrecy is no mark.

The form is that of GB/T 9704-2012, 7.2.2 (密级和保密期限: 机密★1年, above the red line of the first page) and, for
examination papers, 绝密★启用前. Every line is folded first: blanks and invisible characters gone, full width made
half, traditional characters simplified. Runs in the sandbox; knows the standard library only.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LEVEL = "(?:绝密|机密|秘密)"
INTERNAL = "(?:内部(?:资料|文件|材料|使用)|工作秘密)"
STAR = "[★☆✩✪✫✬✭✮✯✰⭐🌟*∗]"
COUNT = "[0-9〇零一二两三四五六七八九十百半]+"
PERIOD = (
    f"(?:{COUNT}个?(?:年|月|日|天)|长期|永久|"
    "(?:启用|启封|启动|开启|使用|开考|考试|考试结束|公布|发布|解密|评卷结束|开标)(?:之?[前后])?)"
)
OPEN, SHUT = r"[\[(〔【《<]", r"[\])〕】》>]"
URGENT = "(?:特急|加急|平急|急件)"
NUMBER = r"(?:(?:份号:?|[Nn][Oo]\.?:?)?[0-9]{1,8})"  # 份号 stands before the mark
HANDLED = (
    "(?:(?:请|请勿|切勿|严禁|禁止|不得|不准|注意|妥善|仅供|免费)?"
    "(?:外传|公开|扩散|转发|传播|上网|保密|保存|保管|翻印|复制|参考|内部使用|交流|使用))"
)
SHORT = 3  # characters of a line that may be part of a mark written downwards
DOWN = 12  # lines of such a mark at the most


@dataclass(frozen=True)
class MarkRule:
    """One way in which a mark is written. It is looked for in a folded line."""

    code: str
    pattern: re.Pattern[str]


# In the order of how sure they are.
RULES = (
    MarkRule("star", re.compile(f"(?:{LEVEL}|内部){STAR}{PERIOD}")),
    MarkRule("head", re.compile(f"^{NUMBER}?{OPEN}?{LEVEL}[★☆✩✪✫✬✭✮✯✰⭐🌟]|{LEVEL}[★☆⭐]$")),
    MarkRule(
        "line",
        re.compile(
            f"^{NUMBER}?{OPEN}*(?:密级:?)?{OPEN}*{LEVEL}{STAR}?{SHUT}*{OPEN}?(?:{PERIOD})?{SHUT}*{URGENT}?{NUMBER}?$"
        ),
    ),
    MarkRule("bracket", re.compile(f"^{NUMBER}?{OPEN}(?:{LEVEL}|{INTERNAL}){SHUT}")),
    MarkRule(
        "named",
        re.compile(f"密级(?:[和及与]保密期限)?[:为]{OPEN}?(?:{LEVEL}|内部)(?![、,/或和及与]?(?:{LEVEL}|内部|公开))"),
    ),
    MarkRule(
        "internal", re.compile(f"^{NUMBER}?{OPEN}*{INTERNAL}{SHUT}*(?:[,。;:·!、—-]*{OPEN}?{HANDLED}{SHUT}?)*[。!]*$")
    ),
)

# In a name the parts stand between these.
BETWEEN = re.compile(r"[\s\-_.,+·—()\[\]【】〔〕《》<>（）]+")
IN_NAME = re.compile(f"^{NUMBER}?(?:{LEVEL}{STAR}?(?:{PERIOD})?|{INTERNAL})$")

_SIMPLIFIED = str.maketrans("機祕絕內資級開啟啓個長後後結試續", "机秘绝内资级开启启个长后后结试续")
_INVISIBLE = re.compile("[\\s\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u3164]+")
_ASKED = re.compile("密|内部")


def fold(line: str) -> str:
    """The line as the rules read it."""
    if not unicodedata.is_normalized("NFKC", line):
        line = unicodedata.normalize("NFKC", line)
    return _INVISIBLE.sub("", line).translate(_SIMPLIFIED)


def mark_in(line: str) -> str:
    """The mark that a line is or begins with, folded; "" if it is none."""
    return _mark_in(fold(line))


def _mark_in(folded: str) -> str:
    if not _ASKED.search(folded):
        return ""
    for rule in RULES:
        if found := rule.pattern.search(folded):
            return found[0][:40]
    return ""


def mark_in_name(name: str) -> str:
    """The mark in a file's name: with a star and a period anywhere, or between blanks, brackets or dashes."""
    folded = unicodedata.normalize("NFKC", name).translate(_SIMPLIFIED)
    if found := RULES[0].pattern.search(fold(name)):
        return found[0]
    return next((part for part in BETWEEN.split(folded) if IN_NAME.search(part)), "")


def marks(lines: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each mark with its place. `lines` are (place, line); short lines that follow one another may be one mark."""
    down: list[str] = []
    for place, line in lines:
        folded = fold(line)
        if not folded:
            continue
        if found := _mark_in(folded):
            yield place, found
        down = [*down, folded][-DOWN:] if len(folded) <= SHORT else []
        if len(down) > 1 and not found and (joined := _downwards(down)):
            yield place, joined
            down = []


def _downwards(lines: list[str]) -> str:
    """A mark written one or two characters a line, ending with the last of them."""
    return next((found for at in range(len(lines) - 1) if (found := _mark_in("".join(lines[at:])))), "")
