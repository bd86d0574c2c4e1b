"""A chair's script (主持词): its agenda asks for nothing; what the chair adds behind it does."""

import re
from collections.abc import Sequence

from luoshi.reader import run_together
from luoshi.reader.cut import Piece
from luoshi.reader.lexicon import any_of, load

_SPEECH = load("speech")
_TITLE = re.compile(rf"(?:{any_of(load('papers')['scripts'])})(?:[（(].{{1,12}}[)）])?$")
_PART = re.compile("|".join(_SPEECH["agenda_patterns"]))
_NUMBERED = re.compile(_SPEECH["agenda_patterns"][0])
_ASKED = re.compile("会后|各[^项位]|希望")  # a part of the meeting is nobody's to do afterwards
_LINE = re.compile(r"[^\n]+")
_FEWEST = 3  # numbered parts that make a script of a text that is not called one
_HEAD = 300  # characters in which a script is called one
_LONGEST_TITLE = 60


def is_script(text: str) -> bool:
    """By its title, or by its numbered parts (会议进行第二项：)."""
    spans = ((match.start(), match.end()) for match in _LINE.finditer(text, 0, _HEAD))
    lines = [text[start:end].strip() for start, end in run_together.lines(text, spans)][:4]
    if any(len(line) <= _LONGEST_TITLE and _TITLE.search(line) for line in lines):
        return True
    return "议程" in text and len(_NUMBERED.findall(text)) >= _FEWEST


def agenda_end(text: str, pieces: Sequence[Piece]) -> int:
    """Where the last sentence ends that announces a part of the meeting; 0 where the text is no script."""
    if not is_script(text):
        return 0
    announced = (piece for piece in reversed(pieces) if _announces(text[piece.start : piece.end]))
    return next((piece.end for piece in announced), 0)


def _announces(words: str) -> bool:
    return bool(_PART.search(words)) and not _ASKED.search(words)
