"""Turn bytes, headers, URL, time and settings into a reading: what one capture shows.

This package alone decides what a page is and what it says. Everything that reads a capture calls it. It is
pure.
"""

from harvester.reading.received import Received, as_rendered, received
from harvester.reading.ruled import RuledReading, explain_ruled
from harvester.reading.rules import is_for
from harvester.reading.sources import DeclaredSource
from harvester.reading.steps import Examined, Reading, circumstances, ended, examine, read, reader

__all__ = [
    "DeclaredSource",
    "Examined",
    "Reading",
    "Received",
    "RuledReading",
    "as_rendered",
    "circumstances",
    "ended",
    "examine",
    "explain_ruled",
    "is_for",
    "read",
    "reader",
    "received",
]
