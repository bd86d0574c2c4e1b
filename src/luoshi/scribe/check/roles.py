"""What a paragraph of an official document is, told from its words, place and look."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from docx.oxml.ns import qn

from luoshi.scribe.check.looks import Element, Styles

Role = Literal["mark", "number", "title", "addressees", "level", "attachment", "listed", "aside", "text"]

_HAN = re.compile("[㐀-鿿]")
_NUMBER = re.compile(r"^\S{1,12}?[〔\[［(（【]\s*\d{2,4}\s*年?\s*[〕\]］)）】]\s*第?\s*\d+\s*号")
_LEVELS = (
    re.compile(r"^[一二三四五六七八九十]{1,3}、"),
    re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"^\d{1,2}[.．](?!\d)"),
    re.compile(r"^[（(]\d{1,2}[）)]"),
)
_ATTACHMENT = re.compile(r"^附件\s*\d{0,2}[:：]?$")
_LISTED = re.compile(r"^附件[:：]")
_HEADING = re.compile(r"(?:heading|标题) ([1-4])")
_EARLY = 12  # paragraphs in which a title is looked for


@dataclass(frozen=True)
class Part:
    """A paragraph with words: its number among those of the text (from 1), its section, what it is."""

    element: Element
    words: str
    place: int
    section: int
    role: Role
    level: int = 0

    @property
    def runs(self) -> list[Element]:
        """Those that show Chinese; what a link holds is left out."""
        return [run for run in self.element.iter(qn("w:r")) if _HAN.search(words_of(run))]


def words_of(element: Element) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def parts(body: Element, styles: Styles) -> Iterator[Part]:
    """Paragraphs with words that stand in the text itself; what stands in tables has no form of its own."""
    section, title = 1, 0  # title: where the last line of a title stood
    for place, element in enumerate(body.iterchildren(qn("w:p")), 1):
        words = words_of(element).strip()
        if words:
            role, level = _role(element, words, styles)
            if role == "aside" and styles.align(element) == "center" and (not title and place <= _EARLY):
                role = "title"
            elif role == "text" and title and words.endswith(("：", ":")) and place <= title + 2:
                role = "addressees"
            title = place if role == "title" else 0 if role == "attachment" else title
            yield Part(element, words, place, section, role, level)
        section += element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None


def _role(element: Element, words: str, styles: Styles) -> tuple[Role, int]:
    first = next(element.iter(qn("w:r")), None)
    if first is not None and styles.colour(element, first) == "FF0000":
        return "mark", 0
    if _NUMBER.match(words) and len(words) < 60:
        return "number", 0
    if styles.name(element) in {"title", "标题"}:
        return "title", 0
    if _ATTACHMENT.match(words):
        return "attachment", 0
    if _LISTED.match(words) or styles.name(element) == "附件说明":
        return "listed", 0
    if styles.align(element) in {"center", "right", "end"}:
        return "aside", 0
    counted = next((level for level, pattern in enumerate(_LEVELS, 1) if pattern.match(words)), 0)
    styled = _HEADING.fullmatch(styles.name(element))
    level = counted or (int(styled[1]) if styled else 0)
    return ("level", level) if level else ("text", 0)
