"""Sets the project up on a fresh machine: .venv from the locks, the pages' assets, and what the tests need.

    python3 tools/setup.py install    the command `luoshi` with its page
    python3 tools/setup.py tests      the same, and what `make test` needs

Each part leaves a stamp with the hash of what it was made from, so a second run only compares hashes. This file uses
nothing but the standard library and no syntax newer than Python 3.7, so that an old Python can say it is too old.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / ".luoshi"
LOCKS = ROOT / "requirements"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 18
CJK_FONTS = ("NotoSansCJK-Regular.ttc", "NotoSansCJK.ttc", "wqy-zenhei.ttc", "wqy-microhei.ttc")

# What the tests start besides Python, as Debian names it, and what it is for.
DEBIAN = {
    "chromium": "browser tests",
    "libatomic1": "browser tests (the driver that starts the browser)",
    "fonts-noto-cjk": "Chinese characters in the browser's screenshots",
    "postgresql": "the same tests on PostgreSQL",
    "libreoffice-writer-nogui": "old documents (doc, wps, rtf, odt), and pages as they are typeset",
    "poppler-utils": "pages as they are typeset",
}


def digest(*sources: Path | str) -> str:
    """One hash over files (by content) and plain strings."""
    whole = hashlib.sha256()
    for source in sources:
        whole.update(source.read_bytes() if isinstance(source, Path) else str(source).encode())
        whole.update(b"\0")
    return whole.hexdigest()


def unless_done(name: str, mark: str, work: Callable[[], None]) -> None:
    """Do `work` if the stamp `name` does not hold `mark`; write the stamp after it went well."""
    stamp = STAMPS / name
    if stamp.is_file() and stamp.read_text() == mark:
        return
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)


def version() -> str:
    return sys.version.split()[0]


def run(*command: object, quiet: bool = False, env: dict[str, str] | None = None) -> None:
    """Run a command; a quiet one is heard only when it fails."""
    output = subprocess.PIPE if quiet else None
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=str(ROOT), stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=env)
    if done.returncode:
        for said in (done.stdout, done.stderr):
            sys.stderr.write((said or b"").decode("utf-8", "replace"))
        sys.exit(f"{' '.join(words)}: failed with {done.returncode}")


def missing_for_install() -> list[str]:
    """One sentence for each thing that the machine lacks."""
    lacks = []
    if sys.version_info < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        lacks.append(f"Python {oldest} or newer (this is {version()}). Debian: apt-get install python3")
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        lacks.append("Python's venv. Debian: apt-get install python3-venv")
    if not assets_stand():
        lacks.extend(missing_for_assets())
    return lacks


def missing_for_assets() -> list[str]:
    lacks = []
    wanted = f"Node.js {OLDEST_NODE} or newer, for the pages' style and script"
    if not shutil.which("node"):
        lacks.append(f"{wanted}. Debian: apt-get install nodejs npm")
    elif node_version() < OLDEST_NODE:
        lacks.append(f"{wanted} (this is {node_version()})")
    if not shutil.which("npm"):
        lacks.append("npm, for the pages' style and script. Debian: apt-get install npm")
    return lacks


def node_version() -> int:
    answer = subprocess.run(["node", "--version"], stdout=subprocess.PIPE, check=True).stdout.decode()
    return int(answer.strip().lstrip("v").split(".")[0])


def assets_mark() -> str:
    return digest(ROOT / "package-lock.json", ROOT / "package.json", ROOT / "tools" / "assets.py")


def assets_stand() -> bool:
    stamp = STAMPS / "assets"
    return stamp.is_file() and stamp.read_text() == assets_mark() and vendor().is_dir()


def vendor() -> Path:
    return ROOT / "src" / "luoshi" / "office" / "web" / "static" / "vendor"


def make_venv() -> Path:
    """A .venv whose Python starts; one left by a Python that is gone is made anew."""
    python = VENV / "bin" / "python"
    if python.exists() and subprocess.run([str(python), "-c", ""], stderr=subprocess.DEVNULL).returncode == 0:
        return python
    print(f"Making .venv with Python {version()}", flush=True)
    run(sys.executable, "-m", "venv", "--clear", VENV)
    return python


def install(lock: str) -> None:
    """The locked packages and Luoshi itself, and the assets of its pages."""
    python = make_venv()
    pip = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]

    def packages() -> None:
        print(f"Installing the packages of requirements/{lock}.txt", flush=True)
        run(*pip, "--require-hashes", "-r", LOCKS / "build.txt", "-r", LOCKS / f"{lock}.txt")

    def luoshi() -> None:
        run(*pip, "--no-deps", "--no-build-isolation", "--no-index", "-e", ROOT)

    unless_done(lock, digest(LOCKS / "build.txt", LOCKS / f"{lock}.txt", sys.version), packages)
    unless_done("luoshi", digest(ROOT / "pyproject.toml", str(ROOT), sys.version), luoshi)
    if not assets_stand():
        print("Copying the pages' assets from npm", flush=True)
        run(python, ROOT / "tools" / "assets.py", vendor())
        unless_done("assets", assets_mark(), lambda: None)


def missing_for_tests() -> list[str]:
    """The Debian packages whose contents are not on this machine."""
    lacks = []
    if not (shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")):
        lacks.append("chromium")
    places = ("lib/*/libatomic.so.1", "lib/libatomic.so.1", "lib64/libatomic.so.1")
    if not any(list(Path("/usr").glob(place)) for place in places):
        lacks.append("libatomic1")
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    if not any(font.name in CJK_FONTS for folder in folders for font in folder.rglob("*.ttc")):
        lacks.append("fonts-noto-cjk")
    if not (shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))):
        lacks.append("postgresql")
    if not list(Path("/usr").glob("lib*/libreoffice/program/libswlo.so")):
        lacks.append("libreoffice-writer-nogui")
    if not shutil.which("pdftotext"):
        lacks.append("poppler-utils")
    return lacks


def install_for_tests() -> None:
    lacks = missing_for_tests()
    if not lacks:
        return
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing Debian's {', '.join(lacks)}", flush=True)
        unasked = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        run("apt-get", "update", "-qq", env=unasked, quiet=True)
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *lacks, env=unasked, quiet=True)
        return
    for package in lacks:
        print(f"NOT TESTED without {package}: {DEBIAN[package]}. Debian: apt-get install {package}", flush=True)


def use_newer_python() -> None:
    """Start again under a newer Python if `python3` is too old and another stands beside it."""
    for minor in range(14, OLDEST_PYTHON[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other and subprocess.run([other, "-c", ""], stderr=subprocess.DEVNULL).returncode == 0:
            os.execv(other, [other, *sys.argv])


def main(part: str) -> int:
    if sys.version_info < OLDEST_PYTHON:
        use_newer_python()
    lacks = missing_for_install()
    if lacks:
        print("Luoshi cannot be set up yet. Missing:", file=sys.stderr)
        for lack in lacks:
            print("  - " + lack, file=sys.stderr)
        return 1
    install("dev" if part == "tests" else "office")
    if part == "tests":
        install_for_tests()
    return 0


if __name__ == "__main__":
    if sys.argv[1:] not in (["install"], ["tests"]):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
