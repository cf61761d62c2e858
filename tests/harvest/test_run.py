"""A run as events: stopped, by the clock, with a parser or comparison that fails, with another parser."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from derived_rows import derived_rows

from harvester.archive.chain import follow, own_key
from harvester.archive.schedule import note_host
from harvester.config import SourceSettings
from harvester.config.access import SiteAccess
from harvester.errors import ExitCode
from harvester.harvest.bounds import Bounds
from harvester.harvest.catching_up import rebuild
from harvester.harvest.clock import Clock
from harvester.harvest.events import (
    ArticlesAnnounced,
    Captured,
    CapturesCaughtUp,
    HostAwaited,
    RequestsPlanned,
)
from harvester.harvest.looking import looking
from harvester.harvest.pool import mapper
from harvester.harvest.report import summed
from harvester.harvest.run import harvest
from harvester.http.urls import authority_of
from harvester.reading import steps

fold = import_module("harvester.history.fold")  # whose package has a function of that name
NAMES = ("bridge", "pier", "tower")
PAIRS = [
    (
        "What happens to the pier?",
        "The town repairs it until the end of May. It pays for that from the harbour fund.",
    ),
    (
        "Who may still use it?",
        "Fishers with a permit may use it on weekdays. Everybody else has to wait until June.",
    ),
    (
        "Where do the boats land?",
        "They land at the old customs house. The way from there to the town is ten minutes.",
    ),
]


@pytest.fixture
def three(desk, page):
    """A desk that follows three articles of the site, each at most once an hour."""
    desk.site.pages |= {f"/{name}": page(f"The {name}", *PAIRS) for name in NAMES}
    desk.follow(*(f"/{name}" for name in NAMES), every_s=3600)
    return desk


def captured(desk):
    return desk.paths(
        "SELECT url FROM capture JOIN url ON url.id = url_id WHERE role = 'article' ORDER BY capture.id"
    )


def test_whoever_stops_reading_ends_the_run(three):
    events = three.events()
    first = next(event for event in events if isinstance(event, Captured))
    events.close()
    assert captured(three) == ["/bridge"]
    assert first.capture.url.endswith("/bridge")
    assert three.all("SELECT ended_at, report ->> 'captures' FROM run") == [("2031-03-04T12:00:00.000Z", 1)]
    assert three.column("SELECT count(*) FROM version") == [1]
    again = three.run(0)
    assert captured(three) == ["/bridge", "/pier", "/tower"]
    assert again.first_versions == 2


@pytest.mark.parametrize("is_first", [True, False], ids=["the run ends first", "the look ends first"])
def test_a_look_beside_a_run_leaves_the_chain_whole(three, is_first):
    events = three.events()
    next(event for event in events if isinstance(event, Captured))
    with looking(three.db, three.settings, three.now, print) as looks:
        looks.look(three.url("/pier"))
        if is_first:
            list(events)
    list(events)
    assert follow(three.db.conn, own_key(three.db.conn)).problems == ()
    assert three.all("SELECT command FROM run WHERE ended_at IS NULL") == []


class WaitingError(Exception):
    """It ends a look instead of the wait."""


def raised(wait):
    raise WaitingError(wait)


def test_a_look_tells_for_whom_it_waits(three):
    host = authority_of(three.url("/pier"))
    with looking(three.db, three.settings, three.now, raised) as looks:
        looks.fetching.gate.postpone(host, 40)
        with pytest.raises(WaitingError) as told:
            looks.look(three.url("/pier"))
    (wait,) = told.value.args
    assert wait.host == host
    assert 30 < (wait.until - three.now()).total_seconds() <= 40


def test_a_run_tells_for_whom_it_waits(three):
    host = authority_of(three.url("/pier"))
    note_host(three.db, host, three.now() + timedelta(seconds=40))
    events = three.events()
    wait = next(event for event in events if isinstance(event, HostAwaited | Captured))
    events.close()
    assert wait.host == host
    assert 30 < (wait.until - three.now()).total_seconds() <= 40


@pytest.mark.parametrize("asked_s", [0, 4000], ids=["at once", "longer than anybody waits"])
def test_a_look_that_does_not_wait_tells_nothing(three, asked_s):
    with looking(three.db, three.settings, three.now, raised) as looks:
        looks.fetching.gate.postpone(authority_of(three.url("/pier")), asked_s)
        assert ("is not to be asked before" in looks.look(three.url("/pier")).problem) is (asked_s > 0)


RHYTHM = {
    "an hour later": (timedelta(hours=1), 3),
    "a little early, as cron is": (timedelta(minutes=59, seconds=30), 3),
    "half an hour later": (timedelta(minutes=30), 0),
}


@pytest.mark.parametrize(("later", "captures"), RHYTHM.values(), ids=RHYTHM)
def test_what_is_due(three, later, captures):
    assert three.run(0).captures == 3
    assert three.run(later / timedelta(days=1)).captures == captures


def test_events_come_in_order(three):
    kinds = [type(event) for event in three.events()]
    assert kinds == [ArticlesAnnounced, RequestsPlanned, Captured, Captured, Captured]


def test_a_second_look_is_a_304_and_opens_no_version(three):
    three.site.pages["/pier"] = lambda: (
        (304, {"ETag": '"1"'}, b"")
        if three.site.requests[-1][1].get("If-None-Match")
        else (200, {"ETag": '"1"'}, page_of_pier)
    )
    page_of_pier = three.site.pages["/bridge"]
    assert three.run().results == {"ok": 3}
    again = three.run()
    assert (again.results, again.new_versions) == ({"ok": 2, "not_modified": 1}, 0)
    sql = "SELECT outcome, standing.state, version FROM standing JOIN capture ON capture.id = capture_id"
    assert set(three.all(sql)) == {("ok", "current", 1), ("not_modified", "current", 1)}


def failing(name, error, function):
    """A stand-in for a function of ours that fails on what concerns the article of that name."""

    def stand_in(*arguments, **options):
        if name in repr(arguments):
            raise error
        return function(*arguments, **options)

    return stand_in


FAULTS = {
    "a bug": ValueError("no such line"),
    "an assertion": AssertionError(),
    "too deep": RecursionError("maximum recursion depth exceeded"),
    "too much": MemoryError(),
}


@pytest.mark.parametrize("error", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("function", ["document_of", "judge", "read_by_rule"])
def test_a_parser_that_fails_costs_one_page(three, monkeypatch, function, error):
    with monkeypatch.context() as patched:
        patched.setattr(steps, function, failing("The pier", error, getattr(steps, function)))
        report = three.run()
    assert report.results == {"ok": 2, "unreadable": 1}
    assert report.exit_code is ExitCode.SOME_FAILED
    [(url, problem)] = report.failures
    assert url.endswith("/pier")
    assert problem.startswith(f"unreadable: the parser failed: {type(error).__name__}")
    # The parser is mended: nothing was lost.
    assert sum(each.captures for each in rebuild(three.deriving, mapper(1))) == 3
    assert three.column("SELECT count(*) FROM version") == [3]


@pytest.mark.parametrize("error", FAULTS.values(), ids=FAULTS)
def test_a_comparison_that_fails_costs_one_version(three, page, monkeypatch, error):
    three.run()
    for name in ("bridge", "pier"):
        three.site.pages[f"/{name}"] = page(f"The {name}", *PAIRS[:2])
    with monkeypatch.context() as patched:
        patched.setattr(fold, "place", failing("The pier", error, fold.place))
        report = three.run()
        assert report.new_versions == 1
        assert [
            problem.startswith("unreadable: the comparison failed") for _, problem in report.failures
        ] == [True]
        assert three.run().captures == 3  # and it does not stop the next run
    for _ in rebuild(three.deriving, mapper(1)):
        pass
    assert sorted(three.column("SELECT n FROM version")) == [1, 1, 1, 2, 2]


def test_another_parser_is_no_edit_of_the_publisher(monkeypatch, three):
    three.run(0)
    before = derived_rows(three.db.conn)
    monkeypatch.setattr(steps, "PARSER_VERSION", "2031.1")
    three.day = 0.01
    events = list(three.events())
    assert [event.captures for event in events if isinstance(event, CapturesCaughtUp)] == [1, 1, 1]
    after = derived_rows(three.db.conn)
    assert set(three.column("SELECT reader FROM reading")) == {steps.reader()}
    assert after["change"] == []
    assert after | {"reading": ()} == before | {"reading": ()}
    assert [event for event in three.events() if isinstance(event, CapturesCaughtUp)] == []


def test_what_another_parser_reads_is_compared_with_its_own_readings_only(monkeypatch, three, page):
    """The page is edited before the first run of a new parser: the article waits until its past is read."""
    three.run()
    monkeypatch.setattr(steps, "PARSER_VERSION", "2031.1")
    three.site.pages["/pier"] = page("The pier", *PAIRS[:2])
    report = three.run()
    assert (report.new_versions, report.changes) == (1, {"dropped": 1})
    assert set(three.column("SELECT reader FROM reading")) == {steps.reader()}


@pytest.mark.parametrize("workers", [1, 4])
def test_hosts_are_asked_side_by_side_and_one_writes(desk, page, new_site, workers):
    sites = [new_site() for _ in range(3)]
    for site in sites:
        site.pages |= {f"/{n}": page(f"The pier {n}", *PAIRS) for n in range(4)}
    sources = tuple(SourceSettings(f"{site.url}/{n}", kind="page") for site in sites for n in range(4))
    desk.settings = replace(desk.settings, workers=workers, sources=sources, is_declared=True)
    report = desk.run()
    assert (report.results, report.first_versions) == ({"ok": 12}, 12)


def test_what_is_stored_is_known_to_the_next_process(desk, page):
    """Politeness is: the host is left alone for its delay, whichever process asks."""
    desk.site.pages["/pier"] = page("The pier", *PAIRS)
    desk.follow("/pier")
    desk.run(0)
    host = desk.site.url.removeprefix("http://")
    desk.db.conn.execute("UPDATE host SET next_at = '2031-03-04T12:20:00.000Z' WHERE host = ?", (host,))
    settings, everything = replace(desk.settings, delay_s=1.0), Bounds(is_due=False)
    events = harvest(desk.db, settings, clock=Clock(desk.now, trusted=True), bounds=everything)
    report = summed(events)
    assert (report.captures, report.deferred) == (0, 1)


def test_a_server_that_always_answers_304_hides_no_edit_for_ever(three, page):
    before = three.site.pages["/pier"]
    after = page("The pier", *PAIRS[:1])
    shown = [before]
    three.site.pages["/pier"] = lambda: (
        (304, {"ETag": '"1"'}, b"")
        if three.site.requests[-1][1].get("If-None-Match")
        else (200, {"ETag": '"1"'}, shown[0])
    )
    three.run()
    shown[0] = after
    found = [three.run().new_versions for _ in range(20)]
    assert found == [0] * 19 + [1]


def test_a_site_is_asked_without_conditions_if_the_settings_say_so(three):
    """For all sites, or for that of a source."""
    three.site.pages["/pier"] = (200, {"ETag": '"1"'}, three.site.pages["/pier"])
    plain = SiteAccess(conditional=False)
    source = SourceSettings(three.url("/pier"), kind="page", every_s=1, access=plain)
    cases = (
        {},
        {"access": plain},
        {"sources": (source,)},
        {"access": plain, "sources": ()},
        {"access": SiteAccess()},
    )
    three.run()
    found = []
    for case in cases:
        three.settings = replace(three.settings, **case)
        three.run()
        sent = next(headers for path, headers in reversed(three.site.requests) if path == "/pier")
        found.append("If-None-Match" in sent)
    assert found == [True, False, False, False, True]
