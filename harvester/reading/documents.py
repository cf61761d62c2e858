"""The document of a response. The last few are remembered, because the fold looks at what was just read."""

from functools import lru_cache

from harvester.model import NormalDocument
from harvester.normalise import normalise
from harvester.reading.received import Received

DOCUMENTS = 2
"""This many documents are remembered: an edited page, and the one before, against which it is held."""


def document_of(received: Received) -> NormalDocument:
    """Return the body as a document.

    Raises what `harvester.normalise.normalise` raises: `BadInput` for a body that cannot be read.
    """
    return _document(received.body, received.content_type, received.url)


@lru_cache(maxsize=DOCUMENTS)
def _document(body: bytes, content_type: str, url: str) -> NormalDocument:
    return normalise(body, content_type=content_type, url=url)
