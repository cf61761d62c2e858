"""The web archives that can be asked, from the settings, and the client that asks them."""

import os
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database

from harvester.archive.connection import path_of
from harvester.archive.schedule import host_states, note_host
from harvester.config import Settings
from harvester.errors import ConfigError
from harvester.fetch import Clocks, HostGate, Resolver, Session, SharedTurns, user_agent
from harvester.fetch.archives import ArchiveClient
from harvester.harvest.access import options_of
from harvester.harvest.fetching import limits_of
from harvester.http.addresses import AddressPolicy
from harvester.http.urls import BadUrl, checked_url
from harvester.interop.commoncrawl import CommonCrawl
from harvester.interop.listed import MementoArchive
from harvester.interop.timemap import TimeMaps
from harvester.interop.wayback import Wayback


def archive_of(settings: Settings, origin: str) -> MementoArchive:
    """Return the archive that a word or an address names; raises ConfigError."""
    if origin == "wayback":
        return Wayback(settings.archives.wayback)
    if origin == "commoncrawl":
        return CommonCrawl(settings.archives.commoncrawl, settings.archives.commoncrawl_files)
    try:
        checked_url(origin)
    except BadUrl as error:
        allowed = "Give wayback, commoncrawl, or the address of a TimeMap."
        raise ConfigError(f"--origin {origin}", "names no archive", allowed) from error
    return TimeMaps(origin)


@contextmanager
def archive_client(db: Database, settings: Settings, clocks: Clocks) -> Iterator[ArchiveClient]:
    """Give the client; when a host may be asked again is kept for the next process."""
    with closing(SharedTurns(_turns(path_of(db.conn)))) as turns:
        gate = HostGate(settings.delay_s, threading.Event(), turns, clocks)
        gate.restore(host_states(db.conn))
        resolver = Resolver(AddressPolicy(settings.allow_net))
        agent = user_agent(settings.contact)
        session = Session(agent, resolver=resolver, sites=options_of(settings), now=clocks.now)
        try:
            with closing(ArchiveClient(session, gate, limits_of(settings))) as client:
                yield client
        finally:
            for host, next_at in gate.state().items():
                note_host(db, host, next_at)


def _turns(archive: Path) -> Path:
    """Return the file with the turns at web archives.

    It is one file for each user of a machine, so that several archives together ask as seldom as one. It
    stands beside the archive where there is no folder for it.
    """
    with suppress(OSError, RuntimeError):  # RuntimeError: the user has no home
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "harvester"
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder / "archives.hosts"
    return archive.with_name(f"{archive.name}.hosts")
