"""Where lines stand: what elements look like, and which are around which. Containers only, never words."""

# ruff: noqa: SIM905  tables of names read best as text

import re
from functools import lru_cache

from harvester.model import Container

DEPTH = 200
"""Elements around a block that are told apart; ordinary pages have thirty, what is deeper counts as one."""

TEXT_TAGS = frozenset(
    "p ul ol li dl dt dd blockquote table tbody thead tr td th pre h1 h2 h3 h4 h5 h6".split()
)
"""Elements that text is made of: being in one is no place of its own."""

_STATE = frozenset(
    "active open opened closed collapsed collapse expanded first last odd even show in fade".split()
)
_PARTS = re.compile(r"[-_:]+")
_COUNTER = re.compile(r"\d{3,}|\d+$", re.ASCII)


@lru_cache(maxsize=8192)
def shape_of(tag: str, classes: str) -> str:
    """Return what an element looks like: its tag and classes, without states and counters."""
    if not classes:
        return tag
    kept = [
        _COUNTER.sub("", name) for name in classes.split() if _STATE.isdisjoint(_PARTS.split(name.lower()))
    ]
    return f"{tag}.{'.'.join(sorted(kept))}"


class Places:
    """The containers of a document as chains from the outermost in, each built once, when asked for."""

    def __init__(self, containers: tuple[Container, ...]) -> None:
        self._containers = containers
        self._chains: dict[int, tuple[int, ...]] = {-1: ()}
        self._shapes: dict[int, tuple[str, ...]] = {-1: ()}
        self._looks: dict[int, tuple[str, str]] = {}

    def chain(self, container: int) -> tuple[int, ...]:
        """Return the containers around this one, outermost first, it being the last."""
        if container not in self._chains:
            self._build(container)
        return self._chains[container]

    def shapes(self, container: int) -> tuple[str, ...]:
        """Return the looks of the chain, what is only text left out."""
        if container not in self._shapes:
            self._build(container)
        return self._shapes[container]

    def shape(self, container: int) -> str:
        """Return the look of the container itself."""
        _, tag, _, classes, *_ = self._containers[container]
        return shape_of(tag, classes)

    def look(self, container: int) -> tuple[str, str]:
        """Return the looks of the container and of the one around it."""
        if container not in self._looks:
            parent = self._containers[container].parent
            self._looks[container] = (self.shape(container), self.shape(parent if parent >= 0 else container))
        return self._looks[container]

    def around(self, members: list[int]) -> int:
        """Return the nearest container around all of the members that is none of them, or -1."""
        common = self.chain(members[0])[:-1]
        for member in set(members):
            chain = self.chain(member)
            while common[-1:] and (len(chain) < len(common) or chain[len(common) - 1] != common[-1]):
                common = common[:-1]
        return common[-1] if common else -1

    def _build(self, container: int) -> None:
        missing = []
        while container not in self._chains:
            missing.append(container)
            container = self._containers[container].parent
        chain, shapes = self._chains[container], self._shapes[container]
        for at in reversed(missing):
            if len(chain) < DEPTH:
                chain = (*chain, at)
                if self._containers[at].tag not in TEXT_TAGS:
                    shapes = (*shapes, self.shape(at))
            self._chains[at], self._shapes[at] = chain, shapes
