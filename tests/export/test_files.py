"""What `harvester export` writes: every form says the same, whole files only, the same bytes twice."""

import csv
import gzip
import hashlib
import io
import json
from contextlib import closing, suppress
from datetime import datetime

import pytest
from click.testing import CliRunner

from harvester.archive.connection import connect, open_readonly, sqlite3
from harvester.cli import cli
from harvester.export.files import snapshot
from harvester.view.tables import TABLES, rows

parquet = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def export(harvester, told):
    def call(*arguments, archive=told, **options):
        return harvester("export", *map(str, arguments), "--archive", str(archive), **options)

    call.folder = harvester.folder
    return call


def of_csv(data):
    return [*csv.DictReader(io.StringIO(data.decode(), newline=""))]


@pytest.mark.parametrize("table", TABLES)
def test_each_form_has_each_row(export, reader, table):
    wanted = [*rows(reader, TABLES[table])]
    names = [each.name for each in TABLES[table].fields]
    for suffix in "jsonl", "csv", "parquet":
        export(export.folder / f"x.{suffix}", "--table", table)
    lines = [json.loads(line) for line in (export.folder / "x.jsonl").read_text("utf-8").splitlines()]
    cells = of_csv((export.folder / "x.csv").read_bytes())
    columns = parquet.read_table(export.folder / "x.parquet").to_pylist()
    assert [*lines[0]] == [*cells[0]] == [*columns[0]] == names
    for row, line, texts, values in zip(wanted, lines, cells, columns, strict=True):
        for field in TABLES[table].fields:
            stored = row[field.name]
            if field.kind == "list":
                assert line[field.name] == json.loads(stored)
                assert len(values[field.name]) == len(line[field.name])
            elif field.kind == "datetime" and stored is not None:
                assert values[field.name] == datetime.fromisoformat(stored)
            else:
                assert values[field.name] == line[field.name] == stored
            assert texts[field.name].removeprefix("'") == ("" if stored is None else str(stored))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("x.db", "--as", "csv"), "--as does not apply to an archive."),
        (("x.warc.gz", "--table", "events"), "--table does not apply to a WARC file."),
        (("x.cdxj", "--not-modified"), "--not-modified does not apply to an index of a WARC file."),
        (("x.wacz", "--robots", "index"), "--robots does not apply to a WACZ."),
        (("x.csv", "--derived"), "--derived does not apply to a table."),
        (("-", "--title", "All"), "--title does not apply to stdout."),
        (("folder", "--table", "events"), "--table does not apply to a data package."),
        (
            ("folder", "--as", "markdown", "--creator", "Me"),
            "--creator does not apply to a folder of documents.",
        ),
        (("folder", "--as", "site", "--license", "CC0-1.0"), "--license does not apply to a site."),
    ],
)
def test_an_option_without_meaning_is_refused(export, arguments, said):
    target = arguments[0] if arguments[0] == "-" else export.folder / arguments[0]
    assert said in export(target, *arguments[1:], code=2).stderr


def test_a_cell_is_no_formula(export, hostile):
    export(export.folder / "x.csv", archive=hostile)
    data = (export.folder / "x.csv").read_bytes()
    answers = [row["answer"] for row in of_csv(data)]
    assert [each for each in answers if each.startswith("'")] == [
        "'=SUM(A1:A9)",
        "'+49 228 997799-0, ask there.",
        "'\uff1d1+1 is written in full width.",
        "''quoted' ~~struck~~ | cell | $x$ ^2^ {curly} !bang".removeprefix("'"),
    ]
    assert data.count(b"\r\n") == len(answers) + 1
    assert {row["title"] for row in of_csv(data)} == {"'=The odd #page"}


@pytest.mark.parametrize("name", ["x.jsonl.gz", "x.csv.gz"])
def test_a_packed_file_is_the_same_twice(export, name):
    export(export.folder / name)
    export(export.folder / name.removesuffix(".gz"))
    export(export.folder / f"again{name}")
    data = (export.folder / name).read_bytes()
    assert data == (export.folder / f"again{name}").read_bytes()
    assert gzip.decompress(data) == (export.folder / name.removesuffix(".gz")).read_bytes()


def test_rows_go_to_stdout(export):
    lines = export("-", "--table", "articles").stdout.splitlines()
    assert [json.loads(line)["title"] for line in lines] == [
        json.loads(line)["title"] for line in sorted(lines, key=lambda line: json.loads(line)["article_id"])
    ]
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        (("--current",), 7),
        (("--article", "https://tarvel.example/quay"), 2),
        (("--class", "number", "--kind", "asked"), 0),
        (("--host", "elsewhere.example"), 0),
        (("--until", "2026-11-23T12:30"), 7),
    ],
)
def test_filters_choose_rows(export, arguments, number):
    assert len(export("-", *arguments).stdout.splitlines()) == number


class TestWhatCannotBeWritten:
    def test_an_existing_file_is_kept_without_force(self, export):
        target = export.folder / "x.csv"
        target.write_text("mine")
        assert "exists already" in export(target, code=2).stderr
        assert target.read_text() == "mine"
        export(target, "--force")
        assert target.read_text() != "mine"

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("nowhere/x.csv", "there is no folder"),
            ("x.xlsx", "unknown ending. Use .jsonl, .csv, .parquet"),
            ("folder.csv", "is not a plain file"),
            ("link.csv", "is not a plain file"),
            ("full", "is not an empty folder"),
        ],
    )
    def test_the_reason_is_said(self, export, name, said):
        (export.folder / "folder.csv").mkdir()
        (export.folder / "link.csv").symlink_to("elsewhere")
        (export.folder / "full").mkdir()
        (export.folder / "full" / "notes.txt").write_text("mine")
        assert said in export(export.folder / name, code=2).stderr
        assert (export.folder / "full" / "notes.txt").read_text() == "mine"

    def test_an_unknown_article_writes_nothing(self, export):
        target = export.folder / "x.csv"
        assert "names no article" in export(target, "--article", "https://no.example/", code=2).stderr
        assert [*export.folder.iterdir()] == []


@pytest.fixture(scope="module")
def package(tmp_path_factory, told):
    folder = tmp_path_factory.mktemp("package") / "data"
    said = ["--title", "The river", "--creator", "Ada L.", "--license", "CC-BY-4.0", "--as", "jsonl"]
    result = CliRunner().invoke(cli, ["export", str(folder), "--archive", str(told), *said])
    assert result.exit_code == 0, result.output
    return folder


class TestThePackage:
    def test_every_file_has_its_digest(self, package):
        sums = dict(reversed(line.split("  ")) for line in (package / "SHA256SUMS").read_text().splitlines())
        files = {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in package.iterdir()}
        assert sums == {name: digest for name, digest in files.items() if name != "SHA256SUMS"}

    def test_the_data_package_describes_every_column(self, package):
        said = json.loads((package / "datapackage.json").read_text("utf-8"))
        assert [each["name"] for each in said["resources"]] == [*TABLES]
        assert (said["title"], said["licenses"]) == ("The river", [{"name": "CC-BY-4.0"}])
        for resource in said["resources"]:
            data = (package / resource["path"]).read_bytes()
            assert resource["bytes"] == len(data)
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            first = json.loads(data.splitlines()[0])
            assert [field["name"] for field in resource["schema"]["fields"]] == [*first]
            assert all(field["description"] for field in resource["schema"]["fields"])
            assert set(resource["schema"]["primaryKey"]) <= set(first)

    def test_the_crate_names_only_what_is_there(self, package):
        graph = json.loads((package / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]
        known = {each["@id"] for each in graph}
        named = {
            reference["@id"]
            for each in graph
            for value in each.values()
            for reference in (value if isinstance(value, list) else [value])
            if isinstance(reference, dict)
        }
        assert named - known == {"https://w3id.org/ro/crate/1.1"}
        files = {each["@id"] for each in graph if each["@type"] == "File"}
        assert files == {f"{table}.jsonl" for table in TABLES}

    def test_a_citation_needs_somebody_to_cite(self, package, export):
        assert '  - name: "Ada L."' in (package / "CITATION.cff").read_text("utf-8").splitlines()
        export(export.folder / "data")
        assert not (export.folder / "data" / "CITATION.cff").exists()
        assert {each.suffix for each in (export.folder / "data").iterdir()} == {".csv", ".json", ".md", ""}

    def test_a_part_says_which_part_it_is(self, export):
        export(export.folder / "data", "--language", "en", "--current")
        assert "(languages: en; current: yes)" in (export.folder / "data" / "README.md").read_text("utf-8")


def test_the_tables_are_of_one_instant(tmp_path, told):
    """What another program writes between two tables is in neither, or has to wait."""
    copy = tmp_path / "copy.db"
    copy.write_bytes(told.read_bytes())
    with closing(open_readonly(copy)) as conn:
        snapshot(conn)
        with closing(connect(copy, "rw")) as writer:
            writer.execute("PRAGMA busy_timeout = 1")
            with suppress(sqlite3.OperationalError):  # with a rollback journal, it has to wait
                writer.execute("DELETE FROM event")
        assert len([*rows(conn, TABLES["events"])]) == 4


@pytest.mark.parametrize("host", ["tarvel.example", "no.example"])
def test_a_file_says_how_many_rows_it_has(export, host):
    target = export.folder / "x.jsonl"
    said = export(target, "--host", host).stderr
    lines = target.read_text("utf-8").count("\n")
    assert said == f"{target}: {lines} rows, {target.stat().st_size:,} bytes\n"
