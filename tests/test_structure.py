"""What holds the house up: who may import whom, how long things may grow, and that words and documents keep pace."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "luoshi"

# Beyond the standard library. A pure package knows no other of ours, but for gauge and office, which use catalog.
VERSION = "luoshi.__version__"  # anybody may ask for it
MAY_IMPORT = {
    "reader": {
        "luoshi.reader",
        "docx",
        "lxml",
        "opencc",
        "pyarrow",
        "pypdfium2",
        "pypinyin",
        "python_calamine",
        "xlrd",
        "xlsxwriter",
        "yaml",
    },
    "catalog": {"luoshi.catalog", "yaml"},
    "gauge": {"luoshi.gauge", "luoshi.catalog", "duckdb", "pyarrow", "sqlglot", "yaml"},
    "scribe": {"luoshi.scribe", "docx", "xlsxwriter", "yaml"},
    "office": {
        "luoshi.office",
        "luoshi.reader",
        "luoshi.catalog",
        "luoshi.gauge",
        "luoshi.scribe",
        "allauth",
        "apprise",
        "cryptography",
        "django",
        "gunicorn",
        "huey",
        "lxml",
        "ninja",
        "pydantic",
        "python_calamine",
        "xlsxwriter",
        "yaml",
    },
}
DRIVER = {SRC / "office" / "journal" / "postgresql.py": {"psycopg"}}  # the one place where Django's cursor is too slow

# The office's apps in the order of the year. One may import those above it; web joins them.
APPS = (
    "journal",
    "organisations",
    "desk",
    "plans",
    "returns",
    "standing",
    "inspections",
    "cases",
    "notices",
    "honours",
    "conference",
    "web",
)

LONGEST_MODULE = 500
LONGEST_FUNCTION = 60


def modules(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it; relative imports are not used in this house."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.relative_to(ROOT)}:{node.lineno} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def allowed(name: str, names: set[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in names)


def strangers(path: Path, names: set[str]) -> list[str]:
    foreign = (name for name in imports(path) if name.split(".")[0] not in sys.stdlib_module_names)
    return sorted(name for name in foreign if not allowed(name, {*names, *DRIVER.get(path, ()), VERSION}))


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_package_imports_only_what_lies_below_it(package: str) -> None:
    found = {str(p.relative_to(ROOT)): strangers(p, MAY_IMPORT[package]) for p in modules(SRC / package)}
    assert {path: names for path, names in found.items() if names} == {}


def test_every_package_stands_in_the_table_of_arrows() -> None:
    folders = {path.parent.name for path in SRC.glob("*/__init__.py")}
    assert folders <= {*MAY_IMPORT, "samples", "content"}


def test_every_app_of_the_office_stands_in_the_order_of_the_year() -> None:
    assert {path.parent.name for path in (SRC / "office").glob("*/__init__.py")} <= set(APPS)


@pytest.mark.parametrize("app", APPS)
def test_app_imports_only_apps_above_it(app: str) -> None:
    below = {f"luoshi.office.{other}" for other in APPS[APPS.index(app) + 1 :]}
    used = {name for path in modules(SRC / "office" / app) for name in imports(path)}
    assert {name for name in used if allowed(name, below)} == set()


def test_command_line_starts_without_the_web() -> None:
    """Django and the document libraries are imported by the command that needs them."""
    script = "import sys, luoshi.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (
        set(done.stdout.split())
        & {"django", "gunicorn", "docx", "lxml", "pypdfium2", "xlsxwriter", "pypinyin", "opencc"}
        == set()
    )


CODE = [p for folder in ("src", "tests", "tools", "benchmarks") for p in modules(ROOT / folder)]


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_or_function_outgrows_its_reader(path: Path) -> None:
    tree = tree_of(path)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {node.name: (node.end_lineno or node.lineno) - node.lineno + 1 for node in functions}
    assert path.read_text("utf-8").count("\n") <= LONGEST_MODULE
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", modules(SRC), ids=lambda path: str(path.relative_to(SRC)))
def test_every_module_says_what_it_knows(path: Path) -> None:
    assert ast.get_docstring(tree_of(path)), "the module has no docstring"


NAMELESS = re.compile(r"(^|_)(utils?|helpers?|managers?|common|services?|misc)(_|$)")


def test_no_drawer_for_things_without_a_name() -> None:
    assert [str(path.relative_to(ROOT)) for path in CODE if NAMELESS.search(path.stem)] == []


# Words


def public_classes(folder: Path) -> set[str]:
    nodes = (node for path in modules(folder) for node in tree_of(path).body)
    return {node.name for node in nodes if isinstance(node, ast.ClassDef) and is_a_word(node.name)}


def is_a_word(name: str) -> bool:
    """A queryset is called after what it gives, and no word of its own."""
    return not name.startswith("_") and not name.endswith(("QuerySet", "Manager"))


@pytest.mark.parametrize("package", ["reader", "scribe", "office"])
def test_every_public_class_stands_in_the_glossary(package: str) -> None:
    words = set(re.findall(r"`(\w+)`", (ROOT / "GLOSSARY.md").read_text("utf-8")))
    assert public_classes(SRC / package) - words == set()


# Documents


def read(*names: str) -> str:
    paths = [path for name in names for path in sorted(ROOT.glob(name))]
    assert paths, f"nothing at {names}"
    return "\n".join(path.read_text("utf-8") for path in paths)


LEXICONS = sorted((SRC / "reader" / "data").rglob("*.yaml"))


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.stem)
def test_every_lexicon_has_its_place_in_the_authors_guide(path: Path) -> None:
    assert f"`{path.name}`" in read("docs/authors/README.md"), f"docs/authors/README.md does not explain {path.name}"


def test_list_of_keys_is_what_the_lexicons_hold() -> None:
    command = [sys.executable, ROOT / "tools" / "authors.py", "--print"]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if made != read("docs/authors/keys.md"):
        pytest.fail("the lexicons have changed: run `make docs`", pytrace=False)


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.stem)
def test_every_lexicon_begins_with_what_it_is(path: Path) -> None:
    assert path.read_text("utf-8").startswith("#"), "say in a comment what the file is and how to add to it"


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme_stays_short(name: str) -> None:
    assert read(name).count("\n") < 150


def test_readme_shows_what_the_command_prints() -> None:
    """Counts move with every rule, so they are cut out; what stands there is as printed, and … marks every cut."""
    command = [Path(sys.executable).with_name("luoshi"), "read", "src/luoshi/samples/county-2023.txt"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    shown = re.search(r"county-2023\.txt\n(.*?\n)\$ luoshi", read("README.md"), re.DOTALL)
    assert shown
    places = [printed.find(part) for part in shown[1].split("…\n")]
    assert places[0] == 0
    assert places[:-1] == sorted(set(places[:-1]) - {-1})
    assert shown[1] in read("README.zh-CN.md")


COMMAND = re.compile(r"^\s*(?:\$ )?luoshi ([a-z]+)([^\n#|>]*)", re.MULTILINE)
INLINE = re.compile(r"`luoshi ([a-z]+)([^`\n]*)`")


def commands() -> set[tuple[str, str]]:
    text = read("README*.md", "docs/manual/*.md", "docs/authors/*.md")
    return {found.groups() for pattern in (COMMAND, INLINE) for found in pattern.finditer(text)}


@pytest.mark.parametrize("name", sorted({name for name, _ in commands()}))
def test_commands_of_the_documents_exist_with_their_options(name: str) -> None:
    command = [Path(sys.executable).with_name("luoshi"), name, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    options = {o for used, rest in commands() if used == name for o in re.findall(r"--[a-z-]+", rest)}
    assert {option for option in options if option not in done.stdout} == set()


LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
PAGES = sorted(p for pattern in ("*.md", "docs/**/*.md") for p in ROOT.glob(pattern))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_of_the_documents_lead_somewhere(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text("utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("folder", ["docs/manual", "docs/decisions"])
def test_index_lists_each_page_once(folder: str) -> None:
    listed = re.findall(r"^\d+\. \[[^\]]*\]\(([^)/]+)\)", read(f"{folder}/README.md"), re.MULTILINE)
    assert sorted(listed) == sorted(path.name for path in (ROOT / folder).glob("*.md") if path.name != "README.md")


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "decisions").glob("0*.md")), ids=lambda page: page.stem)
def test_decision_is_headed_by_its_number(page: Path) -> None:
    assert page.read_text("utf-8").startswith(f"# {int(page.stem[:4])}. ")


# Set-up


def test_locks_hold_hashes_and_no_address() -> None:
    locks = read("requirements/*.txt")
    assert "://" not in locks
    assert "--index" not in locks
    pinned = re.findall(r"^[a-z][^\n]*", locks, re.MULTILINE)
    assert pinned
    assert all("==" in line and line.endswith("\\") for line in pinned)


def test_asset_lock_holds_hashes_and_no_address() -> None:
    lock = read("package-lock.json")
    assert '"resolved"' not in lock
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')


def test_nothing_committed_names_this_machine_or_a_package_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    hosts = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|/root/|/home/")
    texts = [
        ROOT / name for name in listed.split("\0") if name.endswith((".py", ".md", ".txt", ".toml", ".json", ".yaml"))
    ]
    own = Path(__file__)
    assert [str(p) for p in texts if p != own and p.exists() and hosts.search(p.read_text("utf-8", "replace"))] == []
