import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from luoshi.reader.decode import decode
from luoshi.reader.source import Unreadable

REPORT = (
    "东湖县教育局召开2024年全县教育工作会议，总结去年工作，部署今年任务。\n会议强调，要抓好校园安全，新增学位500个。\n"
    "一要加强队伍建设，二要改善办学条件，三要提高教学质量，努力办好人民满意的教育。\n"
)
TRADITIONAL = OpenCC("s2tw").convert(REPORT)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_simplified_text_is_read_in_every_encoding(encoding: str) -> None:
    decoded = decode(REPORT.encode(encoding))
    assert (decoded.text, decoded.damaged) == (REPORT, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_mark_in_front_tells_the_encoding_of_any_text(encoding: str) -> None:
    decoded = decode("\ufeffłódź 縣".encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.damaged) == ("łódź 縣", encoding, 0)


@pytest.mark.parametrize("encoding", ["big5", "cp950", "gbk", "utf-8", "utf-16-le"])
def test_traditional_text_is_read_in_every_encoding(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)).text == TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp950"])
def test_one_bad_byte_costs_few_characters_and_not_the_encoding(encoding: str) -> None:
    text = (TRADITIONAL if encoding == "cp950" else REPORT) * 3
    data = bytearray(text.encode(encoding))
    data[len(data) // 2] = 0xFF
    decoded = decode(bytes(data))
    assert decoded.encoding == encoding
    assert decoded.text[:40] == text[:40]
    assert decoded.text[-40:] == text[-40:]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp950", "utf-16-le"])
def test_a_cut_tail_does_not_change_the_encoding(encoding: str) -> None:
    text = (TRADITIONAL if encoding == "cp950" else REPORT).rstrip("\n")
    for cut in (1, 2):
        assert decode(text.encode(encoding)[:-cut]).text[:60] == text[:60]


def test_a_cut_tail_is_no_reason_to_doubt_a_text_of_few_chinese_characters() -> None:
    decoded = decode("łódź — 10:30 县".encode()[:-1])
    assert (decoded.text, decoded.encoding, decoded.damaged) == ("łódź — 10:30 \ufffd", "utf-8", 1)


def test_a_lost_character_is_counted_where_it_was_lost_here_and_not_before() -> None:
    before = REPORT.replace("湖", "\ufffd")
    assert (decode(before.encode()).text, decode(before.encode()).damaged) == (before, 0)
    assert decode(before.encode().replace("全".encode(), b"\xe5\x85", 1)).damaged == 1


def test_the_label_decides_between_encodings_that_both_give_text() -> None:
    assert decode("教育".encode("gb18030"), label="GB2312").text == "教育"


def test_a_false_label_is_not_believed() -> None:
    assert decode(TRADITIONAL.encode("cp950"), label="gb2312").encoding == "cp950"


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x00\x01\x02\x03" * 500, b"\xff\xd8\xfe\x80" * 300])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        decode(data)
    assert refusal.value.code == "binary"


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data)
    except Unreadable:
        return
    assert decoded.damaged <= len(decoded.text)
