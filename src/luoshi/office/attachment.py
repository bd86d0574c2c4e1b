"""A file as an answer: to be saved under its name, never shown as a page of ours."""

from typing import TypeVar
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseBase

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Response = TypeVar("Response", bound=HttpResponseBase)


def attached(response: Response, name: str) -> Response:
    """The response with the name under which it is saved, Chinese or not (RFC 6266)."""
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


def workbook_of(content: bytes, name: str) -> HttpResponse:
    """A workbook; `name` without its ending."""
    return attached(HttpResponse(content, content_type=SPREADSHEET), f"{name}.xlsx")


def document_of(content: bytes, name: str) -> HttpResponse:
    """A Word file; `name` without its ending."""
    return attached(HttpResponse(content, content_type=WORD), f"{name}.docx")
