"""Note the fields of forms: where readers write or choose, the page waits for text and does not give it."""

from collections.abc import Sequence
from itertools import accumulate

from selectolax.lexbor import LexborNode

from harvester.model import Block, Field

MAX_FIELDS = 10_000
"""At most this many fields of a page are noted. Questionnaires have less than a hundred."""

_NO_FIELDS = frozenset(("hidden", "submit", "button", "image", "reset"))
_TICKED = frozenset(("checkbox", "radio"))


class Fields(list[Field]):
    """Fields are noted while the page is walked, in page order."""

    def note(self, node: LexborNode, above: int) -> None:
        """Note an element of a form, with the number of blocks above it, if readers can fill it in."""
        kind = (node.attributes.get("type") or "").strip().lower() if node.tag == "input" else ""
        if kind not in _NO_FIELDS and len(self) < MAX_FIELDS:
            self.append(Field(above, kind not in _TICKED))

    def among(self, blocks: Sequence[Block], kept: Sequence[Block]) -> tuple[Field, ...]:
        """Return the fields with their places among the blocks that were kept of those of the walk."""
        if not self or len(kept) == len(blocks):
            return tuple(self)
        known = set(map(id, kept))
        above = [0, *accumulate(id(block) in known for block in blocks)]
        return tuple(field._replace(above=above[field.above]) for field in self)
