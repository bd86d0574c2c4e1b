"""The parts around the text: head above it, list of attachments and signature below it, imprint at the foot."""

from dataclasses import replace

from luoshi.scribe.characters import in_one_line, plain, width
from luoshi.scribe.document import Attachment, Document, Imprint, Letterhead, Signature, day_in_words
from luoshi.scribe.page import CHARACTER, LEFT, LINE, PORTRAIT, RED, SMALL_SIZE, XIAOBIAOSONG, twips
from luoshi.scribe.paragraphs import SPECK, Piece, Written, pieces, run, said
from luoshi.scribe.styles import SIGNER_FACE, Shape, face
from luoshi.scribe.tables import shares
from luoshi.scribe.xml import NOTHING, Xml, tag, when, words

_MARK_SIZES = (22.0, 50.0)  # points; the standard leaves the size to the office, large ones end at 小初 or so
_TO_MARK = twips(35)  # 7.2.4: from the top of the 版心 to the mark
_TO_LINE = twips(4)  # 7.2.7: from the number to the red line
_SMALL = int(SMALL_SIZE * 20)


def letterhead(head: Letterhead) -> list[Piece]:
    """7.2.4 to 7.2.7. An empty mark is that of paper already printed: its room is left free, and no line drawn."""
    mark = in_one_line(head.mark)
    size = max(_MARK_SIZES[0], min(_MARK_SIZES[1], PORTRAIT.inner / 20 // max(width(mark), 1.0)))
    shape = Shape(before=_TO_MARK, line=round(size * 24))
    written: list[Piece] = [Written("Mark", run(mark, face(XIAOBIAOSONG, size)), shape)]
    below = 2 * LINE  # 7.2.5: two blank lines
    if head.number or head.signer:
        written.append(_number(head, below))
        below = 0
    border = tag("pBdr", tag("bottom", val="single", sz=12, space=0, color=RED)) if mark else NOTHING
    return [*written, Written("RedLine", NOTHING, Shape(before=below, line=_TO_LINE, borders=border))]


def _number(head: Letterhead, before: int) -> Written:
    number = in_one_line(head.number)
    if not head.signer:
        return said("Number", number, Shape(before=before))
    end = tag("tabs", tag("tab", val="right", pos=PORTRAIT.inner - CHARACTER))
    signer = Xml(run("\t签发人：") + run(in_one_line(head.signer), SIGNER_FACE))
    return Written("Number", Xml(run(number) + signer), Shape(before=before, left=CHARACTER, tabs=end, align="left"))


def title(document: Document) -> list[Piece]:
    """7.3.1: two blank lines below the red line."""
    text = plain(document.title).strip()
    if not text:
        return []
    return [said("Title", text, Shape(before=2 * LINE if document.letterhead else None))]


def addressees(text: str) -> list[Piece]:
    """7.3.2: flush left, a full-width colon after the last."""
    text = in_one_line(text).rstrip("：:")
    return [said("Addressees", f"{text}：")] if text else []


def attachments(listed: tuple[Attachment, ...]) -> list[Piece]:
    """7.3.4: one blank line below the text; what does not fit in a line goes on under the name's first character."""
    names = [in_one_line(attachment.name) for attachment in listed]
    if len(names) < 2:
        return [_listed("附件：", name, "", LINE) for name in names]
    return [
        _listed("附件：" if number == 1 else "", name, f"{number}.", LINE if number == 1 else 0)
        for number, name in enumerate(names, 1)
    ]


def _listed(word: str, name: str, number: str, before: int) -> Written:
    to_number = 3 * CHARACTER  # 附件：
    to_name = (3 if len(number) > 2 else 2) * CHARACTER if number else 0
    hanging = to_name + (to_number if word else 0)
    shape = Shape(before=before, left=2 * CHARACTER + to_number + to_name, hanging=hanging)
    return said("Listed", f"{word}{number}\t{name}" if number else word + name, shape)


def signature(signed: Signature) -> list[Piece]:
    """7.3.5.1 with a seal: the day four blanks from the right, the name centred over it, two lines free for the seal.

    7.3.5.2 without: the name two blanks from the right, the day begins two characters after the name begins.
    """
    body, day = in_one_line(signed.body), day_in_words(signed.day)
    long, short = min(width(body) * CHARACTER, PORTRAIT.inner - 4.0 * CHARACTER), width(day) * CHARACTER
    if signed.sealed:
        day_right = 4.0 * CHARACTER
        body_right = max(0.0, day_right + (short - long) / 2)
    else:
        body_right = 2.0 * CHARACTER
        day_right = body_right + long - 2 * CHARACTER - short
        more = max(0.0, 2 * CHARACTER - day_right)
        body_right, day_right = body_right + more, day_right + more
    before = (2 if signed.sealed else 1) * LINE
    return [
        said("Signature", body, Shape(before=before, right=round(body_right), keep=True)),
        said("Signature", day, Shape(right=round(day_right))),
    ]


def note(text: str) -> list[Piece]:
    """7.3.6: in round brackets below the day, indented by two."""
    text = in_one_line(text).removeprefix("（").removesuffix("）")
    return [said("Text", f"（{text}）")] if text else []


def attachment(one: Attachment, number: str, inner: int) -> list[Piece]:
    """7.3.7: 附件1 in 黑体 on the first line, the title on the third."""
    name = in_one_line(one.name)
    heading: list[Piece] = [said("AttachmentMark", f"附件{number}"), said("Title", name, Shape(before=LINE))]
    return [*heading, *pieces(one.blocks, inner)]


def imprint(printed: Imprint) -> list[Piece]:
    """7.4: at the foot of the last page, 4号仿宋, outer lines 0.35 mm and inner ones 0.25 mm thick.

    A floating table, as the lines are as wide as the text and the words are not. It belongs to the paragraph after it,
    which is none that ends a section: LibreOffice leaves out those that do nothing else, and the table would move on.
    """
    copies = in_one_line(printed.copies).removesuffix("。")
    columns = shares((3, 2), PORTRAIT.inner)
    office, day = in_one_line(printed.office), f"{day_in_words(printed.day)}印发"
    rows = [tag("tr", _imprinted(office, columns[0], 1, ""), _imprinted(day, columns[1], 1, "right"))]
    if copies:
        rows.insert(0, tag("tr", _imprinted(f"抄送：{copies}。", PORTRAIT.inner, 2, "")))
    grid = tag("tblGrid", *(tag("gridCol", w=wide) for wide in columns))
    return [SPECK, tag("tbl", _imprint_properties(), grid, *rows), SPECK, SPECK]


def _imprint_properties() -> Xml:
    place: dict[str, str | int] = {
        "vertAnchor": "margin",
        "horzAnchor": "page",
        "tblpX": twips(LEFT),
        "tblpYSpec": "bottom",
    }
    lines = {"top": 8, "bottom": 8, "insideH": 6}  # eighths of a point: 0.35 mm, and 0.25 mm as near as can be
    return tag(
        "tblPr",
        tag("tblpPr", **place),
        tag("tblW", w=PORTRAIT.inner, type="dxa"),
        tag("tblBorders", *(tag(side, val="single", sz=size, space=0, color="auto") for side, size in lines.items())),
        tag("tblLayout", type="fixed"),
        tag("tblCellMar", *(tag(side, w=_SMALL, type="dxa") for side in ("left", "right"))),
    )


def _imprinted(text: str, wide: int, across: int, align: str) -> Xml:
    properties = tag("tcPr", tag("tcW", w=wide, type="dxa"), when(across > 1, tag("gridSpan", val=across)))
    shape = Shape(align="right") if align else Shape(left=3 * _SMALL, hanging=3 * _SMALL) if across > 1 else Shape()
    return tag("tc", properties, tag("p", replace(shape, line=LINE).xml("Imprint"), tag("r", words(text))))
