"""How an entry and its detail reach PostgreSQL: in one question, prepared once a connection.

Every doing waits for its entry. Django's cursor writes the values into the text of the question, and the server reads and
plans that text each time. The driver's own cursor sends them beside a question that the server knows already.
"""

from typing import Any

import psycopg
from django.db import connection

from luoshi.office.journal.models import Entry

# All columns but the number, and the detail. The function is made by the migration 0003_writer.
WRITE = f"SELECT journal_write({', '.join(['%s'] * len(Entry._meta.concrete_fields))})"


def store(said: list[Any], content: bytes | None) -> int:
    """On Django's own connection, so in the transaction of what the entry tells of. Gives the entry's number."""
    # Of one kind, so that it is one question, prepared once.
    values = [*[one if one is None else str(one) for one in said], content]
    if connection.queries_logged or connection.execute_wrappers:  # somebody counts the questions
        with connection.cursor() as cursor:
            cursor.execute(WRITE, values)
            return int(cursor.fetchone()[0])
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as bare:
        bare.execute(WRITE, values, prepare=True)
        answer = bare.fetchone()
        assert answer  # a function always gives one
        return int(answer[0])
