"""Words that the command line and the web say alike: counts, times, edits and how two questions are akin.

Stored text in them is as it was stored: whoever shows it makes it safe for where it is shown.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from harvester.diff.spans import DiffSpan

CONTEXT_LENGTH = 24
"""This many characters of unchanged text stand beside an edit: three to five words, two dozen Chinese
characters."""

EDIT_LENGTH = 160
"""An edit's own words have at most this many characters, to fit beside them on a line or two."""

SURE = 0.9
"""A confidence below this is shown. 14 of the 237 rewordings of the labelled transitions have less."""

_OTHER = {"split": "it came out of", "merged": "it went into"}

_SPACE = re.compile(r"\s+")


_ORIGINS = {
    "saved": "a file that somebody saved",
    "warc": "a WARC file",
    "arc": "an ARC file",
    "wacz": "a WACZ file",
    "wayback": "the Wayback Machine",
    "commoncrawl": "Common Crawl",
    "memento": "another web archive",
}


def captured_elsewhere(origin: str) -> str:
    """Return ", from a WARC file" for the origin of what was imported; ``""`` for what we captured."""
    return "" if origin == "here" else f", from {_ORIGINS.get(origin, origin)}"


def counted(number: int, noun: str) -> str:
    """Return "1 article", "2 articles"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def named_first(number: int) -> str:
    """Return how many articles a source announced before any other; none of its own is no empty source."""
    return f"{counted(number, 'article')}{'' if number else ' that no other source named first'}"


def tally(numbers: Mapping[str, int]) -> str:
    """Return "3 ok, 1 not modified", the most first, of equals in the order of the alphabet."""
    ordered = sorted(numbers.items(), key=lambda each: (-each[1], each[0]))
    return ", ".join(f"{number} {word.replace('_', ' ')}" for word, number in ordered)


def took(seconds: float) -> str:
    """Return a duration for people: "4 s", "12 min", "3 h 5 min", "2 d 4 h"."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} s"
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if days else f"{hours} h {minutes} min"


_UNITS_S = {"d": 86_400, "h": 3_600, "min": 60}


def shifted(seconds: float) -> str:
    """Return how a person moved times: "2 h 30 min later", "1 d earlier", "as its clock said" for 0."""
    if not seconds:
        return "as its clock said"
    parts, rest = [], abs(seconds)
    for unit, length in _UNITS_S.items():
        number, rest = divmod(rest, length)
        parts += [f"{number:.0f} {unit}"] if number else []
    parts += [f"{rest:g} s"] if rest else []
    return f"{' '.join(parts)} {'later' if seconds > 0 else 'earlier'}"


_IS_LOCAL: ContextVar[bool] = ContextVar("is_local", default=False)


@contextmanager
def local_times() -> Iterator[None]:
    """Have `moment` show times in the zone of this machine inside."""
    token = _IS_LOCAL.set(True)
    try:
        yield
    finally:
        _IS_LOCAL.reset(token)


def zone() -> str:
    """Return what stands after a time: "UTC", or "local time"."""
    return "local time" if _IS_LOCAL.get() else "UTC"


def moment(text: str | None) -> str:
    """Return a time of the archive for people, "2026-11-23 10:00", as `zone` says; "never" for none."""
    if not text:
        return "never"
    if _IS_LOCAL.get():
        with suppress(ValueError, OverflowError):  # another's archive may have any text there
            text = datetime.fromisoformat(text).astimezone().isoformat()
    return text[:16].replace("T", " ")


def stated(text: str) -> str:
    """Return a time that a page states, as `moment` shows times if it has a zone; else as it is."""
    with suppress(ValueError, OverflowError):
        at = datetime.fromisoformat(text)
        return moment(at.astimezone(UTC).isoformat()) if at.tzinfo else text
    return text


def seen(first_at: str, last_at: str) -> str:
    """Return when something was seen, once or from one time to another, "2026-11-23 10:00 UTC"."""
    times = dict.fromkeys((moment(first_at), moment(last_at)))
    return f"{' to '.join(times)} {zone()}"


def kinship(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a change says of two questions: the other one of a split or merge, and a low confidence."""
    if row["other_question"]:
        yield f"{_OTHER[row['kind']]}: {row['other_question']}"
    if row["confidence"] is not None and row["confidence"] < SURE:
        yield f"perhaps these are two questions (confidence {row['confidence']:.0%})"


def excerpts(spans: Sequence[DiffSpan]) -> Iterator[tuple[DiffSpan, ...]]:
    """Yield the edits of a text as spans on one line, with a few words on either side.

    Edits that only a few words part share a line, so that no word is shown twice. A line of ``EDIT_LENGTH``
    characters takes no more.
    """
    line: list[DiffSpan] = []
    head = ""
    for place, (op, before, after) in enumerate(spans, 1):
        if op != "equal":
            line.append(DiffSpan(op, _cut(before), _cut(after)))
        elif line and place < len(spans) and _joins(line, after):
            line.append(_unchanged(_on_one_line(after)))
        else:
            if line:
                yield _in_context(head, line, after)
            line, head = [], after
    if line:
        yield _in_context(head, line, "")


def _in_context(head: str, line: Sequence[DiffSpan], tail: str) -> tuple[DiffSpan, ...]:
    return (_unchanged(_last_words(head)), *line, _unchanged(_first_words(tail)))


def _joins(line: Sequence[DiffSpan], gap: str) -> bool:
    """Return whether the words after the edits of a line are few, and the line has room for the next edit."""
    shown = sum(len(each.before) + len(each.after) for each in line)
    return len(_on_one_line(gap)) <= CONTEXT_LENGTH and shown <= EDIT_LENGTH


def _unchanged(text: str) -> DiffSpan:
    return DiffSpan("equal", text, text)


def _last_words(text: str) -> str:
    return _first_words(text[::-1])[::-1]


def _first_words(text: str) -> str:
    """Return what fits of a text, cut at a word; white space at its ends stays as one space."""
    line = _on_one_line(text)
    if len(line) <= CONTEXT_LENGTH:
        return line
    whole = line[:CONTEXT_LENGTH].rpartition(" ")[0]
    return (whole if whole.strip() else line[:CONTEXT_LENGTH]) + "…"


def _on_one_line(text: str) -> str:
    return _SPACE.sub(" ", text)


def _cut(text: str) -> str:
    line = _on_one_line(text)
    return line if len(line) <= EDIT_LENGTH else f"{line[: EDIT_LENGTH - 1]}…"
