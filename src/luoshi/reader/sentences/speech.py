"""Who begins to speak in a sentence, and where the words begin."""

import re

from luoshi.reader.lexicon import any_of, load

_WORDS = load("speech")
_OPENS = any_of(_WORDS["opens"])
_OPENS_FIRST = any_of([*_WORDS["opens"], *_WORDS["opens_first"]])
SPEECH = re.compile(
    rf"^(?P<who>[^，。；：“]{{0,40}}?(?:，[^，。；：“]{{0,30}}?)?)(?P<verb>(?:最后)?(?<![话言]){_OPENS_FIRST}"
    r"(?![^，：\n]{0,6}[的了]))(?P<after>[，：]|——|$|(?=[各全]))"
)
SPEECH_INSIDE = re.compile(
    rf"[，。；](?:(?:他|她|并|同时|最后)?{_OPENS}|[^，。；：]{{2,4}}{any_of(_WORDS['opens_behind_name'])})[，：]"
)
# One of these stands in every such opening; asking for it first is cheap.
SAYS = re.compile(_OPENS_FIRST)


def is_speaker_line(line: str) -> bool:
    match = SPEECH.match(line)
    return match is not None and not line[match.end() :].strip()
