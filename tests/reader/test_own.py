import pytest

from luoshi.reader.own import own_output


@pytest.mark.parametrize(
    "beginning",
    [
        '<!DOCTYPE html><html><head><meta name="generator" content="WordPress 6"></head>',
        '<html><body>落实 luoshi <meta name="description" content="luoshi">',
        "━━━━━━━━\n青禾县工作报告\n━━━━━━━━\n来源：青禾县教育局",
        '{"format": "other", "text": "教育"}',
        "",
    ],
)
def test_what_others_made_is_not_ours(beginning: str) -> None:
    assert own_output(beginning.encode()) is None


def test_a_page_saved_by_a_browser_is_still_ours() -> None:
    saved = '<!-- saved from url=(0023)http://127.0.0.1/ -->\n<html><head><META name="generator"  content="luoshi">'
    assert own_output(saved.encode()) == "网页"


def test_a_table_saved_anew_is_still_ours() -> None:
    rule = "━" * 80
    assert own_output(f"\ufeff{rule}\r\n青禾县\r\n{rule}\r\n来源  a.txt".encode()) == "台账"
