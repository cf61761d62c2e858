"""From sources to articles: what the settings declare, what sources announce, and what ends."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.announcements import Derived, derived_sources
from harvester.archive.connection import select
from harvester.archive.decisions import SETTINGS, DecisionKind, Terms, Voice, decide
from harvester.config import Settings
from harvester.harvest.announcing import announce
from harvester.harvest.deriving import Deriving
from harvester.harvest.enacting import enact, refresh
from harvester.harvest.events import ArticlesAnnounced
from harvester.harvest.kinds import PAGE, told_kind
from harvester.scope import MAX_DEPTH

_DECLARED = """
    SELECT target_kind, target, value FROM (
        SELECT target_kind, target, value, kind, row_number() OVER (
            PARTITION BY target_kind, target ORDER BY decided_at DESC, key DESC
        ) AS place FROM decision WHERE who = ? AND kind IN ('follow', 'end')
    ) WHERE place = 1 AND kind = 'follow'"""


def declare(db: Database, settings: Settings, now: datetime) -> tuple[str, ...]:
    """Follow what the settings declare, end what they no longer declare; return the URLs that were ended.

    Only differences from the last time become decisions. A missing file ends nothing.
    """
    if not (settings.is_declared or settings.sources):
        return ()
    before = {(row[0], row[1]): row[2] for row in select(db.conn, _DECLARED, (SETTINGS,))}
    wanted = {}
    for each in settings.sources:
        # What was named as a page and turned out to be a feed is followed as a feed by the same decision.
        kind = each.kind or (PAGE if ("article", each.url) in before else told_kind(db.conn, each.url))
        terms = Terms("" if kind == PAGE else kind, each.name, each.every_s, each.links, each.scope)
        wanted["article" if kind == PAGE else "source", each.url] = terms.as_text()
    voice = Voice(SETTINGS, now)
    for target, value in wanted.items():
        if before.get(target) != value:
            decide(db, DecisionKind.FOLLOW, target, voice, value)
    ended = [target for target in before if target not in wanted]
    for target in ended:
        decide(db, DecisionKind.END, target, voice._replace(why=f"{SETTINGS} no longer declares it"))
    enact(db)
    gone = {url for _, url in ended} - {url for _, url in wanted}
    return tuple(sorted(gone))


class Discovered(NamedTuple):
    """The news of a source: how many URLs it announced for the first time, and how many are new articles.

    before: the source before it was brought up to date.
    """

    before: Derived
    source: Derived
    announced: int = 0
    added: int = 0


def discover(deriving: Deriving, source_id: int | None = None) -> tuple[Discovered, ...]:
    """Bring a source, or all for None, up to date with its captures; make articles of new URLs.

    What was followed as an article and turned out to be a feed is a source by then. An index may change what
    of its sitemaps is followed; these are derived again after it.
    """
    conn = deriving.db.conn
    if source_id is not None:
        return _discover_each(deriving, derived_sources(conn, source_id))
    refresh(deriving.db, ())
    found = _discover_each(deriving, derived_sources(conn))
    for _ in range(MAX_DEPTH):
        known = {each.source.source_id for each in found if each.source.seen_at}
        changed = [each for each in derived_sources(conn) if each.source_id in known and not each.seen_at]
        if not changed:
            break
        found += _discover_each(deriving, changed)
    return found


def announce_all(deriving: Deriving) -> ArticlesAnnounced:
    """Bring every source up to date with the captures that are there; return how many articles are new."""
    return ArticlesAnnounced(sum(each.added for each in discover(deriving)))


def _discover_each(deriving: Deriving, sources: Iterable[Derived]) -> tuple[Discovered, ...]:
    return tuple(Discovered(source, *announce(deriving, source)) for source in sources)
