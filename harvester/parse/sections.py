"""Sections of a page that a title tells: comments, other articles, sharing. By words, where no name tells."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice, pairwise, takewhile

from harvester.languages import lines
from harvester.languages.phrases import Lines, head_of
from harvester.languages.signs import holds_question_mark
from harvester.model import LINKS, Block, Container, NormalDocument
from harvester.parse.places import within
from harvester.parse.regions import MAJORITY, Region

TITLE_CHARS = 40
"""Of the longest title in the tables, and the figures around it: "12 Comments", "Comments (12)"."""

LINKED = 0.3
"""A list of other articles is at least to this share links; dates and summaries are the rest."""

HEADS = 4096
"""For this many first letters of lines it is kept of what these may be the title."""

SMALL = 8
"""Blocks of the largest box for sharing, tags, the author or a newsletter: else it may be a topic."""

_Test = Callable[[Sequence[Block]], bool]
_Tests = tuple[tuple[Lines, _Test], ...]


def with_sections(document: NormalDocument, told: list[Region]) -> list[Region]:
    """Return the regions as given, with those that a title tells."""
    sections = titled_sections(document, told)
    if not sections:
        return told
    found = [told[at] or (Region.TITLED if at in sections else Region.TEXT) for at in range(len(told))]
    for at, container in enumerate(document.containers):  # each after the one around it
        if container.parent >= 0 and found[container.parent] is Region.TITLED:
            found[at] = found[at] if found[at] is Region.MEANT else Region.TITLED
    return found


def titled_sections(document: NormalDocument, told: Sequence[Region]) -> dict[int, int]:
    """Return the containers that are clutter by their title, {container: the block that is its title}.

    Such a title is the first that a container shows; the outermost of these is the section. Nothing is asked
    of what is told to be clutter anyway, as most short lines are.
    """
    blocks, containers = document.blocks, document.containers
    found: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for number, (before, block) in enumerate(pairwise(blocks), 1):
        text = block[1]
        if len(text) > TITLE_CHARS:
            continue
        title = text.lower()
        if not (tests := _tests_by_head(head_of(title))):
            continue
        section = _outermost(block, before, containers)
        if told[section] or not (fits := _test_of(title, tests)):
            continue
        inside = _inside(section, islice(blocks, number, None), containers)
        if len(inside) > 1 and fits(inside):
            found[section] = number
            sizes[section] = sum(len(block.text) for block in inside)
    most = MAJORITY * sum(len(block.text) for block in blocks) if found else 0
    return {section: number for section, number in found.items() if sizes[section] <= most}


def _outermost(block: Block, before: Block, containers: Sequence[Container]) -> int:
    """Return the outermost container whose first block that is: the one before does not stand in it."""
    at, other = block.container, before.container
    while (parent := containers[at].parent) >= 0:
        while other > parent:  # what is around a container comes before it
            other = containers[other].parent
        if other == parent:
            break
        at = parent
    return at


def _inside(section: int, blocks: Iterable[Block], containers: Sequence[Container]) -> list[Block]:
    """Return those of the blocks, from the first on, that stand in the section."""
    return list(takewhile(lambda block: within(containers, block.container, section), blocks))


def _test_of(title: str, tests: _Tests) -> _Test | None:
    """Return what a section must be to be clutter under that title, None if the title says nothing."""
    return next((fits for titles, fits in tests if titles.find(title)), None)


@lru_cache(HEADS)
def _tests_by_head(head: str) -> _Tests:
    """Return those of the tests whose titles begin with these letters: none, for most lines."""
    return tuple(test for test in _TESTS if test[0].may_open(head))


def _is_any(_inside: Sequence[Block]) -> bool:
    return True


def _leads_away(inside: Sequence[Block]) -> bool:
    """Return whether a good part of the section is links: else the text goes on in the same container."""
    linked = sum(mark.end - mark.start for block in inside for mark in block.marks if mark.kind in LINKS)
    return linked >= LINKED * sum(len(block.text) for block in inside)


def _is_box(inside: Sequence[Block]) -> bool:
    return len(inside) <= SMALL and not any(holds_question_mark(block.text) for block in inside)


_TESTS: _Tests = (
    (lines("comments"), _is_any),
    (lines("related"), _leads_away),
    (lines("sharing", "boxes", "advertisements"), _is_box),
)
"""Titles of sections, and what a section must be to be one that is so called."""
