"""Official documents: a document as data becomes a .docx by GB/T 9704—2012. Knows no web and no database."""

from luoshi.scribe.document import (
    Attachment,
    Block,
    Cell,
    Document,
    Heading,
    Imprint,
    Letterhead,
    Paragraph,
    Signature,
    Table,
    numbered,
)
from luoshi.scribe.write import to_docx

__all__ = [
    "Attachment",
    "Block",
    "Cell",
    "Document",
    "Heading",
    "Imprint",
    "Letterhead",
    "Paragraph",
    "Signature",
    "Table",
    "numbered",
    "to_docx",
]
