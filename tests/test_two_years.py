"""`luoshi compare` of two reports of one authority, as a person sees it."""

from importlib.resources import as_file, files

import pytest

from luoshi.cli import main
from luoshi.reader.reading import Figure
from luoshi.two_years import compared
from tests.reader.compare.years import COUNTY_2024, COUNTY_2025


@pytest.fixture
def paper(tmp_path):
    def written(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return str(path)

    return written


@pytest.fixture
def last_year():
    with as_file(files("luoshi.samples") / "county-2023.txt") as path:
        yield str(path)


def test_two_years_of_one_authority_are_compared_as_such(paper, last_year, capsys):
    assert main(["compare", paper("今年.txt", COUNTY_2024), last_year]) == 1
    out = capsys.readouterr().out
    assert out.startswith(
        "同一单位两个年度：2023年的部署 47 项，对照2024年的报告。\n"
        "没有达到 3 项，没有提到 13 项，拿不准 4 项，没说办成，今年又布置 10 项，有交代（没有可比的数） 11 项，达到 6 项。\n"
    )
    assert (
        "\n没有达到\n  第 15 行　打造示范学校5所\n"
        "      今年：第 3 行　建成“一校一品”党建示范校4所（5所 → 4所，少 1所）\n" in out
    )
    assert "\n没有提到\n" in out
    assert "\n达到\n" not in out


def test_what_was_done_is_listed_when_asked_for_and_two_targets_of_one_task_are_told_apart(paper, last_year, capsys):
    assert main(["compare", paper("今年.txt", COUNTY_2024), last_year, "--all"]) == 1
    out = capsys.readouterr().out
    assert "\n达到\n" in out
    assert "计划招聘教师120名，其中音体美和心理健康教师不低于40%【120名】\n" in out
    assert "公开招聘教师126名（120名 → 126名，多 6名）" in out


def test_the_order_of_the_two_papers_does_not_matter(paper, last_year, capsys):
    ours = paper("今年.txt", COUNTY_2024)
    said = []
    for pair in ((ours, last_year), (last_year, ours)):
        main(["compare", *pair])
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]


def test_a_person_may_say_which_comparison_is_meant(paper, last_year, capsys):
    ours = paper("今年.txt", COUNTY_2024)
    main(["compare", ours, last_year, "--superior"])
    assert capsys.readouterr().out.startswith("上级文稿的要求 ")
    main(["compare", ours, paper("另一份.txt", COUNTY_2024), "--years"])
    assert capsys.readouterr().out.startswith("同一单位两个年度：")
    with pytest.raises(SystemExit):
        main(["compare", ours, last_year, "--years", "--superior"])


def test_nothing_open_is_no_failure(paper, capsys):
    plan = "青禾县教育局2032年工作要点\n1. 新建公办幼儿园3所。\n2. 招聘特岗教师20名。\n"
    review = "青禾县教育局2033年工作报告\n一、2032年工作回顾\n过去一年，新建公办幼儿园3所，招聘特岗教师21名。\n"
    assert main(["compare", paper("今年.txt", review), paper("去年.txt", plan)]) == 0
    assert "达到 2 项。" in capsys.readouterr().out


def figure(value, unit, comparator="=", change=None):
    return Figure(0, 1, 0.9, "amount", value, None, unit, comparator, "target", None, None, change=change)


@pytest.mark.parametrize(
    ("promised", "reached", "said"),
    [
        (figure(500, "个"), figure(480, "个"), "500个 → 480个，少 20个"),
        (figure(93, "%", ">="), figure(92.1, "%"), "≥93% → 92.1%，少 0.9个百分点"),
        (
            figure(3, "个百分点", change="up"),
            figure(2.4, "个百分点", change="up"),
            "提高3个百分点 → 提高2.4个百分点，少 0.6个百分点",
        ),
        (figure(80, "名"), figure(80, "名"), "80名 → 80名"),
        (figure(None, "所"), figure(4, "所"), "4所"),
        (None, figure(4, "所"), "4所"),
        (figure(4, "所"), None, ""),
    ],
)
def test_both_numbers_are_said_with_what_is_between_them(promised, reached, said):
    assert compared(promised, reached) == said


def test_a_third_year_is_compared_with_the_second(paper, capsys):
    main(["compare", paper("今年.txt", COUNTY_2025), paper("去年.txt", COUNTY_2024), "--all"])
    out = capsys.readouterr().out
    assert "招聘教师97名（100名 → 97名，少 3名）" in out
    assert "学校食堂明厨亮灶实现全覆盖" in out
