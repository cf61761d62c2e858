"""Decide whether an unknown element is inline text, as a publisher's <person>, or a part of the page."""

from selectolax.lexbor import LexborNode

from harvester.normalise.tags import BLOCK, ROLES, SKIP

CHILDREN = 32
"""At most this many children of an unknown element are looked at; all of nested ones would take too long."""


def stands_in_text(node: LexborNode, *, begun: bool) -> bool:
    """Return whether the unknown element is part of a line of text, as browsers show it (HTML, 15.3.1).

    ``begun`` says whether text stands before it. A name with a hyphen belongs to a custom element (HTML,
    4.13.2), which is mostly a widget and not part of the text.
    """
    if "-" in (node.tag or ""):
        return False
    return (begun or _is_text(node.next)) and not _has_block(node)


def _is_text(node: LexborNode | None) -> bool:
    raw = None if node is None else node.text_content
    return raw is not None and not raw.isspace()


def _has_block(node: LexborNode) -> bool:
    child = node.first_child
    for _ in range(CHILDREN):
        if child is None:
            return False
        if ROLES.get(child.tag or "", SKIP) >= BLOCK:
            return True
        child = child.next
    return False
