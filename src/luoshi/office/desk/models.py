"""What is kept of files, jobs, asks and messages."""
