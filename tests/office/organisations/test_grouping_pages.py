"""The pages of groupings: what they show to whom, and what their forms do."""

import pytest

from luoshi.office.organisations.models import Grouping, Kind, Organisation
from luoshi.office.organisations.tree import insert

pytestmark = pytest.mark.django_db

# Questions to the database.
LIST, ONE = 3, 6


def said(response) -> str:
    return response.content.decode()


@pytest.fixture
def address(world) -> str:
    """The page of the county's first district."""
    return f"/groupings/{Grouping.objects.get().pk}/"


def test_groupings_of_the_area_are_listed_with_who_is_in_charge(world, sign_in, own_questions) -> None:
    client = sign_in("an")
    assert own_questions(client, "/groupings/") == LIST
    page = said(client.get("/groupings/"))
    assert ("第一责任区" in page, "督明" in page) == (True, True)
    page = said(sign_in("observer").get("/groupings/"))
    assert ("第一责任区" in page, "督明" in page) == (True, False)
    assert "第一责任区" not in said(sign_in("chen").get("/groupings/"))
    assert "没有符合条件的行" in said(client.get("/groupings/?kind=district&state=past"))


def test_who_belongs_to_a_grouping_sees_it_and_changes_nothing(world, sign_in, address) -> None:
    page = said(sign_in("bo").get(address))
    assert "第一责任区：1 个机构" in page
    assert "今天移出" not in page
    assert sign_in("chen").get(address).status_code == 404
    assert sign_in("foreign-office").post(f"{address}dissolve").status_code == 404


def test_a_member_of_a_grouping_sees_no_schools_beyond_the_area(world, sign_in, address) -> None:
    Grouping.objects.get().members.create(organisation=world.organisation("second"), since="2025-10-01")
    page = said(sign_in("bo").get(address))
    assert ("云岭县第一小学" in page, "云岭县第二中学" in page) == (True, False)
    assert "云岭县第二中学" in said(sign_in("an").get(address))


def test_a_grouping_is_formed_and_filled_by_its_forms(world, sign_in, own_questions) -> None:
    client = sign_in("an")
    response = client.post("/groupings/new/", {"kind": "district", "name": "第二责任区", "since": "2025-10-01"})
    address = response.headers["Location"]
    assert "云岭县第一小学" not in said(client.get(address))
    schools = [
        insert(Organisation(parent=world.organisation("county"), kind=Kind.SCHOOL, name=f"校{n}")) for n in range(25)
    ]
    given = {"organisations": [one.pk for one in schools], "since": "2025-10-08"}
    assert client.post(f"{address}include", given).status_code == 302
    client.post(f"{address}charge", {"charge": world.membership("inspector").pk})
    assert own_questions(client, address) == ONE
    page = said(client.get(address))
    assert "第二责任区：25 个机构" in page
    assert "督明" in page


def test_one_that_cannot_belong_keeps_all_out(world, sign_in, address) -> None:
    given = {"organisations": [world.organisation("second").pk, world.organisation("kinder").pk], "since": "2020-01-01"}
    response = sign_in("an").post(f"{address}include", given)
    assert (response.status_code, "列入的日期不能更早" in said(response)) == (422, True)
    assert Grouping.objects.get().members.count() == 1


def test_what_is_sent_twice_says_that_it_is_gone(world, sign_in, address) -> None:
    client = sign_in("an")
    member = Grouping.objects.get().members.get()
    assert "已撤销" not in said(client.post(f"{address}release", {"member": member.pk}, follow=True))
    assert "已于" in said(client.post(f"{address}release", {"member": member.pk}, follow=True))
    assert "所选的已经不在这里了" in said(client.post(f"{address}release", {"member": "0"}, follow=True))
    assert "所选的已经不在这里了" in said(client.post(f"{address}charge", {"charge": "x"}, follow=True))


def test_a_grouping_is_renamed_relieved_and_dissolved(world, sign_in, address) -> None:
    client = sign_in("an")
    client.post(f"{address}edit", {"name": "城关责任区"})
    client.post(f"{address}charge", {"relieve": world.membership("inspector").pk})
    client.post(f"{address}dissolve")
    grouping = Grouping.objects.get()
    assert (grouping.name, list(grouping.in_charge.all()), grouping.until is not None) == ("城关责任区", [], True)
    assert "列入机构" not in said(client.get(address))


def test_of_many_organisations_a_part_is_offered_and_the_rest_found_by_name(world, sign_in, address) -> None:
    county = world.organisation("county")
    made = [insert(Organisation(parent=county, kind=Kind.SCHOOL, name=f"云岭县第{n:03}村小")) for n in range(110)]
    client = sign_in("an")
    page = said(client.get(address))
    assert ("下面只列出一部分" in page, page.count("村小</option>")) == (True, 100 - 5)
    page = said(client.get(f"{address}?find=109"))
    assert ("下面只列出一部分" in page, page.count("</option>")) == (False, 1)
    client.post(f"{address}include", {"organisations": [made[-1].pk], "since": "2025-10-08"})
    assert "第一责任区：2 个机构" in said(client.get(address))
