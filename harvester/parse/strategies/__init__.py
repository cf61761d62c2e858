"""Strategies: each reads the whole page by itself and returns candidates; none imports another. Pure."""
