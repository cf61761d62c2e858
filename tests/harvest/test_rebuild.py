"""Derived rows are a function of the evidence: rebuilt, caught up or derived live, ids included."""

from contextlib import closing

import pytest
from chronicle import PROSE, THINGS, WALL, Chronicle, differences, edition, exchange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvester.harvest.catching_up import rebuild
from harvester.harvest.deriving import Deriving
from harvester.harvest.pool import mapper
from harvester.model import Verdict
from harvester.site_rule import SiteRule

EDITIONS = st.builds(
    edition,
    st.lists(st.sampled_from(THINGS), unique=True, min_size=3, max_size=8).map(tuple),
    st.sampled_from([2031, 2032]),
    st.sampled_from(["The harbour", "The harbour works"]),
)
BODIES = EDITIONS | st.sampled_from([WALL, PROSE])
HISTORIES = st.lists(st.tuples(st.sampled_from("ab"), BODIES), min_size=1, max_size=12)


def exchanges(history):
    for hours, (name, body) in enumerate(history):
        yield exchange(f"https://norra.example/{name}", hours, body)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_live_rebuilt_and_caught_up_are_the_same(tmp_path_factory, history):
    folder = tmp_path_factory.mktemp("norra")
    with closing(Chronicle(folder / "live.db")) as live, closing(Chronicle(folder / "late.db")) as late:
        for each in exchanges(history):
            live.add(each)
            late.add(each, live=False)
        told = live.history()
        assert live.catch_up() == 0
        assert late.catch_up() == len(history)
        assert differences(late.history(), told) == {}
        assert live.rebuild() == len(history)
        assert differences(live.history(), told) == {}
        verdicts = live.all("SELECT verdict FROM reading")
        assert len(verdicts) == len(history)
        assert len(told["version"]) <= verdicts.count((Verdict.CONTENT,))


HISTORY = [(name, edition(THINGS[n : n + 4], 2031 + n % 2)) for n in range(4) for name in "ab"]


def test_a_run_stopped_at_any_capture_comes_to_the_same(tmp_path):
    """Captures that were only stored, and read by the next run, give what reading each as it comes gives."""
    told = []
    for read_as_they_come in range(len(HISTORY) + 1):
        with closing(Chronicle(tmp_path / f"{read_as_they_come}.db")) as archive:
            for n, each in enumerate(exchanges(HISTORY)):
                archive.add(each, live=n < read_as_they_come)
            assert archive.catch_up() == len(HISTORY) - read_as_they_come
            told.append(archive.history())
    assert [differences(each, told[0]) for each in told] == [{}] * len(told)
    assert len(told[0]["change"]) > 6


@pytest.mark.parametrize("fault", [KeyboardInterrupt, OSError])
def test_a_rebuild_that_is_stopped_changes_nothing(tmp_path, fault):
    with closing(Chronicle(tmp_path / "norra.db")) as archive:
        for each in exchanges(HISTORY):
            archive.add(each)
        before = archive.history()
        stopped = rebuild(archive.deriving, mapper(1))
        next(stopped)
        with pytest.raises(fault):
            stopped.throw(fault())
        assert differences(archive.history(), before) == {}
        assert archive.catch_up() == 0


def test_a_stopped_rebuild_goes_on(tmp_path):
    """It reads what the stopped one left; by another reader, or once it came to its end, it begins anew."""
    with closing(Chronicle(tmp_path / "norra.db")) as archive:
        for hours in range(6):
            archive.add(
                exchange(f"https://norra.example/{hours // 2}", hours, edition(THINGS[hours : hours + 4]))
            )
        before, left = archive.history(), []
        for articles in range(4):
            stopped = rebuild(archive.deriving, mapper(1))
            done = sum(next(stopped).captures for _ in range(articles))
            stopped.close()
            left.append(done + archive.rebuild())
            assert differences(archive.history(), before) == {}
            assert archive.one("SELECT count(*) FROM rebuilding") == 0
        assert left == [6, 6, 6, 6]
        other = Deriving(archive.db, (SiteRule(("norra.example",), drop=".late"),), archive.deriving.now)
        stopped = rebuild(other, mapper(1))
        next(stopped), next(stopped)
        stopped.close()
        assert archive.rebuild() == 6
        assert differences(archive.history(), before) == {}


def test_what_came_since_is_read_too(tmp_path):
    with closing(Chronicle(tmp_path / "norra.db")) as archive:
        for name in "ab":
            archive.add(exchange(f"https://norra.example/{name}", 0, edition(THINGS[:4])))
        stopped = rebuild(archive.deriving, mapper(1))
        next(stopped)
        stopped.close()
        archive.add(exchange("https://norra.example/a", 9, edition(THINGS[:5])), live=False)
        assert archive.rebuild() == 2 + 1
        assert archive.all("SELECT n FROM version ORDER BY article_id, n") in (
            [(1,), (1,), (2,)],
            [(1,), (2,), (1,)],
        )


LINKS = "".join(
    f"<li><a href='/{thing}'>Our report on what the town does to the {thing}</a></li>" for thing in THINGS
)
SECOND = b"<h2>What happens to the pier"
WITH_LINKS = edition(THINGS[:2]).replace(SECOND, f"<ul>{LINKS}</ul>".encode() + SECOND)


@pytest.mark.parametrize("jobs", [2, 3])
def test_processes_read_what_one_reads(tmp_path, jobs):
    with closing(Chronicle(tmp_path / "norra.db")) as archive:
        archive.add(exchange("https://norra.example/c", 0, WITH_LINKS))
        [(left_out, stated)] = archive.all("SELECT left_out, stated_id FROM reading")
        assert left_out > 0.25
        assert stated
        for each in exchanges(HISTORY * 8):
            archive.add(each)
        before = archive.history()
        assert archive.rebuild(jobs) == 1 + len(HISTORY) * 8
        assert differences(archive.history(), before) == {}
