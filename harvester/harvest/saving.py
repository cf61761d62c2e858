"""New versions saved in another archive: each page that opened a version in a run is saved there, politely.

This happens after everything else. A failure is reported and changes nothing. The archive captures the page
by itself, some seconds later: what it saved need not be what is here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlite_utils import Database

from harvester.archive.columns import to_text
from harvester.archive.deposits import Deposit, OpenedVersion, add_deposit, versions_opened
from harvester.config import Settings
from harvester.config.access import GIVEN_ELSEWHERE
from harvester.errors import ConfigError
from harvester.fetch import Clocks, HostWaits, RunStopped
from harvester.fetch.archives import ArchiveClient, ArchiveRequest
from harvester.harvest.archives import archive_client
from harvester.harvest.events import Saved
from harvester.interop.saving import (
    MOST_BYTES,
    SAVE_DELAY_S,
    STATUS_DELAY_S,
    SaveAnswer,
    headers,
    read_saved,
    saving,
    status_of,
)
from harvester.model import Capture

MOST = 60
"""At most this many pages are saved after one run: that takes ten minutes."""

ROUNDS = 4
"""The status of a job is requested this many times; then its last answer is kept."""

_KEYS = re.compile(r"[\x21-\x39\x3b-\x7e]{1,200}:[\x21-\x7e]{1,200}")


def keys_of(settings: Settings) -> str:
    """Return the keys with which pages are saved, ``""`` if none are saved; raises ConfigError."""
    where = "archives: wayback_keys"
    if not settings.archives.save_to:
        return ""
    given = settings.archives.wayback_keys
    if not (given.env or given.file):
        raise ConfigError(where, "is not set, and pages are saved by the keys of an account", _HOW)
    keys = given.read(where)
    if not _KEYS.fullmatch(keys):
        raise ConfigError(where, "the value is not a pair of keys", _HOW)
    return keys


_HOW = f'Set it to {GIVEN_ELSEWHERE} with "ACCESS:SECRET" of https://archive.org/account/s3.php'


def save(db: Database, settings: Settings, run_id: int, clocks: Clocks) -> Iterator[Saved]:
    """Save the pages that opened a version in the run, if the settings ask for it; yield each result."""
    keys = keys_of(settings)
    wanted = versions_opened(db.conn, run_id) if keys else []
    if not wanted:
        return
    with archive_client(db, settings, clocks) as client:
        saving_now = _Saving(db, client, settings.archives.wayback, keys, clocks)
        try:
            saving_now.ask(wanted[:MOST])
            saving_now.ask_after()
        except (HostWaits, RunStopped) as error:
            saving_now.stopped = str(error)
        yield from saving_now.kept(len(wanted))


@dataclass(slots=True)
class _Job:
    """A page that the archive was asked to save, and its last answer."""

    shown: OpenedVersion
    asked_at: str
    answer: Capture
    said: SaveAnswer


@dataclass(slots=True)
class _Saving:
    db: Database
    client: ArchiveClient
    base: str
    keys: str
    clocks: Clocks
    jobs: list[_Job] = field(default_factory=list)
    stopped: str = ""

    def ask(self, wanted: Sequence[OpenedVersion]) -> None:
        """Ask the archive to save each page."""
        for shown in wanted:
            asked_at = to_text(self.clocks.now())
            answer = self._answer(saving(self.base, shown.url), SAVE_DELAY_S)
            self.jobs.append(_Job(shown, asked_at, answer, read_saved(self.base, answer)))

    def ask_after(self) -> None:
        """Ask for the status of the jobs that are not done."""
        for _ in range(ROUNDS):
            for job in self.jobs:
                if job.said.job:
                    job.answer = self._answer(status_of(self.base, job.said.job), STATUS_DELAY_S)
                    job.said = read_saved(self.base, job.answer)

    def _answer(self, url: str, delay_s: float) -> Capture:
        return self.client.ask(ArchiveRequest(url, delay_s, headers(self.keys), MOST_BYTES), lambda _: False)

    def kept(self, wanted: int) -> Iterator[Saved]:
        """Store the answers; yield each result, and how many pages were not asked for."""
        for job in self.jobs:
            shown, answer = job.shown, job.answer
            reply = answer.body.decode("utf-8", "replace")[:MOST_BYTES]
            add_deposit(
                self.db,
                Deposit(
                    *shown[:1], self.base, shown.url, job.asked_at, answer.status, reply, job.said.memento
                ),
            )
            waits = "The archive has not finished yet." if job.said.job else ""
            yield Saved(shown.url, job.said.memento, job.said.problem or waits)
        if left := wanted - len(self.jobs):
            reason = self.stopped or f"After one run, {MOST} are saved at most."
            yield Saved("", problem=f"{left} new versions were not saved. {reason}")
