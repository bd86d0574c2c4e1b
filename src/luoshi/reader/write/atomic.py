"""Files that stand whole or not at all, whatever ends the program."""

import os
from pathlib import Path

_PART = ".luoshi-{}.part"  # by the number of the process that writes it


def write(place: Path, content: bytes) -> None:
    """Put `content` there; what stood there before stays until all of it is written."""
    place.parent.mkdir(parents=True, exist_ok=True)
    target = Path(os.path.realpath(place))
    if target.exists() and not target.is_file():
        target.write_bytes(content)  # a pipe or a device is written into, not replaced
        return
    part = target.with_name(_PART.format(os.getpid()))
    try:
        part.write_bytes(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Take away what a program that was ended left half written."""
    for part in folder.glob(_PART.format("*")):
        number = part.name.split("-")[1].split(".")[0]
        if number.isdecimal() and not _runs(int(number)):
            part.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    if os.name == "nt":
        return True  # asking there would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
