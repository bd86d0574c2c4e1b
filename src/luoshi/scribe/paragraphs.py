"""Paragraphs on their way into a file, and how the plain blocks of a document become them."""

from dataclasses import dataclass, replace
from typing import TypeAlias

from luoshi.scribe.characters import in_one_line, plain
from luoshi.scribe.document import Block, Heading, Paragraph, Table
from luoshi.scribe.styles import AS_STYLED, Shape
from luoshi.scribe.tables import table
from luoshi.scribe.xml import NOTHING, Xml, tag, words


@dataclass(frozen=True)
class Written:
    """A paragraph with its style, its runs and what differs from the style; `shape` may still change."""

    style: str
    runs: Xml
    shape: Shape = AS_STYLED

    def xml(self) -> Xml:
        return tag("p", self.shape.xml(self.style), self.runs)


Piece: TypeAlias = Written | Xml  # markup by itself is a table


SPECK = Written("Normal", NOTHING, Shape(grid=False, line=20))  # a paragraph that takes next to no room

BLANK_LINE = Written("Normal", NOTHING)


def run(text: str, face: Xml = NOTHING) -> Xml:
    return tag("r", face, words(text)) if text else NOTHING


def said(style: str, text: str, shape: Shape = AS_STYLED) -> Written:
    return Written(style, run(text), shape)


def pieces(blocks: tuple[Block, ...], inner: int) -> list[Piece]:
    """`inner` is the width between the margins. Two tables with nothing between them would become one."""
    written: list[Piece] = []
    for before, block in zip((None, *blocks), blocks, strict=False):
        if isinstance(before, Table) and isinstance(block, Table):
            written.append(BLANK_LINE)
        written += _pieces(block, inner)
    return written


def _pieces(block: Block, inner: int) -> list[Piece]:
    if isinstance(block, Heading):
        return [said(f"Level{block.level}", in_one_line(block.text))]
    if isinstance(block, Paragraph):
        style = "Text" if block.indent and block.align == "left" else "Normal"
        shape = Shape(align="" if block.align == "left" else block.align)
        return [said(style, line, shape) for line in plain(block.text).split("\n")]
    return [table(block, inner)]


def kept(written: list[Piece]) -> list[Piece]:
    """The last of these stays on one page with what follows."""
    if not written or not isinstance(written[-1], Written):
        return written
    last = written[-1]
    return [*written[:-1], replace(last, shape=replace(last.shape, keep=True))]


def ended(written: list[Piece], section: Xml) -> list[Piece]:
    """A section of the file ends in its last paragraph; after a table in one that takes next to no room."""
    if not written or not isinstance(written[-1], Written):
        written = [*written, SPECK]
    *others, last = written
    assert isinstance(last, Written)
    return [*others, replace(last, shape=replace(last.shape, section=section))]
