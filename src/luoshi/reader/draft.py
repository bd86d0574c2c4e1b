"""A reading in the making: what each step has found so far."""

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from luoshi.reader.reading import Reading

_NAMES = tuple(field.name for field in fields(Reading))
_found_so_far = attrgetter(*_NAMES)


@dataclass(frozen=True, slots=True)
class Draft(Reading):
    """Steps take a draft and give back another with their own findings filled in; see pipeline.STEPS."""

    def having(self, **found: Any) -> "Draft":
        return Draft(**{**dict(zip(_NAMES, _found_so_far(self), strict=True)), **found})

    def finished(self) -> Reading:
        return Reading(*_found_so_far(self))
