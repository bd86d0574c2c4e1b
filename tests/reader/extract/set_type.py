"""PDF files made of their objects, so that a test shows exactly what stands where on the page."""

from collections.abc import Iterable

WIDTH, HEIGHT = 595, 842

# (x, distance of the line from the page's top, size, words) and (x, top, other x, other top)
Words = tuple[float, float, float, str]
Line = tuple[float, float, float, float]
Page = tuple[Iterable[Words], Iterable[Line]]


def pdf(*pages: Page, rotate: int = 0, named: bool = True, more: bytes = b"", picture: bool = False) -> bytes:
    """A PDF with these pages. `named` False leaves out what characters the glyphs mean; `picture` draws one on each."""
    kids = b" ".join(b"%d 0 R" % (8 + 2 * number) for number in range(len(pages)))
    system = (b"Adobe", b"GB1", 4) if named else (b"Adobe", b"Identity", 0)
    glyphs = (
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] "
        b"/CIDSystemInfo << /Registry (%s) /Ordering (%s) /Supplement %d >> " % system
    ) + (
        b"/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
        b"/Ascent 880 /Descent -120 /ItalicAngle 0 /CapHeight 880 /StemV 93 >> >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Font << /F 4 0 R >> /XObject << /P 7 0 R >> >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /%s /DescendantFonts [5 0 R] >>"
        % (b"UniGB-UCS2-H" if named else b"Identity-H"),
        glyphs,
        b"null",
        _stream(
            b"\x80", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        ),
    ]
    for number, (words, lines) in enumerate(pages):
        box = b"/MediaBox [0 0 %d %d] /Rotate %d" % (*((HEIGHT, WIDTH) if rotate % 180 else (WIDTH, HEIGHT)), rotate)
        objects.append(b"<< /Type /Page /Parent 2 0 R %s /Contents %d 0 R /Resources 3 0 R >>" % (box, 9 + 2 * number))
        drawn = b"q %d 0 0 %d 0 0 cm /P Do Q\n" % (WIDTH, HEIGHT) if picture else b""
        objects.append(_stream(_turned(rotate) + drawn + _content(words, lines)))
    return _file(objects, more)


def _turned(rotate: int) -> bytes:
    """The content lies so that the page turned by `rotate` shows it upright."""
    return (
        {90: b"0 1 -1 0 842 0 cm ", 270: b"0 -1 1 0 0 595 cm "}.get(rotate, b"")
        if rotate != 180
        else (b"-1 0 0 -1 595 842 cm ")
    )


def _content(words: Iterable[Words], lines: Iterable[Line]) -> bytes:
    shown = [
        b"BT /F %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET" % (size, x, HEIGHT - top, _codes(text))
        for x, top, size, text in words
    ]
    drawn = [b"%g %g m %g %g l S" % (x, HEIGHT - top, other, HEIGHT - low) for x, top, other, low in lines]
    return b"\n".join([*drawn, *shown])


def _codes(text: str) -> bytes:
    return "".join(f"{ord(char):04x}" for char in text).encode()


def _stream(data: bytes, head: bytes = b"") -> bytes:
    return b"<< %s/Length %d >>\nstream\n%s\nendstream" % (head, len(data), data)


def _file(objects: list[bytes], more: bytes) -> bytes:
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        made
        + head
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(objects) + 1,
            more,
            len(made),
        )
    )


def lines_of(
    text: str, *, width: int, left: float = 90, top: float = 120, size: float = 16, step: float = 29
) -> list[Words]:
    """Paragraphs, one a line of `text`, set in lines of so many characters, the first of each two characters further in."""
    out: list[Words] = []
    for paragraph in text.split("\n"):
        line, used, indent = "", 2.0, 2.0
        for char in paragraph:
            wide = 0.5 if char.isascii() else 1.0
            if used + wide > width:
                out.append((left + indent * size, top + len(out) * step, size, line))
                line, used, indent = "", 0.0, 0.0
            line, used = line + char, used + wide
        out.append((left + indent * size, top + len(out) * step, size, line))
    return out


def ruled(rows: list[list[str]], *, xs: list[float], top: float = 150, high: float = 30, size: float = 10) -> Page:
    """A table with all its lines; a cell None is merged with the one on its left, "^" with the one above."""
    words: list[Words] = []
    lines: list[Line] = [(xs[0], top, xs[-1], top), (xs[0], top, xs[0], top + high * len(rows))]
    for number, row in enumerate(rows):
        upper, lower = top + high * number, top + high * (number + 1)
        for column, text in enumerate(row):
            left, right = xs[column], xs[column + 1]
            below = rows[number + 1][column] if number + 1 < len(rows) else ""
            if below != "^":
                lines.append((left, lower, right, lower))
            if column + 1 == len(row) or row[column + 1] is not None:
                lines.append((right, upper, right, lower))
            if text and text != "^":
                fits = max(1, int((right - left - 8) // size))
                pieces = [text[at : at + fits] for at in range(0, len(text), fits)]
                words += [(left + 4, upper + 12 + 12 * at, size, piece) for at, piece in enumerate(pieces)]
    return words, lines
