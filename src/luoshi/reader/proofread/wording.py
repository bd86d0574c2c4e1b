"""What proofreading says to a person: one sentence for each remark, and the words it is about."""

from luoshi.reader.proofread.remark import ProofRemark
from luoshi.reader.reading import Reading
from luoshi.reader.text import Span
from luoshi.reader.write.wording import harmless, one_line, shortened, word

SHOWN = 30  # characters of a place inside a sentence
AROUND = 12  # characters on each side of a place that is shown by itself


def said(reading: Reading, remark: ProofRemark) -> str:
    """What, why and what to do; it blames nobody."""
    facts = {name: one_line(value) for name, value in remark.facts}
    if "year" in facts and remark.code.startswith("figures"):
        facts["year"] = f"（{facts['year']} 年）" if facts["year"] else ""
    quotes = [shortened(one_line(reading.quote(place)), SHOWN) for place in remark.places]
    return word("proof", remark.code).format(first=quotes[0], second=quotes[-1], **facts)


def sureness(remark: ProofRemark) -> str:
    return word("proof_sure", "sure" if remark.sure else "unsure")


def shown(reading: Reading, place: Span) -> str:
    """The words of a place in brackets, with what stands around them: …新增学位【3200个】，办学…"""
    before = reading.text[max(0, place.start - AROUND) : place.start].rpartition("\n")[2]
    after = reading.text[place.end : place.end + AROUND].partition("\n")[0]
    words = (one_line(harmless(part)) for part in (before, reading.quote(place), after))
    before, quote, after = words
    return f"…{before}【{quote}】{after}…"
