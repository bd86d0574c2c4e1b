"""Numbers of a site's blocks are told from those of a report's items."""

from luoshi.reader.noise.blocks import block_numbers


def taken(text: str) -> list[str]:
    return [text[number.start : number.end] for number in block_numbers(text)]


def test_the_number_of_an_only_block_goes_from_before_the_title() -> None:
    assert taken("1、砚溪县部署2031年教育工作\n会议要求，抓好安全。") == ["1、"]


def test_a_first_item_with_a_second_stays() -> None:
    for second in ("2、加强管理。", "二、加强管理。", "（2）加强管理。", "第二，加强管理。"):
        assert taken(f"1、提高质量。\n{second}") == []


def test_a_number_behind_that_of_a_heading_breaks_the_heading() -> None:
    text = (
        "1、"
        + "全县教育系统要抓好落实。" * 33
        + "\n（三）\n2、提升办学水平。"
        + "落实责任。" * 70
        + "要\n3、抓好安全。"
    )
    breaks = [number.before for number in block_numbers(text) if number.inside]
    assert [text[at - 3 : at + 1] for at in breaks if at is not None] == ["（三）\n", "任。要\n"]
