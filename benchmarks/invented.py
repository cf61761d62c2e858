"""Invented pairs of versions of one page, with what a careful reader would say of each question.

``invented(seed)`` draws them. The texts are in ``benchmarks/transitions``, one file for each of eleven
languages, and ``benchmarks/fates.py`` says what can become of an entry. Beside that, all questions may be
numbered anew, a term may be replaced on the whole page, and entries may move. What two versions cannot
tell, as that an entry returns after it was away, is no part of this.
"""

import random
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.fates import ANEW, APART, PLAIN, Bank, Chance, Fate, Make, Text

TEXTS = Path(__file__).with_name("transitions")
GROUPS = {"plain": 20, "changed": 20, "reorganised": 10}
"""This many transitions of each group are drawn for each language."""
ON_A_PAGE = (5, 8)
"""A page has at least and at most this many entries. Real pages have more; those that stay are no test."""
NUMBERED, TERM, ONE_MOVES, ALL_MOVE = 0.15, 0.1, 0.25, 0.1
"""In these shares of transitions all is numbered anew, a term is replaced, one entry moves, all move."""


@dataclass(slots=True)
class Transition:
    """Two versions of a page, and what continues what. Positions count from 0."""

    language: str
    group: str
    old: list[tuple[str, str]] = field(default_factory=list)
    new: list[tuple[str, str]] = field(default_factory=list)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    """{(older position, newer position): the fate's name}"""
    grouped: list[tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=list)
    """Splits and merges: older positions, newer positions."""


DRAWN: dict[str, Callable[[Chance], Sequence[dict[Make, int]]]] = {
    "plain": lambda _: (),
    "changed": lambda chance: [ANEW] * chance.randint(1, 3),
    "reorganised": lambda chance: [APART] * chance.randint(1, 2) + [ANEW] * chance.randint(0, 1),
}
"""From which tables the first entries of a transition have their fates. The others have theirs from PLAIN."""


def _fate(chance: Chance, texts: list[Text], table: dict[Make, int], bank: Bank) -> Iterator[Fate]:
    """Yield a fate of one of the texts, which is taken away; nothing where the table fits none of them."""
    # Efraimidis and Spirakis 2006: keys that put a weighted draw without repetition in order.
    for make in sorted(table, key=lambda make: chance.random() ** (1 / table[make]), reverse=True):
        for text in texts:
            fate = make(chance, text, bank)
            if fate is not None:
                texts.remove(text)
                yield fate
                return


def _fates(chance: Chance, group: str, bank: Bank) -> list[Fate]:
    texts = chance.sample(bank["entry"], chance.randint(*ON_A_PAGE))
    fates = [fate for table in DRAWN[group](chance) for fate in _fate(chance, texts, table, bank)]
    while texts:
        fates += _fate(chance, texts[:1], PLAIN, bank)
        texts.pop(0)
    chance.shuffle(fates)
    return fates


def _order(chance: Chance, size: int) -> list[int]:
    """Return the order in which the newer page has what would stand there in the older order."""
    order, drawn = list(range(size)), chance.random()
    if drawn < ALL_MOVE:
        chance.shuffle(order)
    elif drawn < ALL_MOVE + ONE_MOVES and order:
        order.insert(chance.randrange(size), order.pop(chance.randrange(size)))
    return order


def _replaced(text: str, terms: Sequence[Sequence[str]]) -> str:
    for was, now in reversed(terms):  # the plural has the singular in it
        text = text.replace(was, now)
    return text


def _write(chance: Chance, found: Transition, bank: Bank) -> None:
    """Write numbers before all questions and another word for a term, where it is so drawn."""
    if chance.random() < TERM:
        found.new = [(_replaced(q, bank["terms"]), _replaced(a, bank["terms"])) for q, a in found.new]
    if chance.random() < NUMBERED:
        found.old = [(f"{place}. {q}", a) for place, (q, a) in enumerate(found.old, 1)]
        found.new = [(f"{place}. {q}", a) for place, (q, a) in enumerate(found.new, 1)]


def _transition(chance: Chance, language: str, group: str, bank: Bank) -> Transition:
    """Return one transition."""
    found, fates = Transition(language, group), _fates(chance, group, bank)
    joint = "" if language == "ja" else " "
    newer = [(number, place) for number, fate in enumerate(fates) for place in range(len(fate.new))]
    newer = [newer[place] for place in _order(chance, len(newer))]
    where = {one: place for place, one in enumerate(newer)}
    found.new = [(fates[n].new[p][0], joint.join(fates[n].new[p][1])) for n, p in newer]
    for number, fate in enumerate(fates):
        first = len(found.old)
        found.old += [(question, joint.join(answer)) for question, answer in fate.old]
        found.links |= {(first + old, where[number, new]): fate.name for old, new in fate.links}
        if fate.grouped:
            older = tuple(range(first, len(found.old)))
            found.grouped.append((older, tuple(sorted(where[number, p] for p in range(len(fate.new))))))
    _write(chance, found, bank)
    return found


def invented(seed: int) -> Iterator[Transition]:
    """Yield the transitions of a seed, language by language."""
    for path in sorted(TEXTS.glob("*.toml")):
        bank = tomllib.loads(path.read_text(encoding="utf-8"))
        for group, size in GROUPS.items():
            for number in range(size):
                chance = random.Random(f"{seed} {path.stem} {group} {number}")  # noqa: S311  can be repeated
                yield _transition(chance, path.stem, group, bank)
