"""The characters that nearly all of a Chinese text is made of: by them true bytes are told from shifted ones."""

from functools import cache

from opencc import OpenCC

MARKS = "。，、；：！？“”‘’（）《》〈〉【】〔〕—…·～％＋－　．ɡāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü①②③④⑤⑥⑦⑧⑨⑩"


@cache
def everyday() -> frozenset[str]:
    """The 3,755 characters of GB 2312 level 1, their traditional forms, full-width digits, and the marks."""
    simple = {
        bytes((lead, trail)).decode("gb2312", "ignore") for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)
    }
    every = [chr(code) for code in range(0x4E00, 0x9FA6)]
    plain = OpenCC("t2s").convert("\n".join(every)).split("\n")
    traditional = {char for char, to in zip(every, plain, strict=True) if to in simple}
    return frozenset(simple - {""} | traditional | set(MARKS) | {chr(0xFF10 + digit) for digit in range(10)})


def share(chars: str) -> float:
    """How much of what is not ASCII is everyday, from 0 to 1; 0 where all is ASCII."""
    odd = [char for char in chars if char > "\x7f"]
    known = everyday()
    return sum(char in known for char in odd) / len(odd) if odd else 0.0
