"""Takes out what a page, a site or a scanner put around and into a report, and says what it was."""

from luoshi.reader.draft import Draft
from luoshi.reader.noise.blocks import block_numbers
from luoshi.reader.noise.credits import inline_credits
from luoshi.reader.noise.ends import cut_end
from luoshi.reader.noise.frame import frame, told_by_words
from luoshi.reader.noise.page import Page, label_words, labelled, page_lines
from luoshi.reader.noise.repeats import doubled_opening, repeated_lines
from luoshi.reader.noise.residue import left_out, residue
from luoshi.reader.noise.spun import spun
from luoshi.reader.noise.taken import carried, take
from luoshi.reader.noise.watermarks import watermarks
from luoshi.reader.noise.wraps import told_wraps, wraps
from luoshi.reader.source import FURNITURE
from luoshi.reader.text import Noise, Remark, Text, locator

_END = 200  # characters at the end in which dots tell that the text was cut


def noise(draft: Draft) -> Draft:
    cleaned, found = take(draft.cleaned, _marked_by_the_file(draft))
    dots = any(start >= len(cleaned.chars) - _END for start, _, _ in left_out(cleaned.chars)[-1:])
    for finder in (residue, watermarks, inline_credits):
        cleaned, more = take(cleaned, finder(cleaned.chars))
        found += more
    page = Page.of(cleaned.chars, _cells(draft, cleaned))
    told_by_words(page)
    page_lines(page)
    frame(page)
    repeated_lines(page)
    cleaned, more = take(cleaned, page.spans())
    found += more
    cleaned, more = _take_block_numbers(cleaned)
    found += more
    cleaned, more = take(cleaned, doubled_opening(cleaned.chars))
    found += more
    cleaned = cleaned.cut(told_wraps(draft.source, cleaned) or wraps(cleaned.chars), "wrap")
    remarks = (
        *carried(draft.remarks, draft.cleaned, cleaned),
        *cut_end(cleaned.chars, announced=page.cut_notice, dotted=dots),
        *spun(cleaned.chars),
        *_unread(draft, len(cleaned.chars)),
    )
    return draft.having(cleaned=cleaned, noise=tuple(sorted(found, key=lambda n: n.start)), remarks=remarks)


def _unread(draft: Draft, length: int) -> list[Remark]:
    """That the file hides something, which was left where it is."""
    hidden = draft.source.unread
    return [Remark("hidden", 0, length, facts=(("what", "、".join(hidden)),))] if hidden else []


def _marked_by_the_file(draft: Draft) -> list[tuple[int, int, str]]:
    """What the file's own markup says is a menu, a page's head or foot."""
    marked = [block for block in draft.source.blocks if block.hint == FURNITURE]
    find = locator(draft.cleaned) if marked else None
    spans = [find(block.start, block.end) for block in marked] if find else []
    spans = sorted(spans + _cards(draft))
    return [(start, end, FURNITURE) for start, end in spans if start < end]


def _cards(draft: Draft) -> list[tuple[int, int]]:
    """The rows of a table of labels and values (索引号 | … | 发文机关 | …), which a site sets above every document."""
    if not draft.source.tables:
        return []
    find = locator(draft.cleaned)
    known = frozenset(label_words())
    found = []
    for table in draft.source.tables:
        labels = {draft.source.text[cell.start : cell.end].strip() for row in table.rows for cell in row[::2]}
        if len(labels & known) > 1 and len(labels & known) * 2 >= len(labels) and len(table.rows[0]) % 2 == 0:
            found += [find(row[0].start, row[-1].end) for row in table.rows]
    return found


def _take_block_numbers(text: Text) -> tuple[Text, list[Noise]]:
    """Block and page numbers go, and inside a sentence also the line breaks that came with them."""
    numbers = block_numbers(text.chars)
    breaks = sorted(place for number in numbers for place in (number.before, number.after) if place is not None)
    text, found = take(text, [(number.start, number.end, FURNITURE) for number in numbers], whole_lines=False)
    moved = []
    for place in breaks:
        gone = sum(number.end - number.start for number in numbers if number.end <= place)
        moved.append((place - gone, place - gone + 1))
    return text.cut(moved, "wrap"), found


def _cells(draft: Draft, text: Text) -> list[tuple[int, int]]:
    """Where the text holds cells of the file's own tables, whose words are never a page's furniture."""
    if not draft.source.tables:
        return []
    find = locator(text)
    found = [[[find(cell.start, cell.end) for cell in row] for row in table.rows] for table in draft.source.tables]
    return [cell for rows in found if not _is_page_card(rows[0], text) for row in rows for cell in row]


def _is_page_card(row: list[tuple[int, int]], text: Text) -> bool:
    """索引号：… 发文机关：…: the table that a site sets above every document."""
    return bool(labelled(text.chars[row[0][0] : row[-1][1]]))
