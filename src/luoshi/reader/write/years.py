"""The year of a target that the report ties to none: the plan's, unless something around it speaks of a later one."""

import re

from luoshi.reader.neighbours import Neighbours
from luoshi.reader.reading import Figure, Reading

DEEPEST = 12  # headings looked at above a sentence
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?=年|[-—~～至])")
_LONGER = re.compile(
    "[两二三四五六七八九十2-9]年(?:内|间|左右|之内|时间|行动|规划)|“?十[一二三四五六七八九]五|规划期|近期|远期|中长期|每[两二三四五]年"
)


def plan_year(reading: Reading, near: Neighbours, figure: Figure) -> int | None:
    """The plan's year for a target without one; None where the figure has its own or the text looks further ahead."""
    year = reading.meeting.year
    if figure.year is not None or figure.status != "target" or year is None:
        return None
    return None if any(_looks_beyond(words, year) for words in _around(reading, near, figure)) else year


def _around(reading: Reading, near: Neighbours, figure: Figure) -> list[str]:
    """The title, the sentence and the headings over it."""
    at = near.sentence_at(figure.start)
    if at < 0:
        return [reading.meeting.title or ""]
    sentence = reading.sentences[at]
    found, heading = [reading.meeting.title or "", reading.quote(sentence)], sentence.heading
    while heading is not None and len(found) < DEEPEST:
        found.append(reading.quote(reading.headings[heading]))
        heading = reading.headings[heading].parent
    return found


def _looks_beyond(words: str, year: int) -> bool:
    return bool(_LONGER.search(words)) or any(int(said) > year for said in _YEAR.findall(words))
