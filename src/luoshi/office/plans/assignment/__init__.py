"""承办: what becomes of what an issued plan gave out, until it is done and somebody else has verified that."""
