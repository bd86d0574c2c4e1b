"""Plain text: every line is a block, and nothing is left out."""

from luoshi.reader.source import Block, Source


def extract_txt(text: str, name: str, *, encoding: str | None = None, damaged: int = 0) -> Source:
    """`encoding` None for text that was pasted. Half characters, which a paste may hold and no file can, become
    the mark of a lost character: nothing could be written that holds them."""
    if not _is_whole(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    blocks, at = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line and not line.isspace():
            blocks.append(Block(at, at + len(line), f"第 {number} 行"))
        at += len(line) + 1
    return Source(name, "txt", text, tuple(blocks), encoding=encoding, damaged=damaged)


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
