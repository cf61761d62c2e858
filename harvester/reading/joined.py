"""Several pages of one article as one document: the first page, with the text of the further ones."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from harvester.http.urls import absolute
from harvester.model import Block, Container, Kind, NormalDocument, Reference
from harvester.parse.asking import ends_asking
from harvester.parse.regions import Region, regions
from harvester.reading.seen import is_linked
from harvester.text import content_key

BETWEEN = 20
"""A block that is not content counts against a stretch of content by its length and this many characters
more, so that a stretch ends at a footer of several lines. A label counts nothing."""

REPEATED = 80
"""A block of at least this many characters that an earlier page has, too, is a standfirst that each page
repeats. Shorter ones may be labels, which each question has."""

NUMBERED = 20
"""A headline that a further page repeats has at most this many characters more: "(page 2 of 3)"."""

_WRAPPERS = frozenset(("body", "main", "article", "section", "div"))


def joined(first: NormalDocument, others: Sequence[NormalDocument]) -> NormalDocument:
    """Return one document: the text of the first page, and that of the others where its own text ends.

    What surrounds the text (menus, footers, lists of links) is the first page's. So are title, lead, dates
    and authors. A standfirst or headline that a further page repeats is left out.
    """
    whole = first
    for other in others:
        whole = _with(whole, other, first)
    return whole


def _with(whole: NormalDocument, other: NormalDocument, first: NormalDocument) -> NormalDocument:
    _, end = _stretch(whole, set(map(_key, other.blocks)))
    begin, stop = _stretch(other, set(map(_key, first.blocks)))
    known = set(map(_key, whole.blocks))
    added = [each for each in other.blocks[begin:stop] if not _is_repeated(each, known, first)]
    containers, places = _placed(whole.containers, other.containers)
    base = absolute(other.base, other.url) or other.url
    moved = [each._replace(container=places[each.container], references=_led(each, base)) for each in added]
    return replace(
        whole,
        blocks=(*whole.blocks[:end], *moved, *whole.blocks[end:]),
        containers=containers,
        fields=_around(whole.fields, end, len(moved)),
        boxes=_around(whole.boxes, end, len(moved)),
        stated=tuple(dict.fromkeys((*whole.stated, *other.stated))),
        structured=(*whole.structured, *other.structured),
        cuts=tuple(dict.fromkeys((*whole.cuts, *other.cuts))),
    )


def _around(fields: Sequence[int], end: int, count: int) -> tuple[int, ...]:
    """Return the places of the first page's fields, those below block ``end`` moved down by that many."""
    return tuple(above + count * (above > end) for above in fields)


def _key(block: Block) -> tuple[Kind, str]:
    return block.kind, block.text


def _stretch(document: NormalDocument, common: set[tuple[Kind, str]]) -> tuple[int, int]:
    """Return the stretch of blocks with the most text that the other page does not have."""
    weights = _weights(document, common)
    begin = end = begun = total = most = 0
    for at, weight in enumerate(weights):
        total += weight
        if total <= 0:
            total, begun = 0, at + 1
        elif total > most:
            most, begin, end = total, begun, at + 1
    while begin and not weights[begin - 1]:  # the label of the first question
        begin -= 1
    return begin, end


def _weights(document: NormalDocument, common: set[tuple[Kind, str]]) -> list[int]:
    """Return how much each block speaks for content, 0 for labels; negative for what speaks against it."""
    told = regions(document)
    counts = Counter(map(_key, document.blocks))
    weights = []
    for block in document.blocks:
        key, size = _key(block), len(block.text)
        if told[block.container] is not Region.TEXT or is_linked(block):
            weights.append(-size - BETWEEN)
        elif key in common:
            weights.append(0 if counts[key] > 1 and size < REPEATED else -size - BETWEEN)
        else:
            weights.append(size)
    return weights


def _is_repeated(block: Block, known: set[tuple[Kind, str]], first: NormalDocument) -> bool:
    """Return whether an earlier page has the block, or it is the headline of the article once more."""
    if _key(block) in known and len(block.text) >= REPEATED:
        return True
    title, text = content_key(first.title), content_key(block.text)
    is_headline = block.kind is Kind.HEADING and bool(title) and not ends_asking(block.text)
    return is_headline and title in text and len(text) <= len(title) + NUMBERED


def _placed(
    known: tuple[Container, ...], more: tuple[Container, ...]
) -> tuple[tuple[Container, ...], list[int]]:
    """Return the containers of both pages, and the new place of each of the second page's.

    An element that holds the text on both pages is one: the main element, say. It is found by its tag and
    names among those with the same parent, if there is only one.
    """
    wrappers: dict[tuple[int, str, str, str, str], list[int]] = {}
    for at, each in enumerate(known):
        wrappers.setdefault(_wrapper(each, each.parent), []).append(at)
    found, places = list(known), list[int]()
    for each in more:
        parent = places[each.parent] if each.parent >= 0 else -1
        same = wrappers.get(_wrapper(each, parent), ()) if each.tag in _WRAPPERS else ()
        if len(same) == 1:
            places.append(same[0])
        else:
            places.append(len(found))
            found.append(each._replace(parent=parent))
    return tuple(found), places


def _wrapper(container: Container, parent: int) -> tuple[int, str, str, str, str]:
    return parent, container.tag, container.classes, container.name, container.role


def _led(block: Block, base: str) -> tuple[Reference, ...]:
    """Return the block's references; links are absolute, for they were relative to another page."""
    return tuple(
        each._replace(value=absolute(each.value, base) or each.value)
        if each.kind == "link" and not each.value.startswith("#")
        else each
        for each in block.references
    )
