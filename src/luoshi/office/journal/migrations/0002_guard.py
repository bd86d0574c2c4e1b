"""The triggers that keep the journal as it was written."""

from typing import Any

from django.db import migrations

from luoshi.office.journal import guard


def set_up(_: Any, schema_editor: Any) -> None:
    guard.set_up(schema_editor.connection)


def take_down(_: Any, schema_editor: Any) -> None:
    guard.take_down(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunPython(set_up, take_down)]
