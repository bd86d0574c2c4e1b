"""`luoshi demo` as a newcomer runs it."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

LUOSHI = Path(sys.executable).with_name("luoshi")
PATIENCE = 60  # seconds, for a machine that has other things to do


def environment(tmp_path: Path) -> dict[str, str]:
    """Names a database server that nobody runs: the demo and a data folder keep their rows by themselves."""
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    return {**os.environ, "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1", "DATABASE_URL": nowhere}


@contextmanager
def running(*words: object, until: str, stop: signal.Signals, cwd: Path) -> Iterator[list[str]]:
    """A command that serves; gives its lines up to the one that matches `until`, then stops it and sees that it ends
    well."""
    command = [LUOSHI, *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(cwd), cwd=cwd) as server:
        lines: list[str] = []
        try:
            assert server.stdout
            for line in server.stdout:
                lines.append(line)
                if re.search(until, line):
                    break
            yield lines
        finally:
            server.send_signal(stop)
            assert server.wait(timeout=PATIENCE) == 0


def test_demo_serves_the_samples_on_a_free_port_until_interrupted(tmp_path: Path) -> None:
    with running("demo", until="http://", stop=signal.SIGINT, cwd=tmp_path) as lines:
        address = re.search(r"http://127\.0\.0\.1:\d+/", lines[-1])[0]
        with urllib.request.urlopen(address, timeout=PATIENCE) as page:
            assert "演示：换成另一个人" in page.read().decode()
        with urllib.request.urlopen(f"{address}static/reader/reading.css", timeout=PATIENCE) as style:
            assert style.headers["Content-Type"].startswith("text/css")
    said = "".join(lines)
    for title in ("澜川市教育局2025年工作要点", "2023年全县教育工作会议", "2024年全区教育工作会议"):
        assert title in said
    assert re.search(r"网页自检：交进 3 份报告，以 12 种岗位打开 \d{3,} 个地址，都正常。", said)
    assert len(re.findall(r"^  \w+ +\w{4}-\d{4}-\w{4}-\w{4}$", said, re.MULTILINE)) == 12
    assert list(tmp_path.iterdir()) == [], "the demo leaves something behind"


# The same demo, which goes no further than each role's first page: the test above has followed every link.
SHORT = """import sys
from luoshi.cli import main
from luoshi.office.web import serve
prepare = serve.prepare

def short(**given):
    prepare(**given)
    from luoshi.office.web import visit
    visit._links = lambda visitor, address, whence: visitor.get(address).content and []

serve.prepare = short
sys.exit(main(["demo", "--no-serve"]))
"""


def test_demo_without_serving_ends_by_itself(tmp_path: Path) -> None:
    command, given = [sys.executable, "-c", SHORT], environment(tmp_path)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=given, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2024年全区教育工作会议" in done.stdout
    assert "网页自检：交进 3 份报告，以 12 种岗位打开 12 个地址，都正常。" in done.stdout
    assert list(tmp_path.iterdir()) == [], "the demo leaves something behind"


def test_serve_keeps_what_was_handed_in(tmp_path: Path) -> None:
    for _ in range(2):
        with running("serve", "--data", "data", until="放入的报告会保留", stop=signal.SIGTERM, cwd=tmp_path):
            pass
    assert (tmp_path / "data" / "luoshi.sqlite3").is_file()


def test_serve_ends_with_one_sentence_where_its_address_cannot_be_written(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        server = serving(full, tmp_path)
    assert (server.communicate(timeout=PATIENCE)[1], server.returncode) == (
        "结果没有写完：磁盘已满。请腾出地方，或写到别处，再做一次。\n",
        1,
    )


def test_serve_ends_quietly_where_nobody_reads_its_address(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as unread:
        server = serving(unread, tmp_path)
    assert (server.communicate(timeout=PATIENCE)[1], server.returncode) == ("", 0)


def test_serve_ends_quietly_where_its_reader_leaves(tmp_path: Path) -> None:
    with serving(subprocess.PIPE, tmp_path) as server:
        assert server.stdout.readline().startswith("这里还没有教育局")
        assert server.stdout.readline() == "\n"
        server.stdout.close()
        assert server.stderr.read() == ""
    assert server.returncode == 0


def serving(stdout: int | BinaryIO, folder: Path) -> subprocess.Popen[str]:
    command = [LUOSHI, "serve", "--data", "data"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=stdout, stderr=pipe, text=True, env=environment(folder), cwd=folder)
