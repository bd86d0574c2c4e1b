"""What refusals call a file."""

import pytest

from luoshi.reader import read
from luoshi.reader.source import Unreadable


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"%PDF-1.7", b"\xff\xd8\xff\xe0" * 40])
def test_a_file_without_a_name_is_called_this_file(content):
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert str(refused.value).startswith("这个文件")
    with pytest.raises(Unreadable, match=r"^“报告\.docx”"):
        read(content, name="报告.docx")
