"""Web pages saved as one file (mht), as browsers and Word write them."""

import base64
import quopri

import pytest

from luoshi.reader import read
from luoshi.reader.extract import extract
from luoshi.reader.source import Unreadable

TEXT = "会议要求，要加强校园安全管理，年底前完成消防设施改造120处。"
PAGE = f"<html><head><title>会议</title></head><body><p>栗原区召开2031年教育工作会议</p><p>{TEXT}</p></body></html>"
EDGE = "----=_NextPart_0"


def part(kind: str, coding: str, body: bytes) -> bytes:
    return f"--{EDGE}\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n\r\n".encode() + body + b"\r\n"


def mht(*parts: bytes, head: str = "From: <Saved by Blink>\r\nSubject: x\r\n") -> bytes:
    begin = f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="{EDGE}"\r\n\r\n'
    return begin.encode() + b"".join(parts) + f"--{EDGE}--\r\n".encode()


@pytest.mark.parametrize(
    "data",
    [
        mht(part('text/html; charset="utf-8"', "quoted-printable", quopri.encodestring(PAGE.encode()))),
        mht(part('text/html; charset="gb2312"', "base64", base64.encodebytes(PAGE.encode("gb18030")))),
        mht(part("text/html", "8bit", PAGE.replace("<title>", "<meta charset=gbk><title>").encode("gbk")), head=""),
        mht(part("text/html", "binary", PAGE.encode()), head="\r\nX-Saved: by hand\r\n"),
    ],
    ids=["quoted", "base64", "named in the page", "binary"],
)
def test_the_page_is_taken_out_of_its_file(data: bytes) -> None:
    source = extract(data, "会议.mht")
    assert (source.text, source.medium) == (f"栗原区召开2031年教育工作会议\n{TEXT}", "mht")


def test_pictures_and_styles_in_the_file_are_passed_over_and_of_several_pages_the_fullest_is_read() -> None:
    menu = part("text/html", "8bit", "<html><body><p>首页 栏目 打印 关闭</p></body></html>".encode())
    picture = part("image/png", "base64", base64.encodebytes(b"\x89PNG" + bytes(90)))
    style = part("text/css", "8bit", b"p { color: red }")
    page = part("text/html; charset=utf-8", "8bit", PAGE.encode())
    assert read(mht(menu, picture, style, page), name="会议.mht").text.split("\n")[1] == TEXT


def test_word_s_own_page_is_read_though_it_is_called_doc() -> None:
    data = mht(part('text/html; charset="utf-8"', "quoted-printable", quopri.encodestring(PAGE.encode())))
    assert extract(data, "会议.doc").medium == "mht"


@pytest.mark.parametrize("data", [mht(), mht(part("image/png", "base64", b"iVBORw0KGgo=")), mht()[:60] + b"\r\n\r\n"])
def test_a_file_without_a_page_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        extract(data, "会议.mht")
    assert refusal.value.code == "broken"
    assert "把正文复制到 Word 文档里" in str(refusal.value)
