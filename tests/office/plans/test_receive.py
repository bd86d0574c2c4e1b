"""What is kept of a report besides its bytes, who keeps it, which plan it belongs to, and its drafts."""

import io
import shutil
from collections.abc import Callable

import pytest
from docx import Document

from luoshi import __version__
from luoshi.office.desk.jobs import run_waiting
from luoshi.office.desk.models import File
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import Actor
from luoshi.office.plans import drafting, review
from luoshi.office.plans import reports as verbs
from luoshi.office.plans.models import Candidate, Plan, Report
from luoshi.office.plans.reports import discard, place, read_again, receive, versions
from luoshi.office.refused import Refused
from luoshi.reader.extract import writer
from luoshi.reader.source import Unreadable
from tests.reader.extract.set_type import lines_of, pdf

pytestmark = pytest.mark.django_db

UNTITLED = "要加强校园安全管理，完善教师培训制度，办好人民满意的教育。"
Read = Callable[..., Report]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("工作\n会议\u202e.txt", "工作 会议.txt"),
        ("长" * 300 + ".txt", "长" * 196 + ".txt"),
    ],
)
def test_a_name_is_kept_on_one_line_and_not_longer_than_a_row_can_hold(office: Actor, given: str, kept: str) -> None:
    assert receive(UNTITLED.encode(), name=given, by=office).name == kept


def test_a_report_without_a_title_is_called_by_the_beginning_of_its_name(read: Read) -> None:
    assert read(UNTITLED, "长" * 300 + ".txt").reading.title == "长" * 196 + ".txt"


def test_a_reading_counts_rhythms_among_the_limits_and_knows_which_reader_made_it_and_which_year_it_is_for(
    read: Read, report_text: str
) -> None:
    reading = read(report_text).reading
    assert (reading.deadlines, reading.reader, reading.year) == (2, __version__, 2024)


def test_what_it_proposes_is_kept_with_its_places_and_nothing_is_decided(read: Read, report_text: str) -> None:
    found = read(report_text).reading.candidates.all()
    assert [(one.kind, one.words, one.state) for one in found] == [
        ("claim", "全县新增学位 1200个", "open"),
        ("claim", "义务教育巩固率 98.5%", "open"),
        ("task", "加快城东小学建设，8月底前投入使用", "open"),
        ("task", "加强师德师风建设", "open"),
        ("task", "开展一次专题培训", "open"),
        ("target", "专题培训 1次", "open"),
    ]
    task, target = found[2], found[5]
    assert report_text[task.start : task.end] == task.words
    assert (task.said["dues"], task.said["grade"]) == ([{"words": "8月底前", "day": "2024-08-31"}], "supervised")
    assert (target.belongs_to, target.said["value"]) == (found[4], "1")


@pytest.mark.parametrize("who", ["section", "leader", "clerk", "system", "foreign-office"])
def test_only_the_office_of_the_authority_keeps_its_reports(world, read: Read, report_text: str, who: str) -> None:
    """The verbs say so themselves, whichever page or job calls them."""
    report, by = read(report_text), world.actor(who)
    for verb in (discard, read_again, lambda one, by: place(one, kind="other", plan=None, by=by)):
        with pytest.raises(Refused, match="云岭县教育局的报告由本局办公室收存和删除"):
            verb(report, by=by)
    if who != "foreign-office":  # its own reports are its own
        with pytest.raises(Refused, match="由本局办公室收存"):
            receive(b"x", name="x.txt", by=by)


def test_an_unreadable_report_stays_with_the_reason_until_it_is_taken_away(office: Actor) -> None:
    report = receive(b"The committee met on Monday and went home again. " * 40, name="letter.txt", by=office)
    run_waiting()
    report.refresh_from_db()
    assert (report.job.state, report.reading) == ("failed", None)
    assert "“letter.txt”不是中文报告" in report.job.reasons[0]
    discard(report, by=office)
    assert (Report.objects.count(), File.objects.count()) == (0, 0)


def test_a_report_that_went_before_it_was_read_is_read_no_more(office: Actor, report_text: str) -> None:
    report = receive(report_text.encode(), name="报告.txt", by=office)
    job = report.job
    discard(report, by=office)
    run_waiting()
    job.refresh_from_db()
    assert job.reasons == ["这份报告已经删除，不用再识别。"]


def test_a_report_is_put_in_a_plan_that_may_still_be_edited(office: Actor, read: Read, plan: Plan) -> None:
    report = place(read(UNTITLED), kind="superior", plan=plan, by=office)
    assert (report.kind, report.plan, Entry.objects.filter(verb="report.place").count()) == ("superior", plan, 1)
    Plan.objects.update(state="approved")
    with pytest.raises(Refused, match="请先在“审定”页退回修改"):
        place(read("要办好学前教育，新建幼儿园2所。"), kind="own", plan=plan, by=office)


def test_what_was_accepted_holds_a_report_in_its_plan(office: Actor, read: Read, plan: Plan) -> None:
    report = read(UNTITLED, plan=plan)
    one = report.reading.candidates.first()
    review.accept(one, version=1, by=office)
    for verb in (
        lambda: place(report, kind="own", plan=None, by=office),
        lambda: place(report, kind="own", plan=drafting.begin("另一份", 2026, by=office), by=office),
        lambda: discard(report, by=office),
    ):
        with pytest.raises(Refused, match="有 1 条已经采用"):
            verb()
    review.take_back(one, version=2, by=office)
    discard(report, by=office)


def test_a_new_draft_takes_the_place_of_the_old_one_and_what_was_decided_comes_with_it(
    office: Actor, read: Read, report_text: str, plan: Plan
) -> None:
    old = read(report_text, plan=plan)
    first, second = old.reading.candidates.filter(kind="task")[:2]
    review.accept(first, version=1, by=office)
    review.give_back(second, "重复", version=1, by=office)
    new = read(f"更正：\n{report_text}", "新稿.txt", replaces=old)
    assert (new.plan, new.kind, versions(old)) == (plan, "own", [new, old])
    states = dict(new.reading.candidates.exclude(state="open").values_list("words", "state"))
    assert states == {first.words: "accepted", second.words: "returned"}
    assert plan.tasks.get().candidates.get().reading == new.reading
    first.refresh_from_db()
    assert first.state == "accepted"


def test_only_the_newest_draft_is_replaced_and_not_by_itself(office: Actor, read: Read, report_text: str) -> None:
    old = read(report_text)
    with pytest.raises(Refused, match="内容没有变"):
        receive(report_text.encode(), name="新稿.txt", replaces=old, by=office)
    read(f"更正：\n{report_text}", "新稿.txt", replaces=old)
    with pytest.raises(Refused, match=r"已经有更新的一稿“新稿\.txt”"):
        receive("要办好学前教育。".encode(), name="三稿.txt", replaces=old, by=office)


def test_reading_twice_at_once_is_one_job(office: Actor, read: Read, report_text: str) -> None:
    report = read(report_text)
    assert read_again(report, by=office).job == read_again(report, by=office).job
    run_waiting()
    assert report.readings.count() == 2
    assert Candidate.objects.filter(reading=report.readings.first()).count() == 6


def test_job_that_reads_is_known_by_its_label() -> None:
    assert str(verbs.HANDLERS["report.read"].label) == "识别报告"


def becomes(docx: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands in for LibreOffice: whatever is converted becomes a Word file with this line."""
    made = io.BytesIO()
    document = Document()
    document.add_paragraph(docx)
    document.save(made)
    monkeypatch.setattr("luoshi.reader.modern.to_docx", lambda *_: made.getvalue())


def test_an_old_document_is_kept_and_read_as_the_word_file_that_it_becomes(
    office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    becomes(UNTITLED, monkeypatch)
    report = receive(b"{\\rtf1 x}", name="要点.rtf", by=office)
    run_waiting()
    assert (report.name, report.file.kind) == ("要点.docx", "docx")
    assert Report.objects.get().reading.tasks > 0
    assert receive(b"{\\rtf1 x}", name="要点.rtf", by=office) == report


def test_an_old_document_is_looked_into_for_marks_before_anything_of_it_is_kept(
    office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    becomes("机密★1年", monkeypatch)
    with pytest.raises(Refused, match="有密级或内部标志“机密★1年”"):
        receive(b"{\\rtf1 x}", name="要点.rtf", by=office)
    assert not File.objects.exists()


def test_an_old_document_with_a_mark_in_its_name_is_not_even_converted(
    office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luoshi.reader.modern.to_docx", lambda *_: pytest.fail("it was converted"))
    with pytest.raises(Refused, match="机密"):
        receive(b"{\\rtf1 x}", name="要点（机密）.rtf", by=office)


def test_without_libreoffice_an_old_document_is_refused_with_what_to_do(
    office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(Unreadable):
        writer.to_docx(b"{\\rtf1 x}", "要点.rtf", "rtf")
    with pytest.raises(Refused, match="是 RTF 文件，这里不收。请用 WPS 或 Word 打开，另存为 docx 再交。"):
        receive(b"{\\rtf1 x}", name="要点.rtf", by=office)
    assert not File.objects.exists()


def test_a_page_saved_as_one_file_is_kept_and_read_as_the_page(office: Actor) -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=gb2312\r\n\r\n"
    report = receive(head + f"<html><body><p>{UNTITLED}</p></body></html>".encode("gb18030"), name="会.mht", by=office)
    run_waiting()
    assert (report.name, report.file.kind) == ("会.html", "html")
    assert Report.objects.get().reading.tasks > 0


def test_a_pdf_is_read_with_the_pages_of_its_findings(office: Actor) -> None:
    receive(pdf((lines_of(UNTITLED, width=20), [])), name="要点.pdf", by=office)
    run_waiting()
    reading = Report.objects.get().reading
    assert reading.tasks > 0
    assert "第 1 页第 1 行" in reading.found


def test_of_a_scan_the_job_says_why_it_was_not_read(office: Actor) -> None:
    receive(pdf(([], []), picture=True), name="要点.pdf", by=office)
    run_waiting()
    report = Report.objects.get()
    assert "是扫描件" in report.job.reasons[0]
