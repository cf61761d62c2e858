"""The states of sources and articles: what is asked for, by decisions and announcements. Derived."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from harvester.archive.connection import select, sqlite3
from harvester.archive.decisions import SETTINGS, Decision, DecisionKind, Terms
from harvester.archive.lives import note_sources
from harvester.history.following import AnnouncingSource, FollowDecision, stands
from harvester.scope import MAX_DEPTH, Scope
from harvester.text import digest_key

_SAID = """
    SELECT decision.kind, target_kind, target, value, decided_at, who, why, url.id AS url_id
    FROM decision JOIN url ON url.url = decision.target
    WHERE target_kind = ? AND decision.kind IN ('follow', 'pause', 'resume', 'end')
        AND url.id IN (SELECT value FROM json_each(?))
    ORDER BY decided_at, decision.key"""

# A source holds what it announces, and what its settings leave out it holds no longer.
_STATE = "CASE WHEN min(announcement.left_out) = '' THEN source.state ELSE 'ended' END"

# Which sources announce an article, in the order in which they first did. The every_s of a source counts for
# what it announces.
_HOLDERS = """
    SELECT target.{target} AS target, source.id, {state} AS state, source.every_s,
        min(capture.captured_at) AS since, source.scope
    FROM {targets} AS target
    JOIN announcement ON announcement.url_id = target.url_id AND announcement.kind = ?
    JOIN source ON source.id = announcement.source_id
    JOIN capture ON capture.id = announcement.first_capture_id
    JOIN url ON url.id = source.url_id
    WHERE target.{target} IN (SELECT value FROM json_each(?)) AND source.kind <> ''
    GROUP BY target.{target}, source.id ORDER BY since, url.url"""


_SOURCES = "SELECT id, source_id FROM article WHERE id IN (SELECT value FROM json_each(?))"


class _Announcer(NamedTuple):
    source_id: int
    every_s: int
    holder: AnnouncingSource
    scope: Scope


def refresh_articles(conn: sqlite3.Connection, article_ids: Sequence[str]) -> None:
    """Compute again whether the articles are asked for, and how often; in the caller's transaction."""
    given = json.dumps(article_ids)
    sql = _HOLDERS.format(target="article_id", targets="member", state=_STATE)
    announcers = _by_target(select(conn, sql, ("article", given)))
    urls = select(
        conn,
        "SELECT url_id, article_id FROM member WHERE article_id IN (SELECT value FROM json_each(?))"
        " ORDER BY since",
        (given,),
    )
    said = _said(conn, "article", [row[0] for row in urls])
    by_article: defaultdict[str, list[Decision]] = defaultdict(list)
    for url, article in dict.fromkeys(map(tuple, urls)):
        by_article[article] += said.get(url, ())
    before = dict(map(tuple, select(conn, _SOURCES, (given,))))
    rows = [
        _article_row(each, sorted(by_article[each], key=_in_order), announcers.get(each, []))
        for each in article_ids
    ]
    conn.executemany(
        "UPDATE article SET state = ?, is_held = ?, every_s = ?, source_id = ? WHERE id = ?", rows
    )
    note_sources(conn, [article for *_, source, article in rows if before.get(article) != source])


def _article_row(
    article: str, decisions: list[Decision], announcers: list[_Announcer]
) -> tuple[str, bool, int, int | None, str]:
    """Return state, whether somebody holds it, pace, first source and id of an article."""
    found = stands(_as_said(decisions), [each.holder for each in announcers])
    terms = [Terms.of(each.value) for each in decisions if each.kind is DecisionKind.FOLLOW]
    first = announcers[0] if announcers else None
    every = terms[-1].every_s if terms else min((each.every_s for each in announcers), default=0)
    return str(found.state), found.is_held, every, first.source_id if first else None, article


def refresh_sources(conn: sqlite3.Connection) -> None:
    """Compute again which sources there are, and whether they are asked for; in the caller's transaction.

    A source is what somebody follows as one, and each sitemap that a sitemap index names.
    """
    for _ in range(MAX_DEPTH):
        if not _refresh_level(conn):
            return


def _refresh_level(conn: sqlite3.Connection) -> bool:
    """Refresh every source once; return whether one changed, so that the sitemaps it names may change too."""
    urls = [row[0] for row in select(conn, _TURNED_OUT + _SOURCE_URLS)]
    sql = f"{_TURNED_OUT} SELECT url_id, kind FROM turned_out"  # noqa: S608  constants
    turned_out = dict(map(tuple, select(conn, sql)))
    said = _said(conn, "source", urls)
    for url, decisions in _said(conn, "article", turned_out).items():
        said.setdefault(url, []).extend(decisions)
    nested = _by_target(select(conn, _NESTING))
    before = {row[0]: tuple(row) for row in select(conn, _STATES)}
    for url in urls:
        decisions, indexes = sorted(said.get(url, ()), key=_in_order), nested.get(url, [])
        terms = [Terms.of(each.value) for each in decisions if each.kind is DecisionKind.FOLLOW]
        known = terms[-1] if terms else _nested(indexes)
        known = known._replace(kind=known.kind or turned_out[url])
        found = stands(_as_said(decisions), [each.holder for each in indexes])
        holder = decisions[-1].who if decisions else "sitemap"
        conn.execute(
            _SOURCE,
            (url, *known[:4], known.scope.as_text(), str(found.state), found.since, holder),
        )
    return before != {row[0]: tuple(row) for row in select(conn, _STATES)}


def _nested(indexes: Sequence[_Announcer]) -> Terms:
    """Return how a sitemap is followed that only indexes name: as the first of them is."""
    if not indexes:
        return Terms("sitemap")
    return Terms("sitemap", every_s=indexes[0].every_s, scope=indexes[0].scope.nested())


_SOURCE_URLS = """
    SELECT url.id FROM decision JOIN url ON url.url = decision.target
    WHERE target_kind = 'source' AND decision.kind = 'follow'
    UNION SELECT url_id FROM announcement WHERE kind = 'sitemap'
    UNION SELECT url_id FROM turned_out ORDER BY 1"""

# What is followed as an article, and is a feed, sitemap or list of URLs by its newest reading. It may lie at
# the end of redirects.
_TURNED_OUT = """
    WITH turned_out (url_id, kind) AS (
        SELECT asked.url_id, (
            SELECT reading.verdict FROM capture AS first JOIN reading ON reading.capture_id =
                CASE first.outcome WHEN 'redirected' THEN (
                    WITH RECURSIVE led (id, outcome) AS (
                        SELECT id, outcome FROM capture WHERE led_from = first.id
                        UNION ALL
                        SELECT next.id, next.outcome FROM led JOIN capture AS next ON next.led_from = led.id
                        WHERE led.outcome = 'redirected'
                    )
                    SELECT id FROM led WHERE outcome <> 'redirected'
                ) ELSE first.id END
            WHERE first.url_id = asked.url_id ORDER BY first.captured_at DESC, first.key DESC LIMIT 1
        ) AS kind
        FROM (
            SELECT DISTINCT url.id AS url_id FROM decision JOIN url ON url.url = decision.target
            WHERE decision.target_kind = 'article' AND decision.kind = 'follow'
        ) AS asked
        WHERE kind IN ('feed', 'sitemap', 'list')
    )"""

_NESTING = f"""
    SELECT announcement.url_id AS target, source.id, {_STATE} AS state, source.every_s,
        min(capture.captured_at) AS since, source.scope
    FROM announcement JOIN source ON source.id = announcement.source_id
    JOIN capture ON capture.id = announcement.first_capture_id
    JOIN url ON url.id = source.url_id
    WHERE announcement.kind = 'sitemap' GROUP BY announcement.url_id, source.id ORDER BY since, url.url"""  # noqa: S608  constants

_STATES = "SELECT url_id, kind, every_s, links, scope, state FROM source"

# What a source announces is derived again if its scope changes.
_SOURCE = """
    INSERT INTO source (
        url_id, kind, name, every_s, links, scope, state, since, held_by,
        capture_id, seen_at, problem, trouble, trouble_since
    )
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '', '', '', '')
    ON CONFLICT (url_id) DO UPDATE SET
        capture_id = CASE WHEN source.scope = excluded.scope THEN source.capture_id END,
        seen_at = CASE WHEN source.scope = excluded.scope THEN source.seen_at ELSE '' END,
        scope = excluded.scope, kind = excluded.kind, name = excluded.name, every_s = excluded.every_s,
        links = excluded.links,
        state = excluded.state, since = excluded.since, held_by = excluded.held_by"""


def _said(conn: sqlite3.Connection, target_kind: str, urls: Iterable[int]) -> dict[int, list[Decision]]:
    """Return the decisions about following, by the number of their URL, first made first."""
    found: defaultdict[int, list[Decision]] = defaultdict(list)
    for row in select(conn, _SAID, (target_kind, json.dumps([*urls]))):
        found[row["url_id"]].append(Decision(DecisionKind(row[0]), *tuple(row)[1:7]))
    return found


def _as_said(decisions: Iterable[Decision]) -> list[FollowDecision]:
    return [FollowDecision(each.at, str(each.kind), each.who != SETTINGS) for each in decisions]


def _in_order(decision: Decision) -> tuple[str, bool, bytes]:
    """Return what decisions about one article or source are sorted by: their time, kind and key.

    Of one moment, what follows counts. The settings end one URL of an article and follow another at one
    moment, and so they do with a URL that was named as a page and is named as a feed now.
    """
    return decision.at, decision.kind is DecisionKind.FOLLOW, digest_key(*decision)


def _by_target(rows: Iterable[sqlite3.Row]) -> dict[str | int, list[_Announcer]]:
    found: defaultdict[str | int, list[_Announcer]] = defaultdict(list)
    for target, source, state, every, since, scope in rows:
        found[target].append(
            _Announcer(source, every, AnnouncingSource(since, state), Scope.from_text(scope))
        )
    return found
