"""Words and marks for people: counts, times, and edits shown word by word."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

import click

BIDI_CONTROLS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
"""Characters that turn the direction of what follows; a stored text must not reorder the terminal's line."""

CONTEXT_LENGTH = 24
"""Characters of unchanged text beside an edit: three to five words, two dozen Chinese characters."""

EDIT_LENGTH = 160
"""Characters of an edit's own words that fit beside them on a line or two."""

SURE = 0.9
"""A confidence below this is shown. 14 of the 237 rewordings of the labelled transitions have less."""

_OTHER = {"split": "it came out of", "merged": "it went into"}

_SPACE = re.compile(r"\s+")
_CONTROLS = [*range(9), *range(11, 32), *range(127, 160)]  # all but tab and line feed
_SAFE = dict.fromkeys([*_CONTROLS, *BIDI_CONTROLS], "\N{REPLACEMENT CHARACTER}")


def counted(number: int, noun: str) -> str:
    """Return "1 article", "2 articles"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def waiting_words(captures: int) -> str:
    """Return how many captures are not read yet, and what comes of them."""
    verb = "waits" if captures == 1 else "wait"
    return f"{counted(captures, 'capture')} {verb} to be read; the next run goes on"


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


def fitted(text: str | None, width: int) -> str:
    """Return the text on one line of at most so many columns of a terminal, cut where it is longer."""
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


def kinship(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a change says of two questions: the other one of a split or merge, and a low confidence."""
    if row["other_question"]:
        yield f"{_OTHER[row['kind']]}: {safe(row['other_question'])}"
    if row["confidence"] is not None and row["confidence"] < SURE:
        yield f"perhaps these are two questions (confidence {row['confidence']:.0%})"


def excerpts(spans: Sequence[tuple[str, str, str]]) -> Iterator[tuple[tuple[str, str, str], ...]]:
    """Yield each edit of a text as spans of its own on one line, with a few words on either side."""
    texts = ("", *(after for _, _, after in spans), "")
    for index, (op, before, after) in enumerate(spans, 1):
        if op != "equal":
            head, tail = _last_words(texts[index - 1]), _first_words(texts[index + 1])
            edit = (op, _cut(before), _cut(after))
            yield (("equal", head, head), edit, ("equal", tail, tail))


def _last_words(text: str) -> str:
    return _first_words(text[::-1])[::-1]


def _first_words(text: str) -> str:
    """Return what fits of a text, cut at a word; white space at its ends stays as one space."""
    line = _SPACE.sub(" ", text)
    if len(line) <= CONTEXT_LENGTH:
        return line
    whole = line[:CONTEXT_LENGTH].rpartition(" ")[0]
    return (whole if whole.strip() else line[:CONTEXT_LENGTH]) + "…"


def _cut(text: str) -> str:
    line = _SPACE.sub(" ", text)
    return line if len(line) <= EDIT_LENGTH else f"{line[: EDIT_LENGTH - 1]}…"


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
