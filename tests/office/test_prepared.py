"""A prepared question: built once, answered each time as the same question put anew would be."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luoshi.office.desk.models import Message
from luoshi.office.organisations.models import Membership, Organisation
from luoshi.office.prepared import number_of, prepared

pytestmark = pytest.mark.django_db


def test_it_is_built_once_and_asked_of_other_values(world) -> None:
    built = []

    @prepared
    def below(parent: int) -> QuerySet[Any, Any]:
        built.append(parent)
        return Organisation.objects.filter(parent=parent).order_by("pk").values_list("pk", "name")

    county, centre = world.organisation("county"), world.organisation("centre")
    for one in (county, centre, county):
        wanted = list(Organisation.objects.filter(parent=one).order_by("pk").values_list("pk", "name"))
        assert below(parent=one.pk) == wanted
        assert wanted
    assert len(built) == 1


def test_it_is_one_question_of_the_page(world) -> None:
    @prepared
    def named(name: str) -> QuerySet[Any, Any]:
        return Organisation.objects.filter(name=name).values_list("pk")

    with CaptureQueriesContext(connection) as asked:
        named(name="云岭小学")
        named(name="柳河小学")
    assert len(asked) == 2


def test_what_shapes_it_is_built_for_each_shape(world) -> None:
    @prepared
    def of_kinds(kinds: tuple[str, ...], path: str) -> QuerySet[Any, Any]:
        return Organisation.objects.filter(path__startswith=path, kind__in=kinds).order_by("pk").values_list("pk")

    path = world.organisation("county").path
    for kinds in (("centre",), ("centre", "school"), ("centre",)):
        wanted = Organisation.objects.filter(path__startswith=path, kind__in=kinds).order_by("pk").values_list("pk")
        assert of_kinds(kinds, path=path) == list(wanted)


def test_the_same_question_with_more_values_is_another(world) -> None:
    @prepared
    def any_of(**numbers: int) -> QuerySet[Any, Any]:
        found = Organisation.objects.none()
        for one in numbers.values():
            found = found | Organisation.objects.filter(pk=one)
        return found.order_by("pk").values_list("pk")

    first, second = sorted(world.organisation(name).pk for name in ("first", "second"))
    assert any_of() == []
    assert any_of(one=first) == [(first,)]
    assert any_of(one=first, two=second) == [(first,), (second,)]


def test_days_go_in_and_come_out_as_days(world) -> None:
    @prepared
    def since(day: date) -> QuerySet[Any, Any]:
        return Membership.objects.filter(since__lte=day).order_by("pk").values_list("pk", "since", "confirmed")

    day = timezone.localdate()
    assert since(day=day) == list(
        Membership.objects.filter(since__lte=day).order_by("pk").values_list("pk", "since", "confirmed")
    )
    assert since(day=date(1900, 1, 1)) == []
    assert all(isinstance(one, date) and confirmed is True for _pk, one, confirmed in since(day=day))


def test_a_moment_is_the_same_by_every_clock(world) -> None:
    @prepared
    def sent_before(moment: datetime) -> QuerySet[Any, Any]:
        return Message.objects.filter(sent_at__lt=moment).values_list("subject", "sent_at")

    made = Message.objects.create(to=world.membership("an"), subject="甲", sender="乙")
    by_the_wall = timezone.localtime(made.sent_at)
    assert sent_before(moment=by_the_wall + timedelta(seconds=1)) == [("甲", made.sent_at)]
    assert sent_before(moment=by_the_wall) == []


def test_a_sign_that_means_something_in_a_pattern_means_itself(world) -> None:
    @prepared
    def begins(words: str) -> QuerySet[Any, Any]:
        return Organisation.objects.filter(name__startswith=words).values_list("name")

    Organisation.objects.filter(pk=world.organisation("first").pk).update(name="50%的_小学")
    assert begins(words="50%的_") == [("50%的_小学",)]
    assert begins(words="5_%") == []


def test_what_can_have_no_answer_has_none() -> None:
    @prepared
    def nothing() -> QuerySet[Any, Any]:
        return Organisation.objects.none().values_list("pk")

    assert nothing() == []


def test_it_does_not_keep_the_day_on_which_it_was_built() -> None:
    @prepared
    def today() -> QuerySet[Any, Any]:
        return Membership.objects.in_force(timezone.localdate()).values_list("pk")

    with pytest.raises(ValueError, match="give the day by name"):
        today()


def test_a_number_is_that_of_the_rows(world) -> None:
    @prepared
    def below(path: str) -> QuerySet[Any, Any]:
        return number_of(Organisation.objects.filter(path__startswith=path))

    county = world.organisation("county")
    assert below(path=county.path) == [(Organisation.objects.under(county).count(),)]
    assert below(path="nowhere") == [(0,)]
