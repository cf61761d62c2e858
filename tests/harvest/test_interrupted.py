"""A signal at a step of a run that must not be left half done: the row of the run is closed all the same."""

import inspect
import signal
import subprocess
import sys
import threading
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from itertools import count

import kept_pages as kept
import pytest

from harvester.archive.connection import connect, path_of
from harvester.archive.runs import Invocation
from harvester.harvest.events import Captured
from harvester.harvest.importing import saved_arrivals
from harvester.harvest.interruption import signals_held
from harvester.harvest.keeping import keeping
from harvester.harvest.looking import looking
from harvester.harvest.run_row import RunRow

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
WRITING = ("archive/runs.py", "archive/writing.py")
BEGINNING = ("harvest/run_row.py", "harvest/interruption.py", *WRITING)


class Signalled(BaseException):
    """What the handler of a signal raises."""


def raised(*_):
    raise Signalled


@pytest.fixture(autouse=True)
def _handler():
    before = signal.signal(signal.SIGTERM, raised)
    yield
    signal.signal(signal.SIGTERM, before)


@contextmanager
def signalled(at, files):
    """Have SIGTERM come at that step of the code of these files; give a list that has each step passed.

    None comes where a generator yields: Python runs no handler there.
    """
    passed, before = [], sys.gettrace()

    def trace(frame, event, _):
        if not frame.f_code.co_filename.endswith(files):
            return None
        if event == "return" and frame.f_code.co_flags & inspect.CO_GENERATOR:
            return trace
        passed.append(frame.f_lineno)
        if len(passed) == at:
            signal.getsignal(signal.SIGTERM)(signal.SIGTERM, frame)
        return trace

    sys.settrace(trace)
    try:
        yield passed
    finally:
        sys.settrace(before)


def open_runs(db):
    """Return how many runs are open, as another program sees it."""
    with closing(connect(path_of(db.conn), "rw")) as conn:
        return conn.execute("SELECT count(*) FROM run WHERE ended_at IS NULL").fetchone()[0]


def test_a_run_that_is_stopped_at_any_step_of_its_beginning_is_closed(db):
    for step in count(1):
        row = RunRow(db, lambda: NOON)
        with suppress(Signalled), signalled(step, BEGINNING) as passed:
            row.begin(Invocation("run", "harvester"))
        row.end({})
        assert open_runs(db) == 0, step
        if len(passed) < step:
            break
    assert step > 40


def test_a_signal_while_a_run_is_closed_waits(db):
    for step in count(1):
        row = RunRow(db, lambda: NOON)
        row.begin(Invocation("run", "harvester"))
        with suppress(Signalled), signalled(step, WRITING) as passed:
            row.end({})
        assert open_runs(db) == 0, step
        if len(passed) < step:
            break
    assert step > 40


def test_a_signal_that_was_held_comes_when_the_context_ends():
    done = []
    with pytest.raises(Signalled), signals_held():
        done.append(signal.raise_signal(signal.SIGTERM))
    assert done == [None]
    assert signal.getsignal(signal.SIGTERM) is raised


def test_another_thread_holds_no_signal():
    seen = []

    def hold():
        with signals_held():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=hold)
    thread.start()
    thread.join(10)
    assert seen == [raised]


def cut_off(db):
    """Leave a transaction open, as a signal does that comes before the block that would undo it."""
    db.conn.execute("PRAGMA synchronous = NORMAL")  # as `relaxed` does
    db.conn.execute("BEGIN IMMEDIATE")
    raise Signalled


def test_a_run_with_a_transaction_that_was_cut_off_is_closed(desk, page):
    desk.site.pages["/pier"] = page("The pier", ("Who may use it?", "Fishers with a permit may use it."))
    desk.follow("/pier", every_s=3600)
    events = desk.events()
    next(event for event in events if isinstance(event, Captured))
    with suppress(Signalled):
        cut_off(desk.db)
    with pytest.raises(Signalled):
        events.throw(Signalled())
    assert not desk.db.conn.in_transaction
    assert open_runs(desk.db) == 0


def test_a_look_with_a_transaction_that_was_cut_off_is_closed(desk):
    with pytest.raises(Signalled), looking(desk.db, desk.settings, desk.now, print):
        cut_off(desk.db)
    assert not desk.db.conn.in_transaction
    assert open_runs(desk.db) == 0


def test_an_import_with_a_transaction_that_was_cut_off_is_closed(db, tmp_path):
    arrivals = saved_arrivals(kept.written(tmp_path)[:1])
    with suppress(Signalled), keeping(kept.deriving(db), "import") as imported:
        imported.add(arrivals)
        cut_off(db)
    assert not db.conn.in_transaction
    assert db.conn.execute("SELECT count(*) FROM run").fetchone()[0] == 1
    assert open_runs(db) == 0


READING = """
import signal, sys
from pathlib import Path
from harvester.harvest.pool import read_alone
from harvester.harvest.reader import Reader

def stop(*_):
    sys.exit(143)

def trace(frame, event, _):
    is_held = event == "return" and frame.f_code.co_name == "__enter__"
    if is_held and frame.f_back.f_code.co_name == "put":
        held.append(frame)
        if len(held) == 2:
            signal.getsignal(signal.SIGTERM)(signal.SIGTERM, frame)
    return trace

if __name__ == "__main__":
    held = []
    signal.signal(signal.SIGTERM, stop)
    sys.settrace(trace)
    read_alone(Path(sys.argv[1]), Reader(), 1)
"""


def test_a_signal_while_a_pool_takes_a_lock_ends_the_program(db, tmp_path):
    """The thread of the pool would wait for the lock, and the program for the thread."""
    (tmp_path / "reading.py").write_text(READING)
    program = [sys.executable, str(tmp_path / "reading.py"), str(path_of(db.conn))]
    assert subprocess.run(program, capture_output=True, check=False, timeout=60).returncode == 143
