"""Turn lexbor's tree into blocks and containers in one walk, in page order; keep metadata nodes."""

from selectolax.lexbor import LexborNode

from harvester.model import Block, Container, Kind
from harvester.normalise import shown
from harvester.normalise.fields import Fields
from harvester.normalise.flow import Flow
from harvester.normalise.formulas import linear
from harvester.normalise.grid import Grid
from harvester.normalise.layout import lay_out
from harvester.normalise.looks import LOOK, contained
from harvester.normalise.noscript import Panels, is_panel
from harvester.normalise.plain import paragraphs
from harvester.normalise.roles import MARK_BY_ID, ROLE_BY_ID
from harvester.normalise.style import (
    TELLING,
    Attributes,
    Style,
    container_of,
    href_of,
    is_anchor,
    is_control,
    is_hidden_inline,
    is_ligature,
    is_unseen,
    style_by_role,
    style_inside,
    style_of_cell,
    styled_mark,
)
from harvester.normalise.tags import (
    ASIDE,
    BLOCK,
    CELL,
    FIELD,
    FORMULA,
    IMAGE,
    INLINE,
    LONE,
    MARK,
    NAV,
    NOSCRIPT,
    ROW,
    SKIP,
    SPAN,
    TABLE,
    UNKNOWN,
)
from harvester.normalise.unknown import stands_in_text
from harvester.text import fold_space

# Looking up a member through its enum takes longer than the test.
_CAPTION, _PARAGRAPH, _PREFORMATTED = Kind.CAPTION, Kind.PARAGRAPH, Kind.PREFORMATTED

_FLOOR = -1
"""The element under a panel has this role on the stack; the walk through the panel ends there."""

# This is a plain tuple, because a NamedTuple takes five times as long to make.
Made = tuple[int, int, Style]
"""An open element with a container has the container's index, its place in the stack, and its style."""


class Walk:
    """A walk keeps its state: open elements, the text that is being gathered, the finished blocks.

    ``stack`` has, for each open element, the next node, its role and itself. ``made`` has those that a
    block needs, outermost first. ``firsts`` counts the blocks before each open item and cell. ``grids`` has
    the columns of each open table; the first grid is for text outside tables. ``spare`` is the hidden label
    of the open cell. ``pictured`` is the caption of the image right above. ``navs`` counts the nav
    elements. ``has_buttons``: links can be buttons. ``has_math``: a formula was an element. ``has_looks``:
    the block can have a look. ``panels`` has the noscript content, ``fields`` what forms ask for.
    """

    def __init__(self, body: LexborNode, *, has_buttons: bool = True) -> None:
        self.has_buttons, self.has_math, self.has_looks = has_buttons, False, False
        self.panels, self.fields = Panels(), Fields([], [])
        self.blocks: list[Block] = []
        style = Style((Kind.PARAGRAPH, 0, 0), "body", "body")
        self.containers = [container_of(style, body.attributes, -1)]
        self.aside: list[LexborNode] = []
        self.flow = Flow()
        self.stack: list[tuple[LexborNode | None, int, LexborNode]] = []
        self.made: list[Made] = [(0, -1, style)]
        self.firsts: list[int] = []
        self.grids = [Grid()]
        self.spare, self.pictured, self.navs = "", "", 0

    def run(self, node: LexborNode | None) -> None:  # noqa: C901, PLR0912  the hot loop: calls cost a tenth
        """Visit the node, those after it, and all below them, once each."""
        pieces, stack, made = self.flow.pieces, self.stack, self.made
        role_of = ROLE_BY_ID.get
        while True:
            while node is None:
                if not stack:
                    return
                role = stack[-1][1]
                if role == BLOCK and not pieces:
                    if made[-1][1] + 1 == len(stack):
                        made.pop()
                elif role > INLINE:
                    self.close(role)
                elif role < SKIP:
                    return
                node = stack.pop()[0]
            raw = node.text_content
            if raw is None:
                role = role_of(node.tag_id, UNKNOWN)
                if role > INLINE and (pieces or role != BLOCK):
                    role = self.open(role, node) if role >= BLOCK else self.open_inline(role, node)
                if role >= INLINE:
                    stack.append((node.next, role, node))
                    node = node.first_child
                    continue
                if role:
                    self.note(role, node)
            elif pieces or not raw.isspace():
                pieces.append(raw)
            node = node.next

    def note(self, role: int, node: LexborNode) -> None:
        """Handle a node that holds no text of its own."""
        if role == IMAGE:
            self.note_image(node)
        elif role == ASIDE:
            self.aside.append(node)
        elif role == FORMULA:
            self.has_math = True
            self.flow.pieces.append(linear(node))
        elif role == NOSCRIPT:
            self.read_panel(node)
        elif role == FIELD:
            self.fields.note(node, len(self.blocks) + bool(self.flow.pieces))
        elif self.flow.line_break():
            self.flush()

    def note_image(self, node: LexborNode) -> None:
        """Keep what an image says: characters of the line, a cell's label, a caption to come, a reference."""
        pieces, attributes, in_table = self.flow.pieces, node.attributes, len(self.grids) > 1
        if not (in_table or attributes.get("alt")):  # half of all images say nothing
            self.pictured = self.pictured if pieces else ""
            return
        if words := shown.words_of_image(attributes, has_math=self.has_math):
            pieces.append(words)
            return
        label = shown.label_of(attributes) if in_table else ""
        if in_table:
            self.spare = self.spare or ("" if self.flow.opened else label)
        elif not pieces:
            self.pictured = shown.caption_of(attributes)
        if (pieces or not label) and self.flow.takes_pictures():
            self.flow.picture(shown.alternative_of(attributes))

    def read_panel(self, node: LexborNode) -> None:
        """Read a noscript element if it is content and stands below the page's first heading."""
        inner = node.text()
        if not is_panel(inner) or not self.panels.are_below_heading(self.blocks):
            return
        self.flush()
        self.stack.append((None, _FLOOR, node))
        self.run(self.panels.opened(inner))
        self.stack.pop()
        self.flush()

    def open(self, role: int, node: LexborNode) -> int:
        """End the block that an element interrupts; return the element's role.

        The role is SKIP for an element with nothing to read, and CELL plus the column for a cell.
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
            self.spare = ""
            return CELL + self.grids[-1].place(node.attributes)
        if role == TABLE:
            self.grids.append(Grid())
        elif role == NAV:
            self.navs += 1
            return SKIP if self.navs <= shown.MAX_NAVS and shown.is_menu(node) else BLOCK
        return role

    def open_inline(self, role: int, node: LexborNode) -> int:
        """Begin a mark; return SKIP if its text is already complete, and BLOCK for a button or heading."""
        kind, href = MARK_BY_ID.get(node.tag_id, ""), ""
        attributes = node.attributes
        if attributes:
            is_link, tells = kind == "link", not TELLING.isdisjoint(attributes)
            if tells and (not is_link or self.has_buttons) and is_control(attributes):
                self.flush()
                return BLOCK
            if (tells or not is_link) and self.is_left_out(node, kind, attributes):
                return SKIP
            if is_link:
                href = href_of(attributes)
                kind = kind if href else "jump"
            elif role == SPAN:
                kind = styled_mark(attributes, begins=not self.flow.pieces)
                self.has_looks = self.has_looks or kind.startswith(LOOK)
        elif kind == "link":
            kind = "jump"
        if not kind:
            return INLINE
        return SKIP if self.flow.open(kind, node.first_child, href) else MARK

    def is_left_out(self, node: LexborNode, kind: str, attributes: Attributes) -> bool:
        """Return whether an inline element is invisible, only names an icon, or is a heading's anchor."""
        if ("style" in attributes or "hidden" in attributes) and is_hidden_inline(attributes):
            return not (self.flow.goes_on() or shown.is_content(node))
        if kind == "link":
            return bool(self.flow.pieces) and is_anchor(attributes)
        if "class" in attributes and is_unseen(attributes):
            if len(self.grids) > 1 and not self.flow.opened:
                self.spare = self.spare or fold_space(node.text())
            return True
        return kind in {"", "em"} and is_ligature(shown.own_text(node), known=kind != "em")

    def close(self, role: int) -> None:
        """End the innermost open element."""
        if role == MARK:
            self.flow.close()
            return
        if role > CELL and self.spare:
            self.fill_cell(role - CELL)
        if self.flow.pieces:
            self.flush()
        if role >= LONE:
            self.take_over(self.firsts.pop(), len(self.grids) - 1 if role > CELL else 0)
        elif role == ROW:
            self.grids[-1].end_row()
        elif role == TABLE:
            self.grids.pop()
        if self.made[-1][1] + 1 == len(self.stack):
            self.made.pop()

    def fill_cell(self, column: int) -> None:
        """Use an image's label as the open cell's text if only an earlier cell of the row has text."""
        is_empty = not self.flow.pieces and len(self.blocks) == self.firsts[-1]
        if is_empty and self.blocks and len(self.spare) <= shown.LABEL:
            before = self.blocks[-1]
            if before.kind is Kind.CELL and before.level < column:
                self.flow.pieces.append(self.spare)
        self.spare = ""

    def take_over(self, first: int, tables: int) -> None:
        """Give a paragraph that is all of an item or cell its kind; there were ``first`` blocks before."""
        _, depth, style = self.made[-1]
        if tables:
            lay_out(self.blocks, self.containers, first, tables)
        if len(self.blocks) - first == 1 and depth + 1 == len(self.stack):
            block = self.blocks[first]
            if block.kind is _PARAGRAPH:
                self.blocks[first] = block._replace(kind=style.kind, level=style.level)

    def flush(self) -> None:
        """Make a block from the gathered text, if there is any."""
        if not self.flow.pieces:
            return
        if len(self.stack) - 1 > self.made[-1][1]:
            self.contain()
        container, _, style = self.made[-1]
        if style.kind is _PREFORMATTED:
            for text in paragraphs(self.flow.take_lines()):
                self.blocks.append(Block(style.kind, text, container))
            return
        text, marks, references = self.flow.take()
        if text:
            if marks and self.has_looks:
                self.has_looks = bool(self.flow.opened)  # an open look continues
                container, marks = contained(self.containers, container, text, marks)
            kind = _CAPTION if text == self.pictured and style.kind is _PARAGRAPH else style.kind
            self.pictured = ""
            self.blocks.append(tuple.__new__(Block, (kind, text, container, style.level, marks, references)))

    def contain(self) -> None:
        """Give a container and a style to the open elements that have none yet."""
        containers, made, new = self.containers, self.made, tuple.__new__
        above, deepest, style = made[-1]
        for depth, (_, role, node) in enumerate(self.stack[deepest + 1 :], deepest + 1):
            if role < BLOCK:
                continue
            inner, attributes = style.inside.get(node.tag_id) or style_inside(style, node), node.attributes
            if not attributes:
                container = new(Container, (above, inner.tag, inner.path, "", "", "", "", False))
            elif len(attributes) == 1 and "class" in attributes:
                classes = attributes["class"] or ""
                container = new(Container, (above, inner.tag, inner.path, classes, "", "", "", False))
            else:
                container = container_of(inner, attributes, above)
                if role == BLOCK and is_control(attributes):
                    inner = style_by_role(style, inner, attributes)
            style = style_of_cell(style, inner, role - CELL) if role > CELL else inner
            above = len(containers)
            containers.append(container)
            made.append((above, depth, style))
