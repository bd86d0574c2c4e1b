"""A mark of secrecy is found however it is written; a sentence about secrecy is none."""

import pytest

from luoshi.office.desk.secrecy import RULES, fold, mark_in, mark_in_name, marks

MARKS = [
    "机密★1年", "秘密★", "绝密★启用前", "机密☆１年", "机 密 ★ 1 年", "机　密　★　１　年", "秘密★长期", "秘密★10年",
    "机密", "绝密", "秘 密", "000012  机密★1年  特急", "№000123 机密★5年", "份号：000012 秘密★1年", "機密★1年", "祕密★一年", "絕密★啟用前",
    "机\u200b密★1年", "机密★1年 特急", "秘密★6个月", "秘密*1年", "机密＊1年", "绝密★考试结束前", "机密★2024年高考综合试卷",
    "【机密】关于报送人员名单的通知", "（秘密）", "密级：机密", "密级和保密期限：秘密★1年", "本件密级为绝密。", "秘密1年",
    "内部资料", "内部资料 注意保存", "内部资料，请勿外传", "【内部资料】", "内部资料·严禁外传！", "内 部 资 料", "內部資料", "内部文件 不得翻印",
    "内部★1年", "工作秘密", "按规定此件为机密★3年，请妥善保管。", "机密⭐️1年", "秘密★半年", "机密★关于报送名单的通知",
]  # fmt: skip

SENTENCES = [
    "加强保密工作，防止机密泄露。", "要加强保密工作，防止机密泄露", "开展保守国家秘密教育。", "严守工作秘密和商业秘密。", "机密文件由专人管理。",
    "做好绝密级、机密级、秘密级文件的管理。", "密级：公开", "密级：无", "应当标明密级：绝密、机密、秘密", "内部资料管理制度", "要把内部资料归档。",
    "健全内部控制制度", "《秘密花园》读书会", "孩子心中的小秘密", "五★级学校", "★★★★★", "加强内部管理", "机密性", "（秘密的花园）", "保密期限1年",
    "各校要清理网上的内部文件，防止外传。", "星级评定：★3年复评", "", "　", "内部使用的教室不对外开放，请家长理解并相互转告。",
    "涉密考试试卷（绝密级）由专车押运。", "对机密岗位人员进行培训，每年★评比1次。",
]  # fmt: skip


@pytest.mark.parametrize("line", MARKS)
def test_a_mark_is_found(line: str) -> None:
    assert mark_in(line)


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_about_secrecy_is_no_mark(line: str) -> None:
    assert mark_in(line) == ""


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("机密★1年通知.docx", "机密★1年"),
        ("（机密）人员名单.docx", "机密"),
        ("【内部资料】简报.pdf", "内部资料"),
        ("绝密 名单.xlsx", "绝密"),
        ("机 密 ★ 1 年.docx", "机密★1年"),
        ("名单-秘密.xlsx", "秘密"),
        ("加强机密文件管理的通知.docx", ""),
        ("内部资料管理制度.docx", ""),
        ("秘密花园.docx", ""),
    ],
)
def test_a_mark_in_a_name_is_found_and_a_title_about_secrecy_is_none(name: str, mark: str) -> None:
    assert mark_in_name(name) == mark


def test_a_mark_written_downwards_is_found() -> None:
    lines = ["第一行是一句话。", "机", "密", "★", "1", "年", "正文从这里开始。"]
    assert ("3", "机密") in list(marks(enumerated(lines)))


def test_short_lines_that_are_no_mark_stay_apart() -> None:
    assert list(marks(enumerated(["机", "关", "秘", "书", "处", "部", "内"]))) == []


def test_no_rule_stands_idle() -> None:
    """Each rule finds something that no other does."""
    alone = {
        rule.code
        for line in MARKS
        if len(hits := [rule for rule in RULES if rule.pattern.search(fold(line))]) == 1
        for rule in hits
    }
    assert alone == {rule.code for rule in RULES}


def test_a_mark_says_where_it_stands() -> None:
    assert list(marks([("页眉", "机密★1年"), ("正文", "加强校园安全管理。")])) == [("页眉", "机密★1年")]


def enumerated(lines: list[str]) -> list[tuple[str, str]]:
    return [(str(number), line) for number, line in enumerate(lines, 1)]
