"""What one message says, as a value, whichever way it goes. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import groupby
from typing import Any

from harvester.archive.read import Row
from harvester.change import ChangeKind
from harvester.diff.spans import DiffSpan
from harvester.view.changes import drawn, edits
from harvester.view.happenings import kind_of, sentence
from harvester.view.wording import excerpts, kinship
from harvester.web import links

MOST_EDITS = 10
"""A message shows at most this many places of one edit; the page of the change shows all."""

MOST_TEXT = 1_000
"""A message shows at most this many characters of a text that came or went; the longest answers have
10,000."""


@dataclass(frozen=True, slots=True)
class ArticleNews:
    """What one capture shows of one article.

    url: where the article lives. link: of the article as it stood then, in the archive; ``""`` if the archive
    is not public. at: the time of the capture. rows: changes and events as `harvester.view.told` has them.
    """

    article_id: str
    url: str
    title: str
    link: str
    at: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A message. key: a UUID, the same at every try. warnings: sentences. zone: None for local time."""

    key: str
    notice: str
    made_at: str
    stories: tuple[ArticleNews, ...] = ()
    warnings: tuple[str, ...] = ()
    zone: tzinfo | None = UTC

    @property
    def number(self) -> int:
        """Return how many changes, events and warnings it tells."""
        return len(self.warnings) + sum(len(each.rows) for each in self.stories)


def stories(rows: Iterable[Row], titles: Mapping[str, str], public: str) -> Iterator[ArticleNews]:
    """Yield the rows, which are in the order of time, by article and capture. public: as the settings say."""
    for _, some in groupby(rows, key=lambda row: (row["article_id"], row["edition"])):
        told = tuple(some)
        article, at = told[0]["article_id"], told[0]["changed_at"]
        link = f"{public}{links.at(article, at)}" if public else ""
        yield ArticleNews(article, told[0]["url"], titles.get(article, ""), link, at, told)


def heading(row: Mapping[str, Any]) -> str:
    """Return what happened in a few words: "answer edited (number)", or the sentence of an event."""
    if row["record"] == "event":
        return sentence(row)
    return kind_of(row)


def places(row: Mapping[str, Any]) -> Iterator[tuple[DiffSpan, ...]]:
    """Yield the words of a change, place by place, as spans on lines of their own; of few events."""
    is_event = row["record"] == "event"
    if row["kind"] == ChangeKind.MOVED and not is_event:
        yield _plain(f"from place {row['before_position']} to place {row['after_position']}")
    found = [place for edit in edits(row) for place in excerpts(edit)]
    found = found or ([] if is_event else [*map(_whole, drawn(row))])
    yield from found[:MOST_EDITS]
    if len(found) > MOST_EDITS:
        yield _plain(f"and {len(found) - MOST_EDITS} more places")
    yield from () if is_event else map(_plain, kinship(row))


def _whole(span: DiffSpan) -> tuple[DiffSpan, ...]:
    return (DiffSpan(span[0], _cut(span[1]), _cut(span[2])),)


def _cut(text: str) -> str:
    return text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT - 1]}…"


def _plain(text: str) -> tuple[DiffSpan, ...]:
    return (DiffSpan("equal", text, text),)


def moment(text: str, zone: tzinfo | None) -> str:
    """Return a time of the archive for people, with its zone: "2026-11-23 10:00 UTC"."""
    at = datetime.fromisoformat(text).astimezone(zone)
    return f"{at:%Y-%m-%d %H:%M} {at.tzname()}"
