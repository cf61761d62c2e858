"""What each robots.txt said at each time: its rules, from the captures of it in the order of their times."""

from contextlib import suppress
from dataclasses import replace

from harvester.archive.captures import read_capture
from harvester.archive.connection import sqlite3
from harvester.archive.payload import read_payload
from harvester.errors import ArchiveDamaged, PayloadRemoved
from harvester.fetch import RobotsRules, robots_rules
from harvester.http.urls import origin
from harvester.model import Capture, Outcome


class RobotsHistory:
    """The rules that each archive knew. Captures are added in the order of their times."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._rules: dict[tuple[bytes, str], RobotsRules] = {}
        self._payloads: dict[tuple[bytes, str], int | None] = {}
        self._chains: dict[int, tuple[Capture, ...]] = {}

    def rules(self, archive: bytes, site: str) -> RobotsRules | None:
        """Return the rules of an origin that the archive knew last; None for none yet."""
        return self._rules.get((archive, site))

    def add(self, row: sqlite3.Row) -> None:
        """Take a capture with the role "robots"; the end of its chain makes the rules.

        A file whose bytes a takedown removed counts as empty, because nobody can say what it forbade.
        """
        capture = read_capture(self._conn, row["id"], without_body=True)
        chain = (*self._chains.pop(row["led_from"], ()), capture)
        if capture.outcome is Outcome.REDIRECTED:
            self._chains[row["id"]] = chain
            return
        known = (row["archive"], origin(chain[0].url))
        payload_id = row["payload_id"] if capture.outcome is Outcome.OK else None
        if payload_id is not None and self._payloads.get(known) == payload_id:
            return  # as before
        if row["payload_id"]:
            with suppress(ArchiveDamaged, PayloadRemoved):
                capture = replace(capture, body=read_payload(self._conn, row["payload_id"]))
        self._payloads[known] = payload_id
        self._rules[known] = robots_rules((*chain[:-1], capture), self._rules.get(known))
