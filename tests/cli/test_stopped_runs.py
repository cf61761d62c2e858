"""Runs that are stopped, killed or started twice: what was captured stays, and the next run goes on."""

import contextlib
import os
import select
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest

HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
PATIENCE_S = 20  # for a process to get somewhere; reached only where a test fails


class Gate:
    """A page that blocks until it is opened; ``reached`` is set when somebody asks for it."""

    def __init__(self, body):
        self.body, self.reached, self.opened = body, threading.Event(), threading.Event()

    def __call__(self):
        self.reached.set()
        self.opened.wait(PATIENCE_S)
        return self.body


@pytest.fixture
def slow(site, page, ferry, archive):
    """Three articles, of which the second does not answer."""
    body = page("The ferry", *ferry)
    gate = Gate(body)
    site.pages |= {"/a": body, "/slow": gate, "/z": body}
    archive("add", "--kind", "page", *(f"{site.url}{path}" for path in ("/a", "/slow", "/z")))
    yield gate
    gate.opened.set()


ARTICLES = "capture WHERE role = 'article'"


def has_captured(archive, number, table=ARTICLES):
    """Wait until so many captures are stored, or read."""
    waited = threading.Event()
    for _ in range(PATIENCE_S * 100):
        if archive.rows(f"SELECT count(*) FROM {table}") == [(number,)]:
            return
        waited.wait(0.01)
    raise AssertionError(archive.rows("SELECT * FROM capture"))


def under_way(archive, process, gate):
    """A run of its own process that has stored the first article and waits for the second."""
    run = process("run")
    assert gate.reached.wait(PATIENCE_S)
    has_captured(archive, 1, "version")  # the last that is written of it before it is counted
    return run


SIGNALS = {"Ctrl-C": (signal.SIGINT, 130), "SIGTERM": (signal.SIGTERM, 143)}


@pytest.mark.parametrize(("number", "code"), SIGNALS.values(), ids=SIGNALS)
def test_a_run_that_is_interrupted_keeps_what_it_has(archive, process, slow, number, code):
    run = under_way(archive, process, slow)
    run.send_signal(number)
    stdout, stderr = run.communicate(timeout=PATIENCE_S)
    assert (run.returncode, stdout) == (code, "")
    assert stderr.splitlines()[-1] == "harvester: interrupted; what was stored is kept"
    [(ended, captures)] = archive.rows("SELECT ended_at, json_extract(report, '$.captures') FROM run")
    assert ended
    assert captures == 1
    assert ", stopped  run: 1 capture: 1 ok" in archive("runs").stdout
    assert archive.rows("SELECT count(*) FROM version") == [(1,)]
    slow.opened.set()
    assert archive("run").stdout.splitlines() == ["3 captures: 3 ok", "2 first versions"]
    assert "ok            pages and rows" in archive("doctor").stdout


STOPPED = """
import asyncio, os, signal, sys, threading
import harvester.cli.list
from harvester.cli import main

def in_a_lock(number):
    try:
        os.kill(os.getpid(), number)
    finally:
        threading.Lock().release()

def in_a_callback(number):
    async def wait():
        asyncio.get_running_loop().call_soon(os.kill, os.getpid(), number)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    asyncio.run(wait())

signal.signal(signal.SIGINT, signal.default_int_handler)
(number, where), sys.argv[1:] = sys.argv[1:], ["list"]
harvester.cli.list.command.callback = lambda **_: globals()[where](int(number))
main()
"""


@pytest.mark.parametrize("where", ["in_a_lock", "in_a_callback"])
@pytest.mark.parametrize(("number", "code"), SIGNALS.values(), ids=SIGNALS)
def test_an_interruption_is_told_as_one_wherever_it_comes(number, code, where):
    """The library makes a RuntimeError of it, or would log it and go on."""
    program = [sys.executable, "-c", STOPPED, str(int(number)), where]
    ended = subprocess.run(program, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    assert ended.stderr.lstrip("\n") == "harvester: interrupted; what was stored is kept\n"
    assert ended.returncode == code


def test_a_terminal_gets_a_bar_and_its_cursor_back(site, archive, process, slow):
    site.pages["/a"] = (404, {}, b"gone")
    terminal, end = os.openpty()
    run = process("run", stderr=end)
    os.close(end)
    assert slow.reached.wait(PATIENCE_S)
    has_captured(archive, 1)
    shown = b""
    while not (b"1/3" in shown and b"gone: " in shown):  # it is told after it is stored
        assert select.select([terminal], [], [], PATIENCE_S)[0], shown
        shown += os.read(terminal, 4096)
    run.send_signal(signal.SIGTERM)
    assert run.wait(PATIENCE_S) == 143
    with contextlib.suppress(OSError):  # how Linux says that the other end is closed
        while piece := os.read(terminal, 4096):
            shown += piece
    os.close(terminal)
    words = shown.decode()
    assert "articles  [" in words
    assert "1/3" in words
    assert f"\rfailed    {site.url}/a  gone: " in words.replace("\x1b[K", "")
    assert words.rindex(SHOW_CURSOR) > words.rindex(HIDE_CURSOR)
    assert "interrupted; what was stored is kept" in words


def test_a_run_that_is_killed_loses_nothing(archive, process, slow):
    run = under_way(archive, process, slow)
    run.kill()
    run.communicate(timeout=PATIENCE_S)
    assert run.returncode == -signal.SIGKILL
    assert archive.rows(f"SELECT outcome FROM {ARTICLES}") == [("ok",)]
    assert "has not ended" in archive("status").stdout
    slow.opened.set()
    assert archive("run").stdout.splitlines() == ["3 captures: 3 ok", "2 first versions"]
    assert archive("doctor").output.count("DAMAGED") == 0


EVENTS = """
import sys
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from harvester.archive.writing import open_archive
from harvester.config import load
from harvester.harvest.events import Captured
from harvester.harvest.run import harvest

settings = replace(load(Path("harvester.toml")), allow_net=(ip_network("127.0.0.0/8"),))
for event in harvest(open_archive(settings.archive), settings):
    if isinstance(event, Captured):
        print(event.capture.url, flush=True)
"""


def test_what_was_acknowledged_outlives_kill_9(site, page, ferry, archive):
    """Killed at its fifth acknowledgement of many: at least those five are there, with their bytes."""
    for n in range(40):
        site.pages[f"/{n}"] = page(f"Ferry {n}", *ferry)
    archive("add", "--kind", "page", *(f"{site.url}/{n}" for n in range(40)))
    with subprocess.Popen([sys.executable, "-c", EVENTS], stdout=subprocess.PIPE, text=True) as run:
        acknowledged = [run.stdout.readline().strip() for _ in range(5)]
        run.kill()
        acknowledged += run.stdout.read().splitlines()
    kept = {url for (url,) in archive.rows("SELECT url FROM capture_list WHERE payload_bytes > 500")}
    assert kept >= set(acknowledged)
    assert len(archive.rows("SELECT 1 FROM run WHERE ended_at IS NULL")) == 1
    missing = 40 - archive.rows("SELECT count(DISTINCT article_id) FROM version")[0][0]
    lines = archive("run").stdout.splitlines()
    assert "40 captures: 40 ok" in lines
    assert archive.rows("SELECT count(*), max(n) FROM version") == [(40, 1)]
    assert missing >= 0
    assert "DAMAGED" not in archive("doctor").output


LEFT_UNREAD = """
    DELETE FROM spell; DELETE FROM article_state;
    DELETE FROM standing; DELETE FROM placement; DELETE FROM question; DELETE FROM version;
    DELETE FROM reading; DELETE FROM pair; DELETE FROM snapshot; DELETE FROM wording;
    INSERT INTO wording_search (wording_search) VALUES ('delete-all');
    UPDATE article SET fold = '', newest_capture_id = NULL;
    INSERT INTO attempt SELECT id, NULL, '' FROM capture WHERE role = 'article';
"""


def test_captures_that_a_killed_run_left_unread_are_read(followed):
    before = followed.derived()
    with closing(sqlite3.connect("harvester.db")) as conn, conn:  # as if killed between storing and reading
        conn.executescript(LEFT_UNREAD)
    assert "1 capture waits to be read; the next run goes on" in followed("status").stdout
    lines = followed("run").stdout.splitlines()
    assert "1 capture: 1 ok" in lines
    assert "1 first version" in lines
    assert "to be read" not in followed("status").stdout
    after = followed.derived()
    assert len(after["reading"]) == 2
    assert [after[each] for each in ("version", "question", "wording")] == [
        before[each] for each in ("version", "question", "wording")
    ]


def test_a_second_run_leaves_at_once(archive, process, slow):
    run = under_way(archive, process, slow)
    second = archive("run", code=3)
    assert second.stdout == ""
    assert (
        second.stderr
        == "harvester: harvester.db: another run holds the archive. Wait for it to end, or stop it.\n"
    )
    assert "read again" in archive("rebuild", "--jobs", "1").stdout  # beside it
    slow.opened.set()
    stdout, _ = run.communicate(timeout=PATIENCE_S)
    assert (run.returncode, stdout.splitlines()[0]) == (0, "3 captures: 3 ok")


def test_the_archive_can_be_read_and_added_to_while_a_run_goes_on(site, archive, process, slow):
    run = under_way(archive, process, slow)
    assert len(archive.printed("list")) == 3
    assert len(archive.printed("show", f"{site.url}/a")) == 4
    assert "has not ended" in archive("status").stdout
    archive("add", "--kind", "page", f"{site.url}/later")
    slow.opened.set()
    run.communicate(timeout=PATIENCE_S)
    assert run.returncode == 0
    assert len(archive.printed("list")) == 4


def test_an_interrupted_rebuild_leaves_the_others_as_they_were(followed, monkeypatch):
    before = followed.derived()

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("harvester.harvest.settling.settle_component", interrupted)
    followed("rebuild", "--jobs", "1", code=1)
    assert followed.derived() == before


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_rebuild_comes_to_the_same(followed, jobs):
    before = followed.derived()
    assert followed("rebuild", "--jobs", jobs).stdout == "1 capture read again: 1 version\n"
    assert followed.derived() == before


@pytest.mark.parametrize(("number", "code"), SIGNALS.values(), ids=SIGNALS)
def test_a_program_that_runs_for_ever_ends_by_a_signal(archive, process, slow, number, code):
    slow.opened.set()
    served = process("run", "--forever")
    ended = "run WHERE command = 'run' AND ended_at IS NOT NULL"
    has_captured(archive, 1, ended)
    second = archive("run", "--forever", code=3)
    assert "another 'harvester run --forever' serves the archive" in second.stderr
    served.send_signal(number)
    _, stderr = served.communicate(timeout=PATIENCE_S)
    assert served.returncode == code
    assert stderr.splitlines()[-1] == "harvester: interrupted; what was stored is kept"
    assert archive.rows(f"SELECT count(*) FROM {ended}") == [(1,)]
