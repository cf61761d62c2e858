"""Read an HTML page as blocks and containers, with its metadata elements and what was left out."""

from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from harvester.model import Block, Container, Reference
from harvester.normalise.excerpts import without_excerpts
from harvester.normalise.fields import Fields
from harvester.normalise.flow import TEXT_LIMIT
from harvester.normalise.guard import tame
from harvester.normalise.roles import ROLE_BY_ID
from harvester.normalise.structured import MAX_CHARS, is_json_ld
from harvester.normalise.tags import ASIDE
from harvester.normalise.walk import Walk

_WITHOUT_EVENTS = 1
"""This is LexborDocumentOptions.WO_EVENTS. The tree stays as written; no option is copied elsewhere."""

MAX_JSON = MAX_CHARS
"""At most this many characters of JSON-LD are read from a page's scripts together, as from a single one.

Reading so much broken JSON-LD takes a second.
"""
JSON_CUT = f"JSON-LD after {MAX_JSON:,} characters left out"


class WalkedPage(NamedTuple):
    """A page is the result of the walk. ``aside`` has the metadata elements, in page order.

    ``fields`` has the fields of forms.
    """

    blocks: list[Block]
    containers: list[Container]
    aside: list[LexborNode]
    language: str
    cuts: tuple[str, ...]
    fields: Fields


def read(html: bytes) -> WalkedPage:
    """Return the blocks, containers and metadata elements of a page in UTF-8."""
    html, cuts = tame(html)
    tree = LexborHTMLParser(html, options=_WITHOUT_EVENTS, scripting=True)
    body, head, root = tree.body, tree.head, tree.root
    aside = [] if head is None else [node for node in head.iter() if ROLE_BY_ID.get(node.tag_id) == ASIDE]
    language = (root.attributes.get("lang") or "") if root is not None else ""
    if body is None:
        return WalkedPage([], [], aside, language, cuts, Fields([], []))
    walk = Walk(body, has_buttons=b"aria-expanded" in html)
    walk.run(body.first_child)
    walk.flush()
    _put_images_below(walk)
    if walk.flow.cut:
        cuts = (*cuts, f"text after {TEXT_LIMIT:,} characters of a block left out")
    aside += walk.aside
    if len(html) > MAX_JSON and len(fewer := _with_less_json(aside)) < len(aside):
        aside, cuts = fewer, (*cuts, JSON_CUT)
    blocks = without_excerpts(walk.blocks, walk.containers)
    fields = walk.fields.among(walk.blocks, blocks)
    return WalkedPage(blocks, walk.containers, aside, language, cuts, fields)


def _put_images_below(walk: Walk) -> None:
    """Put images below all text at the end of the last block, for no block follows them."""
    if walk.blocks and (images := walk.flow.left_images()):
        last = walk.blocks[-1]
        end = len(last.text)
        below = (Reference("image", end, end, alternative) for alternative in images)
        walk.blocks[-1] = last._replace(references=(*last.references, *below))


def _with_less_json(aside: list[LexborNode]) -> list[LexborNode]:
    """Return the metadata elements without the JSON-LD beyond ``MAX_JSON`` characters."""
    left, kept = MAX_JSON, []
    for node in aside:
        if node.tag == "script" and is_json_ld(node.attributes.get("type")):
            left -= len(node.text() or "")
            if left < 0:
                continue
        kept.append(node)
    return kept
