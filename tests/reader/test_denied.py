import errno
import os

import pytest

from luoshi import reader
from luoshi.reader.denied import why
from luoshi.reader.source import Unreadable


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.EACCES, "没有权限"),
        (errno.ENOSPC, "磁盘已满"),
        (errno.EROFS, "那里只能读，不能写"),
        (errno.ENAMETOOLONG, "名字太长"),
    ],
)
def test_the_usual_reasons_are_said_in_chinese(code: int, said: str) -> None:
    assert why(OSError(code, os.strerror(code), "报告.txt")) == said


def test_a_reason_without_words_of_ours_keeps_the_system_s() -> None:
    assert why(OSError(errno.EXDEV, os.strerror(errno.EXDEV))) == os.strerror(errno.EXDEV)
    assert why(OSError("odd")) == "odd"


def test_a_file_that_cannot_be_opened_says_why(tmp_path) -> None:
    loop = tmp_path / "报告.txt"
    loop.symlink_to(loop)
    with pytest.raises(Unreadable, match=r"报告\.txt”打不开：快捷方式（链接）互相指来指去"):
        reader.read(loop)
    with pytest.raises(Unreadable, match="打不开：名字太长"):
        reader.read(tmp_path / ("长" * 200 + ".txt"))
