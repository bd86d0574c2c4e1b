"""Many texts out of few: paragraphs of the reports put together anew, each text under one kind of noise.

The kinds of noise, and which pages have them, are those of 1.6 of the notes on real reports: they are damages that
a reader should see through, so speed is measured on what it will meet and not on clean text.
"""

import random
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from luoshi import reader

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT.parent / "shared" / "reports"
SAMPLES = ROOT / "src" / "luoshi" / "samples"

CLAUSE = re.compile(r"[^，。；]+[，。；]?")

Damage = Callable[[str, random.Random], str]

# Characters that a template glosses at every occurrence; traditional forms, as the pages have them.
GLOSSED = "實學會國進質區發經優業現統辦師體設備機關導動務項標準際資歷園幼義"
HEAD = (
    "首页 > 政务公开 > 工作动态\n发布时间：2024-03-06 09:12　来源：教育局办公室　浏览次数：1580\n【字号： 大 中 小 】\n"
)
TAIL = "\n撰稿：闻溪　编辑：陆川　审核：顾舟\n【打印正文】【关闭窗口】\n扫一扫在手机打开当前页\n上一篇：通知\n"
SHARED = "由会员分享，可在线阅读，更多相关《工作报告（9页珍藏版）》请在文库上搜索。\n"


def paragraphs() -> list[str]:
    """Cleaned paragraphs of all reports at hand, the product's own samples where the real ones are not."""
    folder = REPORTS if REPORTS.is_dir() else SAMPLES
    lines = [line for path in sorted(folder.iterdir()) for line in reader.read(path).text.split("\n")]
    return [line for line in dict.fromkeys(lines) if line.strip()]


def recombined(count: int, *, seed: int = 1) -> list[str]:
    """`count` texts; the same seed gives the same ones."""
    chance = random.Random(seed)
    known = paragraphs()
    made = []
    for number in range(count):
        text = "\n".join(chance.sample(known, min(len(known), chance.randint(8, 40))))
        damage = DAMAGES[number % len(DAMAGES)]
        made.append(damage(text, chance))
    return made


def of_size(size: int, *, seed: int = 1) -> str:
    """One text of about `size` bytes of UTF-8.

    Its lines are clauses of the reports in a new order: whole paragraphs would soon come back, and the reader takes
    what is said twice for the page's repetition.
    """
    chance = random.Random(seed)
    known = [clause for line in paragraphs() for clause in CLAUSE.findall(line)]
    lines: list[str] = []
    while size > 0:
        lines.append("".join(chance.choices(known, k=chance.randint(4, 16))))
        size -= len(lines[-1].encode()) + 1
    return "\n".join(lines)


@cache
def _converter(scheme: str) -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC(scheme).convert
    return convert


@cache
def _gloss(char: str) -> str:
    from pypinyin import pinyin

    return f"{char}({pinyin(char)[0][0]})"


def unharmed(text: str, _: random.Random) -> str:
    return text


def glossed(text: str, _: random.Random) -> str:
    traditional = _converter("s2t")(text)
    return re.sub(f"[{GLOSSED}]", lambda match: _gloss(match[0]), traditional)


def taiwanese(text: str, _: random.Random) -> str:
    return _converter("s2twp")(text)


def joined(text: str, _: random.Random) -> str:
    return text.replace("\n", "")


def wrapped(text: str, _: random.Random) -> str:
    return "\n".join(line[at : at + 33] for line in text.split("\n") for at in range(0, len(line), 33))


def numbered(text: str, _: random.Random) -> str:
    """A block number in front of every 400 characters, as document-sharing sites print it."""
    blocks = [text[at : at + 400] for at in range(0, len(text), 400)]
    return "".join(f"\n{number}、{block}" for number, block in enumerate(blocks, start=1))


def shifted(text: str, _: random.Random) -> str:
    """One GBK byte lost at every twentieth stop; what follows pairs up wrongly until a single byte ends it."""
    parts = _converter("s2t")(text).split("。")
    lost = bytearray()
    for number, part in enumerate(parts, start=1):
        lost += part.encode("gbk", "replace")
        lost += b"?\xa3" if number % 20 == 0 else "。".encode("gbk")
    return bytes(lost).decode("gbk", "replace")


def struck(text: str, _: random.Random) -> str:
    return re.sub(r"20\d\d(?=年)", "20XX", text)


def framed(text: str, chance: random.Random) -> str:
    return chance.choice((HEAD, SHARED + HEAD)) + text + TAIL


DAMAGES: Sequence[Damage] = (unharmed, glossed, framed, joined, wrapped, taiwanese, numbered, shifted, struck, framed)
