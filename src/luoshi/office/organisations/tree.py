"""Where an organisation stands: its path follows from its parent's."""

from luoshi.office.organisations.models import Organisation


def insert(organisation: Organisation) -> Organisation:
    """Store a new organisation and its path, which holds its own number and so is known only afterwards."""
    organisation.save(force_insert=True)
    organisation.path = path_of(organisation)
    organisation.save(update_fields=["path"])
    return organisation


def path_of(organisation: Organisation) -> str:
    above = organisation.parent.path if organisation.parent else ""
    return f"{above}{organisation.pk}/"
