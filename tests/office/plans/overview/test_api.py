"""Programs read the ledger as its page shows it."""

import pytest

from luoshi.office.plans.overview.ledger import Ledger

pytestmark = pytest.mark.django_db


def test_the_ledger_is_that_of_the_page(world, scope, set_to, program) -> None:
    set_to("first", 1, due=-23)
    set_to("second", 1, state="done")
    set_to("first", 2, due=5)
    told = program("an").get("ledger")
    page = Ledger(scope)
    assert (told["title"], told["tasks"], told["year"]) == (page.title, page.counts, "2026")
    first = told["items"][0]
    assert (first["words"], first["leads"], first["leaders"]) == ("开展校车安全检查", ["基础教育科"], ["李望舒"])
    assert (first["standing"], first["days_late"], first["late_since"]) == ("late", 23, "2026-02-15")
    assert (first["numbers"]["late"], first["numbers"]["done"]) == (1, 1)


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("standing=late", [1]),
        ("grade=supervised", [1]),
        ("grade=supervised&standing=near", []),
        ("q=政务", [3]),
        ("q=孙启明", []),
        ("year=1999", [1, 2, 3]),  # of a year that nothing was issued for: this one's, as on the page
        ("lead={office}", [3]),
        ("size=1&page=2", [2]),
    ],
)
def test_the_ledger_is_narrowed_as_on_its_page(world, scope, set_to, program, asked: str, numbers: list[int]) -> None:
    set_to("first", 1, due=-23)
    found = program("an").get(f"ledger?{asked.format(office=world.organisation('office').pk)}")
    assert [one["number"] for one in found["items"]] == numbers


def test_an_observer_reads_no_leaders_name_in_the_ledger(scope, program) -> None:
    items = program("observer").get("ledger")["items"]
    assert [one["leaders"] for one in items] == [[], [], []]
    assert program("observer").get("ledger?q=李望舒")["count"] == 0


def test_what_an_observer_does_not_read_no_search_of_theirs_finds(scope, issued, program) -> None:
    """The sentence behind a task may name persons: whoever is found by a name is known to stand there."""
    issued.tasks.filter(number=1).update(basis="孙启明牵头开展校车安全检查。")
    for who, number in (("an", 1), ("observer", 0)):
        for address in ("ledger?q=孙启明", f"plans/{issued.pk}/tasks?q=孙启明"):
            assert program(who).get(address)["count"] == number, (who, address)
        assert program(who).get("ledger?q=校车")["count"] == 1


def test_the_ledger_asks_few_questions(scope, program, django_assert_max_num_queries) -> None:
    an = program("an")
    an.get("ledger")
    with django_assert_max_num_queries(25):
        an.get("ledger")
