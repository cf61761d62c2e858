"""A run as events: stopped, by the clock, with a parser or comparison that fails, with another parser."""

from datetime import UTC, datetime, timedelta

import pytest

from harvester.config import Settings, SourceSettings
from harvester.errors import ExitCode
from harvester.harvest import derive, reading
from harvester.harvest.derive import rebuild
from harvester.harvest.report import Captured, Planned, Rederived, summed
from harvester.harvest.run import harvest

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
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
def settings(site, page):
    """Settings that follow three articles of the site."""
    names = ("bridge", "pier", "tower")
    site.pages |= {f"/{name}": page(f"The {name}", *PAIRS) for name in names}
    sources = tuple(SourceSettings(f"{site.url}/{name}", kind="page", every_s=3600) for name in names)
    return Settings(delay_s=0.0, sources=sources)


class Clock:
    def __init__(self):
        self.at = NOON

    def __call__(self):
        return self.at


def run(db, settings, clock=None):
    return summed(harvest(db, settings, now=clock or Clock()))


def captured(db):
    sql = "SELECT article.url FROM capture JOIN article ON article.id = article_id ORDER BY capture.id"
    return [row[0].rpartition("/")[2] for row in db.conn.execute(sql)]


def test_whoever_stops_reading_ends_the_run(db, settings):
    clock = Clock()
    events = harvest(db, settings, now=clock)
    first = next(event for event in events if isinstance(event, Captured))
    events.close()
    assert captured(db) == ["bridge"]
    assert first.capture.url.endswith("/bridge")
    [(ended, report)] = db.conn.execute("SELECT ended_at, report ->> 'captures' FROM run").fetchall()
    assert (ended, report) == ("2031-03-04T12:00:00.000Z", 1)
    assert db.conn.execute("SELECT count(*) FROM version").fetchone()[0] == 1
    again = run(db, settings, clock)
    assert captured(db) == ["bridge", "pier", "tower"]
    assert again.first_versions == 2


RHYTHM = {
    "an hour later": (timedelta(hours=1), 3),
    "a little early, as cron is": (timedelta(minutes=59, seconds=30), 3),
    "half an hour later": (timedelta(minutes=30), 0),
}


@pytest.mark.parametrize(("later", "captures"), RHYTHM.values(), ids=RHYTHM)
def test_what_is_due(db, settings, later, captures):
    clock = Clock()
    assert run(db, settings, clock).captures == 3
    clock.at += later
    assert run(db, settings, clock).captures == captures


def test_events_come_in_order(db, settings):
    kinds = [type(event) for event in harvest(db, settings)]
    assert kinds == [Planned, Captured, Captured, Captured]


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
@pytest.mark.parametrize("function", ["normalise", "judge", "read_by_rule"])
def test_a_parser_that_fails_costs_one_page(db, settings, monkeypatch, derived_rows, function, error):
    with monkeypatch.context() as patched:
        patched.setattr(reading, function, failing("The pier", error, getattr(reading, function)))
        report = run(db, settings)
    assert (report.outcomes, report.verdicts) == ({"ok": 3}, {"content": 2, "unreadable": 1})
    assert report.exit_code is ExitCode.SOME_FAILED
    [(url, problem)] = report.failures
    assert url.endswith("/pier")
    assert problem.startswith(f"unreadable: the parser failed: {type(error).__name__}")
    assert sum(rebuild(db)) == 3  # the parser is mended: nothing was lost
    assert len(derived_rows(db)["version"]) == 3


def test_a_comparison_that_fails_costs_one_version(site, page, db, settings, monkeypatch, derived_rows):
    clock = Clock()
    run(db, settings, clock)
    for name in ("bridge", "pier"):
        site.pages[f"/{name}"] = page(f"The {name}", *PAIRS[:2])
    with monkeypatch.context() as patched:
        patched.setattr(derive, "compare", failing("The pier", IndexError(7), derive.compare))
        clock.at += timedelta(hours=1)
        report = run(db, settings, clock)
        assert report.new_versions == 1
        assert [problem for _, problem in report.failures] == [
            "unreadable: the comparison failed: IndexError: 7"
        ]
        clock.at += timedelta(hours=1)
        assert run(db, settings, clock).captures == 3  # and it does not stop the next run
    sum(rebuild(db))
    assert sorted(row[1] for row in derived_rows(db)["version"]) == [1, 1, 1, 2, 2]


def test_another_parser_is_no_edit_of_the_publisher(db, settings, monkeypatch, derived_rows):
    clock = Clock()
    run(db, settings, clock)
    before = derived_rows(db)
    monkeypatch.setattr(reading, "PARSER_VERSION", "2031.1")
    clock.at += timedelta(minutes=5)
    events = list(harvest(db, settings, now=clock))
    assert events[0] == Rederived(3)
    after = derived_rows(db)
    assert {row[2] for row in after["reading"]} == {"2031.1"}
    assert after["change"] == []
    assert after | {"reading": ()} == before | {"reading": ()}


@pytest.mark.parametrize("workers", [1, 4])
def test_hosts_are_asked_side_by_side_and_one_writes(db, page, new_site, workers, derived_rows):
    """Whatever comes first: rebuilding gives the same rows."""
    sites = [new_site() for _ in range(3)]
    for site in sites:
        site.pages |= {f"/{n}": page(f"The pier {n}", *PAIRS) for n in range(4)}
    sources = tuple(SourceSettings(f"{site.url}/{n}", kind="page") for site in sites for n in range(4))
    report = run(db, Settings(delay_s=0.0, workers=workers, sources=sources))
    assert report.outcomes == {"ok": 12}
    before = derived_rows(db)
    assert len(before["version"]) == 12
    sum(rebuild(db))
    assert derived_rows(db) == before
