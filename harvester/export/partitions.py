"""The tables of a data set as files; in Parquet, the largest one is apart by source and month.

A file is ``pairs/by_source=desk/by_month=2026-11/part-0.parquet``. DuckDB, pyarrow, pandas, Polars and Spark
know such folders (Hive's form) and skip those that a query leaves out. The names of the folders are no
columns of the table. A long name of a source is cut there; the column ``source`` has it whole.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from harvester.archive.connection import select, sqlite3
from harvester.export.files import to_file, written
from harvester.export.forms import FORMS, PARQUET, TableExport, Watcher
from harvester.export.parquet import GROUP, Columnar
from harvester.text import digest_key
from harvester.view.tables import Table, rows_first_announced

NOWHERE = "__HIVE_DEFAULT_PARTITION__"
"""Hive writes this for a folder whose value is missing: articles that no source announced."""

LONGEST = 120
"""A folder's name has at most this many characters of a source; file systems take 255 bytes for all of it."""

_SOURCES = """
    SELECT coalesce(nullif(source.name, ''), url.url) AS name, source.id
    FROM source JOIN url ON url.id = source.url_id ORDER BY name, source.id"""


class SourceGroup(NamedTuple):
    """The sources of one name, by number; none stands for the articles that no source announced."""

    name: str
    sources: tuple[int, ...]


def write_table(folder: Path, form: str, wanted: TableExport, watch: Watcher) -> list[Path]:
    """Write a table to the folder in that form; return its files."""
    target = folder / wanted.table.name
    if form == PARQUET and wanted.table.since:
        with written(target):
            _write_sources(target, wanted, watch)
        return sorted(each for each in target.rglob("*") if each.is_file())
    target = target.with_name(f"{target.name}{FORMS[form].suffix}")
    to_file(target, form, wanted, watch)
    return [target]


def _write_sources(folder: Path, wanted: TableExport, watch: Watcher) -> None:
    for each in _announced(wanted.conn):
        found = rows_first_announced(*wanted, each.sources)
        _write_months(folder / _folder("by_source", each.name), wanted.table, found, watch)
    if not folder.exists():  # readers need one file to know the columns
        with Columnar(wanted.table).writer(_part(folder / _folder("by_source", ""), "")):
            pass


def _announced(conn: sqlite3.Connection) -> Iterator[SourceGroup]:
    """Yield the sources by name: one folder for each name."""
    yield SourceGroup("", (0,))
    for name, found in groupby(select(conn, _SOURCES), key=lambda row: str(row[0])):
        yield SourceGroup(name, tuple(row[1] for row in found))


def _folder(key: str, value: str) -> str:
    """Return the name of a folder, in which nothing leads elsewhere: letters, digits, ``_.-~`` and ``%``."""
    name = _coded(value) or NOWHERE
    if len(name) > LONGEST:
        kept = value[:LONGEST]
        while len(_coded(kept)) > LONGEST:
            kept = kept[:-1]
        name = f"{_coded(kept)}~{digest_key(value).hex()}"
    return f"{key}={name}"


def _coded(value: str) -> str:
    return quote(value, safe="", errors="replace")


def _write_months(folder: Path, table: Table, found: Iterator[sqlite3.Row], watch: Watcher) -> None:
    """Write the rows of one source; each file is open until all rows were seen."""
    columnar = Columnar(table)
    month = [each.name for each in table.fields].index(table.since)
    with ExitStack() as files:
        writers: dict[str, Any] = {}
        while some := [*islice(found, GROUP)]:
            some.sort(key=lambda row: row[month][:7])  # stable: the order of the key stays within a month
            for name, group in groupby(some, key=lambda row: row[month][:7]):
                if name not in writers:
                    writers[name] = files.enter_context(columnar.writer(_part(folder, name)))
                writers[name].write_table(columnar.table([*group]))
            watch(len(some))


def _part(folder: Path, month: str) -> Path:
    path = folder / _folder("by_month", month) / "part-0.parquet"
    path.parent.mkdir(parents=True)
    return path
