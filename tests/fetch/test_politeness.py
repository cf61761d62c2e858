"""Turns at a host, on clocks that only move when somebody waits."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from harvester.fetch import Clocks, HostGate, HostWaits, RunStopped

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOST = "tarvel.example"


class Hands:
    """waits: each wait there was, in seconds."""

    def __init__(self):
        self.seconds = 1000.0
        self.skew = timedelta()
        self.waits = []
        self.stop = threading.Event()

    def gate(self, delay_s=2.0, shared=None):
        return HostGate(delay_s, self.stop, shared, Clocks(lambda: self.seconds, self.now, self.wait))

    def now(self):
        return NOON + timedelta(seconds=self.seconds - 1000) + self.skew

    def wait(self, seconds):
        self.waits.append(seconds)
        self.seconds += seconds
        return False


@pytest.fixture
def clocks():
    return Hands()


def request(gate, clocks, takes=0.5, host=HOST, delay_s=0.0):
    with gate.turn(host, delay_s):
        began = clocks.seconds
        clocks.seconds += takes
    return began


def test_the_delay_runs_from_end_to_start(clocks):
    gate = clocks.gate(2.0)
    began = [request(gate, clocks, takes=0.5) for _ in range(3)]
    assert began == [1000.0, 1002.5, 1005.0]


def test_the_time_since_counts(clocks):
    gate = clocks.gate(2.0)
    request(gate, clocks)
    clocks.seconds += 1.5
    request(gate, clocks)
    assert clocks.waits == [0.5]


def test_hosts_do_not_wait_for_each_other(clocks):
    gate = clocks.gate()
    request(gate, clocks)
    request(gate, clocks, host="elsewhere.example")
    assert clocks.waits == []


@pytest.mark.parametrize(
    ("own", "asked", "waited"), [(2.0, 10.0, 10.0), (2.0, 0.5, 2.0), (0.0, 3600.0, 3600.0)]
)
def test_the_longer_delay_counts(clocks, own, asked, waited):
    gate = clocks.gate(own)
    request(gate, clocks, delay_s=asked)
    request(gate, clocks, delay_s=asked)
    assert clocks.waits == [waited]


def test_the_delay_runs_after_a_fault_too(clocks):
    gate = clocks.gate(2.0)
    with pytest.raises(ZeroDivisionError), gate.turn(HOST):
        raise ZeroDivisionError
    request(gate, clocks)
    assert clocks.waits == [2.0]


def test_a_host_that_asks_to_be_left_alone(clocks):
    gate = clocks.gate()
    gate.postpone(HOST, 30)
    gate.postpone(HOST, 10)  # does not undo the longer one
    assert request(gate, clocks) == 1030.0


def test_nobody_waits_for_an_hour(clocks):
    gate = clocks.gate()
    gate.postpone(HOST, 3600)
    with pytest.raises(HostWaits) as error:
        request(gate, clocks)
    assert (error.value.host, error.value.until) == (HOST, NOON + timedelta(hours=1))
    assert str(error.value) == "tarvel.example is not to be asked before 2026-11-23 13:00:00 UTC"
    clocks.seconds += 3600
    request(gate, clocks)
    assert clocks.waits == []


def test_when_a_host_is_ready(clocks):
    gate = clocks.gate(2.0)
    assert gate.ready_at(HOST) < clocks.seconds
    assert gate.next_at(HOST) == NOON
    request(gate, clocks, delay_s=10)
    assert gate.ready_at(HOST) == 1010.5
    assert gate.next_at(HOST) == NOON + timedelta(seconds=10.5)
    gate.postpone(HOST, 50)
    assert gate.ready_at(HOST) == 1050.5
    gate.postpone(HOST, 100)  # longer than anybody waits: the turn is refused at once
    assert gate.ready_at(HOST) == clocks.seconds
    assert gate.next_at(HOST) == NOON + timedelta(seconds=100.5)


def test_across_processes(clocks):
    gate = clocks.gate(2.0)
    request(gate, clocks, delay_s=10)
    request(gate, clocks, host="elsewhere.example")
    gate.postpone("third.example", 3600)
    clocks.seconds += 5
    state = gate.state()
    assert set(state) == {HOST, "third.example"}

    clocks.seconds += 2
    later = clocks.gate(2.0)
    later.restore(state)
    assert request(later, clocks) == 1011.0 - 0.5
    with pytest.raises(HostWaits):
        request(later, clocks, host="third.example")


def test_a_wall_clock_that_jumps(clocks):
    gate = clocks.gate(2.0)
    request(gate, clocks)
    clocks.skew = timedelta(days=-365)
    request(gate, clocks)
    clocks.skew = timedelta(days=365)
    request(gate, clocks)
    assert clocks.waits == [2.0, 2.0]
    soon = gate.next_at(HOST)
    gate.restore({HOST: clocks.now() + timedelta(days=4000)})
    assert gate.next_at(HOST) == soon  # else each later run would leave the host alone for a day
    gate.restore({HOST: clocks.now() + timedelta(days=1)})
    assert gate.next_at(HOST) - clocks.now() == timedelta(days=1)


def test_a_stopped_run_takes_no_turn(clocks):
    gate = clocks.gate()
    request(gate, clocks)
    clocks.wait = lambda _: clocks.stop.set()
    gate = clocks.gate(2.0)
    request(gate, clocks)
    with pytest.raises(RunStopped):
        request(gate, clocks)


def test_stop_wakes_who_waits():
    stop = threading.Event()
    gate = HostGate(60.0, stop)
    raised = []

    def wait_for_turn():
        try:
            with gate.turn(HOST):
                pass
        except RunStopped as error:
            raised.append(error)

    with gate.turn(HOST):
        pass
    # One waits for the delay, the other for the first.
    threads = [threading.Thread(target=wait_for_turn) for _ in range(2)]
    for thread in threads:
        thread.start()
    stop.set()
    for thread in threads:
        thread.join(5)
    assert len(raised) == 2


def test_one_at_a_time():
    gate = HostGate(0.0, threading.Event())
    inside, most, lock = [0], [0], threading.Lock()

    def work():
        for _ in range(50):
            with gate.turn(HOST):
                with lock:
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                with lock:
                    inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
