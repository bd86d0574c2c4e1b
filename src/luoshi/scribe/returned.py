"""The comments in a 征求意见表 that comes back as a Word file. Runs in the sandbox; knows no Django."""

import io
import re
from typing import Any

from docx import Document

NUMBER, COMMENT = "序号", "意见"
FORM = re.compile(r"表号[：:]\s*(\d+)-(\d+)")


def comments(content: bytes) -> dict[str, Any]:
    """{"form": [number of the plan, of the consultation] or None, "rows": [[序号, comment], …]}, empty comments left out.
    Columns may have been moved; where a word processor broke the table in two, each part has the head again or goes on."""
    document = Document(io.BytesIO(content))
    said = "\n".join(one.text for one in document.paragraphs)
    form = FORM.search(said)
    rows: list[list[str]] = []
    places: dict[str, int] = {}
    for table in document.tables:
        for row in table.rows:
            cells = [cell.text.strip() for cell in row.cells]
            if NUMBER in cells and COMMENT in cells:
                places = {NUMBER: cells.index(NUMBER), COMMENT: cells.index(COMMENT)}
            elif places and max(places.values()) < len(cells) and cells[places[COMMENT]]:
                rows.append([cells[places[NUMBER]], cells[places[COMMENT]]])
    return {"form": [int(form[1]), int(form[2])] if form else None, "rows": rows}
