"""A reading as others need it: a table, JSON, a spreadsheet or a page; each module knows one of them."""
