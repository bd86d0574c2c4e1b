"""What two other libraries take over the same texts; run by reader.py with the Python of their own environment.

`peers.py NAME FOLDER` reads the texts of the folder and prints one line of JSON. Nothing of luoshi is imported.
jionlp finds times and money, recognizers-text numbers, percentages and dates: parts of what a reader does.
"""

import contextlib
import io
import json
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# recognizers-text was last released in 2019 and breaks with the emoji package of today.
REQUIREMENTS = ("jionlp", "recognizers-text-suite", "emoji==1.7.0", "setuptools<81")


def jionlp() -> Callable[[str], Any]:
    import jionlp as library

    logging.disable(logging.CRITICAL)

    def both(text: str) -> None:
        library.ner.extract_time(text)
        library.ner.extract_money(text)

    return both


def recognizers() -> Callable[[str], Any]:
    from recognizers_date_time import recognize_datetime
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_text import Culture

    def all_three(text: str) -> None:
        for recognize in (recognize_number, recognize_percentage, recognize_datetime):
            recognize(text, Culture.Chinese)

    return all_three


PEERS = {"jionlp": jionlp, "recognizers-text": recognizers}


def peak_kilobytes() -> int:
    """The most memory that this process held. Not from getrusage: that carries the parent's over."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1])


def main() -> None:
    name, folder = sys.argv[1:3]
    texts = [path.read_text("utf-8") for path in sorted(Path(folder).iterdir())]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        find = PEERS[name]()
        find(texts[0][:200])  # what is loaded at the first call is not counted
        started, failed = time.process_time(), 0
        for text in texts:
            try:
                find(text)
            except (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError):
                failed += 1  # a crash of the library on a text; its time counts
        seconds = time.process_time() - started
    done = {
        "characters": sum(map(len, texts)),
        "seconds": seconds,
        "failed": failed,
        "kilobytes": peak_kilobytes(),
    }
    print(json.dumps(done))


if __name__ == "__main__":
    main()
