"""The paragraph styles of a document: what GB/T 9704 asks of each part's type, said once and by name."""

from dataclasses import dataclass
from typing import Literal

from luoshi.scribe.page import (
    CHARACTER,
    CLOSER,
    FANGSONG,
    HEI,
    KAI,
    LEVEL_FACES,
    LINE,
    OTHER_NAMES,
    RED,
    SONG,
    XIAOBIAOSONG,
)
from luoshi.scribe.xml import NOTHING, Xml, tag, when

_STRICT = (
    tag("widowControl", val=0),
    Xml("".join(tag(name, val=0) for name in ("overflowPunct", "autoSpaceDE", "autoSpaceDN"))),
)


@dataclass(frozen=True)
class Shape:
    """How a paragraph stands; lengths in twentieths of a point. None: as its style says."""

    keep: bool = False  # on one page with what follows
    borders: Xml = NOTHING
    tabs: Xml = NOTHING
    grid: bool = True  # lines stand on the page's grid
    before: int | None = None
    after: int | None = None
    line: int | None = None  # exact height of a line
    left: int | None = None
    right: int | None = None
    hanging: int | None = None
    two_characters: bool = False  # 首行缩进 2 字
    align: Literal["", "left", "center", "right", "both"] = ""
    level: int | None = None
    strict: bool = False  # digits as close to Chinese as Chinese is, no mark hangs out of the line: 28 are 28
    section: Xml = NOTHING

    def xml(self, style: str = "") -> Xml:
        """The properties in the order that the schema asks for."""
        inside = (
            when(style, tag("pStyle", val=style)),
            when(self.keep, tag("keepNext")),
            when(self.strict, _STRICT[0]),
            self.borders,
            self.tabs,
            when(self.strict, _STRICT[1]),
            when(not self.grid, tag("snapToGrid", val=0)),
            self._spacing(),
            self._indent(),
            when(self.align, tag("jc", val=self.align)),
            when(self.level is not None, tag("outlineLvl", val=self.level or 0)),
            self.section,
        )
        return when(any(inside), tag("pPr", *inside))

    def _spacing(self) -> Xml:
        values = {"before": self.before, "after": self.after, "line": self.line}
        given: dict[str, str | int] = {key: value for key, value in values.items() if value is not None}
        if self.line is not None:
            given["lineRule"] = "exact"
        return when(given, tag("spacing", **given))

    def _indent(self) -> Xml:
        given = {"left": self.left, "right": self.right, "hanging": self.hanging}
        values = {key: value for key, value in given.items() if value is not None}
        if self.two_characters:
            values |= {"firstLineChars": 200, "firstLine": 2 * CHARACTER}
        return when(values, tag("ind", **values))


AS_STYLED = Shape()


def face(name: str = "", size: float = 0, *, colour: str = "", closer: int | None = None, strong: bool = False) -> Xml:
    """The properties of a run. A face counts for Chinese and for Latin, or Chinese falls back to another face."""
    half_points = round(size * 2)
    inside = (
        when(name, tag("rFonts", ascii=name, eastAsia=name, hAnsi=name, cs=name)),
        when(strong, tag("b")),
        when(colour, tag("color", val=colour)),
        when(closer is not None, tag("spacing", val=closer or 0)),
        when(size, Xml(tag("sz", val=half_points) + tag("szCs", val=half_points))),
    )
    return when(any(inside), tag("rPr", *inside))


@dataclass(frozen=True)
class Style:
    """A paragraph style. `name` is what the list of styles shows; Word translates those it knows itself."""

    key: str
    name: str
    shape: Shape
    face: Xml = NOTHING
    following: str = ""

    def xml(self) -> Xml:
        first = self.key == "Normal"
        inside = (
            tag("name", val=self.name),
            when(not first, tag("basedOn", val="Normal")),
            when(self.following, tag("next", val=self.following)),
            tag("qFormat"),
            self.shape.xml(),
            self.face,
        )
        default = {"default": "1"} if first else {}
        return tag("style", *inside, type="paragraph", **default, styleId=self.key)


_LINE = Shape(line=LINE, before=0, after=0, align="both", strict=True)

STYLES = (
    Style("Normal", "Normal", _LINE, face(FANGSONG, 16, closer=CLOSER)),
    Style("Text", "Body Text", Shape(two_characters=True)),
    # 7.3.1: centred, 2号小标宋; one blank line below it (7.3.2). 22 pt go into a line of the grid.
    Style("Title", "Title", Shape(align="center", after=LINE, keep=True), face(XIAOBIAOSONG, 22, closer=0), "Text"),
    Style("Addressees", "主送机关", Shape(align="left"), following="Text"),
    *(
        Style(
            f"Level{level}",
            f"heading {level}",
            Shape(keep=True, two_characters=True, level=level - 1),
            face(name),
            "Text",
        )
        for level, name in LEVEL_FACES.items()
    ),
    Style("Listed", "附件说明", Shape(align="left")),
    Style("Signature", "落款", Shape(align="right")),
    Style("AttachmentMark", "附件序号", Shape(align="left", keep=True), face(HEI)),
    Style(
        "Mark", "发文机关标志", Shape(align="center", grid=False, keep=True), face(XIAOBIAOSONG, colour=RED, closer=0)
    ),
    Style("Number", "发文字号", Shape(align="center", grid=False, keep=True)),
    Style("RedLine", "红色分隔线", Shape(grid=False, keep=True)),
    Style("Imprint", "版记", Shape(align="left", grid=False), face(FANGSONG, 14, closer=0)),
    Style("Cell", "表格文字", Shape(align="left", grid=False), face(closer=0)),
    Style("PageNumber", "footer", Shape(grid=False, line=14 * 20), face(SONG, 14, closer=0)),
)

SIGNER_FACE = face(KAI)  # 7.2.6: 签发人 in 仿宋, the name in 楷体


def styles() -> Xml:
    """All of styles.xml inside its root."""
    language = Xml('<w:lang w:val="en-US" w:eastAsia="zh-CN"/>')
    defaults = tag("docDefaults", tag("rPrDefault", tag("rPr", language)), tag("pPrDefault"))
    return Xml(defaults + "".join(style.xml() for style in STYLES))


def fonts() -> Xml:
    """All of fontTable.xml inside its root: what may stand in for a face that a machine lacks."""
    return Xml(
        "".join(tag("font", tag("altName", val=",".join(more)), name=name) for name, more in OTHER_NAMES.items())
    )
