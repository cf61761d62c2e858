"""Measurements: of speed beside named peers, ``python -m benchmarks [NAME…]``, and of accuracy."""
