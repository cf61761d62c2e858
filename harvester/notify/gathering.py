"""What is new, put into messages: which changes, events and warnings each notice tells, and when."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from harvester.archive.columns import from_text, to_text
from harvester.archive.connection import path_of, sqlite3
from harvester.archive.disk import low_space
from harvester.archive.finding import articles_named
from harvester.archive.notices import (
    Item,
    Sending,
    WaitingItem,
    add_items,
    begin,
    captures_of,
    forget,
    items_of,
    known_notices,
    make_messages,
    news,
    note_standing,
    waiting_items,
)
from harvester.archive.read import Row
from harvester.archive.writing import write_lock
from harvester.config import Settings
from harvester.config.notices import Notice, Notify
from harvester.notify.letters import Letter, stories
from harvester.notify.matching import check_words, wants, wants_warning
from harvester.view import told
from harvester.view.articles import titles
from harvester.view.selection import Selection
from harvester.view.status import status
from harvester.view.warnings import Operation

MOST_ITEMS = 200
"""A message tells at most this many changes; what is beyond comes in a further one."""

PERIODS = {"hourly": "%Y-%m-%d %H %z", "daily": "%Y-%m-%d"}
"""A digest goes out when a time of the zone, written so, differs from that at which its items were noted."""


def start(db: Database, settings: Settings, now: datetime) -> None:
    """Have the notices of the settings begin that are new: they tell what is captured from now on.

    Raises ConfigError for a warning that does not exist, and for a search that has nothing to look for.
    Without a file of settings nothing begins or ends.
    """
    for notice in settings.notices:
        if notice.search:
            told.found_by(db.conn, notice.search, ())
        check_words(notice)
    if settings.is_declared:
        begin(db, [each.name for each in settings.notices], now)


def gather(db: Database, settings: Settings, now: datetime) -> None:
    """Note what each notice is to tell of what is new, and put what is ripe into messages."""
    with write_lock(db):
        conn, captures = db.conn, news(db.conn, now)
        rows = told.of_captures(conn, [each.capture_id for each in captures]) if captures else []
        known = known_notices(conn)
        for notice in settings.notices:
            new = [row for row in rows if row["capture_id"] > known[notice.name].after_capture]
            add_items(conn, notice.name, _items(wanted(conn, notice, new)), now)
        forget(conn, [each.capture_id for each in captures if not each.is_open])
        _gather_warnings(conn, settings, now)
    for notice in settings.notices:
        put_together(db, notice, settings.notify, now)


def gather_past(db: Database, notices: Iterable[Notice], since: str, now: datetime) -> None:
    """Note all that happened since that time, found by whichever reader or import, and was not told yet."""
    with write_lock(db):
        rows = told.since(db.conn, since)
        for notice in notices:
            add_items(db.conn, notice.name, _items(wanted(db.conn, notice, rows)), now)


def wanted(conn: sqlite3.Connection, notice: Notice, rows: Sequence[Row]) -> list[Row]:
    """Return the rows that a notice wants, in their order. Raises ConfigError for a search without words."""
    found = [row for row in rows if wants(notice, row)]
    if found and (notice.articles or notice.sources):
        named = [str(each.id) for text in notice.articles for each in articles_named(conn, text)]
        selection = Selection(articles=named or notice.articles, sources=notice.sources)
        found = told.within(conn, selection, found)
    if found and notice.search:
        found = told.found_by(conn, notice.search, found)
    return found


def _items(rows: Iterable[Row]) -> Iterator[Item]:
    return (Item(row["record"], row["id"], row["article_id"], row["edition"]) for row in rows)


def _gather_warnings(conn: sqlite3.Connection, settings: Settings, now: datetime) -> None:
    """Note the warnings that have come up since the last look; one that ends may come up again."""
    telling = [each for each in settings.notices if each.warnings]
    if not telling:
        return
    path = path_of(conn)
    standing = status(conn, Operation(now, low_space(path, shutil.disk_usage)))["warnings"]
    known, at = known_notices(conn), to_text(now)
    for notice in telling:
        mine = [each for each in standing if wants_warning(notice, each["word"])]
        new = [each for each in mine if each["word"] not in known[notice.name].standing]
        items = (Item("warning", f"{each['word']} {at}", "", at, _words(each)) for each in new)
        add_items(conn, notice.name, items, now)
        note_standing(conn, notice.name, sorted({each["word"] for each in mine}))


def _words(warning: Row) -> str:
    return f"{warning['word']}: {warning['about']}. {warning['todo']}"


def put_together(db: Database, notice: Notice, notify: Notify, now: datetime) -> None:
    """Put the items of a notice into messages: for each edition one, or a digest if its time is over."""
    waiting = waiting_items(db.conn, notice.name)
    if form := PERIODS.get(notice.how):
        zone = zone_of(notify)
        period = now.astimezone(zone).strftime(form)
        ripe = [
            each for each in waiting if from_text(each.noted_at).astimezone(zone).strftime(form) != period
        ]
        groups = _parts([each.item for each in ripe])
    else:
        groups = [part for edition in _by_edition(waiting) for part in _parts(edition)]
    if groups:
        make_messages(db, notice.name, groups, now)


def _by_edition(waiting: Iterable[WaitingItem]) -> Iterator[list[Item]]:
    for _, some in groupby(waiting, key=lambda each: (each.noted_at, each.item.edition)):
        yield [each.item for each in some]


def _parts(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[at : at + MOST_ITEMS] for at in range(0, len(items), MOST_ITEMS)]


def zone_of(notify: Notify) -> tzinfo | None:
    """Return the zone that the settings name, None for that of the machine."""
    if notify.zone == "local":
        return None
    return UTC if notify.zone == "UTC" else ZoneInfo(notify.zone)


def letters_of(
    conn: sqlite3.Connection, messages: Sequence[Sending], notice: str, notify: Notify
) -> Iterator[Letter]:
    """Yield messages as values, as the history tells them now; what is in it no more is left out."""
    items = items_of(conn, [each.id for each in messages])
    editions = {item.edition for some in items.values() for item in some if item.record != "warning"}
    rows = told.of_captures(conn, captures_of(conn, sorted(editions)))
    named = titles(conn, {row["article_id"] for row in rows})
    places = {(row["record"], row["id"]): place for place, row in enumerate(rows)}
    for message in messages:
        mine = items.get(message.id, ())
        keys = ((each.record, each.about) for each in mine)
        found = sorted(places[key] for key in keys if key in places)
        words = tuple(each.words for each in mine if each.record == "warning")
        shown = tuple(stories((rows[place] for place in found), named, notify.public))
        yield Letter(message.key, notice, message.made_at, shown, words, zone_of(notify))
