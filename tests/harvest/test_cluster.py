"""Reading on the workers of a scheduler: the same history, whatever becomes of workers and pages."""

import shutil
from contextlib import closing
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
import warcs
from chronicle import LATER, PROSE, THINGS, WALL, Chronicle, differences, edition, exchange, on_pages
from click.testing import CliRunner
from derived_rows import derived_rows
from hostile_reader import DIE, Broken, Hostile, Older

from harvester.archive.payload import ShippedPayloads
from harvester.archive.writing import open_archive
from harvester.cli import cli
from harvester.errors import BadInput, ClusterLost, ConfigError, ExitCode
from harvester.harvest import cluster as clusters
from harvester.harvest import reading_ahead, scheduler
from harvester.harvest.catching_up import rebuild
from harvester.harvest.cluster import read_on
from harvester.harvest.reader import Reader, ReadingTask, read_task
from harvester.harvest.reading_ahead import read_ahead
from harvester.harvest.scheduler import connected, is_open
from harvester.harvest.survey import CaptureFilter
from harvester.harvest.web_archives import import_files
from harvester.interop.opening import OpeningOptions, given

distributed = pytest.importorskip("distributed")
dask = pytest.importorskip("dask")

SITE = "https://norra.example"


@pytest.fixture(scope="module")
def cluster():
    """Two workers; Dask gives up on a task when the first one dies of it, not the fourth."""
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), connected("local", 2) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """An archive with several articles, one of them on several pages, a wall, equal pages, and a feed."""
    path = tmp_path_factory.mktemp("kept") / "norra.db"
    with closing(Chronicle(path)) as archive:
        for number, name in enumerate("abc"):
            for hours in range(6):
                shown = edition(THINGS[number : number + 3 + hours % 2], 2031 + hours // 3)
                archive.add(exchange(f"{SITE}/{name}", hours, shown if hours != 4 else WALL), live=False)
        archive.add_pages(f"{SITE}/d", 20, *on_pages(THINGS[:6], 3))
        archive.rebuild()
    return path


@pytest.fixture
def archive(kept, tmp_path):
    with closing(Chronicle(shutil.copy(kept, tmp_path / "norra.db"))) as archive:
        yield archive


def test_the_history_is_that_of_one_process(cluster, archive, monkeypatch):
    monkeypatch.setattr(clusters, "CHUNK", 4)
    before = archive.history()
    read = sum(each.captures for each in rebuild(archive.deriving, partial(read_on, cluster)))
    assert read == archive.one("SELECT count(*) FROM reading")
    assert differences(archive.history(), before) == {}


def found_by(cluster, archive, reader):
    ids = [row[0] for row in archive.all("SELECT id FROM capture ORDER BY id")]
    return ids, [*read_on(cluster, archive.db.conn, reader, ids)]


def test_equal_pages_cross_once(archive):
    """Chunks keep each distinct page once, and know which capture has which."""
    ids = [row[0] for row in archive.all("SELECT id FROM capture ORDER BY id")]
    [chunk] = clusters._chunks(archive.db.conn, Reader(), ids)
    assert [*chunk.places] == ids
    assert len(chunk.pages) < len(ids)
    assert chunk.size == sum(len(row.body) for row in chunk.rows.values())
    assert {*chunk.rows} >= {number for page in chunk.pages for number in page.payload_ids()}


def test_what_is_wrong_with_a_payload_costs_its_captures(archive):
    """Workers decode what they are sent, so they find what is damaged; a missing row is found here."""
    ids = [row[0] for row in archive.all("SELECT id FROM capture ORDER BY id")]
    [chunk] = clusters._chunks(archive.db.conn, Reader(), ids)
    whole = next(each for each in chunk.rows.values() if each.base_id is None)
    rows = chunk.rows | {whole.id: whole._replace(body=whole.body[:-9] + b"otherwise")}
    task = ReadingTask(
        tuple(chunk.pages), tuple(chunk.places.items()), ShippedPayloads(Path("norra.db"), rows)
    )
    found = read_task(Reader(), task).reads
    assert [each.capture_id for each in found] == ids
    assert {each.reading for each in found if each.fault} == {None}
    assert all("norra.db" in each.fault for each in found if each.reading is None)
    assert [each for each in found if each.fault]
    lost = read_task(Reader(), replace(task, sent=ShippedPayloads(Path("norra.db"), {}))).reads
    assert {each.reading for each in lost} == {None}
    assert "is missing" in lost[0].fault


def test_a_poisonous_page_costs_itself(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(clusters, "CHUNK", 3)
    monkeypatch.setattr(clusters, "TRIES", 1)
    with closing(Chronicle(tmp_path / "norra.db")) as archive:
        for hours in range(7):
            shown = edition(THINGS[hours : hours + 4]) + (DIE if hours == 2 else b"")
            archive.add(exchange(f"{SITE}/a", hours, shown), live=False)
        ids, found = found_by(cluster, archive, Hostile())
    assert [each.capture_id for each in found] == ids
    assert [number for number, each in enumerate(found) if each.reading is None] == [2]
    assert found[2].fault == "the process that read it died"


@pytest.mark.parametrize(
    ("reader", "said"),
    [(Older(), "its workers read by older, this program by"), (Broken(), "cannot run this version")],
)
def test_another_version_is_refused(cluster, archive, reader, said):
    with pytest.raises(ConfigError, match=said) as refused:
        found_by(cluster, archive, reader)
    assert "Install the same version of harvester on all machines." in str(refused.value)


@pytest.fixture
def crawls(tmp_path):
    """Two web archives: pages of two articles, one of them in both files, prose, a redirect and a revisit."""
    first = warcs.page(f"{SITE}/a", 0, edition(THINGS[:3]))
    one = [first, warcs.page(f"{SITE}/b", 1, edition(THINGS[2:6])), warcs.page(f"{SITE}/about", 1, PROSE)]
    two = [warcs.page(f"{SITE}/a", hours, edition(THINGS[:hours])) for hours in (2, 4)]
    two += [warcs.redirect(f"{SITE}/old", 5, f"{SITE}/a"), warcs.revisit(f"{SITE}/a", 6, first)]
    for name, said in (("one", one), ("two", two)):
        (tmp_path / f"{name}.warc.gz").write_bytes(warcs.written(*said))
    return [str(tmp_path / f"{name}.warc.gz") for name in ("one", "two")]


def imported(path, places, ahead):
    with closing(open_archive(path, create=True)) as db:
        found = given(places, OpeningOptions(BytesIO(), lambda _: None))
        deriving = warcs.deriving(db)
        came = import_files(deriving, found.files, CaptureFilter(), ahead=ahead(deriving.reader))
        return came, derived_rows(db.conn)


@pytest.mark.parametrize(("room", "held"), [(reading_ahead.READINGS_ROOM, 4), (0, 0)])
def test_an_import_is_that_of_one_process(cluster, crawls, tmp_path, monkeypatch, room, held):
    """It is the same, too, if there is no room for what the workers read."""
    monkeypatch.setattr(reading_ahead, "READINGS_ROOM", room)
    came, told = imported(tmp_path / "one.db", crawls, lambda _: None)
    read = []

    def ahead(reader):
        for each in read_ahead(cluster, reader, crawls, LATER):
            read.extend(each.values())
            yield each

    again, history = imported(tmp_path / "two.db", crawls, ahead)
    assert differences(history, told) == {}
    assert (again.added, again.articles) == (came.added, came.articles)
    assert sorted(each.has_pairs for each in read) == [False, True, True, True, True]  # one is prose
    assert len([each for each in read if each.reading]) == held


def test_few_files_are_read_ahead(cluster, crawls):
    """Of many files, only as many tasks are known to the scheduler as two workers can use."""
    before = len(cluster.client.futures)
    read = read_ahead(cluster, Reader(), crawls * 6, LATER)
    known = [len(cluster.client.futures) - before for _ in read]
    assert (len(known), max(known)) == (12, 4)


def test_a_file_that_workers_cannot_open_is_named(cluster):
    with pytest.raises(BadInput, match="the workers cannot read it"):
        next(read_ahead(cluster, Reader(), ["/nowhere/x.warc.gz"], LATER))


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("local", False),
        ("tcp://127.0.0.1:8786", False),
        ("tcp://localhost:8786", False),
        ("tcp://[::1]:8786", False),
        ("tls://cluster.example:8786", False),
        ("tcp://cluster.example:8786", True),
        ("cluster.example:8786", True),
        ("127.0.0.1:8786", False),
        ("[::1]:8786", False),
        ("tcp://[", False),
        ("", False),
    ],
)
def test_what_leaves_the_machine_without_tls(where, expected):
    assert is_open(where) is expected


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--on", "nonsense"), "no scheduler answers there (missing port"),
        (("--on", "foo://127.0.0.1:1"), "no scheduler answers there (unknown address scheme"),
        (("--on", "tcp://127.0.0.1:9"), "no scheduler answers there (Timed out"),
        (("--on", "tcp://127.0.0.1:9", "--jobs", "2"), "--jobs does not apply"),
    ],
)
@pytest.mark.usefixtures("archive")
def test_a_wrong_address_is_said(tmp_path, monkeypatch, options, said):
    monkeypatch.setattr(scheduler, "PATIENCE", "500ms")
    result = CliRunner().invoke(cli, ["rebuild", *options, "--archive", str(tmp_path / "norra.db")])
    assert (result.exit_code, said in result.stderr) == (ExitCode.USAGE, True), result.stderr


def test_a_scheduler_without_workers_is_said(monkeypatch):
    monkeypatch.setattr(scheduler, "PATIENCE", "500ms")
    options = {"n_workers": 0, "processes": True, "host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
    with (
        distributed.LocalCluster(**options) as empty,
        pytest.raises(ConfigError, match="the scheduler has no worker"),
        connected(empty.scheduler_address),
    ):
        pass


def test_a_scheduler_that_ends_is_said(archive, monkeypatch):
    """What was read before it ended has come; the rest waits for the next command."""
    monkeypatch.setattr(clusters, "CHUNK", 1)
    ids = [row[0] for row in archive.all("SELECT id FROM capture ORDER BY id")]
    with connected("local", 1) as short:
        found = read_on(short, archive.db.conn, Reader(), ids)
        assert next(found).capture_id == ids[0]
        short.client.shutdown()
        with pytest.raises(ClusterLost, match="Give the same command again to go on"):
            list(found)
