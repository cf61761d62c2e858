"""Which links and images an answer has, and where they stand in its text."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from harvester.http.targets import Home, home_of, target
from harvester.model import Block, Image, Kind, Link, NormalDocument, Reference

ICON = 14
"""The name of an icon has at most this many characters."""


class Stretch(NamedTuple):
    """The part ``block.text[start:end]`` of a block stands at ``at`` in an answer."""

    block: Block
    start: int
    end: int
    at: int


def home_of_document(document: NormalDocument) -> Home:
    """Return where the links of a page start."""
    return home_of(document.url, document.base, document.canonical_url)


def referred(home: Home, stretches: Iterable[Stretch]) -> tuple[tuple[Link, ...], tuple[Image, ...]]:
    """Return the links and images of an answer that consists of these stretches, in their order.

    A link to a place on the same page does not count. A link over several stretches is one link for each.
    """
    links: list[Link] = []
    images: list[Image] = []
    last: Reference | None = None  # an image between two stretches belongs to the first
    for stretch in stretches:
        for reference in stretch.block.references:
            if reference.kind == "link":
                links += _link(home, stretch, reference)
            elif stretch.start <= reference.start <= stretch.end and reference is not last:
                images.append(Image(stretch.at + reference.start - stretch.start, reference.value))
                last = reference
    return tuple(links), tuple(images)


def images_below(blocks: Sequence[Block], at: int) -> Iterator[str]:
    """Yield the alternatives of images between a block that ends an answer and the next block.

    They stand at the start of the next one. If that is no caption, it may have an icon of its own there,
    whose name is short: "Open", "Plus sign".
    """
    for following in blocks[at + 1 : at + 2]:
        least = 0 if following.kind is Kind.CAPTION else ICON
        for kind, start, _, value in following.references:
            if kind == "image" and start == 0 and len(value) > least:
                yield value


def _link(home: Home, stretch: Stretch, reference: Reference) -> tuple[Link, ...]:
    start, end = max(stretch.start, reference.start), min(stretch.end, reference.end)
    if start >= end:
        return ()
    leads = target(reference.value, home)
    if leads is None:
        return ()
    shift = stretch.at - stretch.start
    return (Link(shift + start, shift + end, leads.url, leads.key),)
