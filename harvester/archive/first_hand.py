"""Which captures are first hand: conditions of SQL on a row of ``capture``.

The queries of `db/queries` have the same words, because they name no module; a test compares them.
"""

FIRST_HAND = "NOT EXISTS (SELECT 1 FROM origin WHERE origin.capture_id = capture.id)"
"""Harvester made this capture, here or in an archive that was merged. What web archives bring has an
origin."""

OWN = (
    "capture.recorded_at IS NULL"
    " AND (SELECT archive FROM run WHERE run.id = capture.run_id) = (SELECT key FROM archive)"
)
"""This archive made the capture itself, when it happened. What others captured may never have come from the
host, so that it gives no validators, no rules of robots.txt, and nothing to hold the clock against."""
