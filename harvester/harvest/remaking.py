"""Everything derived, or the history of some articles, made a second time beside the archive."""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.beside import ARCHIVE
from harvester.archive.components import component
from harvester.archive.connection import select, sqlite3
from harvester.archive.differences import CONTENTS, SOURCES, Difference, RowFault, differences, tables
from harvester.archive.writing import derived
from harvester.harvest.catching_up import rebuild, reread
from harvester.harvest.clock import utc_now
from harvester.harvest.deriving import Deriving
from harvester.harvest.pool import mapper
from harvester.harvest.settling import settle
from harvester.site_rule import SiteRule

CONNECTING = ("source", "announcement", "spelled", "link")
"""These tables say which URLs are connected and what is asked for; a part of the articles needs them."""

# Captures that the history of the archive does not know yet, those that another reader read, and those of
# sources that cannot be read again.
_BEHIND = f"""
    SELECT capture_id FROM {ARCHIVE}.attempt
    UNION
    SELECT there.capture_id FROM {ARCHIVE}.reading AS there
    JOIN main.reading AS here ON here.capture_id = there.capture_id
    WHERE here.reader <> there.reader
    UNION
    SELECT capture_id FROM main.attempt JOIN capture ON capture.id = capture_id
    WHERE fault <> '' AND role = 'source'"""  # noqa: S608  constants

# Articles that such captures may be about.
_ABOUT = f"""
    WITH RECURSIVE
    given (id) AS (SELECT value FROM json_each(:captures)),
    chain (url_id, led_from) AS (
        SELECT url_id, led_from FROM capture WHERE id IN (SELECT id FROM given)
        UNION
        SELECT capture.url_id, capture.led_from FROM chain JOIN capture ON capture.id = chain.led_from
    )
    SELECT article_id FROM main.member WHERE url_id IN (SELECT url_id FROM chain)
    UNION SELECT article_id FROM {ARCHIVE}.member WHERE url_id IN (SELECT url_id FROM chain)
    UNION SELECT article_id FROM main.standing WHERE capture_id IN (SELECT id FROM given)
    UNION SELECT article_id FROM {ARCHIVE}.standing WHERE capture_id IN (SELECT id FROM given)"""  # noqa: S608  constants

# Articles whose histories other rules told.
_TOLD_OTHERWISE = f"""
    SELECT there.id FROM {ARCHIVE}.article AS there JOIN main.article AS here ON here.id = there.id
    WHERE here.told_by <> there.told_by"""  # noqa: S608  a constant

_WAITS = f"""
    SELECT 1 FROM {ARCHIVE}.unsettled JOIN decision ON decision.id = decision_id
    WHERE decision.kind <> 'takedown'"""  # noqa: S608  a constant

_MEMBERS = f"SELECT url_id FROM {ARCHIVE}.member WHERE article_id IN (SELECT value FROM json_each(?))"  # noqa: S608


class Excused(NamedTuple):
    """What may rightly differ: captures, and the articles that they are about. waits: a decision waits."""

    captures: frozenset[int]
    articles: frozenset[str]
    waits: bool

    def covers(self, difference: Difference) -> bool:
        """Return whether the history may rightly have another row there."""
        if self.waits or not (self.captures or self.articles):
            return self.waits
        if difference.table in CONTENTS:
            return difference.wrong is not RowFault.DIFFERS
        if difference.capture_id or difference.article_id:
            return difference.capture_id in self.captures or difference.article_id in self.articles
        return difference.table in SOURCES


class RemakingReport(NamedTuple):
    """What came of the comparison: differences, what was not compared, how many articles there are."""

    differences: tuple[Difference, ...]
    excused: Excused
    articles: int


def remake(conn: sqlite3.Connection, rules: tuple[SiteRule, ...], articles: Sequence[str] | None) -> None:
    """Derive all rows again in the database beside the archive; or, for a sequence, these articles only."""
    deriving = Deriving(Database(conn), rules, utc_now)
    if articles is None:
        for _ in rebuild(deriving, mapper(1)):
            pass
        return
    for table in CONNECTING:
        conn.execute(f"INSERT INTO main.{table} SELECT * FROM {ARCHIVE}.{table}")  # noqa: S608  constants
    urls = [row[0] for row in select(conn, _MEMBERS, (json.dumps([*articles]),))]
    captures = {each for url in urls for each in component(conn, (url,)).captures}
    for _ in reread(deriving, sorted(captures)):
        pass
    with derived(deriving.db):
        settle(conn, urls)


def compare(conn: sqlite3.Connection, articles: Sequence[str] | None) -> RemakingReport:
    """Return what differs between the archive and what `remake` made beside it."""
    behind = frozenset(row[0] for row in select(conn, _BEHIND))
    about = select(conn, _ABOUT, {"captures": json.dumps([*behind])}) if behind else ()
    otherwise = select(conn, _TOLD_OTHERWISE)
    excused = Excused(behind, frozenset(row[0] for row in (*about, *otherwise)), bool(select(conn, _WAITS)))
    chosen = [table for table in tables(conn) if articles is None or table not in CONNECTING]
    found = (
        each
        for table in chosen
        for each in differences(conn, table, articles)
        if not excused.covers(each) and _is_about(each, articles)
    )
    (total,) = select(conn, f"SELECT count(*) FROM {ARCHIVE}.article")[0]  # noqa: S608  a constant
    return RemakingReport(tuple(found), excused, total)


def _is_about(difference: Difference, articles: Iterable[str] | None) -> bool:
    """Return whether the row is about what was made again; None: everything was."""
    if articles is None:
        return True
    if difference.article_id:
        return difference.article_id in articles
    return difference.wrong is not RowFault.EXTRA
