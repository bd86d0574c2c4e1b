"""A text gets into the markup as text only."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from luoshi.scribe.characters import plain
from luoshi.scribe.package import _root
from luoshi.scribe.xml import tag, when, words

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parsed(markup):
    return etree.fromstring(_root("document", markup))


@given(st.text(st.characters()))
def test_whatever_a_text_holds_it_comes_out_as_it_went_in(text: str) -> None:
    run = parsed(tag("r", words(text)))[0]
    breaks = {f"{WORD}br": "\n", f"{WORD}tab": "\t"}
    assert "".join(breaks.get(node.tag) or node.text for node in run) == plain(text)


@given(st.text(st.characters()))
def test_an_attribute_cannot_end_its_element(text: str) -> None:
    element = parsed(tag("name", val=text))[0]
    assert [*element.attrib] == [f"{WORD}val"]
    assert element.get(f"{WORD}val") == plain(text).replace("\n", " ").replace("\t", " ")


def test_nothing_is_made_where_the_condition_fails() -> None:
    assert (when("", tag("b")), when(1, tag("b"))) == ("", "<w:b/>")
