"""The evidence of another archive, taken into this one: a union by keys, each row checked before it is kept.

Nothing of the other archive is trusted. Each row is read for what it says, made again from that by this
program, and both are compared by their records. A row that would come out otherwise is none that Harvester
writes: it is listed and left out, with what stands on it.

`harvester.archive.merged_rows` makes the rows again, one function for each table.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

from sqlite_utils import Database

from harvester.archive import merged_rows
from harvester.archive.captures import newest_id
from harvester.archive.connection import select, sqlite3
from harvester.archive.records import EvidenceRecord, records, variants
from harvester.archive.sides import NUMBER, BadRow, Sides, wrong_with
from harvester.archive.takedown import BodyHolder, empty, holders
from harvester.archive.writing import evidence
from harvester.errors import ArchiveError, FetchError, PayloadRemoved, TakenDownElsewhere

MOST_TOLD = 1000
"""At most this many rows that were left out are named: a hostile archive may have millions."""

ODD = (
    ArchiveError, AttributeError, BadRow, FetchError, LookupError, MemoryError, OverflowError, PayloadRemoved,
    RecursionError, TypeError, ValueError, sqlite3.IntegrityError, sqlite3.DataError,
)  # fmt: skip
"""Odd rows raise these errors. Other errors of SQLite are about a file, and undo everything."""

Watcher = Callable[[int, int], object]
"""It is told how many captures were looked at, and how many there are."""

Only = Mapping[str, Sequence[int]]
"""It has the numbers of the rows of each table; of a table that is not in it, no row is meant."""

_LONE = """
    INSERT INTO attempt (capture_id, started_at, fault)
    SELECT DISTINCT coalesce(part_of, id), NULL, '' FROM capture WHERE id > ? AND role <> 'robots'
        AND NOT EXISTS (SELECT 1 FROM capture AS next WHERE next.led_from = capture.id)
    ON CONFLICT (capture_id) DO UPDATE SET fault = ''"""


@dataclass(slots=True)
class Taken:
    """The counts and messages of a merge.

    captures, decisions: how many were new. known: captures that this archive had. left_out: how many rows
    were bad. told: the problems of the first of them. held: captures whose bytes were removed here
    because they were taken down there.
    """

    captures: int = 0
    decisions: int = 0
    known: int = 0
    left_out: int = 0
    told: list[str] = field(default_factory=list)
    held: tuple[BodyHolder, ...] = ()


def take(db: Database, sides: Sides, watch: Watcher, *, takedowns: bool, only: Only | None = None) -> Taken:
    """Take the evidence of another archive; on the disk when this returns, and all of it or nothing.

    Captures and decisions that are new wait to be settled. takedowns: remove the bytes that were taken down
    there; else TakenDownElsewhere is raised if this archive has such bytes. only: the rows that are taken;
    None for all.
    """
    taking = _Taking(sides, Taken(), only)
    with evidence(db):
        before = newest_id(db.conn)
        taking.take_tombstones(takedowns=takedowns)
        for kind in ("url", "setting"):
            taking.take_texts(kind)
        taking.take("run", merged_rows.make_run)
        taking.taken.decisions = taking.take("decision", merged_rows.make_decision)
        taking.take_captures(watch)
        for kind, make in (
            ("origin", merged_rows.make_origin),
            ("rendering", merged_rows.make_rendering),
            ("manifest", merged_rows.make_manifest),
            ("stamp", merged_rows.make_stamp),
            ("deposit", merged_rows.make_deposit),
            ("variant", merged_rows.make_variant),
        ):
            taking.take(kind, make)
        db.conn.execute(_LONE, (before,))
    return taking.taken


def _payload(tombstone: EvidenceRecord) -> str:
    return str(json.loads(tombstone.text)[1]["payload"])


@dataclass(slots=True)
class _Taking:
    """A merge under way."""

    sides: Sides
    taken: Taken
    only: Only | None

    def take(self, kind: str, make: Callable[[Sides, sqlite3.Row], object]) -> int:
        """Take the rows of a table; return how many were new."""
        return sum(self._take(kind, number, make) == "new" for number in self._numbers(kind))

    def take_captures(self, watch: Watcher) -> None:
        """Take the captures with their payloads, in the order in which the other archive stored them."""
        total = (
            int(select(self.sides.theirs, "SELECT count(*) FROM capture")[0][0])
            if self.only is None
            else len(self.only["capture"])
        )
        watch(0, total)
        for done, number in enumerate(self._numbers("capture"), 1):
            fate = self._take("capture", number, merged_rows.make_capture)
            self.taken.captures += fate == "new"
            self.taken.known += fate == "known"
            watch(done, total)

    def take_texts(self, kind: str) -> None:
        """Take URLs or settings: what they are follows from their text alone."""
        for number in self._numbers(kind):
            with self._row(kind, number):
                merged_rows.make_text(self.sides, kind, number)

    def take_tombstones(self, *, takedowns: bool) -> None:
        """Take the tombstones, and remove the bytes that they name."""
        self.take("tombstone", merged_rows.make_tombstone)
        payloads = merged_rows.buried(self.sides.ours)
        if payloads and not takedowns:
            raise TakenDownElsewhere(self.sides.path, len(payloads))
        self.taken.held = holders(self.sides.ours, payloads)
        empty(self.sides.ours, payloads, self.taken.held)

    def _numbers(self, kind: str) -> Iterator[int]:
        if self.only is not None:
            yield from self.only.get(kind, ())
            return
        name = NUMBER.get(kind, "id")
        for row in self.sides.theirs.execute(f"SELECT {name} FROM {kind} ORDER BY {name}"):  # noqa: S608  constants
            yield row[0]

    def _take(self, kind: str, number: int, make: Callable[[Sides, sqlite3.Row], object]) -> str:
        """Take one row; return "new", "known", or "" for one that is left out."""
        fates = []
        with self._row(kind, number):
            fates.append(self._taken(kind, number, make))
        return fates[0] if fates else ""

    def _taken(self, kind: str, number: int, make: Callable[[Sides, sqlite3.Row], object]) -> str:
        theirs = next(records(self.sides.theirs, kind, "WHERE id = ?", (number,)))
        known = self._known(kind, theirs)
        if any(each.text == theirs.text for each in known):
            return "known"
        row = self.sides.row(kind, number)
        if known:
            merged_rows.check_key(self.sides, kind, row)
            self._keep_variant(kind, theirs)
            return "known"
        make(self.sides, row)
        if kind != "variant" and not any(each.text == theirs.text for each in self._known(kind, theirs)):
            raise BadRow("is not as Harvester writes it")
        return "new"

    def _known(self, kind: str, theirs: EvidenceRecord) -> Sequence[EvidenceRecord]:
        """Return the records that this archive has under the key, its own and those of other archives."""
        ours = self.sides.ours
        found = [*records(ours, kind, "WHERE sorted = ?", (theirs.key,)), *variants(ours, kind, [theirs.key])]
        return [each for each in found if kind != "tombstone" or _payload(each) == _payload(theirs)]

    def _keep_variant(self, kind: str, theirs: EvidenceRecord) -> None:
        self.sides.ours.execute(
            "INSERT INTO variant (kind, key, digest, text) VALUES (?, ?, ?, ?)",
            (kind, theirs.key, sha256(theirs.text).digest(), theirs.text),
        )

    @contextmanager
    def _row(self, kind: str, number: int) -> Iterator[None]:
        """Undo what was made of a row that is bad, and say so."""
        ours = self.sides.ours
        ours.execute("SAVEPOINT one")
        try:
            yield
        except ODD as error:
            ours.execute("ROLLBACK TO one")
            self.taken.left_out += 1
            if len(self.taken.told) < MOST_TOLD:
                self.taken.told.append(f"{kind} {number}: {wrong_with(error)}")
        finally:
            ours.execute("RELEASE one")
