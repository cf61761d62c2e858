"""Strategies: each reads the whole page by itself and returns candidates. Pure."""
