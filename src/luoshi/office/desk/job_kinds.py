"""Which kinds of jobs there are, and when the clock asks for them. The apps' tables are joined in web, which names them."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from luoshi.office.background import JobKind, Schedule


def kind_of(name: str) -> JobKind | None:
    """None for a kind that this version does not know."""
    known: Mapping[str, JobKind] = import_string(settings.JOB_HANDLERS)
    return known.get(name)


def kinds() -> dict[str, str]:
    """Every kind with its label."""
    known: Mapping[str, JobKind] = import_string(settings.JOB_HANDLERS)
    return {name: str(kind.label) for name, kind in known.items()}


def label_of(name: str) -> str:
    kind = kind_of(name)
    return str(kind.label) if kind else name


def schedules() -> Iterable[Schedule]:
    known: Iterable[Schedule] = import_string(settings.JOB_SCHEDULES)
    return known
