"""Every word of data/shorthand.yaml is known where papers use it."""

from importlib.resources import files
from itertools import product

import pytest
import yaml

from luoshi.office.plans.shorthand import (
    ENDINGS,
    FRONT,
    MANY,
    MANY_BODIES,
    TITLES_BEFORE,
    TITLES_BEHIND,
)

SAID = yaml.safe_load(files("luoshi.office.plans").joinpath("data/shorthand.yaml").read_text("utf-8"))
TITLES = [*SAID["titles"], *(f"{office}长" for office in SAID["offices"])]


@pytest.mark.parametrize(("rank", "front"), list(product(["", *SAID["ranks"]], SAID["fronts"])))
def test_the_authoritys_name_in_front_is_left_out(rank: str, front: str) -> None:
    assert FRONT.sub("", f"{rank}{front}基础教育科") == "基础教育科"


def test_ends_of_a_sections_name_are_compared_as_one() -> None:
    assert {f"基教{ending}".translate(ENDINGS) for ending in SAID["endings"]} == {"基教科"}


@pytest.mark.parametrize(("many", "body"), list(product(SAID["many"], SAID["bodies"])))
def test_many_bodies_are_not_taken_for_a_matter_of_theirs(many: str, body: str) -> None:
    assert MANY_BODIES.match(f"{many}类{body}")
    assert f"{many}类{body}".startswith(MANY)
    assert not MANY_BODIES.match(f"{many}{body}工作")


@pytest.mark.parametrize(("grade", "title"), list(product(["", *SAID["grades"]], TITLES)))
def test_a_title_stands_before_or_behind_a_name(grade: str, title: str) -> None:
    assert TITLES_BEFORE.fullmatch(f"县教育局{grade}{title}：")
    assert TITLES_BEHIND.fullmatch(f"{grade}{title}（兼）")
    assert not TITLES_BEHIND.fullmatch("强")
