import re
from base64 import b64encode
from collections import defaultdict
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.reader import read, read_text
from luoshi.reader.duty_catalogue import usual_office
from luoshi.reader.reading import Action, Figure, Meeting, Reading, Sentence
from luoshi.reader.source import Cell, Source, Table
from luoshi.reader.text import Noise, Remark, Span, Text
from luoshi.reader.write.html import script, stylesheet, to_fragment, to_page

HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(2)">&amp;\'"<!--'


class Page(HTMLParser):
    """What a browser would see: the report's words, every element's attributes, every entry."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements, self.lines, self.stack, self.words = [], [], [], defaultdict(str)
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        given_attrs = dict(attrs)
        self.elements.append((tag, given_attrs))
        if tag in {"meta", "link", "img", "br", "input"}:
            return
        if "line" in (given_attrs.get("class") or "").split():
            self.lines.append("")
        self.stack.append((tag, given_attrs.get("class") or "", given_attrs.get("data-f") or ""))

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag

    def handle_data(self, data):
        classes = [name for _, style, _ in self.stack for name in style.split()]
        if "line" in classes and "noise" not in classes:
            self.lines[-1] += data
            for name in {name for _, _, names in self.stack for name in names.split()}:
                self.words[name] += data

    def ids(self, inside):
        styled = [a for _, a in self.elements if inside in (a.get("class") or "").split()]
        return [name for a in styled for name in a.get("data-f", "").split()]


def made(text: str, **found: object) -> Reading:
    return Reading(source=Source("a.txt", "txt", text), cleaned=Text.of(text), **found)


def test_the_left_side_is_the_cleaned_text_word_for_word(reading):
    lines = [line for line in Page(to_fragment(reading)).lines if line]
    assert lines == [line for line in reading.text.split("\n") if line]


def test_every_finding_is_marked_on_the_left_and_has_its_entry_on_the_right(reading):
    page = Page(to_fragment(reading))
    entries = page.ids("entry")
    assert len(entries) == len(set(entries))
    assert set(page.ids("action")) == {"a0", "a1", "a2"} <= set(entries)
    assert (
        set(page.ids("spot"))
        == {*(f"f{n}" for n in range(6)), "d0", "r0", "b0", "b1", "b2", "p0", "m0"}
        <= set(entries)
    )
    assert set(page.ids("sentence")) == {f"s{n}" for n in range(9)}
    assert set(page.ids("heading")) == {"h0", "h1", "h2"}
    assert {"n0", "n1"} == set(page.ids("noise")) <= set(entries)


def test_duty_rows_are_marked_and_listed(table_reading):
    page = Page(to_fragment(table_reading))
    assert {"t0", "t1"} <= set(page.ids("action"))
    assert [name for name in page.ids("entry") if name[0] in "at"] == ["t0", "t1"]


def test_noise_is_folded_in_where_it_stood(reading):
    fragment = to_fragment(reading)
    assert fragment.index("首页 &gt; 教育要闻") < fragment.index("青禾县召开")
    assert fragment.index("持续开展防溺水巡查") < fragment.index("编辑：闻溪")


def tab_of(fragment: str, name: str) -> str:
    return re.search(rf'id="reading-tab-{name}"[^>]*>(.*?)</button>', fragment)[1]


def test_a_task_is_a_line_of_the_ledger_and_nothing_else_on_the_page(reading):
    legend, rest = to_fragment(reading).split("</header>")
    assert re.findall(r"([^<>]+) <b>(\d+)</b>", legend) == [
        ("会议句", "2"),
        ("成绩句", "1"),
        ("问题句", "1"),
        ("目标句", "0"),
        ("任务句", "5"),
        ("引述表态句", "0"),
    ]
    assert tab_of(rest, "tasks") == "任务 <b>3</b>"


def test_limits_and_recurrences_are_told_apart_or_counted_together_and_named_so(reading):
    fragment = to_fragment(reading)
    assert re.findall(r"(时限|周期)</span> (\d+)", fragment) == [("时限", "1"), ("周期", "1")]
    assert tab_of(fragment, "limits") == "时限与周期 <b>2</b>"


def test_the_tab_of_the_meeting_counts_what_is_known_of_it_and_no_noise(reading):
    assert tab_of(to_fragment(reading), "meeting") == "会议 <b>8</b>"  # seven fields and an act
    assert tab_of(to_fragment(replace(reading, noise=())), "meeting") == "会议 <b>8</b>"


def test_facts_of_a_paper_are_not_followed_by_a_word_of_nothing_found():
    fragment = to_fragment(made("青禾县工作要点", meeting=Meeting(title="青禾县工作要点")))
    assert tab_of(fragment, "meeting") == "文件 <b>1</b>"
    panel = fragment.split('id="reading-panel-meeting"')[1]
    assert "<dt>文件</dt><dd>青禾县工作要点</dd>" in panel
    assert "没有识别出" not in panel
    assert "没有识别出" in fragment


def test_the_fragment_holds_no_style_no_script_and_no_address(reading):
    for tag, attributes in Page(to_fragment(reading)).elements:
        assert tag not in {"style", "script", "link", "img", "iframe", "base"}
        assert not [name for name in attributes if name in {"style", "src"} or name.startswith("on")]
        assert attributes.get("href", "#").startswith("#")


def test_the_page_brings_everything_and_lets_nothing_else_in(reading):
    page = to_page(reading)
    tags = [tag for tag, _ in Page(page).elements]
    assert (tags.count("style"), tags.count("script"), tags.count("link"), tags.count("img")) == (1, 1, 0, 0)
    policy = next(a["content"] for t, a in Page(page).elements if t == "meta" and "http-equiv" in a)
    style, code = (_hash(re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]) for tag in ("style", "script"))
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{code}'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"https?://|url\(|@import", page)


def _hash(content: str) -> str:
    return b64encode(sha256(content.encode()).digest()).decode()


def test_the_inlined_files_cannot_end_their_element_early():
    assert "</" not in script()
    assert "<" not in stylesheet()


def test_hostile_words_stay_words_wherever_they_stand():
    text = f"要落实{HOSTILE}。"
    reading = made(
        text,
        noise=(Noise("furniture", HOSTILE, 0, 1),),
        meeting=Meeting(title=HOSTILE, host=HOSTILE, place=HOSTILE),
        sentences=(Sentence(0, len(text), 0.9, HOSTILE, kind="task", heading=None),),
        actions=(Action(1, len(text) - 1, 0.9, HOSTILE, topic=HOSTILE, heading=None, sentence=0),),
        figures=(Figure(1, 3, 0.2, HOSTILE, 1, None, HOSTILE, "=", "target", HOSTILE, None),),
    )
    reading = replace(reading, source=replace(reading.source, name=HOSTILE))
    page = Page(to_page(reading))
    assert [tag for tag, _ in page.elements].count("script") == 1
    assert not [a for _, a in page.elements if "onerror" in a]
    assert page.lines == [text]


def test_no_control_character_and_no_override_reaches_the_page():
    odd = "\x1b\u202e\u2066\u2069"
    text = f"要抓好{odd}安全。"
    reading = made(
        text,
        noise=(Noise("furniture", f"首{odd}页", 0, 1),),
        meeting=Meeting(title=f"会{odd}议", host=odd),
        sentences=(Sentence(0, len(text), 0.9, "test", kind="task", heading=None),),
        actions=(Action(1, len(text) - 1, 0.9, "test", topic="safety", heading=None, sentence=0),),
    )
    assert "会 议" in to_page(reading)
    assert not set(to_page(reading)) & set(odd)


def test_a_table_of_the_file_is_shown_as_one(tmp_path):
    path = tmp_path / "分解表.docx"
    document = docx.Document()
    document.add_paragraph("青禾县教育局2031年重点工作责任分解表")
    rows = [
        ["序号", "任务", "目标", "责任", ""],
        ["", "", "", "领导", "股室"],
        ["1", "学前教育", "新建公办幼儿园2所", "顾远舟", "学前股"],
        ["", "", "年底前普惠率达到90%以上", "顾远舟", ""],
    ]
    table = document.add_table(len(rows), 5)
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            table.cell(at, column).text = words
    table.cell(0, 3).merge(table.cell(0, 4))
    table.cell(2, 1).merge(table.cell(3, 1))
    document.add_paragraph("各股室要建立台账，每月25日前报送进展。")
    document.save(path)

    reading = read(path)
    page = Page(to_fragment(reading))
    cells = [attributes for tag, attributes in page.elements if tag == "td"]
    boxes = [attributes for tag, attributes in page.elements if attributes.get("class") == "ruled"]
    assert boxes == [{"class": "ruled", "role": "region", "aria-label": "原文表格", "tabindex": "0"}]
    assert len(cells) == 18
    assert [a for a in cells if a] == [{"colspan": "2"}, {"rowspan": "2"}]
    assert "".join(page.lines) == "".join(reading.text.split())
    for number, figure in enumerate(reading.figures):
        assert page.words[f"f{number}"] == reading.quote(figure)
    assert {f"t{number}" for number in range(len(reading.duties))} <= set(page.ids("action"))


def test_a_table_that_would_lose_a_word_stays_lines():
    text = "一\t二\n三 四\t五"
    cells = [Cell(text.index(char), text.index(char) + 1) for char in "一二三五"]
    table = Table(((cells[0], cells[1]), (cells[2], cells[3])))
    reading = made(text, sentences=(Sentence(0, 1, 0.9, "x", kind="task", heading=None),))
    fragment = to_fragment(replace(reading, source=replace(reading.source, tables=(table,))))
    assert "<table" not in fragment
    assert Page(fragment).lines == text.split("\n")


def test_columns_pasted_as_text_are_parted():
    assert '一<span class="gap">\t</span>二' in to_fragment(made("一\t二"))


@st.composite
def readings(draw):
    """Any findings over any text: overlapping, crossing lines."""
    text = draw(st.text(st.sampled_from('教育要提高3%<&"\n。'), min_size=1, max_size=60))
    starts = st.integers(0, len(text) - 1)
    spans = starts.flatmap(lambda start: st.integers(start + 1, len(text)).map(lambda end: Span(start, end)))
    few = st.lists(spans, max_size=5).map(sorted)
    sentences = tuple(Sentence(*s, 0.9, "x", kind="task", heading=None) for s in draw(few) or [Span(0, len(text))])
    actions = tuple(Action(*s, 0.9, "x", topic="party", heading=None, sentence=0) for s in draw(few))
    figures = tuple(Figure(*s, 0.9, "x", 1, None, "%", "=", "target", None, None) for s in draw(few))
    return made(text, sentences=sentences, actions=actions, figures=figures)


@given(readings())
def test_whatever_overlaps_the_elements_nest_and_no_word_is_lost(reading):
    page = Page(to_fragment(reading))
    assert page.stack == []
    assert page.lines == [line for line in reading.text.split("\n") if line.strip()]


@given(readings())
def test_the_elements_of_a_finding_together_hold_its_words(reading):
    found = Page(to_fragment(reading)).words
    for number, figure in enumerate(reading.figures):
        assert found[f"f{number}"] == "".join(_shown(reading, figure))


def _shown(reading, figure):
    """Stretches on lines that are printed at all: blank ones are not."""
    at = figure.start
    for line in reading.quote(figure).split("\n"):
        start = reading.text.rfind("\n", 0, at) + 1
        end = reading.text.find("\n", at)
        if reading.text[start : len(reading.text) if end < 0 else end].strip():
            yield line
        at += len(line) + 1


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    full = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    parts = [int(full[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _colours(pattern: str) -> set[str]:
    return {match.lower() for match in re.findall(pattern, stylesheet())}


@pytest.mark.parametrize("ink", ["ink", "quiet"])
def test_words_can_be_read_on_every_background(ink):
    [colour] = _colours(rf"--{ink}: (#\w+)")
    backgrounds = _colours(r"background: (#\w+)") | _colours(r"--(?:\w+): (#[ef]\w+)")
    assert len(backgrounds) > 12
    assert {b for b in backgrounds if _contrast(colour, b) < 4.5} == set()


def test_a_doubtful_finding_asks_to_be_looked_at(reading):
    assert "请核对" not in to_fragment(reading)
    doubtful = replace(reading.actions[0], confidence=0.4)
    assert to_fragment(replace(reading, actions=(doubtful, *reading.actions[1:]))).count("请核对") == 1
    doubtful_figure = replace(reading.figures[0], confidence=0.4)
    assert to_fragment(replace(reading, figures=(doubtful_figure, *reading.figures[1:]))).count("请核对") == 1


def test_an_office_that_nobody_named_is_marked_as_proposed(reading):
    assert f"{usual_office('safety')}（建议）" in to_fragment(reading)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 1), (3, 3), (5, 3)])
def test_the_first_remarks_are_said_above_the_report(reading, at, count, shown):
    place = at("XX%")
    head = to_fragment(replace(reading, remarks=(Remark("damaged", *place),) * count)).partition("</header>")[0]
    assert head.count("<li>原文此处损坏，未能还原：…水巡查，办学经费增长【XX%】。…</li>") == shown
    assert ("提醒" in head) == bool(shown)


def test_a_remark_on_the_whole_text_stands_at_the_words_that_it_names():
    text = "全县教育工作会议召开。要办好人民满足的教育。要仔细实行职责，仔细抓好落实。"
    whole = Remark("spun", 0, len(text), (("人民满足", "人民满意"), ("仔细实行", "认真履行")))
    page = to_fragment(replace(read_text(text), remarks=(whole,)))
    assert re.findall(r'class="remark" data-f="m0"[^>]*>([^<]*)<', page) == ["人民满足", "仔细实行"]
