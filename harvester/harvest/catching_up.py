"""Bringing the history up to date: what an interrupted run left, what another reader read, or everything."""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice
from typing import NamedTuple

from harvester.archive.announcements import unread_all_sources, unread_sources
from harvester.archive.articles import forget_loss, note_loss, url_of_article
from harvester.archive.captures import chain_urls, confirming
from harvester.archive.components import spell
from harvester.archive.connection import path_of, select, sqlite3
from harvester.archive.decisions import forget_decision_faults
from harvester.archive.following import refresh_sources
from harvester.archive.readings import (
    begin_attempt,
    drop_orphans,
    end_attempt,
    interrupted,
    note_fault,
    store_readings,
    wait_again,
    waiting,
)
from harvester.archive.rebuilding import forget_reached, note_reached, reached
from harvester.archive.refolding import outdated_urls
from harvester.archive.tallies import count_again
from harvester.archive.writing import derived
from harvester.harvest.consecutive import Read
from harvester.harvest.deriving import Deriving, faults_noted
from harvester.harvest.discovering import discover
from harvester.harvest.enacting import enact
from harvester.harvest.events import lost_most
from harvester.harvest.pool import Mapper, collecting_seldom, read_alone, read_here
from harvester.harvest.reader import Rereader
from harvester.harvest.settling import Settled, note_links_of, settle_component, settle_components
from harvester.model import ANNOUNCING
from harvester.reading.received import READ

BUDGET_S = 600.0
"""A run spends at most this many seconds on captures of earlier runs; the rest waits for the next run."""

NO_LIMIT = float("inf")
"""This budget of seconds is for callers that want everything settled: an import, a merge."""

AT_ONCE = 25
"""One transaction stores this many readings, so that live runs get their turn and memory stays flat."""

_READ = json.dumps(sorted(READ))

# What to read again, URL by URL, so that each chain of patches is decoded once.
_READABLE = """
    SELECT capture.id, capture.url_id,
        capture.outcome IN (SELECT value FROM json_each(:read))
            AND coalesce(payload.coding, 'removed') <> 'removed'
    FROM capture
    LEFT JOIN rendering ON rendering.capture_id = capture.id
    LEFT JOIN payload ON payload.id = coalesce(rendering.payload_id, capture.payload_id)
    LEFT JOIN attempt ON attempt.capture_id = capture.id
    WHERE capture.outcome <> 'redirected' AND capture.role = 'article' AND capture.part_of IS NULL
        AND (:ids IS NULL OR capture.id IN (SELECT value FROM json_each(:ids)))
    ORDER BY capture.url_id, capture.captured_at, capture.id"""


class Loss(NamedTuple):
    """An article that lost most of its questions in the same captures, by another reader or site rules."""

    url: str
    before: int
    after: int


class CatchUpBatch(NamedTuple):
    """One group of captures: how many were read, which articles were settled, which lost their questions."""

    captures: int
    settled: tuple[Settled, ...] = ()
    losses: tuple[Loss, ...] = ()


class UrlCaptures(NamedTuple):
    """The captures that were made for one URL, by id.

    readable: those that have something to read. read: how many were read. faults: those that could not be.
    """

    url_id: int
    captures: tuple[int, ...]
    readable: tuple[int, ...]
    read: int = 0
    faults: frozenset[int] = frozenset()


def catch_up(deriving: Deriving, budget_s: float = BUDGET_S) -> Iterator[CatchUpBatch]:
    """Read the captures that wait and settle their articles, one after another; yield a batch for each.

    Histories that other rules made are folded again. Captures beyond the budget wait for the next run.
    If an earlier run ended while it read a capture, a separate process reads that one: it can be killed.
    """
    until = time.monotonic() + budget_s
    conn = deriving.db.conn
    works: list[UrlCaptures] = []
    for work in _url_captures(conn, interrupted(conn)):
        alone = (read_alone(path_of(conn), deriving.reader, each) for each in work.readable)
        works.append(_store(deriving, work, alone))
    for work in _url_captures(conn, waiting(conn, deriving.reader.label)):
        if time.monotonic() > until:
            break
        works.append(_store(deriving, work, _read_marked(deriving, work.readable)))
    yield from _settle(deriving, works)
    yield from _refold_outdated(deriving, until)
    if works:
        drop_orphans(deriving.db)
    discover(deriving)  # what was read may be a source's


def _refold_outdated(deriving: Deriving, until: float) -> Iterator[CatchUpBatch]:
    """Fold the histories again that other rules made, article by article; yield a batch for each."""
    db, done = deriving.db, set[int]()
    for url_id in outdated_urls(db.conn):
        if time.monotonic() > until:
            return
        if url_id not in done:
            with derived(db):
                settled, connected = settle_component(db.conn, url_id, frozenset())
            done |= connected
            yield CatchUpBatch(0, tuple(settled))


def _read_marked(deriving: Deriving, capture_ids: Sequence[int]) -> Iterator[Read]:
    """Yield the readings of the captures, each marked as tried before it is read."""
    rereader = Rereader(deriving.db.conn, deriving.reader, deriving.known)
    for at in range(0, len(capture_ids), AT_ONCE):
        some = capture_ids[at : at + AT_ONCE]
        begin_attempt(deriving.db, some, deriving.now())
        yield from read_here(rereader, some)


def _url_captures(conn: sqlite3.Connection, capture_ids: Sequence[int] | None) -> Iterator[UrlCaptures]:
    """Yield the captures of articles, grouped by the URL that was asked for; all captures for None."""
    ids = None if capture_ids is None else json.dumps(capture_ids)
    for url, rows in groupby(select(conn, _READABLE, {"ids": ids, "read": _READ}), key=lambda row: row[1]):
        some = list(rows)
        yield UrlCaptures(url, tuple(row[0] for row in some), tuple(row[0] for row in some if row[2]))


def _store(deriving: Deriving, work: UrlCaptures, readings: Iterator[Read]) -> UrlCaptures:
    """Store the readings of one URL's captures; return the work with the numbers of those read and failed.

    A capture that was read waits until it is settled, so that a run that is killed here loses nothing.
    """
    db, conn = deriving.db, deriving.db.conn
    read, faults = 0, dict[int, str]()
    while some := list(islice(readings, AT_ONCE)):
        with derived(db):
            wait_again(conn, [each.capture_id for each in some])
            faults |= {each.capture_id: each.fault for each in some if each.reading is None}
            made = [(each.capture_id, each.reading, each.content) for each in some if each.reading]
            store_readings(conn, deriving.reader.label, made)
            for each in some:
                deriving.comparisons.add(each)
            read += len(made)
            unread_sources(conn, chain_urls(conn, [each.capture_id for each in some if _announces(each)]))
    for capture_id, fault in faults.items():
        note_fault(db, capture_id, fault)
    with derived(db):
        spell(conn, chain_urls(conn, work.captures))
        note_links_of(conn, frozenset(work.captures))
    return work._replace(read=read, faults=frozenset(faults))


def _settle(deriving: Deriving, works: Sequence[UrlCaptures]) -> Iterator[CatchUpBatch]:
    """Settle the articles of the captures that were read, each once; yield a batch for each transaction."""
    db, conn = deriving.db, deriving.db.conn
    changed = frozenset(each for work in works for each in work.captures)
    changed = changed.union(confirming(conn, changed))
    left = {work.url_id: work for work in works}
    while left:
        url_id, work = next(iter(left.items()))
        settled: list[Settled] = []
        losses: list[Loss] = []
        group = [work]
        with faults_noted(db, work.captures), derived(db):
            done: set[int] = set()
            urls = chain_urls(conn, work.captures)
            for found, connected in settle_components(conn, urls, changed, deriving.comparisons):
                settled += found
                done |= connected
            group = [left[url] for url in done.union({url_id}).intersection(left)]
            losses = list(_losses(conn, settled, deriving.now()))
            end_attempt(conn, [each for one in group for each in one.captures if each not in one.faults])
        for each in group:
            del left[each.url_id]
        yield CatchUpBatch(sum(each.read for each in group), tuple(settled), tuple(losses))


def _losses(conn: sqlite3.Connection, settled: Iterable[Settled], now: datetime) -> Iterator[Loss]:
    """Yield the articles that lost most questions when read again; note them until the questions are back."""
    for each in settled:
        before, after = each.pairs
        forget_loss(conn, each.article_id, after)
        if lost_most(before, after):
            note_loss(conn, each.article_id, before, now)
            yield Loss(url_of_article(conn, each.article_id), before, after)


def _announces(read: Read) -> bool:
    return read.reading is not None and read.reading.verdict in ANNOUNCING


def rebuild(deriving: Deriving, mapper: Mapper) -> Iterator[CatchUpBatch]:
    """Read every capture again and settle every article again, one after another; yield a batch for each.

    mapper: reads the captures; only this process writes. An article keeps its old history until its turn
    comes. If the last rebuild by the same reader was stopped, this one continues where that one stopped.
    """
    forget_decision_faults(deriving.db)
    enact(deriving.db)
    works = _unfinished(deriving)
    with collecting_seldom():
        yield from _rebuild_articles(deriving, mapper, works)
    _rebuild_sources(deriving)
    drop_orphans(deriving.db)
    with derived(deriving.db):
        count_again(deriving.db.conn)
        forget_reached(deriving.db.conn)


def _rebuild_articles(
    deriving: Deriving, mapper: Mapper, works: Sequence[UrlCaptures]
) -> Iterator[CatchUpBatch]:
    """Read and settle the captures of a rebuild, and note after each URL how far it is."""
    conn = deriving.db.conn
    wanted = [each for work in works for each in work.readable]
    readings = mapper(conn, deriving.reader, wanted)
    done = reached(conn, deriving.reader.label)
    for work in works:
        stored = _store(deriving, work, islice(readings, len(work.readable)))
        batches = list(_settle(deriving, [stored]))
        done = max(done, work.url_id)
        note_reached(deriving.db, deriving.reader.label, done)
        yield from batches


def _unfinished(deriving: Deriving) -> list[UrlCaptures]:
    """Return the captures that a rebuild reads: all, or those that a stopped one left or that wait since."""
    conn, label = deriving.db.conn, deriving.reader.label
    works = list(_url_captures(conn, None))
    if not (done := reached(conn, label)):
        return works
    behind = frozenset(waiting(conn, label))
    return [work for work in works if work.url_id > done or not behind.isdisjoint(work.captures)]


def reread(deriving: Deriving, capture_ids: Sequence[int]) -> Iterator[CatchUpBatch]:
    """Read these captures of articles again and settle their articles; yield a batch for each group."""
    rereader = Rereader(deriving.db.conn, deriving.reader)
    works = [
        _store(deriving, work, read_here(rereader, work.readable))
        for work in _url_captures(deriving.db.conn, capture_ids)
    ]
    yield from _settle(deriving, works)


def _rebuild_sources(deriving: Deriving) -> None:
    """Derive every source again; sitemap indexes come before the sitemaps that they name."""
    db = deriving.db
    with derived(db):
        unread_all_sources(db.conn)
        refresh_sources(db.conn)
    discover(deriving)
