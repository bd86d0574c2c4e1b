"""The figures of the page agree with one another."""

from luoshi.scribe.page import CHARACTER, CHARACTERS, LANDSCAPE, LINE, LINES, OTHER_NAMES, PORTRAIT, twips


def test_margins_leave_the_area_that_the_standard_names() -> None:
    sides = PORTRAIT
    assert (sides.width - sides.left - sides.right, sides.height - sides.top - sides.bottom) == (156, 225)
    turned = LANDSCAPE
    assert (turned.width - turned.left - turned.right, turned.height - turned.top - turned.bottom) == (225, 156)


def test_exactly_twenty_eight_characters_fit_in_a_line() -> None:
    assert CHARACTERS * CHARACTER <= PORTRAIT.inner < (CHARACTERS + 1) * CHARACTER


def test_exactly_twenty_six_fit_after_an_indent_of_two_full_ones() -> None:
    """Word and LibreOffice count the indent in characters of 16 pt, without what is taken from between them."""
    assert 26 * CHARACTER <= PORTRAIT.inner - 2 * 320 < 27 * CHARACTER


def test_exactly_twenty_two_lines_fit_on_a_page() -> None:
    height = twips(PORTRAIT.height) - twips(PORTRAIT.top) - twips(PORTRAIT.bottom)
    assert LINES * LINE <= height < (LINES + 1) * LINE


def test_no_other_name_stands_for_two_faces() -> None:
    names = [name.casefold() for face, others in OTHER_NAMES.items() for name in (face, *others)]
    assert len(names) == len(set(names))
