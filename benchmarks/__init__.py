"""Measurements beside named peers, never part of the tests: ``python -m benchmarks [NAME…]``."""
