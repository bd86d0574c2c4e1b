"""The inbox, what went out, and the trial, as pages."""

from django.urls import reverse

from luoshi.office.desk.delivery import Haste, deliver, unread_count
from luoshi.office.desk.models import Message
from luoshi.office.organisations.models import Membership, Role


def tell(world, name: str, subject: str = "校车台账退回", **more) -> Message:
    (made,) = deliver(
        world.membership(name),
        subject=subject,
        text="请改第 3 行。<b>",
        link="/asks/",
        by=world.actor("an").who,
        **more,
    )
    return made


def get(world, who: str, name: str, *args: object, **query: str):
    return world.client(who).get(reverse(name, args=args), query)


def test_unread_messages_come_first_and_are_counted_in_the_shell(world) -> None:
    tell(world, "bo", "先来的")
    tell(world, "bo", "后来的")
    get(world, "bo", "message", Message.objects.get(subject="后来的").pk)
    text = get(world, "bo", "messages").content.decode()
    assert "有 1 条消息没看" in text
    assert text.index("先来的") < text.index("后来的")
    assert 'class="shell-count">1<' in text
    assert 'class="shell-count"' not in get(world, "chen", "messages").content.decode()


def test_opening_a_message_marks_it_read_and_looking_at_its_head_does_not(world) -> None:
    made = tell(world, "bo")
    address = reverse("message", args=[made.pk])
    world.client("bo").head(address)
    assert unread_count(world.actor("bo")) == 1
    text = world.client("bo").get(address).content.decode()
    assert "请改第 3 行。&lt;b&gt;" in text
    assert 'href="/asks/"' in text
    assert unread_count(world.actor("bo")) == 0


def test_nobody_else_opens_it(world) -> None:
    made = tell(world, "bo")
    answers = {who: get(world, who, "message", made.pk).status_code for who in ("chen", "clerk", "an", "auditor", "bo")}
    assert answers == {"chen": 404, "clerk": 404, "an": 404, "auditor": 404, "bo": 200}


def test_a_message_to_another_membership_says_where_to_change(world) -> None:
    bo = world.membership("bo")
    other = Membership.objects.create(
        person=bo.person, organisation=world.organisation("second"), role=Role.HEAD, since=bo.since, confirmed=True
    )
    world.memberships["bo-second"] = other
    made = tell(world, "bo-second")
    text = get(world, "bo", "message", made.pk).content.decode()
    assert "这条消息发给您的另一个岗位" in text
    assert "去办理" not in text


def test_an_urgent_message_shows_basis_and_signer(world) -> None:
    made = tell(world, "bo", haste=Haste("县应急办明电〔2026〕3号", "李望舒"))
    text = get(world, "bo", "message", made.pk).content.decode()
    assert "急件。依据：县应急办明电〔2026〕3号；签发：李望舒。" in text


def test_all_are_marked_read_by_one_button(world) -> None:
    tell(world, "bo")
    response = world.client("bo").post(reverse("messages-read"), follow=True)
    assert "已把 1 条消息标为已看" in response.content.decode()
    assert unread_count(world.actor("bo")) == 0


def test_the_shell_counts_with_one_query(world, django_assert_num_queries) -> None:
    actor = world.actor("bo")
    with django_assert_num_queries(1):
        unread_count(actor)


def test_what_went_out_is_listed_with_the_reason_why_not(world, county, with_mail) -> None:
    from luoshi.office.desk.sendings import send_due

    tell(world, "bo", haste=Haste("县应急办明电〔2026〕3号", "李望舒"))
    with_mail.refuse = "RCPT"
    send_due({}, progress=lambda *_: None)
    text = get(world, "system", "sendings").content.decode()
    assert "有 1 份等着发" in text
    assert "服务器不接受这个收件或发件地址。" in text
    assert get(world, "system", "sendings", state="sent").content.decode().count("柏青") == 0
    assert "柏青" not in get(world, "foreign-office", "sendings").content.decode()


def test_a_trial_says_its_result_on_the_settings_page(world, county, with_mail) -> None:
    def try_out(channel: str) -> str:
        address = reverse("delivery-test", args=[channel])
        return world.client("system").post(address, {"to": "x@example.cn"}, follow=True).content.decode()

    assert "已发出，服务器收下了" in try_out("mail")
    assert "没有发出：还没有设置群机器人地址。" in try_out("robot")
    assert world.client("system").post(reverse("delivery-test", args=["pigeon"])).status_code == 404
