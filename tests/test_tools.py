"""Set-up says what a machine lacks, does nothing twice, and the tests' server says when it is not there."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

Tool = Callable[[str], ModuleType]


@pytest.fixture
def tool(script: Callable[[Path], ModuleType], root: Path) -> Tool:
    """One of the project's tools by name."""
    return lambda name: script(root / "tools" / f"{name}.py")


@pytest.fixture
def setup(tool: Tool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The set-up script as on a machine without anything, with its stamps in a folder of the test's."""
    setup = tool("setup")
    monkeypatch.setattr(setup, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(setup.shutil, "which", lambda _: None)
    return setup


def test_everything_that_is_missing_is_said_at_once(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(setup, "OLDEST_PYTHON", (4, 0))
    python, venv, node, npm = setup.missing_for_install()
    assert python.startswith("Python 4.0 or newer (this is 3.")
    assert "apt-get install python3-venv" in venv
    assert "Node.js 18 or newer" in node
    assert "apt-get install npm" in npm


def test_without_what_it_needs_set_up_ends_before_it_begins(
    setup: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "install", lambda _: pytest.fail("began"))
    assert setup.main("install") == 1
    assert "Luoshi cannot be set up yet. Missing:\n  - Node.js 18 or newer" in capsys.readouterr().err


def test_a_step_is_done_once_for_what_it_was_made_from(setup: ModuleType) -> None:
    done: list[str] = []
    for mark in ("one", "one", "two"):
        setup.unless_done("step", mark, lambda mark=mark: done.append(mark))
    assert done == ["one", "two"]


def test_a_step_that_failed_is_tried_again(setup: ModuleType) -> None:
    def fail() -> None:
        raise OSError("no network")

    with pytest.raises(OSError, match="no network"):
        setup.unless_done("step", "one", fail)
    done: list[str] = []
    setup.unless_done("step", "one", lambda: done.append("one"))
    assert done == ["one"]


def test_what_the_tests_lack_is_said_to_who_may_not_install(
    setup: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "missing_for_tests", lambda: ["chromium", "postgresql"])
    setup.install_for_tests()
    assert capsys.readouterr().out.splitlines() == [
        "NOT TESTED without chromium: browser tests. Debian: apt-get install chromium",
        "NOT TESTED without postgresql: the same tests on PostgreSQL. Debian: apt-get install postgresql",
    ]


@pytest.mark.parametrize(("strict", "code"), [("0", 0), ("1", 1)])
def test_without_a_postgresql_server_that_is_said_and_fails_only_where_nothing_may_be_missing(
    tool: Tool, strict: str, code: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres = tool("postgres")
    monkeypatch.setattr(postgres, "server_programs", lambda: None)
    monkeypatch.setenv("LUOSHI_STRICT", strict)
    assert postgres.main(["true"]) == code
    assert capsys.readouterr().out.startswith("NOT TESTED: PostgreSQL")


def test_a_source_map_is_not_asked_for(tool: Tool) -> None:
    pattern = tool("assets").SOURCE_MAP
    assert pattern.sub(b"\n", b"a{}\n/*# sourceMappingURL=a.css.map */") == b"a{}\n"
    assert pattern.sub(b"\n", b"f()\n//# sourceMappingURL=a.js.map\n") == b"f()\n"


def test_a_style_sheet_asks_for_no_picture_that_the_policy_refuses(tool: Tool, tmp_path: Path) -> None:
    """Tabler's arrow: complained of whenever a page was measured between its style sheet and ours."""
    assets = tool("assets")
    for file in assets.FILES:
        path = tmp_path / file
        path.parent.mkdir(parents=True)
        path.write_text(
            "a{--i:url(\"data:image/svg+xml,%3csvg d='M(1)'/>\");b:url(data:x);c:url('data:y(z)');d:url(e.svg)}"
        )
        folder = "/".join(file.split("/")[: 2 if file.startswith("@") else 1])
        (tmp_path / folder / "package.json").write_text('{"version": "1", "license": "MIT"}')
    (tmp_path / "out").mkdir()
    assets.copy(tmp_path, tmp_path / "out")
    assert (tmp_path / "out" / "tabler.min.css").read_text() == "a{--i:none;b:none;c:none;d:url(e.svg)}"
    assert "data:x" in (tmp_path / "out" / "htmx.min.js").read_text()
