"""Turns that processes share: another process, a killed one, and one that comes later."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from test_politeness import HOST, NOON, Hands, request

from harvester.errors import ArchiveUnwritable
from harvester.fetch import HostWaits, SharedTurns
from harvester.fetch.turns import Moments

HOLDER = """
import sys, threading
from pathlib import Path
from harvester.fetch import HostGate, SharedTurns
gate = HostGate(2.0, threading.Event(), SharedTurns(Path(sys.argv[1])))
with gate.turn(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tarvel.db.hosts"


@pytest.fixture
def clocks():
    return Hands()


@pytest.fixture
def turns(path):
    with closing(SharedTurns(path)) as turns:
        yield turns


@pytest.fixture
def holder(path):
    """Another process that is at the host."""
    command = [sys.executable, "-c", HOLDER, str(path), HOST]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_one_process_at_a_time(holder, turns):
    assert not turns.take(HOST)
    assert turns.take("elsewhere.example")
    holder.communicate("\n")
    assert turns.take(HOST)


def test_a_process_waits_for_another_and_then_for_the_delay(holder, turns, clocks):
    waits = []

    def wait(seconds):
        waits.append(seconds)
        if len(waits) == 2:
            holder.communicate("\n")
            clocks.skew = datetime.now(UTC) - clocks.now()
        return clocks.wait(seconds)

    clocks.skew = datetime.now(UTC) - NOON
    clocks_of = clocks.gate(2.0, turns)
    clocks_of._wait = wait
    request(clocks_of, clocks)
    assert waits[:2] == [0.5, 0.5]  # while the other holds it
    assert 1.0 < sum(waits[2:]) <= 2.0  # from the end of its request


def test_a_killed_process_is_waited_for(holder, turns, clocks):
    """Nothing was stored of its request, but the host has seen it."""
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    clocks.skew = datetime.now(UTC) - NOON
    request(clocks.gate(60.0, turns), clocks)
    (waited,) = clocks.waits
    assert 50 < waited <= 60


def test_a_wait_that_another_process_was_told_of(path, clocks):
    for asked in (3600, None):
        with closing(SharedTurns(path)) as turns:
            gate = clocks.gate(0.0, turns)
            if asked:
                gate.postpone(HOST, asked)
            else:
                with pytest.raises(HostWaits) as error:
                    request(gate, clocks)
                assert error.value.until == NOON + timedelta(hours=1)


def test_what_was_noted_when_the_clock_was_wrong(turns, clocks):
    turns.note_active(HOST, NOON + timedelta(days=400))
    turns.note_wait(HOST, NOON + timedelta(days=400))
    request(clocks.gate(2.0, turns), clocks)
    assert clocks.waits == [2.0]


@pytest.mark.parametrize("rubbish", [b"\xff" * (1 << 24), b"\x01" * 7, b""], ids=["NaN", "short", "empty"])
def test_a_damaged_file_harms_nobody(path, clocks, rubbish):
    path.write_bytes(rubbish)
    with closing(SharedTurns(path)) as turns:
        request(clocks.gate(2.0, turns), clocks)
    assert sum(clocks.waits) <= 2.0


def test_late_threads_write_to_no_other_file(path, tmp_path):
    turns = SharedTurns(path)
    turns.close()
    other = os.open(tmp_path / "other", os.O_RDWR | os.O_CREAT)
    turns.note_active(HOST, NOON)
    turns.leave(HOST)
    assert turns.read(HOST) == Moments()
    assert os.fstat(other).st_size == 0
    os.close(other)


def test_a_folder_that_cannot_be_written(tmp_path):
    with pytest.raises(ArchiveUnwritable, match="cannot be made"):
        SharedTurns(tmp_path / "missing" / "tarvel.db.hosts")


def test_hosts_keep_their_own_moments(turns):
    for number in range(200):
        turns.note_active(f"h{number}.example", NOON + timedelta(seconds=number))
    for number in range(200):
        assert turns.read(f"h{number}.example").active_at == NOON.timestamp() + number
