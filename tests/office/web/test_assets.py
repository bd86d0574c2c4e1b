"""What the pages load stands in the package, is what the manifest says, and asks for nothing else."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

import luoshi.office.web
from luoshi.office.web.finders import ReaderFinder

STATIC = Path(luoshi.office.web.__file__).parent / "static"
MANIFEST = json.loads((STATIC / "vendor" / "manifest.json").read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(MANIFEST))
def test_asset_is_what_the_manifest_says(name: str) -> None:
    content = (STATIC / "vendor" / name).read_bytes()
    assert MANIFEST[name]["integrity"] == "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()
    assert MANIFEST[name]["version"]
    assert b"sourceMappingURL" not in content


def test_nothing_lies_beside_the_manifest_that_it_does_not_name() -> None:
    assert {path.name for path in (STATIC / "vendor").iterdir()} == {*MANIFEST, "manifest.json"}


TEMPLATES = sorted(Path(luoshi.office.web.__file__).parents[1].rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_holds_nothing_inline_and_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", text)
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_static_files_of_a_template_exist(path: Path) -> None:
    names = re.findall(r"""{% static ['"]([^'"]+)['"] %}""", path.read_text("utf-8"))
    assert [name for name in names if not finders.find(name)] == []


def test_of_the_reader_s_folder_only_its_style_and_script_are_served() -> None:
    assert {name for name, _ in ReaderFinder().list(None)} == {"reading.css", "reading.js"}
    assert finders.find("reader/reading.css")
    assert [finders.find(f"reader/{name}") for name in ("html.py", "../refusal.py", "")] == [None] * 3


def test_every_block_of_the_style_sheet_is_closed() -> None:
    """One that is not takes all that follows into it, and no browser complains."""
    depth, deepest = 0, 0
    for sign in (STATIC / "web" / "luoshi.css").read_text("utf-8"):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
        deepest = max(deepest, depth)
    assert (depth, deepest) == (0, 2)
