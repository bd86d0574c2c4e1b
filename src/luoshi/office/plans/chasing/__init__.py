"""催督: how what is late is asked about, step by step, from a reminder to a talk with a leader."""
