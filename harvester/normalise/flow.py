"""Text as it is gathered from inline nodes: white space folded, line breaks and marks kept."""

from harvester.model import Mark

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


class Flow:
    """A block's text in the making."""

    __slots__ = ("gap", "length", "marks", "opened", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.gap = ""
        self.marks: list[Mark] = []
        self.opened: list[tuple[str, int]] = []

    def add(self, raw: str) -> None:
        """Append a text node."""
        words = raw.split()
        if not words:
            if not self.gap:
                self.gap = " "
            return
        pieces = self.pieces
        if pieces:
            gap = self.gap or (" " if raw[0].isspace() else "")
            if gap:
                pieces.append(gap)
                self.length += 1
        text = " ".join(words)
        pieces.append(text)
        self.length += len(text)
        self.gap = " " if raw[-1].isspace() else ""

    def line_break(self) -> bool:
        """Note a ``<br>``; return whether it is the second in a row, which ends the block."""
        if self.gap == "\n":
            return bool(self.pieces)
        self.gap = "\n"
        return False

    def open(self, kind: str) -> None:
        """Begin a mark at what comes next."""
        self.opened.append((kind, self.length))

    def close(self) -> None:
        """End the mark that was begun last."""
        kind, start = self.opened.pop()
        if self.length > start:
            self.marks.append(Mark(kind, start, self.length))

    def take(self) -> tuple[str, tuple[Mark, ...]]:
        """Return text and marks, and begin anew; marks still open go on in the next block."""
        text = "".join(self.pieces)
        self.pieces = []
        self.length, self.gap = 0, ""
        for index, (kind, start) in enumerate(self.opened):
            if len(text) > start:
                self.marks.append(Mark(kind, start, len(text)))
            self.opened[index] = (kind, 0)
        marks = self.marks
        if marks:
            self.marks = []
            return text, _joined(text, marks)
        return text, ()


def _joined(text: str, marks: list[Mark]) -> tuple[Mark, ...]:
    """Return the marks in order, without space at their start, runs of one kind made one."""
    done: list[Mark] = []
    last: dict[str, int] = {}
    for kind, start, end in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        begin = start + 1 if text[start] in " \n" else start
        at = last.get(kind, -1)
        if at >= 0 and not text[done[at].end : begin].strip(" "):
            done[at] = Mark(kind, done[at].start, max(end, done[at].end))
        else:
            last[kind] = len(done)
            done.append(Mark(kind, begin, end))
    return tuple(done)
