"""The pages of web archives, read on the workers of a cluster before this process imports the files.

Workers open the files by their names or URLs; they need no archive. Only readings come back. The import then
goes as on one core, and finds most readings made.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

from harvester.errors import BadInput, HarvesterError
from harvester.harvest.cluster import Killed, result
from harvester.harvest.reader import Reader
from harvester.harvest.scheduler import Cluster, lost, threads
from harvester.interop.exchanges import Exchange, exchanges
from harvester.interop.recorded import Place, Unfit, answered, told
from harvester.interop.saved import MAX_PAGE
from harvester.interop.warc.opening import read
from harvester.model import Outcome
from harvester.reading import Reading, Received, received
from harvester.reading.leading import is_page

MOST_STRIPES = 8
"""At most so many tasks share a file; each reads all records, a twentieth of the work of reading pages."""

Ahead = Mapping[tuple[int, int], Reading | None]
"""What was read, by the numbers of the file and of the exchange in it; None for a page without questions."""


class Stripe(NamedTuple):
    """Each n-th exchange of a file, from the first one on. latest: times after this are in the future."""

    place: str
    first: int
    every: int
    latest: datetime


class Found(NamedTuple):
    """What a stripe holds, and the label of the reader that read it. fault: why the file was not read on."""

    label: str
    readings: dict[int, Reading | None]
    fault: str = ""


def read_stripe(reader: Reader, stripe: Stripe) -> Found:
    """Return the readings of the pages in a stripe; runs on workers, and may run twice."""
    found: dict[int, Reading | None] = {}
    try:
        for number, page in _pages(stripe):
            reading = reader.read(page)
            found[number] = reading if reading.snapshot.pairs else None
    except HarvesterError as error:
        return Found(reader.label, found, str(error))
    return Found(reader.label, found)


def _pages(stripe: Stripe) -> Iterator[tuple[int, Received]]:
    for each in exchanges(read(stripe.place, BytesIO(), MAX_PAGE)):
        if isinstance(each, Exchange) and each.number % stripe.every == stripe.first:
            with suppress(Unfit):
                if page := _page(each, stripe.latest):
                    yield each.number, page


def _page(exchange: Exchange, latest: datetime) -> Received | None:
    at, message = told(exchange, latest)
    capture = answered(exchange, message, Place(exchange.answer.uri.strip(), at, MAX_PAGE))
    page = received(capture)
    return page if capture.outcome is Outcome.OK and capture.body and is_page(page) else None


def read_ahead(cluster: Cluster, reader: Reader, places: Sequence[str], latest: datetime) -> Ahead:
    """Return the readings of the pages in web archives.

    If a page kills its workers or hangs, its stripe is left to this process. Raises BadInput for a file that
    workers cannot open, ConfigError for workers of another version, and ClusterLost.
    """
    every = max(1, min(MOST_STRIPES, -(-2 * threads(cluster) // max(len(places), 1))))
    stripes = [
        (file, Stripe(place, first, every, latest))
        for file, place in enumerate(places)
        for first in range(every)
    ]
    with lost(cluster):
        futures = [cluster.client.submit(read_stripe, reader, each, pure=False) for _, each in stripes]
    found: dict[tuple[int, int], Reading | None] = {}
    for (file, stripe), future in zip(stripes, futures, strict=True):
        found |= {(file, number): each for number, each in _came(cluster, reader, stripe, future).items()}
    return found


def _came(cluster: Cluster, reader: Reader, stripe: Stripe, future: Any) -> dict[int, Reading | None]:
    came = result(cluster, reader, future, FILE_PAGES)
    if isinstance(came, Killed):
        return {}
    if came.fault and not came.readings:
        raise BadInput(stripe.place, f"the workers cannot read it ({came.fault})")
    readings: dict[int, Reading | None] = came.readings
    return readings


FILE_PAGES = 600
"""A stripe may take as long as this many pages: ten hours, for files of some gigabytes."""
