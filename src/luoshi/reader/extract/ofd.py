"""OFD files (GB/T 33190): the text of their pages, each character with its place, and the lines that are drawn.

Runs in a child. Stamps, notes and pictures are not looked into.
"""

import io
import math
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from luoshi.reader.extract.apart import MOST_CHARACTERS, answered
from luoshi.reader.extract.formats import locked
from luoshi.reader.extract.leaves import Glyph, Leaf, Rule
from luoshi.reader.extract.package import DAMAGED, broken, refuse_bombs
from luoshi.reader.extract.typeset import refuse_pictures, text_of
from luoshi.reader.source import Source

_POINTS = 72 / 25.4  # in a millimetre
_MOST_PAGES = 1000
_MOST_RULES = 20_000
_STRAIGHT = 0.4  # millimetres by which a drawn line may lean
_NARROW, _WIDE = 0.2, 1.3  # of the size: how wide a character can be
_SAME = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]


def answer(content: bytes, *, name: str) -> dict[str, Any]:
    return answered(lambda: extract_ofd(content, name))


def extract_ofd(data: bytes, name: str) -> Source:
    """Raises Unreadable for a file that is broken, locked, or holds only pictures."""
    refuse_bombs(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if any(posixpath.basename(part).lower() == "encryptions.xml" for part in package.namelist()):
                raise locked(name)
            leaves = list(_leaves(package))
    except (etree.XMLSyntaxError, *DAMAGED) as error:
        raise broken(name) from error
    refuse_pictures(leaves, name)
    return text_of(leaves).source(name, "ofd")


def _leaves(package: zipfile.ZipFile) -> Iterator[Leaf]:
    found = number = 0
    for root in _all(_parsed(package, "OFD.xml"), "DocRoot"):
        place = _part("", root.text or "")
        document, folder = _parsed(package, place), posixpath.dirname(place)
        shared = {one.get("ID"): one.get("BaseLoc", "") for one in _all(document, "TemplatePage")}
        for page in _all(document, "Page"):
            number += 1
            if number > _MOST_PAGES or found > MOST_CHARACTERS:
                return
            content = _parsed(package, _part(folder, page.get("BaseLoc", "")))
            leaf = Leaf(number, *_size(content, document))
            for one in _all(content, "Template"):
                if one.get("TemplateID") in shared:
                    _read(_parsed(package, _part(folder, shared[one.get("TemplateID")])), leaf)
            _read(content, leaf)
            leaf.pictured = not leaf.glyphs and next(_all(content, "ImageObject"), None) is not None
            found += len(leaf.glyphs)
            yield leaf


def _parsed(package: zipfile.ZipFile, part: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(package.read(part), parser)


def _part(folder: str, place: str) -> str:
    """The name of a part: places are told from the folder of who tells them, or from the file's root."""
    return (
        place.strip().lstrip("/")
        if place.strip().startswith("/")
        else posixpath.normpath(f"{folder}/{place.strip()}").lstrip("/")
    )


def _all(element: Any, name: str) -> Iterator[Any]:
    return (one for one in element.iter(etree.Element) if etree.QName(one).localname == name)


def _size(content: Any, document: Any) -> tuple[float, float]:
    for holder in (content, document):
        box = next(_all(holder, "PhysicalBox"), None)
        numbers = _numbers(box.text) if box is not None else []
        if len(numbers) == 4:
            return numbers[2] * _POINTS, numbers[3] * _POINTS
    return 595.0, 842.0


def _numbers(text: str | None) -> list[float]:
    """The numbers of a list; what is none ends it."""
    out: list[float] = []
    for word in (text or "").split():
        try:
            number = float(word)
        except ValueError:
            return out
        if not math.isfinite(number):
            return out
        out.append(number)
    return out


def _steps(text: str | None, most: int) -> list[float]:
    """The distances between characters; `g 3 5.6` stands for three times 5.6."""
    out: list[float] = []
    words = iter((text or "").split())
    for word in words:
        repeated = word == "g"
        times, step = (_numbers(next(words, "")), _numbers(next(words, ""))) if repeated else ([1.0], _numbers(word))
        if not times or not step or len(out) > most:
            break
        out += step[:1] * min(most, max(0, int(times[0])))
    return out


def _read(content: Any, leaf: Leaf) -> None:
    for one in _all(content, "TextObject"):
        place = _placing(one)
        size = abs(next(iter(_numbers(one.get("Size"))), 0.0)) * math.sqrt(
            abs(place[0] * place[3] - place[1] * place[2])
        )
        for code in _all(one, "TextCode"):
            leaf.glyphs += _glyphs(code, place, size * _POINTS)
    for one in _all(content, "PathObject"):
        for data in _all(one, "AbbreviatedData"):
            if len(leaf.rules) < _MOST_RULES:
                leaf.rules += _rules(data.text, _placing(one))


def _placing(element: Any) -> Matrix:
    """What an object's own places become on the page, in millimetres."""
    a, b, c, d, e, f = numbers if len(numbers := _numbers(element.get("CTM"))) == 6 else _SAME
    left, top, *_ = [*_numbers(element.get("Boundary")), 0.0, 0.0]
    return a, b, c, d, e + left, f + top


def _placed(x: float, y: float, m: Matrix) -> tuple[float, float]:
    return (m[0] * x + m[2] * y + m[4]) * _POINTS, (m[1] * x + m[3] * y + m[5]) * _POINTS


def _glyphs(code: Any, place: Matrix, size: float) -> Iterator[Glyph]:
    chars = (code.text or "").strip("\r\n")
    across, down = _steps(code.get("DeltaX"), len(chars)), _steps(code.get("DeltaY"), len(chars))
    x, y = (next(iter(_numbers(code.get(name))), 0.0) for name in ("X", "Y"))
    scale = math.hypot(place[0], place[1]) * _POINTS
    for index, char in enumerate(chars):
        step = across[min(index, len(across) - 1)] if across else 0.0
        usual = size / 2 if char.isascii() else size
        width = step * scale if _NARROW * size < step * scale < _WIDE * size else usual
        left, base = _placed(x, y, place)
        yield Glyph(char, left, left + width, base, max(size, 1.0))
        x += step if across else (0.0 if down else usual / max(scale, 1e-6))
        y += down[min(index, len(down) - 1)] if down else 0.0


def _rules(text: str | None, place: Matrix) -> Iterator[Rule]:
    """The straight pieces of a drawing: M and S begin, L goes on, C goes back."""
    words = (text or "").split()
    start = last = _placed(0.0, 0.0, place)
    for index, word in enumerate(words):
        if word == "C":
            yield from _rule(last, start)
        elif word in ("M", "S", "L") and len(numbers := _numbers(" ".join(words[index + 1 : index + 3]))) == 2:
            at = _placed(numbers[0], numbers[1], place)
            if word == "L":
                yield from _rule(last, at)
            else:
                start = at
            last = at


def _rule(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Rule]:
    (left, right), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    if right - left <= _STRAIGHT * _POINTS or bottom - top <= _STRAIGHT * _POINTS:
        yield Rule(left, top, right, bottom)
