"""Bytes, headers, URL, time and settings to a reading: what one capture shows. Pure.

The one place that decides what a page is and what it says; whatever reads a capture calls it.
"""

from harvester.reading.received import Received, received
from harvester.reading.ruled import RuledReading, explain_ruled
from harvester.reading.rules import host_of, is_for
from harvester.reading.sources import Sought
from harvester.reading.steps import Examined, Reading, circumstances, examine, read, reader

__all__ = [
    "Examined",
    "Reading",
    "Received",
    "RuledReading",
    "Sought",
    "circumstances",
    "examine",
    "explain_ruled",
    "host_of",
    "is_for",
    "read",
    "reader",
    "received",
]
