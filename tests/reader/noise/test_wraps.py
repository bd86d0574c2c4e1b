"""Line breaks of a page's width go, those of the author stay."""

from luoshi.reader.noise.wraps import wraps

WIDTH = 30
SENTENCE = "各中心校、县直学校要认真落实校园安全责任，每月开展一次隐患排查，及时整改存在的问题，确保师生平安，"


def unwrapped(text: str) -> str:
    for start, end in reversed(wraps(text)):
        text = text[:start] + text[end:]
    return text


def wrapped(text: str) -> str:
    return "\n".join(text[at : at + WIDTH] for at in range(0, len(text), WIDTH))


def test_a_break_inside_a_bracket_goes_though_a_stop_stands_before_it() -> None:
    opened = "安" * (WIDTH - 6) + "（责任单位："
    lines = [
        *wrapped(SENTENCE * 3).split("\n")[:4],
        opened,
        "县教育局，县公安局）。",
        SENTENCE[: WIDTH - 1] + "。",
        "完",
    ]
    text = unwrapped("\n".join(lines))
    assert "（责任单位：县教育局" in text
    assert text.endswith("。\n完")


def test_a_decimal_number_cut_at_its_first_digit_is_no_item() -> None:
    text = SENTENCE * 3
    text = text[: 3 * WIDTH + WIDTH - 1] + "1" + "5.82万平方米，" + SENTENCE * 2
    assert "15.82万平方米" in unwrapped(wrapped(text))


def test_rows_of_a_table_keep_their_breaks_in_a_wrapped_text() -> None:
    rows = (
        "序号\t任务\t牵头科室\t完成时限\n1\t"
        + "建设学校" * 8
        + "\t规划科\t12月底\n2\t"
        + "招聘教师" * 8
        + "\t人事科\t8月底"
    )
    text = wrapped(SENTENCE * 4 + "。") + "\n" + rows
    assert unwrapped(text).endswith(rows)
    assert unwrapped(text).startswith(SENTENCE * 4)


def test_few_lines_of_one_width_among_many_short_ones_are_enough_if_all_are_broken() -> None:
    short = "\n".join(f"{n}.召开会议{'一' * (n % 7)}。" for n in range(1, 13))
    text = short + "\n" + wrapped(SENTENCE * 3)[: 4 * WIDTH + 12]
    assert SENTENCE * 2 in unwrapped(text)
    ragged = short + "\n" + "\n".join(SENTENCE[: WIDTH - n] for n in range(6))
    assert unwrapped(ragged) == ragged
