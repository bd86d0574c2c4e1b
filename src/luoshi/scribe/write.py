"""A document as data → a .docx laid out by GB/T 9704—2012."""

from dataclasses import dataclass, replace
from typing import Literal

from luoshi.scribe import foot, parts
from luoshi.scribe.document import Attachment, Document
from luoshi.scribe.package import packed
from luoshi.scribe.page import BOTTOM, LANDSCAPE, LINE, PORTRAIT, Paper, twips
from luoshi.scribe.paragraphs import BLANK_LINE, Piece, Written, ended, kept, pieces
from luoshi.scribe.xml import NOTHING, Xml, tag, when


@dataclass(frozen=True)
class _Section:
    pieces: list[Piece]
    paper: Paper = PORTRAIT
    begins: Literal["nextPage", "oddPage", "evenPage"] = "nextPage"
    anew: bool = False  # pages are counted from 1
    counted: bool = True  # pages bear their number


def to_docx(*documents: Document) -> bytes:
    """One file of one or more documents, each from page 1 on a sheet of its own. The same documents, the same bytes."""
    if not documents:
        raise ValueError("no document to write")
    sections = [section for document in documents for section in _sections(document)]
    sections[0] = replace(sections[0], begins="nextPage")  # nothing stands before it
    *others, last = sections
    written = [ended(one.pieces, _properties(one)) for one in others] + [ended(last.pieces, NOTHING)]
    body = [_markup(piece) for section in written for piece in section] + [_properties(last)]
    days = [document.signature.day for document in documents if document.signature]
    return packed(Xml("".join(body)), foot.FOOTERS, title=documents[0].title, day=max(days, default=None))


def _markup(piece: Piece) -> Xml:
    return piece.xml() if isinstance(piece, Written) else piece


def _sections(document: Document) -> list[_Section]:
    sections = [_Section(_main(document), begins="oddPage", anew=True)]
    several = len(document.attachments) > 1
    for number, one in enumerate(document.attachments, 1):
        sections.append(_attached(one, str(number) if several else ""))
    if not document.imprint:
        return sections
    printed, last = parts.imprint(document.imprint), sections[-1]
    if last.paper is PORTRAIT:
        return [*sections[:-1], replace(last, pieces=[*last.pieces, *printed])]
    # 7.4 and 7.5: on the last, even page; it bears no number, as the page before it may be blank.
    return [*sections, _Section(printed, begins="evenPage", counted=False)]


def _attached(one: Attachment, number: str) -> _Section:
    paper = LANDSCAPE if one.landscape else PORTRAIT
    return _Section(parts.attachment(one, number, paper.inner), paper)


def _main(document: Document) -> list[Piece]:
    head = parts.letterhead(document.letterhead) if document.letterhead else []
    text = pieces(document.blocks, PORTRAIT.inner)
    listed = parts.attachments(document.attachments)
    signed = parts.signature(document.signature) if document.signature else []
    if signed:  # the page that bears the signature bears text too
        text, listed = kept(text), kept(listed)
    opening = [*head, *parts.title(document), *parts.addressees(document.addressees)]
    below = [BLANK_LINE, *pieces(document.below, PORTRAIT.inner)] if document.below else []
    return [*opening, *text, *listed, *signed, *parts.note(document.note), *below]


def _properties(section: _Section) -> Xml:
    paper = section.paper
    footers = (
        Xml(f'<w:footerReference w:type="{side}" r:id="{key}"/>')
        for side, key in zip(("default", "even"), foot.keys(paper, counted=section.counted), strict=True)
    )
    turned = {"orient": "landscape"} if paper is LANDSCAPE else {}
    margins = {side: twips(getattr(paper, side)) for side in ("top", "right", "bottom", "left")}
    return tag(
        "sectPr",
        *footers,
        tag("type", val=section.begins),
        tag("pgSz", w=twips(paper.width), h=twips(paper.height), **turned),
        tag("pgMar", **margins, header=twips(15), footer=twips(BOTTOM - foot.END), gutter=0),
        when(section.anew, tag("pgNumType", start=1)),
        tag("docGrid", type="lines", linePitch=LINE),
    )
