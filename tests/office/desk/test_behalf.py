"""代录: the office and a centre enter for organisations of their area, seen by all, ended by a button or the day."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from luoshi.office.desk import behalf, behalf_forms
from luoshi.office.desk.models import File, OnBehalf
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.models import Membership, Role
from luoshi.office.refused import Refused
from tests.office.desk import made

pytestmark = pytest.mark.django_db

SIGNED = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """A working day in March."""
    monkeypatch.setattr(timezone, "localdate", lambda *_, **__: date(2026, 3, 2))
    return date(2026, 3, 2)


def begin(world, who: str, where: str, **more) -> OnBehalf:
    given = {"signed_by": "柏青", "signed_on": SIGNED, "scan": (made.png(), "签字.png"), **more}
    return behalf.begin(world.organisation(where), by=world.actor(who), **given)


def send(client: Client, world, where: str, **more):
    scan = SimpleUploadedFile("签字.png", made.png())
    given = {"organisation": world.organisation(where).pk, "signed_by": "柏青", "signed_on": "2026-03-01", "scan": scan}
    return client.post("/on-behalf/begin", {**given, **more})


def page(client: Client, address: str = "/") -> str:
    return client.get(address).content.decode()


# Who may


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("an", {"basic", "aid", "centre", "village", "point", "first", "second", "kinder", "police"}),
        ("centre", {"village", "point"}),
        ("leader", set()),
        ("section", set()),
        ("bo", set()),
        ("clerk", set()),
        ("observer", set()),
        ("system", set()),
        ("foreign-office", {"foreign-school"}),
    ],
)
def test_the_office_and_a_centre_enter_for_their_area_and_not_for_themselves(world, today, who: str, may: set) -> None:
    actor = world.actor(who)
    free = {name for name, one in world.organisations.items() if behalf.why_not_enter(actor, one, day=today) is None}
    assert free == may
    if may:
        offered = behalf.open_to_entering(actor, day=today)
        assert set(offered) == {world.organisation(name) for name in may}


@pytest.mark.parametrize(
    ("who", "where", "said"),
    [
        ("an", "office", "“办公室”就是您自己的单位，不用代录：请直接在自己的岗位上填写。"),
        ("an", "county", "“云岭县教育局”就是您自己的单位，不用代录：请直接在自己的岗位上填写。"),
        ("centre", "first", "“云岭县第一小学”不在您的辖区内，由它所属的局办公室或中心校代录。"),
    ],
)
def test_a_refusal_says_who_could(world, who: str, where: str, said: str) -> None:
    with pytest.raises(Refused) as refusal:
        begin(world, who, where)
    assert str(refusal.value) == said
    assert not File.objects.exists()


def test_nobody_enters_for_an_organisation_that_is_closed(world, today) -> None:
    school = world.organisation("second")
    school.closed_on = today
    school.save()
    with pytest.raises(Refused, match="在 2026-03-02 已不存在，不能再代它录入"):
        begin(world, "an", "second")


def test_all_that_speaks_against_a_signature_is_said_at_once(world, today) -> None:
    with pytest.raises(Refused) as refusal:
        begin(world, "centre", "first", signed_by=" ", signed_on=today + timedelta(days=1))
    assert len(refusal.value.reasons) == 3
    with pytest.raises(Refused, match="已过去一年多"):
        begin(world, "an", "first", signed_on=date(2025, 1, 1))


def test_where_there_are_too_many_to_choose_from_the_organisation_is_typed(world, monkeypatch) -> None:
    monkeypatch.setattr(behalf_forms, "MOST_LISTED", 2)
    client, first = world.client("an"), world.organisation("first")
    asked = page(client, f"/on-behalf/begin?organisation={first.pk}")
    assert f'value="{first.name}"' in asked
    assert "云岭县第二中学" not in asked
    wrong = send(client, world, "first", organisation="第一小")
    assert "是不是：云岭县第一小学" in wrong.content.decode()
    assert send(client, world, "first", organisation="白沙县第一小学").status_code == 422
    assert send(client, world, "first", organisation=first.name).status_code == 302
    assert OnBehalf.objects.get().organisation == first


def test_a_scan_is_a_picture_or_a_document_for_printing(world) -> None:
    with pytest.raises(Refused, match="这里要的是：OFD 版式文件、PDF 文件"):
        begin(world, "an", "first", scan=(made.text(), "签字.txt"))
    assert not OnBehalf.objects.exists()


def test_the_scan_belongs_to_the_organisation_and_the_journal_knows_all(world) -> None:
    entry = begin(world, "an", "first")
    assert (entry.scan.organisation, entry.scan.purpose) == (world.organisation("first"), "scan")
    verbs = Entry.objects.order_by("pk").values_list("verb", "where", "done")
    where = world.organisation("first").path
    assert list(verbs) == [("file.receive", where, True), ("behalf.begin", where, True)]


# While it lasts


def test_while_it_lasts_every_page_says_so_and_the_actor_is_a_clerk_there(world) -> None:
    client = world.client("an")
    assert send(client, world, "first").status_code == 302
    assert "正在代录：代云岭县第一小学录入（柏青 2026-03-01 签字）" in page(client)
    answer = client.get("/on-behalf/")
    actor = answer.wsgi_request.actor
    assert (actor.role, actor.organisation) == (Role.CLERK, world.organisation("first"))
    assert actor.area.paths == (world.organisation("first").path,)
    assert actor.who.behalf == "代云岭县第一小学录入（柏青 2026-03-01 签字）"
    assert actor.who.name == "安知远"
    assert f'name="membership" value="{world.membership("an").pk}-{OnBehalf.objects.get().pk}"' in page(client)
    assert client.get("/reports/").status_code == 403
    assert client.get("/on-behalf/begin").status_code == 403


def test_a_form_opened_before_is_not_carried_out_on_somebody_s_behalf(world) -> None:
    client = world.client("an")
    send(client, world, "first")
    assert client.post("/on-behalf/end", {"membership": world.membership("an").pk}).status_code == 409
    assert OnBehalf.objects.get().ended_at is None


def test_a_body_outside_answers_by_letter_which_the_office_enters(world) -> None:
    client = world.client("an")
    assert send(client, world, "police").status_code == 302
    assert "代云岭县公安局录入" in page(client)


def test_it_ends_by_its_button_and_is_written_down(world) -> None:
    client = world.client("an")
    send(client, world, "first")
    assert client.post("/on-behalf/end").status_code == 302
    assert "正在代录" not in page(client)
    assert OnBehalf.objects.get().ended_at
    last = Entry.objects.first()
    assert (last.verb, last.behalf) == ("behalf.end", "代云岭县第一小学录入（柏青 2026-03-01 签字）")
    client.post("/on-behalf/end")
    assert Entry.objects.filter(verb="behalf.end").count() == 1


def test_it_ends_when_the_membership_is_switched(world) -> None:
    other = Membership.objects.create(
        person=world.membership("an").person,
        organisation=world.organisation("basic"),
        role=Role.SECTION,
        since=date(2025, 9, 1),
        confirmed=True,
    )
    client = world.client("an")
    send(client, world, "first")
    client.post("/membership/switch", {"to": other.pk})
    assert OnBehalf.objects.get().ended_at
    client.post("/membership/switch", {"to": world.membership("an").pk})
    assert "正在代录" not in page(client)


def test_it_ends_with_the_day(world, monkeypatch) -> None:
    client = world.client("an")
    send(client, world, "first")
    monkeypatch.setattr(timezone, "localdate", lambda *_, **__: date(2026, 3, 3))
    assert "正在代录" not in page(client)


def test_it_ends_when_the_organisation_leaves_the_area(world) -> None:
    client = world.client("centre")
    send(client, world, "village")
    assert "正在代录" in page(client)
    village = world.organisation("village")
    village.path = f"{world.organisation('county').path}{village.pk}/"
    village.save()
    assert "正在代录" not in page(client)


def test_it_ends_with_the_membership(world) -> None:
    client = world.client("an")
    send(client, world, "first")
    Membership.objects.filter(pk=world.membership("an").pk).update(until=date(2026, 3, 1))
    assert client.get("/").status_code == 302


def test_nobody_uses_another_s(world) -> None:
    entry = begin(world, "an", "first")
    client = world.client("centre")
    session = client.session
    session["behalf"] = entry.pk
    session.save()
    assert "正在代录" not in page(client)


# Pages


def test_the_form_offers_what_may_be_entered_for_and_says_what_is_missing(world) -> None:
    client = world.client("centre")
    shown = page(client, "/on-behalf/begin")
    assert "石桥镇小学河口教学点" in shown
    assert "云岭县第一小学" not in shown
    answer = client.post("/on-behalf/begin", {"signed_on": "昨天"})
    assert answer.status_code == 422
    said = answer.content.decode()
    for words in ("还没有选机构", "没有写签字人", "签字日期认不出来", "没有附扫描件"):
        assert words in said


def test_an_organisation_from_elsewhere_cannot_be_sent(world) -> None:
    answer = send(world.client("centre"), world, "first")
    assert answer.status_code == 422
    assert "选的机构不在您能代录的范围里" in answer.content.decode()
    assert not OnBehalf.objects.exists()


def test_a_marked_scan_is_refused_on_the_page(world) -> None:
    scan = SimpleUploadedFile("（机密）签字.png", made.png())
    answer = send(world.client("an"), world, "first", scan=scan)
    assert answer.status_code == 422
    assert "的文件名有密级或内部标志“机密”" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "count"), [("an", 1), ("bo", 1), ("clerk", 1), ("leader", 1), ("chen", 0), ("centre", 0)]
)
def test_a_school_sees_what_was_entered_in_its_name(world, who: str, count: int) -> None:
    entry = begin(world, "an", "first")
    shown = page(world.client(who), "/on-behalf/")
    assert (f"/files/{entry.scan_id}/" in shown) is bool(count)
    assert ("共代录过 1 次" if count else "还没有代录过") in shown


def test_the_list_filters_what_lasts_and_exports(world) -> None:
    entry = begin(world, "an", "first")
    begin(world, "an", "second")
    behalf.end(entry, by=world.actor("an"))
    client = world.client("an")
    assert "云岭县第一小学" not in page(client, "/on-behalf/?state=now")
    assert "云岭县第二中学" not in page(client, "/on-behalf/?state=over")
    answer = client.get("/on-behalf/?export=xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


def test_the_list_asks_the_database_no_more_for_more_rows(world, django_assert_max_num_queries) -> None:
    for where in ("first", "second", "village"):
        begin(world, "an", where)
    client = world.client("an")
    client.get("/on-behalf/")
    with django_assert_max_num_queries(12):
        client.get("/on-behalf/")
