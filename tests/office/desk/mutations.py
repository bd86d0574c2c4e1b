"""Sound and hostile files, broken at random: what a bad line, a bad disk or a bad person makes of them."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator

from tests.office.desk import made

SEEDS: list[tuple[str, Callable[[], bytes]]] = [
    *made.SOUND.values(),
    ("会议.docx", lambda: made.docx(header=made.MARK, box="秘密", cell="密级")),
    ("会议.docx", made.linked_template),
    ("人员.xlsx", made.linked_workbook),
    ("人员.xlsx", made.macro_workbook),
    ("人员.xlsx", lambda: made.xlsx(formula="=HYPERLINK(1)")),
    ("会议.html", lambda: made.html(made.MARK)),
    ("会议.doc", made.ole),
    ("材料.zip", lambda: made.zipped(a=b"b")),
    ("会议.txt", lambda: made.text().decode().encode("gb18030")),
    ("会议.txt", lambda: made.text().decode().encode("utf-16")),
]
SUFFIXES = ("", ".docx", ".xlsx", ".txt", ".html", ".pdf", ".png", ".ofd", ".exe", ".doc", ".csv", ".机密", ".")
HOSTILE = (b"PK\x03\x04", b"PK\x01\x02", b"\xff\xff\xff\xff", b"<!ENTITY", b"<![CDATA[", b"\0" * 40, b"]]>", b"%PDF-",
           "机密★1年".encode(), b"&#x0;", b"<" * 60, "密".encode("utf-16-le"))  # fmt: skip


def mutated(count: int, *, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many (name, content), the same for the same seed."""
    chance = random.Random(seed)
    made_once = [(name, make()) for name, make in SEEDS]
    for _ in range(count):
        name, content = chance.choice(made_once)
        inside = content.startswith(b"PK") and chance.random() < 0.7
        data = bytearray(_broken_inside(content, chance) if inside else content)
        for _ in range(0 if inside else chance.choice((1, 1, 2, 5, 30))):
            _break(data, chance)
        if chance.random() < 0.15:
            name = name.rsplit(".", 1)[0] + chance.choice(SUFFIXES)
        yield name, bytes(data)


def _broken_inside(package: bytes, chance: random.Random) -> bytes:
    """One part broken and the package closed again, so that it opens and the part itself is looked into."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        name = chance.choice(opened.namelist())
        part = bytearray(opened.read(name))
    for _ in range(chance.choice((1, 1, 3))):
        _break(part, chance)
    return made.repacked(package, add={name: bytes(part)})


def _break(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    match chance.randrange(6):
        case 0 if data:
            data[at % len(data)] = chance.randrange(256)
        case 1:
            data[at:at] = chance.choice(HOSTILE)
        case 2:
            del data[at : at + chance.choice((1, 4, 100, 5000))]
        case 3:
            del data[at:]
        case 4:
            data[at:at] = data[: chance.choice((10, 1000))]
        case _:
            data[at : at + 8] = chance.randbytes(8)
