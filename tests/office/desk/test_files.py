"""A file is examined before anything of it is stored, and every refusal says what, why and what to do."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.office.desk import files, store
from luoshi.office.desk.models import File, Purpose
from luoshi.office.desk.refusals import WORDS, sentence
from luoshi.office.journal.detail import detail_of
from luoshi.office.journal.models import Entry
from luoshi.office.refused import Refused
from tests.office.desk import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.FILES = tmp_path / "files"
    return settings.FILES


def take(world, content: bytes, name: str, **more) -> File:
    return files.take_in(
        content,
        name=name,
        by=world.actor("an"),
        purpose=Purpose.EVIDENCE,
        organisation=world.organisation("first"),
        **more,
    )


def refused(world, content: bytes, name: str, **more) -> str:
    with pytest.raises(Refused) as refusal:
        take(world, content, name, **more)
    return str(refusal.value)


@pytest.mark.parametrize("kind", made.SOUND)
def test_a_sound_file_is_kept_with_all_that_is_known_of_it(world, folder: Path, kind: str) -> None:
    name, make = made.SOUND[kind]
    content = make()
    file = take(world, content, name)
    assert (file.name, file.kind, file.size, file.content) == (name, kind, len(content), content)
    assert file.looked is (kind not in {"png", "jpeg"})
    assert (file.organisation, file.membership) == (world.organisation("first"), world.membership("an"))
    entry = Entry.objects.get()
    assert (entry.verb, entry.done, entry.where) == ("file.receive", True, world.organisation("first").path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("会议.txt", made.text(made.MARK, *made.LINES)),
        ("会议.html", made.html(made.MARK)),
        ("会议.docx", made.docx(header=made.MARK)),
        ("人员.xlsx", made.xlsx(made.MARK)),
    ],
)
def test_a_marked_page_is_refused_before_a_byte_of_it_is_stored(world, folder: Path, name: str, content: bytes) -> None:
    said = refused(world, content, name)
    assert f"“{name}”的" in said
    assert "有密级或内部标志“机密★1年”。标有密级或“内部”的文件不能放进本系统，文件没有保存。" in said
    assert not File.objects.exists()
    assert not folder.exists()


def test_a_refusal_is_written_down_without_name_or_words_of_a_marked_file(world, folder: Path) -> None:
    refused(world, made.text(made.MARK), "名单.txt")
    entry = Entry.objects.get()
    assert (entry.verb, entry.done, entry.about) == ("file.receive", False, "")
    assert detail_of(entry) == {"reasons": ["secret"], "size": len(made.text(made.MARK))}


def test_a_refusal_for_another_reason_is_written_down_with_the_name(world, folder: Path) -> None:
    refused(world, made.zipped(a=b"b"), "材料.zip")
    assert detail_of(Entry.objects.get())["name"] == "材料.zip"


def test_what_is_too_large_is_refused_by_its_actual_length(world, folder: Path) -> None:
    said = refused(world, bytes(200 * 1024**2), "会议.docx")
    assert said.startswith("“会议.docx”有 200 MB，一次最多收 20 MB，文件没有保存。")
    assert not folder.exists()


def test_what_is_too_large_is_refused_by_its_announced_length_before_it_is_read(world) -> None:
    class Unread:
        def read(self, *_: int) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = world.client("an").generic(
        "POST", "/reports/", CONTENT_LENGTH=str(200 * 1024**2), **{"wsgi.input": Unread()}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(("name", "content"), [("空.txt", b""), ("", b"x"), ("\u202e", b"x")])
def test_a_file_without_content_or_name_is_refused(world, folder: Path, name: str, content: bytes) -> None:
    assert refused(world, content, name)


def test_a_kind_that_is_not_wanted_here_is_refused_with_those_that_are(world, folder: Path) -> None:
    said = refused(world, made.xlsx(), "人员.xlsx", kinds=("png", "pdf"))
    assert said == "“人员.xlsx”是电子表格（xlsx），这里要的是：PDF 文件、图片（png）。请换成其中一种再交。"


def test_a_name_is_kept_without_folders_and_turning_characters(world, folder: Path) -> None:
    assert take(world, b"abc", "C:\\桌面\\会\u202e议\n.txt").name == "会议 .txt"


def test_the_same_bytes_are_stored_once_and_go_with_the_last_row(
    world, folder: Path, django_capture_on_commit_callbacks
) -> None:
    one, two = take(world, b"abc", "一.txt"), take(world, b"abc", "二.txt")
    assert one.path == two.path
    with django_capture_on_commit_callbacks(execute=True):
        files.discard(one, by=world.actor("an"))
    assert two.content == b"abc"
    with django_capture_on_commit_callbacks(execute=True):
        files.discard(two, by=world.actor("an"))
    assert not store.place_of(two.digest).exists()


def test_a_sweep_leaves_what_a_row_points_to(world, folder: Path) -> None:
    file, orphan = take(world, b"abc", "一.txt"), store.place_of(store.put(b"orphan"))
    for path in (file.path, orphan):
        os.utime(path, (0, 0))
    said = files.sweep_files({}, by=None, progress=None)
    assert said == {"words": "清理了没有收完的文件 0 个、没有记录用到的文件 1 个"}
    assert not orphan.exists()
    assert file.content == b"abc"


def test_a_file_is_seen_where_its_organisation_is(world, folder: Path) -> None:
    file = take(world, b"abc", "一.txt")
    seen = {name for name in world.memberships if file in File.objects.visible_to(world.actor(name))}
    expected = {"an", "leader", "section", "bo", "clerk", "inspector", "system", "security", "auditor"}
    assert seen == {*expected, "city-office"}


def test_a_list_of_everybody_is_for_those_who_bring_lists_in(world, folder: Path) -> None:
    """Pages mask what it holds: mobile numbers and addresses."""
    county, by = world.organisation("county"), world.actor("an")
    file = files.take_in(b"abc", name="一.txt", by=by, purpose=Purpose.IMPORT, organisation=county)
    seen = {name for name in world.memberships if file in File.objects.visible_to(world.actor(name))}
    assert seen == {"an", "city-office"}
    assert world.client("section").get(f"/files/{file.pk}/").status_code == 404


def test_drafts_letters_and_proof_are_not_for_the_bureaus_guardian(world, folder: Path) -> None:
    county, guardian = world.organisation("county"), world.membership("guardian")
    type(guardian).objects.filter(pk=guardian.pk).update(organisation=world.organisation("basic"))
    for purpose in (Purpose.REPORT, Purpose.LETTER, Purpose.EVIDENCE, Purpose.SCAN):
        files.take_in(b"abc", name=f"{purpose}.txt", by=world.actor("an"), purpose=purpose, organisation=county)
    seen = File.objects.visible_to(world.actor("guardian"))
    assert [one.name for one in seen] == ["scan.txt"]
    assert File.objects.visible_to(world.actor("section")).count() == 4


def test_every_code_has_its_words() -> None:
    facts = {"mark": "a", "place": "b", "size": "1", "limit": 2, "part": "p", "suffix": "", "right": ".x", "kind": "txt",
             "wanted": "w", "why": "y", "name": "n"}  # fmt: skip
    assert all(sentence(code, facts).startswith("“n”") or code == "nameless" for code in WORDS)


# Serving


def test_a_file_is_handed_out_as_it_came_and_never_as_a_page(world, folder: Path) -> None:
    file = take(world, made.html("<script>alert(1)</script>"), "会议.html")
    with closing(world.client("bo").get(f"/files/{file.pk}/")) as answer:
        assert b"".join(answer) == file.content
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''%E4%BC%9A%E8%AE%AE.html"
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("who", "status"),
    [("bo", 200), ("an", 200), ("chen", 404), ("foreign-office", 404), ("observer", 403), ("auditor", 403)],
)
def test_a_file_is_handed_out_in_its_area_only(world, folder: Path, who: str, status: int) -> None:
    file = take(world, b"abc", "一.txt")
    answer = world.client(who).get(f"/files/{file.pk}/")
    answer.close()
    assert answer.status_code == status


def test_whoever_fetches_a_file_is_written_down(world, folder: Path) -> None:
    file, bo = take(world, b"abc", "一.txt"), world.client("bo")
    answers = [ask(f"/files/{file.pk}/") for ask in (bo.head, bo.get)]
    entry = Entry.objects.get(verb="file.fetch")
    assert (entry.about, entry.where) == ("一.txt", file.organisation.path)
    assert entry.person == world.membership("bo").person.pk
    for answer in answers:
        answer.close()  # and with it, on a server, the connection


def test_a_file_whose_bytes_are_gone_is_not_found(world, folder: Path) -> None:
    file = take(world, b"abc", "一.txt")
    file.path.unlink()
    assert world.client("an").get(f"/files/{file.pk}/").status_code == 404


def test_a_refusal_on_a_page_is_shown_whole(world, folder: Path) -> None:
    given = {"file": SimpleUploadedFile("报告.docx", made.docx(header=made.MARK)), "text": ""}
    answer = world.client("an").post("/reports/", given)
    assert answer.status_code == 422
    assert "“报告.docx”的页眉有密级或内部标志“机密★1年”" in answer.content.decode()
    assert not folder.exists()
