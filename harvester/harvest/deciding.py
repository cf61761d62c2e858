"""What people decide: it is kept as evidence first, then everything that it is about is settled."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlite_utils import Database

from harvester.archive.columns import from_text, storable
from harvester.archive.connection import select, sqlite3
from harvester.archive.decisions import DecisionKind, Voice, decide
from harvester.archive.urls import url_of
from harvester.archive.writing import evidence
from harvester.errors import ConfigError
from harvester.harvest.deriving import Deriving
from harvester.harvest.discovering import discover
from harvester.harvest.enacting import enact
from harvester.harvest.settling import Settled
from harvester.history.following import Following
from harvester.http.urls import BadUrl, checked_url
from harvester.model import SUCCESSES, Verdict

AHEAD = timedelta(days=1)
"""Captures of a run may be moved this far into the future, because a clock may be wrong by a time zone."""

_LEADS = {
    DecisionKind.PAUSE: ({Following.FOLLOWED}, Following.PAUSED),
    DecisionKind.RESUME: ({Following.PAUSED}, Following.FOLLOWED),
    DecisionKind.END: ({Following.FOLLOWED, Following.PAUSED}, Following.ENDED),
}
"""Each decision has the states in which it can be made, and the state that it leads to."""

_BY_KEY = "To accept what was rejected, name the capture by its key, which 'harvester log' shows."

_SUSPECT = """
    SELECT lower(hex(capture.key)) FROM standing JOIN capture ON capture.id = standing.capture_id
    WHERE standing.article_id = :article AND standing.state IN ('suspect', 'waiting')
        AND standing.at > coalesce(
            (SELECT max(at) FROM standing WHERE article_id = :article AND state = 'current'), '')
    ORDER BY standing.at, capture.key"""

_NEWEST = """
    SELECT lower(hex(capture.key)) FROM version JOIN capture ON capture.id = version.first_capture_id
    WHERE version.article_id = :article ORDER BY version.n DESC LIMIT 1"""

_CAPTURE = """
    SELECT lower(hex(capture.key)), capture.outcome, coalesce(reading.verdict, '')
    FROM capture LEFT JOIN reading ON reading.capture_id = coalesce(capture.confirms, capture.id)
    WHERE capture.id = ?"""

_STATES = {
    "source": "SELECT state FROM source JOIN url ON url.id = source.url_id WHERE url.url = ?",
    "article": """
        SELECT article.state FROM url JOIN member ON member.url_id = url.id
        JOIN article ON article.id = member.article_id
        WHERE url.url = ? ORDER BY member.until = '' DESC LIMIT 1""",
}


class FollowingChange(NamedTuple):
    """The states of an article or source before and after a decision about following."""

    before: str
    after: str


class ArticleOutcome(NamedTuple):
    """What a decision made of an article: its URL, and the numbers of its newest version before and after.

    The number is 0 for no version.
    """

    article_id: str
    url: str
    had: int
    has: int


class JudgedCaptures(NamedTuple):
    """The keys of the captures that were judged, and how their articles changed."""

    captures: tuple[str, ...]
    outcomes: tuple[ArticleOutcome, ...]


def change_following(
    db: Database, kind: DecisionKind, target: tuple[str, str], voice: Voice
) -> FollowingChange:
    """Pause, resume or end ("article" or "source", URL); return its states before and after.

    If it already has the new state, no decision is made. Raises ConfigError if the decision is impossible.
    """
    before = _state(db.conn, target)
    origins, aim = _LEADS[kind]
    if before == aim:
        return FollowingChange(before, before)
    if before not in origins:
        done = f"{str(kind).removesuffix('e')}ed"
        hint = "Follow it with 'harvester add'."
        raise ConfigError(target[1], f"cannot be {done}: its state is {before or 'unknown'!r}", hint)
    decide(db, kind, target, voice)
    enact(db)
    return FollowingChange(before, _state(db.conn, target))


def _state(conn: sqlite3.Connection, target: tuple[str, str]) -> str:
    """Return the state of the article or source with that URL; ``""`` for none."""
    kind, url = target
    rows = select(conn, _STATES[kind], (url,))
    return str(rows[0][0]) if rows else ""


def judge_article(db: Database, kind: DecisionKind, article_id: str, voice: Voice) -> JudgedCaptures:
    """Accept or reject the captures of an article that are in question; return how articles changed.

    Its suspect and waiting captures since it was last seen as known are accepted; the capture with which its
    newest version began is rejected, and with it all later ones that show the same. Raises ConfigError if
    there are no such captures.
    """
    sql = _SUSPECT if kind is DecisionKind.ACCEPT else _NEWEST
    keys = tuple(row[0] for row in select(db.conn, sql, {"article": article_id}))
    if not keys:
        home = home_of(db.conn, article_id)
        if kind is DecisionKind.ACCEPT:
            raise ConfigError(home, "has no suspect or waiting captures", _BY_KEY)
        raise ConfigError(home, "has no version", "See 'harvester status'.")
    return _judged(db, kind, keys, voice)


def home_of(conn: sqlite3.Connection, article_id: str) -> str:
    """Return the URL where an article lives."""
    return url_of(conn, select(conn, "SELECT url_id FROM article WHERE id = ?", (article_id,))[0][0])


def judge_capture(db: Database, kind: DecisionKind, capture_id: int, voice: Voice) -> JudgedCaptures:
    """Accept or reject a capture; return how articles changed. Raises ConfigError if it has no content."""
    key, outcome, verdict = select(db.conn, _CAPTURE, (capture_id,))[0]
    if outcome not in SUCCESSES or verdict != Verdict.CONTENT:
        raise ConfigError(key, f"shows no content that could be a version ({verdict or outcome})")
    return _judged(db, kind, (key,), voice)


def _judged(db: Database, kind: DecisionKind, keys: tuple[str, ...], voice: Voice) -> JudgedCaptures:
    with evidence(db):
        for key in keys:
            decide(db, kind, ("capture", key), voice)
    return JudgedCaptures(keys, outcomes_of(db.conn, enact(db)))


def join(db: Database, one: str, other: str, voice: Voice) -> tuple[ArticleOutcome, ...]:
    """Make one article of those at two URLs; return how articles changed."""
    urls = [_as_known(db.conn, url) for url in (one, other)]
    if urls[0] == urls[1]:
        raise ConfigError(other, "is the same URL")
    decide(db, DecisionKind.JOIN, ("article", urls[0]), voice, urls[1])
    return outcomes_of(db.conn, enact(db))


def part(db: Database, url: str, voice: Voice) -> tuple[ArticleOutcome, ...]:
    """Make a separate article of a URL; return how articles changed."""
    decide(db, DecisionKind.PART, ("article", _as_known(db.conn, url)), voice)
    return outcomes_of(db.conn, enact(db))


def _as_known(conn: sqlite3.Connection, url: str) -> str:
    """Return the URL as the archive has it, else as it would be asked for; raises ConfigError for no URL."""
    if select(conn, "SELECT 1 FROM url WHERE url = ?", (storable(url),)):
        return url
    try:
        return checked_url(url)
    except BadUrl as error:
        raise ConfigError(url, str(error).rstrip(".")) from error


class Retimed(NamedTuple):
    """A run whose times were moved: the number of its captures, and how their articles changed."""

    captures: int
    outcomes: tuple[ArticleOutcome, ...]


def retime(deriving: Deriving, run_id: int, by: timedelta, voice: Voice) -> Retimed:
    """Move the times of a run whose clock was wrong; return how articles changed. The last decision counts.

    Raises ConfigError where it made no captures, or they would be in the future or out of range.
    """
    db = deriving.db
    sql = (
        "SELECT lower(hex(run.key)), count(*), min(captured_at), max(captured_at)"
        " FROM run JOIN capture ON capture.run_id = run.id WHERE run.id = ? GROUP BY run.id"
    )
    found = select(db.conn, sql, (run_id,))
    if not found:
        raise ConfigError(f"run {run_id}", "made no captures")
    key, number, first, last = found[0]
    _check_times(f"run {run_id}", [from_text(first), from_text(last)], by, voice.at)
    decide(db, DecisionKind.RETIME, ("run", key), voice, f"{by.total_seconds():.3f}")
    settled = enact(db)
    discover(deriving)
    return Retimed(number, outcomes_of(db.conn, settled))


def _check_times(name: str, times: Sequence[datetime], by: timedelta, now: datetime) -> None:
    try:
        moved = [each + by for each in times]
    except OverflowError as error:
        raise ConfigError(name, "cannot be moved so far") from error
    if by > timedelta() and moved[-1] > now + AHEAD:  # backwards is never worse, and 0 takes back
        raise ConfigError(name, f"would have captures in the future, at {moved[-1]:%Y-%m-%d %H:%M} UTC")


def outcomes_of(conn: sqlite3.Connection, settled: Iterable[Settled]) -> tuple[ArticleOutcome, ...]:
    """Return the newest versions of the settled articles before and after."""
    had: dict[str, int] = {}
    for each in settled:
        had.setdefault(each.article_id, each.had)
    sql = (
        "SELECT url_id, (SELECT coalesce(max(n), 0) FROM version WHERE article_id = article.id)"
        " FROM article WHERE id = ?"
    )
    rows = ((each, select(conn, sql, (each,))) for each in had)
    return tuple(
        ArticleOutcome(each, url_of(conn, row[0]), had[each], row[1]) for each, found in rows for row in found
    )
