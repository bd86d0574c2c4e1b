"""Turns every way of writing the same words into one: simplified, no glosses, one width, one kind of quote."""

from luoshi.reader.draft import Draft
from luoshi.reader.noise.taken import nearest
from luoshi.reader.normalise.blanks import lay_blanks_right, unify_blanks
from luoshi.reader.normalise.glossed import mend_split
from luoshi.reader.normalise.marks import collapse_doubled, drop_strays, pair_quotes, read_stops, set_widths
from luoshi.reader.normalise.markup import drop_markup
from luoshi.reader.normalise.mojibake import mend_shifted
from luoshi.reader.normalise.pinyin import drop_glosses
from luoshi.reader.normalise.script import simplify
from luoshi.reader.text import Remark, Text, locator

# Shifted bytes can only be undone while the characters are still those of the page; glosses go
# before the script because phrase rules need neighbours; widths need the simplified text's marks.
CLEANERS = (
    drop_glosses,
    simplify,
    drop_markup,
    drop_strays,
    lay_blanks_right,
    pair_quotes,
    set_widths,
    read_stops,
    collapse_doubled,
)


def normalise(draft: Draft) -> Draft:
    text = unify_blanks(draft.cleaned)
    text, split = mend_split(text)
    text, shifted = mend_shifted(text)
    damaged = sorted(split + shifted)
    for cleaner in CLEANERS:
        text = cleaner(text)
    return draft.having(cleaned=text, remarks=draft.remarks + remarks_at(text, damaged))


def remarks_at(text: Text, places: list[tuple[int, int]]) -> tuple[Remark, ...]:
    """Places of the source as remarks on the cleaned text; a place that was taken out marks what follows it."""
    if not places:
        return ()
    find = locator(text)
    return tuple(
        Remark("damaged", *nearest(find(start, end), len(text.chars)), facts=(("source", text.source[start:end]),))
        for start, end in places
    )
