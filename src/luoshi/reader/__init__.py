"""From a report as an office has it to findings that a person can confirm; knows no web and no database."""
