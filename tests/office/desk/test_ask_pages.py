"""The ledger as those see it who ask, and as a school sees it."""

from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.urls import reverse
from django.utils import timezone

from luoshi.office.desk import asks
from luoshi.office.desk.asks import Wanted, month_of, put
from luoshi.office.desk.models import Ask
from luoshi.office.organisations.settings_table import change
from tests.office.titles import plain, title_links


def due():
    """The last day of this month: not past, and in the month that the pages show."""
    return month_of(timezone.localdate())[1]


def ask(world, *names: str, by: str = "an", **more) -> list[Ask]:
    wanted = {"what": "上报校车台账", "kind": "filing", "minutes": 30, "due": due(), "basis": "云教办〔2026〕9号"}
    return put([world.organisation(name) for name in names], Wanted(**{**wanted, **more}), by=world.actor(by))


def text(world, who: str, name: str, *args: object, **query: str) -> str:
    return world.client(who).get(reverse(name, args=args), query, follow=True).content.decode()


def form(**more: str) -> dict[str, str]:
    given = {
        "scope": "all",
        "names": "",
        "what": "上报校车台账",
        "kind": "filing",
        "minutes": "30",
        "basis": "",
        "asker": "",
    }
    return {**given, "due": f"{due():%Y-%m-%d}", **more}


def post(world, who: str, given: dict[str, str]):
    return world.client(who).post(reverse("ask-new"), given)


# The ledger


def test_the_office_sees_all_and_a_school_its_own(world) -> None:
    ask(world, "first", "second")
    ask(world, "second", what="组织防溺水家访")
    office, bo, centre = (text(world, who, "asks") for who in ("an", "bo", "centre"))
    assert "本月截止的有 2 件，涉及 2 所学校" in plain(office)
    assert "登记一项要求" in office
    assert "学校要办 1 件，约需 30 分钟" in plain(bo)
    assert "家访" not in bo
    assert "第二中学" not in bo
    assert "本月没有向学校提出要求" in centre


def test_the_ledger_is_narrowed_and_exported_as_it_is_seen(world) -> None:
    first, _ = ask(world, "first", "second")
    asks.answer(first, by=world.actor("bo"))
    assert "第一小学" not in text(world, "an", "asks", state="open")
    assert "第一小学" in text(world, "an", "asks", state="answered")
    assert "第一小学" not in text(world, "an", "asks", q="第二中学")
    assert "没有符合条件的行" in text(world, "an", "asks", state="nonsense")
    response = world.client("an").get(reverse("asks"), {"export": "xlsx", "state": "open"})
    assert response.content.startswith(b"PK")


def test_what_was_put_to_several_schools_is_one_row_that_opens_to_them(world) -> None:
    first, second, _village = ask(world, "first", "second", "village")
    (alone,) = ask(world, "village", what="组织防溺水家访")
    asks.answer(first, by=world.actor("bo"))
    shown = world.client("an").get(reverse("asks")).context["list"]
    cells = [[cell["value"] for cell in line] for line in shown.lines]
    assert [line[:2] for line in cells] == [
        ["组织防溺水家访", "石桥镇小学"],
        ["上报校车台账", "云岭县第一小学等 3 所"],
    ]
    assert cells[1][7].endswith("，1/3 所已办结")
    opened = [line[0]["address"] for line in shown.lines]
    assert opened == [reverse("ask", args=[alone.pk]), reverse("asks-batch", args=[first.batch])]
    client = world.client("centre")
    page = client.get(opened[1])
    assert "上报校车台账：1 所学校，0 所已办结" in plain(page.content.decode())
    assert [line[0]["value"] for line in page.context["list"].lines] == ["石桥镇小学"]
    asks.withdraw(second, why="不用了", by=world.actor("an"), of_all=True)
    assert "1/1 所已办结" in text(world, "an", "asks")


def test_a_batch_of_another_county_is_not_found(world) -> None:
    (made,) = ask(world, "foreign-school", by="foreign-office")
    assert world.client("an").get(reverse("asks-batch", args=[made.batch])).status_code == 404


def test_an_ask_without_basis_says_so(world) -> None:
    (made,) = ask(world, "first", basis="")
    assert "未给依据" in text(world, "bo", "asks")
    assert "未给依据" in text(world, "bo", "ask", made.pk)


def test_the_ledger_takes_as_many_queries_for_three_rows_as_for_one(world, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = world.client("an")
    ask(world, "first")
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("asks"))
    ask(world, "first", "second", "village")
    with CaptureQueriesContext(connection) as more:
        client.get(reverse("asks"))
    assert len(more) <= len(one) <= 20


def test_every_number_of_a_title_opens_the_rows_that_it_counts(world) -> None:
    change(world.organisation("county"), "ask_minutes_per_month", 100, by=world.actor("system"))
    first, _second = ask(world, "first", "second", minutes=150)
    ask(world, "village", what="组织防溺水家访")
    asks.withdraw(ask(world, "village", what="不用办了")[0], why="不用了", by=world.actor("an"))
    asks.answer(first, by=world.actor("bo"))
    Ask.objects.filter(what="组织防溺水家访").update(due=timezone.localdate().replace(day=1))
    batch = reverse("asks-batch", args=[first.batch])
    for who, page, numbers in (
        ("an", reverse("asks"), ["2 件", "3 所学校", "2 所超过上限"]),
        ("an", reverse("asks-load"), ["2 所学校"]),
        ("an", batch, ["2 所学校", "1 所已办结"]),
        ("village-head", reverse("asks"), ["1 件", "1 件已过期"]),
    ):
        client = world.client(who)
        links = title_links(client.get(page, follow=True).content.decode())
        assert list(links) == numbers
        for words, address in links.items():
            opened = client.get(urljoin(page, address), follow=True).context["list"]
            assert len(opened.lines) == int(words.split()[0]), (page, words)


# Each school's month


def test_the_month_of_each_school_is_held_against_the_cap(world) -> None:
    change(world.organisation("county"), "ask_minutes_per_month", 100, by=world.actor("system"))
    ask(world, "first", minutes=150)
    ask(world, "first", minutes=20, emergency=True)
    ask(world, "second", minutes=100)
    shown = text(world, "an", "asks-load")
    assert "1 所学校的任务时间超过上限" in plain(shown)
    assert "150%" in shown
    assert "100%" in shown
    only = text(world, "an", "asks-load", month=f"{timezone.localdate():%Y-%m}", over="yes")
    assert "第一小学" in only
    assert "第二中学" not in only
    assert "没有学校超过上限" in text(world, "an", "asks-load", month="2026-01")


def test_a_school_without_asks_stands_there_with_nothing_and_a_point_not_at_all(world) -> None:
    shown = text(world, "centre", "asks-load")
    assert "石桥镇小学" in shown
    assert "河口教学点" not in shown
    ask(world, "point")
    assert "河口教学点" in text(world, "centre", "asks-load")


def test_the_city_holds_each_county_against_its_own_cap(world) -> None:
    change(world.organisation("county"), "ask_minutes_per_month", 0, by=world.actor("system"))
    ask(world, "first", minutes=700)
    ask(world, "foreign-school", minutes=700, by="foreign-office")
    shown = text(world, "city-office", "asks-load", month=f"{timezone.localdate():%Y-%m}", over="yes")
    assert "白沙县第一小学" in shown
    assert "云岭县第一小学" not in shown


# Asking


def test_first_the_effect_is_shown_and_nothing_is_asked(world) -> None:
    change(world.organisation("county"), "ask_minutes_per_month", 40, by=world.actor("system"))
    ask(world, "first", what="关于报送校车台账的通知")
    response = post(world, "an", form(scope="named", names="云岭县第一小学\n云岭县第二中学"))
    shown = response.content.decode()
    assert response.status_code == 200
    assert "还没有提出：将向 2 所学校提出，合计约 1 小时" in shown
    assert "1 所学校当月的任务时间将超过上限" in shown
    assert "1 所学校手头有相近的事还没办完" in shown
    assert "没有写依据" in shown
    assert Ask.objects.count() == 1


def confirmed(world, given: dict[str, str]):
    mark = post(world, "an", given).context["mark"]
    return post(world, "an", {**given, "seen": mark, "confirm": "1"})


def test_what_was_seen_and_confirmed_is_asked(world) -> None:
    response = confirmed(world, form(scope="stage-primary"))
    assert response.status_code == 302
    assert {str(one.organisation) for one in Ask.objects.all()} == {"石桥镇小学", "云岭县第一小学"}


def test_what_was_changed_after_the_look_is_shown_anew(world) -> None:
    given = form()
    mark = post(world, "an", given).context["mark"]
    response = post(world, "an", {**given, "minutes": "300", "seen": mark, "confirm": "1"})
    assert "内容改过了，下面是按新内容算的" in response.content.decode()
    assert not Ask.objects.exists()


@pytest.mark.parametrize(
    ("who", "scope", "count"),
    [("an", "all", 4), ("an", "stage-preschool", 1), ("centre", "all", 1), ("section", "stage-junior", 1)],
)
def test_a_range_holds_the_schools_of_the_area(world, who: str, scope: str, count: int) -> None:
    assert len(post(world, who, form(scope=scope)).context["burdens"]) == count


def test_a_centres_schools_are_a_range_of_their_own(world) -> None:
    centre = world.organisation("centre").pk
    assert len(post(world, "an", form(scope=f"centre-{centre}")).context["burdens"]) == 1
    assert post(world, "foreign-office", form(scope=f"centre-{centre}")).status_code == 422


def test_a_name_that_is_none_is_named_with_a_guess(world) -> None:
    response = post(world, "an", form(scope="named", names="云岭县第一小\n白沙县第一小学\n"))
    said = response.content.decode()
    assert response.status_code == 422
    assert "辖区内没有“云岭县第一小”。是不是“云岭县第一小学”？" in said
    assert "辖区内没有“白沙县第一小学”" in said
    assert not Ask.objects.exists()


def test_no_names_and_a_past_deadline_are_refused_with_the_reason(world) -> None:
    assert "还没有写学校名称。" in post(world, "an", form(scope="named")).content.decode()
    past = timezone.localdate() - timedelta(days=1)
    assert "已经过去，学校来不及办" in post(world, "an", form(due=f"{past:%Y-%m-%d}")).content.decode()


# One ask


def test_a_school_says_that_it_is_done(world) -> None:
    made, _ = ask(world, "first", "second")
    assert "已经办完" in text(world, "bo", "ask", made.pk)
    assert "已经办完" not in text(world, "an", "ask", made.pk)
    assert "同时提出" not in text(world, "bo", "ask", made.pk)
    response = world.client("bo").post(reverse("ask-answer", args=[made.pk]), follow=True)
    assert "已登记办结。" in response.content.decode()
    assert "2 所学校，1 所已办结" in plain(text(world, "an", "ask", made.pk))


def test_the_office_takes_it_back_from_all_with_a_reason(world) -> None:
    made, _ = ask(world, "first", "second")
    address = reverse("ask-withdraw", args=[made.pk])
    assert "请写明为什么撤回" in world.client("an").post(address, {"why": ""}, follow=True).content.decode()
    said = world.client("an").post(address, {"why": "已从平台取数", "all": "on"}, follow=True).content.decode()
    assert "已从 2 所学校撤回。" in said
    assert "已从平台取数" in text(world, "bo", "ask", made.pk)


def test_a_school_beside_finds_nothing(world) -> None:
    (made,) = ask(world, "first")
    for name, verb in (("ask", "get"), ("ask-answer", "post")):
        assert getattr(world.client("chen"), verb)(reverse(name, args=[made.pk])).status_code == 404


def test_what_waits_stands_on_the_schools_own_page(world) -> None:
    ask(world, "first")
    home = text(world, "bo", "home")
    assert "上报校车台账" in home
    assert "上报校车台账" not in text(world, "chen", "home")
