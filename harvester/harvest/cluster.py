"""Readings on many machines, by Dask (extra ``cluster``): pages out, readings in.

Workers have no archive. This process sends them what a reading depends on, payloads as they are stored, and
alone writes what comes back. `harvester.harvest.reader.read_task`, which runs there, asks nothing else. So
what a dead worker had in hand is read again, and nothing is lost or stored twice. Readings of another version
of the reader are refused.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from harvester.archive.connection import path_of, sqlite3
from harvester.archive.payload import PayloadRow, ShippedPayloads
from harvester.archive.sending import send, small_rows
from harvester.errors import ArchiveDamaged, ClusterLost, ConfigError
from harvester.extras import library
from harvester.harvest.consecutive import Read
from harvester.harvest.parcels import carry_out, open_parcel, parcel
from harvester.harvest.pool import SECONDS, collecting_seldom
from harvester.harvest.reader import (
    NO_TASK,
    Heads,
    Mapped,
    Reader,
    ReadingTask,
    StoredCapture,
    basis_of,
    heads,
    read_task,
    stored,
)
from harvester.harvest.scheduler import Cluster, lost, threads, words

CHUNK = 100
"""A task has at most this many captures: Dask's own work is 2 to 3 ms of CPU a task."""

CHUNK_BYTES = 8_000_000
"""A task has at most this many bytes of payloads, unless one has more; Dask warns of tasks above 10 MB."""

AHEAD = 3
"""This many tasks for each thread of the workers may be under way or wait for the writer."""

TRIES = 2
"""A page that is read alone gets four workers from Dask this many times; if all die, the page is to blame."""

LOOK_S = 5.0
"""While a task is awaited, the workers are counted each time this many seconds have passed."""

RESTART_S = 60
"""A worker that hangs is killed, and the next one is awaited for this many seconds."""

LONELY_S = 60.0
"""A scheduler without workers is given up after this time; a nanny starts a worker again in a few seconds."""


@dataclass(slots=True)
class Chunk:
    """Captures that one task reads. pages: each distinct one once. places: where the page of each capture is.

    The capture before the first one has a place, too: the first one is compared with it. rows: the payloads
    as they are stored. size: their bytes. small: rows that may be needed. known: the places of pages by the
    digest of their bytes. faults: why a capture has no page.
    """

    captures: list[int] = field(default_factory=list)
    pages: list[StoredCapture] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    rows: dict[int, PayloadRow] = field(default_factory=dict)
    small: Mapping[int, PayloadRow] = field(default_factory=dict)
    known: dict[bytes, list[int]] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    size: int = 0


class Killed(NamedTuple):
    """What stands in place of readings that no worker survived."""

    fault: str


def read_on(
    cluster: Cluster, conn: sqlite3.Connection, reader: Reader, capture_ids: Sequence[int]
) -> Iterator[Read]:
    """Yield the readings of captures of the archive, in their order, made by the workers.

    Raises ConfigError for workers that read by another version, and ClusterLost if the scheduler ends.
    """
    _check_versions(cluster, reader)
    room = AHEAD * threads(cluster)
    running: deque[tuple[Chunk, tuple[ReadingTask, Any]]] = deque()
    path = path_of(conn)
    for chunk in _chunks(conn, reader, capture_ids):
        task = ReadingTask(tuple(chunk.pages), tuple(chunk.places.items()), ShippedPayloads(path, chunk.rows))
        running.append((chunk, (task, submit(cluster, read_seldom_collecting, reader, task))))
        if len(running) >= room:
            yield from _read(cluster, reader, *running.popleft())
    while running:
        yield from _read(cluster, reader, *running.popleft())


def _chunks(conn: sqlite3.Connection, reader: Reader, capture_ids: Sequence[int]) -> Iterator[Chunk]:
    chunk, before = Chunk(), None
    for capture_id, rows in _at_hand(conn, capture_ids):
        if len(chunk.captures) == CHUNK or chunk.size > CHUNK_BYTES:
            yield chunk
            chunk = Chunk()
        chunk.captures.append(capture_id)
        chunk.small = rows.payloads
        try:
            found = stored(conn, capture_id, rows.heads)
            if before and not chunk.places and before[1].head.url == found.head.url:
                _add(conn, reader, chunk, *before)
            _add(conn, reader, chunk, capture_id, found)
            before = capture_id, found
        except ArchiveDamaged as error:  # one payload is lost, not those after it
            chunk.faults[capture_id] = str(error)
    if chunk.captures:
        yield chunk


class _Rows(NamedTuple):
    """Rows of captures and of their small payloads, by number."""

    heads: Heads
    payloads: Mapping[int, PayloadRow]


def _at_hand(conn: sqlite3.Connection, capture_ids: Sequence[int]) -> Iterator[tuple[int, _Rows]]:
    """Yield each capture with rows that include its own: one query for many takes a quarter of the time."""
    for at in range(0, len(capture_ids), CHUNK):
        some = capture_ids[at : at + CHUNK]
        try:
            found = heads(conn, some)
            rows = _Rows(found, small_rows(conn, [row["payload_id"] for row in found.values()]))
        except ArchiveDamaged:  # one is to blame, and is found when each is looked up by itself
            rows = _Rows({}, {})
        yield from ((capture_id, rows) for capture_id in some)


def _add(
    conn: sqlite3.Connection, reader: Reader, chunk: Chunk, capture_id: int, found: StoredCapture
) -> None:
    """Add a capture to those that a task reads, and its page, if it has none that is equal."""
    alike, rules = chunk.known.setdefault(found.digest, []), reader.rules
    place = next((at for at in alike if basis_of(chunk.pages[at], rules) == basis_of(found, rules)), None)
    if place is None:
        chunk.size += sum(send(conn, each, chunk.rows, chunk.small) for each in found.payload_ids())
        place = len(chunk.pages)
        alike.append(place)
        chunk.pages.append(found)
    chunk.places[capture_id] = place


def read_seldom_collecting(reader: Reader, task: ReadingTask) -> Mapped:
    """Return what `read_task` does; a task runs it on a worker."""
    with collecting_seldom():
        return read_task(reader, task)


def submit(cluster: Cluster, work: Callable[..., Any], *arguments: Any) -> Any:
    """Return the future of a function on the workers, for `result`; it may run twice."""
    with lost(cluster):
        return cluster.client.submit(carry_out, parcel(work, *arguments), pure=False)


def _read(cluster: Cluster, reader: Reader, chunk: Chunk, sent: tuple[ReadingTask, Any]) -> Iterator[Read]:
    """Yield the readings of a chunk. If it killed its workers, each page is read alone."""
    task, future = sent
    found = result(cluster, reader, future, len(chunk.pages))
    if isinstance(found, Killed):
        alone = [_read_alone(cluster, reader, replace(task, pages=(page,))) for page in task.pages]
        reads = {each: alone[at]._replace(capture_id=each) for each, at in chunk.places.items()}
    else:
        reads = {each.capture_id: each for each in found.reads}
    for capture_id in chunk.captures:
        yield reads.get(capture_id) or Read(capture_id, None, chunk.faults[capture_id])


def _read_alone(cluster: Cluster, reader: Reader, task: ReadingTask) -> Read:
    """Return the reading of the first page of a task, which is tried alone; its capture has the number 0."""
    read = Read(0, None)
    for _ in range(TRIES):
        again = submit(cluster, read_seldom_collecting, reader, replace(task, captures=((0, 0),)))
        found = result(cluster, reader, again, 1)
        if isinstance(found, Mapped):
            return found.reads[0]
        read = Read(0, None, found.fault)
    return read


def _check_versions(cluster: Cluster, reader: Reader) -> None:
    """Raise ConfigError for workers that cannot run this version; later ones are found by their readings."""
    with lost(cluster):
        answers = cluster.client.run(read_task, reader, NO_TASK, on_error="return")
    for each in answers.values():
        _check_label(cluster, reader, each)


def _check_label(cluster: Cluster, reader: Reader, found: Any) -> Any:
    if isinstance(found, BaseException):
        problem = f"its workers cannot run this version of harvester ({words(found)})"
        raise ConfigError(cluster.where, problem, _SAME) from found
    if found.label != reader.label:
        problem = f"its workers read by {found.label}, this program by {reader.label}"
        raise ConfigError(cluster.where, problem, _SAME)
    return found


def result(cluster: Cluster, reader: Reader, future: Any, pages: int) -> Any:
    """Return the result of a task, or `Killed`; each result has the label of its reader.

    pages: it may take as long as this many. One that hangs is ended with its worker, which a nanny starts
    again. Raises ConfigError for another label, and ClusterLost.
    """
    distributed = library("cluster", "distributed")
    with lost(cluster):
        try:
            error = _outcome(cluster, future, SECONDS * max(pages, 1))
        except TimeoutError:
            _end(cluster, future)
            return Killed(f"reading it took more than {SECONDS:.0f} s")
        if isinstance(error, distributed.KilledWorker):
            return Killed("the process that read it died")
        if isinstance(error, distributed.CancelledError | OSError):
            raise error
        return _check_label(cluster, reader, open_parcel(future.result()) if error is None else error)


def _outcome(cluster: Cluster, future: Any, seconds: float) -> BaseException | None:
    """Return the exception of a task, None if there is none; wait as long as there are workers.

    Raises TimeoutError after these seconds, and ClusterLost if the last worker went and none came.
    """
    until, alone_until = time.monotonic() + seconds, None
    while True:
        try:
            error: BaseException | None = future.exception(timeout=min(LOOK_S, seconds))
        except TimeoutError:
            now = time.monotonic()
            if cluster.client.nthreads():
                alone_until = None
                if now > until:
                    raise
            else:
                alone_until = alone_until or now + LONELY_S
                if now > alone_until:
                    raise ClusterLost(cluster.where, "its last worker is gone, and none came") from None
        else:
            return error


_SAME = "Install the same version of harvester on all machines."


def _end(cluster: Cluster, future: Any) -> None:
    """End the workers that have a task in hand."""
    held = [worker for worker, keys in cluster.client.processing().items() if future.key in keys]
    future.cancel()
    if held:
        cluster.client.restart_workers(held, timeout=RESTART_S, raise_for_error=False)
