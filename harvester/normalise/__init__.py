"""Turn bytes into normal documents. This package is pure: it uses no clock, network or database."""

from harvester.normalise.document import normalise

__all__ = ["normalise"]
