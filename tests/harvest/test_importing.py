"""Imports: the same evidence as a fetch, in any order, any number of times, and nothing is followed."""

import random
from contextlib import closing
from datetime import UTC, datetime

import kept_pages as kept
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept_pages import CRANE, OLD_PIER, PIER, THINGS, edition

from harvester.archive.due import DueSelection, due_now, plan
from harvester.archive.writing import open_archive
from harvester.harvest import keeping
from harvester.harvest.importing import import_saved
from harvester.interop.saved import RefusedPage


def count(db, table):
    return db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_what_is_known_is_not_added_again(db, tmp_path):
    pages = kept.written(tmp_path)
    first = import_saved(kept.deriving(db), pages)
    assert (first.added, first.known, first.refused) == (len(pages), 0, [])
    told = kept.told(db)
    tables = ("capture", "payload", "run", "url", "headers", "origin", "reading", "attempt", "decision")
    before = {table: count(db, table) for table in tables}
    second = import_saved(kept.deriving(db), pages)
    assert (second.added, second.known, second.refused, second.articles) == (0, len(pages), [], set())
    assert {table: count(db, table) for table in tables} == before
    assert kept.told(db) == told
    assert before["attempt"] == 0


def test_a_page_twice_in_one_list_is_one_capture(db, tmp_path):
    pages = kept.written(tmp_path)
    came = import_saved(kept.deriving(db), [*pages, *pages[:2]])
    assert (came.added, came.known) == (len(pages), 2)


def test_nothing_is_followed(db, tmp_path):
    import_saved(kept.deriving(db), kept.written(tmp_path))
    assert {row[0] for row in db.conn.execute("SELECT state FROM article")} == {"kept"}
    plan(db)
    assert [*due_now(db.conn, DueSelection(datetime(2099, 1, 1, tzinfo=UTC), is_source=False))] == []
    assert (count(db, "decision"), count(db, "source"), count(db, "host")) == (0, 0, 0)


def test_it_is_evidence_as_of_a_fetch(db, tmp_path):
    import_saved(kept.deriving(db), kept.written(tmp_path)[:1])
    [row] = db.conn.execute(
        "SELECT capture.kind, role, captured_at, recorded_at, outcome, status,"
        " origin.file, origin.kind, run.command, run.ended_at, run.report"
        " FROM capture JOIN run ON run.id = run_id JOIN origin ON origin.capture_id = capture.id"
    ).fetchall()
    assert tuple(row) == (
        "saved", "article", "2031-03-04T12:00:00.000Z", "2031-04-03T12:00:00.000Z", "ok", None,
        str(tmp_path / "0.html"), "saved", "import", "2031-04-03T12:00:00.000Z",
        '{"added": 1, "known": 0, "refused": 0}',
    )  # fmt: skip


def test_what_is_refused_does_not_stop_the_others(db, tmp_path):
    pages = kept.written(tmp_path)
    pages[2].file.unlink()
    picture = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 9
    other = kept.written(tmp_path, ((CRANE, 99, picture),))[0]._replace(place="the picture")
    pages[0].file.write_bytes(kept.HISTORY[0][2])
    came = import_saved(
        kept.deriving(db),
        [RefusedPage("line 7", "It is no row."), *pages[1:], other._replace(file=tmp_path / "p")],
    )
    assert [each.place for each in came.refused] == ["line 7", "page 2", "the picture"]
    assert came.added == len(pages) - 2
    (tmp_path / "p").write_bytes(picture)
    came = import_saved(kept.deriving(db), [other._replace(file=tmp_path / "p")])
    assert came.added == 1  # it is evidence all the same
    assert [each.place for each in came.refused] == ["the picture"]


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_batches_do_not_matter(db, tmp_path, monkeypatch, batch):
    monkeypatch.setattr(keeping, "BATCH", batch)
    kept.do_import(db, tmp_path)
    assert count(db, "capture") == len(kept.HISTORY)
    assert count(db, "run") == 1


PAGES = st.lists(
    st.tuples(
        st.sampled_from([PIER, OLD_PIER, CRANE]),
        st.integers(0, 3).map(lambda days: days * 24),
        st.builds(
            edition,
            st.lists(st.sampled_from(THINGS), unique=True, min_size=2).map(tuple),
            st.sampled_from([2031, 2032]),
        )
        | st.just(b"")
        | st.just(b"<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>"),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=PAGES, seed=st.integers(0, 2**16))
def test_the_order_of_arrival_does_not_matter(tmp_path_factory, history, seed):
    """In one import, or one by one in another order: the history by keys is the same."""
    folder = tmp_path_factory.mktemp("norra")
    pages = kept.written(folder, history)
    shuffled = random.Random(seed).sample(pages, len(pages))
    told = []
    for name, imports in (("whole", [pages]), ("shuffled", [[page] for page in shuffled])):
        with closing(open_archive(folder / f"{name}.db", create=True)) as db:
            for each in imports:
                import_saved(kept.deriving(db), each)
            told.append(kept.told(db))
    assert told[0] == told[1]


def test_an_old_page_stands_before_newer_ones(db, tmp_path):
    pages = kept.written(tmp_path, ((PIER, 24, edition(THINGS[:4])), (PIER, 0, edition(THINGS[:5]))))
    for page in pages:
        import_saved(kept.deriving(db), [page])
    kinds = [row[0] for row in db.conn.execute("SELECT kind FROM change")]
    assert kinds == ["dropped"]
    assert count(db, "version") == 2
