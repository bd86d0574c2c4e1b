"""The office that usually has a topic: a proposal for tasks to which the report gives no body."""

from luoshi.reader.lexicon import load


def usual_office(topic: str) -> str | None:
    """The usual leading office of a county's bureau; None for a topic that the catalogue does not know."""
    offices: dict[str, str] = load("duty_catalogue")
    return offices.get(topic)
