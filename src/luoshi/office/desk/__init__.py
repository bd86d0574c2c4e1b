"""办公桌: files, jobs, asks and delivery, which every kind of work uses."""
