"""Which rules tell histories: their version, which every article's history names."""

HISTORY_VERSION = "7"
"""The version changes with everything that tells another history of the same readings: how questions are
matched, what differs between texts and how it is classed, what is held against the pages, what is an event.
Histories that another version told are then told again."""
