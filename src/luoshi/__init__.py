"""Luoshi: what an education authority promised, and what became of it."""

__version__ = "0.1.0"
