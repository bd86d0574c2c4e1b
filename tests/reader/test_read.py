"""From a file to a reading, and what is refused with which words."""

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reader import read, read_text
from luoshi.reader.source import Unreadable

REPORT = (
    "东湖县召开2024年教育工作会议\n"
    "3月5日，东湖县召开2024年教育工作会议。过去一年，全县新增学位500个，完成校舍改造3所。\n"
    "会议强调，要加强校园安全管理，建设5所幼儿园，完善教师培训制度。\n"
)


def test_paths_bytes_streams_and_pasted_text_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, "utf-8")
    texts = {
        read(path).text,
        read(str(path)).text,
        read(REPORT.encode()).text,
        read(io.BytesIO(REPORT.encode("gb18030")), name="标准输入").text,
        read_text(REPORT).text,
    }
    assert texts == {REPORT.strip()}
    assert read(path).source.name == "报告.txt"
    assert read(path, name="另名").source.name == "另名"


def test_places_are_lines_of_the_text() -> None:
    reading = read_text("\n\n" + REPORT)
    start = reading.text.index("会议强调")
    assert reading.place(type(reading.sentences[0].span)(start, start + 4)) == "第 5 行"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"%PDF-1.7 ...", "broken"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"BM" + bytes(range(256)) * 9, "image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Book\0".encode("utf-16-le"), "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint".encode("utf-16-le"), "ppt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (b"Rar!\x1a\x07", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
        (b"\x1f\x8b\x08", "archive"),
        (b"GIF89a", "image"),
        (b"RIFF\x24\x00\x00\x00WEBP", "image"),
        (b"RIFF\x24\x00\x00\x00WAVE", "film"),
        (b"\x00\x00\x00\x18ftypheic", "image"),
        (b"\x00\x00\x00\x18ftypmif1", "image"),
        (b"\x00\x00\x00\x18ftypmp42", "film"),
        (b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00", "image"),
        (b"PK\x05\x06" + bytes(18), "archive"),
        (b"II*\x00", "image"),
        (b"MM\x00*", "image"),
        (b"\x7fELF\x02", "program"),
        (b"MZ\x90\x00", "program"),
        (b"SQLite format 3\x00", "database"),
        (b"PK\x03\x04 not a package", "broken"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "broken"),
        (b"From: <Saved by Blink>\r\nSubject: x", "broken"),
        (bytes(range(256)) * 30, "binary"),
        (b"The county education bureau held its annual meeting on school safety. " * 5, "not_chinese"),
        ("教育。\n".encode() + b"The county education bureau held its annual meeting. " * 9, "not_chinese"),
        ("教育についての報告です。学校の安全をまもり、子どもたちのために。".encode() * 3, "not_chinese"),
        ("首页\n打印\n关闭窗口".encode(), "empty"),
        ("今天的天气很好，小猫在院子里睡觉，树上有许多花。".encode(), "nothing_found"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(data, name="甲.dat")
    assert refusal.value.code == code
    assert str(refusal.value).startswith("“甲.dat”")
    assert str(refusal.value).endswith("。")


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (["[Content_Types].xml", "xl/workbook.xml"], "broken"),
        (["[Content_Types].xml", "ppt/presentation.xml"], "ppt"),
        (["mimetype", "META-INF/container.xml"], "epub"),
        (["甲.docx", "乙.docx"], "archive"),
        (["[Content_Types].xml", "visio/document.xml"], "broken"),
    ],
)
def test_packages_that_are_no_word_files_are_refused_by_what_they_hold(parts: list[str], code: str) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for part in parts:
            package.writestr(part, "<x/>")
    with pytest.raises(Unreadable) as refusal:
        read(data.getvalue(), name="甲.docx")
    assert refusal.value.code == code


@pytest.mark.parametrize(("size", "code"), [(60_000_000, "broken"), (60_000_001, "large")])
def test_a_file_above_sixty_megabytes_is_not_looked_at(size: int, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(b"PK\x03\x04".ljust(size, b"x"))
    assert refusal.value.code == code


def test_refusals_say_what_why_and_what_to_do() -> None:
    with pytest.raises(Unreadable) as refusal:
        read(b"\xff\xd8\xff\xe0", name="照片.jpg")
    assert str(refusal.value) == (
        "“照片.jpg”是图片，这里读不了。上面的字认不出来。"
        "请交电子原件（Word、WPS 或能选中文字的 PDF）；没有的，请把文字打成 docx 再交。"
    )


def test_a_missing_file_and_a_folder_are_refused_by_name(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "无.txt", "missing"), (tmp_path, "folder")):
        with pytest.raises(Unreadable) as refusal:
            read(path)
        assert refusal.value.code == code
        assert str(path) in str(refusal.value)


def test_a_file_that_the_system_does_not_hand_over_is_refused_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 300 + ".txt")
    with pytest.raises(Unreadable) as refusal:
        read(path)
    assert refusal.value.code == "locked"
    assert str(refusal.value) == f"“{path}”打不开：名字太长。请检查权限，或先关闭正在用它的程序。"


@pytest.mark.parametrize(("name", "head"), [("文.txt", ""), ("页.html", "<p>")])
def test_a_source_counts_the_characters_that_were_lost(name: str, head: str) -> None:
    whole = (head + REPORT).encode()
    lost = whole.replace("幼".encode(), b"\xe5\xb9")
    assert [read(data, name=name).source.damaged for data in (whole, lost)] == [0, 1]


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"<html><body>", b"\xff\xfe", REPORT.encode()]))
def test_whatever_bytes_come_they_are_read_or_refused(data: bytes, head: bytes) -> None:
    with contextlib.suppress(Unreadable):
        read(head + data)


def test_a_story_is_refused_because_it_does_not_speak_of_education_work():
    story = "从前有一座山，山里有一座庙，庙里有个老和尚在讲故事。小和尚要去挑水，老和尚要去砍柴。\n" * 20
    with pytest.raises(Unreadable, match="几乎没有教育工作的用语") as refused:
        read_text(story)
    assert refused.value.code == "no_report"
