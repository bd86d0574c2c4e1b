"""Who begins to speak in a sentence, and where the words begin."""

import re

SPEECH = re.compile(
    r"^(?P<who>[^，。；：“]{0,40}?(?:，[^，。；：“]{0,30}?)?)(?P<verb>(?:最后)?(?:指出|强调|要求|号召|认为|表示|希望|提出|明确|指明|(?<!话)(?<!言)说)"
    r"(?![^，：\n]{0,6}[的了]))(?P<after>[，：]|——|$|(?=[各全]))"
)
SPEECH_INSIDE = re.compile(
    r"[，。；](?:(?:他|她|并|同时|最后)?(?:指出|强调|要求|号召|希望)|[^，。；：]{2,4}(?:指出|强调))[，：]"
)
# One of these stands in every such opening; asking for it first is cheap.
SAYS = re.compile("指出|强调|要求|号召|认为|表示|希望|提出|明确|指明|说")


def is_speaker_line(line: str) -> bool:
    match = SPEECH.match(line)
    return match is not None and not line[match.end() :].strip()
