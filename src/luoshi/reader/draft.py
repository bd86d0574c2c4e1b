"""A reading in the making: what each step has found so far."""

from dataclasses import dataclass, fields, replace
from typing import Any

from luoshi.reader.reading import Reading


@dataclass(frozen=True, slots=True)
class Draft(Reading):
    """Steps take a draft and give back another with their own findings filled in; see pipeline.STEPS."""

    def having(self, **found: Any) -> "Draft":
        return replace(self, **found)

    def finished(self) -> Reading:
        return Reading(**{field.name: getattr(self, field.name) for field in fields(self)})
