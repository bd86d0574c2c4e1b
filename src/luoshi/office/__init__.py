"""The web application: one app per kind of work, in the order of the year; see docs/decisions."""
