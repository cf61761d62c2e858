"""Gather text from inline nodes: white space is folded, line breaks and marks are kept.

Superscripts and subscripts become plain text (`scripts`). Struck-out text is no longer valid, so it is left
out beside other text, as in "20 22" with 20 struck out. If it is all of a block, it stays between ``~~``.
"""

import re
from functools import partial

from selectolax.lexbor import LexborNode

from harvester.model import LINKS, Mark
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
MAX_SCRIPT = 64
"""A superscript or subscript with more characters or pieces than this stays as it is."""

_mark = partial(tuple.__new__, Mark)  # this takes half the time of a call of the class

TEXT_LIMIT = 2_000_000
"""At most this many characters of a block are kept. No book is longer; folding takes a tenth of a second."""


class Flow:
    """A flow gathers a block's text: raw pieces, and before which pieces marks and line breaks stand.

    ``struck`` has the first piece of each run of struck-out text, and the piece after the run. ``cut`` says
    whether some text was longer than ``TEXT_LIMIT``.
    """

    __slots__ = ("breaks", "cut", "marks", "opened", "pieces", "struck")

    def __init__(self) -> None:
        self.cut = False
        self.pieces: list[str] = []
        self.breaks: list[int] = []
        self.marks: list[tuple[str, int, int]] = []  # these count pieces, not characters
        self.opened: list[tuple[str, int]] = []
        self.struck: list[tuple[int, int]] = []

    def line_break(self) -> bool:
        """Record a ``<br>``; return whether it is the second in a row, which ends the block."""
        pieces, breaks = self.pieces, self.breaks
        if breaks and not "".join(pieces[breaks[-1] :]).strip():
            return True
        if pieces:
            breaks.append(len(pieces))
        return False

    def open(self, kind: str, child: LexborNode | None) -> bool:
        """Begin a mark; return whether it is complete, because one text is all that it holds."""
        at = len(self.pieces)
        if child is not None and child.next is None:
            raw = child.text_content
            if raw is not None:
                if at or not raw.isspace():
                    self.pieces.append(raw)
                    self.end(kind, at)
                return True
        self.opened.append((kind, at))
        return False

    def close(self) -> None:
        """End the mark that began last."""
        kind, start = self.opened.pop()
        if len(self.pieces) > start:
            self.end(kind, start)

    def end(self, kind: str, start: int) -> None:
        """Record the mark that ends here, or change the text that it covers."""
        if kind == "jump" and start and len(self.pieces) == start + 1:
            self._separate_note(start)
        if kind == STRUCK:
            self.struck.append((start, len(self.pieces)))
        elif kind in _CHANGES:
            self._set_script(kind, start)
        else:
            self.marks.append((kind, start, len(self.pieces)))

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
        around = any(kind in LINKS and at == start for kind, at in self.opened[-_NEAR:])
        return around or any(kind in LINKS and at >= start for kind, at, _ in self.marks[-_NEAR:])

    def goes_on(self) -> bool:
        """Return whether the text so far ends with an ellipsis, and remove it, because more text follows."""
        for at in range(len(self.pieces) - 1, max(-1, len(self.pieces) - 1 - _NEAR), -1):
            if text := self.pieces[at].rstrip():
                cut = text.removesuffix("…").removesuffix("...")
                self.pieces[at] = cut if cut != text else self.pieces[at]
                return cut != text
        return False

    def take(self) -> tuple[str, tuple[Mark, ...]]:
        """Return text and marks, and start again. Marks that are still open continue in the next block."""
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
        if marks or breaks:
            lone = len(pieces) == 1 or (len(pieces) == 2 and pieces[1].isspace())  # noqa: PLR2004
            text, done = _whole(raw, marks) if lone else _measured(pieces, breaks, marks)
            marks.clear()
            breaks.clear()
        else:
            text, done = " ".join(raw.split()), ()
        pieces.clear()
        return text, done

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
        self.marks.clear()
        self.breaks.clear()
        return without_invisible(raw)

    def _cut_text(self, raw: str) -> str:
        self.cut = True
        self.pieces[:] = [raw[:TEXT_LIMIT]]
        self.marks.clear()
        self.breaks.clear()
        return self.pieces[0]

    def _cut_marks(self) -> None:
        end = len(self.pieces)
        for kind, start in self.opened:
            if start < end:
                if kind == STRUCK:
                    self.struck.append((start, end))
                elif kind not in _CHANGES:
                    self.marks.append((kind, start, end))
        self.opened = [(kind, 0) for kind, _ in self.opened]

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


def _whole(raw: str, marks: list[tuple[str, int, int]]) -> tuple[str, tuple[Mark, ...]]:
    """Fold the only piece with words: every mark on it covers the whole text."""
    text = " ".join(raw.split())
    end = len(text)
    if len(marks) == 1:
        kind, start, _ = marks[0]
        return text, (_mark((kind, 0, end)),) if start == 0 else ()
    kinds = {kind for kind, start, _ in marks if start == 0}
    return text, tuple([_mark((kind, 0, end)) for kind in sorted(kinds)])


def _measured(
    pieces: list[str], breaks: list[int], marks: list[tuple[str, int, int]]
) -> tuple[str, tuple[Mark, ...]]:
    """Fold piece by piece, so that the place of each in the text is known."""
    folded: list[str] = []
    starts, ends = [], []
    gap, length, lines = "", 0, frozenset(breaks)
    for index, piece in enumerate(pieces):
        if index in lines:
            gap = "\n"
        elif not gap and piece and piece[0].isspace():
            gap = " "
        words = " ".join(piece.split())
        if words:
            if gap and length:
                folded.append(gap)
                length += 1
            folded.append(words)
            gap = " " if piece[-1].isspace() else ""
        starts.append(length)
        length += len(words)
        ends.append(length)
    text = "".join(folded)
    if len(marks) == 1:
        [(kind, first, after)] = marks
        return text, _placed(text, kind, starts[first], ends[after - 1])
    return text, _joined(text, [(starts[first], -ends[after - 1], kind) for kind, first, after in marks])


def _placed(text: str, kind: str, start: int, end: int) -> tuple[Mark, ...]:
    """Return the mark without the space at its start, or nothing if it is then empty."""
    if text[start:end][:1].isspace():
        start += 1
    return (_mark((kind, start, end)),) if start < end else ()


def _joined(text: str, spans: list[tuple[int, int, str]]) -> tuple[Mark, ...]:
    """Return the marks in order of (start, -end); adjacent marks of one kind are joined."""
    done: list[Mark] = []
    last: dict[str, int] = {}
    spans.sort()
    for start, minus_end, kind in spans:
        for mark in _placed(text, kind, start, -minus_end):
            at = last.get(kind, -1)
            if at >= 0 and not text[done[at].end : mark.start].strip(" "):
                done[at] = Mark(kind, done[at].start, max(mark.end, done[at].end))
            else:
                last[kind] = len(done)
                done.append(mark)
    return tuple(done)
