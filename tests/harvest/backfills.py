"""A backfill in a test: an archive here, archives on loopback, and a clock that waits by moving on."""

from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta

from loopback import LOOPBACK

from harvester.config import Settings
from harvester.config.archives import Archives
from harvester.fetch import Clocks
from harvester.harvest.archives import archive_client, archive_of
from harvester.harvest.backfilling import Backfill, BackfillBounds
from harvester.harvest.deriving import Deriving

BEGAN = datetime(2031, 3, 4, 12, tzinfo=UTC)


class Clock:
    """Seconds that pass only when somebody waits."""

    def __init__(self):
        self.s = 1000.0

    def monotonic(self):
        return self.s

    def now(self):
        return BEGAN + timedelta(seconds=self.s)

    def wait(self, seconds):
        self.s += max(seconds, 0.001)
        return False

    @property
    def clocks(self):
        return Clocks(self.monotonic, self.now, self.wait)


class Backfills:
    """Backfills from a stand-in into one archive."""

    def __init__(self, db, stand_in, clock, delay_s=0.0):
        self.db, self.stand_in, self.clock = db, stand_in, clock
        url = stand_in.url
        self.settings = Settings(
            delay_s=delay_s, timeout_s=5.0, allow_net=LOOPBACK, archives=Archives(url, url, url)
        )
        self.deriving = Deriving(db, (), clock.now)
        stand_in.clock = clock.monotonic

    @contextmanager
    def backfill(self, origin, wish):
        with ExitStack() as stack:
            client = stack.enter_context(archive_client(self.db, self.settings, self.clock.clocks))
            yield Backfill(self.deriving, client, archive_of(self.settings, origin), wish)

    def run(self, *urls, origin="wayback", **wish):
        with self.backfill(origin, BackfillBounds(**{"per_day": None} | wish)) as backfill:
            return backfill.run([(url,) if isinstance(url, str) else url for url in urls])

    def outlook(self, *urls, origin="wayback", **wish):
        with self.backfill(origin, BackfillBounds(**{"per_day": None} | wish)) as backfill:
            return backfill.outlook([(url,) for url in urls])

    def all(self, sql, *parameters):
        return [tuple(row) for row in self.db.conn.execute(sql, parameters)]

    def told(self):
        """What is kept, by keys: captures in order of time, with what they show and where they are from."""
        return self.all(
            "SELECT url.url, captured_at, outcome, coalesce(status, 0), hex(capture.key), origin.kind,"
            " record_id, record_type, standing.state FROM capture JOIN url ON url.id = url_id"
            " LEFT JOIN origin ON origin.capture_id = capture.id"
            " LEFT JOIN standing ON standing.capture_id = capture.id"
            " ORDER BY captured_at, url.url, capture.key"
        )
