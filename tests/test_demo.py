"""`luoshi demo` as a newcomer runs it."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

LUOSHI = Path(sys.executable).with_name("luoshi")


def environment(tmp_path: Path) -> dict[str, str]:
    """Without what the test run itself has set for the database."""
    return {**os.environ, "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}


def test_demo_without_serving_prints_the_ledgers_and_looks_at_the_page(tmp_path: Path) -> None:
    command = [LUOSHI, "demo", "--no-serve"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(tmp_path), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    for title in ("澜川市教育局2025年工作要点", "2023年全县教育工作会议", "2024年全区教育工作会议"):
        assert title in done.stdout
    assert re.search(r"网页自检：交进 3 份报告，打开 \d\d 个地址，都正常。", done.stdout)
    assert list(tmp_path.iterdir()) == [], "the demo leaves something behind"


def test_demo_serves_the_samples_on_a_free_port_until_interrupted(tmp_path: Path) -> None:
    command = [LUOSHI, "demo"]
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(tmp_path), cwd=tmp_path)
    try:
        assert demo.stdout
        address = next(found[0] for line in demo.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+/", line)))
        with urllib.request.urlopen(address, timeout=20) as page:
            assert "读了 3 份报告" in page.read().decode()
        with urllib.request.urlopen(f"{address}static/reader/reading.css", timeout=20) as style:
            assert style.headers["Content-Type"].startswith("text/css")
    finally:
        demo.send_signal(signal.SIGINT)
        assert demo.wait(timeout=20) == 0
    assert list(tmp_path.iterdir()) == [], "the demo leaves something behind"


def test_serve_keeps_what_was_handed_in(tmp_path: Path) -> None:
    command = [LUOSHI, "serve", "--data", str(tmp_path / "data")]
    for _ in range(2):
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(tmp_path), cwd=tmp_path)
        try:
            assert server.stdout
            assert any("放入的报告会保留" in line for line in server.stdout)
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(timeout=20) == 0
    assert (tmp_path / "data" / "luoshi.sqlite3").is_file()
