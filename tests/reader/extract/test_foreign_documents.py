"""Old and foreign documents: converted by LibreOffice where it is, refused with the remedy where it is not."""

import io
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

from luoshi.reader import read
from luoshi.reader.extract import extract, writer
from luoshi.reader.extract.writer import to_docx
from luoshi.reader.source import Unreadable
from tests.reader.extract.conftest import document

LINES = (
    "栗原区2031年教育工作要点",
    "年底前完成消防设施改造120处，建设5所幼儿园。",
    "加强校园安全管理，培训教师300人。",
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def rtf() -> bytes:
    shown = "".join(r"\pard " + "".join(rf"\u{ord(char)}?" for char in line) + r"\par" for line in LINES)
    return (r"{\rtf1\ansi\deff0{\fonttbl{\f0 SimSun;}}" + shown + "}").encode()


def odt() -> bytes:
    shown = "".join(f"<text:p>{line}</text:p>" for line in LINES)
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:text="{TEXT}" office:version="1.2">'
        f"<office:body><office:text>{shown}</office:text></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
    return made.getvalue()


def flat() -> bytes:
    shown = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LINES)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'
        f"<w:body>{shown}</w:body></w:wordDocument>"
    ).encode()


@pytest.fixture(scope="module")
def with_writer() -> None:
    """Passes over what needs LibreOffice's Writer, which is a package of its own."""
    try:
        to_docx(rtf(), "试.rtf", "rtf")
    except Unreadable:
        pytest.skip("old and foreign documents: soffice with its Writer is not on this machine")


@pytest.fixture(scope="module")
def doc(with_writer: None, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("doc")
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LINES)
    (folder / "a.docx").write_bytes(document(body))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "doc:MS Word 97",
        "--outdir",
        folder,
        folder / "a.docx",
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return (folder / "a.doc").read_bytes()


@pytest.mark.typeset
@pytest.mark.parametrize(("make", "medium"), [(rtf, "rtf"), (odt, "odt"), (flat, "flat")])
def test_a_foreign_document_is_read_as_the_word_file_that_it_becomes(with_writer: None, make, medium: str) -> None:
    source = extract(make(), "要点")
    assert (source.text.split("\n"), source.medium, source.name) == (list(LINES), medium, "要点")
    assert [block.place for block in source.blocks] == ["第 1 段", "第 2 段", "第 3 段"]


@pytest.mark.typeset
@pytest.mark.parametrize("name", ["要点.doc", "要点.wps", "要点.docx"])
def test_an_old_word_or_wps_file_is_read_whatever_it_is_called(doc: bytes, name: str) -> None:
    reading = read(doc, name=name)
    assert (reading.text.split("\n"), reading.source.medium) == (list(LINES), "doc")


@pytest.mark.typeset
def test_a_broken_old_file_is_refused_and_leaves_nothing_behind(doc: bytes, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(Unreadable) as refusal:
        extract(doc[:1500], "要点.doc")
    assert refusal.value.code == "broken"
    assert "文件不完整、已损坏或加了密码" in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "“旧.doc”是旧格式的 Word 或 WPS 文档（doc、wps）"),
        (rtf(), "“旧.doc”是 RTF 文件"),
        (odt(), "“旧.doc”是 ODF 文档（odt）"),
        (flat(), "“旧.doc”是 XML 格式的 Word 文档"),
    ],
)
def test_without_libreoffice_the_remedy_is_named(data: bytes, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(Unreadable) as refusal:
        extract(data, "旧.doc")
    assert str(refusal.value) == f"{said}，这里读不了。请用 WPS 或 Word 打开，另存为 docx 再交。"


def a_program(folder: Path, script: str) -> None:
    """Stands in for soffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)


@pytest.mark.parametrize("script", ["while :; do :; done", "sleep 60", "sleep 60 & wait"])
def test_a_conversion_that_does_not_end_is_ended(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_program(tmp_path, script)
    monkeypatch.setattr(shutil, "which", lambda name: str(tmp_path / name))
    monkeypatch.setattr(writer, "_LEAST_SECONDS", 1)
    monkeypatch.setattr(writer, "_PATIENCE", 2)
    began = time.monotonic()
    with pytest.raises(Unreadable) as refusal:
        to_docx(rtf(), "旧.rtf", "rtf")
    assert refusal.value.code == "stopped"
    assert "转换它花的时间或内存超出限度" in str(refusal.value)
    assert time.monotonic() - began < 10


def test_each_conversion_has_a_profile_of_its_own_that_forbids_macros_and_links(tmp_path: Path, monkeypatch) -> None:
    a_program(
        tmp_path, f'cp -r "$PWD/profile/user/registrymodifications.xcu" {tmp_path}/kept; pwd >> {tmp_path}/folders'
    )
    monkeypatch.setattr(shutil, "which", lambda name: str(tmp_path / name))
    for _ in range(2):
        with pytest.raises(Unreadable):
            to_docx(rtf(), "旧.rtf", "rtf")
    profile = (tmp_path / "kept").read_text("utf-8")
    for setting in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "DisableActiveContent"):
        assert f'oor:name="{setting}" oor:op="fuse"><value>true</value>' in profile
    folders = (tmp_path / "folders").read_text("utf-8").split()
    assert len(set(folders)) == 2
    assert not any(Path(folder).exists() for folder in folders)
