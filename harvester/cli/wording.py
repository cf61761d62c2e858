"""Words and marks for people: counts, times, and edits shown word by word."""

from collections.abc import Iterable

import click

BIDI_CONTROLS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
"""Characters that turn the direction of what follows; a stored text must not reorder the terminal's line."""

_CONTROLS = [*range(9), *range(11, 32), *range(127, 160)]  # all but tab and line feed
_SAFE = dict.fromkeys([*_CONTROLS, *BIDI_CONTROLS], "\N{REPLACEMENT CHARACTER}")


def counted(number: int, noun: str) -> str:
    """Return "1 article", "2 articles"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def safe(text: str | None) -> str:
    """Return a stored text as a terminal may show it: no escape sequence, nothing that turns direction."""
    return (text or "").translate(_SAFE)


def moment(text: str | None) -> str:
    """Return a time of the archive for people: "2026-11-23 10:00", UTC; "never" for none."""
    return text[:16].replace("T", " ") if text else "never"


def shortened(text: str | None, length: int) -> str:
    """Return the text on one line, cut at a word where it is longer."""
    line = " ".join(safe(text).split())
    if len(line) <= length:
        return line
    return line[: length - 1].rsplit(" ", 1)[0] + "…"


def marked(spans: Iterable[tuple[str, str, str]], *, colour: bool) -> str:
    """Return a text with its edits: red and green, or without colour as ``git diff --word-diff`` does."""
    return "".join(_span(op, safe(before), safe(after), colour) for op, before, after in spans)


def _span(op: str, before: str, after: str, colour: bool) -> str:  # noqa: FBT001  private
    if op == "equal":
        return after
    if colour:
        out = click.style(before, fg="red", strikethrough=True) if before else ""
        return out + (click.style(after, fg="green", underline=True) if after else "")
    return (f"[-{before}-]" if before else "") + (f"{{+{after}+}}" if after else "")
