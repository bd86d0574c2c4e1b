"""How a paragraph or run of any .docx looks in the end: what it says itself, else its style, else the file's defaults."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

# An element of the file's markup; python-docx is without types.
Element = Any

_THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DEFAULT_SIZE = 20  # half points, where nothing says anything
_OFF = {"0", "false", "off", "none"}


def value(element: Element | None, name: str = "val") -> str:
    return "" if element is None else str(element.get(qn(f"w:{name}")) or "")


def number(words: str) -> int:
    """0 for what is none: files of others hold anything."""
    try:
        return int(float(words))
    except (ValueError, OverflowError):
        return 0


@dataclass(frozen=True)
class Styles:
    """The styles of one file."""

    document: Document

    @cached_property
    def _styles(self) -> dict[str, Element]:
        return {value(style, "styleId"): style for style in self.document.styles.element.iter(qn("w:style"))}

    @cached_property
    def _first(self) -> str:
        """The style of paragraphs that name none."""
        paragraphs = (style for style in self._styles.values() if value(style, "type") == "paragraph")
        return next((value(style, "styleId") for style in paragraphs if value(style, "default") in {"1", "true"}), "")

    @cached_property
    def _defaults(self) -> Element:
        return self.document.styles.element.find(qn("w:docDefaults"))

    def name(self, paragraph: Element) -> str:
        style = self._styles.get(self._style_of(paragraph))
        return "" if style is None else value(style.find(qn("w:name"))).lower()

    def _style_of(self, paragraph: Element) -> str:
        properties = paragraph.find(qn("w:pPr"))
        return (value(properties.find(qn("w:pStyle"))) if properties is not None else "") or self._first

    def _chain(self, key: str) -> Iterator[Element]:
        """A style and those it is based on; a circle is gone through once."""
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            yield self._styles[key]
            key = value(self._styles[key].find(qn("w:basedOn")))

    def _sources(self, paragraph: Element, run: Element | None, kind: str) -> Iterator[Element]:
        """Where properties may stand (`kind` is pPr or rPr), the nearest first."""
        if run is not None:
            own = run.find(qn("w:rPr"))
            yield own
            if own is not None:
                yield from (style.find(qn(kind)) for style in self._chain(value(own.find(qn("w:rStyle")))))
        elif kind == "w:pPr":
            yield paragraph.find(qn("w:pPr"))
        yield from (style.find(qn(kind)) for style in self._chain(self._style_of(paragraph)))
        if self._defaults is not None:
            yield from (wrapper.find(qn(kind)) for wrapper in self._defaults.iter(qn(f"{kind}Default")))

    def _said(self, paragraph: Element, run: Element | None, path: tuple[str, ...], name: str) -> str:
        """The nearest word on a property: `path` from pPr or rPr to the element, `name` of its attribute."""
        kind, element = path
        for source in self._sources(paragraph, run, kind):
            found = None if source is None else source.find(qn(element))
            if found is not None and (said := value(found, name)):
                return said
        return ""

    # Runs

    def size(self, paragraph: Element, run: Element) -> float:
        """Points."""
        return (number(self._said(paragraph, run, ("w:rPr", "w:sz"), "val")) or _DEFAULT_SIZE) / 2

    def closer(self, paragraph: Element, run: Element) -> int:
        """What is added after each character, in twentieths of a point."""
        return number(self._said(paragraph, run, ("w:rPr", "w:spacing"), "val"))

    def colour(self, paragraph: Element, run: Element) -> str:
        return self._said(paragraph, run, ("w:rPr", "w:color"), "val").upper()

    def face(self, paragraph: Element, run: Element) -> str:
        """The face of Chinese characters; of a theme its face for simplified Chinese."""
        for source in self._sources(paragraph, run, "w:rPr"):
            fonts = None if source is None else source.find(qn("w:rFonts"))
            if fonts is None:
                continue
            if theme := value(fonts, "eastAsiaTheme"):  # goes before the name beside it
                return self._theme.get(theme[:5], "")
            if name := value(fonts, "eastAsia"):
                return name
        return ""

    @cached_property
    def _theme(self) -> dict[str, str]:
        parts = (r.target_part for r in self.document.part.rels.values() if r.reltype == _THEME and not r.is_external)
        for part in parts:
            theme = parse_xml(part.blob)
            return {kind: _chinese(theme.find(f".//{_DRAWING}{kind}Font")) for kind in ("major", "minor")}
        return {}

    # Paragraphs

    def align(self, paragraph: Element) -> str:
        return self._said(paragraph, None, ("w:pPr", "w:jc"), "val")

    def indent(self, paragraph: Element, size: float) -> float:
        """Of the first line, in characters."""
        if chars := self._said(paragraph, None, ("w:pPr", "w:ind"), "firstLineChars"):
            return number(chars) / 100
        return number(self._said(paragraph, None, ("w:pPr", "w:ind"), "firstLine")) / (size * 20)

    def line(self, paragraph: Element) -> tuple[int, str]:
        """Height of a line and its rule: exact or atLeast in twentieths of a point, auto in parts of 240."""
        height = number(self._said(paragraph, None, ("w:pPr", "w:spacing"), "line")) or 240
        return height, self._said(paragraph, None, ("w:pPr", "w:spacing"), "lineRule") or "auto"

    def on_grid(self, paragraph: Element) -> bool:
        for source in self._sources(paragraph, None, "w:pPr"):
            snap = None if source is None else source.find(qn("w:snapToGrid"))
            if snap is not None:
                return value(snap) not in _OFF
        return True


def _chinese(fonts: Element | None) -> str:
    if fonts is None:
        return ""
    hans = (str(font.get("typeface")) for font in fonts.iter(f"{_DRAWING}font") if font.get("script") == "Hans")
    east = fonts.find(f"{_DRAWING}ea")
    return (str(east.get("typeface") or "") if east is not None else "") or next(hans, "")
