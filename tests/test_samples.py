"""The sample reports are what the script makes, and are shaped as real ones are."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import docx
import pytest

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "src" / "luoshi" / "samples"


@pytest.fixture(scope="module")
def samples(script: Callable[[Path], ModuleType], root: Path) -> ModuleType:
    return script(root / "tools" / "samples.py")


def parts(content: bytes) -> dict[str, bytes]:
    """A Word file's parts: how hard they are packed may differ from machine to machine."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_shipped_samples_are_what_the_script_makes(samples: ModuleType) -> None:
    made = samples.make()
    assert (SHIPPED / "district-2024.html").read_bytes() == made["district-2024.html"]
    assert parts((SHIPPED / "city-2025.docx").read_bytes()) == parts(made["city-2025.docx"])


def test_word_sample_holds_its_numbers_only_as_numbering() -> None:
    paragraphs = docx.Document(str(SHIPPED / "city-2025.docx")).paragraphs
    heading = next(p for p in paragraphs if p.text == "落实立德树人根本任务")
    numbering = heading._p.pPr.numPr
    assert (numbering.ilvl.val, numbering.numId.val) == (1, 90)


def test_damaged_sample_is_damaged() -> None:
    page = (SHIPPED / "district-2024.html").read_bytes().decode("gb18030").replace("<br>\n", "")
    assert "區(qū)" in page
    assert "新建公辦幼兒園x所" in page
    assert "瀏覽次數：1580" in page


def test_a_sentence_that_the_damage_needs_is_missed_when_it_goes(samples: ModuleType) -> None:
    with pytest.raises(ValueError, match="新建公办幼儿园3所"):
        samples.damaged_page("在全区教育工作会议上的讲话\n建设区级劳动实践基地6个")
