"""Page numbers (7.5): 4号半角宋体 between two dashes, one blank from the right on odd pages, from the left on even ones."""

from typing import Literal

from luoshi.scribe.page import BOTTOM, LANDSCAPE, SMALL_SIZE, Paper, twips
from luoshi.scribe.paragraphs import SPECK
from luoshi.scribe.styles import Shape
from luoshi.scribe.xml import Xml, tag

# The dash stands 7 mm below the 版心, in the middle of a line of 14 pt; so that line ends this many mm below it.
END = 7 + SMALL_SIZE * 25.4 / 72 / 2
_BLANK = _LINE = int(SMALL_SIZE * 20)

_Side = Literal["left", "right"]


def keys(paper: Paper, *, counted: bool) -> tuple[str, str]:
    """The footers of a section's odd and of its even pages."""
    kind = "blank" if not counted else "turned" if paper is LANDSCAPE else "upright"
    return f"{kind}_odd", f"{kind}_even"


def _number(side: _Side) -> Xml:
    shape = Shape(align=side, left=_BLANK) if side == "left" else Shape(align=side, right=_BLANK)
    before, number, after = (f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in ("— ", "1", " —"))
    field = f'<w:fldSimple w:instr=" PAGE ">{number}</w:fldSimple>'
    return tag("p", shape.xml("PageNumber"), Xml(before + field + after))


def _turned(side: _Side) -> Xml:
    """On a sheet turned for a table the number stays where it is on all others: at the sheet's left, read downwards.

    A floating table of one cell whose text runs from top to bottom.
    """
    paper = LANDSCAPE
    across, down = twips(BOTTOM - END), twips(paper.top)
    inner = twips(paper.height - paper.top - paper.bottom)
    table = tag(
        "tblPr",
        tag("tblpPr", vertAnchor="page", horzAnchor="page", tblpX=across, tblpY=down),
        tag("tblW", w=_LINE, type="dxa"),
        tag("tblLayout", type="fixed"),
        tag("tblCellMar", *(tag(side, w=0, type="dxa") for side in ("left", "right"))),
    )
    cell = tag("tcPr", tag("tcW", w=_LINE, type="dxa"), tag("textDirection", val="tbRl"))
    row = tag("tr", tag("trPr", tag("trHeight", val=inner, hRule="exact")), tag("tc", cell, _number(side)))
    return Xml(tag("tbl", table, tag("tblGrid", tag("gridCol", w=_LINE)), row) + SPECK.xml())


FOOTERS = {
    "upright_odd": _number("right"),
    "upright_even": _number("left"),
    "turned_odd": _turned("right"),
    "turned_even": _turned("left"),
    "blank_odd": SPECK.xml(),
    "blank_even": SPECK.xml(),
}
