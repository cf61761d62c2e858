"""A notice tried before anything happens: an example letter to its target, and what it would say."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from harvester.archive.columns import to_text
from harvester.archive.connection import sqlite3
from harvester.archive.read import Row
from harvester.config import Settings
from harvester.config.notices import Notice
from harvester.notify.feed import feed
from harvester.notify.files import write_feed
from harvester.notify.gathering import wanted, zone_of
from harvester.notify.letters import ArticleNews, Letter, stories
from harvester.notify.payload import payload
from harvester.notify.picture import picture
from harvester.notify.sending import OPEN
from harvester.notify.way import DeliveryRoute
from harvester.notify.wording import brief, html, text
from harvester.view import told
from harvester.view.articles import titles

LOOKED_AT = 500
"""This many of the newest versions, and of the newest events, are looked at for a preview."""

SHOWN = 10
"""A preview shows at most this many changes and events."""

_EXAMPLE: Row = {
    "record": "change", "id": "0" * 32, "kind": "answer edited", "classes": ["number"], "significance": 0.85,
    "question_id": "0" * 32, "question": "What does the ferry cost?", "other_question_id": None,
    "other_question": None, "before_position": 3, "after_position": 3, "confidence": 1.0,
    "before": "It costs 14 crowns.", "after": "It costs 41 crowns.",
    "hunks": [{"before": "14", "after": "41", "at": 9, "classes": ["number"], "significance": 0.85}],
    "changed_at": "2026-11-23T10:00:00.000Z", "edition": "",
}  # fmt: skip

FORMS: dict[str, Callable[[Letter], str]] = {
    "text": text,
    "html": html,
    "json": lambda each: payload(each).decode(),
    "atom": lambda each: feed(each.notice, "preview", [each]).decode(),
    "post": brief,
    "svg": lambda each: "\n".join(picture(each, story) for story in each.stories[-1:]),
}
"""A letter can be shown in these forms: as e-mail, to webhooks and commands, in a feed, as a post, and its
picture."""


def example(way: DeliveryRoute) -> Letter:
    """Return a letter that says that it is an example."""
    at, url = to_text(way.now()), "https://news.example/ferry"
    story = ArticleNews("0" * 32, url, "An example: the island's ferry", "", at, (_EXAMPLE,))
    return Letter(str(uuid4()), way.notice.name, at, (story,), (), zone_of(way.settings.notify))


def test(conn: sqlite3.Connection, way: DeliveryRoute) -> None:
    """Send an example to the target of a notice; raises NoticeUnsent and ConfigError.

    A file is written with what it has, because an example would stay in it.
    """
    if way.notice.to.kind == "atom":
        write_feed(conn, way, ())
        return
    with OPEN[way.notice.to.kind](way) as deliver:
        deliver(example(way), lambda: None)


def preview(conn: sqlite3.Connection, settings: Settings, notice: Notice) -> Letter:
    """Return a letter with the newest changes and events that a notice wants, told or not."""
    rows = wanted(conn, notice, told.newest(conn, LOOKED_AT))[-SHOWN:]
    named = titles(conn, {row["article_id"] for row in rows})
    shown = tuple(stories(rows, named, settings.notify.public))
    return Letter("preview", notice.name, to_text(datetime.now(UTC)), shown, zone=zone_of(settings.notify))
