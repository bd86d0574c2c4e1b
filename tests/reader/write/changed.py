"""A reading made by hand with other findings, linked anew as the pipeline would."""

from dataclasses import replace
from typing import Any

from luoshi.reader import links
from luoshi.reader.reading import Reading


def changed(reading: Reading, **findings: Any) -> Reading:
    reading = replace(reading, **findings)
    return replace(reading, links=links.found(reading))
