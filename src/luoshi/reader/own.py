"""What this program itself wrote: read as a report, each of its lists would become tasks anew."""

import re
import zipfile

GENERATOR = "luoshi"  # what our pages say they were made by
SOURCE_PROPERTY = "luoshi-source"  # what our workbooks hold beside their cells
BEGINNING = 4096  # bytes in which each says what it is

_MARKS = (
    ("网页", re.compile(rb'.*?<meta\s+name="generator"\s+content="luoshi\b', re.IGNORECASE | re.DOTALL)),
    ("识别结果（JSON）", re.compile(rb'\s*\{\s*"format"\s*:\s*"luoshi-reading/')),
    ("台账", re.compile("(?:\ufeff)?(?P<rule>(?:━){60,})\r?\n.{1,2000}?\n(?P=rule)\r?\n来源  ".encode(), re.DOTALL)),
)


def own_output(beginning: bytes) -> str | None:
    """What it is called if this program wrote it; None for everything else."""
    return next((kind for kind, mark in _MARKS if mark.match(beginning[:BEGINNING])), None)


def own_workbook(package: zipfile.ZipFile) -> bool:
    """Whether this program wrote a zipped workbook; whoever saves it anew keeps what it says beside its cells."""
    if "docProps/custom.xml" not in package.namelist():
        return False
    with package.open("docProps/custom.xml") as held:
        return SOURCE_PROPERTY.encode() in held.read(BEGINNING)
