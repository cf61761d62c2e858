"""How words are shown on a terminal: no control characters, no more columns than it has."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

import click

from harvester.text import BIDI_CONTROLS, CONTROLS
from harvester.view.wording import counted, moment

_SAFE = dict.fromkeys([*CONTROLS, *BIDI_CONTROLS], "\N{REPLACEMENT CHARACTER}")


def waiting_words(captures: int) -> str:
    """Return how many captures are not read yet, and what comes of them."""
    verb = "waits" if captures == 1 else "wait"
    return f"{counted(captures, 'capture')} {verb} to be read; the next run goes on"


def safe(text: str | None) -> str:
    """Return a stored text as a terminal may show it: no escape sequence, nothing that turns direction."""
    return (text or "").translate(_SAFE)


def shortened(text: str | None, length: int) -> str:
    """Return the text on one line, cut at a word where it is longer."""
    line = " ".join(safe(text).split())
    if len(line) <= length:
        return line
    return line[: length - 1].rsplit(" ", 1)[0] + "…"


def fitted(text: str | None, width: int) -> str:
    """Return the text on one line of at most this many columns of a terminal, cut where it is longer."""
    line = " ".join(safe(text).split())
    ends = [*accumulate(map(_columns, line))]
    if not ends or ends[-1] <= width:
        return line
    return line[: bisect_right(ends, max(width, 1) - 1)].rstrip() + "…"


def columns(text: str) -> int:
    """Return how many columns of a terminal a text on one line takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 1 + (unicodedata.east_asian_width(character) in {"W", "F"})


def marked(spans: Iterable[tuple[str, str, str]], *, colour: bool) -> str:
    """Return a text with its edits marked as ``git diff --word-diff`` does; with colour, in red and green.

    The marks stay with colour, so that a copy of the text has them.
    """
    return "".join(_span(op, safe(before), safe(after), colour) for op, before, after in spans)


def _span(op: str, before: str, after: str, colour: bool) -> str:  # noqa: FBT001  private
    if op == "equal":
        return after
    out, came = (f"[-{before}-]" if before else ""), (f"{{+{after}+}}" if after else "")
    if not colour:
        return out + came
    return (click.style(out, fg="red") if out else "") + (click.style(came, fg="green") if came else "")


def next_words(next_at: str | None) -> str:
    """Return when something is asked for next, as the views have it: ``""`` for at the next run."""
    if next_at is None:
        return "next never"
    return f"next {moment(next_at)}" if next_at else "due at the next run"
