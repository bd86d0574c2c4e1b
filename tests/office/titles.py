"""What a page's title says, and where its numbers lead."""

import html
import re


def plain(page: str) -> str:
    """A page's words without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def title_links(page: str) -> dict[str, str]:
    """The links of the title: their words, their addresses."""
    title = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    found = re.findall(r'<a href="([^"]*)">(.*?)</a>', title[1]) if title else []
    return {plain(words): html.unescape(address) for address, words in found}
