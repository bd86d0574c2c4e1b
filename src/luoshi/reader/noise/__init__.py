"""Takes out what a page, a site or a scanner put around and into a report, and says what it was."""

from luoshi.reader.draft import Draft
from luoshi.reader.noise.credits import inline_credits
from luoshi.reader.noise.ends import cut_end
from luoshi.reader.noise.page import Page, page_lines
from luoshi.reader.noise.repeats import repeated_lines
from luoshi.reader.noise.residue import residue
from luoshi.reader.noise.taken import carried, take
from luoshi.reader.text import Remark, Text


def noise(draft: Draft) -> Draft:
    text = draft.cleaned
    page = Page.of(text.chars, _cells(draft))
    page_lines(page)
    repeated_lines(page)
    cleaned, found = take(text, page.spans())
    for finder in (residue, inline_credits):
        cleaned, more = take(cleaned, finder(cleaned.chars))
        found += more
    remarks = carried(draft.remarks, text, cleaned) + _remarks(cleaned, page)
    return draft.having(cleaned=cleaned, noise=tuple(sorted(found, key=lambda n: n.start)), remarks=remarks)


def _cells(draft: Draft) -> list[tuple[int, int]]:
    """Where the cleaned text holds cells of the file's own tables: never furniture."""
    return []


def _remarks(text: Text, page: Page) -> tuple[Remark, ...]:
    return cut_end(text.chars, page.cut_notice)
