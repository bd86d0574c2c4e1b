"""The year's work: a report is received and read here; plan, tasks and chasers will follow."""
