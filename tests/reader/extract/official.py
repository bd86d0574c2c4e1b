"""OFD files made of their parts, so that a test shows exactly what stands where."""

import io
import zipfile

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def words(x: float, y: float, text: str, *, size: float = 5.6, steps: str = "", matrix: str = "") -> str:
    """A line whose characters begin at (x, y), in millimetres."""
    delta = steps or " ".join(f"{size / 2 if char.isascii() else size:g}" for char in text[:-1])
    placed = f' CTM="{matrix}"' if matrix else ""
    return (
        f'<ofd:TextObject Boundary="{x} {y} 160 8" Size="{size}"{placed}>'
        f'<ofd:TextCode X="0" Y="{size}" DeltaX="{delta}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def line(x: float, y: float, other: float, low: float) -> str:
    return (
        f'<ofd:PathObject Boundary="{x} {y} {other - x} {low - y}">'
        f"<ofd:AbbreviatedData>M 0 0 L {other - x} {low - y}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def ofd(*pages: str, shared: str = "", **more: str) -> bytes:
    """A file with these pages; `shared` is what a template sets on each, `more` are other parts."""
    ends = f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{{}}</ofd:Layer></ofd:Content></ofd:Page>"
    template = '<ofd:Template TemplateID="9"/>' if shared else ""
    parts = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        '</ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        "<ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/Tpl_0/Content.xml": ends.format(shared),
    }
    for number, page in enumerate(pages):
        text = ends.format(page).replace("<ofd:Content>", f"{template}<ofd:Content>", 1)
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = text
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (parts | more).items():
            package.writestr(name, text)
    return made.getvalue()
