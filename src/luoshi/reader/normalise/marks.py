"""Punctuation and widths: full-width marks in Chinese text, half-width digits and letters, paired quotes."""

import re
from functools import cache
from itertools import pairwise

from luoshi.reader.lexicon import load
from luoshi.reader.text import Text

_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_NEAR = r"[^\x00-\x7f]"  # a neighbour that makes the text around a mark Chinese
HALF_MARK = re.compile(rf"[,;:!?](?:(?<={_NEAR}.)|(?={_NEAR}))", re.DOTALL)
WIDE_ALNUM = re.compile("[０-９Ａ-Ｚａ-ｚ]")
WIDE_AMONG_FIGURES = re.compile(r"[％．－～∶：](?<=[\d%].)(?:(?<=\d[％．])|(?<=[－～∶：])(?=\d))")
_NARROW = {"％": "%", "．": ".", "－": "-", "～": "~", "∶": ":", "：": ":"}
SMALL_FORM = re.compile("[﹐﹑﹒﹔﹕﹖﹗﹙﹚]")
_SMALL = dict(zip("﹐﹑﹒﹔﹕﹖﹗﹙﹚", "，、.；：？！（）", strict=True))
# Character recognition reads the ring of a Chinese stop as the letter: behind a percent sign, or alone
# between Chinese characters.
RING = re.compile("[oO](?:(?<=[%％].)(?![0-9A-Za-z])|(?<=[㐀-鿿”）].)(?<!O)(?=[㐀-鿿“（\\n]|\\Z))")
BRACKET = re.compile(r"[()（）\n]")

_STRAIGHT = "\"'＂〝〞"
CURLY = re.compile("[“”]")
QUOTE = re.compile(r"""["＂〝〞“”\n]|'(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])'""")

_EDGES = " \t\n\u3000，。；：！？、,;:!?“”（）()"
_PAIRS = ("““", "””", "，，", ",，", "，,", ",,", "。。", "；；", ";；", "；;", ";;", "：：", ":：", "：:", "::")
DOUBLED = re.compile("“{2,}|”{2,}|[,，]{2,}|。{2,}|[;；]{2,}|[:：]{2,}")


def set_widths(text: Text) -> Text:
    chars = text.chars
    if SMALL_FORM.search(chars):
        chars = SMALL_FORM.sub(lambda m: _SMALL[m[0]], chars)
    if WIDE_ALNUM.search(chars):
        chars = WIDE_ALNUM.sub(lambda m: chr(ord(m[0]) - 0xFEE0), chars)
    chars = WIDE_AMONG_FIGURES.sub(lambda m: _NARROW[m[0]], chars)
    chars = HALF_MARK.sub(lambda m: _FULL[m[0]], chars)
    return text.swap(_widen_brackets(chars))


def read_stops(text: Text) -> Text:
    return text.swap(RING.sub("。", text.chars))


def _widen_brackets(chars: str) -> str:
    """Half-width brackets become full-width where they hold, follow or precede Chinese; both of a pair alike."""
    if "(" not in chars and ")" not in chars:
        return chars
    wide: list[int] = []
    opened: list[int] = []
    for match in BRACKET.finditer(chars):
        place, char = match.start(), match[0]
        if char == "\n":
            wide += (p for p in opened if _touches_chinese(chars, p))
            opened = []
        elif char in "(（":
            opened.append(place)
        elif not opened:
            wide += [place] if _touches_chinese(chars, place) else []
        else:
            start = opened.pop()
            if "（" in (chars[start], char) or _is_chinese(chars, start, place):
                wide += (start, place)
    wide += (p for p in opened if _touches_chinese(chars, p))
    if not wide:
        return chars
    out = list(chars)
    for place in wide:
        out[place] = _FULL.get(out[place], out[place])
    return "".join(out)


def _is_chinese(chars: str, start: int, end: int) -> bool:
    around = chars[start - 1 : start] + chars[start + 1 : min(end, start + 60)] + chars[end + 1 : end + 2]
    return not around.isascii()


def _touches_chinese(chars: str, place: int) -> bool:
    return not (chars[max(0, place - 1) : place] + chars[place + 1 : place + 2]).isascii()


def pair_quotes(text: Text) -> Text:
    """Straight and mismatched quotes become “ and ” by turns; a line whose quotes are sound is left alone."""
    chars = text.chars
    curly = CURLY.findall(chars)
    if not any(mark in chars for mark in _STRAIGHT) and curly == ["“", "”"] * (len(curly) // 2):
        return text
    out = list(chars)
    marks: list[int] = []
    for match in QUOTE.finditer(chars):
        if match[0] == "\n":
            _pair_in_line(out, marks)
            marks = []
        else:
            marks.append(match.start())
    _pair_in_line(out, marks)
    return text.swap("".join(out))


def _pair_in_line(out: list[str], places: list[int]) -> None:
    marks = [out[place] for place in places]
    straight = any(mark not in "“”" for mark in marks)
    odd = len(marks) % 2 == 1
    # Marks that alternate are right even if they begin with ”: the line was wrapped inside a quotation.
    if not straight and (odd or _is_sound(marks) or all(a != b for a, b in pairwise(marks))):
        return
    is_open = False
    for place, mark in zip(places, marks, strict=True):
        if odd and mark in "“”":
            # An odd number cannot be told by turns: the curly ones are right, the straight follow them.
            is_open = mark == "“"
            continue
        is_open = not is_open if not odd else _opens(out, place, was=is_open)
        out[place] = "“" if is_open else "”"


def _opens(out: list[str], place: int, *, was: bool) -> bool:
    """Whether a straight quote opens, where one of its line is missing: by what it touches, else by turns."""
    if place + 1 == len(out) or out[place + 1] in _EDGES:
        return False
    if not place or out[place - 1] in _EDGES:
        return True
    return not was


def _is_sound(marks: list[str]) -> bool:
    depth = 0
    for mark in marks:
        depth += 1 if mark == "“" else -1
        if depth < 0:
            return False
    return depth == 0


def collapse_doubled(text: Text) -> Text:
    """`,，` and its like keep their full-width mark once; 、、 stays, it shows where digits were lost."""
    if not any(pair in text.chars for pair in _PAIRS):
        return text
    return text.replace(DOUBLED, lambda m: _FULL.get(m[0][0], m[0][0]), "doubled")


def drop_strays(text: Text) -> Text:
    """Ornaments at a line's edge or beside a mark go (inside words, 五★级, they stay), and so do the
    grave accents that document-sharing sites strew between words."""
    cuts = [match.span() for match in _stray().finditer(text.chars) if _is_stray(text.chars, *match.span())]
    return text.cut(cuts, "ornament")


def _is_stray(chars: str, start: int, end: int) -> bool:
    left, right = chars[start - 1 : start], chars[end : end + 1]
    if chars[start] == "`":
        return not (left + right).isascii()
    return not left or not right or left in _EDGES or right in _EDGES


@cache
def _stray() -> re.Pattern[str]:
    ornaments = "".join(load("ornaments")["characters"])
    return re.compile(f"[`{ornaments}](?:(?<!`)[{ornaments}]*)?")
