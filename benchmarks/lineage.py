"""How well transitions are linked: ``python -m benchmarks.lineage [SEED…] [--written] [--errors]``.

For each group and language: precision, recall and F1 of the links of questions that are worded anew, the
share of transitions without a missing or wrong link, and the splits and merges that were found, wanted and
false. Then for each fate, how many of its links were made, and of its splits and merges found. "in words" are
the transitions in which every question that goes on has a word in common with what it was.
``benchmarks/invented.py`` draws the transitions. ``--written`` takes those of `tests/diff/written`, whose
writer had not seen what links questions.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from benchmarks.invented import Transition, invented
from harvester.diff import Matching, match
from harvester.model import Pair

SAME_WORDS = frozenset(
    ("kept", "edited", "turned round", "twins", "twin comes", "twin goes", "carved", "absorbed")
)
"""These fates leave the question's words. Links of all others are of questions that are worded anew."""

KINDS = {"same": "kept", "answer-edited": "edited"}
"""Of the kinds of links in `WRITTEN`, these leave the question's words."""

SIDES = ("old", "new")

WRITTEN = Path(__file__).parents[1] / "tests" / "diff" / "written" / "first.jsonl"

WORDLESS = "nothing in common"
"""In this fate no word tells that the question is the same. A reader knows by what it means."""

Link: TypeAlias = tuple[int, int]
Group: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(slots=True)
class Tally:
    """Counts over transitions. right, wrong, missed: links of questions that are worded anew."""

    transitions: int = 0
    exact: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    groups_found: int = 0
    groups_wanted: int = 0
    groups_false: int = 0
    fates: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """How often a link, or a split or merge, of a fate was made or not."""

    @property
    def precision(self) -> float:
        """Return the share of the links that were made that are right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Return the share of the wanted links that were made."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def row(self) -> str:
        """Return the figures as cells."""
        shares = (self.precision, self.recall, self.f1, self.exact / max(1, self.transitions))
        links = "".join(f" {share:7.3f}" for share in shares)
        groups = f"{self.groups_found:4} of {self.groups_wanted:3} {self.groups_false:5}"
        return f"{self.transitions:5}{links} {groups}"


def _groups(matching: Matching) -> AbstractSet[Group]:
    """Return the splits and merges, each as all its older and all its newer positions."""
    after = dict(matching.links)
    before = {new: old for old, new in matching.links}
    splits: dict[int, set[int]] = defaultdict(set)
    merges: dict[int, set[int]] = defaultdict(set)
    for part in matching.splits:
        splits[part.old] |= {after[part.old], part.new}
    for part in matching.merges:
        merges[part.new] |= {before[part.new], part.old}
    return {((old,), tuple(sorted(news))) for old, news in splits.items()} | {
        (tuple(sorted(olds)), (new,)) for new, olds in merges.items()
    }


def alternatives(wanted: Transition, link: Link) -> AbstractSet[Link]:
    """Return the links that are as good: within a split or merge any question may be the one that goes on."""
    for olds, news in wanted.grouped:
        if link[0] in olds and link[1] in news:
            return {(old, new) for old in olds for new in news}
    return {link}


def _found_links(wanted: Transition, made: AbstractSet[Link]) -> dict[Link, bool]:
    """Return for each wanted link whether it, or one that is as good, was made."""
    return {link: bool(made & alternatives(wanted, link)) for link in wanted.links}


def count(tally: Tally, wanted: Transition, matching: Matching) -> None:
    """Add a transition."""
    made, groups, given = set(matching.links), set(wanted.grouped), _groups(matching)
    allowed = {each for link in wanted.links for each in alternatives(wanted, link)}
    hits = _found_links(wanted, made)
    for link, hit in hits.items():
        fate = wanted.links[link]
        tally.fates[fate, hit] += 1
        tally.right += hit and fate not in SAME_WORDS
        tally.missed += not hit and fate not in SAME_WORDS
    for olds, news in groups:
        fate = next(fate for (old, new), fate in wanted.links.items() if old in olds and new in news)
        tally.fates[f"{fate}, as one", (olds, news) in given] += 1
    tally.transitions += 1
    tally.exact += all(hits.values()) and made <= allowed
    tally.wrong += len(made - allowed)
    tally.groups_found += len(groups & given)
    tally.groups_wanted += len(groups)
    tally.groups_false += len(given - groups)


def _errors(wanted: Transition, matching: Matching) -> Iterator[str]:
    """Yield what is wrong with a transition."""
    made, groups, given = set(matching.links), set(wanted.grouped), _groups(matching)
    said: dict[Group, str] = {
        ((old,), (new,)): f"missed ({wanted.links[old, new]})"
        for (old, new), hit in _found_links(wanted, made).items()
        if not hit
    }
    allowed = {each for link in wanted.links for each in alternatives(wanted, link)}
    said |= {((old,), (new,)): "wrong" for old, new in made - allowed}
    said |= dict.fromkeys(groups - given, "not found as one")
    said |= dict.fromkeys(given - groups, "false as one")
    for (olds, news), what in said.items():
        sides = " + ".join(wanted.old[n][0] for n in olds), " + ".join(wanted.new[n][0] for n in news)
        yield f"{wanted.language}, {wanted.group}: {what}: {'  >  '.join(sides)}"


def drawn(seeds: Sequence[int]) -> Iterator[Transition]:
    """Yield the transitions of these draws."""
    for seed in seeds:
        yield from invented(seed)


def written() -> Iterator[Transition]:
    """Yield the transitions by a writer."""
    yield from map(labelled, WRITTEN.read_text("utf-8").splitlines())


def labelled(line: str) -> Transition:
    """Return a labelled transition; the fate of a link is its kind."""
    row = json.loads(line)
    old, new = ([(each["question"], each["answer"]) for each in row[side]["pairs"]] for side in SIDES)
    grouped: list[Group] = [((whole,), tuple(sorted(parts))) for whole, parts in row["splits"]]
    grouped += [(tuple(sorted(parts)), (whole,)) for parts, whole in row["merges"]]
    links = {(before, after): KINDS.get(kind, kind) for before, after, kind in row["links"]}
    return Transition(row["language"], row["note"], old, new, links, grouped)


def tallied(transitions: Iterable[Transition], errors: list[str] | None = None) -> dict[str, Tally]:
    """Return the counts of all transitions, of each group and language. Errors are added to the list."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for each in transitions:
        found = match([Pair(*one) for one in each.old], [Pair(*one) for one in each.new])
        in_words = () if WORDLESS in each.links.values() else ("in words",)
        for name in ("all", *in_words, each.group, each.language):
            count(tallies[name], each, found)
        if errors is not None:
            errors += _errors(each, found)
    return tallies


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("seeds", nargs="*", type=int, metavar="SEED", default=[1], help="which draws; 1")
    options.add_argument("--written", action="store_true", help="the transitions by a writer instead")
    options.add_argument("--errors", action="store_true", help="print each error")
    given = options.parse_args()
    errors: list[str] = []
    tallies = tallied(written() if given.written else drawn(given.seeds), errors)
    print(f"{'':12} {'n':>5} {'P':>7} {'R':>7} {'F1':>7} {'exact':>7} splits, merges, false")
    for name, tally in tallies.items():
        print(f"{name:12} {tally.row()}")
    fates = tallies["all"].fates
    for name in sorted({name for name, _ in fates}):
        print(f"{fates[name, True]:5} of {fates[name, True] + fates[name, False]:5}  {name}")
    print(*(errors if given.errors else ()), sep="\n")


if __name__ == "__main__":
    main()
