"""What a file is, and what is said about the hostile and the marked ones."""

import pytest

from luoshi.office.desk.looking import look
from tests.office.desk import made


def codes(content: bytes, name: str) -> list[str]:
    return [code for code, _ in look(content, name=name)["reasons"]]


@pytest.mark.parametrize("kind", made.SOUND)
def test_a_sound_file_of_every_kind_passes(kind: str) -> None:
    name, make = made.SOUND[kind]
    found = look(make(), name=name)
    assert (found["kind"], found["reasons"]) == (kind, [])
    assert found["looked"] is (kind not in {"png", "jpeg"})


HOSTILE = {
    "bomb": (made.bomb, "会议.docx", ["bomb"]),
    "bomb that lies about its size": (made.lying_bomb, "会议.docx", ["broken"]),
    "entries over one another": (made.overlapping, "会议.docx", ["bomb"]),
    "package with a password": (made.locked, "会议.docx", ["locked"]),
    "old container with a password": (lambda: made.ole("EncryptedPackage"), "会议.docx", ["locked"]),
    "macro workbook": (made.macro_workbook, "人员.xlsm", ["macro"]),
    "macro workbook renamed": (made.macro_workbook, "人员.xlsx", ["macro"]),
    "name of a macro workbook": (made.xlsx, "人员.xlsm", ["macro_suffix"]),
    "links to other workbooks": (made.linked_workbook, "人员.xlsx", ["linked"]),
    "template from elsewhere": (made.linked_template, "会议.docx", ["linked"]),
    "program": (lambda: b"MZ\x90\0" + bytes(500), "会议.exe", ["program"]),
    "program renamed": (lambda: b"MZ\x90\0" + bytes(500), "会议.docx", ["program"]),
    "program for Linux": (lambda: b"\x7fELF" + bytes(500), "照片.jpg", ["program"]),
    "script": (lambda: b"#!/bin/sh\nrm -rf /\n", "通知.txt", ["program"]),
    "script by its name": (lambda: b"del *.*\r\n", "通知.bat", ["program"]),
    "program inside": (lambda: made.repacked(made.docx(), add={"word/media/a.png": b"MZ\x90\0"}), "会议.docx", ["program_inside"]),
    "zip inside": (lambda: made.repacked(made.docx(), add={"word/a.bin": made.zipped(a=b"b")}), "会议.docx", ["nested"]),
    "zip": (lambda: made.zipped(a=b"b"), "会议.zip", ["archive"]),
    "zip renamed": (lambda: made.zipped(a=b"b"), "会议.docx", ["archive"]),
    "rar": (lambda: b"Rar!\x1a\x07" + bytes(50), "会议.rar", ["archive"]),
    "old Word file": (made.ole, "会议.doc", ["old_office"]),
    "RTF": (lambda: b"{\\rtf1 x}", "会议.rtf", ["rtf"]),
    "half a Word file": (lambda: made.docx()[:-400], "会议.docx", ["broken"]),
    "broken part": (lambda: made.repacked(made.docx(), add={"word/document.xml": b"<w:p"}), "会议.docx", ["broken"]),
    "entities": (lambda: made.repacked(made.docx(), add={"word/a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "会议.docx", ["broken"]),
    "picture as document": (made.png, "会议.docx", ["mismatch"]),
    "page as document": (made.html, "会议.docx", ["mismatch"]),
    "document as picture": (made.docx, "照片.jpg", ["mismatch"]),
    "document as old document": (made.docx, "会议.doc", ["mismatch"]),
    "PDF with a script": (lambda: made.pdf(more=b"/OpenAction << /S /JavaScript /JS (x) >> "), "通知.pdf", ["active"]),
    "PDF with a password": (lambda: made.pdf(more=b"/Encrypt 9 0 R "), "通知.pdf", ["locked"]),
    "noise": (lambda: bytes(range(1, 256)) * 9, "数据.txt", ["unknown"]),
    "film": (lambda: b"\0\0\0\x18ftypmp42" + bytes(90), "录像.jpg", ["picture"]),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_gets_its_answer(what: str) -> None:
    make, name, expected = HOSTILE[what]
    assert codes(make(), name) == expected


def test_a_document_with_a_chart_s_workbook_inside_passes_and_its_macros_do_not() -> None:
    part = "word/embeddings/Microsoft_Excel_Sheet1.xlsx"
    assert codes(made.repacked(made.docx(), add={part: made.xlsx()}), "会议.docx") == []
    assert codes(made.repacked(made.docx(), add={part: made.macro_workbook()}), "会议.docx") == ["macro"]


def test_formulas_of_a_workbook_are_no_reason_against_it() -> None:
    assert codes(made.xlsx(formula="=1+2"), "人员.xlsx") == []


MARKED = {
    "txt": (lambda: made.text(made.MARK, *made.LINES), "会议.txt", "第 1 行"),
    "txt in GB18030": (lambda: made.text(made.MARK, *made.LINES).decode().encode("gb18030"), "会议.txt", "第 1 行"),
    "txt in UTF-16": (lambda: made.text(made.MARK).decode().encode("utf-16"), "会议.txt", "第 1 行"),
    "html": (lambda: made.html(made.MARK, *made.LINES), "会议.html", "网页"),
    "html with tags between": (lambda: made.html("机<b>密</b>★<span>1</span>年"), "会议.html", "网页"),
    "html in entities": (lambda: made.html("&#26426;&#23494;&#9733;1&#24180;"), "会议.html", "网页"),
    "docx": (lambda: made.docx(made.MARK, *made.LINES), "会议.docx", "正文"),
    "docx, runs": (lambda: made.docx(split=made.MARK), "会议.docx", "正文"),
    "docx, header": (lambda: made.docx(header="机 密 ★ 1 年"), "会议.docx", "页眉"),
    "docx, text box": (lambda: made.docx(box=made.MARK), "会议.docx", "正文"),
    "docx, watermark": (lambda: made.docx(watermark="机密"), "会议.docx", "页眉"),
    "docx, cell": (lambda: made.docx(cell="秘密★长期"), "会议.docx", "正文"),
    "docx, property": (lambda: made.repacked(made.docx(), add={}, replace=[(b"python-docx", "机密★1年".encode())]), "会议.docx", "文件属性"),
    "xlsx": (lambda: made.xlsx("姓名", made.MARK), "人员.xlsx", "表格"),
    "xlsx, header": (lambda: made.xlsx(header='&L&"宋体"&14机密★1年&R第 &P 页'), "人员.xlsx", "表格"),
    "xlsx, sheet": (lambda: made.xlsx(sheet="内部资料"), "人员.xlsx", "工作表的名字"),
    "ofd": (lambda: made.ofd("机", "密", "★", "1", "年"), "通知.ofd", "附属内容"),
    "embedded workbook": (lambda: made.repacked(made.docx(), add={"word/embeddings/a.xlsx": made.xlsx(made.MARK)}), "会议.docx", "附属内容"),
    "name": (made.docx, "（机密）会议.docx", "文件名"),
}  # fmt: skip


@pytest.mark.parametrize("what", MARKED)
def test_a_mark_is_found_wherever_it_stands(what: str) -> None:
    make, name, place = MARKED[what]
    found = look(make(), name=name)["reasons"]
    assert ("secret", place) in [(code, facts.get("place")) for code, facts in found]


def test_a_mark_in_a_pdf_s_text_is_found_where_the_machine_can_read_it() -> None:
    found = look(made.pdf(made.MARK), name="通知.pdf")
    assert (found["looked"], [code for code, _ in found["reasons"]]) == (True, ["secret"])


def test_a_pdf_that_cannot_be_opened_is_said_to_be_unread() -> None:
    assert look(b"%PDF-1.4\n", name="通知.pdf") == {"kind": "pdf", "reasons": [], "looked": False}


def test_the_sound_ones_speak_of_secrets_and_so_could_have_been_refused() -> None:
    assert made.SENTENCE in made.text().decode()


def test_a_broken_page_is_looked_at_as_text() -> None:
    assert codes(b"<html><!" + "\n机密★1年\n".encode(), "会议.html") == ["secret"]
