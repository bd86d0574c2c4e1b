"""An tells Bo something; Chen, at another school, hears nothing of it."""

import pytest
from django.db import IntegrityError, transaction

from luoshi.office.desk.delivery import Haste, deliver, pending, read, read_all, unread_count
from luoshi.office.desk.models import Message, Sending
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.models import Membership, Role
from luoshi.office.refused import Refused

TELLING = {"subject": "校车台账退回", "text": "第 3 行车牌号写的是“无”。", "link": "/asks/1/"}
HASTE = Haste(basis="县应急办明电〔2026〕3号", signer="李望舒")


def tell(world, *names: str, **more) -> list[Message]:
    to = [world.membership(name) for name in names]
    return deliver(to, by=world.actor("an").who, **{**TELLING, **more})


def test_a_message_is_there_at_once_for_whom_it_is_meant(world) -> None:
    (message,) = tell(world, "bo")
    assert message.sender == "办公室 安知远"
    seen = {name: unread_count(world.actor(name)) for name in ("bo", "chen", "clerk", "an")}
    assert seen == {"bo": 1, "chen": 0, "clerk": 0, "an": 0}
    assert not Sending.objects.exists()


def test_reading_counts_once_and_keeps_the_first_time(world) -> None:
    (message,) = tell(world, "bo")
    read(message)
    first = Message.objects.get().read_at
    read(message)
    assert Message.objects.get().read_at == first
    assert unread_count(world.actor("bo")) == 0


def test_all_are_read_but_urgent_ones_which_are_opened_one_by_one(world) -> None:
    tell(world, "bo", "chen")
    tell(world, "bo")
    tell(world, "bo", haste=HASTE)
    assert read_all(by=world.actor("bo")) == 2
    assert (unread_count(world.actor("bo")), unread_count(world.actor("chen"))) == (1, 1)


def test_what_came_to_an_office_is_not_seen_by_who_has_left_it(world) -> None:
    tell(world, "bo")
    bo = world.membership("bo")
    later = Membership.objects.create(
        person=bo.person, organisation=world.organisation("second"), role=Role.HEAD, since=bo.since, confirmed=True
    )
    world.memberships["bo-later"] = later
    assert unread_count(world.actor("bo-later")) == 1
    Membership.objects.filter(pk=bo.pk).update(until="2025-12-31")
    assert unread_count(world.actor("bo-later")) == 0


def test_haste_without_basis_or_signer_is_refused_with_both_reasons(world) -> None:
    with pytest.raises(Refused) as refused:
        tell(world, "bo", haste=Haste(basis=" ", signer=""))
    assert refused.value.reasons == (
        "急件须写明依据（文号或事由），才能马上发出。",
        "急件须写明由谁签发，才能马上发出。",
    )
    assert not Message.objects.exists()


def test_the_database_itself_keeps_no_haste_without_basis(world) -> None:
    (message,) = tell(world, "bo")
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(urgent=True)


def test_haste_is_on_record(world) -> None:
    tell(world, "bo", haste=HASTE)
    entry = Entry.objects.get()
    assert (entry.verb, entry.where) == ("message.urgent", world.organisation("first").path)


@pytest.mark.parametrize(
    "link", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "asks/1", "/\\evil"]
)
def test_a_message_leads_nowhere_but_into_this_site(world, link: str) -> None:
    with pytest.raises(Refused, match="链接只能指向本系统的页面"):
        tell(world, "bo", link=link)


def test_the_inbox_names_urgent_messages_and_counts_the_others(world) -> None:
    assert list(pending(world.actor("bo"))) == []
    tell(world, "bo")
    tell(world, "bo")
    (urgent,) = tell(world, "bo", subject="停课通知", haste=HASTE)
    said = [(one.what, one.address, one.count, one.due) for one in pending(world.actor("bo"))]
    assert said == [
        ("停课通知", f"/messages/{urgent.pk}/", 1, "急件"),
        ("未看的消息", "/messages/?state=unread", 2, ""),
    ]
