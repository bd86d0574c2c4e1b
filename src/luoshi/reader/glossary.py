"""The glossary that a report may carry behind its last words: numbered like tasks, and none."""

import re

_WORD = "解释|注释|释义|说明"
_TITLE = re.compile(
    rf"\n[^\n，。；]{{0,16}}(?:名词|术语|用语|词语)(?:{_WORD})[：:]?\n+(?=[［\[（(]?\d{{1,2}}[］\]）).．、]|[①“])"
)


def glossary_from(text: str) -> int:
    """Where the glossary's title stands; the text's length if it has none."""
    if "名词" not in text and "术语" not in text and "用语" not in text and "词语" not in text:
        return len(text)
    title = _TITLE.search(text, len(text) // EARLIEST)
    return title.start() + 1 if title else len(text)


EARLIEST = 3  # a glossary begins behind the first third of its text
