"""An archive with a history that grows, notices of the test's own, and a clock that the test sets."""

import base64
from datetime import timedelta

from chronicle import NOON, THINGS, Chronicle, edition, exchange
from loopback import LOOPBACK

from harvester.config import Settings
from harvester.config.notices import NoticeTarget, Notify
from harvester.notify.gathering import start
from harvester.notify.sending import Bound, send

PIER = "https://norra.example/pier"
SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes ...").decode()


class Desk:
    """now: hours after noon. Editions are read and settled when they are added, as by a run."""

    def __init__(self, folder):
        self.folder, self.path, self.hours = folder, folder / "harvester.db", 0
        self.chronicle = Chronicle(self.path)
        self.db = self.chronicle.db
        self.settings = Settings(self.path, is_declared=True, allow_net=LOOPBACK)
        self.targets = {}

    def now(self):
        return NOON + timedelta(hours=self.hours)

    def notices(self, *notices, **notify):
        self.settings = self.settings.__class__(
            self.path, is_declared=True, allow_net=LOOPBACK, notices=notices, notify=Notify(**notify)
        )
        start(self.db, self.settings, self.now())

    def shows(self, hours, things=THINGS[:5], year=2031, url=PIER, **recording):
        """The page shows that edition, so many hours after noon."""
        self.hours = hours
        return self.chronicle.add(exchange(url, hours, edition(things, year)), **recording)

    def send(self, **bound):
        return {each.notice: each for each in send(self.db, self.settings, self.now, Bound(**bound))}

    def items(self, notice="x"):
        sql = (
            "SELECT coalesce(change.kind, event.kind, words) FROM notice_item"
            " LEFT JOIN change ON change.id = about LEFT JOIN event ON event.id = about"
            " WHERE notice = ? ORDER BY noted_at, 1"
        )
        return [row[0] for row in self.chronicle.all(sql, notice)]

    def states(self, notice="x"):
        sql = "SELECT state FROM notice_message WHERE notice = ? ORDER BY id"
        return [row[0] for row in self.chronicle.all(sql, notice)]


def to(kind, value, **more):
    return NoticeTarget(kind, **{kind: value}, **more)
