"""An HTML page as blocks: one walk over lexbor's tree, in page order; metadata is only put aside."""

from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from harvester.model import Block, Container, Kind
from harvester.normalise.flow import TEXT_LIMIT, Flow
from harvester.normalise.guard import tame
from harvester.normalise.plain import paragraphs
from harvester.normalise.structured import MAX_CHARS, is_json_ld
from harvester.normalise.style import (
    Style,
    container_of,
    is_bold,
    is_control,
    is_ligature,
    is_unseen,
    leads_nowhere,
    style_by_role,
    style_inside,
)
from harvester.normalise.tags import (
    ASIDE,
    BLOCK,
    CELL,
    INLINE,
    LONE,
    MARK,
    MARKS,
    NAV,
    ROLES,
    ROW,
    SKIP,
    SPAN,
    UNKNOWN,
)
from harvester.normalise.unknown import stands_in_text

_WITHOUT_EVENTS = 1
"""LexborDocumentOptions.WO_EVENTS: the tree as written, no option copied into a selectedcontent."""


_IN_NO_MENU = "p, h1, article, main, details, dl"
"""A nav element without any of these is nothing but links, as nine of ten are: a fifth of all blocks."""

MAX_NAVS = 500
"""Of one page, that are looked into: in each other, they would take time by the square of their number."""

# By its own name a member takes longer to be looked up than the test.
_PARAGRAPH, _PREFORMATTED = Kind.PARAGRAPH, Kind.PREFORMATTED

_PATH_CHARS = 1_000
"""A path is not made longer than this, or deep pages would take memory by the square of their depth."""


def _roles_by_id() -> dict[int, int]:
    tree = LexborHTMLParser("<p><!---->")
    roles = {tree.create_node(tag).tag_id: role for tag, role in ROLES.items()}
    for comment in tree.css("p")[0].iter(include_text=True):  # has a number, cannot be made by its name
        roles[comment.tag_id] = SKIP
    return roles


_ROLE_BY_ID = _roles_by_id()
"""Roles by lexbor's number of a tag, which is faster to ask for than its name."""
_MARK_BY_ID = {LexborHTMLParser("").create_node(tag).tag_id: kind for tag, kind in MARKS.items()}


MAX_JSON = MAX_CHARS
"""Of one page, in however many scripts, as of one of them: broken, they take a second to be read."""
JSON_CUT = f"JSON-LD after {MAX_JSON:,} characters left out"


class Page(NamedTuple):
    """What the walk brings back. aside: metadata elements, in page order."""

    blocks: list[Block]
    containers: list[Container]
    aside: list[LexborNode]
    language: str
    cuts: tuple[str, ...]


Made = tuple[int, int, Style, str]
"""Of an open element with a container: the container's index, where in the stack the element is, the style
of its text, its path. A plain tuple, for a NamedTuple takes five times as long to make."""


class Walk:
    """The state of one walk: open elements, the text that is being gathered, what is done.

    stack: of each open element, the node after it, its role and itself. made: of those that some
    block needs, outermost first. firsts: of each open item and cell, how many blocks there were before
    it. columns: how many cells each open row has so far. navs: how many nav elements there were.
    has_buttons: whether links can be any.
    """

    def __init__(self, body: LexborNode, *, has_buttons: bool = True) -> None:
        self.has_buttons = has_buttons
        self.blocks: list[Block] = []
        self.containers = [container_of("body", body.attributes, -1, "body")]
        self.aside: list[LexborNode] = []
        self.flow = Flow()
        self.stack: list[tuple[LexborNode | None, int, LexborNode]] = []
        self.made: list[Made] = [(0, -1, Style(Kind.PARAGRAPH, 0, 0), "body")]
        self.firsts: list[int] = []
        self.columns = [0]
        self.navs = 0

    def run(self, node: LexborNode | None) -> None:  # noqa: C901  the hot loop: calls would cost a tenth
        """Visit the node, those after it, and all below them, once each."""
        pieces, stack, made = self.flow.pieces, self.stack, self.made
        role_of = _ROLE_BY_ID.get
        while True:
            while node is None:
                if not stack:
                    return
                role = stack[-1][1]
                if role > INLINE and (pieces or role != BLOCK or made[-1][1] + 1 == len(stack)):
                    self.close(role)
                node = stack.pop()[0]
            raw = node.text_content
            if raw is None:
                role = role_of(node.tag_id, UNKNOWN)
                if role > INLINE and (pieces or role != BLOCK):
                    role = self.open(role, node) if role >= BLOCK else self.open_inline(role, node)
                if role >= INLINE:
                    stack.append((node.next, role, node))
                    node = node.child
                    continue
                if role:
                    self.note(role, node)
            elif pieces or not raw.isspace():
                pieces.append(raw)
            node = node.next

    def note(self, role: int, node: LexborNode) -> None:
        """Take what holds no text of its own."""
        if role == ASIDE:
            self.aside.append(node)
        elif self.flow.line_break():
            self.flush()

    def open(self, role: int, node: LexborNode) -> int:
        """End the block that an element interrupts; return the element's role.

        That is SKIP for what holds nothing to read, and for a cell CELL and its column.
        """
        if role == UNKNOWN:
            if stands_in_text(node, begun=bool(self.flow.pieces)):
                return INLINE
            role = BLOCK
        if self.flow.pieces:
            self.flush()
        if role >= LONE:
            self.firsts.append(len(self.blocks))
        if role == CELL:
            self.columns[-1] += 1
            return CELL + self.columns[-1]
        if role == ROW:
            self.columns.append(0)
        elif role == NAV:
            self.navs += 1
            return SKIP if self.navs <= MAX_NAVS and node.css_first(_IN_NO_MENU) is None else BLOCK
        return role

    def open_inline(self, role: int, node: LexborNode) -> int:
        """Begin a mark; return SKIP where its text is taken already, BLOCK for a button or heading."""
        kind = _MARK_BY_ID.get(node.tag_id, "")
        if role == SPAN or kind == "em" or (self.has_buttons and kind == "link"):
            attributes = node.attributes
            if is_control(attributes):
                self.flush()
                return BLOCK
            if kind != "link" and is_unseen(attributes):
                return SKIP
            if attributes and kind != "link" and is_ligature(node.text(deep=False), known=kind != "em"):
                return SKIP
            if not kind:
                kind = "strong" if is_bold(attributes) else ""
        if not kind:
            return INLINE
        if kind == "link" and leads_nowhere(node.attributes):
            kind = "jump"
        return SKIP if self.flow.open(kind, node.child) else MARK

    def close(self, role: int) -> None:
        """End the innermost open element."""
        if role == MARK:
            self.flow.close()
            return
        if self.flow.pieces:
            self.flush()
        if role == ROW:
            self.columns.pop()
        elif role >= LONE:
            self.take_over(self.firsts.pop())
        if self.made[-1][1] + 1 == len(self.stack):
            self.made.pop()

    def take_over(self, first: int) -> None:
        """Give the lone paragraph of an item or cell its kind; there were ``first`` blocks before."""
        _, depth, style, _ = self.made[-1]
        if len(self.blocks) - first == 1 and depth + 1 == len(self.stack):
            block = self.blocks[first]
            if block.kind is _PARAGRAPH:
                self.blocks[first] = block._replace(kind=style.kind, level=style.level)

    def flush(self) -> None:
        """Make a block of the gathered text, if there is any."""
        if not self.flow.pieces:
            return
        if len(self.stack) - 1 > self.made[-1][1]:
            self.contain()
        container, _, style, _ = self.made[-1]
        if style.kind is _PREFORMATTED:
            for text in paragraphs(self.flow.take_lines()):
                self.blocks.append(Block(style.kind, text, container))
            return
        text, marks = self.flow.take()
        if text:
            self.blocks.append(tuple.__new__(Block, (style.kind, text, container, style.level, marks)))

    def contain(self) -> None:
        """Give the open elements that have none their container and style."""
        containers, stack, made = self.containers, self.stack, self.made
        above, deepest, style, path = made[-1]
        for depth in range(deepest + 1, len(stack)):
            _, role, node = stack[depth]
            if role < BLOCK:
                continue
            tag, attributes = node.tag or "", node.attributes
            if len(path) < _PATH_CHARS:
                path = f"{path}/{tag}"
            inner = style.inside.get(tag) or style_inside(style, tag)
            if not attributes:
                container = tuple.__new__(Container, (above, tag, path, "", "", "", "", False))
            elif len(attributes) == 1 and "class" in attributes:
                classes = attributes["class"] or ""
                container = tuple.__new__(Container, (above, tag, path, classes, "", "", "", False))
            else:
                container = container_of(tag, attributes, above, path)
                if role == BLOCK and is_control(attributes):
                    inner = style_by_role(style, tag, attributes)
            style = Style(Kind.CELL, role - CELL, style.lists) if role > CELL else inner
            above = len(containers)
            containers.append(container)
            made.append((above, depth, style, path))


def read(html: bytes) -> Page:
    """Return the blocks and containers of the page, UTF-8, and its metadata elements."""
    html, cuts = tame(html)
    tree = LexborHTMLParser(html, options=_WITHOUT_EVENTS, scripting=True)
    body, head, root = tree.body, tree.head, tree.root
    aside = [] if head is None else [node for node in head.iter() if ROLES.get(node.tag or "") == ASIDE]
    language = (root.attributes.get("lang") or "") if root is not None else ""
    if body is None:
        return Page([], [], aside, language, cuts)
    walk = Walk(body, has_buttons=b"aria-expanded" in html)
    walk.run(body.child)
    walk.flush()
    if walk.flow.cut:
        cuts = (*cuts, f"text after {TEXT_LIMIT:,} characters of a block left out")
    aside += walk.aside
    if len(html) > MAX_JSON and len(fewer := _with_less_json(aside)) < len(aside):
        aside, cuts = fewer, (*cuts, JSON_CUT)
    return Page(walk.blocks, walk.containers, aside, language, cuts)


def _with_less_json(aside: list[LexborNode]) -> list[LexborNode]:
    """Return the metadata elements without the JSON-LD that is too much for one page."""
    left, kept = MAX_JSON, []
    for node in aside:
        if node.tag == "script" and is_json_ld(node.attributes.get("type")):
            left -= len(node.text() or "")
            if left < 0:
                continue
        kept.append(node)
    return kept
