"""What is kept at the desk: files, entering on behalf, jobs, messages and what goes out, what is asked of schools, and imports."""

from luoshi.office.desk.models.ask import Ask
from luoshi.office.desk.models.behalf import OnBehalf
from luoshi.office.desk.models.delivery import Message, Sending
from luoshi.office.desk.models.file import File, Purpose
from luoshi.office.desk.models.imports import Import, ImportLine, ImportQuerySet
from luoshi.office.desk.models.job import Job, JobQuerySet

__all__ = [
    "Ask",
    "File",
    "Import",
    "ImportLine",
    "ImportQuerySet",
    "Job",
    "JobQuerySet",
    "Message",
    "OnBehalf",
    "Purpose",
    "Sending",
]
