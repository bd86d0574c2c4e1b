"""Plain text: every line is a block, and nothing is left out."""

from luoshi.reader.source import Block, Source


def extract_txt(text: str, name: str, *, encoding: str | None = None, damaged: int = 0) -> Source:
    """`encoding` None for text that was pasted."""
    blocks, at = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line and not line.isspace():
            blocks.append(Block(at, at + len(line), f"第 {number} 行"))
        at += len(line) + 1
    return Source(name, "txt", text, tuple(blocks), encoding=encoding, damaged=damaged)
