"""The demo: an invented county, built by the product's own verbs, and the pages that only a demo has."""
