"""How fast the reader is, how its time grows, and what it needs: one table.

    python benchmarks/reader.py                   2,000 texts, growth, hostile strings
    python benchmarks/reader.py --peers           beside jionlp and recognizers-text (installed into build/peers)
    python benchmarks/reader.py --steps           and what each step of the pipeline takes
    python benchmarks/reader.py --texts 200       shorter

Everything runs on one core, in processes of its own, and counts the time that the processor spent. With --check the
exit code is 1 if an aim is missed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

from peers import peak_kilobytes
from texts import ROOT, SAMPLES, of_size, recombined

HERE = Path(__file__).resolve().parent
PEERS = ROOT / "build" / "peers"
PEER_CHARACTERS = 150_000  # the slower one needs about ten seconds for so many

AIM_SPEED = 300_000  # characters a second
AIM_MEMORY = 300  # MB
AIM_GROWTH = 1.5  # times the time per character, from one size to one ten times as large
AIM_HOSTILE = 2.6  # times the time for twice the length; linear is 2

SIZES = (3_000, 30_000, 300_000, 3_000_000)  # bytes of UTF-8
LONG = 100_000  # characters of a hostile string; half of it is the measure to compare with
PATIENCE = 30  # seconds that one of them may take

# Read first in each process: what is loaded at the first call is not counted, here as with the peers.
WARMING = SAMPLES / "county-2023.txt"

HOSTILE = {
    "digits": "9",
    "digits and points": "1.",
    "full-width digits": "１",
    "Chinese digits": "一",
    "opening brackets": "（",
    "closing brackets": "）",
    "pairs of brackets": "()",
    "glosses without end": "區(qu",
    "glosses": "區(qū)",
    "quotes": "“",
    "straight quotes": '"',
    "一、": "一、",
    "一、 by line": "一、\n",
    "（一）": "（一）",
    "1. by line": "1.\n",
    "一是": "一是",
    "commas": "，",
    "enumeration commas": "、",
    "stops": "。",
    "line ends": "\n",
    "blanks": " ",
    "years": "2024年",
    "dates": "3月2日",
    "figures asked for": "要建设5所学校，",
    "figures of no year": "累计建成5所，",
    "percentages": "99%、",
    "ranges": "1-2所",
    "from to": "从1所提高到",
    "duty line": "责任单位：",
    "bodies": "县教育局、",
    "offices": "县委常委、",
    "speech": "会议强调，",
    "verbs": "推进",
    "adverbs": "进一步",
    "one long clause": "教育",
    "struck out": "X",
    "stars": "*",
    "question marks": "?蓖七M",
    "markup": "<p ",
    "hashtags": "#教育",
    "colons": "责编：",
    "Latin": "a",
    "rare": "\U00020000",
}


def main() -> int:
    arguments = _arguments()
    if arguments.child:
        print(json.dumps(CHILDREN[arguments.child](Path(arguments.folder))))
        return 0
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        _write(folder / "texts", recombined(arguments.texts))
        missed = [*_speed(folder), *_growth(folder), *_hostile(folder)]
        if arguments.steps:
            _steps(folder)
        if arguments.peers:
            _peers(folder)
    print("\nall aims reached" if not missed else f"\nmissed: {'; '.join(missed)}")
    return 1 if missed and arguments.check else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=2000, help="how many texts (2000)")
    parser.add_argument("--peers", action="store_true", help="also measure jionlp and recognizers-text")
    parser.add_argument("--steps", action="store_true", help="also measure each step of the pipeline")
    parser.add_argument("--check", action="store_true", help="end with 1 if an aim is missed")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    return parser.parse_args()


def _write(folder: Path, texts: list[str]) -> None:
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number:05}.txt").write_text(text, "utf-8", "surrogatepass")


def _child(what: str, folder: Path, *, python: str = sys.executable, patience: int | None = None) -> dict[str, float]:
    """Run one measure in a process of its own, so that its memory is its own too."""
    command = [python, str(HERE / "reader.py"), "--child", what, "--folder", str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=patience)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _speed(folder: Path) -> Iterator[str]:
    done = _child("all", folder / "texts")
    speed, memory = done["characters"] / done["seconds"], done["kilobytes"] / 1024
    print(f"{'texts':28}{done['texts']:>12,.0f}   of them refused {done['refused']:.0f}")
    print(f"{'characters':28}{done['characters']:>12,.0f}")
    print(f"{'seconds of one core':28}{done['seconds']:>12.2f}   by the clock {done['clock']:.2f}")
    print(f"{'characters a second':28}{speed:>12,.0f}   aim {AIM_SPEED:,}{_mark(speed >= AIM_SPEED)}")
    print(f"{'peak memory, MB':28}{memory:>12.0f}   aim {AIM_MEMORY}{_mark(memory < AIM_MEMORY)}")
    if speed < AIM_SPEED:
        yield f"{speed:,.0f} characters a second"
    if memory >= AIM_MEMORY:
        yield f"{memory:.0f} MB"


def _mark(reached: bool) -> str:
    return "" if reached else "   MISSED"


def _growth(folder: Path) -> Iterator[str]:
    """The same kind of text, ten times as long each time."""
    print(f"\n{'size, bytes':>14}{'seconds':>12}{'µs a character':>18}{'times the one before':>24}")
    before = None
    for size in SIZES:
        place = folder / f"size-{size}"
        _write(place, [of_size(size)])
        done = _child("one", place)
        each = done["seconds"] / done["characters"] * 1e6
        grown = each / before if before else 1.0
        reached = size <= SIZES[1] or grown <= AIM_GROWTH
        print(f"{size:>14,}{done['seconds']:>12.4f}{each:>18.2f}{grown:>24.2f}{_mark(reached)}")
        if not reached:
            yield f"{size:,} bytes take {grown:.1f} times the time per character"
        before = each


def _hostile(folder: Path) -> Iterator[str]:
    """Each string at half and at full length; a quadratic step shows as a ratio of four."""
    print(f"\n{f'{LONG:,} characters of':28}{'seconds':>10}{'half of it':>12}{'ratio':>8}")
    for number, (name, piece) in enumerate(HOSTILE.items()):
        times = []
        for length in (LONG // 2, LONG):
            place = folder / f"hostile-{number}-{length}"
            _write(place, [piece * (length // len(piece))])
            times.append(_patient(place))
        half, full = times
        # Below a twentieth of a second a ratio says nothing.
        reached = full < PATIENCE and (full < 0.05 or full <= AIM_HOSTILE * half)
        print(f"{name:28}{full:>10.3f}{half:>12.3f}{full / half:>8.2f}{_mark(reached)}")
        if not reached:
            yield f"{name}: {full:.1f} s, {full / half:.1f} times the time for twice the length"


def _patient(folder: Path) -> float:
    """Seconds; a reader that gave up or broke is shown as one without end."""
    try:
        return _child("one", folder, patience=PATIENCE)["seconds"]
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return float("inf")


def _read_all(folder: Path) -> dict[str, float]:
    from luoshi.reader import Unreadable, clause, read

    contents = [path.read_bytes() for path in sorted(folder.iterdir())]
    read(WARMING)
    started, clock, refused = time.process_time(), time.perf_counter(), 0
    for content in contents:
        clause.opening.cache_clear()  # the same clauses come back in these texts; in an office's they do not
        try:
            read(content, name="text.txt")
        except Unreadable:
            refused += 1
    return {
        "seconds": time.process_time() - started,
        "clock": time.perf_counter() - clock,
        "texts": len(contents),
        "refused": refused,
        "characters": sum(len(content.decode("utf-8", "surrogatepass")) for content in contents),
        "kilobytes": peak_kilobytes(),
    }


def _read_one(folder: Path) -> dict[str, float]:
    """The best of three."""
    from luoshi.reader import pipeline, read
    from luoshi.reader.extract.txt import extract_txt

    read(WARMING)
    [text] = [path.read_text("utf-8", "surrogatepass") for path in folder.iterdir()]
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        pipeline.run(extract_txt(text, "text.txt"))
        best = min(best, time.process_time() - started)
        if best > 1:
            break
    return {"seconds": best, "characters": len(text)}


def _read_steps(folder: Path) -> dict[str, float]:
    from luoshi.reader import pipeline
    from luoshi.reader.draft import Draft
    from luoshi.reader.extract.txt import extract_txt
    from luoshi.reader.text import Text

    taken: dict[str, float] = {}
    characters = 0
    for path in sorted(folder.iterdir()):
        source = extract_txt(path.read_text("utf-8", "surrogatepass"), path.name)
        characters += len(source.text)
        draft = Draft(source, Text.of(source.text, source.inserted))
        for step in pipeline.STEPS:
            started = time.process_time()
            draft = step(draft)
            taken[step.__name__] = taken.get(step.__name__, 0.0) + time.process_time() - started
    return {"characters": characters, **taken}


CHILDREN: dict[str, Callable[[Path], dict[str, float]]] = {
    "all": _read_all,
    "one": _read_one,
    "steps": _read_steps,
}


def _steps(folder: Path) -> None:
    done = _child("steps", folder / "texts")
    characters = done.pop("characters")
    print(f"\n{'step':28}{'µs a character':>16}{'share':>8}")
    for name, seconds in done.items():
        print(f"{name:28}{seconds / characters * 1e6:>16.3f}{seconds / sum(done.values()):>8.0%}")


def _peers(folder: Path) -> None:
    """The same texts, as many as the slow one can take, for all three in this run."""
    python = _peers_python()
    few = folder / "few"
    few.mkdir()
    room = PEER_CHARACTERS
    for path in sorted((folder / "texts").iterdir()):
        room -= len(text := path.read_text("utf-8"))
        if room < 0:
            break
        (few / path.name).write_text(text, "utf-8")
    done = {"luoshi, everything": _child("all", few)}
    for name, what in (("jionlp", "time, money"), ("recognizers-text", "number, percent, datetime")):
        command = [str(python), str(HERE / "peers.py"), name, str(few)]
        printed = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
        done[f"{name}: {what}"] = json.loads(printed)
    print(f"\n{'the same texts':44}{'characters':>12}{'a second':>12}{'MB':>8}{'failed':>8}")
    for name, took in done.items():
        speed, memory = took["characters"] / took["seconds"], took["kilobytes"] / 1024
        failed = took.get("failed", 0)
        print(f"{name:44}{took['characters']:>12,.0f}{speed:>12,.0f}{memory:>8.0f}{failed:>8.0f}")


def _peers_python() -> Path:
    """Their own environment, made when first asked for: they ask for old versions of much."""
    from peers import REQUIREMENTS

    python = PEERS / "bin" / "python"
    if not python.exists():
        print(f"\ninstalling {', '.join(REQUIREMENTS)} into {PEERS.relative_to(ROOT)}", file=sys.stderr)
        venv.create(PEERS, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *REQUIREMENTS], check=True)
    return python


if __name__ == "__main__":
    sys.exit(main())
