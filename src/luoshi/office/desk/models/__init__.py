"""What is kept of files, jobs, asks and messages."""

from luoshi.office.desk.models.job import Job, JobQuerySet

__all__ = ["Job", "JobQuerySet"]
