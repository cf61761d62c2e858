"""Find a page's title: its visible headline, which agrees with the title that the page states."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from harvester.languages.signs import ASKING
from harvester.model import LINKS, Block, Container, Kind
from harvester.normalise.claims import AGREEING, Claims, Headline, announces_questions
from harvester.normalise.emphasis import is_all
from harvester.normalise.style import CACHED

NEXT = 3
"""The headline stands at most this many blocks below a heading above the article."""

QUESTIONS = 2
"""A heading that asks is one of a list if at least this many of its level ask."""

NO_HEADLINE = 0.3
"""A text with a lower score than this is not a headline."""

PROSE_CHARS = 80
"""A paragraph of this many characters is text, and the headline does not stand below it."""

LONE = 2.2
"""The only first-level heading outside menus and footers scores this, nearly as much as an agreeing one."""

LINKED = 2.0
"""A heading that is a link loses this, because it leads to another article."""

CLASS_CHARS = 500
"""At most this many characters of class names are looked at."""

_HEADING = Kind.HEADING  # looking up the member through the enum takes longer than the test
_PROSE = frozenset((Kind.PARAGRAPH, Kind.QUOTE))
_ARTICLE = re.compile(r"/(?:main|article)/")
_FURNITURE = re.compile(r"/(?:nav|footer|aside|dialog|figure)(?:/|$)")
_ASIDE_CLASS = re.compile(
    r"breadcrumb|crumbs|\bnav(?:igation)?\b|menu|logo|brand|carousel|sr-only|visually-?hidden|screen-?reader|a11y",
    re.IGNORECASE,
)
_HEADLINE_CLASS = re.compile(r"head(?:line|ing)|title|titre|titulo|titolo|\bh1\b", re.IGNORECASE)


def find_headline(blocks: Sequence[Block], containers: Sequence[Container], claims: Claims) -> Headline:
    """Return the page's title, and the block that shows it."""
    possible = _possible(claims, blocks)
    places = {at: _place(blocks[at], containers) for at in possible if blocks[at].level == 1}
    firsts = _firsts(claims, blocks, [at for at, place in places.items() if place > 0], possible)
    scores, stated = _scores(claims, blocks, possible)
    largest = max((claims.part(blocks[at]) for at in possible), default=0.0)
    best, best_score, best_place = -1, NO_HEADLINE, 0.0
    for at, agreed in scores.items():
        if agreed < 0 or (stated and not agreed):  # another heading shows the stated title
            continue
        place = places[at] if at in places else _place(blocks[at], containers)
        score = agreed + place + (LONE if firsts == [at] else 0.0)
        if largest and claims.part(blocks[at]) == largest and _is_linked(blocks[at]):
            score += LINKED  # a headline that leads to its own page
        if score > best_score:
            best, best_score, best_place = at, score, place
    if not firsts and (best < 0 or (best_place < 0 and blocks[best].kind is not _HEADING)):
        best = _opening(blocks, containers, possible)
    best = _announcing(blocks, best, possible)
    if best < 0 and claims.announces and not any(blocks[at].kind is _HEADING for at in possible):
        best = next(_announcements(blocks, len(blocks)), -1)
    if best < 0:
        only = [at for at in possible if blocks[at].level == 1 and scores[at] > 0]
        return claims.first_line(blocks, only if len(only) == 1 else ())
    best = _in_text(blocks, containers, best, scores)
    return Headline(claims.reading(blocks[best]), best)


def _in_text(
    blocks: Sequence[Block], containers: Sequence[Container], best: int, scores: Mapping[int, float]
) -> int:
    """Return the headline, or the agreeing heading shortly below it if only that one is in the article.

    The one above is then a first-level heading in a list of crumbs.
    """
    if _in_article(containers[blocks[best].container]):
        return best
    agreeing = (at for at, score in scores.items() if best < at <= best + NEXT and score >= AGREEING)
    return next((at for at in agreeing if _in_article(containers[blocks[at].container])), best)


def _firsts(
    claims: Claims, blocks: Sequence[Block], found: Sequence[int], possible: Sequence[int]
) -> list[int]:
    """Return the headings of the first level that are not the name of the site or of a section."""
    texts = [blocks[at].text for at in possible]
    return [
        at
        for at in found
        if not claims.is_site(blocks[at].text) and not claims.closes(blocks[at].text, texts)
    ]


def _possible(claims: Claims, blocks: Sequence[Block]) -> list[int]:
    """Return the headings, and the blocks that are what the page states or say that questions follow."""
    exact = claims.exact
    found = [at for at, (kind, text, _, _, _, _) in enumerate(blocks) if kind is _HEADING or text in exact]
    found = [at for at in found if not claims.is_linked(blocks[at].text)] or found
    if not claims.announces:
        return found
    return sorted({*found, *(at for at, block in enumerate(blocks) if claims.is_announcement(block))})


def _scores(
    claims: Claims, blocks: Sequence[Block], possible: Sequence[int]
) -> tuple[dict[int, float], bool]:
    """Return how well each block agrees with what the page states, and whether one shows the stated title.

    A strong line that only says that questions follow is a headline if no heading is.
    """
    scores = {at: claims.score(blocks[at]) for at in possible}
    announcing = [at for at in possible if claims.is_announcement(blocks[at])]
    if any(scores[at] >= AGREEING and blocks[at].kind is _HEADING for at in possible):
        return scores | dict.fromkeys(announcing, -1.0), True
    return scores, bool(announcing) or any(claims.is_stated(blocks[at].text) for at in possible)


def _opening(blocks: Sequence[Block], containers: Sequence[Container], possible: Sequence[int]) -> int:
    """Return the heading that opens a page without a first-level heading, or -1.

    It is the first of the highest level, it stands above the text, and it does not ask.
    """
    headings = [at for at in possible if blocks[at].kind is _HEADING and _place(blocks[at], containers) > 0]
    highest = min((blocks[other].level for other in headings), default=0)
    for at in [at for at in headings if blocks[at].level == highest][:1]:
        long = any(len(block.text) >= PROSE_CHARS and _is_told(block) for block in blocks[:at])
        if not long and not blocks[at].text.endswith(ASKING):
            return at
    return -1


def _announcing(blocks: Sequence[Block], best: int, possible: Sequence[int]) -> int:
    """Return the line above that says that questions follow, if other headings like the best one ask, too."""
    if best < 0 or not blocks[best].text.endswith(ASKING):
        return best
    level = blocks[best].level
    asking = [at for at in possible if blocks[at].level == level and blocks[at].text.endswith(ASKING)]
    if len(asking) < QUESTIONS:
        return best
    return next(_announcements(blocks, best), best)


def _announcements(blocks: Sequence[Block], stop: int) -> Iterator[int]:
    """Yield the lines above the block of that number that say that questions follow, without links."""
    return (at for at in range(stop) if announces_questions(blocks[at].text) and not _is_linked(blocks[at]))


@lru_cache(CACHED)
def says_aside(names: str) -> bool:
    """Return whether class names are those of breadcrumbs, a logo, or text only for screen readers."""
    return bool(_ASIDE_CLASS.search(names[:CLASS_CHARS]))


@lru_cache(CACHED)
def says_headline(names: str) -> bool:
    """Return whether class names are those of a headline."""
    return bool(_HEADLINE_CLASS.search(names[:CLASS_CHARS]))


@lru_cache(CACHED)
def is_outside_article(path: str) -> bool:
    """Return whether an element with that path is outside the article."""
    return bool(_FURNITURE.search(path))


def _in_article(container: Container) -> bool:
    return bool(_ARTICLE.search(container.path))


def _place(block: Block, containers: Sequence[Container]) -> float:
    """Return the score of the block's place and look, which may be negative."""
    container = containers[block.container]
    above = containers[container.parent] if container.parent >= 0 else container
    score = {1: 0.6, 2: 0.3}.get(block.level, 0.1) if block.kind is Kind.HEADING else 0.0
    if "headline" in container.microdata:
        score += 0.5
    if container.classes and says_headline(container.classes):
        score += 0.2
    if container.hidden or is_outside_article(container.path):
        score -= 1.5
    names = (container.classes, container.name, above.classes, above.name)
    if "/li" in container.path[-12:] or any(map(says_aside, names)):
        score -= 1.0
    return score - LINKED if _is_linked(block) else score


def _is_told(block: Block) -> bool:
    """Return whether the block is a text and not a menu, which is all links."""
    return block.kind in _PROSE and not is_all(block, LINKS)


def _is_linked(block: Block) -> bool:
    return any(kind == "link" and end - start >= len(block.text) for kind, start, end in block.marks)
