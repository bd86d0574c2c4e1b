"""The pages of handovers: the form, the list to sign, and who finds them."""

import pytest

from luoshi.office.organisations.models import Grouping, Handover, Membership, Person

pytestmark = pytest.mark.django_db

# Questions to the database.
LIST, SHEET = 1, 1


def said(response) -> str:
    return response.content.decode()


@pytest.fixture
def successor(world) -> Person:
    """Another inspector of the county."""
    person = Person.objects.create(name="方一诺", staff_number="YX-9", login="yinuo")
    Membership.objects.create(
        person=person, organisation=world.organisation("county"), role="inspector", since="2025-09-01", confirmed=True
    )
    return person


@pytest.fixture
def address(world) -> str:
    return f"/memberships/{world.membership('inspector').pk}/handover"


def test_a_handover_is_made_and_its_list_can_be_signed(world, sign_in, successor, address, own_questions) -> None:
    client = sign_in("an")
    assert "没有办完的事全部转给接收人" in said(client.get(address))
    assert client.post(address, {"to": "YX-9", "day": "2025-12-01", "note": "监交：李望舒"}).status_code == 302
    assert own_questions(client, address) == SHEET
    page = said(client.get(address))
    assert [
        words
        for words in ("移交人（签字）", "接收人（签字）", "监交人（签字）", "第一责任区", "方一诺")
        if words not in page
    ] == []
    assert Grouping.objects.get().in_charge.get().person == successor
    assert own_questions(client, "/handovers/") == LIST
    page = said(client.get("/handovers/"))
    assert "办过 1 次离任交接" in page


def test_a_successor_who_waits_for_a_second_person_is_told_of(world, sign_in, address) -> None:
    response = sign_in("an").post(address, {"to": "纪小满", "day": "2025-12-01", "sure": "on"}, follow=True)
    assert "已提出由纪小满接任，正等第二人确认。事项还在移交人名下" in said(response)
    assert not Handover.objects.exists()


def test_doubts_about_the_receiver_are_said_once(world, sign_in, successor, address) -> None:
    an, given = sign_in("an"), {"to": "YX-9", "day": "2025-12-01"}
    assert "仍由他（她）接收" not in said(an.get(address))
    Person.objects.filter(pk=successor.pk).update(login=None)
    membership = successor.memberships.get()
    membership.leaves.create(since="2025-10-01")
    refused = an.post(address, given)
    assert (refused.status_code, Handover.objects.count()) == (422, 0)
    for words in ("没有能用的账号", "方一诺现在离岗", "核对过了，仍由他（她）接收"):
        assert words in said(refused)
    clerk = said(an.post(address, {**given, "to": "纪小满"}))
    assert "纪小满现在不在“云岭县教育局”，而是：云岭县第一小学 填报员。" in clerk
    assert an.post(address, {**given, "sure": "on"}).status_code == 302
    assert Handover.objects.get().taken == membership


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"to": "无名", "day": "2025-12-01"}, "辖区内没有找到“无名”"),
        ({"to": "督明", "day": "2025-12-01"}, "同一个人"),
        ({"to": "方一诺", "day": "2025-09-01"}, "交接的日期要晚于这一天"),
        ({"to": "外远", "day": "2025-12-01"}, "辖区内没有找到“外远”"),
        ({"to": "方一诺", "day": "明天"}, "日期请写成"),
    ],
)
def test_what_cannot_be_handed_over_says_why(world, sign_in, successor, address, given, reason) -> None:
    response = sign_in("an").post(address, given)
    assert (response.status_code, reason in said(response)) == (422, True)
    assert not Handover.objects.exists()


def test_of_two_with_one_name_the_number_is_asked_for(world, sign_in, successor, address) -> None:
    other = Person.objects.create(name="方一诺")
    Membership.objects.create(
        person=other, organisation=world.organisation("aid"), role="section", since="2025-09-01", confirmed=True
    )
    response = sign_in("an").post(address, {"to": "方一诺", "day": "2025-12-01"})
    assert "有几个人叫“方一诺”（工号：YX-9、没有工号），请写工号。" in said(response)


def test_chen_finds_no_handover_of_others(world, sign_in, successor, address) -> None:
    sign_in("an").post(address, {"to": "YX-9", "day": "2025-12-01"})
    chen = sign_in("chen")
    assert chen.get(address).status_code == 404
    assert "督明" not in said(chen.get("/handovers/"))
    assert sign_in("observer").get("/handovers/").status_code == 403


def test_who_took_over_finds_the_list_to_sign_wherever_it_came_from(world, sign_in, address) -> None:
    """Of an inspector's area the bureau itself is no part, and the list is theirs all the same."""
    clerk = world.membership("clerk").person
    Membership.objects.create(
        person=clerk, organisation=world.organisation("county"), role="inspector", since="2025-09-01", confirmed=True
    )
    assert sign_in("an").post(address, {"to": "纪小满", "day": "2025-12-01", "sure": "on"}).status_code == 302
    assert "移交人（签字）" in said(sign_in("clerk").get(address))
    assert sign_in("chen").get(address).status_code == 404


def test_others_read_that_nothing_was_handed_over_yet(world, sign_in) -> None:
    page = said(sign_in("leader").get(f"/memberships/{world.membership('bo').pk}/handover"))
    assert "离任交接由局办公室、安全管理员办理" in page
    assert "<form method" not in page.partition("<main")[2]
