"""An HTML page as blocks: one walk over lexbor's tree, in page order. Metadata elements are only put aside."""

from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from harvester.model import Block, Container, Kind
from harvester.normalise.flow import Flow
from harvester.normalise.tags import (
    CELLS,
    COLLECTED,
    INLINE,
    LISTS,
    MARKS,
    OWN_KINDS,
    ROLE_KINDS,
    SKIPPED,
)

_WITHOUT_EVENTS = 1
"""LexborDocumentOptions.WO_EVENTS: the tree as written; mutation events cost half of the parse."""

_INHERITED = frozenset(
    (Kind.HEADING, Kind.TERM, Kind.DEFINITION, Kind.SUMMARY, Kind.BUTTON, Kind.CAPTION, Kind.QUOTE)
)
_LONE = frozenset((Kind.ITEM, Kind.CELL))
"""Kinds that a paragraph takes over only where it is all that its item or cell holds."""


class Page(NamedTuple):
    """What the walk brings back. metadata: the elements put aside, in page order."""

    blocks: list[Block]
    containers: list[Container]
    metadata: list[LexborNode]
    language: str


class Frame:
    """An open block-level element; its container is made when the first block needs it."""

    __slots__ = ("cells", "column", "container", "first", "kind", "level", "lists", "node", "parent", "tag")

    def __init__(self, node: LexborNode, tag: str, parent: "Frame | None", first: int) -> None:
        self.node = node
        self.tag = tag
        self.parent = parent
        self.first = first
        self.container = -1
        self.kind = Kind.PARAGRAPH
        self.level = 0
        self.lists = 0
        self.cells = 0
        self.column = 0


class Walk:
    """The state of one walk: open frames, the text that is being gathered, what is done."""

    def __init__(self, body: LexborNode) -> None:
        self.blocks: list[Block] = []
        self.containers: list[Container] = []
        self.metadata: list[LexborNode] = []
        self.flow = Flow()
        self.frame = Frame(body, "body", None, 0)

    def run(self, body: LexborNode) -> None:
        """Visit every node below the body once."""
        flow, stack = self.flow, [(None, "body")]
        node = body.child
        while stack:
            while node is not None:
                tag = node.tag
                if tag == "-text":
                    flow.add(node.text_content or "")
                elif tag == "br":
                    if flow.line_break():
                        self.flush()
                elif tag in COLLECTED:
                    self.metadata.append(node)
                elif tag not in SKIPPED:
                    child = node.child
                    stack.append((node.next, tag))
                    self.open(node, tag)
                    node = child
                    continue
                node = node.next
            node, tag = stack.pop()
            self.close(tag)

    def open(self, node: LexborNode, tag: str) -> None:
        """Begin a mark or a container."""
        if tag in INLINE:
            if tag in MARKS:
                self.flow.open(MARKS[tag])
            return
        if self.flow.pieces:
            self.flush()
        frame = self.frame
        if tag in CELLS:
            frame.cells += 1
        self.frame = Frame(node, tag, frame, len(self.blocks))

    def close(self, tag: str) -> None:
        """End a mark or a container."""
        if tag in INLINE:
            if tag in MARKS:
                self.flow.close()
            return
        if self.flow.pieces:
            self.flush()
        frame = self.frame
        if frame.kind in _LONE and len(self.blocks) - frame.first == 1:
            block = self.blocks[-1]
            if block.kind is Kind.PARAGRAPH:
                self.blocks[-1] = block._replace(kind=frame.kind, level=frame.level)
        if frame.parent is not None:
            self.frame = frame.parent

    def flush(self) -> None:
        """Make a block of the gathered text."""
        text, marks = self.flow.take()
        if not text:
            return
        frame = self.frame
        if frame.container < 0:
            self.contain(frame)
        self.blocks.append(Block(frame.kind, text, frame.container, frame.level, marks))

    def contain(self, frame: Frame) -> None:
        """Give the frame and those around it their containers and kinds."""
        missing = []
        around: Frame | None = frame
        while around is not None and around.container < 0:
            missing.append(around)
            around = around.parent
        for inner in reversed(missing):
            settle(inner, self.containers)


def settle(frame: Frame, containers: list[Container]) -> None:
    """Append the container of the frame and decide what its text is. Its parent has been settled."""
    attributes = frame.node.attributes
    parent = frame.parent
    role = attributes.get("role") or ""
    style = attributes.get("style") or ""
    above = parent.container if parent is not None else -1
    container = Container(
        parent=above,
        tag=frame.tag,
        path=f"{containers[above].path}/{frame.tag}" if above >= 0 else frame.tag,
        classes=attributes.get("class") or "",
        name=attributes.get("id") or "",
        role=role,
        microdata=f"{attributes.get('itemprop') or ''} {attributes.get('itemtype') or ''}".strip(),
        hidden="hidden" in attributes or attributes.get("aria-hidden") == "true" or _is_undisplayed(style),
    )
    frame.container = len(containers)
    containers.append(container)
    if parent is None:
        return
    frame.lists = parent.lists + (frame.tag in LISTS)
    own = OWN_KINDS.get(frame.tag) or ROLE_KINDS.get(role)
    if own is not None:
        frame.kind = own
        frame.level = _level(frame, own, attributes.get("aria-level") or "2")
        _give_way(frame, parent)
    elif parent.kind in _INHERITED:
        frame.kind, frame.level = parent.kind, parent.level


def _is_undisplayed(style: str) -> bool:
    return bool(style) and "display:none" in style.replace(" ", "").lower()


def _level(frame: Frame, kind: Kind, aria_level: str) -> int:
    if kind is Kind.HEADING:
        if frame.tag[0] == "h" and frame.tag[1:].isdecimal():
            return int(frame.tag[1:])
        return min(int(aria_level), 6) if aria_level.isdecimal() else 2
    if kind is Kind.ITEM:
        return frame.lists
    if kind is Kind.CELL and frame.parent is not None:
        return frame.parent.cells
    return 0


def _give_way(frame: Frame, parent: Frame) -> None:
    """Let what asks win over how it is set: a heading in a summary or term, a button in a heading."""
    if parent.kind in {Kind.SUMMARY, Kind.TERM} and frame.kind in {Kind.HEADING, Kind.BUTTON}:
        frame.kind = parent.kind
    elif parent.kind is Kind.HEADING and frame.kind is Kind.BUTTON:
        frame.kind, frame.level = parent.kind, parent.level


def read(html: bytes) -> Page:
    """Return the blocks and containers of the page, UTF-8, and its metadata elements."""
    tree = LexborHTMLParser(html, options=_WITHOUT_EVENTS, scripting=True)
    body = tree.body
    walk = Walk(body)
    if body is not None:
        walk.run(body)
    head = tree.head
    inside = [] if head is None else [node for node in head.iter() if node.tag in COLLECTED]
    language = (tree.root.attributes.get("lang") or "") if tree.root is not None else ""
    return Page(walk.blocks, walk.containers, inside + walk.metadata, language)
