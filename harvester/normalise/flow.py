"""Gather text from inline nodes: white space is folded, line breaks and marks are kept.

Superscripts and subscripts become plain text (`scripts`). Struck-out text is no longer valid, so it is left
out beside other text, as in "20 22" with 20 struck out. If it is all of a block, it stays between ``~~``.
"""

import re
from functools import partial
from operator import itemgetter

from selectolax.lexbor import LexborNode

from harvester.model import LINKS, Mark, Reference
from harvester.normalise.folding import folded, joined, mark, placed
from harvester.normalise.scripts import fraction, is_note_mark, lowered, noted, raised
from harvester.text import without_invisible

RAISED, LOWERED, STRUCK = "raised", "lowered", "struck"
"""Runs of these kinds change the text; they are not marks of the block."""

_CHANGES = frozenset((RAISED, LOWERED, STRUCK))
_BEFORE = 12
"""This many characters before a superscript show whether it is a power, an ending or a note's mark."""
_STRIKE = "~~"
_WORD = re.compile(r"\w")
_NEAR = 3
"""This many pieces back are searched for the text before a superscript, and for the link around it."""
PERMALINKS = frozenset(("¶", "#", "§", "🔗", "🔗︎", "⚓", "⚓︎"))
"""A link with one of these signs alone leads to the heading beside it; it is not part of the heading."""
MAX_SCRIPT = 64
"""A superscript or subscript with more characters or pieces than this stays as it is."""

_reference = partial(tuple.__new__, Reference)

Taken = tuple[str, tuple[Mark, ...], tuple[Reference, ...]]
"""These are the text of a block, its marks and its references."""

_PLACE = itemgetter(1, 2)

TEXT_LIMIT = 2_000_000
"""At most this many characters of a block are kept. No book is longer; folding takes a tenth of a second."""


class Flow:
    """A flow gathers a block's text: raw pieces, and before which pieces marks and line breaks stand.

    ``struck`` has the first piece of each run of struck-out text, and the piece after the run. ``marks`` has
    the same of each mark, between its kind and its href. ``images`` has alternative texts and the pieces that
    they stand before. ``cut`` says whether some text was longer than ``TEXT_LIMIT``.
    """

    __slots__ = ("breaks", "cut", "images", "marks", "opened", "pieces", "struck")

    def __init__(self) -> None:
        self.cut = False
        self.pieces: list[str] = []
        self.breaks: list[int] = []
        self.marks: list[tuple[str, int, int, str]] = []  # these count pieces, not characters
        self.opened: list[tuple[str, int, str]] = []
        self.images: list[tuple[int, str]] = []
        self.struck: list[tuple[int, int]] = []

    def line_break(self) -> bool:
        """Record a ``<br>``; return whether it is the second in a row, which ends the block."""
        pieces, breaks = self.pieces, self.breaks
        if breaks and not "".join(pieces[breaks[-1] :]).strip():
            return True
        if pieces:
            breaks.append(len(pieces))
        return False

    def open(self, kind: str, child: LexborNode | None, href: str = "") -> bool:
        """Begin a mark; return whether it is complete, because one text is all that it holds."""
        at = len(self.pieces)
        if child is not None and child.next is None:
            raw = child.text_content
            if raw is not None:
                if at or not raw.isspace():
                    self.pieces.append(raw)
                    self.end(kind, at, href)
                return True
        self.opened.append((kind, at, href))
        return False

    def close(self) -> None:
        """End the mark that began last."""
        kind, start, href = self.opened.pop()
        if len(self.pieces) > start:
            self.end(kind, start, href)

    def end(self, kind: str, start: int, href: str) -> None:
        """Record the mark that ends here, or change the text that it covers."""
        if kind in LINKS and len(self.pieces) == start + 1:
            if self.pieces[start].strip() in PERMALINKS:
                self.pieces[start] = ""
                return
            if start and kind == "jump":
                self._separate_note(start)
        if kind == STRUCK:
            self.struck.append((start, len(self.pieces)))
        elif kind in _CHANGES:
            self._set_script(kind, start)
        else:
            self.marks.append((kind, start, len(self.pieces), href))

    def takes_pictures(self) -> bool:
        """Return whether an image belongs to the text; if it is all of a link, it is a teaser."""
        return bool(self.pieces) or all(kind not in LINKS for kind, _, _ in self.opened)

    def picture(self, alternative: str) -> None:
        """Record an image that says anything."""
        if alternative:
            self.images.append((len(self.pieces), alternative))

    def left_images(self) -> list[str]:
        """Return the alternatives of the images that no text followed, and forget them."""
        left = [alternative for _, alternative in self.images]
        self.images.clear()
        return left

    def _separate_note(self, at: int) -> None:
        """Write a link as the mark of a note if it directly follows a word or number."""
        before, mark = self.pieces[at - 1], self.pieces[at]
        if before[-1:].isalnum() and is_note_mark(mark):
            self.pieces[at] = noted(mark)

    def _set_script(self, kind: str, start: int) -> None:
        """Write the pieces from ``start`` on as a superscript or subscript; no piece moves."""
        pieces = self.pieces
        many = len(pieces) - start
        if many > MAX_SCRIPT or sum(map(len, pieces[start:])) > MAX_SCRIPT:
            return
        own, before = "".join(pieces[start:]), self._before(start)
        if kind == RAISED:
            text = raised(own, before, linked=self._is_linked(start))
        elif start > 1 and (whole := fraction(pieces[start - 2], pieces[start - 1], own)):
            apart = self._before(start - 2)[-1:].isdigit()
            pieces[start - 2 : start] = [f" {whole}" if apart else whole, ""]
            text = ""
        else:
            text = lowered(own, before)
        pieces[start:] = [text, *[""] * (many - 1)]

    def _before(self, start: int) -> str:
        return "".join(self.pieces[max(0, start - _NEAR) : start])[-_BEFORE:]

    def _is_linked(self, start: int) -> bool:
        """Return whether the text from that piece on is a whole link so far, or contains one."""
        around = any(kind in LINKS and at == start for kind, at, _ in self.opened[-_NEAR:])
        return around or any(kind in LINKS and at >= start for kind, at, *_ in self.marks[-_NEAR:])

    def goes_on(self) -> bool:
        """Return whether the text so far ends with an ellipsis, and remove it, because more text follows."""
        for at in range(len(self.pieces) - 1, max(-1, len(self.pieces) - 1 - _NEAR), -1):
            if text := self.pieces[at].rstrip():
                cut = text.removesuffix("…").removesuffix("...")
                self.pieces[at] = cut if cut != text else self.pieces[at]
                return cut != text
        return False

    def take(self) -> Taken:
        """Return what was gathered, and start again. Marks that are still open continue in the next block."""
        pieces, marks, breaks = self.pieces, self.marks, self.breaks
        if self.opened:
            self._cut_marks()
        if self.struck:
            self._strike_out()
        raw = "".join(pieces)
        if len(raw) > TEXT_LIMIT:
            raw = self._cut_text(raw)
        if not raw.isascii() and len(seen := without_invisible(raw)) < len(raw):
            pieces[:] = [seen] if len(pieces) == 1 else map(without_invisible, pieces)
            raw = "".join(pieces)
        if marks or breaks or self.images:
            lone = len(pieces) == 1 or (len(pieces) == 2 and pieces[1].isspace())  # noqa: PLR2004
            taken = self._whole(raw) if lone else self._measured()
            marks.clear()
            breaks.clear()
        else:
            taken = " ".join(raw.split()), (), ()
        pieces.clear()
        return taken

    def _whole(self, raw: str) -> Taken:
        """Fold the only piece with words: every mark on it covers the whole text."""
        text = " ".join(raw.split())
        end = len(text)
        if len(self.marks) == 1 and not self.images:
            [(kind, start, _, href)] = self.marks
            if start:
                return text, (), ()
            return text, (mark((kind, 0, end)),), (_reference(("link", 0, end, href)),) if href else ()
        kinds = {kind for kind, start, _, _ in self.marks if start == 0}
        done = tuple([mark((kind, 0, end)) for kind in sorted(kinds)])
        return text, done, self._references(text, [0, end], [end, end])

    def _measured(self) -> Taken:
        """Fold piece by piece, so that the place of each in the text is known."""
        text, starts, ends = folded(self.pieces, self.breaks)
        if len(self.marks) == 1 and not self.images:
            [(kind, first, after, href)] = self.marks
            done = placed(text, kind, starts[first], ends[after - 1])
            if href and done:
                return text, done, (_reference(("link", *done[0][1:], href)),)
            return text, done, ()
        spans = [(starts[first], -ends[after - 1], kind) for kind, first, after, _ in self.marks]
        return text, joined(text, spans), self._references(text, starts, ends)

    def _references(self, text: str, starts: list[int], ends: list[int]) -> tuple[Reference, ...]:
        """Return the references in order of (start, end), and forget the images."""
        found = []
        for _, first, after, href in self.marks:
            if href and (run := placed(text, "link", starts[first], ends[after - 1])):
                found.append(_reference(("link", *run[0][1:], href)))
        for before, alternative in self.images:
            at = ends[before - 1] if before else 0
            found.append(_reference(("image", at, at, alternative)))
        self.images.clear()
        return tuple(sorted(found, key=_PLACE) if len(found) > 1 else found)

    def take_lines(self) -> str:
        """Return the text with its line feeds and breaks, without marks, and start again."""
        lines = set(self.breaks)
        self._cut_marks()
        if self.struck:
            self._strike_out()
        raw = "".join([f"\n{piece}" if at in lines else piece for at, piece in enumerate(self.pieces)])
        if len(raw) > TEXT_LIMIT:
            raw = self._cut_text(raw)
        self.pieces.clear()
        self._forget()
        return without_invisible(raw)

    def _cut_text(self, raw: str) -> str:
        self.cut = True
        self.pieces[:] = [raw[:TEXT_LIMIT]]
        self._forget()
        return self.pieces[0]

    def _forget(self) -> None:
        """Forget marks, breaks and references."""
        self.marks.clear()
        self.breaks.clear()
        self.images.clear()

    def _cut_marks(self) -> None:
        end = len(self.pieces)
        for kind, start, href in self.opened:
            if start < end:
                if kind == STRUCK:
                    self.struck.append((start, end))
                elif kind not in _CHANGES:
                    self.marks.append((kind, start, end, href))
        self.opened = [(kind, 0, href) for kind, _, href in self.opened]

    def _strike_out(self) -> None:
        """Remove the struck-out pieces if other pieces have words; otherwise put ``~~`` around them."""
        pieces = self.pieces
        struck = bytearray(len(pieces))
        for start, end in self.struck:
            if not struck[start]:  # otherwise it belongs to a run that was longer or came before
                struck[start:end] = b"\1" * (end - start)
        self.struck.clear()
        if any(_WORD.search(piece) for piece, out in zip(pieces, struck, strict=True) if not out):
            pieces[:] = ["" if out else piece for piece, out in zip(pieces, struck, strict=True)]
            return
        ends = [at for at, out in enumerate(struck) if out and pieces[at].strip()]
        if ends:
            first, last = ends[0], ends[-1]
            pieces[first] = pieces[first].replace(pieces[first].strip(), _STRIKE + pieces[first].strip(), 1)
            end = len(pieces[last].rstrip())
            pieces[last] = f"{pieces[last][:end]}{_STRIKE}{pieces[last][end:]}"
