"""The whole text of a page, with everything that its metadata says: what changes are held against."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from harvester.diff.written import written
from harvester.model import Kind, NormalDocument, Pair, WholeText
from harvester.parse.references import Stretch, home_of_document, referred
from harvester.parse.tables import BAR
from harvester.reading.documents import document_of
from harvester.reading.further import gathered
from harvester.reading.received import Received

MAX_STATED = 20_000
"""At most this many texts of a page's metadata are kept."""


def page_text(page: Received) -> WholeText:
    """Return the text of a page with its further pages.

    Raises BadInput for a body that cannot be read.
    """
    document = document_of(page)
    return whole_text(gathered(page, document).document if page.further else document)


def whole_text(document: NormalDocument) -> WholeText:
    """Return everything that the page says. Its blocks are written as answers are, with targets and columns.

    Nothing is chosen here: every block and every stated title, description and value is there.
    """
    stated = (*document.stated, *_strings(document.structured))
    return WholeText(
        tuple(_with_columns(document)), tuple(islice(dict.fromkeys(filter(None, stated)), MAX_STATED))
    )


def _with_columns(document: NormalDocument) -> Iterator[str]:
    """Yield the texts of the blocks; a cell's begins with a bar for each column since the cell before."""
    home = home_of_document(document)
    row = column = -1
    for block in document.blocks:
        text = block.text
        if block.references:
            links, images = referred(home, (Stretch(block, 0, len(text), 0),))
            text = written(Pair("", text, links=links, images=images))
        if block.kind is Kind.CELL:
            parent = document.containers[block.container].parent
            since = column if parent == row else 1
            text = BAR * max(0, block.level - since) + text
            row, column = parent, block.level
        else:
            row = -1
        yield text


def _strings(values: Sequence[Any]) -> Iterator[str]:
    """Yield the texts in JSON values, however deep."""
    left = list(reversed(values))
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            left += reversed(value.values())
        elif isinstance(value, list):
            left += reversed(value)
