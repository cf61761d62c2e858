"""Parquet in a folder: the texts apart by source and month, every row once, the same bytes twice."""

import hashlib
import json
import subprocess
import sys
from contextlib import closing

import pytest
from chronicle import THINGS, Chronicle, edition, exchange, rss
from click.testing import CliRunner

from harvester.archive.connection import open_readonly
from harvester.archive.decisions import Terms
from harvester.cli import cli
from harvester.export.forms import TableExport
from harvester.export.partitions import write_table
from harvester.view.selection import EVERYTHING
from harvester.view.tables import TABLES, rows

parquet = pytest.importorskip("pyarrow.parquet")

SITE = "https://norra.example"
FEED, LONG = f"{SITE}/../feed?a=b", f"{SITE}/{'é' * 200}"
MONTH = 31 * 24


@pytest.fixture(scope="module")
def norra(tmp_path_factory):
    """Two articles of a feed, one of a source with a very long URL, one that a person added; three months."""
    path = tmp_path_factory.mktemp("norra") / "norra.db"
    with closing(Chronicle(path)) as archive:
        for feed, names in ((FEED, "ab"), (LONG, "c")):
            archive.say("follow", ("source", feed), Terms("feed").as_text())
            archive.add(exchange(feed, -2, rss(*(f"{SITE}/{name}" for name in names))), role="source")
        archive.catch_up()
        archive.say("follow", ("article", f"{SITE}/d"), Terms().as_text())
        for number, name in enumerate("abcd"):
            for month in range(3):
                shown = edition(THINGS[number : number + 3 + month], 2031 + month)
                archive.add(exchange(f"{SITE}/{name}", month * MONTH, shown))
        archive.rebuild()
    return path


def written(path, folder, wanted=EVERYTHING):
    folder.mkdir()
    with closing(open_readonly(path)) as conn:
        return [*write_table(folder, "parquet", TableExport(conn, TABLES["pairs"], wanted), lambda _: None)]


def test_every_row_is_in_the_folder_of_its_source_and_month(norra, tmp_path):
    files = written(norra, tmp_path / "x")
    found = []
    for file in files:
        some = parquet.ParquetFile(file).read().to_pylist()
        assert {f"by_month={row['first_seen_at']:%Y-%m}" for row in some} == {file.parent.name}
        assert len({row["source"] for row in some}) == 1
        found += some
    with closing(open_readonly(norra)) as conn:
        wanted = [dict(row) for row in rows(conn, TABLES["pairs"])]
    key = TABLES["pairs"].key
    assert sorted(tuple(row[name] for name in key) for row in found) == [
        tuple(row[name] for name in key) for row in wanted
    ]
    assert {row["source"] for row in found} == {FEED, LONG, ""}
    assert len(files) == 9
    names = {file.parents[1].name for file in files}
    assert all(len(name.encode()) < 255 and "/" not in name for name in names)
    assert "by_source=__HIVE_DEFAULT_PARTITION__" in names
    assert "by_source=https%3A%2F%2Fnorra.example%2F..%2Ffeed%3Fa%3Db" in names


def test_readers_know_the_folders(norra, tmp_path):
    written(norra, tmp_path / "x")
    table = parquet.read_table(tmp_path / "x" / "pairs", filters=[("by_month", ">", "2031-03")])
    assert table.column_names == [*(each.name for each in TABLES["pairs"].fields), "by_source", "by_month"]
    assert (
        0
        < table.num_rows
        < sum(parquet.read_metadata(each).num_rows for each in written(norra, tmp_path / "y"))
    )


def test_the_same_archive_gives_the_same_bytes(norra, tmp_path):
    once, again = written(norra, tmp_path / "x"), written(norra, tmp_path / "y")
    assert [each.read_bytes() for each in once] == [each.read_bytes() for each in again]


def test_a_table_without_rows_has_its_columns(norra, tmp_path):
    [file] = written(norra, tmp_path / "x", EVERYTHING.__class__(until="1999"))
    assert parquet.read_metadata(file).num_rows == 0
    assert parquet.read_schema(file).names == [each.name for each in TABLES["pairs"].fields]


def test_the_package_names_every_file(norra, tmp_path):
    folder = tmp_path / "data"
    arguments = ["export", str(folder), "--as", "parquet", "--archive", str(norra)]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    files = {each.relative_to(folder).as_posix(): each for each in folder.rglob("*") if each.is_file()}
    assert sums == {
        name: hashlib.sha256(each.read_bytes()).hexdigest()
        for name, each in files.items()
        if name != "SHA256SUMS"
    }
    said = json.loads((folder / "datapackage.json").read_text("utf-8"))
    [pairs] = [each for each in said["resources"] if each["name"] == "pairs"]
    assert pairs["path"] == sorted(name for name in files if name.startswith("pairs/"))
    assert pairs["bytes"] == sum(files[each].stat().st_size for each in pairs["path"])
    graph = json.loads((folder / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]
    described = {each["@id"] for each in graph if each["@type"] == "File"}
    assert described == {name for name in files if name.endswith(".parquet")}


def test_what_several_sources_asked_is_found(norra, tmp_path):
    """The articles of the two sources share four questions."""
    pytest.importorskip("duckdb")
    folder = tmp_path / "data"
    exported = ["export", str(folder), "--as", "parquet", "--archive", str(norra)]
    assert CliRunner().invoke(cli, exported).exit_code == 0
    asked = ["query", str(folder), "asked_by_several_outlets", "--format", "json"]
    rows_found = json.loads(CliRunner().invoke(cli, asked).stdout)
    assert {row["sources"] for row in rows_found} == {2}
    shared = {f"What happens to the {thing}?" for thing in THINGS[2:6]}
    assert {row["question"] for row in rows_found} == shared


def test_the_program_itself_writes_it(norra, tmp_path):
    """The program keeps pandas from being imported, which pyarrow 26 cannot bear."""
    command = [sys.executable, "-m", "harvester", "export", "x.parquet", "--archive", norra]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
