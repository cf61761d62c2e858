"""Who is notified of what, as rows: notices, what they tell, their messages, and what became of each.

What says that a message is about to be sent, or was, is on the disk when the function returns: after a kill
or a power cut nothing is sent twice that need not be.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from sqlite_utils import Database

from harvester.archive.columns import storable, to_text
from harvester.archive.connection import Value, select, sqlite3
from harvester.archive.writing import write_lock


class Item(NamedTuple):
    """What a notice tells; the names are those of the table ``notice_item``."""

    record: str
    about: str
    article_id: str
    edition: str
    words: str = ""


class WaitingItem(NamedTuple):
    """An item that is in no message yet."""

    item: Item
    noted_at: str


class Sending(NamedTuple):
    """A message that is not sent yet; the names are those of the table ``notice_message``."""

    id: int
    key: str
    made_at: str
    tries: int
    next_at: str


class NoticeState(NamedTuple):
    """A notice that has begun; the names are those of the table ``notice``. standing: words of warnings."""

    began_at: str
    after_capture: int
    standing: tuple[str, ...]
    tries: int
    next_at: str
    problem: str


class News(NamedTuple):
    """A capture whose changes may still have to be told. is_open: what it shows may wait to be confirmed."""

    capture_id: int
    is_open: bool


MOST_AGE = timedelta(days=90)
"""A capture that nothing has confirmed for this long is told no more. Two more visits confirm it, and pages
that stay suspect for years must not cost each run a look at all their captures."""

# A capture waits as long as it is not read, or as a later one may make a version or the event "gone" of it:
# until its article was seen as it is.
_NEWS = """
    SELECT capture_id, EXISTS (
        SELECT 1 FROM attempt WHERE attempt.capture_id = notice_capture.capture_id AND attempt.fault = ''
    ) OR EXISTS (
        SELECT 1 FROM standing
        WHERE standing.capture_id = notice_capture.capture_id
            AND standing.state IN ('waiting', 'suspect', 'echo', 'gone')
            AND NOT EXISTS (
                SELECT 1 FROM standing AS later
                WHERE later.article_id = standing.article_id AND later.at > standing.at
                    AND later.state = 'current')
            AND standing.at > :since
            AND NOT (standing.state = 'gone' AND EXISTS (
                SELECT 1 FROM event WHERE event.article_id = standing.article_id AND event.kind = 'gone'
                    AND event.until_at IS NULL))
    ) AS is_open
    FROM notice_capture ORDER BY capture_id"""

_ADD = """
    INSERT INTO notice_item (notice, record, about, article_id, edition, noted_at, words)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""

_WAITING = """
    SELECT record, about, article_id, edition, words, noted_at FROM notice_item
    WHERE notice = ? AND message_id IS NULL ORDER BY noted_at, edition, record, about"""

_OPEN = """
    SELECT id, key, made_at, tries, next_at FROM notice_message
    WHERE notice = ? AND state IN ('waiting', 'sending') ORDER BY id"""

_NEWEST = """
    SELECT id, key, made_at, tries, next_at FROM notice_message
    WHERE notice = :notice AND state = 'sent' AND (ended_at >= :since OR id IN (
        SELECT id FROM notice_message WHERE notice = :notice AND state = 'sent'
        ORDER BY ended_at DESC, id DESC LIMIT :least))
    ORDER BY ended_at DESC, id DESC"""

_ITEMS = """
    SELECT record, about, article_id, edition, words, message_id FROM notice_item
    WHERE message_id IN (SELECT value FROM json_each(?)) ORDER BY noted_at, edition, record, about"""


def begin(db: Database, names: Collection[str], now: datetime) -> None:
    """Have notices of new names begin now, and those of other names end: what waits for them stays."""
    known = {row[0] for row in select(db.conn, "SELECT name FROM notice")}
    if known == {*names}:
        return
    with write_lock(db):
        newest = db.conn.execute("SELECT coalesce(max(id), 0) FROM capture").fetchone()[0]
        db.conn.executemany("DELETE FROM notice WHERE name = ?", [(each,) for each in known - {*names}])
        db.conn.executemany(
            "INSERT INTO notice (name, began_at, after_capture, standing, tries, next_at, problem)"
            " VALUES (?, ?, ?, '[]', 0, '', '')",
            [(each, to_text(now), newest) for each in names if each not in known],
        )


def known_notices(conn: sqlite3.Connection) -> dict[str, NoticeState]:
    """Return the notices that have begun, by name."""
    sql = "SELECT began_at, after_capture, standing, tries, next_at, problem, name FROM notice"
    found = select(conn, sql)
    return {row[6]: NoticeState(row[0], row[1], tuple(json.loads(row[2])), *row[3:6]) for row in found}


def news(conn: sqlite3.Connection, now: datetime) -> list[News]:
    """Return the captures whose changes may still have to be told, in the order in which they were stored."""
    found = select(conn, _NEWS, {"since": to_text(now - MOST_AGE)})
    return [News(row[0], bool(row[1])) for row in found]


def forget(conn: sqlite3.Connection, capture_ids: Iterable[int]) -> None:
    """Note that everything about the captures was reported; in the caller's transaction."""
    conn.executemany("DELETE FROM notice_capture WHERE capture_id = ?", [(each,) for each in capture_ids])


def add_items(conn: sqlite3.Connection, notice: str, items: Iterable[Item], now: datetime) -> None:
    """Have the notice tell the items, those that it does not tell yet; in the caller's transaction."""
    at = to_text(now)
    conn.executemany(_ADD, [(notice, *each[:4], at, storable(each.words)) for each in items])


def note_standing(conn: sqlite3.Connection, notice: str, words: Sequence[str]) -> None:
    """Note which warnings stand; in the caller's transaction."""
    conn.execute("UPDATE notice SET standing = ? WHERE name = ?", (json.dumps([*words]), notice))


def waiting_items(conn: sqlite3.Connection, notice: str) -> list[WaitingItem]:
    """Return the items that are in no message yet, the first noted first."""
    return [WaitingItem(Item(*row[:5]), row[5]) for row in map(tuple, select(conn, _WAITING, (notice,)))]


def make_messages(db: Database, notice: str, groups: Iterable[Sequence[Item]], now: datetime) -> None:
    """Put each group of items into a message; its key follows from archive, notice and items."""
    with write_lock(db):
        archive = UUID(bytes=bytes(db.conn.execute("SELECT key FROM archive").fetchone()[0]))
        for items in groups:
            key = uuid5(archive, "\0".join([notice, *sorted(f"{each[0]} {each[1]}" for each in items)]))
            number = db.conn.execute(
                "INSERT INTO notice_message (key, notice, state, made_at, tries, next_at, ended_at, problem)"
                " VALUES (?, ?, 'waiting', ?, 0, '', '', '')",
                (str(key), notice, to_text(now)),
            ).lastrowid
            db.conn.executemany(
                "UPDATE notice_item SET message_id = ? WHERE notice = ? AND record = ? AND about = ?",
                [(number, notice, each.record, each.about) for each in items],
            )


def open_messages(conn: sqlite3.Connection, notice: str) -> list[Sending]:
    """Return the messages that are not sent yet, the first made first."""
    return [Sending(*row) for row in select(conn, _OPEN, (notice,))]


def newest_messages(conn: sqlite3.Connection, notice: str, since: datetime, least: int) -> list[Sending]:
    """Return the messages that were sent since that time, and at least this many; the last one first."""
    given: dict[str, Value] = {"notice": notice, "since": to_text(since), "least": least}
    return [Sending(*row) for row in select(conn, _NEWEST, given)]


def items_of(conn: sqlite3.Connection, message_ids: Iterable[int]) -> dict[int, list[Item]]:
    """Return what each of the messages tells."""
    found: dict[int, list[Item]] = {}
    for row in select(conn, _ITEMS, (json.dumps([*message_ids]),)):
        found.setdefault(row["message_id"], []).append(Item(*row[:5]))
    return found


def sent_since(conn: sqlite3.Connection, notice: str, at: datetime) -> int:
    """Return how many messages the target took since that time."""
    sql = "SELECT count(*) FROM notice_message WHERE notice = ? AND state = 'sent' AND ended_at >= ?"
    return int(select(conn, sql, (notice, to_text(at)))[0][0])


def note_sending(db: Database, message_ids: Iterable[int]) -> None:
    """Note that the messages are about to be sent."""
    _update(db, "state = 'sending'", [(each,) for each in message_ids])


def note_ended(db: Database, message_ids: Iterable[int], state: str, now: datetime) -> None:
    """Note what became of the messages. state: "sent", "unsure" or "void"."""
    _update(
        db, "state = ?, problem = '', ended_at = ?", [(state, to_text(now), each) for each in message_ids]
    )


def note_again(db: Database, message_ids: Iterable[int]) -> None:
    """Note that the messages wait to be sent, after a program ended while it sent them."""
    _update(db, "state = 'waiting'", [(each,) for each in message_ids])


def note_refused(db: Database, message: Sending, next_at: datetime, problem: str) -> None:
    """Note that the target did not take the message, and when it is tried again."""
    said = (message.tries + 1, to_text(next_at), storable(problem), message.id)
    _update(db, "state = 'waiting', tries = ?, next_at = ?, problem = ?", [said])


def _update(db: Database, what: str, values: Iterable[tuple[Value, ...]]) -> None:
    with write_lock(db):
        db.conn.executemany(f"UPDATE notice_message SET {what} WHERE id = ?", values)  # noqa: S608  constants


def note_target(db: Database, notice: str, tries: int, next_at: str, problem: str) -> None:
    """Note how the target of a notice does: its failures one after another, when it is tried again."""
    with write_lock(db):
        db.conn.execute(
            "UPDATE notice SET tries = ?, next_at = ?, problem = ? WHERE name = ?",
            (tries, next_at, storable(problem), notice),
        )


def killed(conn: sqlite3.Connection, notice: str) -> tuple[int, ...]:
    """Return the messages that were being sent when the program ended."""
    sql = "SELECT id FROM notice_message WHERE notice = ? AND state = 'sending'"
    return tuple(row[0] for row in select(conn, sql, (notice,)))


def send_again(db: Database, names: Collection[str]) -> int:
    """Have the messages of these notices wait of which it is unsure whether they arrived; return how many."""
    with write_lock(db):
        sql = (
            "UPDATE notice_message SET state = 'waiting', ended_at = '' WHERE state = 'unsure'"
            " AND notice IN (SELECT value FROM json_each(?))"
        )
        return int(db.conn.execute(sql, (json.dumps([*names]),)).rowcount)


def captures_of(conn: sqlite3.Connection, editions: Iterable[str]) -> list[int]:
    """Return the numbers of the captures that show the editions, by their keys; unknown ones are left out."""
    found = (
        select(conn, "SELECT id FROM capture WHERE key = ?", (bytes.fromhex(each),)) for each in editions
    )
    return [int(rows[0][0]) for rows in found if rows]
