"""Many processes on one archive: writers beside readers, and starts at the same time."""

import contextlib
import multiprocessing.connection
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import deeds
from chronicle import THINGS, edition, exchange
from cuts import sound
from findings import Finding
from forks import warm

from harvester.archive.captures import Recording, add_chain
from harvester.archive.connection import open_readonly
from harvester.archive.runs import Invocation, begin_run
from harvester.archive.writing import open_archive
from harvester.cli import main
from harvester.errors import HarvesterError

WRITERS, READERS = 8, 2
MOST_WAIT_S = 10.0
"""The slowest commit of eight writers took 10.7 s before the busy timeout was set to 30 s."""

MOST_S = 10.0
"""A run ends within this time after a signal."""

PATIENCE_S = 60


def write(path: Path, who: int, captures: int, told) -> None:
    """Store captures and tell how long each took and which keys are stored."""
    waits, stored = [], 0
    try:
        with closing(open_archive(path)) as db:
            run = begin_run(db, Invocation(f"writer {who}", "harvester"), deeds.NOON)
            for number in range(captures):
                end = exchange(
                    f"https://norra.example/{who}/{number % 5}", number, edition(THINGS[:3], 2031 + number)
                )
                began = time.monotonic()
                add_chain(db, Recording(run, "article"), (end,))
                waits.append(time.monotonic() - began)
                stored += 1
        told.send((who, stored, waits, ""))
    except (HarvesterError, sqlite3.Error) as error:
        told.send((who, stored, waits, f"writer {who}: {error}"))


def read(path: Path, ended, told) -> None:
    """Read while others write; tell what went wrong. The second of them also copies the log into the file."""
    wrong, rounds = [], 0
    while not ended.is_set():
        try:
            with closing(open_readonly(path)) as conn:
                conn.execute("SELECT count(*), sum(length(body)) FROM payload").fetchone()
            with closing(open_archive(path)) as db:
                db.conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            rounds += 1
        except (HarvesterError, sqlite3.Error) as error:
            wrong.append(f"reader: {error}")
    told.send((-1, rounds, [], "; ".join(wrong[:3])))


def writers(captures: int, folder: Path) -> Finding:
    """Let eight processes store captures beside readers that also copy the log."""
    path = folder / "a.db"
    open_archive(path, create=True).close()
    context = warm()
    receiver, sender = context.Pipe(duplex=False)
    ended = context.Event()
    processes = [context.Process(target=write, args=(path, n, captures, sender)) for n in range(WRITERS)]
    processes += [context.Process(target=read, args=(path, ended, sender)) for _ in range(READERS)]
    for each in processes:
        each.start()
    came = [receiver.recv() for _ in range(WRITERS)]
    ended.set()
    came += [receiver.recv() for _ in range(READERS)]
    for each in processes:
        each.join()
        each.close()
    wrong = [words for *_, words in came if words]
    waits = sorted(wait for _, _, some, _ in came for wait in some)
    with closing(open_readonly(path)) as conn:
        stored = conn.execute("SELECT count(*) FROM capture").fetchone()[0]
    if stored != WRITERS * captures:
        wrong.append(f"{stored} of {WRITERS * captures} captures are there")
    if waits and waits[-1] > MOST_WAIT_S:
        wrong.append(f"a commit took {waits[-1]:.1f} s")
    if found := sound(path):
        wrong.append(found)
    p99 = waits[int(len(waits) * 0.99)] if waits else 0
    note = f"commit p50 {waits[len(waits) // 2] * 1e3:.0f} ms, p99 {p99 * 1e3:.0f} ms, most {waits[-1]:.1f} s"
    return Finding(f"{WRITERS} writers beside {READERS} readers", stored, "captures", tuple(wrong), note)


class Slow(BaseHTTPRequestHandler):
    """A page that is answered when the test says so."""

    opened = threading.Event()
    reached = threading.Event()

    def do_GET(self):
        """Answer, later."""
        if self.path != "/robots.txt":
            self.reached.set()
            self.opened.wait(PATIENCE_S)
        body = edition(THINGS[:4])
        self.send_response(200 if self.path != "/robots.txt" else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):  # whoever asked was stopped
            self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


def harvest_there(folder: Path) -> None:
    """Be ``harvester run`` in the folder, with its messages in a file there."""
    os.chdir(folder)
    log = os.open("log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for handle in (1, 2):
        os.dup2(log, handle)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets jobs in the background ignore it
    Path("ready").touch()
    sys.argv = ["harvester", "run", "--all"]
    main()


@contextlib.contextmanager
def harvest_site(folder: Path):
    """Serve a slow page; yield its handler and a function that starts a run on an archive that follows it."""
    handler = type("Handler", (Slow,), {"opened": threading.Event(), "reached": threading.Event()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings = 'contact = "a@tests.example"\n[fetch]\ndelay = 0.0\nallow_net = ["127.0.0.1"]\n'
    (folder / "harvester.toml").write_text(settings, "utf-8")
    url = f"http://127.0.0.1:{server.server_port}/pier"
    program = [sys.executable, "-m", "harvester", "add", "--kind", "page", url]
    subprocess.run(program, cwd=folder, check=True, capture_output=True)
    forks = warm()

    def start():
        process = forks.Process(target=harvest_there, args=(folder,))
        process.start()
        return process

    try:
        yield handler, start
    finally:
        handler.opened.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _ended(process) -> int:
    """Return the exit code of a process, -1 if it has to be killed."""
    process.join(PATIENCE_S)
    code = process.exitcode
    if code is None:
        process.kill()
        process.join()
    process.close()
    return -1 if code is None else code


def starts(times: int, folder: Path) -> Finding:
    """Start two runs at the same time: one runs, the other ends with 3, and the page is asked for once."""
    wrong = []
    with harvest_site(folder) as (handler, start):
        for number in range(times):
            handler.opened.clear()
            handler.reached.clear()
            pair = [start(), start()]
            handler.reached.wait(PATIENCE_S)
            began = time.monotonic()
            multiprocessing.connection.wait([each.sentinel for each in pair], PATIENCE_S)
            handler.opened.set()
            codes = sorted(_ended(each) for each in pair)
            if codes != [0, 3] or time.monotonic() - began > PATIENCE_S:
                wrong.append(f"start {number}: exit codes {codes}")
    with closing(open_readonly(folder / "harvester.db")) as conn:
        runs = conn.execute("SELECT count(*), count(ended_at) FROM run").fetchone()
        captures = conn.execute("SELECT count(*) FROM capture WHERE role = 'article'").fetchone()[0]
    if tuple(runs) != (times, times) or captures != times:
        wrong.append(f"{tuple(runs)} runs, {captures} captures of {times} starts")
    return Finding("two runs started at the same time", times, "starts", tuple(wrong))


def _wait_for(path: Path) -> None:
    """Wait until a process has made the file; before that it cannot be interrupted."""
    until = time.monotonic() + PATIENCE_S
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.005)


def signals(times: int, folder: Path) -> Finding:
    """Stop a run in the middle by SIGTERM and SIGINT: it ends within 10 s, and its row is closed."""
    wrong, slowest = [], 0.0
    with harvest_site(folder) as (handler, start):
        for number in range(times):
            handler.opened.clear()
            handler.reached.clear()
            (folder / "ready").unlink(missing_ok=True)
            run = start()
            if number % 3:  # else in the middle of its start
                handler.reached.wait(PATIENCE_S)
            else:
                _wait_for(folder / "ready")
                time.sleep(0.02 * (number % 20))
            which, code = ((15, 143), (2, 130))[number % 2]
            began = time.monotonic()
            os.kill(run.pid, which)
            ended = _ended(run)
            took = time.monotonic() - began
            slowest = max(slowest, took)
            if took > MOST_S or (ended != code and number % 3):
                wrong.append(f"signal {which}: exit code {ended} after {took:.1f} s")
    with closing(open_readonly(folder / "harvester.db")) as conn:
        left = conn.execute("SELECT count(*) FROM run WHERE ended_at IS NULL").fetchone()[0]
    if left:
        wrong.append(f"{left} runs were not closed")
    if found := sound(folder / "harvester.db"):
        wrong.append(found)
    return Finding("SIGTERM and SIGINT in a run", times, "signals", tuple(wrong), f"slowest {slowest:.1f} s")
