import sys
import threading
from collections import Counter
from contextlib import contextmanager, nullcontext
from itertools import count

import pytest

from harvester.harvest.frontier import Frontier, Workers


def drained(frontier):
    taken = []
    while (got := frontier.take(0)) is not None:
        taken.append(got)
        frontier.back(got[0])
    return taken


def done(_, work):
    return work


def failed(work, error):
    return work, type(error).__name__


def broken():
    return 1 // 0


def at_once(_host, _work):
    return 0.0


def test_hosts_take_turns():
    frontier = Frontier([("a", 1), ("a", 2), ("b", 3), ("b", 4)], monotonic=lambda: 0.0, ready_at=at_once)
    assert drained(frontier) == [("a", 1), ("b", 3), ("a", 2), ("b", 4)]


def test_the_host_that_is_ready_first_is_next():
    now = [0.0]
    work = [("slow", 1), ("quick", 2), ("slow", 3), ("quick", 4)]
    ready_at = {("slow", 3): 9.0, ("quick", 4): 1.0}
    frontier = Frontier(work, lambda: now[0], lambda *piece: ready_at[piece])
    for host in ("slow", "quick"):
        assert frontier.take(0)[0] == host
        frontier.back(host)
    now[0] = 9.0
    assert [frontier.take(0), frontier.take(0)] == [("quick", 4), ("slow", 3)]


def test_work_that_asks_nothing_waits_for_no_turn():
    """A URL that robots.txt refuses costs its host no delay."""
    now = [0.0]
    frontier = Frontier(
        [("a", "asked"), ("a", "refused"), ("a", "refused too"), ("a", "asked again")],
        lambda: now[0],
        lambda _, work: now[0] if work.startswith("refused") else 9.0,
    )
    for work in ("asked", "refused", "refused too"):
        assert frontier.take(0) == ("a", work)
        frontier.back("a")
    assert frontier._ready[0][0] == 9.0


def test_a_host_stays_with_its_worker_unless_that_one_is_busy():
    """A worker keeps its connection to a host; another one would need a new one."""
    frontier = Frontier([("a", n) for n in range(5)], monotonic=lambda: 0.0, ready_at=at_once)
    idle = threading.Thread(target=lambda: taken.append(frontier.take(1)))
    taken = [frontier.take(1)]
    frontier.back("a")
    assert frontier.take(2) == ("a", 1)  # worker 1 does not wait for work: it is busy
    frontier.back("a")
    assert frontier.take(2) == ("a", 2)
    idle.start()
    frontier.back("a")
    idle.join(10)
    assert taken == [("a", 0), ("a", 3)]
    frontier.close()


def test_an_idle_worker_leaves_a_host_to_the_idle_worker_that_had_it():
    frontier = Frontier([("a", 0), ("a", 1)], monotonic=lambda: 0.0, ready_at=at_once)
    assert frontier.take(1) == ("a", 0)
    frontier.back("a")
    frontier._idle.add(1)
    assert frontier._pick(2) == ("", None)
    assert frontier._pick(1) == ("a", None)


def test_nothing_to_do():
    assert Frontier([], monotonic=lambda: 0.0, ready_at=at_once).take(0) is None


def test_close_lets_go():
    frontier = Frontier([("a", 1)], monotonic=lambda: 0.0, ready_at=at_once)
    frontier.close()
    assert frontier.take(0) is None
    assert len(frontier) == 1


def test_a_host_is_with_one_worker_at_a_time():
    busy, most, lock = Counter(), Counter(), threading.Lock()

    def do(_, work):
        host, _ = work
        with lock:
            busy[host] += 1
            most[host] = max(most[host], busy[host])
        with lock:
            busy[host] -= 1
        return work

    work = [(f"h{n % 5}", (f"h{n % 5}", n)) for n in range(200)]
    workers = Workers(number=8, tool=nullcontext, do=do, failed=failed)
    outcomes = list(workers.outcomes(Frontier(work, monotonic=lambda: 0.0, ready_at=at_once)))
    assert sorted(outcomes) == sorted(each for _, each in work)
    assert set(most.values()) == {1}


def test_a_worker_without_a_tool_reaches_the_caller():
    workers = Workers(number=2, tool=broken, do=done, failed=failed)
    with pytest.raises(ZeroDivisionError):
        list(workers.outcomes(Frontier([("a", 0)], monotonic=lambda: 0.0, ready_at=at_once)))


def test_a_fault_costs_one_piece_of_work():
    """The host of the piece that failed is asked for the others."""
    workers = Workers(number=2, tool=nullcontext, do=lambda _, work: 6 // work, failed=failed)
    work = [("a", 0), ("a", 2), ("b", 3), ("a", 0)]
    outcomes = list(workers.outcomes(Frontier(work, monotonic=lambda: 0.0, ready_at=at_once)))
    assert sorted(outcomes, key=str) == [(0, "ZeroDivisionError"), (0, "ZeroDivisionError"), 2, 3]


def test_a_caller_who_stops_leaves_no_thread_and_no_tool_open():
    opened, closed = threading.Semaphore(0), threading.Semaphore(0)

    @contextmanager
    def tool():
        opened.release()
        yield
        closed.release()

    work = [(f"h{n}", n) for n in range(100)]
    workers = Workers(number=4, tool=tool, do=done, failed=failed)
    outcomes = workers.outcomes(Frontier(work, monotonic=lambda: 0.0, ready_at=at_once))
    next(outcomes)
    outcomes.close()
    for _ in range(4):
        assert opened.acquire(timeout=10)
        assert closed.acquire(timeout=10)


class Signalled(BaseException):
    """What a signal handler raises."""


def ends(step):
    """Return how the caller of `outcomes` ends if a signal comes at that step of its Python code."""
    ended = []
    steps = count()

    def trace(*_):
        if next(steps) == step:
            raise Signalled
        return trace

    def call():
        workers = Workers(number=2, tool=nullcontext, do=done, failed=failed)
        work = [(f"h{n}", n) for n in range(12)]
        outcomes = workers.outcomes(Frontier(work, monotonic=lambda: 0.0, ready_at=at_once))
        next(outcomes)
        sys.settrace(trace)
        try:
            ended.append(len(list(outcomes)))
        except (Signalled, RuntimeError) as error:
            ended.append(type(error))
        finally:
            sys.settrace(None)

    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    thread.join(10)
    return ended


def test_a_signal_at_any_step_ends_the_caller():
    """The signal's exception comes out, and nothing waits for a lock that it left held."""
    for step in count():
        ended = ends(step)
        if ended == [11]:
            break
        assert ended == [Signalled], step
    assert step > 20
