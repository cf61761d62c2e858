"""What a run would ask for now, and why. Nothing is asked for, and nothing is kept."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.connection import path_of, select
from harvester.archive.due import plan
from harvester.archive.writing import undone
from harvester.config import Settings
from harvester.harvest.bounds import Bounded, Bounds
from harvester.harvest.deriving import Deriving
from harvester.harvest.discovering import announce_all, declare

_WHY = """
    SELECT due.next_at, due.asked_at, coalesce(article.trouble, source.trouble, '') AS trouble
    FROM due
    LEFT JOIN article ON article.id = due.article_id AND due.article_id <> ''
    LEFT JOIN source ON source.url_id = due.url_id AND due.article_id = ''
    WHERE due.url_id = ? AND (due.article_id = '') = ?"""


class PlannedItem(NamedTuple):
    """Something that a run would ask for. kind: of a source, or "article".

    due_since, asked_at: as the archive writes times; ``""`` for at the next run, and for never. trouble: what
    is wrong with it. is_named: a person named it, so it is asked for due or not.
    """

    kind: str
    url: str
    due_since: str = ""
    asked_at: str = ""
    trouble: str = ""
    is_named: bool = False


class RunPlan(NamedTuple):
    """What a run would do. ended: URLs that harvester.toml no longer declares."""

    planned: tuple[PlannedItem, ...]
    ended: tuple[str, ...]


def outlook(db: Database, settings: Settings, now: datetime, bounds: Bounds) -> RunPlan:
    """Return what a run would ask for at that time; what the sources would announce is not known.

    Raises ConfigError if the bounds name what is not followed, and ArchiveLocked if another program writes
    for long.
    """
    with undone(db):
        ended = declare(db, settings, now)
        announce_all(Deriving(db, settings.rules, lambda: now))  # what 'add' has captured of sources
        plan(db, now)
        bounded = Bounded(db.conn, path_of(db.conn), bounds, (settings.per_host, settings.per_run))
        return RunPlan(tuple(islice(_wanted(db, now, bounded), bounded.left)), ended)


def _wanted(db: Database, now: datetime, bounded: Bounded) -> Iterator[PlannedItem]:
    for source in bounded.next_sources(now):
        is_named = source.place.url in bounded.bounds.sources
        yield _why(db, PlannedItem(source.kind, source.place.url, is_named=is_named), source.place.url_id)
    named = len(bounded.bounds.articles)
    for place, article in enumerate(chain.from_iterable(bounded.waves(now))):
        first = article.places[0]
        yield _why(db, PlannedItem("article", first.url, is_named=place < named), first.url_id)


def _why(db: Database, planned: PlannedItem, url_id: int) -> PlannedItem:
    rows = select(db.conn, _WHY, (url_id, planned.kind != "article"))
    if not rows:
        return planned
    next_at, asked_at, trouble = rows[0]
    due_since = next_at if next_at > asked_at else ""  # the year 1 stands for "at the next run"
    return planned._replace(due_since=due_since, asked_at=asked_at, trouble=trouble)
