"""An asks a section and a centre for comments; each sees what it should, and each comment is followed or declined."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from luoshi.office.desk.models import Message
from luoshi.office.journal.models import Entry
from luoshi.office.organisations.actor import Actor, Behalf, actor_of
from luoshi.office.plans import approval, consultation
from luoshi.office.plans.consultation import Remark
from luoshi.office.plans.models import Comment, Consultation, Plan, Task
from luoshi.office.plans.owners import as_json
from luoshi.office.plans.owners_read import understood
from luoshi.office.plans.tasks import Named, Wanted, add
from luoshi.office.refused import Refused
from tests.office.titles import plain, title_links

TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=7)


@pytest.fixture
def tasks(world, plan: Plan, office: Actor) -> dict[str, Task]:
    """One for all schools, one of the section's, one for a school in town only."""
    county = world.organisation("county")
    schools = Named("owner", "各中小学", owners=as_json(understood("各中小学", county)))
    return {
        "all": add(plan, Wanted("开展校车检查", due=date(2026, 6, 30), named=(schools,)), by=office),
        "section": add(plan, Wanted("修订评价方案", named=(Named("lead", "基教科", world.organisation("basic")),)), by=office),
        "first": add(plan, Wanted("建成第一小学食堂", named=(Named("owner", "一小", world.organisation("first")),)), by=office),
    }  # fmt: skip


@pytest.fixture
def asked(world, plan: Plan, tasks, office: Actor) -> dict[str, Consultation]:
    to = [world.organisation(name) for name in ("basic", "centre", "police")]
    sent = consultation.send(plan, to, due=DUE, by=office)
    return dict(zip(("section", "centre", "police"), sent, strict=True))


def test_a_plan_is_sent_to_those_chosen_and_they_are_told(world, plan: Plan, asked, office: Actor) -> None:
    plan.refresh_from_db()
    assert plan.state == "consulting"
    assert sorted(Message.objects.values_list("to__person__name", flat=True)) == ["孙启明", "钟怀瑾"]
    again = consultation.send(plan, [world.organisation("basic")], due=DUE + timedelta(days=1), by=office)
    asked["section"].refresh_from_db()
    assert (again, asked["section"].due) == ([], DUE + timedelta(days=1))
    assert Message.objects.count() == 2


def test_all_that_speaks_against_sending_is_said(world, plan: Plan, office: Actor) -> None:
    with pytest.raises(Refused) as refused:
        consultation.send(plan, [world.organisation("first")], due=TODAY - timedelta(days=1), by=office)
    assert [reason[:10] for reason in refused.value.reasons] == [
        f"反馈截止日 {TODAY - timedelta(days=1)}"[:10],
        "“云岭县第一小学”不",
        "计划里还没有任务。",
    ]


def test_a_centre_sees_what_concerns_it_and_the_bureau_all(world, plan: Plan, tasks, asked) -> None:
    def seen(name: str, which: str) -> list[str]:
        return [task.words for task in consultation.shown_to(asked[which], by=world.actor(name))]

    assert seen("centre", "centre") == ["开展校车检查"]
    assert seen("section", "section") == ["开展校车检查", "修订评价方案", "建成第一小学食堂"]
    who = ("an", "leader", "section", "centre", "bo", "clerk", "village-head", "observer", "foreign-office")
    counts = {name: Consultation.objects.visible_to(world.actor(name)).count() for name in who}
    assert counts == {
        "an": 3, "leader": 3, "section": 3, "centre": 1, "bo": 0, "clerk": 0, "village-head": 0, "observer": 0,
        "foreign-office": 0,
    }  # fmt: skip
    assert not Task.objects.visible_to(world.actor("centre")).exists()
    assert not Plan.objects.visible_to(world.actor("centre")).exists()


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("section", True),
        ("centre", False),
        ("an", False),
        ("leader", False),
        ("clerk", False),
        ("foreign-office", False),
    ],
)
def test_a_sections_comments_are_its_own_peoples(world, asked, who: str, allowed: bool) -> None:
    assert (consultation.why_not_answer(asked["section"], by=world.actor(who)) is None) is allowed


def test_an_outside_bodys_letter_is_entered_for_it(world, tasks, asked) -> None:
    police = world.organisation("police")
    behalf = Behalf(1, police, "交警大队", TODAY)
    by = actor_of(world.membership("an"), day=TODAY, behalf=behalf)
    assert consultation.shown_to(asked["police"], by=by) == []
    consultation.say(asked["police"], Remark(None, "没有意见，请增加护学岗"), by=by)
    assert consultation.answer(asked["police"], by=by).answered_by == world.membership("an")


def test_a_comment_is_written_changed_and_taken_back_until_it_is_dealt_with(world, tasks, asked, office) -> None:
    by, one = world.actor("section"), asked["section"]
    first = consultation.say(one, Remark(tasks["all"], "太早"), by=by)
    consultation.say(one, Remark(tasks["all"], "时限太紧", {"due": "2026-09-30"}), over=first.pk, by=by)
    whole = consultation.say(one, Remark(None, "同意"), by=by)
    assert list(one.comments.values_list("words", flat=True)) == ["时限太紧", "同意"]
    consultation.say(one, Remark(None, " "), over=whole.pk, by=by)
    assert one.comments.count() == 1
    consultation.answer(one, by=by)
    consultation.decline(one.comments.get(), reason="县里定的", by=office)
    consultation.say(one, Remark(tasks["all"], "那就这样"), by=by)
    assert list(one.comments.values_list("words", "state")) == [("时限太紧", "declined"), ("那就这样", "open")]


def test_all_that_speaks_against_a_comment_is_said(world, tasks, asked) -> None:
    with pytest.raises(Refused) as refused:
        consultation.answer_by_file(
            asked["centre"],
            [Remark(tasks["section"], "与我无关"), Remark(None, ""), Remark(tasks["all"], "长" * 1001, {"grade": "x"})],
            by=world.actor("centre"),
        )
    assert refused.value.reasons == (
        "第 2 项与石桥镇中心校无关，不在征求意见的范围里。",
        "整体意见没有写意见。",
        "第 1 项的意见有 1001 字，最多 1000 字。",
        "第 1 项：“grade”不能在意见里改。",
    )


def test_an_answer_by_file_replaces_what_is_open_and_keeps_what_was_decided(world, tasks, asked, office) -> None:
    by, one = world.actor("section"), asked["section"]
    first = [Remark(tasks["all"], "太早", {"due": "2026-09-30"}), Remark(tasks["section"], "我科牵头")]
    consultation.answer_by_file(one, first, by=by)
    consultation.accept(one.comments.get(task=tasks["all"]), by=office)
    consultation.answer_by_file(one, first[:1], by=by)
    assert list(one.comments.values_list("words", "state")) == [("太早", "accepted")]


def test_following_a_comment_changes_the_task_and_declining_needs_a_reason(world, plan, tasks, asked, office) -> None:
    one, task = asked["section"], tasks["section"]
    proposed = {"words": "修订学校评价方案", "due": "2026-10-31", "lead": world.organisation("aid").pk}
    consultation.say(one, Remark(task, "改一改", proposed), by=world.actor("section"))
    consultation.answer(one, by=world.actor("section"))
    comment = one.comments.get()
    with pytest.raises(Refused, match="请写明为什么不采纳"):
        consultation.decline(comment, reason="", by=office)
    with pytest.raises(Refused, match="由局办公室办理"):
        consultation.accept(comment, by=world.actor("section"))
    assert "由局办公室办理" in (
        consultation.why_not_decide(comment, by=world.actor("section")) or ""
    )  # as its button asks
    consultation.accept(comment, by=office)
    task.refresh_from_db()
    assert (task.words, task.due, task.version) == ("修订学校评价方案", date(2026, 10, 31), 2)
    assert [str(r.organisation) for r in task.responsibilities.filter(part="lead")] == ["学生资助中心"]
    with pytest.raises(Refused, match="已经定为“采纳”"):
        consultation.decline(comment, reason="不", by=office)
    verbs = set(Entry.objects.filter(verb__startswith="comment.").values_list("verb", flat=True))
    assert verbs == {"comment.say", "comment.accept"}


def test_nothing_is_answered_once_the_plan_is_approved(world, plan, tasks, asked, office) -> None:
    approval.approve(plan, meeting="会", on=TODAY, by=office)
    with pytest.raises(Refused, match="已审定，不再收意见"):
        consultation.answer(asked["section"], by=world.actor("section"))


def test_who_has_not_answered_is_said_and_reminded(world, plan, asked, office) -> None:
    consultation.answer(asked["section"], by=world.actor("section"))
    said = consultation.chat_text(plan)
    assert "请以下 2 个单位" in said
    assert said.endswith("石桥镇中心校、云岭县公安局。")
    assert consultation.remind(plan, by=office) == 1
    for name in ("centre", "police"):
        Consultation.objects.filter(pk=asked[name].pk).update(
            answered_at=timezone.now(), answered_by=world.membership("centre")
        )
    assert consultation.chat_text(plan) == ""
    with pytest.raises(Refused, match="都已经反馈"):
        consultation.remind(plan, by=office)


def test_what_waits_for_whom(world, plan, tasks, asked, office) -> None:
    def waits(name: str) -> list[tuple[str, int]]:
        return [(one.what, one.count) for one in consultation.pending(world.actor(name))]

    assert waits("section") == [("对《2026年教育工作要点》提意见", 1)]
    assert waits("centre") == waits("section")
    assert waits("bo") == waits("an") == []
    consultation.say(asked["section"], Remark(tasks["all"], "太早"), by=world.actor("section"))
    assert waits("an") == []
    consultation.answer(asked["section"], by=world.actor("section"))
    assert (waits("an"), waits("section")) == ([("《2026年教育工作要点》的意见要处理", 1)], [])


# Pages


def test_the_section_writes_on_the_page_and_the_office_follows(world, client: Client, plan, tasks, asked) -> None:
    section, task = world.client("section"), tasks["all"]
    address = f"/consultations/{asked['section'].pk}/"
    page = section.get(address).content.decode()
    assert "与本单位有关的 1 项" in page
    assert "修订评价方案" in page
    assert "开展校车检查" not in page
    assert "开展校车检查" in section.get(f"{address}?all=1").content.decode()
    assert 'name="new_words"' in section.get(f"{address}?write={task.pk}&all=1").content.decode()
    given = {"write": task.pk, "words": "时限太紧", "due": "2026-09-30", "all": "1"}
    answered = section.post(address, {**given, **stamp(world, "section")})
    assert answered.headers["Location"] == f"{address}?all=1#task-{task.pk}"
    section.post(f"{address}answer", stamp(world, "section"))
    page = client.get(f"/plans/{plan.pk}/consultation/").content.decode()
    assert "3 个单位中已有 1 个反馈，1 条意见要处理" in plain(page)
    comment = Comment.objects.get()
    for address in title_links(page).values():
        assert f'id="{address.removeprefix("#")}"' in page
    assert title_links(page)["1 条意见要处理"] == f"#comment-{comment.pk}"
    client.post(f"/comments/{comment.pk}/decide", {"accept": "1", **stamp(world, "an")})
    task.refresh_from_db()
    assert task.due == date(2026, 9, 30)


def test_two_of_a_section_do_not_overwrite_each_other(world, tasks, asked, office: Actor) -> None:
    by, one, task = world.actor("section"), asked["section"], tasks["all"]
    section, address = world.client("section"), f"/consultations/{one.pk}/"
    seen = section.get(f"{address}?write={task.pk}").content.decode()
    assert '<input type="hidden" name="over" value="">' in seen
    colleague = consultation.say(one, Remark(task, "时限太紧"), by=by)
    answered = section.post(address, {"write": task.pk, "words": "牵头要换", "over": ""})
    page = answered.content.decode()
    assert (answered.status_code, "别的同事刚写了：“时限太紧”" in page, "牵头要换" in page) == (422, True, True)
    assert [one.words for one in Comment.objects.all()] == ["时限太紧"]
    assert f'<input type="hidden" name="over" value="{colleague.pk}">' in page
    both = {"write": task.pk, "words": "时限太紧，牵头要换", "over": colleague.pk}
    assert section.post(address, both).status_code == 302
    assert [one.words for one in Comment.objects.all()] == ["时限太紧，牵头要换"]
    written = Comment.objects.get()
    consultation.answer(one, by=by)
    consultation.decline(written, reason="县里定的", by=office)
    with pytest.raises(Refused, match="刚刚处理过或收回了"):
        consultation.say(one, Remark(task, "再改"), over=written.pk, by=by)


def test_what_is_not_decided_is_said_beside_the_comment(world, client: Client, tasks, asked) -> None:
    section = world.actor("section")
    consultation.say(asked["section"], Remark(tasks["all"], "换个牵头", {"lead": 0}), by=section)
    consultation.say(asked["section"], Remark(None, "时限太紧"), by=section)
    consultation.answer(asked["section"], by=section)
    wished, plain = Comment.objects.order_by("pk")
    answered = client.post(f"/comments/{plain.pk}/decide", {"decline": "1", "reason": " "})
    beside = comment_in(answered, plain)
    assert (answered.status_code, "请写明为什么不采纳" in beside) == (422, True)
    assert f'aria-describedby="why-{plain.pk}"' in beside
    assert "请写明为什么不采纳" not in comment_in(answered, wished)
    Comment.objects.filter(pk=wished.pk).update(wanted={"lead": 999999})
    kept = comment_in(client.post(f"/comments/{wished.pk}/decide", {"accept": "1", "reason": "就这么办"}), wished)
    assert ("已经不在了" in kept, 'value="就这么办"' in kept) == (True, True)
    assert not Comment.objects.exclude(state="open").exists()


def comment_in(answered: Any, one: Comment) -> str:
    """What the page says of one comment."""
    return answered.content.decode().split(f'id="comment-{one.pk}"')[1].split("</div>")[0]


def test_a_centre_cannot_comment_on_what_is_not_its_own(world, tasks, asked) -> None:
    centre, address = world.client("centre"), f"/consultations/{asked['centre'].pk}/"
    page = centre.get(f"{address}?all=1").content.decode()
    assert "修订评价方案" not in page
    centre.post(address, {"write": tasks["section"].pk, "words": "我来", **stamp(world, "centre")})
    assert not Comment.objects.filter(task=tasks["section"]).exists()


def stamp(world, name: str) -> dict[str, str]:
    """What every form carries of the membership in which it was opened."""
    return {"membership": str(world.membership(name).pk)}


def test_the_office_sends_from_the_page(world, client: Client, plan, tasks) -> None:
    address = f"/plans/{plan.pk}/consultation/"
    assert "还没有征求意见" in client.get(address).content.decode()
    given = {"to": [world.organisation("basic").pk], "due": DUE.isoformat(), **stamp(world, "an")}
    assert client.post(address, given).status_code == 302
    assert Consultation.objects.count() == 1
    assert client.post(address, {"due": "", **stamp(world, "an")}).status_code == 422
    assert client.post(f"{address}remind", stamp(world, "an")).status_code == 302


def test_what_is_not_sent_off_yet_is_seen_by_nobody_else(world, client: Client, tasks, asked) -> None:
    consultation.say(asked["section"], Remark(None, "还没想好"), by=world.actor("section"))
    address = f"/consultations/{asked['section'].pk}/"
    assert "还没想好" in world.client("section").get(address).content.decode()
    assert "还没想好" not in client.get(address).content.decode()
    with pytest.raises(Refused, match="还没有反馈"):
        consultation.accept(Comment.objects.get(), by=world.actor("an"))
    consultation.answer(asked["section"], by=world.actor("section"))
    assert "还没想好" in client.get(address).content.decode()


def test_a_comment_that_was_changed_meanwhile_is_not_decided(world, tasks, asked, office: Actor) -> None:
    one, by = asked["section"], world.actor("section")
    consultation.say(one, Remark(tasks["all"], "太早"), by=by)
    consultation.answer(one, by=by)
    seen = Comment.objects.select_related("consultation__plan").get()
    consultation.say(one, Remark(tasks["all"], "不早"), over=seen.pk, by=by)
    with pytest.raises(Refused, match="刚刚改过或收回了"):
        consultation.accept(seen, by=office)
