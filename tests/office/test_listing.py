"""A list writes its cells itself: as a template would, and nothing in them is taken for HTML."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Q
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from luoshi.office.listing import Column, Filter, Listing, _ordering
from luoshi.office.organisations.models import Membership, Person

pytestmark = pytest.mark.django_db


def cell(value: Any, **more: Any) -> str:
    """The one cell of a list of one row."""
    Person.objects.create(name="甲")
    column = Column("name", "姓名", lambda _row: value, **more)
    (line,) = Listing(Person.objects.order_by("pk")[:1], (column,)).shown(RequestFactory().get("/")).written
    return line


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;"),
        (SimpleNamespace(), "namespace()"),
        (mark_safe("<kbd>1</kbd>"), "<kbd>1</kbd>"),
        (None, ""),
        (0, "0"),
        (1234567, "1234567"),
        (0.25, "0.25"),
        (date(2026, 3, 1), "2026年3月1日"),
    ],
)
def test_a_value_is_written_as_a_template_would(value: Any, written: str) -> None:
    assert cell(value) == f'<td class="">{written}</td>'


def test_a_cell_leads_where_its_column_says() -> None:
    assert cell("甲", link=lambda _row: '/?a="1"&b', css="number") == (
        '<td class="number"><a href="/?a=&quot;1&quot;&amp;b">甲</a></td>'
    )
    assert cell("甲", link=lambda _row: "") == '<td class="">甲</td>'
    assert cell("", link=lambda _row: "/") == '<td class=""></td>'


def test_rows_are_looked_up_once_for_a_page_and_once_for_the_sheet() -> None:
    Person.objects.bulk_create(Person(name=f"第{number}人") for number in range(60))
    asked: list[int] = []
    column = Column("name", "姓名", lambda one: one.name)
    rows = Listing(Person.objects.order_by("pk"), (column,), look_up=lambda found: asked.append(len(found)))
    assert len(rows.shown(RequestFactory().get("/?page=2")).written) == 10
    rows.exported(RequestFactory().get("/"), name="人员")
    assert asked == [10, 60]


def listing(**more: Any) -> Listing:
    """Three people, sorted by the length of their name where that is asked for."""
    Person.objects.bulk_create(Person(name=name) for name in ("甲", "丙丙丙", "乙乙"))

    def lengths(rows: Any) -> dict[int, int]:
        return {pk: len(name) for pk, name in rows.values_list("pk", "name")}

    column = Column("name", "姓名", lambda one: one.name, rank=lengths)
    return Listing(Person.objects.order_by("pk"), (column,), search=("name",), **more)


@pytest.mark.parametrize(("sort", "names"), [("name", ["甲", "乙乙", "丙丙丙"]), ("-name", ["丙丙丙", "乙乙", "甲"])])
def test_rows_are_sorted_by_what_no_field_says(sort: str, names: list[str]) -> None:
    shown = listing().shown(RequestFactory().get(f"/?sort={sort}"))
    assert [one.name for one in shown.page.object_list] == names
    assert shown.heads[0]["direction"] == ("descending" if sort.startswith("-") else "ascending")


@pytest.mark.parametrize(("sort", "names"), [("seen", ["甲", "乙乙", "丙丙丙"]), ("-seen", ["乙乙", "甲", "丙丙丙"])])
def test_rows_that_lack_what_they_are_sorted_by_come_last(sort: str, names: list[str]) -> None:
    rows = listing()
    for day, name in enumerate(("甲", "乙乙"), 1):
        Person.objects.filter(name=name).update(last_login=datetime(2026, 3, day, tzinfo=UTC))
    columns = (Column("seen", "登录", lambda one: one.last_login, "last_login"),)
    found = replace(rows, columns=columns).chosen({"sort": sort})
    assert [one.name for one in found] == names


def test_a_field_that_no_row_lacks_is_sorted_by_as_its_index_has_it() -> None:
    assert _ordering(Person.objects.all(), "name", down=True) == "-name"
    assert _ordering(Membership.objects.all(), "person__name", down=False) == "person__name"


def test_what_is_said_once_is_left_out_where_the_row_above_says_the_same() -> None:
    Person.objects.bulk_create(Person(name=name, login=None) for name in ("甲", "甲", "乙"))
    column = Column("name", "姓名", lambda one: one.name, link=lambda one: f"/{one.name}", once=True)
    rows = Listing(Person.objects.order_by("pk"), (column,))
    assert rows.shown(RequestFactory().get("/")).written == [
        '<td class=""><a href="/甲">甲</a></td>', '<td class=""></td>', '<td class=""><a href="/乙">乙</a></td>'
    ]  # fmt: skip
    sheet = rows.streamed(RequestFactory().get("/"), name="人员")
    assert b"".join(sheet).decode().count("甲") == 2  # in a sheet each row stands for itself


def test_the_cells_of_a_card_bear_their_labels() -> None:
    Person.objects.create(name="甲")
    columns = (Column("what", "事", lambda one: one.name, css="wide"), Column("who", "谁<", lambda one: one.name))
    (line,) = Listing(Person.objects.all(), columns, cards=True).shown(RequestFactory().get("/")).written
    assert line == '<td class="wide">甲</td><td class="" data-label="谁&lt;">甲</td>'


def test_a_ranked_list_is_searched_paged_and_counted() -> None:
    rows = listing()
    assert rows.count({"sort": "name", "q": "丙"}) == 1
    (batch,) = rows.batches(rows.chosen({"sort": "-name"}))
    assert [one.name for one in batch] == ["丙丙丙", "乙乙", "甲"]


def test_a_filter_with_a_default_is_always_chosen() -> None:
    one = Filter("name", "姓名", [("甲", "甲"), ("乙乙", "乙乙")], lambda value: Q(name=value), default="甲")
    rows = listing(filters=(one,))
    assert [rows.count({}), rows.count({"name": "乙乙"}), rows.count({"name": "丁"})] == [1, 1, 0]
    assert not rows.shown(RequestFactory().get("/")).filtered
    assert rows.shown(RequestFactory().get("/?name=乙乙")).filtered
