"""What a history remembers beyond its state. It is looked up as needed, so a long history costs no more."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import islice
from typing import NamedTuple, Protocol

from harvester.change import Change
from harvester.history.comparing import NOTHING, Found
from harvester.model import Pair, Snapshot, WholeText
from harvester.text import match_key

PageOf = Callable[[str], WholeText | None]
"""It returns the whole text of a capture by its key; None if its bytes are not there."""

FoundOf = Callable[[str, str], Found]
"""It returns what was found out ahead about two captures, by their keys, the earlier one first."""


def unknown(_capture: str) -> None:
    """Return that the text of a capture is unknown."""


SurroundingsOf = Callable[[str], tuple[str, ...]]
"""It returns what a page shows beside its pairs, by its id."""

Note = Callable[[str, str, Found], None]
"""It takes what a fold found out itself about two captures, by their keys, the earlier one first."""


def nothing_found(_before: str, _after: str) -> Found:
    """Return that nothing was found out ahead."""
    return NOTHING


def alone(_id: str) -> tuple[str, ...]:
    """Return that nothing is known to stand beside the pairs."""
    return ()


def unnoted(_before: str, _after: str, _found: Found) -> None:
    """Let go of what was found out."""


class PageLookups(NamedTuple):
    """What is known of pages: their whole text, how one continues another, what they show beside pairs."""

    page: PageOf = unknown
    found: FoundOf = nothing_found
    surroundings: SurroundingsOf = alone
    note: Note = unnoted


UNKNOWN = PageLookups()


class NewQuestion(NamedTuple):
    """A question that a version asks for the first time. key: `match_key` of its wording."""

    question: str
    key: str
    position: int


class Alias(NamedTuple):
    """Another id of a question: the one that it would have if its earlier wordings were not known.

    A question whose own id it is comes first; of several equal aliases the first one counts.
    """

    id: str
    question: str


class IdentifiedChange(NamedTuple):
    """A change with its id and the question that it is about, ``""`` for the title and the lead.

    other: of a split, the question that it came out of; of a merge, the one that it went into; else ``""``.
    """

    id: str
    change: Change
    question: str
    other: str = ""


class Opened(NamedTuple):
    """A version: the questions of its pairs in order, and what changed since the one before.

    asked: those of its questions that are new to the article. aliases: further ids of the others.
    """

    n: int
    snapshot: str
    questions: tuple[str, ...] = ()
    changes: tuple[IdentifiedChange, ...] = ()
    asked: tuple[NewQuestion, ...] = ()
    aliases: tuple[Alias, ...] = ()


class Past(Protocol):
    """What the history of one article remembers of its versions. Each look-up is bounded."""

    pages: PageLookups

    def snapshot(self, id: str) -> Snapshot:  # noqa: A002  the word for it
        """Return the content of a snapshot that is or was a version."""

    def placed(self, snapshot: str) -> tuple[str, ...] | None:
        """Return the questions of a snapshot's pairs, in order; None where it never was a version."""

    def version_of(self, snapshot: str) -> int:
        """Return the number of the newest version that showed the snapshot, 0 for none."""

    def dropped(self, limit: int) -> tuple[tuple[str, Pair], ...]:
        """Return questions that the newest version lacks, each as last shown, the last dropped first.

        If several were dropped together, the first on the page comes first.
        """

    def away(self, key: str, limit: int) -> tuple[tuple[str, Pair], ...]:
        """Return as `dropped` does, from any time, the questions whose last wording has that match key."""

    def shown(self, questions: Sequence[str]) -> tuple[Pair, ...]:
        """Return questions that the newest version lacks as they were last shown."""

    def named(self, key: str) -> tuple[str, ...]:
        """Return the questions whose first wording has that match key, by ordinal."""


class Memory:
    """A `Past` in memory, for the fold of a whole history; `tell` must add each version."""

    def __init__(self, snapshots: Callable[[str], Snapshot], pages: PageLookups = UNKNOWN) -> None:
        self._snapshots, self.pages = snapshots, pages
        self._newest = Opened(0, "")
        self._placed: dict[str, tuple[str, ...]] = {}
        self._versions: dict[str, int] = {}
        self._named: defaultdict[str, list[str]] = defaultdict(list)
        self._away: dict[str, Pair] = {}  # the last dropped stands last
        self._by_key: defaultdict[str, dict[str, Pair]] = defaultdict(dict)

    def tell(self, version: Opened) -> None:
        """Remember the next version."""
        for question in version.questions:
            if question in self._away:
                pair = self._away.pop(question)
                del self._by_key[match_key(pair.question)][question]
        kept = set(version.questions)
        before = () if self._newest.n == 0 else self.snapshot(self._newest.snapshot).pairs
        for question, pair in reversed(list(zip(self._newest.questions, before, strict=True))):
            if question not in kept:
                self._away[question] = self._by_key[match_key(pair.question)][question] = pair
        for question, key, _ in version.asked:
            self._named[key].append(question)
        self._placed[version.snapshot] = version.questions
        self._versions[version.snapshot] = version.n
        self._newest = version

    def snapshot(self, id: str) -> Snapshot:  # noqa: A002  as in Past
        """Return the content of that id."""
        return self._snapshots(id)

    def placed(self, snapshot: str) -> tuple[str, ...] | None:
        """Return the questions of a snapshot's pairs; None where it never was a version."""
        return self._placed.get(snapshot)

    def version_of(self, snapshot: str) -> int:
        """Return the number of the newest version that showed it, 0 for none."""
        return self._versions.get(snapshot, 0)

    def dropped(self, limit: int) -> tuple[tuple[str, Pair], ...]:
        """Return the last dropped questions, the latest first."""
        return tuple(islice(reversed(self._away.items()), limit))

    def away(self, key: str, limit: int) -> tuple[tuple[str, Pair], ...]:
        """Return the last dropped questions of that key, the latest first."""
        found = self._by_key.get(key, {})
        return tuple(islice(reversed(found.items()), limit))

    def shown(self, questions: Sequence[str]) -> tuple[Pair, ...]:
        """Return questions that the newest version lacks as last shown."""
        return tuple(self._away[question] for question in questions)

    def named(self, key: str) -> tuple[str, ...]:
        """Return the questions whose first wording has that key."""
        return tuple(self._named.get(key, ()))
