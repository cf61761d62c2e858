"""Sending: each notice hands its messages to its target, within bounds; what a target does not take waits.

A message is noted as "sending" on the disk right before it goes out, and as "sent" right after. A program
that is killed between both leaves it unsure whether the target has it. What can be recognised by its id goes
out again with that id; what cannot is left as "unsure" (docs/decisions).
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlite_utils import Database

from harvester.archive.columns import to_text
from harvester.archive.connection import path_of, select, sqlite3
from harvester.archive.lock import notify_lock
from harvester.archive.notices import (
    NoticeState,
    Sending,
    killed,
    known_notices,
    note_again,
    note_ended,
    note_refused,
    note_sending,
    note_target,
    open_messages,
    sent_since,
)
from harvester.config import Settings
from harvester.errors import ConfigError, ExitCode, HarvesterError, NoticeUnsent
from harvester.notify.commands import command
from harvester.notify.files import write_feed
from harvester.notify.gathering import gather, letters_of, start
from harvester.notify.letters import Letter
from harvester.notify.mail import mail
from harvester.notify.posts import MOST_POSTS, POSTING, apprise, scheme_of
from harvester.notify.way import Deliver, DeliveryRoute, Open
from harvester.notify.webhooks import webhook

OPEN: dict[str, Open] = {"email": mail, "webhook": webhook, "command": command, "apprise": apprise}
"""Each kind of target is opened by one of these; an Atom file is written as a whole."""

RECOGNISED = frozenset({"email", "webhook", "command", "atom"})
"""These targets see the id of a message, so that one that comes twice can be recognised."""

ROUND_S = 60.0
"""A run spends about this many seconds on notices at most, an equal share on each; the rest waits."""

FIRST_S, FACTOR, MOST_S = 60.0, 2.0, 3600.0
"""A target that failed is tried again after this many seconds, then after twice as many, at most an hour."""

MOST_REFUSED_S = 86_400.0
"""A message that its target refused waits four times longer each time: at most a day."""

MOST_TRIES = 20
"""More failures make no difference to the wait."""

MOST_REFUSALS = 5
"""After this many refused messages a notice waits for the next time: its target takes none, it seems."""

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NoticeOutcome:
    """What became of one notice. sent: messages that went out now; waiting: those that did not.

    unsure: messages of which it is not known whether they arrived. problem: why not all went out, None if
    they did or only their time has not come.
    """

    notice: str
    sent: int = 0
    waiting: int = 0
    unsure: int = 0
    problem: HarvesterError | None = None

    @property
    def exit_code(self) -> ExitCode:
        """Return what the problem means for a program that does nothing else."""
        return self.problem.exit_code if self.problem else ExitCode.DONE


@dataclass(frozen=True, slots=True)
class Bound:
    """What a round does, for this many seconds.

    is_by_hand: targets that failed are tried before their time. only: names of notices; none for all.
    """

    seconds: float = ROUND_S
    is_by_hand: bool = False
    only: frozenset[str] = frozenset()


def send(
    db: Database, settings: Settings, now: Callable[[], datetime], bound: Bound = Bound()
) -> Iterator[NoticeOutcome]:
    """Gather what is new and send what is ripe; yield what became of each notice that had something.

    Raises ConfigError for a notice that cannot be, and ArchiveLocked if another program sends.
    """
    if not settings.notices:
        return
    until = time.monotonic() + bound.seconds
    with notify_lock(path_of(db.conn)):
        start(db, settings, now())
        gather(db, settings, now())
        known = known_notices(db.conn)
        chosen = [each for each in settings.notices if not bound.only or each.name in bound.only]
        chosen.sort(key=lambda each: (each.to.kind != "atom", known[each.name].tries))
        for place, notice in enumerate(chosen):
            share = (until - time.monotonic()) / (len(chosen) - place)
            way = DeliveryRoute(notice, settings, now)
            told = _Round(db, way, time.monotonic() + share, bound).send(known[notice.name])
            if told != NoticeOutcome(notice.name):
                yield told


def has_work(conn: sqlite3.Connection) -> bool:
    """Return whether something waits to be told or sent, ripe or not."""
    sql = (
        "SELECT EXISTS (SELECT 1 FROM notice_item WHERE message_id IS NULL) OR EXISTS ("
        "SELECT 1 FROM notice_message WHERE state IN ('waiting', 'sending'))"
    )
    return bool(select(conn, sql)[0][0])


@dataclass(slots=True)
class _Round:
    """One notice in one round, with the numbers of its messages. refused: its target did not take them."""

    db: Database
    way: DeliveryRoute
    until: float
    bound: Bound
    sent: int = 0
    refused: int = 0
    unsure: int = 0
    problem: HarvesterError | None = None

    def send(self, known: NoticeState) -> NoticeOutcome:
        """Send what can be sent of the notice; return what became of it."""
        name, conn = self.way.notice.name, self.db.conn
        self._after_kill()
        messages = open_messages(conn, name)
        if messages and (self.bound.is_by_hand or known.next_at <= to_text(self.way.now())):
            self._try(messages)
            self._note(known)
        return NoticeOutcome(name, self.sent, len(open_messages(conn, name)), self.unsure, self.problem)

    def _after_kill(self) -> None:
        """Decide about messages that were on their way when the program ended."""
        found = killed(self.db.conn, self.way.notice.name)
        if found and self.way.notice.to.kind in RECOGNISED:
            note_again(self.db, found)
        elif found:
            note_ended(self.db, found, "unsure", self.way.now())
            self.unsure += len(found)

    def _try(self, messages: list[Sending]) -> None:
        try:
            if self.way.notice.to.kind == "atom":
                write_feed(self.db.conn, self.way, messages)
                note_ended(self.db, [each.id for each in messages], "sent", self.way.now())
                self.sent = len(messages)
            elif ripe := self._ripe(messages):
                self._hand_over(ripe)
        except HarvesterError as error:
            self.problem = error

    def _ripe(self, messages: Iterable[Sending]) -> list[Sending]:
        now = self.way.now()
        found = [each for each in messages if self.bound.is_by_hand or each.next_at <= to_text(now)]
        if self.way.notice.to.kind == "apprise" and scheme_of(self.way) in POSTING:
            done = sent_since(self.db.conn, self.way.notice.name, now - HOUR)
            return found[: max(0, MOST_POSTS - done)]
        return found

    def _hand_over(self, messages: Iterable[Sending]) -> None:
        with OPEN[self.way.notice.to.kind](self.way) as deliver:
            for message in messages:
                if time.monotonic() > self.until or self.refused >= MOST_REFUSALS:
                    return
                self._send(message, deliver)

    def _send(self, message: Sending, deliver: Deliver) -> None:
        name, notify = self.way.notice.name, self.way.settings.notify
        (letter,) = letters_of(self.db.conn, [message], name, notify)
        if not letter.number:
            note_ended(self.db, [message.id], "void", self.way.now())
            return
        try:
            self._deliver(message, letter, deliver)
        except NoticeUnsent as error:
            if not error.is_refusal:
                self._left(message, may_have_it=error.may_have_it)
                raise
            self.refused += 1
            self.problem = error
            wait = _wait(message.tries, 2 * FACTOR, MOST_REFUSED_S)
            note_refused(self.db, message, self.way.now() + wait, error.reason)
        else:
            note_ended(self.db, [message.id], "sent", self.way.now())
            self.sent += 1

    def _left(self, message: Sending, *, may_have_it: bool) -> None:
        """Note that a target which is away, or too slow, did not say that it has the message."""
        if may_have_it and self.way.notice.to.kind not in RECOGNISED:
            note_ended(self.db, [message.id], "unsure", self.way.now())
            self.unsure += 1
        else:
            note_again(self.db, [message.id])

    def _deliver(self, message: Sending, letter: Letter, deliver: Deliver) -> None:
        try:
            deliver(letter, partial(note_sending, self.db, [message.id]))
        except HarvesterError:
            raise
        except Exception as error:  # the boundary round each message: a library may raise anything
            raise self.way.unsent(
                f"the program failed at message {message.key}: {type(error).__name__}", is_refusal=True
            ) from error

    def _note(self, known: NoticeState) -> None:
        """Note how the target does, and when it is tried again."""
        name, problem = self.way.notice.name, self.problem
        is_away = isinstance(problem, NoticeUnsent) and not problem.is_refusal
        if is_away or self.refused >= MOST_REFUSALS:
            wait = _wait(known.tries, FACTOR, MOST_S)
            said = problem.reason if isinstance(problem, NoticeUnsent) else ""
            note_target(self.db, name, known.tries + 1, to_text(self.way.now() + wait), said)
        elif isinstance(problem, ConfigError):
            note_target(self.db, name, known.tries + 1, "", str(problem))
        elif known.tries:
            note_target(self.db, name, 0, "", "")


def _wait(tries: int, factor: float, most_s: float) -> timedelta:
    """Return how long something waits that failed this many times before."""
    return timedelta(seconds=min(FIRST_S * factor ** min(tries, MOST_TRIES), most_s))
