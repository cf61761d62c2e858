"""Derived rows are a function of the captures: rebuilt, caught up or derived live, ids included."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvester.archive.captures import add_capture
from harvester.archive.derived import drop_derived
from harvester.archive.evidence import add_article, add_source, begin_run
from harvester.archive.rows import CONTENT, Source
from harvester.archive.writing import derived, open_archive
from harvester.harvest.derive import catch_up, derive, rebuild
from harvester.model import Capture, Outcome

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
THINGS = ("ferry", "pier", "dredger", "lighthouse", "boatyard", "sea wall", "lifeboat", "crane")
WALL = b"<html><title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p></html>"
PROSE = b"<article><h1>The harbour</h1><p>It was built by the town when the river moved away.</p></article>"


def edition(questions, year, title):
    """A page with a question about each of those things, in that order."""
    pairs = "".join(
        f"<h2>What happens to the {thing}?</h2><p>The town repairs the {thing} until May {year}. It pays for"
        f" that from the harbour fund, which has {len(thing) * 7} thousand crowns. Nobody has objected.</p>"
        for thing in questions
    )
    return f"<html lang=en><body><main><h1>The {title}</h1>{pairs}</main></body></html>".encode()


EDITIONS = st.builds(
    edition,
    questions=st.lists(st.sampled_from(THINGS), unique=True, min_size=3).map(tuple),
    year=st.sampled_from([2031, 2032]),
    title=st.sampled_from(["harbour", "harbour works"]),
)
BODIES = EDITIONS | st.sampled_from([WALL, PROSE])
HISTORIES = st.lists(st.tuples(st.sampled_from("ab"), BODIES), min_size=1, max_size=12)


def captured(db, history):
    """Store the captures of two articles; yield what is to be derived of each."""
    begin_run(db, "run", "harvester", NOON)
    source = add_source(db, Source("feed", "https://norra.example/feed"), NOON)
    for hours, (name, body) in enumerate(history):
        url = f"https://norra.example/{name}"
        article = add_article(db, url, source, NOON)
        at = NOON + timedelta(hours=hours)
        capture = Capture(url, at, Outcome.OK, status=200, final_url=url, body=body)
        yield add_capture(db, 1, article, capture), article, capture


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_live_rebuilt_and_caught_up_are_the_same(tmp_path_factory, derived_rows, history):
    db = open_archive(tmp_path_factory.mktemp("norra") / "norra.db", create=True)
    try:
        verdicts = [derive(db, *each).verdict for each in captured(db, history)]
        live = derived_rows(db)
        assert sum(rebuild(db)) == len(history)
        assert derived_rows(db) == live
        with derived(db):
            drop_derived(db)
        assert sum(catch_up(db)) == len(history)
        assert derived_rows(db) == live
        assert sum(catch_up(db)) == 0
        assert len(live["reading"]) == len(history)
        assert len(live["version"]) <= verdicts.count(CONTENT)
    finally:
        db.conn.close()


def test_a_run_killed_at_any_capture_comes_to_the_same(tmp_path, derived_rows):
    """Captures stored and not read, and read by the next run, give what reading each at once gives."""
    history = [(name, edition(THINGS[n : n + 4], 2031 + n % 2, "harbour")) for n in range(4) for name in "ab"]
    dumps = []
    for read_at_once in range(len(history) + 1):
        db = open_archive(tmp_path / f"{read_at_once}.db", create=True)
        for n, each in enumerate(captured(db, history)):
            if n < read_at_once:
                derive(db, *each)
        sum(catch_up(db))
        dumps.append(derived_rows(db))
        db.conn.close()
    assert all(dump == dumps[0] for dump in dumps)
    assert len(dumps[0]["change"]) > 6


@pytest.mark.parametrize("fault", [KeyboardInterrupt, OSError])
def test_a_rebuild_that_is_stopped_changes_nothing(tmp_path, derived_rows, fault):
    db = open_archive(tmp_path / "norra.db", create=True)
    for each in captured(
        db, [("a", edition(THINGS, 2031, "harbour")), ("a", edition(THINGS, 2032, "harbour"))]
    ):
        derive(db, *each)
    before = derived_rows(db)
    stopped = rebuild(db)
    next(stopped)
    with pytest.raises(fault):
        stopped.throw(fault())
    assert derived_rows(db) == before
    db.conn.close()
