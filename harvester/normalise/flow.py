"""Text as it is gathered from inline nodes: white space folded, line breaks and marks kept."""

from functools import partial

from selectolax.lexbor import LexborNode

from harvester.model import Mark

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))  # as in harvester.text: drawn as nothing

_mark = partial(tuple.__new__, Mark)  # in half the time that its class takes to be called

TEXT_LIMIT = 2_000_000
"""Characters of one block: longer than any book, and folding it takes a tenth of a second."""


class Flow:
    """A block's text in the making: raw pieces, and before which of them marks and line breaks stand.

    cut: whether some text was longer than ``TEXT_LIMIT``.
    """

    __slots__ = ("breaks", "cut", "marks", "opened", "pieces")

    def __init__(self) -> None:
        self.cut = False
        self.pieces: list[str] = []
        self.breaks: list[int] = []
        self.marks: list[tuple[str, int, int]] = []  # these count pieces, not characters
        self.opened: list[tuple[str, int]] = []

    def line_break(self) -> bool:
        """Note a ``<br>``; return whether it is the second in a row, which ends the block."""
        pieces, breaks = self.pieces, self.breaks
        if breaks and not "".join(pieces[breaks[-1] :]).strip():
            return True
        if pieces:
            breaks.append(len(pieces))
        return False

    def open(self, kind: str, child: LexborNode | None) -> bool:
        """Begin a mark; return whether it is done, which it is where one text is all it holds."""
        at = len(self.pieces)
        if child is not None and child.next is None:
            raw = child.text_content
            if raw is not None:
                if at or not raw.isspace():
                    self.pieces.append(raw)
                    self.marks.append((kind, at, at + 1))
                return True
        self.opened.append((kind, at))
        return False

    def close(self) -> None:
        """End the mark that was begun last."""
        kind, start = self.opened.pop()
        end = len(self.pieces)
        if end > start:
            self.marks.append((kind, start, end))

    def take(self) -> tuple[str, tuple[Mark, ...]]:
        """Return text and marks, and begin anew; marks still open go on in the next block."""
        pieces, marks, breaks = self.pieces, self.marks, self.breaks
        if self.opened:
            self._cut_marks()
        raw = "".join(pieces)
        if len(raw) > TEXT_LIMIT:
            raw = self._cut_text(raw)
        if not raw.isascii() and ("\u200b" in raw or "\u00ad" in raw or "\ufeff" in raw or "\u2060" in raw):
            pieces[:] = [piece.translate(_INVISIBLE) for piece in pieces]
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
        """Return the text with its line feeds and breaks, without marks, and begin anew."""
        lines = set(self.breaks)
        raw = "".join([f"\n{piece}" if at in lines else piece for at, piece in enumerate(self.pieces)])
        if len(raw) > TEXT_LIMIT:
            raw = self._cut_text(raw)
        self._cut_marks()
        self.pieces.clear()
        self.marks.clear()
        self.breaks.clear()
        return raw.translate(_INVISIBLE)

    def _cut_text(self, raw: str) -> str:
        self.cut = True
        self.pieces[:] = [raw[:TEXT_LIMIT]]
        self.marks.clear()
        self.breaks.clear()
        return self.pieces[0]

    def _cut_marks(self) -> None:
        end = len(self.pieces)
        self.marks += [(kind, start, end) for kind, start in self.opened if start < end]
        self.opened = [(kind, 0) for kind, _ in self.opened]


def _whole(raw: str, marks: list[tuple[str, int, int]]) -> tuple[str, tuple[Mark, ...]]:
    """Fold the only piece with words in it: every mark on it is on all of the text."""
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
    """Return the mark without space at its start, if anything is left of it."""
    if text[start:end][:1].isspace():
        start += 1
    return (_mark((kind, start, end)),) if start < end else ()


def _joined(text: str, spans: list[tuple[int, int, str]]) -> tuple[Mark, ...]:
    """Return the marks in order of (start, -end), runs of one kind made one."""
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
