"""How far the history of each article is folded, and how its captures were."""

from typing import NamedTuple

from harvester.archive.connection import select, sqlite3
from harvester.history.standing import Standing
from harvester.history.state import State
from harvester.history.trouble import Trouble


class StoredState(NamedTuple):
    """Where the fold of an article stands: state, newest capture, trouble of the newest captures."""

    state: State = State()
    newest: int | None = None
    trouble: Trouble = Trouble()


class Folded(NamedTuple):
    """How a capture was folded: its time, whether another article's history has it, whether it is gone there.

    Both may turn out otherwise when more is known of where a redirect or a canonical link leads.
    """

    at: str
    is_astray: bool
    is_gone: bool


def known_captures(conn: sqlite3.Connection, article_id: str) -> dict[int, Folded]:
    """Return {capture id: how it was folded} of what the article's history was folded from."""
    sql = "SELECT capture_id, at, is_astray, state FROM standing WHERE article_id = ?"
    return {
        capture_id: Folded(at, bool(is_astray), state == Standing.GONE)
        for capture_id, at, is_astray, state in select(conn, sql, (article_id,))
    }


def known_end(conn: sqlite3.Connection, article_id: str) -> StoredState:
    """Return where the article's fold stands; at its beginning if that cannot be read."""
    sql = "SELECT fold, newest_capture_id, trouble, trouble_since FROM article WHERE id = ?"
    fold, newest, *trouble = select(conn, sql, (article_id,))[0]
    try:
        return StoredState(State.from_json(fold) if fold else State(), newest, Trouble(*trouble))
    except ValueError:
        return StoredState()
