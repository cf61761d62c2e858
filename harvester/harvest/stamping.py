"""The time stamp of a run's head: an authority is asked once; if that fails, the next run asks again."""

from collections.abc import Iterator

from sqlite_utils import Database

from harvester.archive.columns import to_text
from harvester.archive.connection import select, sqlite3
from harvester.archive.stamps import Stamp, add_stamp, stamps, unstamped_head
from harvester.config import Settings
from harvester.errors import BadInput, ConfigError, FetchError
from harvester.fetch import Resolver, Session, user_agent
from harvester.fetch.asking import ask
from harvester.harvest.access import options_of
from harvester.harvest.events import Stamped
from harvester.http.addresses import AddressPolicy
from harvester.interop.timestamp import MEDIA_TYPE, query, root_certificate, stamped_at


def stamp(db: Database, settings: Settings) -> Iterator[Stamped]:
    """Have the newest head stamped, if the settings name an authority; yield the result.

    The newest head covers all heads before it, so one stamp replaces those that failed before.
    """
    head = unstamped_head(db.conn) if settings.timestamp else b""
    if not head:
        return
    try:
        at = _stamp(db, settings, head)
    except (BadInput, ConfigError, FetchError) as error:
        yield Stamped(settings.timestamp, problem=str(error))
    else:
        yield Stamped(settings.timestamp, at)


def _stamp(db: Database, settings: Settings, head: bytes) -> str:
    root = root_certificate(_root(settings), str(settings.timestamp_root))
    asked = query(head)
    resolver = Resolver(AddressPolicy(settings.allow_net))
    with Session(user_agent(settings.contact), resolver=resolver, sites=options_of(settings)) as session:
        reply = ask(settings.timestamp, asked.der, MEDIA_TYPE, session)
    at = to_text(stamped_at(reply, head, root, asked.asked))
    add_stamp(db, Stamp(head, settings.timestamp, at, reply, root))
    return at


def _root(settings: Settings) -> bytes:
    try:
        return settings.timestamp_root.read_bytes()
    except OSError as error:
        raise ConfigError(str(settings.timestamp_root), f"cannot be read: {error.strerror}") from error


def wrong_stamps(conn: sqlite3.Connection) -> Iterator[str]:
    """Yield the time stamps that do not prove what they say; each is checked by the root kept with it."""
    for each in stamps(conn):
        name = f"the time stamp of head {each.head.hex()} by {each.authority}"
        if not select(conn, "SELECT 1 FROM manifest WHERE head = ?", (each.head,)):
            yield f"{name} is of no manifest"
        try:
            at = to_text(stamped_at(each.reply, each.head, each.root))
        except BadInput as error:
            yield f"{name}: {error.reason}"
        except ValueError:
            yield f"{name}: its root certificate cannot be read"
        else:
            if at != each.stamped_at:
                yield f"{name} says another time, {at}"
