"""日志: who did what, in which membership, on whose behalf. The lowest app: it knows nobody's models, only names."""
