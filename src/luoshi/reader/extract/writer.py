"""Old and foreign documents become Word files by LibreOffice, where the machine has it.

Each call starts a program of its own with a profile of its own, which forbids macros and whatever a document would
fetch, in a folder of its own that goes afterwards. It is held like the sandbox's children: memory, time, length.
"""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from luoshi.reader.extract.formats import refusal
from luoshi.reader.source import Unreadable, called

# The kinds: how a file is named for LibreOffice, and what it is called.
KINDS = {
    "doc": (".doc", "旧格式的 Word 或 WPS 文档（doc、wps）"),
    "rtf": (".rtf", "RTF 文件"),
    "odt": (".odt", "ODF 文档（odt）"),
    "flat": (".xml", "XML 格式的 Word 文档"),
}

_SAVE = "请用 WPS 或 Word 打开，另存为 docx 再交。"
_PROGRAMS = ("soffice", "libreoffice")
_MEMORY = 4 << 30  # bytes of address space, of which it takes far less
_LARGEST = 200_000_000  # bytes of a file that it writes
_LEAST_SECONDS, _MOST_SECONDS = 4, 60  # of processor time; starting takes nearly one
_BYTES_A_SECOND = 60_000
_SHARED = "/dev/shm"
_ROOM, _PROFILE_ROOM = 10, 30_000_000  # times a file's bytes, and bytes, that a conversion may write
_PATIENCE = 6  # times the processor time, for a machine that has other work

_SETTING = '<item oor:path="/org.openoffice.Office.Common/{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_SETTINGS = (
    ("Security/Scripting", "DisableMacrosExecution", "true"),
    ("Security/Scripting", "MacroSecurityLevel", "3"),
    ("Security/Scripting", "DisableActiveContent", "true"),
    ("Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Misc", "FirstRun", "false"),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(_SETTING.format(*setting) for setting in _SETTINGS)
    + "</oor:items>"
)


def to_docx(data: bytes, name: str, kind: str) -> bytes:
    """The same document as a Word file. Raises Unreadable: without LibreOffice, or where it makes nothing of the file."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    suffix, words = KINDS[kind]
    if program is None:
        raise refusal(kind, name, words, _SAVE)
    with tempfile.TemporaryDirectory(prefix="luoshi-", dir=_in_memory(len(data))) as folder:
        place = Path(folder, f"report{suffix}")
        place.write_bytes(data)
        code = _convert(program, place, seconds=min(_MOST_SECONDS, _LEAST_SECONDS + len(data) // _BYTES_A_SECOND))
        made = place.with_suffix(".docx")
        if made.is_file():
            return made.read_bytes()
    if code:
        raise Unreadable("stopped", f"{called(name)}没能打开：转换它花的时间或内存超出限度，为安全起见停了。{_SAVE}")
    raise Unreadable(
        "broken",
        f"{called(name)}打不开：文件不完整、已损坏或加了密码。能用 WPS 或 Word 打开的话，请另存为新的 docx 再交。",
    )


def _in_memory(size: int) -> str | None:
    """Where files stand in memory and never on a disk, if the machine has room there for a conversion."""
    with suppress(OSError):
        if os.access(_SHARED, os.W_OK) and shutil.disk_usage(_SHARED).free > _ROOM * size + _PROFILE_ROOM:
            return _SHARED
    return None


def _convert(program: str, place: Path, *, seconds: int) -> int:
    """How it ended: 0 for well, or that it found nothing to convert."""
    profile = place.parent / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
    running = subprocess.Popen(
        [*command, "--convert-to", "docx", "--outdir", place.parent, place],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=place.parent,
        env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(place.parent), "LANG": "C.UTF-8"},
        start_new_session=True,
    )
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, _LARGEST),
    ):
        with suppress(ProcessLookupError):
            resource.prlimit(running.pid, what, (most, most))
    try:
        return running.wait(seconds * _PATIENCE)
    except subprocess.TimeoutExpired:
        return -signal.SIGKILL
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
