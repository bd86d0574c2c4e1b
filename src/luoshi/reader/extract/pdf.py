"""PDF files with a text layer: each character with its place, and the lines that are drawn. Runs in a child.

PDFium finds the characters; what it guesses of blanks and order is left out, for in Chinese text it guesses wrong.
"""

import ctypes
import math
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from luoshi.reader.extract.apart import MOST_CHARACTERS, answered
from luoshi.reader.extract.formats import locked
from luoshi.reader.extract.leaves import Glyph, Leaf, Rule
from luoshi.reader.extract.package import broken
from luoshi.reader.extract.typeset import refuse_pictures, text_of
from luoshi.reader.source import Source, Unreadable, called

_MOST_PAGES = 1000
_MOST_RULES = 20_000  # drawn pieces on a page; more are a picture
_DEEPEST = 5  # drawings inside drawings
_LOST = 0.2  # of the characters: more that the file gives no meaning make it unreadable
_STRAIGHT = 1.0  # points by which a drawn line may lean
_TURNED = 3.0  # degrees by which a character may lean

# What a font calls by its shape as a radical is meant as the character.
_SHAPES = "⺟⺠⺩⺻⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⻑⺝⺼⻏⻖"
_MEANT = "母民王聿虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟长月肉邑阜"
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | {
    ord(shape): meant for shape, meant in zip(_SHAPES, _MEANT, strict=True)
}

Turned = Callable[[float, float], tuple[float, float]]


def answer(content: bytes, *, name: str) -> dict[str, Any]:
    return answered(lambda: extract_pdf(content, name))


def extract_pdf(data: bytes, name: str) -> Source:
    """Raises Unreadable for a file that is broken, locked, only pictures, or whose characters have no meaning."""
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise locked(name) if "password" in str(error).lower() else broken(name) from error
    if count > _MOST_PAGES:
        raise Unreadable("large", f"{called(name)}有 {count} 页，工作报告没有这么厚。请只交报告那几页。")
    leaves: list[Leaf] = []
    found = lost = 0
    for number in range(count):
        leaf, missed = _leaf(document, number)
        found, lost = found + len(leaf.glyphs), lost + missed
        leaves.append(leaf)
        if found > MOST_CHARACTERS:
            break
    if lost > _LOST * max(1, found):
        raise Unreadable(
            "glyphs",
            f"{called(name)}的文字没有对应的编码，选中复制出来也是乱码，这里读不了。请交原来的 Word 或 WPS 文件。",
        )
    refuse_pictures(leaves, name)
    return text_of(leaves).source(name, "pdf", damaged=lost)


def layer_of(data: bytes) -> str | None:
    """The text layer as the file has it, page by page; None where it cannot be opened."""
    try:
        document = pypdfium2.PdfDocument(data)
        return "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    except pypdfium2.PdfiumError:
        return None


def _leaf(document: pypdfium2.PdfDocument, number: int) -> tuple[Leaf, int]:
    """The page, empty if it is broken, and how many of its characters have no meaning."""
    try:
        page = document[number]
        width, height = page.get_size()
        turned = _upright(page)
        leaf = Leaf(number + 1, width, height)
        lost = _read_characters(page, leaf, turned)
        leaf.pictured = not leaf.glyphs and next(page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE]), None) is not None
        leaf.rules = list(_rules(page, turned))
    except pypdfium2.PdfiumError:
        return Leaf(number + 1, 1, 1), 0
    return leaf, lost


def _upright(page: pypdfium2.PdfPage) -> Turned:
    """From the file's places, upwards from the lower left and before the page is turned, to ours."""
    left, bottom, right, top = page.get_mediabox()
    return {
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }.get(page.get_rotation(), lambda x, y: (x - left, top - y))


def _read_characters(page: pypdfium2.PdfPage, leaf: Leaf, turned: Turned) -> int:
    """Puts the page's characters on the leaf; gives how many have no meaning."""
    layer = page.get_textpage()
    text = layer.raw
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    lost, askew, rotation = 0, [], page.get_rotation()
    for index in range(min(pdfium.FPDFText_CountChars(text), MOST_CHARACTERS)):
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(text, index)
        unknown = bool(pdfium.FPDFText_HasUnicodeMapError(text, index)) or _is_no_character(code)
        if code < 0x20 and not unknown:
            continue
        lost += unknown
        char = "\ufffd" if unknown else _RADICALS.get(code) or chr(code)
        if not pdfium.FPDFText_GetLooseCharBox(text, index, box):
            continue
        if _is_askew(pdfium.FPDFText_GetCharAngle(text, index), rotation):
            askew.append(char)
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        ends = turned(box.left, box.bottom), turned(box.right, box.top)
        (left, right), (top, bottom) = (sorted(pair) for pair in zip(*ends, strict=True))
        base = turned(x.value, y.value)[1]
        if all(map(math.isfinite, (left, right, top, bottom, base))):
            leaf.glyphs.append(Glyph(char, left, right, base, max(bottom - top, 1.0)))
    leaf.turned = "".join(askew)
    return lost


def _is_no_character(code: int) -> bool:
    return code == 0 or 0xD800 <= code < 0xE000 or code in (0xFFFD, 0xFFFE, 0xFFFF) or code > 0x10FFFF


def _is_askew(angle: float, rotation: int) -> bool:
    """Whether a character leans against the page as it is shown; the file may turn both, and in either sense."""
    degrees = math.degrees(angle) if math.isfinite(angle) else 0.0
    return all(_TURNED < (degrees + way * rotation) % 360 < 360 - _TURNED for way in (1, -1))


def _rules(page: pypdfium2.PdfPage, turned: Turned) -> Iterator[Rule]:
    """Drawn lines and the edges of boxes, as far as they are level or upright."""
    count = 0
    for drawn, matrix in _paths(page.raw, None, 0):
        last = start = (0.0, 0.0)
        for index in range(max(0, pdfium.FPDFPath_CountSegments(drawn))):
            count += 1
            if count > _MOST_RULES:
                return
            segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
            x, y = ctypes.c_float(), ctypes.c_float()
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            at = turned(*_placed(x.value, y.value, matrix))
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = at
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                yield from _rule(last, at)
            last = at
            if pdfium.FPDFPathSegment_GetClose(segment):
                yield from _rule(at, start)


def _paths(holder: Any, around: Any, depth: int) -> Iterator[tuple[Any, list[Any]]]:
    """The drawn objects of a page or of a drawing in it, each with the matrices that place it, innermost first."""
    inside = around is not None
    count = pdfium.FPDFFormObj_CountObjects(holder) if inside else pdfium.FPDFPage_CountObjects(holder)
    for index in range(min(max(0, count), _MOST_RULES)):
        one = pdfium.FPDFFormObj_GetObject(holder, index) if inside else pdfium.FPDFPage_GetObject(holder, index)
        kind = pdfium.FPDFPageObj_GetType(one)
        if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM):
            continue
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(one, matrix)
        placed = [matrix, *(around or [])]
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield one, placed
        elif depth < _DEEPEST:
            yield from _paths(one, placed, depth + 1)


def _placed(x: float, y: float, matrices: list[Any]) -> tuple[float, float]:
    for m in matrices:
        x, y = m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f
    return x, y


def _rule(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Rule]:
    (left, right), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    is_straight = right - left <= _STRAIGHT or bottom - top <= _STRAIGHT
    if is_straight and all(map(math.isfinite, (left, top, right, bottom))):
        yield Rule(left, top, right, bottom)
