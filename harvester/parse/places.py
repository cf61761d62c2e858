"""Describe where lines stand: how elements look and nest. Only containers count, never words."""

# ruff: noqa: SIM905  tables of names are easiest to read as text

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from harvester.model import Container

TEXT_TAGS = frozenset(
    (
        "p ul ol li dl dt dd blockquote table caption tbody thead tr td th pre h1 h2 h3 h4 h5 h6 button span"
    ).split()
)
"""Text consists of these elements, so they make no separate place."""

OUTSIDE = -2
"""This is the box of everything outside the top container."""

_CELLS = frozenset(("td", "th"))
_STATE = frozenset(
    "active open opened close closed collapsed collapse expanded first last odd even show in fade".split()
)
_PARTS = re.compile(r"[-_:]+")
_COUNTER = re.compile(r"\d{3,}|\d+$", re.ASCII)
_IDENTIFIER = re.compile(r"(?<=[a-z]{4}[-_])(?=[a-f]*\d)[\da-f]{6,}$", re.ASCII)
"""Page builders give each element an identifier in hexadecimal digits, ``elementor-element-5a9fd1``.

It counts only after a word: in ``css-1fa3c2e`` a style sheet's compiler names the look itself."""


@lru_cache(maxsize=8192)
def shape_of(tag: str, classes: str) -> str:
    """Return the look of an element: its tag and classes, without states, counters and identifiers."""
    if not classes:
        return tag
    kept = [
        _COUNTER.sub("", _IDENTIFIER.sub("", name))
        for name in classes.split()
        if _STATE.isdisjoint(_PARTS.split(name.lower()))
    ]
    return f"{tag}.{'.'.join(sorted(kept))}"


def within(containers: Sequence[Container], container: int, top: int) -> bool:
    """Return whether the container is the top or stands in it."""
    while container > top:  # a container comes after the one around it
        container = containers[container].parent
    return container == top


class Places:
    """Places hold the containers of a document by look and place; each is looked at once, when needed.

    The container -1 is around all others. Climbing stops at a known container, so depth costs no extra time.
    """

    def __init__(self, containers: tuple[Container, ...]) -> None:
        self._containers = containers
        self._shapes: dict[int, str] = {}
        self._kinds: dict[int, int] = {-1: 0}
        self._numbers: dict[tuple[int, str], int] = {}

    def shape(self, container: int) -> str:
        """Return the look of the container itself."""
        shape = self._shapes.get(container)
        if shape is None:
            own = self._containers[container]
            shape = self._shapes[container] = shape_of(own.tag, own.classes)
        return shape

    def look(self, container: int) -> tuple[str, str]:
        """Return the looks of the container and of the one around it."""
        parent = self._containers[container].parent
        if parent < 0:
            parent = container
        shapes = self._shapes
        return shapes.get(container) or self.shape(container), shapes.get(parent) or self.shape(parent)

    def kind(self, container: int) -> int:
        """Return a number that containers share if all around them looks alike, except text elements."""
        kinds = self._kinds
        if container in kinds:
            return kinds[container]
        path = []
        while container not in kinds:
            path.append(container)
            container = self._containers[container].parent
        kind = kinds[container]
        for at in reversed(path):
            if self._containers[at].tag not in TEXT_TAGS:
                kind = self._numbers.setdefault((kind, self.shape(at)), len(self._numbers) + 1)
            kinds[at] = kind
        return kind

    def around(self, members: list[int]) -> int:
        """Return the nearest container around all members, other than the first member itself, or -1."""
        path = []
        at = self._containers[members[0]].parent
        while at >= 0:
            path.append(at)
            at = self._containers[at].parent
        heights = {at: height for height, at in enumerate(path)}
        nearest = 0
        seen = {members[0], -1}
        for member in members[1:]:
            at = member
            while at not in heights and at not in seen:
                seen.add(at)
                at = self._containers[at].parent
            nearest = max(nearest, heights.get(at, 0 if at >= 0 else len(path)))
        return path[nearest] if nearest < len(path) else -1

    def around_all(self, members: list[int]) -> int:
        """Return the same as `around`, but a table's cell if it is the container of all members."""
        home = self._containers[members[0]]
        if home.tag in _CELLS and len(members) > 1 and len(set(members)) == 1:
            return members[0]
        return self.around(members)

    def counts(self, members: list[int]) -> Counter[int]:
        """Return for each container how many members it holds, including itself."""
        found: Counter[int] = Counter()
        for member in members:
            at = member
            while at >= 0:
                found[at] += 1
                at = self._containers[at].parent
        return found

    def boxes(self, top: int) -> "Boxes":
        """Return the boxes of ``top``: the containers directly below it."""
        return Boxes(self._containers, top)


class Boxes:
    """Boxes are the containers directly below one, the top; each look-up is done once."""

    def __init__(self, containers: tuple[Container, ...], top: int) -> None:
        self._containers = containers
        self._top = top
        self._boxes = {-1: OUTSIDE} | {top: top}

    def box(self, container: int) -> int:
        """Return the box that is or holds the container; the top for itself, and `OUTSIDE` for all others."""
        boxes = self._boxes
        if container in boxes:
            return boxes[container]
        path = []
        while container not in boxes:
            path.append(container)
            container = self._containers[container].parent
        box = boxes[container]
        if path and container == self._top:
            box = path[-1]
        for at in path:
            boxes[at] = box
        return box
