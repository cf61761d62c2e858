"""Which pages of some URLs are here already, by the digests that the indexes of web archives give."""

from collections.abc import Collection

from harvester.archive.backfills import Body, bodies_of
from harvester.archive.connection import sqlite3
from harvester.archive.payload import Payloads
from harvester.http.surt import surt
from harvester.interop.listed import ListedMemento
from harvester.interop.stamps import moment_of
from harvester.interop.warc.digests import sha1_name, sha1_of


class KnownBodies:
    """The pages of some URLs, by the SHA-1 of their bytes, coded or not, and by what an index claimed.

    kind: of the archive that is asked. If an index gave a page a digest that its bytes do not have, it means
    the same page when it gives that digest again.
    """

    def __init__(self, conn: sqlite3.Connection, surts: Collection[str], kind: str) -> None:
        self._found: dict[tuple[str, str], list[tuple[str, int]]] = {}
        payloads, hashed = Payloads(conn), dict[int, str]()
        for body in bodies_of(conn, surts, kind):
            if body.payload_id not in hashed:
                hashed[body.payload_id] = sha1_of(payloads.read(body.payload_id))
            for digest in _digests(body, hashed[body.payload_id]):
                self._add((body.surt, digest), (body.captured_at, body.capture_id))

    def _add(self, key: tuple[str, str], found: tuple[str, int]) -> None:
        self._found.setdefault(key, []).append(found)

    def add(self, listed: ListedMemento, capture_id: int) -> None:
        """Note that a memento is kept."""
        self._add((surt(listed.url), listed.digest), (_at(listed), capture_id))

    def before(self, listed: ListedMemento) -> int | None:
        """Return the newest capture up to a memento that has its digest and URL; None if there is none."""
        found = self._found.get((surt(listed.url), listed.digest), ())
        earlier = [each for each in found if each[0] <= _at(listed)]
        return max(earlier)[1] if earlier else None


def _at(listed: ListedMemento) -> str:
    """Return the end of the memento's second, as the archive writes times."""
    return f"{moment_of(listed.at):%Y-%m-%dT%H:%M:%S}.999Z"


def _digests(body: Body, sha1: str) -> set[str]:
    claimed = body.claimed.rpartition(":")[2] if body.claimed else sha1
    return {sha1, claimed, sha1_name(body.coded_digest) if body.coded_digest else sha1}
