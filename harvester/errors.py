"""The exceptions of the program: one class for each thing the caller would do differently.

    HarvesterError
    ├── ConfigError        exit 2   correct harvester.toml or the command line
    ├── ClockWrong         exit 2   set the clock, or use --trust-clock
    ├── ArchiveLocked      exit 3   wait for the other run to end
    ├── ArchiveUnwritable  exit 4   free space, or change permissions
    ├── ArchiveDamaged     exit 5   restore from a backup, or name another file
    ├── SchemaTooNew       exit 5   upgrade harvester
    ├── SchemaTooOld       exit 5   bring the archive up to date with rebuild
    ├── PayloadRemoved     exit 1   go on without the bytes: a takedown removed them
    ├── BadInput           exit 6   give another file
    │   └── ForeignFormat  exit 6   give the text of the PDF, office document and so on
    ├── TakenDownElsewhere exit 7   decide whether to remove the bytes here too
    ├── NoticeUnsent       exit 1   wait until the target is there, or correct its settings
    ├── NoArticle          exit 1   give the URL of an article, or add it as the source that it is
    ├── ClusterLost        exit 1   start the scheduler again, then go on
    └── FetchError         exit 1   look at the outcome; later runs try again

Facts are attributes, words for people are in ``str()``; nothing ever reads a message.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from pathlib import Path, PurePath
from shlex import quote
from traceback import extract_tb
from typing import ClassVar


class ExitCode(IntEnum):
    """What the process says to cron and to scripts; documented in docs/reference/exit-codes.md."""

    DONE = 0
    SOME_FAILED = 1
    USAGE = 2
    LOCKED = 3
    UNWRITABLE = 4
    DAMAGED = 5
    BAD_INPUT = 6
    REFUSED = 7
    INTERRUPTED = 130
    TERMINATED = 143


class HarvesterError(Exception):
    """Root of the tree: catch this to catch them all."""

    exit_code: ClassVar[ExitCode] = ExitCode.SOME_FAILED


@dataclass(eq=False)
class ConfigError(HarvesterError):
    """A setting or argument is wrong: where it stands, what is wrong, what is allowed."""

    exit_code: ClassVar[ExitCode] = ExitCode.USAGE

    where: str
    problem: str
    allowed: str = ""

    def __str__(self) -> str:
        hint = f" {self.allowed}" if self.allowed else ""
        return f"{self.where}: {self.problem}.{hint}"


@dataclass(eq=False)
class ClockWrong(HarvesterError):
    """The clock is more than an hour off: captures would stand at the wrong place in the history.

    now: what the clock says. other: what it is compared with. whose: how a sentence names that.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.USAGE

    now: datetime
    other: datetime
    whose: str

    def __str__(self) -> str:
        return (
            f"the clock says {self.now:%Y-%m-%d %H:%M} UTC, but {self.whose} {self.other:%Y-%m-%d %H:%M} UTC."
            " Set the clock, or say --trust-clock if it is right."
        )


@dataclass(eq=False)
class ArchiveError(HarvesterError):
    """Something is wrong with the archive file; ``advice`` says what to do."""

    path: Path
    reason: str
    advice: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}. {self.advice}"


class ArchiveLocked(ArchiveError):
    """Another run holds the archive."""

    exit_code: ClassVar[ExitCode] = ExitCode.LOCKED


class ArchiveUnwritable(ArchiveError):
    """The archive cannot be written: disk full, read-only. What was committed before is kept."""

    exit_code: ClassVar[ExitCode] = ExitCode.UNWRITABLE


class ArchiveDamaged(ArchiveError):
    """The file is not an archive of ours, or SQLite finds it malformed. It is left as it is."""

    exit_code: ClassVar[ExitCode] = ExitCode.DAMAGED


class SchemaTooNew(ArchiveError):
    """The archive was written by a later program."""

    exit_code: ClassVar[ExitCode] = ExitCode.DAMAGED


class SchemaTooOld(ArchiveError):
    """The archive was written by an earlier program, and what only reads may not bring it up to date."""

    exit_code: ClassVar[ExitCode] = ExitCode.DAMAGED


@dataclass(eq=False)
class PayloadRemoved(HarvesterError):
    """A takedown removed the bytes; their digest, 32 bytes of SHA-256, is what is left."""

    digest: bytes

    def __str__(self) -> str:
        return f"payload sha256:{self.digest.hex()} was removed by a takedown"


@dataclass(eq=False)
class BadInput(HarvesterError):
    """A file or text that was given cannot be read for what it should be."""

    exit_code: ClassVar[ExitCode] = ExitCode.BAD_INPUT

    source: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


class ForeignFormat(BadInput):
    """The bytes may be whole, but they are of a format that Harvester does not read, such as PDF."""


@dataclass(eq=False)
class TakenDownElsewhere(HarvesterError):
    """Another archive took down bytes that this one has; nothing of it was merged.

    path: the other archive. payloads: how many bodies would be removed here.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.REFUSED

    path: Path
    payloads: int

    def __str__(self) -> str:
        return (
            f"{self.path}: {self.payloads} of the bodies in this archive were taken down there, so nothing"
            " was merged. Say --takedowns to remove them here too."
        )


@dataclass(eq=False)
class NoArticle(HarvesterError):
    """What was given can be read, and is a wall, an error page, a feed and so on.

    verdict: the word of `harvester.model.Verdict`. reason: by which signs, for a person.
    """

    source: str
    verdict: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source}: {self.verdict}: {self.reason}"


@dataclass(eq=False)
class NoticeUnsent(HarvesterError):
    """A message of a notice did not reach its target; it waits and is tried again.

    notice: its name. reason: a clause for people, without secrets. is_refusal: the target is there and did
    not take this message, so that another one may be taken. may_have_it: it answered too late to say.
    """

    notice: str
    reason: str
    is_refusal: bool = False
    may_have_it: bool = False

    def __str__(self) -> str:
        return (
            f"notice {self.notice!r}: {self.reason}. Its messages wait and are tried again;"
            f" 'harvester notify test {quote(self.notice)}' tries its target now."
        )


@dataclass(eq=False)
class ClusterLost(HarvesterError):
    """The scheduler of a cluster ended while it was asked; what was committed before is kept.

    where: its address. reason: what its library says.
    """

    where: str
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.where}: the connection to the scheduler was lost ({self.reason}). What was stored is"
            " kept. Give the same command again to go on."
        )


@dataclass(eq=False)
class FetchError(HarvesterError):
    """A URL could not be captured.

    url: the URI-R asked for.
    outcome: the word of `harvester.model.Outcome` that the archive keeps.
    reason: what went wrong, for a person; never parsed by code.
    """

    url: str
    outcome: str
    reason: str

    def __str__(self) -> str:
        return f"{self.url}: {self.outcome}: {self.reason}"


MAX_MESSAGE = 200
"""At most this many characters of an exception's message are kept: some repeat the whole page."""

_PACKAGE = PurePath(__file__).parent


def fault_words(error: BaseException) -> str:
    """Return what our own program ran into: ``TypeError: message (harvester/file.py:12)``.

    The place is the innermost one of ours that the exception passed, without the folders of this machine.
    """
    said = " ".join(str(error).split())[:MAX_MESSAGE]
    place = "an unknown place"
    for frame in extract_tb(error.__traceback__):
        file = PurePath(frame.filename)
        if file.is_relative_to(_PACKAGE):
            place = f"{file.relative_to(_PACKAGE.parent).as_posix()}:{frame.lineno}"
    return f"{type(error).__name__}{f': {said}' if said else ''} ({place})"
