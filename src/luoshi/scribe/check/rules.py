"""What GB/T 9704—2012 asks of a .docx, as rules that yield where it is not so. Clauses stand in `page`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from luoshi.scribe.check.looks import Element, Styles, number, value
from luoshi.scribe.check.roles import Part
from luoshi.scribe.page import (
    BODY_SIZE,
    CHARACTERS,
    FANGSONG,
    HEI,
    LANDSCAPE,
    LEVEL_FACES,
    LINES,
    OTHER_NAMES,
    PORTRAIT,
    SMALL_SIZE,
    SONG,
    TITLE_SIZE,
    TOLERANCE,
    XIAOBIAOSONG,
    Paper,
    twips,
)

_BRACKETS = re.compile(r"〔\d{4}〕[1-9]\d*号")
_DAY = re.compile(
    r"^[〇○零O0-9一二三四五六七八九十]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日$"
)
_PLAIN_DAY = re.compile(r"^\d{4}年[1-9]\d?月[1-9]\d?日$")


@dataclass(frozen=True)
class Place:
    """Section and paragraph, both counted from 1; a paragraph of 0 means the section's page. `words` begin it."""

    section: int
    paragraph: int = 0
    words: str = ""


@dataclass(frozen=True)
class Deviation:
    """Something that is not as the standard has it: a code, where, what was found and what is wanted instead.

    Lengths are in millimetres, sizes in points, an indent in characters. Wording is the reader's own matter.
    """

    code: str
    place: Place
    found: str
    wanted: str


@dataclass(frozen=True)
class Page:
    """A section's page: its sheet in millimetres and the pitch of its grid in twentieths of a point (0: none)."""

    paper: Paper
    pitch: int
    widened: float  # points that the grid adds to each character

    @property
    def inner(self) -> tuple[int, int]:
        return self.paper.inner, twips(self.paper.height - self.paper.top - self.paper.bottom)


NOT_SAID = Page(Paper(0, 0, 0, 0, 0, 0), 0, 0.0)


def page_of(section: Element) -> Page:
    size, margins, grid = (section.find(qn(f"w:{name}")) for name in ("pgSz", "pgMar", "docGrid"))
    lengths = [
        value(size, "w"),
        value(size, "h"),
        *(value(margins, side) for side in ("top", "right", "bottom", "left")),
    ]
    paper = Paper(*map(_millimetres, lengths))
    kind = value(grid, "type")
    pitch = number(value(grid, "linePitch")) if kind in {"lines", "linesAndChars", "snapToChars"} else 0
    widened = number(value(grid, "charSpace")) / 4096 if kind in {"linesAndChars", "snapToChars"} else 0.0
    return Page(paper, pitch, widened)


def _millimetres(words: str) -> float:
    return number(words) / 1440 * 25.4


def sides(page: Page, place: Place) -> Iterator[Deviation]:
    """5.2.1: A4, and the margins of an upright paper, or of one turned to the left."""
    wanted = LANDSCAPE if page.paper.width > page.paper.height else PORTRAIT
    for name in ("width", "height", "top", "right", "bottom", "left"):
        found, right = getattr(page.paper, name), getattr(wanted, name)
        if abs(found - right) > TOLERANCE:
            yield Deviation(f"page_{name}", place, f"{found:.1f}", f"{right:g}")


def text(part: Part, page: Page, styles: Styles, place: Place) -> Iterator[Deviation]:
    """5.2.2 and 5.2.3, 7.3.3: faces and sizes, two blanks before a paragraph, 22 lines of 28 characters."""
    runs = part.runs
    if not runs:
        return
    if part.role == "level":  # a heading may go on as text in the same paragraph
        yield from _faces(part, runs[:1], styles, LEVEL_FACES[part.level], place)
    else:
        yield from _faces(part, runs, styles, FANGSONG, place)
    yield from _sizes(part, runs, styles, BODY_SIZE, place)
    size = styles.size(part.element, runs[0])
    indent = styles.indent(part.element, size)
    if part.role in {"text", "level"} and abs(indent - 2) > 0.15 and not part.words.startswith("　　"):
        yield Deviation("indent", place, f"{indent:.2g}", "2")
    if page.paper.height > page.paper.width:
        yield from _grid(part, page, styles, place)


def _grid(part: Part, page: Page, styles: Styles, place: Place) -> Iterator[Deviation]:
    first = part.runs[0]
    size = styles.size(part.element, first)
    pitch = size + styles.closer(part.element, first) / 20 + page.widened
    across = str(int(page.inner[0] / 20 / max(pitch, 1.0) + 0.02))
    if across != str(CHARACTERS):
        yield Deviation("characters", place, across, str(CHARACTERS))
    lines = _lines(part, page, styles, size)
    if lines != str(LINES):
        yield Deviation("lines", place, lines, str(LINES))


def _lines(part: Part, page: Page, styles: Styles, size: float) -> str:
    """How many lines go on a page, or the rule by which that depends on the face."""
    height, rule = styles.line(part.element)
    if rule == "auto":
        if not (page.pitch and styles.on_grid(part.element)):
            return rule
        natural = size * 20 * 1.3  # what a Chinese face takes for a line
        height = round(page.pitch * -(-natural // page.pitch) * height / 240)
    return str(int(page.inner[1] / max(height, 1) + 0.02))


def _faces(part: Part, runs: list[Element], styles: Styles, wanted: str, place: Place) -> Iterator[Deviation]:
    allowed = {wanted.casefold(), *(name.casefold() for name in OTHER_NAMES[wanted])}
    faces = [styles.face(part.element, run) for run in runs]
    found = sorted({face for face in faces if face.casefold() not in allowed})
    if found:
        yield Deviation(f"{part.role}_face", place, "、".join(found), wanted)


def _sizes(part: Part, runs: list[Element], styles: Styles, wanted: float, place: Place) -> Iterator[Deviation]:
    sizes = {styles.size(part.element, run) for run in runs}
    found = sorted(size for size in sizes if abs(size - wanted) > 0.3)  # 15.75 is 3号 as well
    if found:
        yield Deviation(f"{part.role}_size", place, "、".join(f"{size:g}" for size in found), f"{wanted:g}")


def heading(part: Part, styles: Styles, place: Place) -> Iterator[Deviation]:
    """7.3.1: 2号小标宋, centred; 7.3.7: 附件 in 黑体."""
    if part.role == "attachment":
        yield from _faces(part, part.runs, styles, HEI, place)
        yield from _sizes(part, part.runs, styles, BODY_SIZE, place)
        return
    yield from _faces(part, part.runs, styles, XIAOBIAOSONG, place)
    yield from _sizes(part, part.runs, styles, TITLE_SIZE, place)
    if (align := styles.align(part.element)) != "center":
        yield Deviation("title_align", place, align or "left", "center")


def words(part: Part, place: Place) -> Iterator[Deviation]:
    """7.2.5: 〔2026〕12号, no leading zero, no 第; 7.3.5: the day in Arabic figures, no leading zeros."""
    if part.role == "number" and not _BRACKETS.search(part.words):
        yield Deviation("number_form", place, part.words, "〔年份〕序号号")
    day = part.words.replace(" ", "")
    if _DAY.match(day) and not _PLAIN_DAY.match(day):
        yield Deviation("day_form", place, part.words, "2026年3月5日")


def page_numbers(document: Document, section: Any, place: Place, styles: Styles) -> Iterator[Deviation]:
    """7.5: 4号宋体, on the outer side of odd and of even pages."""
    footers = [section.footer]
    if document.settings.odd_and_even_pages_header_footer:
        footers.append(section.even_page_footer)
    else:
        yield Deviation("page_number_sides", place, "one", "odd right, even left")
    for footer in footers:
        paragraphs = [p for p in footer._element.iter(qn("w:p")) if _has_number(p)]
        if not paragraphs:
            yield Deviation("page_number", place, "", "— 1 —")
        for paragraph in paragraphs:
            runs = [run for run in paragraph.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
            part = Part(paragraph, "", 0, place.section, "aside")
            for one in (*_faces(part, runs, styles, SONG, place), *_sizes(part, runs, styles, SMALL_SIZE, place)):
                yield Deviation(one.code.replace("aside", "page_number"), place, one.found, one.wanted)


def _has_number(paragraph: Element) -> bool:
    simple = (value(field, "instr") for field in paragraph.iter(qn("w:fldSimple")))
    long = (field.text or "" for field in paragraph.iter(qn("w:instrText")))
    return any("PAGE" in said.upper().split() for said in (*simple, *long))
