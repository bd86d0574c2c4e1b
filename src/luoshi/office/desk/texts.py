"""The lines of a file in which a mark of secrecy may stand, wherever in it: headers, boxes, cells, properties.

More is looked into than a reader shows: hidden text, remarks and the document's properties too. Runs in the sandbox.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from luoshi.office.desk.kinds import decodings

Line = tuple[str, str]  # place in words, text

# Parts of a package by their names, and what a person calls that place.
PLACES = (
    (re.compile(r"word/header"), "页眉"),
    (re.compile(r"word/footer"), "页脚"),
    (re.compile(r"word/(foot|end)notes"), "脚注"),
    (re.compile(r"comments"), "批注"),
    (re.compile(r"^docProps/"), "文件属性"),
    (re.compile(r"^word/document"), "正文"),
    (re.compile(r"^xl/(sharedStrings|worksheets|tables)"), "表格"),
    (re.compile(r"^xl/workbook"), "工作表的名字"),
    (re.compile(r"^xl/drawings"), "文本框"),
    (re.compile(r"^ppt/slides/"), "幻灯片"),
)
LINES = frozenset({"p", "si", "is", "TextObject"})  # elements that make a line; ofd's TextObject holds TextCode
TEXTS = frozenset({"t", "delText", "TextCode"})
SPOKEN = ("string", "name", "descr", "title")  # attributes that are shown: a watermark's words, a sheet's name
SHEET_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|[0-9]{1,3}|[A-JL-Z])')  # in a sheet's header: &C, &"宋体", &18

INLINE = frozenset({  # every other element begins and ends a line
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd",
    "label", "mark", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "wbr",
})  # fmt: skip
UNSEEN = frozenset({"script", "style", "noscript", "template"})
TAGS = re.compile(r"<[^<>]*>")

TAGGED = 3  # closing tags from which a text is looked at as a page too


def lines_of(kind: str, content: bytes, parts: dict[str, bytes]) -> Iterator[Line]:
    """Every line of a file of that kind; `parts` are a package's. Raises etree.XMLSyntaxError for broken parts."""
    if parts:
        for name, data in parts.items():
            if name.lower().endswith((".xml", ".vml")):
                yield from package_lines(name, data)
    elif kind == "html":
        for text in decodings(content):
            yield from page_lines(text)
            yield from numbered(TAGS.sub("\n", text))  # what a broken page hides from the parser
    elif kind == "txt":
        for text in decodings(content):
            yield from numbered(text)
            if text.count("</") >= TAGGED:
                yield from page_lines(text)
    elif kind == "pdf":
        from luoshi.reader.extract.pdf import layer_of

        yield from numbered(layer_of(content) or "")


def numbered(text: str) -> Iterator[Line]:
    for number, line in enumerate(text.splitlines(), 1):
        yield f"第 {number} 行", line


def place_of(part: str) -> str:
    return next((words for pattern, words in PLACES if pattern.search(part)), "附属内容")


def package_lines(name: str, data: bytes) -> Iterator[Line]:
    """Paragraphs, cells, boxes and every other text of one XML part, in its order."""
    place, walk = place_of(name), _Walk()
    events = etree.iterparse(
        io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=False
    )
    for event, element in events:
        for line in walk.start(element) if event == "start" else walk.end(element):
            yield place, line
        if event == "end":
            element.clear(keep_tail=True)


class _Walk:
    """Through a part: one list of pieces for each open paragraph, cell or box, the innermost last."""

    def __init__(self) -> None:
        self.open: list[list[str]] = []

    def start(self, element: Any) -> Iterator[str]:
        if not isinstance(element.tag, str):
            return
        if _local(element.tag) in LINES:
            self.open.append([])
        yield from (value for name in SPOKEN if (value := element.get(name)))

    def end(self, element: Any) -> Iterator[str]:
        if not isinstance(element.tag, str):
            return
        name = _local(element.tag)
        said = element.text or ""
        if name in LINES:
            yield "".join(self.open.pop())
        elif self.open and name in {"br", "cr"}:
            yield "".join(self.open[-1])
            self.open[-1] = []
        elif self.open and name in TEXTS:
            self.open[-1].append(said)
        elif said.strip():
            yield from (SHEET_CODES.sub(" ", one) for one in re.split(r"&[LCR]", said))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


def page_lines(text: str) -> Iterator[Line]:
    """The lines of a web page: what is no inline element begins and ends one."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", "")), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if element.tag not in INLINE:
            yield "网页", "".join(pieces)
            pieces = []
        said = element.text if event == "start" else element.tail
        if said and (event == "end" or element.tag not in UNSEEN):
            pieces.append(said)
    yield "网页", "".join(pieces)
