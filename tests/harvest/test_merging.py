"""Merging: a union of evidence that does not depend on order, is all or nothing, and believes no row."""

import random
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from chronicle import LATER, THINGS, WALL, Chronicle, differences, edition, exchange, on_pages, redirect, rss
from content import content_hash

from harvester.archive.chain import archives, follow
from harvester.archive.decisions import Terms, Voice
from harvester.archive.manifests import seal
from harvester.errors import ConfigError, TakenDownElsewhere
from harvester.harvest.merging import merge
from harvester.harvest.takedown import capture_target, take_down

PIER, CRANE, FEED, DAM = (f"https://norra.example/{name}" for name in ("pier", "crane", "feed", "dam"))
HOURS = range(0, 40, 4)


def ignore(*_):
    pass


def harbour(archive):
    """An archive that followed the pier's page, and a feed."""
    archive.say("follow", ("source", FEED), Terms("feed").as_text())
    archive.add(exchange(FEED, -2, rss(PIER, CRANE)), role="source")
    for hours in HOURS:
        archive.add(exchange(PIER, hours, edition(THINGS[: 3 + hours % 5], 2031 + hours // 8)))
    archive.add(
        exchange("https://norra.example/robots.txt", 1, b"User-agent: *\nDisallow:"),
        role="robots",
        live=False,
    )


def county(archive):
    """An archive that asked for the same page at other times, found it moved, and judged a capture."""
    for hours in HOURS:
        moved = redirect(f"{PIER}?old", hours + 1, PIER)
        archive.add(moved, exchange(PIER, hours + 1, edition(THINGS[: 4 + hours % 3], 2032 + hours // 8)))
    rejected = archive.add(exchange(PIER, 70, edition(THINGS[6:9], 2040)))
    archive.say("reject", ("capture", archive.key(rejected)), hours=71)
    archive.add(exchange(CRANE, 5, edition(THINGS[2:7], title="The crane")))
    archive.add(exchange(CRANE, 9, WALL))
    archive.add_pages(DAM, 20, *on_pages(THINGS[:6], 3))
    archive.add_pages(DAM, 40, *on_pages(THINGS[:6], 3, 2032))


def library(archive):
    """An archive of saved pages: some are those that another archive saved as well."""
    for hours in (2, 6, 30):
        archive.add(
            exchange(CRANE, hours, edition(THINGS[1 : 3 + hours % 4], 2029)), kind="saved", recorded_at=LATER
        )


def museum(archive):
    """Another one, which saved one of the same pages at another time, and retimed a run."""
    archive.add(
        exchange(CRANE, 6, edition(THINGS[1:5], 2029)),
        kind="saved",
        recorded_at=LATER + timedelta(days=9),
        run=1,
    )
    archive.add(exchange(PIER, 12, edition(THINGS[:9], 2039)))
    archive.say("retime", ("run", archive.run_key()), "3600", hours=60)


MADE = (harbour, county, library, museum)


@pytest.fixture(scope="module")
def others(tmp_path_factory):
    """Archives that were made apart: {name: path}."""
    paths = {}
    for make in MADE:
        path = tmp_path_factory.mktemp("others") / f"{make.__name__}.db"
        with closing(Chronicle(path, runs=2)) as archive:
            make(archive)
            archive.db.conn.execute("UPDATE run SET ended_at = started_at, report = '{}'")
            seal(archive.db, LATER)
        paths[make.__name__] = path
    return paths


@contextmanager
def fresh(path):
    with closing(Chronicle(path, runs=0)) as archive:
        yield archive


def merged(archive, *paths, **options):
    return [merge(archive.deriving, path, ignore, **options) for path in paths]


def test_the_union_of_all(others, tmp_path):
    with fresh(tmp_path / "a.db") as archive:
        came = merged(archive, *others.values())
        assert [each.taken.left_out for each in came] == [0] * 4, came
        assert [each.taken.captures for each in came] == [12, 29, 3, 1]
        assert [each.taken.known for each in came] == [0, 0, 0, 1]  # the page that both saved
        assert archive.one("SELECT count(*) FROM variant") == 1
        assert archive.one("SELECT count(*) FROM attempt") == 0
        assert archive.one("SELECT count(*) FROM unsettled") == 0
        assert archive.all("PRAGMA foreign_key_check") == []
        told = archive.history()
        archive.rebuild()
        assert differences(archive.history(), told) == {}
        assert len(archives(archive.db.conn)) == 5
        for each in archives(archive.db.conn):
            assert follow(archive.db.conn, each).problems == ()


def test_it_is_idempotent(others, tmp_path):
    with fresh(tmp_path / "a.db") as archive:
        merged(archive, *others.values())
        before, told = content_hash(archive.db.conn), archive.history()
        for each in merged(archive, *others.values()):
            assert (each.taken.captures, each.taken.decisions, each.taken.left_out) == (0, 0, 0)
            assert each.articles == frozenset()
        assert content_hash(archive.db.conn) == before
        assert differences(archive.history(), told) == {}


def test_an_archive_alone_keeps_its_hash(others, tmp_path):
    for number, path in enumerate(others.values()):
        with closing(Chronicle(path, runs=0)) as other, fresh(tmp_path / f"{number}.db") as archive:
            merged(archive, path)
            assert content_hash(archive.db.conn) == content_hash(other.db.conn)
            assert differences(archive.history(), other.history()) == {}


def test_the_order_does_not_matter(others, tmp_path):
    """Also not whether archives are merged one after another, or two that were merged before."""
    hashes, histories = set(), []
    for number in range(3):
        order = random.Random(number).sample([*others.values()], len(others))
        with fresh(tmp_path / f"{number}.db") as archive:
            if number % 2:
                with fresh(tmp_path / f"{number}.half.db") as half:
                    merged(half, *order[:2])
                order[:2] = [tmp_path / f"{number}.half.db"]
            merged(archive, *order)
            hashes.add(content_hash(archive.db.conn))
            histories.append(archive.history())
    assert len(hashes) == 1
    assert all(differences(each, histories[0]) == {} for each in histories)


def test_into_an_archive_with_a_history_of_its_own(others, tmp_path):
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    one.write_bytes(others["harbour"].read_bytes())
    two.write_bytes(others["county"].read_bytes())
    with closing(Chronicle(one, runs=0)) as harbour, closing(Chronicle(two, runs=0)) as county:
        merged(harbour, others["county"])
        merged(county, others["harbour"])
        assert content_hash(harbour.db.conn) == content_hash(county.db.conn)
        assert differences(harbour.history(), county.history()) == {}


def test_itself(others):
    path = others["harbour"]
    with (
        closing(Chronicle(path, runs=0)) as archive,
        pytest.raises(ConfigError, match="is the archive itself"),
    ):
        merged(archive, path)


def body_of(archive, key):
    sql = "SELECT coding FROM payload JOIN capture ON payload.id = payload_id WHERE capture.key = ?"
    return archive.one(sql, bytes.fromhex(key))


@pytest.fixture
def taken_down(others, tmp_path):
    """A copy of the harbour's archive in which a capture was taken down: (path, key of the capture)."""
    path = tmp_path / "taken.db"
    path.write_bytes(others["harbour"].read_bytes())
    with closing(Chronicle(path, runs=0)) as archive:
        number = archive.one("SELECT id FROM capture WHERE role = 'article' ORDER BY captured_at LIMIT 1")
        key = archive.key(number)
        target = capture_target(archive.db.conn, number)
        take_down(archive.deriving, target, Voice("ada", LATER, "a court said so"))
        assert body_of(archive, key) == "removed"
    return path, key


def test_what_was_taken_down_does_not_come_back(others, tmp_path, taken_down):
    path, key = taken_down
    for number, order in enumerate(([path, others["harbour"]], [others["harbour"], path])):
        with fresh(tmp_path / f"{number}.db") as archive:
            merged(archive, *order, takedowns=True)
            assert body_of(archive, key) == "removed"
            assert archive.one("SELECT count(*) FROM unsettled") == 0
    with fresh(tmp_path / "0.db") as first, fresh(tmp_path / "1.db") as second:
        assert content_hash(first.db.conn) == content_hash(second.db.conn)
        assert differences(first.history(), second.history()) == {}


def test_nobody_takes_down_what_others_have_unasked(others, tmp_path, taken_down):
    path, key = taken_down
    with fresh(tmp_path / "a.db") as archive:
        merged(archive, others["harbour"])
        before = content_hash(archive.db.conn)
        with pytest.raises(TakenDownElsewhere):
            merged(archive, path)
        assert content_hash(archive.db.conn) == before
        assert body_of(archive, key) != "removed"
