"""The clock jumps between runs, or is far off: no run hangs, nothing is lost, times give the order."""

import contextlib
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from chronicle import THINGS, edition
from cuts import sound
from findings import Finding
from loopback import LOOPBACK

from harvester.archive.writing import open_archive
from harvester.config import Settings, SourceSettings
from harvester.errors import ClockWrong, ConfigError
from harvester.harvest.bounds import Bounds
from harvester.harvest.clock import LATEST_YEAR, Clock
from harvester.harvest.run import harvest

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
JUMPS = {
    "an hour back": NOON - timedelta(minutes=59),
    "a day back": NOON - timedelta(days=1),
    "1970": datetime(1970, 1, 1, tzinfo=UTC),
    "the first day of the calendar": datetime(1, 1, 1, tzinfo=UTC),
    "29 February": datetime(2032, 2, 29, 23, 59, 59, 999999, tzinfo=UTC),
    "ten years ahead": NOON + timedelta(days=3652),
    "the end of 9999": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
}
ALL = Bounds(is_due=False)
REFUSED = {"a day back", "1970", "the first day of the calendar", "the end of 9999"}


class Page(BaseHTTPRequestHandler):
    """A page with another edition each time, and no Date by which the clock could be judged."""

    asked = 0

    def do_GET(self):
        """Answer with the next edition."""
        type(self).asked += 1
        body = edition(THINGS[:4], 2031 + type(self).asked)
        self.send_response_only(200 if self.path != "/robots.txt" else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


def run(times: int, folder: Path):
    """Yield one finding: each jump is followed by runs, with and without --trust-clock, and by one later."""
    wrong, tried = [], 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/pier"
    sources = (SourceSettings(url, "page"),)
    settings = Settings(delay_s=0.0, allow_net=LOOPBACK, sources=sources, is_declared=True)
    try:
        for name, moment in [*JUMPS.items()] * times:
            path = folder / f"{tried}.db"
            tried += 1
            wrong += [f"{name}: {each}" for each in _jump(path, settings, name, moment)]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    yield Finding("clock jumps between runs", tried, "jumps", tuple(wrong))


def _captures(db):
    return db.conn.execute("SELECT count(*) FROM capture WHERE role = 'article'").fetchone()[0]


def _jump(path, settings, name, moment):  # noqa: C901  one step after another
    with closing(open_archive(path, create=True)) as db:
        list(harvest(db, settings, clock=Clock(lambda: NOON, trusted=True), bounds=ALL))
        try:
            list(harvest(db, settings, clock=Clock(lambda: moment), bounds=ALL))
            refused = False
        except (ClockWrong, ConfigError):
            refused = True
        if refused is not (name in REFUSED):
            yield "refused" if refused else "not refused"
        try:
            list(harvest(db, settings, clock=Clock(lambda: moment, trusted=True), bounds=ALL))
            told = False
        except ConfigError:
            told = True
        if told is not (moment.year > LATEST_YEAR):
            yield "told to set the clock" if told else "not told to set the clock"
        before = _captures(db)
        later = NOON + timedelta(hours=2)
        list(harvest(db, settings, clock=Clock(lambda: later, trusted=True), bounds=ALL))
        if before < 1 or _captures(db) != before + 1:
            yield f"{before} captures before, {_captures(db)} after the clock was set"
        at = [row[0] for row in db.conn.execute("SELECT at FROM standing ORDER BY version, at")]
        if at != sorted(at):
            yield f"the versions are not in the order of their times: {at}"
        if db.conn.execute("SELECT count(*) FROM run WHERE ended_at IS NULL").fetchone()[0]:
            yield "a run is not closed"
    if found := sound(path):
        yield found
