"""Find clutter by its titles: comments, other articles, sharing. Words decide if no class name does."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice, takewhile

from harvester.languages import lines
from harvester.languages.phrases import HEAD, Lines, head_of, unspaced
from harvester.languages.signs import holds_question_mark
from harvester.model import LINKS, Block, Container, Kind, NormalDocument
from harvester.parse.places import within
from harvester.parse.regions import MAJORITY, Region

TITLE_CHARS = 40
"""A title in the tables has at most this many characters with its figures: "12 Comments"."""

LINKED = 0.3
"""Links are at least this share of a list of other articles; dates and summaries are the rest."""

HEADS = 4096
"""The possible titles are cached for this many different first letters of lines."""

TITLES = 4096
"""Whether they are titles is kept for this many short lines; pages of one site share their menus."""

SMALL = 8
"""A box for sharing, tags, author or newsletter has at most this many blocks; a larger one may be a topic."""

_Test = Callable[[Sequence[Block]], bool]
_Tests = tuple[tuple[Lines, _Test], ...]


def with_sections(document: NormalDocument, told: list[Region]) -> list[Region]:
    """Return the given regions, with those added that a title shows."""
    sections = titled_sections(document, told)
    if not sections:
        return told
    found = [told[at] or (Region.TITLED if at in sections else Region.TEXT) for at in range(len(told))]
    for at, container in enumerate(document.containers):  # each container comes after the one around it
        if container.parent >= 0 and found[container.parent] is Region.TITLED:
            found[at] = found[at] if found[at] is Region.MEANT else Region.TITLED
    return found


def titled_sections(document: NormalDocument, told: Sequence[Region]) -> dict[int, int]:
    """Return the containers that are clutter by their title, as {container: the block that is its title}.

    Such a title is the first block of a container, or its first line; the outermost such container is the
    section. Containers that are already known as clutter do not count.
    """
    blocks, containers = document.blocks, document.containers
    found: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for number in _may_be_titles(blocks):
        before, block = blocks[number - 1 : number + 1]
        text, broken, _ = block[1].partition("\n")
        if len(text) > TITLE_CHARS or not (fits := _test_of(text)):
            continue
        section = _outermost(block, before, containers)
        if told[section]:
            continue
        if fits is _is_any and block.kind is Kind.ITEM:  # a list of comments has no title among its items
            continue
        inside = _inside(section, islice(blocks, number, None), containers)
        whole = broken and not within(containers, before.container, section)
        if (whole or len(inside) > 1) and fits(inside):
            found[section] = number
            sizes[section] = sum(len(block.text) for block in inside)
    most = MAJORITY * sum(len(block.text) for block in blocks) if found else 0
    return {section: number for section, number in found.items() if sizes[section] <= most}


def _may_be_titles(blocks: Sequence[Block]) -> list[int]:
    """Return the blocks, except the first, that may open as a title does: a first look, as most do not."""
    return [
        at
        for at, block in enumerate(blocks)
        if _may_open((text := block[1])[:HEAD])
        and (len(text) <= TITLE_CHARS or "\n" in text[: TITLE_CHARS + 1])
        and at
    ]


@lru_cache(HEADS)
def _may_open(start: str) -> bool:
    """Return whether a title may begin with these characters.

    They tell it if all of them are letters, or a word in ASCII. A letter alone may be the first of a spaced
    word, "A D V E R T", and a capital sigma is written small by what follows it.
    """
    small = start.lower()
    if len(small) == HEAD and small.isalpha() and "Σ" not in start:
        return bool(_tests_by_head(small))
    head = small.partition(" ")[0]
    if len(head) < 2 or not (head.isascii() and head.isalpha()):  # noqa: PLR2004
        return True
    return bool(_tests_by_head(head))


def _outermost(block: Block, before: Block, containers: Sequence[Container]) -> int:
    """Return the outermost container whose first block this is: the block before stands outside it."""
    at, other = block.container, before.container
    while (parent := containers[at].parent) >= 0:
        while other > parent:  # a container comes after the one around it
            other = containers[other].parent
        if other == parent:
            break
        at = parent
    return at


def _inside(section: int, blocks: Iterable[Block], containers: Sequence[Container]) -> list[Block]:
    """Return the blocks that stand in the section, from the first one on."""
    return list(takewhile(lambda block: within(containers, block.container, section), blocks))


@lru_cache(TITLES)
def _test_of(text: str) -> _Test | None:
    """Return the test that makes a section under that title clutter; None if the text is no such title."""
    title = unspaced(text.lower())
    tests = _tests_by_head(head_of(title))
    return next((fits for titles, fits in tests if titles.find(title)), None)


@lru_cache(HEADS)
def _tests_by_head(head: str) -> _Tests:
    """Return the tests whose titles begin with these letters; for most lines there are none."""
    return tuple(test for test in _TESTS if test[0].may_open(head))


def _is_any(_inside: Sequence[Block]) -> bool:
    return True


def _leads_away(inside: Sequence[Block]) -> bool:
    """Return whether much of the section is links; otherwise the text continues in the same container."""
    linked = sum(mark.end - mark.start for block in inside for mark in block.marks if mark.kind in LINKS)
    return linked >= LINKED * sum(len(block.text) for block in inside)


def _is_box(inside: Sequence[Block]) -> bool:
    return len(inside) <= SMALL and not any(holds_question_mark(block.text) for block in inside)


_TESTS: _Tests = (
    (lines("comments"), _is_any),
    (lines("related"), _leads_away),
    (lines("sharing", "boxes", "advertisements"), _is_box),
)
"""Each group of section titles has the test that a section with such a title must pass."""
