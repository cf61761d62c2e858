"""Changes drawn as text: inline, side by side, or as a unified diff. Marks tell what changed, not colours."""

import difflib
from collections.abc import Iterable, Iterator
from itertools import zip_longest

import click

from harvester.change import ChangeKind
from harvester.cli.rows import Row
from harvester.cli.wording import columns, marked, safe
from harvester.diff import DiffSpan
from harvester.view.changes import drawn
from harvester.view.wording import kinship, moment, zone

GAP = " │ "
"""It stands between two texts that are side by side."""

CONTEXT = 1
"""Unchanged paragraphs that a unified diff shows around a changed one."""


def heading(row: Row) -> str:
    """Return what happened: kind, classes, significance and places of a change."""
    told = f" ({', '.join([*row['classes'], format(row['significance'], '.2f')])})" if row["classes"] else ""
    places = [str(each) for each in (row["before_position"], row["after_position"]) if each]
    where = f", question {' → '.join(dict.fromkeys(places))}" if places else ""
    return f"{row['kind']}{told}{where}"


def inline(row: Row, *, colour: bool) -> str:
    """Return a change with its texts in one: "[-went-]{+came+}"."""
    lines = [*_above(row)]
    if row["before"] or row["after"]:
        lines += ["", marked(drawn(row), colour=colour)]
    return "\n".join([*lines, ""])


def beside(row: Row, width: int) -> str:
    """Return a change with the older text on the left and the newer one on the right."""
    lines = [*_above(row)]
    if row["before"] or row["after"]:
        lines += ["", *_columns(drawn(row), (width - len(GAP)) // 2)]
    return "\n".join([*lines, ""])


def unified(old: Row, new: Row, changes: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a unified diff, paragraph by paragraph, a hunk for each change."""
    for mark, each in (("---", old), ("+++", new)):
        began = f"{moment(each['first_seen_at'])} {zone()}"
        yield f"{mark} {safe(each['url'])} version {each['version']}, {began}"
    for row in changes:
        asked = " ".join(safe(row["question"]).split())
        yield f"@@ {heading(row)} @@{' ' if asked else ''}{asked}"
        before, after = map(_lines, (row["before"], row["after"]))
        drawn = [*difflib.unified_diff(before, after, n=CONTEXT, lineterm="")]
        yield from (line for line in drawn[2:] if not line.startswith("@@"))


def _lines(text: str | None) -> list[str]:
    return [line for line in safe(text).split("\n") if line.strip()]


def _above(row: Row) -> Iterator[str]:
    yield click.style(heading(row), bold=True)
    if row["question"] and row["kind"] != ChangeKind.REWORDED:
        yield safe(row["question"])
    yield from map(safe, kinship(row))


def _columns(parts: Iterable[DiffSpan], width: int) -> Iterator[str]:
    """Yield both texts in two columns; paragraphs that both have stand at the same height."""
    for left, right in _paragraphs(parts):
        for one, two in zip_longest(_wrapped(left, width), _wrapped(right, width), fillvalue=""):
            yield f"{one}{' ' * (width - columns(one))}{GAP}{two}".rstrip()


def _paragraphs(parts: Iterable[DiffSpan]) -> Iterator[tuple[str, str]]:
    """Yield what stands on the left and on the right, up to the next line break that is on both sides."""
    left = right = ""
    for op, before, after in parts:
        if op != "equal":
            left += f"[-{safe(before)}-]" if before else ""
            right += f"{{+{safe(after)}+}}" if after else ""
            continue
        lines = [safe(side).split("\n") for side in (before, after)]
        if len(lines[0]) != len(lines[1]):
            lines = [[" ".join(side)] for side in lines]
        for number, (one, two) in enumerate(zip(*lines, strict=True)):
            if number:
                yield left, right
                left = right = ""
            left, right = left + one, right + two
    yield left, right


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a text in this many columns of a terminal, broken between words where possible."""
    for line in text.split("\n"):
        shown, used = "", 0
        for word in _pieces(line, width):
            size = columns(word)
            if shown and used + 1 + size > width:
                yield shown
                shown, used = "", 0
            used += size + bool(shown)
            shown += f" {word}" if shown else word
        yield shown


def _pieces(line: str, width: int) -> Iterator[str]:
    """Yield the words of a line; one that is too wide for a line comes in parts."""
    for word in line.split(" "):
        part, used = "", 0
        for char in word:
            size = columns(char)
            if part and used + size > width:
                yield part
                part, used = "", 0
            part, used = part + char, used + size
        yield part
