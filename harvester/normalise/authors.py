"""Find who wrote a page: the names that it states, or the names in its byline."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from harvester.languages import phrases, within, words
from harvester.languages.phrases import alternatives
from harvester.model import Block, Container
from harvester.normalise.head import HtmlHead
from harvester.normalise.structured import texts_of

NAME_CHARS, NAME_WORDS = 80, 6
"""A text with more characters or words than this is not a name."""

MAX_NAMES = 50
"""At most this many names are read; no page has more authors."""

BYLINE_CHARS = 160
"""A text with more characters than this is not a byline."""

ABOVE, BELOW = 3, 12
"""A byline stands at most this many blocks above the headline, or below it."""

_METAS = (
    *(
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
    ),
    *("cxenseparse:author", "dc.creator.personalname", "og:article:author"),
)
_CALLED_AUTHOR = re.compile(
    r"(?:(?<![^\W_])|(?-i:(?<=[a-z])(?=[A-Z])))"
    r"(?:author|byline|autor|auteur|autore|signature|redakteur)s?(?:$|[\s_-])",
    re.IGNORECASE,
)
"""A class has the word by itself, as in "post__author" and "postAuthor"."""


_OPENING = re.compile(
    rf"^(?:{alternatives(phrases('bylines'))})(?:\s{{0,3}}:\s{{0,3}}|\s{{1,3}})", re.IGNORECASE
)
_JOINERS = alternatives(phrases("name_joiners"))
_BETWEEN = re.compile(rf"\s?[,;&|/·•—–\n،、]\s?(?:(?:{_JOINERS})\s)?|\s-\s")  # noqa: RUF001
_JOINED = re.compile(rf"\s(?:{_JOINERS})\s")
_JOINER = re.compile(rf"\s(?:{_JOINERS}|&)\s")
_NO_NAME = re.compile(r"https?:|www\.|[@\d:?!]|^\W*$")
_JOBS, _TIMES = within("jobs"), within("relative_times")
_PARTICLES = words("name_particles")
_BUTTONS = words("follow", "weekdays", "days")


def find_authors(
    blocks: Sequence[Block],
    containers: Sequence[Container],
    head: HtmlHead,
    at: int,
    linked: Iterable[str] = (),
) -> tuple[str, ...]:
    """Return the distinct names: those of JSON-LD, or else of a meta element, or else of the byline.

    ``linked`` are the words of links that the page marks as leading to an author. ``at`` is the index of the
    headline.
    """
    stated = [name for thing in head.things for name in texts_of(_people(thing))]
    return (
        _once(map(_stated_names, stated))
        or _once(map(_stated_names, head.meta(*_METAS)))
        or _once(_byline(blocks, containers, at, linked))
    )


def _people(thing: dict[str, Any]) -> Any:
    return thing.get("author") or thing.get("creator")


def _once(found: Iterable[Iterable[str]]) -> tuple[str, ...]:
    names = dict.fromkeys(name for some in found for name in some)
    return tuple(names)[:MAX_NAMES]


def _byline(
    blocks: Sequence[Block], containers: Sequence[Container], at: int, linked: Iterable[str]
) -> Iterator[list[str]]:
    """Yield the names of each byline near the headline; its linked names win over its text."""
    near = blocks[max(0, at - ABOVE) : at + BELOW] if at >= 0 else ()
    for block in near:
        container = containers[block.container]
        called = "author" in container.microdata.split() or _CALLED_AUTHOR.search(container.classes)
        opened = _OPENING.match(block.text)
        if not (called or opened) or len(block.text) > BYLINE_CHARS:
            continue
        linked = list(linked)  # the page is searched for them only if it has a byline
        within_it = (_without_opening(name) for name in linked if name in block.text)
        if names := [name for name in within_it if _is_name(name)]:
            yield names
        else:
            names = _names(block.text)
            yield names if called else [name for name in names if _is_capital(name)]


def _names(text: str) -> list[str]:
    """Return the names in a byline, without jobs, times, and the places after them.

    A word that joins names can be part of a time, in its own language or another: "il y a 2 heures".
    """
    said = (piece for piece in _BETWEEN.split(_without_opening(text)) if not _TIMES.find(piece.lower()))
    pieces = (_without_opening(piece) for some in said for piece in _JOINED.split(some))
    names = [piece for piece in pieces if _is_name(piece)]
    whole = [name for name in names if " " in name]
    return whole or names


def _stated_names(text: str) -> list[str]:
    """Return the names in a value that should hold one name."""
    first, *more = (piece.strip() for piece in _without_opening(text).split("|")[0].split(","))
    kept = [piece for piece in more if " " in piece and not _JOBS.find(piece.lower())]
    name = ", ".join((first, *kept))
    people = _JOINER.split(name)
    if len(people) > 1 and all(" " in one and _is_capital(one) for one in people):
        return [one for one in people if _is_name(one)]
    return [name] if _is_name(name) else []


def _without_opening(text: str) -> str:
    return _OPENING.sub("", text.strip(" ,;|")).strip(" ,;|")


def _is_name(text: str) -> bool:
    """Return whether the text can be a name: it is short, has no digits, and is not a job, time or button."""
    if not 1 < len(text) <= NAME_CHARS or _NO_NAME.search(text) or len(text.split()) > NAME_WORDS:
        return False
    small = text.lower()
    return small not in _BUTTONS and not _JOBS.find(small) and not _TIMES.find(small)


def _is_capital(text: str) -> bool:
    """Return whether each word, except particles, begins with a capital, or its script has no capitals."""
    return all(not word[0].islower() or word in _PARTICLES for word in text.split())
