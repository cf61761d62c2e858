"""Note the fields of forms: where readers write or choose, the page waits for text and does not give it."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from harvester.model import Block

MAX_FIELDS = 10_000
"""At most this many fields of a page are noted. Questionnaires have less than a hundred."""

_NO_FIELDS = frozenset(("hidden", "submit", "button", "image", "reset"))
_TICKED = frozenset(("checkbox", "radio"))


class Fields(NamedTuple):
    """Fields are noted while the page is walked, each as the number of blocks above it.

    ``written``: readers write in it, or choose from a list. ``ticked``: it is a box or a button to tick.
    """

    written: list[int]
    ticked: list[int]

    def note(self, node: LexborNode, above: int) -> None:
        """Note an element of a form, with the number of blocks above it, if readers can fill it in."""
        kind = (node.attributes.get("type") or "").strip().lower() if node.tag == "input" else ""
        found = self.ticked if kind in _TICKED else self.written
        if kind not in _NO_FIELDS and len(found) < MAX_FIELDS:
            found.append(above)

    def among(self, blocks: Sequence[Block], kept: Sequence[Block]) -> "Fields":
        """Return the fields with their places among the blocks that were kept of those of the walk."""
        if len(kept) == len(blocks):
            return self
        known = set(map(id, kept))
        above = [0, *accumulate(id(block) in known for block in blocks)]
        return Fields([above[at] for at in self.written], [above[at] for at in self.ticked])
