"""An import from the file that comes in to the rows that are stored, as the office meets it."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoshi.office.desk import imports as desk
from luoshi.office.desk.jobs import run_waiting
from luoshi.office.desk.models import File, Import, ImportLine, Job
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.models import Change, Grant, Organisation, Person
from luoshi.office.refused import Refused

SCHOOL = ("云岭县第三小学", "学校", "小学", "公办", "镇区")
HEADS = ("机构名称", "类型", "学段", "办学性质", "城乡分类")
STAFF = ("姓名", "工号", "所在机构", "角色")


def workbook(*schools: tuple[Any, ...], people: tuple[tuple[Any, ...], ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    for name, rows in (("机构", [HEADS, *schools]), ("人员", [STAFF, *people])):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book["Sheet"])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


SOUND = workbook(SCHOOL, people=(("周舟", "0107", "云岭县第三小学", "填报员"),))
FAULTY = workbook((*SCHOOL[:1], "学效", *SCHOOL[2:]))

pytestmark = pytest.mark.django_db(transaction=True)  # a job's work is a transaction of its own


def hand_in(client: Client, content: bytes, name: str = "名册.xlsx") -> Any:
    return client.post("/imports/", {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def an(sign_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr("luoshi.office.web.panels.JOB_HANDLERS", desk.HANDLERS)
    return sign_in("an")


@pytest.fixture
def checked(an: Client) -> Callable[[bytes], Import]:
    """A workbook handed in and looked through."""

    def bring(content: bytes) -> Import:
        hand_in(an, content)
        run_waiting()
        return Import.objects.latest("pk")

    return bring


def test_sound_workbook_is_checked_confirmed_and_stored(an, checked) -> None:
    found = checked(SOUND)
    page = an.get(f"/imports/{found.pk}/")
    assert (found.state, found.summary["counts"]["organisations_new"], found.summary["stops"]) == ("ready", 1, 0)
    assert "核对无误，请看清差异后导入" in page.content.decode()
    assert not Organisation.objects.filter(name="云岭县第三小学").exists()
    an.post(f"/imports/{found.pk}/confirm", {"document": "云教发〔2025〕8号"})
    run_waiting()
    found.refresh_from_db()
    assert (found.state, found.lines.count()) == ("done", 0)
    assert Organisation.objects.get(name="云岭县第三小学").stages == "primary"
    assert Grant.objects.get(batch=found.summary["batch"]).membership.person.name == "周舟"
    assert "已经导入" in an.get(f"/imports/{found.pk}/").content.decode()
    assert Entry.objects.filter(verb="import.apply").count() == 1


def test_faults_are_listed_and_come_back_in_a_copy_of_the_workbook(an, checked) -> None:
    found = checked(FAULTY)
    assert found.state == "faulty"
    assert list(found.lines.values_list("what", "place")) == [(ImportLine.What.STOP, "机构!B2")]
    page = an.get(f"/imports/{found.pk}/").content.decode()
    assert "有 1 处要改，还没有导入" in page
    assert "是不是“学校”？" in page
    assert "确认导入" not in page
    copy = an.get(f"/imports/{found.pk}/copy.xlsx")
    [cell] = [
        row[-1]
        for row in openpyxl.load_workbook(io.BytesIO(copy.content))["机构"].iter_rows(min_row=2, values_only=True)
    ]
    assert cell.startswith("机构!B2：“类型”没有“学效”这一项。")


def test_workbook_with_faults_is_not_stored_even_if_asked(an, checked) -> None:
    found = checked(FAULTY)
    page = an.post(f"/imports/{found.pk}/confirm", {}, follow=True).content.decode()
    assert "现为“有要改的地方”，还不能导入" in page
    assert not Job.objects.filter(kind="import.apply").exists()


def test_what_changed_between_looking_and_storing_refuses_the_whole(an, checked, world) -> None:
    found = checked(workbook(("云岭县第一小学", *SCHOOL[1:])))
    Organisation.objects.filter(name="云岭县第一小学").update(ownership="public", version=2)
    an.post(f"/imports/{found.pk}/confirm", {})
    run_waiting()
    page = an.get(f"/imports/{found.pk}/").content.decode()
    assert "没有做成，系统里什么都没有变" in page
    assert "差异与您看过的不同，一行都没有导入" in page
    assert not Change.objects.exists()
    an.post(f"/imports/{found.pk}/again", {})
    run_waiting()
    found.refresh_from_db()
    assert found.state == "ready"


def test_file_that_is_no_workbook_is_refused_with_its_reason(an) -> None:
    answer = hand_in(an, b"MZ\x90\x00" * 99)
    assert answer.status_code == 422
    assert not File.objects.exists()
    assert not Import.objects.exists()


def test_same_workbook_again_brings_nothing(an, checked) -> None:
    found = checked(SOUND)
    an.post(f"/imports/{found.pk}/confirm", {})
    run_waiting()
    again = checked(SOUND)
    assert again.summary["nothing"]
    assert "与系统里的一样，没有要导入的" in an.get(f"/imports/{again.pk}/").content.decode()


def test_discarded_workbook_leaves_nothing_behind(an, checked) -> None:
    found = checked(FAULTY)
    an.post(f"/imports/{found.pk}/discard", {})
    assert (Import.objects.count(), ImportLine.objects.count(), File.objects.count()) == (0, 0, 0)
    assert Entry.objects.filter(verb="import.discard").count() == 1


def test_nothing_is_asked_of_a_workbook_at_work(an, world) -> None:
    hand_in(an, SOUND)
    found = Import.objects.get()
    for verb in (desk.check_again, desk.confirm, desk.discard):
        with pytest.raises(Refused, match="正在核对中，请等它结束"):
            verb(found, by=world.actor("an"))
    assert "正在核对" in an.get(f"/imports/{found.pk}/").content.decode()


def test_import_of_another_authority_is_not_there(checked, sign_in) -> None:
    found = checked(SOUND)
    other = sign_in("foreign-office")
    assert other.get(f"/imports/{found.pk}/").status_code == 404
    assert other.post(f"/imports/{found.pk}/confirm", {}).status_code == 404
    assert "名册.xlsx" not in other.get("/imports/").content.decode()


def test_template_and_export_are_handed_out(an) -> None:
    assert openpyxl.load_workbook(io.BytesIO(an.get("/imports/template.xlsx").content)).sheetnames == [
        "机构",
        "人员",
        "说明",
    ]
    filled = openpyxl.load_workbook(io.BytesIO(an.post("/imports/export", {}).content))
    assert filled["人员"].max_row == 12
    assert Person.objects.count() == 16
    assert Entry.objects.filter(verb="import.export").count() == 1
