"""What every form in every template carries, and what no template may hold."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OFFICE = ROOT / "src" / "luoshi" / "office"
TEMPLATES = sorted(path for path in OFFICE.rglob("templates/**/*.html"))

FORM = re.compile(r"<form\b(?P<head>(?:\{%.*?%\}|\{\{.*?\}\}|[^>])*)>(?P<body>.*?)</form>", re.DOTALL | re.IGNORECASE)
SENT = re.compile(r"method\s*=\s*[\"']?post|hx-(?:post|put|patch|delete)", re.IGNORECASE)
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)|\son[a-z]+\s*=\s*[\"']|<[^>]*\sstyle\s*=|<style\b|\bhx-on\b",
    re.IGNORECASE,
)
DATA = re.compile(r'<script type="application/json"|\{\{[^}]*\|json_script')  # never run

named = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)


@named
def test_a_form_that_is_sent_carries_token_and_membership(path: Path) -> None:
    forms = [found for found in FORM.finditer(path.read_text("utf-8")) if SENT.search(found["head"])]
    assert [found["head"].strip() for found in forms if "{% form_marks %}" not in found["body"]] == []


@named
def test_a_form_that_only_asks_carries_no_token(path: Path) -> None:
    """It would stand in the address, and so in every log."""
    forms = [found for found in FORM.finditer(path.read_text("utf-8")) if not SENT.search(found["head"])]
    assert [found["head"].strip() for found in forms if "form_marks" in found["body"]] == []


@named
def test_no_template_uses_the_bare_token(path: Path) -> None:
    assert "csrf_token" not in path.read_text("utf-8"), "{% form_marks %} carries it, and the membership too"


@named
def test_no_template_holds_script_or_style_that_the_policy_would_stop(path: Path) -> None:
    text = DATA.sub("", path.read_text("utf-8"))
    assert [found.group() for found in INLINE.finditer(text)] == []
