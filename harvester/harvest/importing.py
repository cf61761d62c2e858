"""Import of files that somebody saved, as captures, which `harvester.harvest.keeping` keeps."""

from collections.abc import Iterable, Iterator

from harvester.archive.imports import SAVED, Origin
from harvester.errors import BadInput
from harvester.harvest.deriving import Deriving
from harvester.harvest.keeping import Arrival, Imported, keep
from harvester.interop.saved import RefusedPage, SavedPage, read

COMMAND = "import"


def import_saved(
    deriving: Deriving, pages: Iterable[SavedPage | RefusedPage], *, dry: bool = False
) -> Imported:
    """Store saved pages as captures and settle their articles; return the counts. Nothing is followed.

    dry: nothing is written.
    """
    return keep(deriving, COMMAND, saved_arrivals(pages), dry=dry)


def saved_arrivals(pages: Iterable[SavedPage | RefusedPage]) -> Iterator[Arrival | RefusedPage]:
    """Yield an arrival with the capture of each page, or a refusal if the page cannot be read."""
    for page in pages:
        if isinstance(page, RefusedPage):
            yield page
            continue
        try:
            capture = read(page)
        except BadInput as error:
            yield RefusedPage(error.source, error.reason)
        else:
            yield Arrival(page.place, (capture,), (Origin(SAVED, str(page.file)),), kind=SAVED)
