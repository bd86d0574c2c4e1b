"""Joins the apps: settings, addresses, the shell of every page, and the server."""
