"""A lead's table as Excel and as Word: it goes out, is written in, and comes back."""

import io
from collections.abc import Callable

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.office.plans.dispatch import filling, rounds, sheet, word
from luoshi.office.plans.dispatch.filling import Filled, Given, Mark
from luoshi.office.plans.models import Assignment, Dispatch, DispatchLine, Task
from luoshi.office.refused import Refused
from tests.office.plans.assignment.conftest import TODAY

Write = Callable[[bytes, dict[tuple[int, str], str | None]], bytes]


def workbook(world, dispatch: Dispatch, lead: str = "basic") -> bytes:
    organisation = world.organisation(lead)
    return sheet.workbook(dispatch, organisation, filling.table(dispatch, organisation))


def document(world, dispatch: Dispatch, lead: str = "basic") -> bytes:
    organisation = world.organisation(lead)
    return word.document(dispatch, organisation, filling.table(dispatch, organisation))


def in_excel(content: bytes, cells: dict[tuple[int, str], str | None]) -> bytes:
    """The workbook with other values: (number of the task, head) → what stands there."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book["调度表"]
    columns = {cell.value: cell.column for cell in page[3]}
    rows = {page.cell(n, 1).value: n for n in range(4, page.max_row + 1)}
    for (number, head), value in cells.items():
        page.cell(rows[str(number)], columns[head]).value = value
    return saved(book)


def in_word(content: bytes, cells: dict[tuple[int, str], str | None]) -> bytes:
    document = docx.Document(io.BytesIO(content))
    rows = document.tables[0].rows
    heads = [cell.text for cell in rows[0].cells]
    for row in rows[1:]:
        for (number, head), value in cells.items():
            if row.cells[0].text == str(number):
                row.cells[heads.index(head)].text = value or ""
    return saved(document)


def saved(book) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def columns_of(content: bytes) -> list[str]:
    return [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content))["调度表"][3]]


WAYS = [(workbook, in_excel, sheet.read), (document, in_word, word.read)]
IDS = ["Excel", "Word"]


@pytest.mark.parametrize(("made", "write", "read"), WAYS, ids=IDS)
def test_what_was_written_comes_back_and_nothing_else(world, dispatch, made, write, read) -> None:
    content = write(
        made(world, dispatch),
        {(1, "进展"): "已排查18台", (1, "问题"): "缺照管员", (2, "需协调事项"): "请定日期", (2, "进展"): "已定方案"},
    )
    lead = world.organisation("basic")
    filling.fill(dispatch, lead, read(content, name="调度表"), by=world.actor("section"))
    said = [Filled.of(one) for one in filling.table(dispatch, lead)]
    assert said == [Filled("已排查18台", "缺照管员"), Filled("已定方案", to_coordinate="请定日期")]


@pytest.mark.parametrize(("made", "write", "read"), WAYS, ids=IDS)
def test_a_table_that_comes_back_untouched_changes_nothing(world, dispatch, fill, made, write, read) -> None:
    """Even where somebody wrote here meanwhile."""
    content = made(world, dispatch)
    fill(1, "网页上写的")
    assert (
        filling.fill(dispatch, world.organisation("basic"), read(content, name="表"), by=world.actor("section")) == []
    )


@pytest.mark.parametrize(("made", "write", "read"), WAYS, ids=IDS)
def test_a_row_written_in_on_both_sides_shows_both(world, dispatch, fill, made, write, read) -> None:
    content = write(made(world, dispatch), {(1, "进展"): "表里写的", (2, "进展"): "只在表里写的"})
    fill(1, "网页上写的")
    found = filling.compare(filling.table(dispatch, world.organisation("basic")), read(content, name="表"))
    assert [(one.now.progress, one.given.progress) for one in found.clashes] == [("网页上写的", "表里写的")]
    assert [one.given.progress for one in found.changes] == ["只在表里写的"]


@pytest.mark.parametrize(("made", "write", "read"), WAYS, ids=IDS)
def test_no_change_is_ticked_in_the_file(world, dispatch, fill, issued, office, made, write, read) -> None:
    fill(1, "已排查")
    rounds.close(dispatch, by=office)
    second = rounds.open_round(issued, kind="monthly", title="第2次月调度", due=TODAY, by=office)
    content = write(made(world, second), {(1, "没有变化"): "√"})
    filling.fill(second, world.organisation("basic"), read(content, name="表"), by=world.actor("section"))
    first = filling.table(second, world.organisation("basic"))[0]
    assert (first.unchanged, first.progress) == (True, "已排查")
    again = made(world, second)
    assert filling.fill(second, world.organisation("basic"), read(again, name="表"), by=world.actor("section")) == []


@pytest.mark.parametrize(("made", "write", "read"), WAYS, ids=IDS)
def test_a_row_whose_mark_is_gone_is_said_and_not_guessed(world, dispatch, made, write, read) -> None:
    content = write(made(world, dispatch), {(1, "行标识"): "", (1, "进展"): "已排查"})
    with pytest.raises(Refused, match="“行标识”不在了或改过"):
        read(content, name="表")
    content = write(made(world, dispatch), {(1, "没有变化"): "大概吧"})
    with pytest.raises(Refused, match="“没有变化”写了“大概吧”"):
        read(content, name="表")


@pytest.mark.parametrize(("made", "write", "read"), WAYS, ids=IDS)
def test_another_lead_s_table_is_refused_once_it_was_written_in(world, dispatch, made, write, read) -> None:
    content = write(made(world, dispatch, "office"), {(3, "进展"): "别家的"})
    with pytest.raises(Refused, match="不是本单位这次调度要填的"):
        filling.fill(dispatch, world.organisation("basic"), read(content, name="表"), by=world.actor("section"))


@pytest.mark.parametrize("read", [sheet.read, word.read], ids=IDS)
@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"<html>", b"\xd0\xcf\x11\xe0" + b"\0" * 600], ids=["empty", "cut", "page", "old"]
)
def test_what_is_no_file_of_ours_is_refused_in_words(db, read, content) -> None:
    with pytest.raises(Refused, match=r"没有读成|打不开|不是从这里下载的"):
        read(content, name="表")


def test_a_table_of_one_s_own_is_refused(db) -> None:
    book = openpyxl.Workbook()
    book.active.append(["任务", "进展"])
    with pytest.raises(Refused, match="不是从这里下载的调度表"):
        sheet.read(saved(book), name="表")
    own = docx.Document()
    own.add_table(2, 2)
    with pytest.raises(Refused, match="不是从这里下载的调度表"):
        word.read(saved(own), name="表")


def test_formulas_and_merged_cells_are_said_with_their_place(world, dispatch) -> None:
    content = workbook(world, dispatch)
    with pytest.raises(Refused, match=r"调度表!G4 是公式"):
        sheet.read(in_excel(content, {(1, "进展"): '=HYPERLINK("http://x","y")'}), name="表")
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["调度表"].merge_cells("G4:G5")
    with pytest.raises(Refused, match=r"调度表!G4 是合并单元格"):
        sheet.read(saved(book), name="表")


def test_columns_may_be_moved_and_rows_sorted(world, dispatch) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(world, dispatch)))
    page = book["调度表"]
    values = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    head, first, second = values
    first[head.index("进展")] = "第一项"
    page.delete_rows(3, 3)
    for line in ([*head[::-1]], [*second[::-1]], [*first[::-1]]):
        page.append(line)
    said = {one.filled.progress for one in sheet.read(saved(book), name="表")}
    assert said == {"", "第一项"}


def test_the_workbook_runs_nothing_and_hides_its_marks(world, dispatch, fill) -> None:
    fill(1, "=1+1", problems="@SUM(A1)")
    page = openpyxl.load_workbook(io.BytesIO(workbook(world, dispatch)))["调度表"]
    assert [page.cell(4, n).value for n in (7, 8)] == ["'=1+1", "'@SUM(A1)"]
    assert page.column_dimensions["K"].hidden
    assert columns_of(workbook(world, dispatch))[-1] == "行标识"


# Any text that anybody may write

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"])
    | st.sampled_from("进展问题，。\n\t\r'=+-@\x0b\x00\x85\u2028\u202e\ufffe 　"),
    max_size=60,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), min_size=1, max_size=6))
def test_every_text_goes_out_and_comes_back_the_same(texts) -> None:
    """Whatever is stored, in Excel and in Word, comes back as it is; and it is seen to be untouched."""
    filled = [Filled(*some).tidied for some in texts]
    lines = [line_of(number, one) for number, one in enumerate(filled, 1)]
    round_ = Dispatch(title="第1次月调度", due=TODAY)
    for content, read in (
        (sheet.workbook(round_, lines[0].assignment.organisation, lines), sheet.read),
        (word.document(round_, lines[0].assignment.organisation, lines), word.read),
    ):
        back = read(content, name="表")
        assert [str(one.mark) for one in back] == [str(Mark.of(one)) for one in lines]
        assert [one.filled.tidied for one in back] == filled
        assert [one.filled.tidied.digest for one in back] == [one.mark.digest for one in back]


def line_of(number: int, filled: Filled) -> DispatchLine:
    """A line that is in no database."""
    from luoshi.office.organisations.models import Organisation

    task = Task(number=number, words=f"任务{number}")
    assignment = Assignment(task=task, organisation=Organisation(name="基础教育科"))
    made = DispatchLine(pk=number, assignment=assignment, dispatch=Dispatch(title="第1次月调度"))
    for name in ("progress", "problems", "next_steps", "to_coordinate"):
        setattr(made, name, getattr(filled, name))
    made.now, made.until, made.last = "normal", None, None
    return made


@settings(max_examples=60, deadline=None)
@given(words=WORDS)
def test_what_is_tidied_is_tidy(words) -> None:
    once = filling.tidied(words)
    assert filling.tidied(once) == once


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.lists(
            st.one_of(st.none(), st.integers(), st.booleans(), st.text(max_size=20), st.just({"day": "2026-01-01"})),
            max_size=14,
        ),
        max_size=8,
    )
)
def test_hostile_rows_are_read_or_said_and_never_fail(rows) -> None:
    from luoshi.office.plans.dispatch.rows import given_of, places_of

    head = ["序号", "没有变化", "进展", "问题", "下步打算", "需协调事项", "行标识"]
    places = places_of(head)
    assert places is not None
    for cells in rows:
        places_of(cells)
        assert all(isinstance(one, str | Given) for one in given_of(cells, places, "表!A1"))
