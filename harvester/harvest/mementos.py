"""Mementos one by one: asked for, or taken for the same as one that is here, and kept with their origin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.backfills import MementoRow, add_memento, capture_of, note_fate
from harvester.archive.imports import SAVED, Origin, is_record_known
from harvester.archive.writing import evidence, relaxed
from harvester.fetch.archives import ArchiveClient, ArchiveRequest
from harvester.harvest.fetching import obey_noarchive
from harvester.harvest.keeping import Arrival, Keeping
from harvester.harvest.known_bodies import KnownBodies
from harvester.harvest.looking_up import TRIES, ArchiveDown, LookUpFailure, listed_of_row, row_of
from harvester.interop.listed import ListedMemento, MementoArchive, MementoFate, MementoResponse, digest_says
from harvester.interop.mementos import is_memento, led_from, said_by_index
from harvester.interop.stamps import moment_of
from harvester.model import Capture, Outcome
from harvester.text import digest_key

GIVEN_UP = 2
"""A memento is not requested again if this many backfills requested it without success."""

DOWN = 3
"""If this many mementos in a row bring nothing, the archive is left alone."""

LEADS_ON_S = 60.0
"""The target of a redirect was captured within this many seconds: crawlers follow redirects immediately."""

MOST_HOPS = 5
"""At most this many redirects are followed: crawlers do not follow more."""

_ERRORS = 400  # and above: statuses of answers that are not pages


class MementoStep(Enum):
    """What is to be done about a memento."""

    DONE = auto()
    SAME = auto()  # its digest is that of a page that is here: it is not asked for
    REPEATS = auto()  # it is the same error as the memento before it: it is not asked for
    ASK = auto()


def steps(rows: Sequence[MementoRow], known: KnownBodies) -> Iterator[tuple[MementoRow, MementoStep]]:
    """Yield each memento, in the order of their times, and what is to be done about it.

    Each step is decided when it is asked for: what becomes known by the one before counts.
    """
    before: dict[str, tuple[int, str]] = {}
    for row in rows:
        listed = listed_of_row(row)
        said = (row.status, row.digest)
        step = MementoStep.ASK
        if row.fate:
            step = MementoStep.DONE
        elif digest_says(listed) and known.before(listed) is not None:
            step = MementoStep.SAME
        elif row.status >= _ERRORS and row.digest and before.get(row.surt) == said:
            step = MementoStep.REPEATS
        yield row, step
        before[row.surt] = said


class _Hop(NamedTuple):
    """A memento that an archive gave."""

    listed: ListedMemento
    found: MementoResponse

    @property
    def capture(self) -> Capture:
        assert self.found.capture is not None, "what is kept has a capture"
        return self.found.capture


@dataclass(slots=True)
class MementoDownload:
    """Mementos of one archive. limit: requests, None for as many as it takes. asked: how many were made.

    obeys_noarchive: no body is kept of a page that asks for no copy.
    """

    db: Database
    client: ArchiveClient
    archive: MementoArchive
    kept: Keeping
    limit: int | None = None
    obeys_noarchive: bool = False
    asked: int = 0
    problems: list[LookUpFailure] = field(default_factory=list)
    _failed: int = 0

    def all(self, rows: Sequence[MementoRow], known: KnownBodies) -> Iterator[MementoRow]:
        """Take the mementos of one article; yield each that was looked at.

        Raises ArchiveDown if several in a row bring nothing, and what `ArchiveClient.ask` raises.
        """
        for row, step in steps(rows, known):
            if step is MementoStep.ASK and not self._is_over():
                self._ask(row, known)
            elif step in {MementoStep.SAME, MementoStep.REPEATS}:
                self._keep_listed(row, known.before(listed_of_row(row)) if step is MementoStep.SAME else None)
            yield row

    def _is_over(self) -> bool:
        return self.limit is not None and self.asked >= self.limit

    def _keep_listed(self, row: MementoRow, same: int | None) -> None:
        """Keep what the index says of a memento. same: the capture that has its body."""
        listed = listed_of_row(row)
        capture = said_by_index(listed, self.archive.name, same=same is not None)
        record_type = "index" if same is None else "revisit"
        origin = self._origin(listed, None)._replace(record_type=record_type)
        self._keep(row, Arrival(row.name, (capture,), (origin,), kind=SAVED, confirms=same), MementoFate.SAME)

    def _ask(self, row: MementoRow, known: KnownBodies) -> None:
        listed = listed_of_row(row)
        hops = [_Hop(listed, self._answer(listed))]
        while hops[-1].found.leads_to and len(hops) <= MOST_HOPS:
            led = self._led(hops[-1])
            if led is None or led.listed.name in {each.listed.name for each in hops}:
                break
            if led.found.fate is MementoFate.WAITS:
                hops = [_Hop(listed, led.found)]
            else:
                hops.append(led)
        if hops[0].found.fate is MementoFate.KEPT:
            self._keep_chain(row, hops, known)
        else:
            self._note(row, hops[0].found)

    def _answer(self, listed: ListedMemento) -> MementoResponse:
        """Return what the archive answers when it is asked for a memento, again if that may help."""
        request = self.archive.request(listed)
        question = ArchiveRequest(request.url, self.archive.memento_delay_s, request.headers, request.most)
        for _ in range(TRIES):
            self.asked += 1
            found = self.archive.read(listed, self.client.ask(question, is_memento))
            if found.fate is not MementoFate.WAITS:
                self._failed = 0
                return found
        return found

    def _led(self, hop: _Hop) -> _Hop | None:
        """Return what a redirect led to, or a hop that waits; None if the archive has nothing close to it."""
        listed, url = hop.listed, hop.found.leads_to
        beside = self.archive.beside(listed, url, listed.at)
        found = self._answer(beside) if beside else None
        if found and found.instead_at and _are_close(listed.at, found.instead_at):
            beside = self.archive.beside(listed, url, found.instead_at)
            found = self._answer(beside) if beside else None
        if beside is None or found is None or found.fate not in {MementoFate.KEPT, MementoFate.WAITS}:
            return None
        return None if is_record_known(self.db.conn, self._key(beside)) else _Hop(beside, found)

    def _keep_chain(self, row: MementoRow, hops: Sequence[_Hop], known: KnownBodies) -> None:
        *through, end = hops
        last = obey_noarchive(end.capture) if self.obeys_noarchive else end.capture
        chain = (*(led_from(each.capture) for each in through), last)
        origins = tuple(self._origin(each.listed, each.found.digest_ok) for each in hops)
        with evidence(self.db):
            for each in hops[1:]:
                add_memento(self.db.conn, self.archive.key, row_of(each.listed))
                note_fate(self.db.conn, self.archive.key, each.listed.name, MementoFate.KEPT)
            self._keep(row, Arrival(row.name, chain, origins), MementoFate.KEPT)
        capture_id = capture_of(self.db.conn, origins[-1].record_key)
        if capture_id is not None and chain[-1].outcome is Outcome.OK:
            known.add(end.listed, capture_id)

    def _keep(self, row: MementoRow, arrival: Arrival, fate: MementoFate) -> None:
        """Keep a chain, and note that its memento is done, in one transaction."""
        known = self.kept.imported.known
        with evidence(self.db):
            self.kept.add((arrival,))
            done = MementoFate.KNOWN if self.kept.imported.known > known else fate
            note_fate(self.db.conn, self.archive.key, row.name, done)

    def _note(self, row: MementoRow, found: MementoResponse) -> None:
        """Note the fate of a memento that is not stored."""
        fate = found.fate
        if fate is MementoFate.WAITS:
            self._failed += 1
            fate = MementoFate.UNFIT if row.tries + 1 >= GIVEN_UP else fate
        with relaxed(self.db):
            note_fate(self.db.conn, self.archive.key, row.name, fate)
        if fate in {MementoFate.WAITS, MementoFate.UNFIT, MementoFate.REFUSED}:
            self.problems.append(
                LookUpFailure(row.name, found.detail, is_refusal=fate is MementoFate.REFUSED)
            )
        if self._failed >= DOWN:
            raise ArchiveDown(f"{DOWN} mementos in a row could not be had; the last: {found.detail}")

    def _origin(self, listed: ListedMemento, digest_ok: bool | None) -> Origin:  # noqa: FBT001  three answers
        return Origin(
            kind=self.archive.kind,
            file=self.archive.request(listed).url,
            record_id=listed.name,
            record_type="response",
            record_date=listed.at,
            digest_claimed=f"sha1:{listed.digest}" if listed.digest else "",
            digest_ok=digest_ok,
            record_key=self._key(listed),
        )

    def _key(self, listed: ListedMemento) -> bytes:
        return digest_key(self.archive.kind, listed.name)


def _are_close(one: str, other: str) -> bool:
    return abs((moment_of(one) - moment_of(other)).total_seconds()) <= LEADS_ON_S
