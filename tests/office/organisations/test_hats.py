"""Two bureaus in one: hats are put on and taken off an authority."""

from datetime import date

import pytest

from luoshi.office.journal.models import Entry
from luoshi.office.organisations import actions, hats
from luoshi.office.refused import Refused

pytestmark = pytest.mark.django_db

DAY = date(2025, 11, 1)


def test_a_section_may_belong_to_a_hat_of_its_authority(world) -> None:
    an, county = world.actor("an"), world.organisation("county")
    hat = hats.put_on(county, "云岭县体育局", education=False, since=DAY, by=an)
    section = actions.open_organisation(county, "section", "群众体育科", by=an, hat=hat)
    assert (section.hat, list(hat.sections.all())) == (hat, [section])
    hats.take_off(hat, last_day=date(2025, 12, 1), by=an)
    assert [entry.verb for entry in Entry.objects.order_by("pk")] == ["hat.put_on", "organisation.open", "hat.take_off"]


def test_a_hat_of_another_authority_is_refused(world) -> None:
    foreign = hats.put_on(
        world.organisation("foreign"), "白沙县体育局", education=False, by=world.actor("foreign-office")
    )
    with pytest.raises(Refused, match="不是所属教育局的牌子"):
        actions.open_organisation(
            world.organisation("county"), "section", "群众体育科", by=world.actor("an"), hat=foreign
        )


@pytest.mark.parametrize(
    ("who", "organisation", "name", "reason"),
    [
        ("chen", "county", "云岭县体育局", "由局办公室、系统管理员办理"),
        ("an", "foreign", "白沙县体育局", "不在您的辖区内"),
        ("an", "first", "体育局", "没有“登记加挂的牌子”这件事"),
        ("an", "county", " ", "还没有填牌子的名称"),
        ("an", "county", "云岭县教育局", "已经登记了"),
    ],
)
def test_a_hat_that_cannot_be_is_refused(world, who, organisation, name, reason) -> None:
    with pytest.raises(Refused, match=reason):
        hats.put_on(world.organisation(organisation), name, education=True, by=world.actor(who))


def test_a_hat_is_taken_off_once_and_not_before_it_was_put_on(world) -> None:
    hat = hats.put_on(world.organisation("county"), "云岭县体育局", education=False, since=DAY, by=world.actor("an"))
    with pytest.raises(Refused, match="摘牌的日期不能更早"):
        hats.take_off(hat, last_day=date(2025, 10, 1), by=world.actor("an"))
    hats.take_off(hat, last_day=DAY, by=world.actor("an"))
    with pytest.raises(Refused, match="已于 2025-11-01 摘牌"):
        hats.take_off(hat, last_day=DAY, by=world.actor("an"))
