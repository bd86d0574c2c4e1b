"""The reader's steps in order: each takes a draft and gives back one with its findings filled in."""

from collections.abc import Callable
from functools import reduce

from luoshi.reader.actions import actions
from luoshi.reader.bodies import bodies
from luoshi.reader.body_lines import body_lines
from luoshi.reader.deadlines import deadlines
from luoshi.reader.draft import Draft
from luoshi.reader.duties import duties
from luoshi.reader.figures import figures
from luoshi.reader.links import links
from luoshi.reader.meeting import meeting
from luoshi.reader.noise import noise
from luoshi.reader.normalise import normalise
from luoshi.reader.outline import outline
from luoshi.reader.reading import Reading
from luoshi.reader.sentences import sentences
from luoshi.reader.source import Source
from luoshi.reader.speakers import speakers
from luoshi.reader.text import Text
from luoshi.reader.turns import turns

Step = Callable[[Draft], Draft]

# Order: normalise noise meeting outline sentences actions figures deadlines bodies body_lines turns speakers duties links.
# The meeting comes early because its year decides what 年底前 means; see docs/decisions.
STEPS: tuple[Step, ...] = (
    normalise,
    noise,
    meeting,
    outline,
    sentences,
    actions,
    figures,
    deadlines,
    bodies,
    body_lines,
    turns,
    speakers,
    duties,
    links,
)


def run(source: Source, steps: tuple[Step, ...] = STEPS) -> Reading:
    """Read an extracted file. Pure: the same source gives the same reading."""
    draft = Draft(source, Text.of(source.text, source.inserted))
    return reduce(lambda so_far, step: step(so_far), steps, draft).finished()
