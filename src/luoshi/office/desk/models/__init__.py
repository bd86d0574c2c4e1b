"""What is kept at the desk: jobs, messages and what goes out, and what is asked of schools."""

from luoshi.office.desk.models.ask import Ask
from luoshi.office.desk.models.delivery import Message, Sending
from luoshi.office.desk.models.job import Job, JobQuerySet

__all__ = ["Ask", "Job", "JobQuerySet", "Message", "Sending"]
