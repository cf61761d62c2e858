"""From the captures of a source to its announcements and articles: live, after a crash and in a rebuild.

What a capture announces is stored together with the articles that it makes, so that a killed run loses none.
"""

from collections.abc import Sequence
from typing import NamedTuple

from harvester.archive.announcements import (
    Derived,
    SourceCapture,
    drop_spells,
    is_overtaken,
    note_source,
    reader_of,
    source_captures,
    store_spells,
    urls_announced_by,
    verdict_of,
)
from harvester.archive.articles import store_article
from harvester.archive.components import known_urls, owners, spell, strangers
from harvester.archive.connection import path_of, select, sqlite3
from harvester.archive.following import refresh_articles
from harvester.archive.readings import begin_attempt, end_attempt, note_fault, store_reading
from harvester.archive.writing import derived
from harvester.errors import ArchiveDamaged, PayloadRemoved
from harvester.harvest.consecutive import Read
from harvester.harvest.deriving import Deriving
from harvester.harvest.enacting import update_sources
from harvester.harvest.pool import read_alone
from harvester.harvest.reader import Reader, Rereader
from harvester.harvest.settling import settle
from harvester.history.identity import identify
from harvester.history.trouble import Trouble
from harvester.model import ANNOUNCING, SUCCESSES, Outcome, Verdict


class SourceUpdate(NamedTuple):
    """The news of a source: how many URLs it announced for the first time, and how many are new articles."""

    source: Derived
    urls: int = 0
    added: int = 0


def announce(deriving: Deriving, source: Derived) -> SourceUpdate:
    """Bring a source and the articles that it announces up to date with its captures; return the news.

    Only new captures are read, if the same reader read the earlier ones.
    """
    conn, reader = deriving.db.conn, Reader.of(deriving.rules, source.kind, source.links)
    if _is_stale(conn, source, reader.label):
        return _from_the_start(deriving, source, reader)
    found, rereader = SourceUpdate(source), Rereader(conn, reader)
    for capture in source_captures(conn, source.url_id, source.seen_at):
        read = _read(deriving, (reader, rereader), capture)
        with derived(deriving.db):
            after, urls = _store(conn, found.source, capture, (reader.label, read))
            added = follow_announced(conn, urls)
            found = SourceUpdate(after, found.urls + len(urls), found.added + added)
    return found


def _is_stale(conn: sqlite3.Connection, source: Derived, label: str) -> bool:
    """Return whether anything that was derived from the source may have changed."""
    if not source.seen_at or is_overtaken(conn, source):
        return True
    if source.capture_id is not None:
        return reader_of(conn, source.capture_id) != label
    return any(each.reader not in {"", label} for each in source_captures(conn, source.url_id))


def _from_the_start(deriving: Deriving, source: Derived, reader: Reader) -> SourceUpdate:
    """Derive everything again in one transaction; captures that this reader never read are read first."""
    conn = deriving.db.conn
    captures = source_captures(conn, source.url_id)
    if not captures:
        return SourceUpdate(source)
    rereader = Rereader(conn, reader)
    tried = (_read(deriving, (reader, rereader), each) for each in captures if each.reader != reader.label)
    failed = {read.capture_id: read for read in tried if read.reading is None}
    urls: list[int] = []
    with derived(deriving.db):
        before = drop_spells(conn, source.source_id)
        after = source._replace(capture_id=None, seen_at="", problem="", trouble=Trouble())
        for each in captures:
            read = failed.get(each.capture_id) or _read_here(rereader, each)
            after, new = _store(conn, after, each, (reader.label, read))
            urls += new
        added = follow_announced(conn, tuple(dict.fromkeys((*before, *urls))))
    return SourceUpdate(after, len(set(urls) - set(before)), added)


def _read(deriving: Deriving, how: tuple[Reader, Rereader], capture: SourceCapture) -> Read:
    """Return the reading of a capture, marked as tried before it is read.

    If an earlier run ended at it, a process of its own reads it, which can be killed.
    """
    db, capture_id = deriving.db, capture.capture_id
    if capture.outcome != Outcome.OK or capture.fault:
        return Read(capture_id, None, capture.fault)
    if capture.is_begun:
        read = read_alone(path_of(db.conn), how[0], capture_id)
    else:
        begin_attempt(db, (capture_id,), deriving.now())
        read = _read_here(how[1], capture)
    if read.fault:
        note_fault(db, capture_id, read.fault)
    return read


def _read_here(rereader: Rereader, capture: SourceCapture) -> Read:
    """Return the reading of a capture, made by this process."""
    if capture.outcome != Outcome.OK or capture.fault:
        return Read(capture.capture_id, None, capture.fault)
    try:
        return rereader.read(capture.capture_id)
    except PayloadRemoved:  # by a takedown: there is nothing to read, and nothing is wrong
        return Read(capture.capture_id, None)
    except ArchiveDamaged as error:
        return Read(capture.capture_id, None, str(error))


def _store(
    conn: sqlite3.Connection, source: Derived, capture: SourceCapture, how: tuple[str, Read]
) -> tuple[Derived, tuple[int, ...]]:
    """Store the reading of one capture; return the source after it, and the URLs that are new in it."""
    label, read = how
    reading = read.reading
    urls: tuple[int, ...] = ()
    if reading is not None:
        store_reading(conn, capture.capture_id, label, reading)
        capture = capture._replace(verdict=str(reading.verdict), reason=reading.reason)
        if reading.verdict in ANNOUNCING:
            urls = store_spells(conn, source, reading.announcements, capture.capture_id)
    elif capture.outcome == Outcome.NOT_MODIFIED:  # what it confirms may have been read just now
        verdict, reason = verdict_of(conn, capture.body_id)
        capture = capture._replace(verdict=verdict, reason=reason)
    if read.fault:
        capture = capture._replace(verdict=str(Verdict.UNREADABLE), reason=read.fault)
    else:
        end_attempt(conn, (capture.capture_id,))
    after = _after(source, capture)
    note_source(conn, after)
    return after, urls


def _after(source: Derived, capture: SourceCapture) -> Derived:
    """Return the source after one more capture: the newest usable one, and what is wrong with it since."""
    answered = capture.outcome in SUCCESSES
    usable = answered and capture.verdict in ANNOUNCING
    word = "" if usable else capture.verdict if answered else capture.outcome
    since = source.trouble.since if word == source.trouble.word else capture.captured_at if word else ""
    return source._replace(
        capture_id=capture.capture_id if usable else source.capture_id,
        seen_at=capture.captured_at,
        problem="" if usable else (capture.reason if answered else capture.detail) or word,
        trouble=Trouble(word, since),
    )


def follow_announced(conn: sqlite3.Connection, urls: Sequence[int]) -> int:
    """Make articles of URLs that a source announces, in the caller's transaction; return how many are new.

    URLs that are spelt like no known URL belong to no article yet. They become articles together, because a
    sitemap has up to 50,000. What a sitemap index names becomes a source.
    """
    if not urls:
        return 0
    number = select(conn, "SELECT count(*) FROM article")[0][0]
    new = strangers(conn, urls)
    spell(conn, urls)
    known, are_new = known_urls(conn, new), frozenset(new)
    since = dict(known)
    articles = identify((), known, ())
    for article in articles:
        store_article(conn, article, since[article.url], alone=True)
    refresh_articles(conn, [each.id for each in articles])
    settle(conn, [each for each in urls if each not in are_new])
    refresh_articles(conn, owners(conn, urls_announced_by(conn, update_sources(conn))))
    return int(select(conn, "SELECT count(*) FROM article")[0][0] - number)
