"""Bytes to normal documents. Pure: no clock, no network, no database."""

from harvester.normalise.document import normalise

__all__ = ["normalise"]
