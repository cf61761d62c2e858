"""The captures of a robots.txt from which a run takes the rules that still hold."""

from collections.abc import Callable

from harvester.archive.captures import MAX_HOPS
from harvester.archive.connection import select, sqlite3
from harvester.archive.first_hand import OWN
from harvester.model import Outcome

_HEADS = f"""
    SELECT id, outcome, status FROM capture
    WHERE url_id = (SELECT id FROM url WHERE url = ?) AND role = 'robots' AND led_from IS NULL AND {OWN}
    ORDER BY captured_at DESC, id DESC"""  # noqa: S608  constants
_NEXT = "SELECT id, outcome, status FROM capture WHERE led_from = ?"

Chain = tuple[int, ...]


def robots_chains(
    conn: sqlite3.Connection, robots_url: str, is_unreachable: Callable[[Outcome, int], bool]
) -> tuple[Chain, ...]:
    """Return the ids of the chains of captures that decide the rules of a robots.txt, the oldest first.

    The newest chain is always among them. If the host could not be reached then, two earlier ones are added:
    the last that reached it, and the first of the failures since. is_unreachable: what the outcome and the
    status of a chain's end mean.
    """
    newest: Chain = ()
    first: Chain = ()
    for head in conn.execute(_HEADS, (robots_url,)):
        ids, outcome, status = _chain(conn, *head)
        newest = newest or ids
        if not is_unreachable(outcome, status):
            return tuple(dict.fromkeys(filter(None, (ids, first, newest))))
        first = ids
    return tuple(dict.fromkeys(filter(None, (first, newest))))


def _chain(
    conn: sqlite3.Connection, head: int, outcome: str, status: int | None
) -> tuple[Chain, Outcome, int]:
    """Return the ids of a chain, with the outcome and the status of its end."""
    ids = [head]
    while len(ids) < MAX_HOPS and (following := select(conn, _NEXT, (ids[-1],))):
        end, outcome, status = following[0]
        ids.append(end)
    return tuple(ids), Outcome(outcome), status or 0
