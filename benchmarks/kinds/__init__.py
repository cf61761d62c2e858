"""Invented content of three disjoint kinds, a, b and c, that `benchmarks.enriched` puts into pages.

The kinds have no content type, wrapper or phrase in common. Whoever works on the parser may read kinds a and
c. They never read kind b, of which only totals are printed, so that its figures stand for pages that nobody
foresaw.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

Bank = Mapping[str, list[str]]
"""Phrases of one language by their use."""
Deal = Callable[[str], str]
"""Returns a phrase of a use, each once before any comes again, with a number in place of "{n}"."""


class Spot(NamedTuple):
    """Where a piece goes. deal: gives its phrases. chance: chooses between forms of it.

    level: of the heading that asks, 0 where no heading does. tag: of the element that asks. end: whether no
    question follows on the page.
    """

    deal: Deal
    chance: Random
    level: int
    tag: str
    end: bool


Build = Callable[[Spot], str]
"""Returns a piece as HTML, "" where it would not be clear whose it is."""


class Content(NamedTuple):
    """A kind of content.

    keep: pieces that belong to an answer. leave: pieces that belong to none. names: class names of wrappers
    around pieces to keep that sound like something to leave. languages: the phrases by language.
    """

    keep: Mapping[str, Build]
    leave: Mapping[str, Build]
    names: tuple[str, ...]
    languages: Mapping[str, Bank]


def phrases(path: Path) -> dict[str, Bank]:
    """Return the phrases of a kind's data file by language."""
    return tomllib.loads(path.read_text("utf-8"))


def dealer(bank: Bank, chance: Random) -> Deal:
    """Return a function that deals the phrases of a bank."""
    left: dict[str, list[str]] = {}

    def deal(use: str) -> str:
        if not left.get(use):
            left[use] = chance.sample(bank[use], len(bank[use]))
        return re.sub(r"\{n\}", lambda _: str(chance.randrange(12, 980)), left[use].pop())

    return deal


def linked(phrase: str, href: str = "/seite/") -> str:
    """Return a phrase with its part in brackets as a link."""
    return re.sub(r"\[(.+?)\]", rf'<a href="{href}{len(phrase)}">\1</a>', phrase)
