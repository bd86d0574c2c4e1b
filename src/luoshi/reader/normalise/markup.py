"""Tags, style attributes and entities that a page's maker left in a text."""

import re
from html.entities import html5

from luoshi.reader.text import Text

_BLOCK = (
    r"p|div|br|tr|table|tbody|thead|li|ul|ol|h[1-6]|hr|section|article|header|footer|center|blockquote|title|body|html"
    r"|head"
)
TAG = re.compile(
    rf"<(?:!--[^\n>]{{0,400}}-->|/?(?:(?P<block>{_BLOCK})|[a-zA-Z][a-zA-Z0-9:]{{0,15}})(?:[ \t/][^<>]{{0,1000}})?>)",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,24}));")
STYLE = re.compile(r"""\bstyle=(?:"[^"\n<>]{0,500}"|'[^'\n<>]{0,500}')[ \t]*/?>?""")
HASHES = re.compile(r"^#{1,6} +", re.MULTILINE)
BOLD = re.compile(r"(\*\*)[^*\n]{1,60}(\*\*)")
_MARKDOWN = 2  # headings with # from which a text is Markdown, so that ** is bold and no struck-out word


def drop_markup(text: Text) -> Text:
    """Tags go (one that ends a block leaves a line break), entities become the character they stand for."""
    if "<" in text.chars:
        text = text.replace(TAG, lambda m: "\n" if m["block"] else "", "markup")
    if "&" in text.chars:
        text = text.replace(ENTITY, _character, "markup")
    if "# " in text.chars and len(HASHES.findall(text.chars)) >= _MARKDOWN:
        text = text.replace(HASHES, "", "markup")
        text = text.cut([match.span(side) for match in BOLD.finditer(text.chars) for side in (1, 2)], "markup")
    if "style=" in text.chars:
        text = text.replace(STYLE, "", "markup")
    return text


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        char = html5.get(f"{name};", match[0])
    else:
        code = int(decimal) if decimal else int(hexadecimal, 16)
        char = chr(code) if 32 <= code < 0xD800 or 0xE000 <= code < 0x110000 else ""
    return " " if char == "\xa0" or char.isspace() else char if len(char) <= len(match[0]) else match[0]
