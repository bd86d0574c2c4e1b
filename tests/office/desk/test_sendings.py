"""Mail and group posts: one digest a day, urgent ones at once, nothing told twice on purpose and nothing lost."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from luoshi.office.desk import sendings
from luoshi.office.desk.delivery import Haste, deliver
from luoshi.office.desk.models import Message, Sending
from luoshi.office.desk.sendings import BACK_OFF, LEASE, digest, send_due, try_out, write_digest
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.settings_table import change
from luoshi.office.refused import Refused

DAY = date(2026, 11, 23)
SECRET = "桂宁个案会商"
HASTE = Haste(basis="县应急办明电〔2026〕3号", signer="李望舒")


def tell(world, *names: str, haste: Haste | None = None) -> list[Message]:
    to = [world.membership(name) for name in names]
    return deliver(to, subject=SECRET, text="只在登录后看", link="/asks/1/", by=world.actor("an").who, haste=haste)


def write(county, day: date = DAY) -> int:
    return write_digest(county, day=day, at=timezone.now())


def progress(*_: object) -> None:
    """Nobody watches."""


def send() -> dict[str, int]:
    return send_due({}, progress=progress, by=None)


def test_one_digest_a_day_tells_each_person_how_many(world, county, with_mail) -> None:
    tell(world, "bo", "chen")
    tell(world, "bo")
    assert write(county) == 2
    assert send() == {"sent": 2, "of": 2}
    got = {one["to"]: one for one in with_mail.got}
    assert got["bo@example.cn"]["subject"] == "落实：有 2 条消息等您查看"
    assert got["bo@example.cn"]["body"] == "您有 2 条未看的消息。请打开 https://luoshi.example.cn/messages/"
    assert got["chen@example.cn"]["subject"] == "落实：有 1 条消息等您查看"
    tell(world, "bo")
    assert (write(county), send()["of"]) == (0, 0)
    assert write(county, DAY + timedelta(days=1)) == 1


def test_what_was_read_or_told_of_already_is_not_told_again(world, county, with_mail) -> None:
    first, _ = tell(world, "bo", "chen")
    Message.objects.filter(pk=first.pk).update(read_at=timezone.now())
    assert write(county) == 1
    assert write(county, DAY + timedelta(days=1)) == 0


def test_who_has_no_address_and_a_county_without_a_server_get_none(world, county, with_mail) -> None:
    tell(world, "clerk", "foreign-office")
    assert write(county) == 0
    assert write(world.organisation("foreign")) == 0


def test_a_citys_digest_leaves_the_counties_to_their_own(world, county, with_mail) -> None:
    city = world.organisation("city")
    for name, value in {"mail_host": "127.0.0.1", "mail_from": "x@example.cn"}.items():
        actor = world.actor("city-office")
        world.membership("city-office").role = "system_admin"
        world.membership("city-office").save()
        actor = world.actor("city-office")
        change(city, name, value, by=actor)
    tell(world, "bo")
    assert write(city) == 0
    assert write(county) == 1


def test_nothing_of_a_message_leaves_the_house(world, county, with_mail, with_robot) -> None:
    tell(world, "bo")
    tell(world, "bo", haste=HASTE)
    write(county)
    send()
    out = str(with_mail.got) + str(with_robot.got) + str(list(Sending.objects.values_list("subject", "text")))
    assert (len(with_mail.got), len(with_robot.got)) == (2, 2)
    for word in (SECRET, "只在登录后看", "李望舒", "明电", "柏青", "安知远"):
        assert word not in out


def test_haste_goes_at_once_and_not_again_in_the_digest(world, county, with_mail, with_robot) -> None:
    (message,) = tell(world, "bo", haste=HASTE)
    assert send() == {"sent": 2, "of": 2}
    assert with_mail.got[0]["body"] == f"您有一份急件。请打开 https://luoshi.example.cn/messages/{message.pk}/"
    assert write(county) == 0


def test_forty_urgent_messages_are_one_post_in_the_group(world, county, with_robot) -> None:
    for _ in range(2):
        tell(world, "bo", "chen", haste=HASTE)
    assert Sending.objects.count() == 1
    send()
    tell(world, "bo", haste=HASTE)
    send()
    assert len(with_robot.got) == 2


def test_the_group_is_told_how_many_people_once_a_day(world, county, with_robot) -> None:
    tell(world, "bo", "chen")
    tell(world, "bo")
    assert write(county) == 1
    assert write(county) == 0
    send()
    assert with_robot.got[0]["text"] == "【落实】今天有 2 人有未看的消息。请登录“落实”，打开“消息”。"
    assert write(county, DAY + timedelta(days=1)) == 0


def test_the_digest_waits_for_its_hour(world, county, with_mail, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(world, "bo")
    now = timezone.localtime()
    monkeypatch.setattr(sendings.timezone, "localtime", lambda: now.replace(hour=7))
    digest({}, progress=progress, by=None)
    assert Sending.objects.count() == 0
    monkeypatch.setattr(sendings.timezone, "localtime", lambda: now.replace(hour=8))
    digest({}, progress=progress, by=None)
    assert Sending.objects.count() == 1


def test_a_failure_is_tried_again_later_and_later_and_then_given_up(world, county, with_mail) -> None:
    tell(world, "bo")
    write(county)
    with_mail.refuse = "RCPT"
    waits = []
    for _ in range(len(BACK_OFF) + 1):
        Sending.objects.update(next_at=timezone.now())
        assert send() == {"sent": 0, "of": 1}
        sending = Sending.objects.get()
        waits.append(round((sending.next_at - timezone.now()).total_seconds() / 60))
    assert waits[:-1] == [1, 5, 30, 120, 360]
    assert (sending.state, sending.attempts) == ("failed", 6)
    assert sending.error == "服务器不接受这个收件或发件地址。"
    with_mail.refuse = ""
    Sending.objects.update(next_at=timezone.now())
    assert send() == {"sent": 0, "of": 0}


def test_what_is_not_due_waits(world, county, with_mail) -> None:
    tell(world, "bo")
    write(county)
    Sending.objects.update(next_at=timezone.now() + timedelta(minutes=1))
    assert send()["of"] == 0


def test_of_two_workers_one_takes_a_sending(world, county, with_mail) -> None:
    tell(world, "bo")
    write(county)
    sending = Sending.objects.get()
    assert sendings._claim(sending)
    assert not sendings._claim(sending)
    assert send()["of"] == 0


def test_who_is_killed_before_marking_sends_again_after_the_lease(
    world, county, with_mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At least once: the mail was out, the mark was not made, so it goes out a second time, and then no more."""

    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    tell(world, "bo")
    write(county)
    with monkeypatch.context() as patched:
        patched.setattr(Sending, "save", killed)
        with pytest.raises(Killed):
            send()
    assert (len(with_mail.got), send()["of"]) == (1, 0)
    Sending.objects.update(next_at=timezone.now() - LEASE)
    assert send() == {"sent": 1, "of": 1}
    assert send()["of"] == 0
    assert len(with_mail.got) == 2


def test_the_database_itself_keeps_no_second_digest_of_a_day(world, county, with_robot, with_mail) -> None:
    tell(world, "bo")
    write(county)
    for sending in Sending.objects.all():
        sending.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            sending.save()


def test_a_person_whose_address_was_taken_away_meanwhile_is_said(world, county, with_mail) -> None:
    tell(world, "bo")
    write(county)
    world.membership("bo").person.__class__.objects.update(email="")
    send()
    assert Sending.objects.get().error == "这个人已经没有邮箱地址。"


def test_a_trial_says_what_became_of_it_and_is_on_record(world, county, with_mail) -> None:
    try_out("mail", by=world.actor("system"), to="x@example.cn")
    assert with_mail.got[0]["subject"] == "落实：测试邮件"
    with_mail.refuse = "AUTH"
    with pytest.raises(Refused, match="没有发出：账号或密码不对"):
        try_out("mail", by=world.actor("system"), to="x@example.cn")
    with pytest.raises(Refused, match="“大家”，这里要一个完整的邮箱地址"):
        try_out("mail", by=world.actor("system"), to="大家")
    assert list(Entry.objects.filter(verb="delivery.try").order_by("pk").values_list("done", flat=True)) == [
        True,
        False,
    ]
