"""What stands in a Word file that comes back filled in: its paragraphs, and its tables cell by cell."""

import io
from typing import Any

from docx import Document


def read(content: bytes) -> dict[str, Any]:
    """{"paragraphs": [text, …], "tables": [[[cell, …] of each row], …]}; a merged cell stands in each of its places.
    Files of strangers are read in the sandbox, for which this answers in what JSON can hold."""
    document = Document(io.BytesIO(content))
    return {
        "paragraphs": [one.text for one in document.paragraphs],
        "tables": [[[cell.text.strip() for cell in row.cells] for row in table.rows] for table in document.tables],
    }
