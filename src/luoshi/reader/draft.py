"""A reading in the making: what each step has found so far."""

from dataclasses import dataclass, field, fields, replace
from typing import Any

from luoshi.reader.reading import (
    Action,
    Body,
    Deadline,
    Duty,
    Figure,
    Heading,
    Meeting,
    Reading,
    Recurrence,
    Sentence,
    Speaker,
)
from luoshi.reader.source import Source
from luoshi.reader.text import Noise, Remark, Text


@dataclass(frozen=True, slots=True)
class Draft:
    """Steps take a draft and give back another with their own findings filled in; see pipeline.STEPS."""

    source: Source
    cleaned: Text
    noise: tuple[Noise, ...] = ()
    remarks: tuple[Remark, ...] = ()
    meeting: Meeting = field(default_factory=Meeting)
    headings: tuple[Heading, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    actions: tuple[Action, ...] = ()
    figures: tuple[Figure, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    recurrences: tuple[Recurrence, ...] = ()
    bodies: tuple[Body, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    duties: tuple[Duty, ...] = ()

    @property
    def text(self) -> str:
        return self.cleaned.chars

    def having(self, **found: Any) -> "Draft":
        return replace(self, **found)

    def finished(self) -> Reading:
        return Reading(**{f.name: getattr(self, f.name) for f in fields(self)})
