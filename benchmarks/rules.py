"""What each rule of the parser gains and loses: it is left out, and everything is read again.

``python -m benchmarks.rules [NAME…]`` prints a line for each rule: pairs right that are gained and lost by
leaving it out, leaks and pages with invented pairs, and the number of sites on which it changes the pairs.
The pages are the corpus as found and without markup where there is one, the project's own, and the own pages
each redesigned in one way and enriched with kind a.

Rules are found, not listed: each function of `harvester.parse` that returns a bool, a reason against a line,
or one of its arguments changed; each table of words; each pattern. Left out, a function says no, gives no
reason or changes nothing, and a table or pattern finds nothing. Two rules that stand in for each other both
seem to earn nothing, so leave them out one after the other.
"""

import argparse
import importlib
import inspect
import pkgutil
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import NamedTuple
from urllib.parse import urlsplit

import harvester.parse
from benchmarks.corpus import FOLDERS, judged, stripped
from benchmarks.enriched import enriched
from benchmarks.redesigns import REDESIGNS
from benchmarks.rewriting import own_pages, rewritten
from benchmarks.scoring import Gold, Score, score
from harvester.languages.phrases import Lines, Within
from harvester.model import NormalDocument
from harvester.normalise import normalise
from harvester.parse import parse
from harvester.parse.evidence import Case

FEW = 3
"""Rules that decide on fewer sites than this are listed at the end."""
SKIPPED = frozenset(("explain", "parser"))
"""Modules of the order of the work, which hold no rules."""
NEVER = re.compile(r"(?!)")
"""It matches nothing."""
PLAIN = frozenset((str, int, float))
"""Types of which a function makes another value, so that its argument cannot stand in for it."""
GROUPS = ("as found", "stripped", "own", "redesigned", "enriched")
FAILURES = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What goes wrong where other code is built on a rule."""


class Rule(NamedTuple):
    """A rule by its place in the code. value: what stands there. stand_in: what says nothing in its place."""

    name: str
    value: object
    stand_in: object


class Read(NamedTuple):
    """A page as a document, with its gold. group: where it is from. site: its host, or its own name."""

    group: str
    site: str
    gold: Gold
    document: NormalDocument


class Effect(NamedTuple):
    """What leaving a rule out does to a number of pages.

    gained, lost: pairs right, by group. leaks, invented: how many more. sites: on which any pair is another.
    needed: what went wrong without the rule, because other code is built on it; then the rest is empty.
    """

    name: str
    gained: Mapping[str, int]
    lost: Mapping[str, int]
    leaks: int = 0
    invented: int = 0
    sites: frozenset[str] = frozenset()
    needed: str = ""


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return the modules of the parser."""
    found = pkgutil.walk_packages(harvester.parse.__path__, "harvester.parse.")
    return tuple(importlib.import_module(one.name) for one in found)


def rules() -> dict[str, Rule]:
    """Return the rules of the parser by name, in the order of its modules."""
    found: dict[int, Rule] = {}
    for module in modules():
        short = module.__name__.removeprefix("harvester.parse.")
        if short in SKIPPED:
            continue
        for name, value in vars(module).items():
            stand_in = _stand_in(value, module.__name__)
            if stand_in is not None:
                found.setdefault(id(value), Rule(f"{short}.{name}", value, stand_in))
    return {rule.name: rule for rule in found.values()}


def _stand_in(value: object, module: str) -> object:
    """Return what says nothing in place of a rule of a module, None for what is no rule of it."""
    if isinstance(value, re.Pattern):
        return NEVER
    if isinstance(value, Lines | Within):
        return type(value)(())
    if isinstance(value, frozenset) and all(type(one) is str for one in value):
        return frozenset()
    if callable(value) and not inspect.isclass(value) and getattr(value, "__module__", "") == module:
        return _silent(value)
    return None


def _silent(function: Callable[..., object]) -> Callable[..., object] | None:
    """Return a function that says no, gives no reason or changes nothing; None for what is no rule."""
    signature = inspect.signature(function)
    returned, parameters = signature.return_annotation, list(signature.parameters.values())
    if returned is bool:
        return lambda *_, **__: False
    if returned is str and [one.annotation for one in parameters[:1]] == [Case]:
        return lambda *_, **__: ""
    same = [place for place, one in enumerate(parameters) if one.annotation == returned]
    return (lambda *given, **_: given[same[-1]]) if same and returned not in PLAIN else None


@contextmanager
def left_out(rule: Rule) -> Iterator[None]:
    """Put the stand-in of a rule wherever the program holds the rule, by itself or in a table."""
    held = list(_held(rule.value))
    for module, name, value in held:
        setattr(module, name, _without(rule, value))
    _forget()
    try:
        yield
    finally:
        for module, name, value in held:
            setattr(module, name, value)
        _forget()


def _held(value: object) -> Iterator[tuple[ModuleType, str, object]]:
    for module in modules():
        for name, held in list(vars(module).items()):
            if _holds(held, value):
                yield module, name, held


def _holds(held: object, value: object) -> bool:
    """Return whether it is the value, or a table of such or of rows with it."""
    return held is value or (type(held) is tuple and any(_holds(one, value) for one in held))


def _without(rule: Rule, held: object) -> object:
    if held is rule.value:
        return rule.stand_in
    return tuple(_without(rule, one) for one in held) if type(held) is tuple else held


def _forget() -> None:
    """Empty the caches of the parser."""
    for module in modules():
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@cache
def pages() -> tuple[Read, ...]:
    """Return the pages on which rules are tried."""
    return (*_of_corpus(), *_of_own())


def _of_corpus() -> Iterator[Read]:
    for folder in FOLDERS:
        for gold, body in judged(folder):
            site = urlsplit(gold["url"] or "").hostname or gold["id"]
            yield Read("as found", site, gold, normalise(body, content_type="text/html"))
            if folder == "faq":
                yield Read("stripped", site, gold, normalise(stripped(body), content_type="text/html"))


def _of_own() -> Iterator[Read]:
    names = list(REDESIGNS)
    for number, (gold, text) in enumerate(own_pages("cases", "sites", "gaps")):
        own = [("own", text.encode(), gold)]
        own.append(("redesigned", *rewritten(text, gold, REDESIGNS[names[number % len(names)]])))
        if gold["pairs"]:
            rich = enriched(gold, text, "a")
            own.append(("enriched", rich.body, rich.gold))
        for group, body, wanted in own:
            document = normalise(body, content_type="text/html; charset=utf-8")
            yield Read(group, gold["id"], wanted, document)


@cache
def as_it_is() -> tuple[tuple[tuple[tuple[str, str], ...], Score], ...]:
    """Return the pairs and the score of each page with all rules."""
    return tuple(map(_outcome, pages()))


def _outcome(page: Read) -> tuple[tuple[tuple[str, str], ...], Score]:
    pairs = parse(page.document).pairs
    return tuple((pair.question, pair.answer) for pair in pairs), score(page.gold, pairs)


def effect(name: str) -> Effect:
    """Return what leaving out the rule of that name does."""
    gained: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    leaks = invented = 0
    sites = set()
    before = as_it_is()
    with left_out(rules()[name]):
        for page, (pairs, was) in zip(pages(), before, strict=True):
            try:
                own = parse(page.document).pairs
            except FAILURES as error:
                return Effect(name, {}, {}, needed=type(error).__name__)
            if tuple((pair.question, pair.answer) for pair in own) == pairs:
                continue
            sites.add(page.site)
            now = score(page.gold, own)
            gained[page.group] += max(0, now.right - was.right)
            lost[page.group] += max(0, was.right - now.right)
            leaks += now.leaks - was.leaks
            if not now.gold:
                invented += (now.predicted > 0) - (was.predicted > 0)
    return Effect(name, gained, lost, leaks, invented, frozenset(sites))


def printed(one: Effect) -> str:
    """Return the line of a rule in the table."""
    if one.needed:
        return f"| {one.name} | {' | '.join('-' for _ in GROUPS)} | - | - | needed ({one.needed}) |"
    cells = [f"+{one.gained.get(group, 0)} -{one.lost.get(group, 0)}" for group in GROUPS]
    return f"| {one.name} | {' | '.join(cells)} | {one.leaks:+d} | {one.invented:+d} | {len(one.sites)} |"


def main() -> None:
    """Print the table as Markdown, then the rules that decide on few sites."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "names", nargs="*", metavar="NAME", help="beginnings of names of rules; all if absent"
    )
    asked = options.parse_args()
    names = [name for name in rules() if not asked.names or name.startswith(tuple(asked.names))]
    print(f"| left out | {' | '.join(GROUPS)} | leaks | invented | sites |")
    print(f"|---|{'--:|' * (len(GROUPS) + 3)}")
    few = []
    with ProcessPoolExecutor() as pool:
        for one in pool.map(effect, names):
            print(printed(one), flush=True)
            if not one.needed and len(one.sites) < FEW:
                few.append(f"{one.name} ({', '.join(sorted(one.sites)) or 'none'})")
    print(f"\nThey decide on fewer than {FEW} sites: {'; '.join(few)}")


if __name__ == "__main__":
    main()
