import io
import sys

import pytest

from luoshi.cli import main
from tests.reader.compare.pairs import DISTRICT
from tests.reader.proofread.conftest import DRAFT


@pytest.fixture
def paper(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return str(path)

    return write


def test_a_clean_draft_ends_with_zero(paper, capsys):
    assert main(["proof", paper("报告.txt", DRAFT)]) == 0
    assert capsys.readouterr().out == "没有发现要核对的地方。\n"


def test_each_remark_is_printed_with_its_places_and_lines(paper, capsys):
    text = DRAFT.replace("共11个", "共12个").replace("优良率达到60%以上", "优良率提高5%")
    assert main(["proof", paper("报告.txt", text)]) == 1
    out = capsys.readouterr().out
    assert "第 10 行　请核对：各项（7个、4个）相加是11个，写的总数是12个。请核对各项和总数。\n" in out
    assert "    第 10 行　…运动场7个、食堂4个，共【12个】。九年义务教育巩固率达到…\n" in out
    assert "第 15 行　请留意：“学生体质健康优良率”的变化写成5%" in out
    assert out.endswith("共 2 处：请核对 1 处，请留意 1 处。\n")


def test_register_and_last_year_are_asked_when_given(paper, capsys):
    register = paper("名册.txt", "程望 县委常委、宣传部部长\n骆青　副县长\n\n邵宁\t县教育局党组书记、副局长\n")
    last = paper("去年.txt", DRAFT.replace("2030", "2028").replace("2031", "2029"))
    assert main(["proof", paper("报告.txt", DRAFT), "--leaders", register, "--last-year", last]) == 1
    out = capsys.readouterr().out
    assert "“邵宁”的职务写的是“县教育局党组书记、局长”，名册上是“县教育局党组书记、副局长”。请核对。" in out
    assert "这一句与去年的报告一字不差" in out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "打不开"),
        ("程望\n".encode(), "第 1 人只有“程望”，缺职务"),
        ("程望 县委常委".encode("gb18030"), "不是 UTF-8 文本"),
    ],
)
def test_a_register_that_cannot_be_used_is_a_misuse(tmp_path, paper, capsys, content, said):
    register = tmp_path / "名册.txt"
    if content is not None:
        register.write_bytes(content)
    assert main(["proof", paper("报告.txt", DRAFT), "--leaders", str(register)]) == 2
    err = capsys.readouterr().err
    assert err.startswith("用法不对：名册 ")
    assert said in err


def test_what_is_no_report_is_refused(paper, capsys):
    assert main(["proof", paper("空.txt", "")]) == 1
    assert main(["compare", paper("空.txt", ""), paper("市.txt", DISTRICT.theirs)]) == 1
    assert capsys.readouterr().err.count("拒绝：") == 2


def test_a_draft_is_read_from_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DRAFT.encode())))
    assert main(["proof", "-"]) == 0
    assert main(["proof", "-", "--last-year", "-"]) == 2
    assert main(["compare", "-", "-"]) == 2
    assert "标准输入（-）只能写一次" in capsys.readouterr().err


def test_what_ours_leaves_out_is_printed_with_lines_and_rates_set_lower(paper, capsys):
    ours, theirs = paper("区.txt", DISTRICT.ours), paper("市.txt", DISTRICT.theirs)
    assert main(["compare", ours, theirs]) == 1
    out = capsys.readouterr().out
    assert out.startswith("上级文稿的要求 42 项：没有提到 10 项，拿不准 11 项，已经提到 21 项。\n")
    assert "\n没有提到\n  第 2 行　把党的创新理论学习纳入教师培训必修内容\n" in out
    assert (
        "  第 22 行　推进中小学教师职称评聘改革\n      最接近：第 14 行　（十）开展“最美教师”选树活动，完善职称评审办法（24%）\n"
        in out
    )
    assert out.endswith("适龄残疾儿童少年义务教育入学率：上级 98%以上（第 15 行），我们 97%（第 10 行）\n")
    assert "\n已经提到" not in out


def test_what_is_covered_is_printed_when_asked_for(paper, capsys):
    ours = paper("区.txt", DISTRICT.ours)
    assert main(["compare", ours, ours, "--all"]) == 0
    out = capsys.readouterr().out
    assert "没有提到 0 项，拿不准 0 项" in out
    assert "\n已经提到\n" in out
