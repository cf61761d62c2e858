"""The pages of web archives, read on the workers of a cluster before this process imports the files.

Workers open the files by their names or URLs; they need no archive. Only readings come back. The import then
goes as on one core, and finds most readings made.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

from harvester.errors import BadInput, HarvesterError
from harvester.harvest.cluster import Killed, result, submit
from harvester.harvest.reader import Reader
from harvester.harvest.scheduler import Cluster, threads
from harvester.interop.exchanges import RecordedExchange, exchanges
from harvester.interop.recorded import BadRecord, CaptureContext, answered, told
from harvester.interop.saved import MAX_PAGE
from harvester.interop.warc.opening import read
from harvester.model import Outcome
from harvester.reading import Reading, Received, received
from harvester.reading.leading import is_page

MOST_STRIPES = 8
"""At most this many tasks share a file; each reads all records, a twentieth of the work of reading pages."""

READINGS_ROOM = 32 << 20
"""Readings of one file whose questions and answers have up to this many letters are held. Those of a real
explainer have 4,000, so it is enough for 8,000."""

WAITING = 2
"""For each thread of the workers, up to this many tasks are under way or wait for the importer."""


class ReadAhead(NamedTuple):
    """What came of a page. reading: None if the page has no questions, or if there was no room for it."""

    has_pairs: bool
    reading: Reading | None = None


Ahead = Mapping[int, ReadAhead]
"""What was read of the pages of a file, by the numbers of their exchanges."""


class Stripe(NamedTuple):
    """Each n-th exchange of a file, from the first one on.

    latest: times after this are in the future. room: readings with up to this many letters are handed back.
    """

    place: str
    first: int
    every: int
    latest: datetime
    room: int


class StripeReadings(NamedTuple):
    """What a stripe holds, and the label of the reader that read it. fault: why the file was not read on."""

    label: str
    pages: dict[int, ReadAhead]
    fault: str = ""


def letters_of(reading: Reading) -> int:
    """Return how many letters the questions and answers of a reading have."""
    return sum(len(each.question) + len(each.answer) for each in reading.snapshot.pairs)


def read_stripe(reader: Reader, stripe: Stripe) -> StripeReadings:
    """Return what the pages in a stripe show; runs on workers, and may run twice."""
    found: dict[int, ReadAhead] = {}
    room = stripe.room
    try:
        for number, page in _pages(stripe):
            reading = reader.read(page)
            letters, has_pairs = letters_of(reading), bool(reading.snapshot.pairs)
            is_held = has_pairs and letters <= room
            room -= letters if is_held else 0
            found[number] = ReadAhead(has_pairs, reading if is_held else None)
    except HarvesterError as error:
        return StripeReadings(reader.label, found, str(error))
    return StripeReadings(reader.label, found)


def _pages(stripe: Stripe) -> Iterator[tuple[int, Received]]:
    for each in exchanges(read(stripe.place, BytesIO(), MAX_PAGE)):
        if isinstance(each, RecordedExchange) and each.number % stripe.every == stripe.first:
            with suppress(BadRecord):
                if page := _page(each, stripe.latest):
                    yield each.number, page


def _page(exchange: RecordedExchange, latest: datetime) -> Received | None:
    at, message = told(exchange, latest)
    capture = answered(exchange, message, CaptureContext(exchange.answer.uri.strip(), at, MAX_PAGE))
    page = received(capture)
    return page if capture.outcome is Outcome.OK and capture.body and is_page(page) else None


def read_ahead(cluster: Cluster, reader: Reader, places: Sequence[str], latest: datetime) -> Iterator[Ahead]:
    """Yield what the pages of each web archive show, file by file, while the workers read the next ones.

    If a page kills its workers or hangs, its stripe is left to this process. Raises BadInput for a file that
    workers cannot open, ConfigError for workers of another version, and ClusterLost.
    """
    most = WAITING * threads(cluster)
    every = max(1, min(MOST_STRIPES, -(-most // max(len(places), 1))))
    running: deque[list[tuple[Stripe, Any]]] = deque()
    for place in places:
        stripes = [Stripe(place, first, every, latest, READINGS_ROOM // every) for first in range(every)]
        running.append([(each, submit(cluster, read_stripe, reader, each)) for each in stripes])
        if every * len(running) >= most:
            yield _collect(cluster, reader, running.popleft())
    while running:
        yield _collect(cluster, reader, running.popleft())


def _collect(cluster: Cluster, reader: Reader, running: list[tuple[Stripe, Any]]) -> Ahead:
    """Return what came of the stripes of a file."""
    found: dict[int, ReadAhead] = {}
    for stripe, future in running:
        came = result(cluster, reader, future, FILE_PAGES)
        if isinstance(came, Killed):
            continue
        if came.fault and not came.pages:
            raise BadInput(stripe.place, f"the workers cannot read it ({came.fault})")
        found |= came.pages
    return found


FILE_PAGES = 600
"""A stripe may take as long as this many pages: ten hours, for files of some gigabytes."""
