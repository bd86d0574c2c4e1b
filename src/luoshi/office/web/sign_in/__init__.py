"""Signing in: allauth's flows with our rules, our words, and our journal."""
